"""Readings to check, calculations with their receipts, and numbers typed from a document.

No pupil row is stored: an uploaded file is counted and dropped.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar


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
