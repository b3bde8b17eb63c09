"""Readings to check, calculations with their receipts, typed numbers, and official letters.

No pupil row is stored: an uploaded file is counted and dropped.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.middelen.officieel import LINES, Line, LineKind


class Inlezing(models.Model):
    """A counted file or typed totals, waiting for a yes."""

    class Status(models.TextChoices):
        CONCEPT = "concept", "na te kijken"
        BEVESTIGD = "bevestigd", "bevestigd"
        VERWORPEN = "verworpen", "verworpen"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="inlezingen")
    schooljaar = models.PositiveSmallIntegerField()
    herkomst = models.CharField(max_length=250)
    bestand_hash = models.CharField(max_length=64, blank=True)
    rijen = models.PositiveIntegerField(default=0)
    telling = models.JSONField()
    vorige = models.JSONField(null=True)
    problemen = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CONCEPT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.school} {self.schooljaar}: {self.herkomst}"


class Berekening(models.Model):
    """A calculation as it was: inputs, results, explanation, receipt. Never changed."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="berekeningen")
    schooljaar = models.PositiveSmallIntegerField()
    herkomst = models.CharField(max_length=250)
    telling = models.JSONField()
    vorige = models.JSONField(null=True)
    school_data = models.JSONField()
    waarden = models.JSONField(default=list)
    resultaten = models.JSONField()
    versie = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    by_naam = models.CharField(max_length=150)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["school", "schooljaar", "-created"])]

    def __str__(self) -> str:
        return f"{self.school} {self.schooljaar} ({self.created:%d/%m/%Y})"

    @property
    def jaar(self) -> Schooljaar:
        return Schooljaar(self.schooljaar)


class IngevoerdGetal(models.Model):
    """A number of the law or a corrected count, typed from an official document."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="getallen")
    schooljaar = models.PositiveSmallIntegerField()
    naam = models.CharField(max_length=200)
    waarde = models.CharField(max_length=60)
    document = models.CharField(max_length=250)
    datum = models.DateField()
    by_naam = models.CharField(max_length=150)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "schooljaar", "naam"], name="getal_once_per_year"
            ),
            models.CheckConstraint(name="getal_has_document", condition=~models.Q(document="")),
        ]

    def __str__(self) -> str:
        return f"{self.naam} = {self.waarde}"


class OfficieleBrief(models.Model):
    """What the authority granted or counted, on paper or in its published file.

    Several per schooljaar: of each line the newest counts. A withdrawn one stays readable.
    """

    class Herkomst(models.TextChoices):
        BRIEF = "brief", "brief"
        TELBESTAND = "telbestand", "bestand met officiële aantallen"

    class Status(models.TextChoices):
        GELDIG = "geldig", "geldig"
        INGETROKKEN = "ingetrokken", "ingetrokken"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="brieven")
    schooljaar = models.PositiveSmallIntegerField()
    herkomst = models.CharField(max_length=10, choices=Herkomst.choices, default=Herkomst.BRIEF)
    referentie = models.CharField("kenmerk van de brief", max_length=100, blank=True)
    document = models.CharField("titel van het document", max_length=250)
    datum = models.DateField("datum van de brief")
    teldag = models.DateField("teldag", null=True, blank=True)
    opmerking = models.CharField("opmerking", max_length=500, blank=True)
    bestand_hash = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.GELDIG)
    by_naam = models.CharField(max_length=150)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-datum", "-created", "-pk"]
        constraints = [
            models.CheckConstraint(name="brief_has_document", condition=~Q(document="")),
            models.CheckConstraint(
                name="brief_status", condition=Q(status__in=["geldig", "ingetrokken"])
            ),
            models.UniqueConstraint(
                fields=["school", "schooljaar", "bestand_hash"],
                condition=Q(status="geldig") & ~Q(bestand_hash=""),
                name="brief_file_once",
            ),
        ]
        indexes = [models.Index(fields=["school", "schooljaar"], name="brief_by_year")]

    def __str__(self) -> str:
        return f"{self.document} ({self.datum:%d/%m/%Y})"

    @property
    def jaar(self) -> Schooljaar:
        return Schooljaar(self.schooljaar)

    @property
    def naam(self) -> str:
        """How screens and the log name it."""
        return f"{self.document}, {self.referentie}" if self.referentie else self.document


class BriefRegel(models.Model):
    """One line of a letter; a corrected line stays, marked as replaced."""

    brief = models.ForeignKey(OfficieleBrief, on_delete=models.CASCADE, related_name="regels")
    soort = models.CharField(max_length=12, choices=[(k.value, k.value) for k in LineKind])
    sleutel = models.CharField(max_length=40)
    kenmerk = models.CharField(
        max_length=20, blank=True, choices=[(k.value, k.label) for k in Kenmerk]
    )
    waarde = models.CharField(max_length=40)  # exact: a finite decimal, halves included
    opmerking = models.CharField(max_length=250, blank=True)
    vervangen = models.BooleanField(default=False)
    by_naam = models.CharField(max_length=150)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brief", "soort", "sleutel", "kenmerk"],
                condition=Q(vervangen=False),
                name="briefregel_once",
            ),
            models.CheckConstraint(
                name="briefregel_soort", condition=Q(soort__in=[k.value for k in LineKind])
            ),
            models.CheckConstraint(name="briefregel_has_value", condition=~Q(waarde="")),
        ]

    def __str__(self) -> str:
        return f"{self.titel} = {self.waarde}"

    @property
    def code(self) -> str:
        return f"{self.soort}.{self.sleutel}.{self.kenmerk}"

    @property
    def line(self) -> Line | None:
        """None for a line that this version no longer knows."""
        return LINES.get(self.code)

    @property
    def titel(self) -> str:
        return self.line.titel if self.line else self.code

    @property
    def eenheid(self) -> str:
        return self.line.eenheid if self.line else ""


class VerschilNota(models.Model):
    """What somebody said about a difference; the newest one decides, all stay.

    ``officieel`` and ``eigen`` are the numbers it was about: when one of them changes, the
    difference is open again.
    """

    class Staat(models.TextChoices):
        OPEN = "open", "open"
        VERKLAARD = "verklaard", "verklaard"
        BETWIST = "betwist", "betwist"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="verschilnotas")
    schooljaar = models.PositiveSmallIntegerField()
    regel = models.CharField(max_length=80)  # the code of a line
    staat = models.CharField(max_length=10, choices=Staat.choices)
    tekst = models.CharField("nota", max_length=1000)
    officieel = models.CharField(max_length=40)
    eigen = models.CharField(max_length=80)
    by_naam = models.CharField(max_length=150)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="verschilnota_staat",
                condition=Q(staat__in=["open", "verklaard", "betwist"]),
            ),
            models.CheckConstraint(name="verschilnota_has_text", condition=~Q(tekst="")),
        ]
        indexes = [models.Index(fields=["school", "schooljaar"], name="verschilnota_by_year")]

    def __str__(self) -> str:
        return f"{self.regel}: {self.staat}"
