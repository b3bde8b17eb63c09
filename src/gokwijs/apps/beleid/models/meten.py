"""Meting, evaluatie, besluit, borging: the end of the chain, where the next plan begins."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gokwijs.apps.beleid.models.keten import Actie, Indicator, Streefdoel
from gokwijs.apps.beleid.models.plan import Knoop
from gokwijs.core.beleid.keuzes import Besluitkeuze, Borgingsvorm, Bronsoort


class Meting(models.Model):
    """One value of an indicator on a day. A corrected one stays, marked as replaced."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="metingen")
    definitie_versie = models.PositiveSmallIntegerField(default=1)
    peildatum = models.DateField("gemeten op")
    teller = models.DecimalField("teller", max_digits=9, decimal_places=1, null=True, blank=True)
    noemer = models.DecimalField("noemer", max_digits=9, decimal_places=1, null=True, blank=True)
    waarde = models.DecimalField("score", max_digits=9, decimal_places=3, null=True, blank=True)
    bron_soort = models.CharField(
        "bron", max_length=30, choices=[(b.value, b.label) for b in Bronsoort]
    )
    bron_omschrijving = models.CharField("welke bron precies", max_length=250, blank=True)
    is_nulmeting = models.BooleanField("dit is de nulmeting", default=False)
    # Counted by the system from exact counts: only who may see those sees it.
    werkzone = models.BooleanField(default=False)
    opmerking = models.CharField("opmerking", max_length=500, blank=True)
    vervangen = models.DateTimeField(null=True, blank=True)
    vervangen_reden = models.CharField(max_length=300, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["indicator_id", "peildatum", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meting_share_or_score",
                condition=Q(
                    teller__isnull=False,
                    noemer__isnull=False,
                    noemer__gt=0,
                    teller__gte=0,
                    teller__lte=F("noemer"),
                    waarde__isnull=True,
                )
                | Q(teller__isnull=True, noemer__isnull=True, waarde__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} op {self.peildatum:%d/%m/%Y}"


class Evaluatie(Knoop):
    """What the team concludes from metingen and other sources, with others around the table."""

    datum = models.DateField("wanneer")
    streefdoelen = models.ManyToManyField(
        Streefdoel, related_name="evaluaties", verbose_name="over welke streefdoelen"
    )
    metingen = models.ManyToManyField(
        Meting, blank=True, related_name="evaluaties", verbose_name="met welke metingen"
    )
    bron_soorten = models.JSONField("welke bronnen", default=list, blank=True)
    # What a bevraging among the sources gave: figures, words, or both.
    bevraging_aard = models.JSONField("wat gaf de bevraging", default=list, blank=True)
    groepen = models.JSONField("wie dacht mee", default=dict, blank=True)  # group → how many
    conclusie = models.TextField("wat besluiten jullie eruit", max_length=4000, blank=True)
    vorige = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="volgende"
    )
    volgende_op = models.DateField("volgende evaluatie", null=True, blank=True)
    afgerond = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-datum", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="evaluatie_closed_complete",
                condition=Q(afgerond__isnull=True)
                | (Q(volgende_op__isnull=False) & ~Q(conclusie="")),
            )
        ]

    def __str__(self) -> str:
        return f"evaluatie van {self.datum:%d/%m/%Y}"

    @property
    def aantal_deelnemers(self) -> int:
        return sum(int(n or 0) for n in self.groepen.values())


class Besluit(Knoop):
    """What happens with a streefdoel (or one actie) after an evaluatie."""

    evaluatie = models.ForeignKey(Evaluatie, on_delete=models.CASCADE, related_name="besluiten")
    streefdoel = models.ForeignKey(Streefdoel, on_delete=models.CASCADE, related_name="besluiten")
    actie = models.ForeignKey(
        Actie, null=True, blank=True, on_delete=models.SET_NULL, related_name="besluiten"
    )
    keuze = models.CharField(
        "besluit", max_length=16, choices=[(k.value, k.label) for k in Besluitkeuze]
    )
    motivering = models.TextField("waarom", max_length=2000)
    vanaf = models.DateField("vanaf wanneer", null=True, blank=True)
    trekker_rol = models.CharField("wie voert het uit (rol)", max_length=100, blank=True)
    nieuwe_plaats = models.CharField("opschalen naar", max_length=200, blank=True)
    nieuwe_streefwaarde = models.DecimalField(
        "nieuwe streefwaarde", max_digits=9, decimal_places=3, null=True, blank=True
    )
    nieuwe_einddatum = models.DateField("nieuwe einddatum", null=True, blank=True)

    class Meta:
        ordering = ["-evaluatie__datum", "-pk"]
        constraints = [
            models.CheckConstraint(name="besluit_has_reason", condition=~Q(motivering=""))
        ]

    def __str__(self) -> str:
        return self.get_keuze_display()


class Borging(Knoop):
    """How what works is kept when people change."""

    besluit = models.ForeignKey(Besluit, on_delete=models.CASCADE, related_name="borgingen")
    vorm = models.CharField(
        "hoe", max_length=20, choices=[(v.value, v.label) for v in Borgingsvorm]
    )
    verwijzing = models.CharField("waar staat het", max_length=300)
    trekker_rol = models.CharField("wie bewaakt het (rol)", max_length=100, blank=True)
    herzien_op = models.DateField("opnieuw bekijken op")

    class Meta:
        ordering = ["herzien_op", "pk"]

    def __str__(self) -> str:
        return f"{self.get_vorm_display()}: {self.verwijzing}"
