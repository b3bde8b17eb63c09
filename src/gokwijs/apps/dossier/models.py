"""What is kept around an inspection: reports, their findings, a remediation, and kept readiness.

The readiness itself is never stored: it is judged again from the plan on every look.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import Actie, Streefdoel
from gokwijs.apps.dossier.models_bundel import Bundel, Bundelbestand
from gokwijs.apps.dossier.models_sjabloon import SchoolSjabloon
from gokwijs.apps.scholen.models import School

__all__ = [
    "Bevinding",
    "Bundel",
    "Bundelbestand",
    "Inspectie",
    "Remediering",
    "SchoolSjabloon",
    "Zelfcheck",
]


class Inspectie(models.Model):
    """One report of the inspectorate. Its kind and advice are text, as the report says it."""

    class Uitspraak(models.TextChoices):
        POSITIEF = "positief", "positief"
        NEGATIEF = "negatief", "negatief"
        GEEN = "geen", "geen uitspraak over GOK"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="inspecties")
    document = models.CharField("titel van het verslag", max_length=250)
    datum = models.DateField("datum van het verslag")
    soort = models.CharField("wat voor onderzoek", max_length=150, blank=True)
    advies = models.CharField("welk advies staat erin", max_length=250, blank=True)
    gok_uitspraak = models.CharField(
        "uitspraak over GOK",
        max_length=10,
        choices=Uitspraak.choices,
        default=Uitspraak.GEEN,
    )
    opvolging_van = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="opvolgingen",
        verbose_name="volgt op",
    )
    toelichting = models.TextField("toelichting", max_length=3000, blank=True)
    versie = models.PositiveIntegerField(default=1)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    gewijzigd_door = models.CharField(max_length=150)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-datum", "-pk"]
        constraints = [
            models.CheckConstraint(name="inspectie_has_title", condition=~Q(document=""))
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.datum:%d/%m/%Y})"

    @property
    def is_negatief(self) -> bool:
        return self.gok_uitspraak == self.Uitspraak.NEGATIEF


class Bevinding(models.Model):
    """One strong point, chance, shortcoming or recommendation of a report, and what came of it."""

    class Soort(models.TextChoices):
        TEKORT = "tekort", "tekort"
        ONTWIKKELKANS = "ontwikkelkans", "ontwikkelkans"
        AANBEVELING = "aanbeveling", "aanbeveling"
        STERK_PUNT = "sterk_punt", "sterk punt"

    class Stand(models.TextChoices):
        OPEN = "open", "open"
        BEZIG = "bezig", "in uitvoering"
        AFGEROND = "afgerond", "afgerond"

    inspectie = models.ForeignKey(Inspectie, on_delete=models.CASCADE, related_name="bevindingen")
    tekst = models.TextField("wat staat er in het verslag", max_length=2000)
    soort = models.CharField("wat is het", max_length=14, choices=Soort.choices)
    ok_codes = models.JSONField("verwachtingen van het referentiekader", default=list, blank=True)
    status = models.CharField(
        "hoe ver staat het", max_length=10, choices=Stand.choices, default=Stand.OPEN
    )
    sinds = models.DateField("sinds wanneer", null=True, blank=True)
    hoe = models.TextField("wat deden jullie ermee", max_length=2000, blank=True)
    vaststellingen = models.ManyToManyField(
        Vaststelling, blank=True, related_name="bevindingen", verbose_name="vaststellingen"
    )
    streefdoelen = models.ManyToManyField(
        Streefdoel, blank=True, related_name="bevindingen", verbose_name="streefdoelen"
    )
    acties = models.ManyToManyField(
        Actie, blank=True, related_name="bevindingen", verbose_name="acties"
    )
    versie = models.PositiveIntegerField(default=1)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    gewijzigd_door = models.CharField(max_length=150)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["inspectie_id", "pk"]
        constraints = [
            models.CheckConstraint(name="bevinding_has_text", condition=~Q(tekst="")),
            models.CheckConstraint(
                name="bevinding_done_how",
                condition=~Q(status="afgerond") | (Q(sinds__isnull=False) & ~Q(hoe="")),
            ),
        ]

    def __str__(self) -> str:
        return self.tekst[:80]


class Remediering(models.Model):
    """What a negative statement on GOK asks of the school until the next evaluation.

    The day of that evaluation is typed by the school and never computed (besluit 15).
    """

    class Uitkomst(models.TextChoices):
        OPEN = "open", "nog geen nieuwe evaluatie"
        POSITIEF = "positief", "positief"
        NEGATIEF = "negatief", "opnieuw negatief"

    inspectie = models.OneToOneField(
        Inspectie, on_delete=models.CASCADE, related_name="remediering"
    )
    herevaluatie_op = models.DateField("datum van de nieuwe evaluatie", null=True, blank=True)
    herevaluatie_bron = models.CharField("waar staat die datum", max_length=250, blank=True)
    begeleider = models.CharField("welke organisatie begeleidt jullie", max_length=200, blank=True)
    begeleider_rol = models.CharField("met welke rol", max_length=200, blank=True)
    begeleiding_vanaf = models.DateField("begeleiding vanaf", null=True, blank=True)
    afspraken = models.TextField("wat is afgesproken", max_length=3000, blank=True)
    uitkomst = models.CharField(
        "uitkomst van de nieuwe evaluatie",
        max_length=10,
        choices=Uitkomst.choices,
        default=Uitkomst.OPEN,
    )
    uitkomst_op = models.DateField("datum van die uitkomst", null=True, blank=True)
    uitkomst_document = models.CharField("titel van dat verslag", max_length=250, blank=True)
    versie = models.PositiveIntegerField(default=1)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    gewijzigd_door = models.CharField(max_length=150)

    class Meta:
        ordering = ["-inspectie__datum", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="remediering_result_dated",
                condition=Q(uitkomst="open") | Q(uitkomst_op__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"remediëring na {self.inspectie}"


class Zelfcheck(models.Model):
    """The readiness of one day, kept by the school to see how it moved."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="zelfchecks")
    dag = models.DateField("stand van")
    uitkomst = models.JSONField()
    nota = models.CharField("nota", max_length=300, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-dag", "-pk"]

    def __str__(self) -> str:
        return f"stand van {self.dag:%d/%m/%Y}"
