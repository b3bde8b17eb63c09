"""The ledger of means: what is planned on an actie, and what was spent.

What came in is not kept here: it is the official letter, or else our own calculation. Amounts are
exact strings, a finite decimal or a/b: hours can be thirds or 24ths of a post.
"""

from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import Q

from gokwijs.apps.beleid.models.keten import Actie, Streefdoel
from gokwijs.apps.beleid.models.plan import person
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Middelsoort

SOORTEN = [(s.value, s.label) for s in Middelsoort]


class Geldig(models.Manager["Toewijzing"]):
    """Without those that were taken away: they count nowhere, and can be put back."""

    def get_queryset(self) -> models.QuerySet[Toewijzing]:
        return super().get_queryset().filter(verwijderd__isnull=True)


class Toewijzing(models.Model):
    """Hours or euros of one schooljaar that an actie may use."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="toewijzingen")
    schooljaar = models.PositiveSmallIntegerField()
    soort = models.CharField("soort", max_length=24, choices=SOORTEN)
    actie = models.ForeignKey(Actie, on_delete=models.CASCADE, related_name="toewijzingen")
    voorzien = models.CharField("voorzien", max_length=40)
    # Whose hours they are; only directeur and financiën see it.
    persoon = person("leraar", "toegewezen_uren")
    toelichting = models.CharField("toelichting", max_length=300, blank=True)
    versie = models.PositiveIntegerField(default=1)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    gewijzigd = models.DateTimeField(auto_now=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    objects = Geldig()
    alle = models.Manager()

    class Meta:
        ordering = ["school_id", "-schooljaar", "soort", "pk"]
        constraints = [
            models.CheckConstraint(name="toewijzing_has_amount", condition=~Q(voorzien=""))
        ]
        indexes = [models.Index(fields=["school", "schooljaar"], name="toewijzing_by_year")]

    def __str__(self) -> str:
        return f"{self.voorzien} {self.soort}"

    @property
    def aantal(self) -> Fraction:
        return Fraction(self.voorzien)


class Overdracht(models.Model):
    """Unspent euros that go along to the next schooljaar: only when recorded, with the reason.

    The amount is that of the day it was recorded. Hours never go along.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="overdrachten")
    schooljaar = models.PositiveSmallIntegerField("van schooljaar")
    soort = models.CharField("soort", max_length=24, choices=SOORTEN)
    bedrag = models.CharField("bedrag", max_length=40)
    reden = models.CharField("waarom", max_length=300)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    ingetrokken = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["school_id", "-schooljaar", "-pk"]
        constraints = [
            models.CheckConstraint(name="overdracht_has_reason", condition=~Q(reden="")),
            models.UniqueConstraint(
                fields=["school", "schooljaar", "soort"],
                condition=Q(ingetrokken__isnull=True),
                name="overdracht_one_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bedrag} van {self.schooljaar}-{self.schooljaar + 1}"

    @property
    def aantal(self) -> Fraction:
        return Fraction(self.bedrag)


class Boekingsimport(models.Model):
    """One file of the accounts that was read, so that it can be taken back whole.

    Until somebody says yes, ``tabel`` keeps its texts and ``koppeling`` what each column is.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="boekingsimporten")
    schooljaar = models.PositiveSmallIntegerField()
    naam = models.CharField(max_length=200)
    bestand_hash = models.CharField(max_length=64)
    rijen = models.PositiveIntegerField()
    tabel = models.JSONField(default=dict)
    koppeling = models.JSONField(default=dict)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    bevestigd = models.DateTimeField(null=True, blank=True)
    ingetrokken = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-gemaakt", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "bestand_hash"],
                condition=Q(ingetrokken__isnull=True),
                name="boekingsimport_file_once",
            )
        ]

    def __str__(self) -> str:
        return self.naam


class Boeking(models.Model):
    """Hours given or money spent. Without an actie it is 'zonder streefdoel', never refused."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="boekingen")
    schooljaar = models.PositiveSmallIntegerField()
    soort = models.CharField("soort", max_length=24, choices=SOORTEN)
    actie = models.ForeignKey(
        Actie,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="boekingen",
        verbose_name="actie",
    )
    # Spent for a goal as a whole, without one of its acties.
    streefdoel = models.ForeignKey(
        Streefdoel,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="boekingen",
        verbose_name="streefdoel",
    )
    datum = models.DateField("datum")
    besteed = models.CharField("bedrag of uren", max_length=40)  # may be negative: a credit note
    omschrijving = models.CharField("omschrijving", max_length=300)
    referentie = models.CharField("nummer in de boekhouding", max_length=80, blank=True)
    bron = models.ForeignKey(
        Boekingsimport, null=True, blank=True, on_delete=models.CASCADE, related_name="boekingen"
    )
    versie = models.PositiveIntegerField(default=1)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    gewijzigd = models.DateTimeField(auto_now=True)
    ingetrokken = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-datum", "-pk"]
        constraints = [
            models.CheckConstraint(name="boeking_has_amount", condition=~Q(besteed="")),
            models.CheckConstraint(
                name="boeking_one_place",
                condition=Q(actie__isnull=True) | Q(streefdoel__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["school", "schooljaar"], name="boeking_by_year")]

    def __str__(self) -> str:
        return self.omschrijving

    @property
    def aantal(self) -> Fraction:
        return Fraction(self.besteed)
