"""Links for parents, and which translations somebody of the school read.

A link is stored as a keyed hash only: with the database alone nobody can open a form.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from gokwijs.apps.leerlingen.models import Leerling, Verklaring
from gokwijs.apps.scholen.models import School
from gokwijs.core.kenmerken.formulier import TALEN


class Uitnodiging(models.Model):
    """One way in for the parents of one pupil. At most one is open per pupil."""

    class Soort(models.TextChoices):
        LINK = "link", "brief, kaartje of link"
        TABLET = "tablet", "toestel op school"

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="uitnodigingen")
    soort = models.CharField(max_length=6, choices=Soort.choices, default=Soort.LINK)
    hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)
    answered = models.DateTimeField(null=True, blank=True)
    verklaring = models.ForeignKey(
        Verklaring, null=True, blank=True, on_delete=models.SET_NULL, related_name="uitnodigingen"
    )
    door_naam = models.CharField(max_length=150)

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["leerling"],
                condition=Q(revoked__isnull=True, answered__isnull=True),
                name="uitnodiging_one_open",
            ),
            models.CheckConstraint(
                name="uitnodiging_ends_later", condition=Q(expires__gt=F("created"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} tot {self.expires:%d/%m/%Y}"

    def is_open(self, now: datetime) -> bool:
        """Can still be answered."""
        return self.revoked is None and self.answered is None and now < self.expires


class VertalingNagelezen(models.Model):
    """Somebody with a name and a role read this text; a changed text has another hash."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="vertalingen")
    language = models.CharField(max_length=5, choices=[(c, c) for c in TALEN])
    hash = models.CharField(max_length=64)
    door_naam = models.CharField(max_length=150)
    role = models.CharField(max_length=60)
    moment = models.DateTimeField()

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["school", "language"], name="vertaling_once")
        ]

    def __str__(self) -> str:
        return f"{self.language} nagelezen door {self.door_naam}"
