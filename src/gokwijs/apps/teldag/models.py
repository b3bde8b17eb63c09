"""Which day is the teldag, and the Telling frozen on it with the pupils behind each number.

Pupils are kept as keys of their row only: once a pupil is erased, the key says nothing any more.
Zorgthuis stands in the Telling and nowhere else (``besluiten.md`` 11).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from gokwijs.apps.middelen.models import Berekening
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar, dutch_date


class FrozenError(RuntimeError):
    """A frozen Telling was about to be changed."""


class Teldagkeuze(models.Model):
    """Another teldag than the rule gives, entered by somebody with a reason (OV-07)."""

    class Soort(models.TextChoices):
        GESLOTEN = "gesloten", "De school was dicht op de eerste schooldag van februari"
        OKTOBER = (
            "oktober",
            "De school is nieuw of in herstructurering: eerste schooldag van oktober",
        )
        ANDERE = "andere", "Een andere dag, met een reden"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="teldagen")
    schooljaar = models.PositiveSmallIntegerField()
    soort = models.CharField(max_length=10, choices=Soort.choices)
    dag = models.DateField("teldag")
    gesloten = models.JSONField("dagen waarop de school dicht was", default=list, blank=True)
    reden = models.CharField("reden", max_length=250)
    door_naam = models.CharField(max_length=150)
    vastgelegd = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "schooljaar"], name="teldagkeuze_once_per_year"
            ),
            models.CheckConstraint(name="teldagkeuze_has_reason", condition=~Q(reden="")),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.schooljaar}: {self.dag:%d/%m/%Y}"


class VastleggingQuerySet(models.QuerySet["Vastlegging"]):
    def update(self, **kwargs: Any) -> int:
        raise FrozenError("a frozen Telling is never changed")


class Vastlegging(models.Model):
    """A Telling frozen on or after the teldag. A correction is a new version, never a change."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="vastleggingen")
    schooljaar = models.PositiveSmallIntegerField()
    dag = models.DateField("teldag")
    antwoorden_tot = models.DateField("antwoorden geteld tot en met")
    versie = models.PositiveSmallIntegerField()
    telling = models.JSONField()
    vingerafdruk = models.CharField(max_length=64)
    # [[nine values of the cell, [[key of the pupil, halves], …]], …], as counted without zorgthuis
    leerlingen = models.JSONField()
    reden = models.CharField(max_length=250, blank=True)
    vorige = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="volgende"
    )
    berekening = models.ForeignKey(
        Berekening, null=True, on_delete=models.SET_NULL, related_name="vastleggingen"
    )
    by_naam = models.CharField(max_length=150)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)

    objects = VastleggingQuerySet.as_manager()

    class Meta:
        ordering = ["-schooljaar", "-versie"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "schooljaar", "versie"], name="vastlegging_version_once"
            ),
            models.CheckConstraint(name="vastlegging_from_one", condition=Q(versie__gte=1)),
            models.CheckConstraint(
                name="vastlegging_correction_has_reason",
                condition=Q(versie=1) | ~Q(reden=""),
            ),
        ]

    def __str__(self) -> str:
        return f"telling van {dutch_date(self.dag)}, versie {self.versie}"

    @property
    def jaar(self) -> Schooljaar:
        return Schooljaar(self.schooljaar)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise FrozenError("a frozen Telling is never changed")
        super().save(*args, **kwargs)
