"""Did an actie make a difference: the setup fixed beforehand, who took part, what was found."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from gokwijs.apps.beleid.models import Actie
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.toetsen.models import Afname, Toets
from gokwijs.core.effect.keuzes import Toewijzing
from gokwijs.core.effect.oordeel import Oordeel


class Vergelijking(models.TextChoices):
    """With whom the pupils of the actie are compared."""

    GEEN = "geen", "met niemand"
    PARALLEL = "parallel", "met andere leerlingen, op hetzelfde moment"
    VORIGE_LICHTING = "vorige_lichting", "met de vorige lichting, met dezelfde toets"


class Groep(models.TextChoices):
    ACTIE = "actie", "leerlingen met de actie"
    VERGELIJKING = "vergelijking", "vergelijkingsgroep"


class Opzet(models.Model):
    """How an actie will be judged. Once fixed nothing of it changes; a new one can take its place.

    ``laag_gekozen``: pupils were chosen on a low score, the lowest so many percent.
    ``gekozen_op_voormeting``: that score was the pre-test itself, and not another test.
    """

    actie = models.ForeignKey(Actie, on_delete=models.CASCADE, related_name="opzetten")
    toets = models.ForeignKey(Toets, on_delete=models.RESTRICT, related_name="opzetten")
    voor = models.ForeignKey(
        Afname, null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    na = models.ForeignKey(
        Afname, null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    vergelijking = models.CharField(
        max_length=16, choices=Vergelijking.choices, default=Vergelijking.GEEN
    )
    vergelijk_voor = models.ForeignKey(
        Afname, null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    vergelijk_na = models.ForeignKey(
        Afname, null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    toewijzing = models.CharField(
        max_length=10, choices=[(t.value, t.label) for t in Toewijzing], blank=True
    )
    koppelen = models.BooleanField(default=False)
    marge = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    laag_gekozen = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    gekozen_op_voormeting = models.BooleanField(default=False)
    momenten_gepland = models.PositiveSmallIntegerField(null=True, blank=True)
    hoofduitkomst = models.BooleanField(default=True)
    # Why it only explores, in words; empty when it is the outcome chosen beforehand.
    verkennend_reden = models.CharField(max_length=300, blank=True)
    vastgelegd = models.DateField(null=True, blank=True)
    vastgelegd_door = models.CharField(max_length=150, blank=True)
    vervangt = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="opvolgers"
    )
    vervangt_reden = models.CharField(max_length=300, blank=True)
    vervangen = models.DateTimeField(null=True, blank=True)
    versie = models.PositiveIntegerField(default=1)
    gemaakt = models.DateTimeField(auto_now_add=True)
    door_naam = models.CharField(max_length=150)
    gewijzigd = models.DateTimeField(auto_now=True)
    gewijzigd_door = models.CharField(max_length=150)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["actie_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["actie"],
                condition=Q(hoofduitkomst=True, verwijderd=None, vervangen=None),
                name="opzet_one_main_outcome",
            ),
            models.CheckConstraint(
                name="opzet_explores_for_a_reason",
                condition=Q(hoofduitkomst=True, verkennend_reden="")
                | Q(hoofduitkomst=False) & ~Q(verkennend_reden=""),
            ),
            models.CheckConstraint(
                name="opzet_matches_within_margin",
                condition=Q(koppelen=False) | Q(marge__isnull=False, marge__gt=0),
            ),
            models.CheckConstraint(
                name="opzet_fixed_with_allocation",
                condition=Q(vastgelegd=None) | ~Q(toewijzing=""),
            ),
            models.CheckConstraint(
                name="opzet_replaces_for_a_reason",
                condition=Q(vervangt=None) | ~Q(vervangt_reden=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actie} met {self.toets}"


class Deelname(models.Model):
    """A pupil of one of the two groups, as planned; how many moments this pupil really had."""

    opzet = models.ForeignKey(Opzet, on_delete=models.CASCADE, related_name="deelnames")
    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="deelnames")
    groep = models.CharField("groep", max_length=12, choices=Groep.choices)
    klas = models.CharField("klas", max_length=30, blank=True)
    momenten = models.PositiveSmallIntegerField("momenten gekregen", null=True, blank=True)
    gestopt = models.BooleanField("gestopt", default=False)

    class Meta:
        ordering = ["opzet_id", "groep", "klas", "leerling__zoeknaam", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opzet", "leerling"], name="deelname_once"),
            models.CheckConstraint(
                name="deelname_only_the_action_has_moments",
                condition=Q(groep=Groep.ACTIE) | Q(momenten=None, gestopt=False),
            ),
        ]

    def __str__(self) -> str:
        return f"deelname aan {self.opzet_id}"


class Uitkomst(models.Model):
    """What the calculation found on a day; a later one never changes it.

    ``inhoud`` is the whole Effect of all pupils as planned, ``echt`` that of who really took part.
    """

    opzet = models.ForeignKey(Opzet, on_delete=models.CASCADE, related_name="uitkomsten")
    inhoud = models.JSONField()
    echt = models.JSONField(null=True, blank=True)
    data_hash = models.CharField(max_length=64)
    bereik = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    dosis = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    verlaagd_naar = models.CharField(
        max_length=30, choices=[(o.value, o.label) for o in Oordeel], blank=True
    )
    verlaagd_nota = models.CharField(max_length=500, blank=True)
    verlaagd_door = models.CharField(max_length=150, blank=True)
    verlaagd_op = models.DateTimeField(null=True, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["opzet_id", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="uitkomst_lowered_with_a_note",
                condition=Q(verlaagd_naar="") | ~Q(verlaagd_nota=""),
            )
        ]

    def __str__(self) -> str:
        return f"uitkomst van {self.gemaakt:%d/%m/%Y}"
