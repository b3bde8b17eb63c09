"""The Word template of a school, kept as a private file under a random name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gokwijs.apps.scholen.models import School


class SchoolSjabloon(models.Model):
    """One template that was accepted; at most one of them is in use."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="sjablonen")
    naam = models.CharField(max_length=120)
    bestand = models.CharField(max_length=32)
    grootte = models.PositiveIntegerField()
    actief = models.BooleanField(default=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-gemaakt", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(actief=True), name="sjabloon_one_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.naam
