"""Frameworks that were imported, which one a school uses, and the questions it adds.

A pack is never edited, only added; a choice is never changed, only followed or withdrawn, so that
the one before it comes back.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gokwijs.apps.scholen.models import School


class Kaderpakket(models.Model):
    """One version of a framework as it was read; ``school`` None: for the whole installation."""

    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="kaderpakketten"
    )
    kader = models.CharField(max_length=60)
    versie = models.CharField(max_length=20)
    naamruimte = models.CharField(max_length=20)
    titel = models.TextField()
    inhoud = models.JSONField()
    hash = models.CharField(max_length=64)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kader", "versie"],
                condition=Q(school__isnull=False),
                name="kaderpakket_once",
            ),
            models.UniqueConstraint(
                fields=["kader", "versie"],
                condition=Q(school__isnull=True),
                name="kaderpakket_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kader} {self.versie}"


class Kaderkeuze(models.Model):
    """From this moment this pack is in force for its system; ``pakket`` None: the bundled one."""

    class Gebruik(models.TextChoices):
        HOOFD = "hoofd", "ons kader"
        ERNAAST = "ernaast", "ernaast"
        NIET = "niet", "niet meer in gebruik"

    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="kaderkeuzes"
    )
    naamruimte = models.CharField(max_length=20)
    pakket = models.ForeignKey(
        Kaderpakket, null=True, blank=True, on_delete=models.CASCADE, related_name="keuzes"
    )
    # What it was called that day: a bundled pack changes with the program.
    kader = models.CharField(max_length=60)
    versie = models.CharField(max_length=20)
    gebruik = models.CharField(max_length=10, choices=Gebruik.choices, default=Gebruik.HOOFD)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    ingetrokken = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kader} {self.versie}: {self.get_gebruik_display()}"


class EigenVraag(models.Model):
    """A question of the school itself; ``vorige`` is what it said before the last change."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="eigen_vragen")
    tekst = models.CharField("de vraag of uitspraak", max_length=300)
    toelichting = models.TextField("uitleg erbij", max_length=1000, blank=True)
    code = models.CharField("bij welke verwachting", max_length=60, blank=True)  # 'ok:R5'
    vorige = models.JSONField(default=dict, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="eigen_vraag_has_text", condition=~Q(tekst="")),
        ]

    def __str__(self) -> str:
        return self.tekst
