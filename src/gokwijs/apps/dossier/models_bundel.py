"""A frozen dossier for the inspectorate: what it was made of, and its files under random names.

A frozen one never changes: the bytes lie beside the database, and nothing here is written again but
that it was taken away, or put back. Who took one away has the term of ``endings`` to think again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.scholen.models import School

DEEL = "bundel"  # where the files of dossiers lie, beside the scans
STALE = timedelta(minutes=2)  # without a sign of life: the process is gone


class Bundel(models.Model):
    """One dossier. ``versies``: of plan, framework, catalogue, law and program, in words."""

    class Status(models.TextChoices):
        BEZIG = "bezig", "wordt gemaakt"
        KLAAR = "klaar", "bevroren"
        MISLUKT = "mislukt", "niet gelukt"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="bundels")
    plan = models.ForeignKey(Plan, null=True, on_delete=models.SET_NULL, related_name="bundels")
    plan_naam = models.CharField(max_length=250)
    dag = models.DateField("bevroren op")
    doel = models.CharField("waarvoor", max_length=200, blank=True)
    thema = models.CharField("eigen thema", max_length=200, blank=True)
    delen = models.JSONField("wat erin komt")
    leeg = models.JSONField("onderdelen zonder gegevens", default=list)
    namen = models.BooleanField("met namen van personeel", default=False)
    sjabloon = models.CharField("Word-sjabloon", max_length=120, blank=True)
    versies = models.JSONField(default=dict)
    cijfers = models.PositiveIntegerField("genummerde cijfers", default=0)
    bladzijden = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.BEZIG)
    gedaan = models.PositiveIntegerField(default=0)
    totaal = models.PositiveIntegerField(default=0)
    melding = models.CharField(max_length=400, blank=True)
    proces = models.CharField(max_length=36, blank=True)
    hartslag = models.DateTimeField(null=True, blank=True)
    door_naam = models.CharField(max_length=150)
    door_rol = models.CharField(max_length=80)
    gemaakt = models.DateTimeField(auto_now_add=True)
    verwijderd = models.DateTimeField(null=True, blank=True)
    verwijderd_reden = models.CharField("waarom weggehaald", max_length=300, blank=True)

    class Meta:
        ordering = ["-gemaakt", "-pk"]
        constraints = [
            models.CheckConstraint(name="bundel_progress", condition=Q(gedaan__lte=F("totaal"))),
            models.CheckConstraint(
                name="bundel_gone_with_reason",
                condition=Q(verwijderd__isnull=True) | ~Q(verwijderd_reden=""),
            ),
            models.UniqueConstraint(
                fields=["school"], condition=Q(status="bezig"), name="bundel_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"dossier van {self.dag:%d/%m/%Y}"

    @property
    def is_klaar(self) -> bool:
        return self.status == self.Status.KLAAR

    @property
    def gewist(self) -> bool:
        """Were its files removed after it was taken away? Then it cannot come back."""
        return self.is_klaar and self.verwijderd is not None and not self.bestanden.all()

    def onderbroken(self, moment: datetime) -> bool:
        """Is it busy without anybody working on it?"""
        if self.status != self.Status.BEZIG:
            return False
        return self.hartslag is None or moment - self.hartslag > STALE


class Bundelbestand(models.Model):
    """One file of a dossier, with what proves that it is still the same."""

    class Soort(models.TextChoices):
        ZIP = "zip", "Alles samen (ZIP)"
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"
        XLSX = "xlsx", "Excel"
        WERKZONE = "werkzone", "Uitleg voor de Werkzone (Excel)"

    bundel = models.ForeignKey(Bundel, on_delete=models.CASCADE, related_name="bestanden")
    soort = models.CharField(max_length=8, choices=Soort.choices)
    naam = models.CharField(max_length=120)
    bestand = models.CharField(max_length=32)
    grootte = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    hmac = models.CharField(max_length=64)

    class Meta:
        ordering = ["bundel_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bundel", "soort"], name="bundelbestand_once")
        ]

    def __str__(self) -> str:
        return self.naam
