"""A pupil file from upload to undo, the changes it makes, and the profiles a school saved.

The file and the lists of changes hold pupil data: they go when the import is decided on, and at the
latest on ``verloopt``. What stays is that there was an import, with counts.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import School
from gokwijs.core.leerlingen.inlezen.verschil import Soort


class Profiel(models.Model):
    """A mapping of columns to fields that the school saved; every change is a new version."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="profielen")
    naam = models.CharField(max_length=100)
    versie = models.PositiveIntegerField()
    inhoud = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)
    door_naam = models.CharField(max_length=150)

    class Meta:
        ordering = ["naam", "-versie"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "naam", "versie"], name="profiel_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.naam} (versie {self.versie})"


class LeerlingImport(models.Model):
    """One file. ``stand`` is the fingerprint of the pupils on which the preview rests."""

    class Status(models.TextChoices):
        KOPPELEN = "koppelen", "wacht op de kolommen"
        LEZEN = "lezen", "wordt gelezen"
        NAKIJKEN = "nakijken", "wacht op nakijken"
        TOEPASSEN = "toepassen", "wordt toegepast"
        TOEGEPAST = "toegepast", "toegepast"
        VERWORPEN = "verworpen", "verworpen"
        TERUGGEDRAAID = "teruggedraaid", "teruggedraaid"

    BUSY = (Status.LEZEN, Status.TOEPASSEN)
    OPEN = (Status.KOPPELEN, Status.LEZEN, Status.NAKIJKEN)

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="leerling_imports")
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.KOPPELEN)
    bestand = models.CharField(max_length=250)
    bestand_hash = models.CharField(max_length=64)
    kopregel = models.PositiveSmallIntegerField("rij van de kopregel", null=True, blank=True)
    rijen = models.PositiveIntegerField(default=0)
    profiel = models.ForeignKey(
        Profiel, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports"
    )
    peildatum = models.DateField(null=True, blank=True)
    uitschrijven = models.BooleanField(default=True)
    aantallen = models.JSONField(default=dict)
    leeggemaakt = models.JSONField(default=list)
    problemen = models.JSONField(default=list)
    stand = models.CharField(max_length=64, blank=True)
    melding = models.CharField(max_length=300, blank=True)  # why the last step did not work
    gedaan = models.PositiveIntegerField(default=0)
    totaal = models.PositiveIntegerField(default=0)
    proces = models.CharField(max_length=36, blank=True)
    hartslag = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    toegepast_op = models.DateTimeField(null=True, blank=True)
    verloopt = models.DateField()
    door_naam = models.CharField(max_length=150)

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_applied_when",
                condition=~Q(status="toegepast") | Q(toegepast_op__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.bestand} ({self.get_status_display()})"

    @property
    def busy(self) -> bool:
        return self.status in self.BUSY

    @property
    def percent(self) -> int:
        return min(100, self.gedaan * 100 // self.totaal) if self.totaal else 0

    def stale(self, now: datetime) -> bool:
        """Has the process that worked on it gone silent?"""
        patience = 60 if self.status == self.Status.LEZEN else 900
        return self.hartslag is None or (now - self.hartslag).total_seconds() > patience

    def can_undo(self, today: date) -> bool:
        return self.status == self.Status.TOEGEPAST and today <= self.verloopt


class ImportBestand(models.Model):
    """The uploaded file, compressed; in the database so that it lives and goes with its import."""

    leerling_import = models.OneToOneField(
        LeerlingImport, on_delete=models.CASCADE, related_name="inhoud"
    )
    inhoud = models.BinaryField()

    def __str__(self) -> str:
        return f"inhoud van {self.leerling_import_id}"


class ImportRegel(models.Model):
    """What the import does to one pupil; after applying the journal by which it is undone."""

    leerling_import = models.ForeignKey(
        LeerlingImport, on_delete=models.CASCADE, related_name="regels"
    )
    # Erasing a pupil takes what the import kept of that pupil along.
    leerling = models.ForeignKey(
        Leerling, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    soort = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Soort])
    rij = models.PositiveIntegerField()
    stamnummer = models.CharField(max_length=20)
    naam = models.CharField(max_length=210)
    stappen = models.JSONField(default=list)
    strijdig = models.JSONField(default=list)

    class Meta:
        ordering = ["leerling_import_id", "pk"]
        constraints = [
            models.CheckConstraint(
                name="import_regel_soort", condition=Q(soort__in=[s.value for s in Soort])
            )
        ]
        indexes = [models.Index(fields=["leerling_import", "soort"], name="regel_by_soort")]

    def __str__(self) -> str:
        return f"{self.soort} {self.stamnummer}"
