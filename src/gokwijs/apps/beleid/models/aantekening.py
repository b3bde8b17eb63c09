"""What hangs on any link of the chain: comments, documents and its history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gokwijs.apps.scholen.models import School


class Knoopsoort(models.TextChoices):
    """The links of the chain by name; the keys stand in addresses."""

    PLAN = "plan", "plan"
    VASTSTELLING = "vaststelling", "vaststelling"
    INDICATOR = "indicator", "indicator"
    STREEFDOEL = "streefdoel", "streefdoel"
    ACTIE = "actie", "actie"
    EVALUATIE = "evaluatie", "evaluatie"
    BESLUIT = "besluit", "besluit"
    BORGING = "borging", "borging"
    MOMENT = "moment", "moment van overleg"
    BOEKING = "boeking", "boeking"


class AanKnoop(models.Model):
    """Points at one link by kind and number: it outlives a change of that link."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="%(class)s_set")
    soort = models.CharField(max_length=14, choices=Knoopsoort.choices)
    nummer = models.PositiveBigIntegerField()

    class Meta:
        abstract = True


class Opmerking(AanKnoop):
    """What a colleague says at a link, with who was called to it."""

    tekst = models.TextField("opmerking", max_length=3000)
    vermeld = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="vermeld_in"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["gemaakt", "pk"]
        indexes = [models.Index(fields=["school", "soort", "nummer"], name="opmerking_at")]
        constraints = [models.CheckConstraint(name="opmerking_has_text", condition=~Q(tekst=""))]

    def __str__(self) -> str:
        return self.tekst[:60]


class Bijlage(AanKnoop):
    """A document at a link; the file lies in the private folder under a random name."""

    naam = models.CharField(max_length=200)
    bestand = models.CharField(max_length=32)
    type = models.CharField(max_length=100)
    grootte = models.PositiveIntegerField()
    by_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["gemaakt", "pk"]
        indexes = [models.Index(fields=["school", "soort", "nummer"], name="bijlage_at")]

    def __str__(self) -> str:
        return self.naam


class Historie(AanKnoop):
    """One link as it stood after a change: to read, to compare, to put back."""

    versie = models.PositiveIntegerField()
    wat = models.CharField(max_length=12)  # gemaakt, aangepast, verwijderd, teruggezet
    inhoud = models.JSONField()
    # Which framework was in force: a code alone does not tell which text somebody read.
    kader = models.CharField(max_length=90, blank=True)
    by_naam = models.CharField(max_length=150)
    moment = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-versie", "-pk"]
        indexes = [models.Index(fields=["school", "soort", "nummer"], name="historie_at")]

    def __str__(self) -> str:
        return f"{self.soort} {self.nummer}, versie {self.versie}"
