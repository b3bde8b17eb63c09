"""Enrolment moments, who was helped there, and documents that go with a verklaring."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gokwijs.apps.leerlingen.models import Verklaring
from gokwijs.apps.scholen.models import School

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
AANWEZIG = [
    ("directie", "directie"),
    ("secretariaat", "secretariaat"),
    ("zorg", "zorg of leerlingenbegeleiding"),
    ("gok", "GOK-coördinator"),
    ("leraar", "leraar"),
    ("brugfiguur", "brugfiguur"),
    ("tolk", "tolk"),
]


class Moment(models.Model):
    """One warm enrolment moment: when, where, for whom, with which roles (never names)."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="momenten")
    datum = models.DateField("datum")
    plaats = models.CharField("plaats", max_length=120)
    groepen = models.CharField("voor welke groepen", max_length=200, blank=True)
    aanwezig = models.JSONField("wie is er", default=list, blank=True)
    opmerking = models.CharField("opmerking", max_length=500, blank=True)
    klaar = models.BooleanField("afgerond", default=False)

    class Meta:
        ordering = ["-datum", "-pk"]
        constraints = [models.CheckConstraint(name="moment_has_place", condition=~Q(plaats=""))]

    def __str__(self) -> str:
        return f"{self.plaats}, {self.datum:%d/%m/%Y}"

    @property
    def rollen(self) -> list[str]:
        """'tolk', 'zorg of leerlingenbegeleiding'"""
        words = dict(AANWEZIG)
        return [words[key] for key in self.aanwezig if key in words]


class Hulp(models.Model):
    """A verklaring filled in at a moment. Stays, without the verklaring, when that is purged."""

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="hulp")
    verklaring = models.OneToOneField(
        Verklaring, null=True, on_delete=models.SET_NULL, related_name="hulp"
    )
    # A brother or sister of a pupil who was helped before belongs to the same family.
    zelfde_gezin = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"geholpen op {self.moment}"


class Document(models.Model):
    """A scan of a signed form, in private storage under a random name."""

    class Soort(models.TextChoices):
        FORMULIER = "formulier", "ondertekend formulier"
        BEWIJS = "bewijs", "ander bewijsstuk"

    # PROTECT: a row that disappears by itself would leave its file behind.
    verklaring = models.ForeignKey(Verklaring, on_delete=models.PROTECT, related_name="documenten")
    soort = models.CharField("soort", max_length=12, choices=Soort.choices)
    bestand = models.CharField(max_length=40, unique=True, editable=False)
    naam = models.CharField("naam van het bestand", max_length=120)
    inhoudstype = models.CharField(max_length=20)
    grootte = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    door_naam = models.CharField(max_length=150)
    opgeladen = models.DateTimeField()
    # By the law on the day of uploading; the purge list reads the law anew and takes the latest.
    bewaren_tot = models.DateField(null=True)

    class Meta:
        ordering = ["opgeladen", "pk"]
        constraints = [
            models.CheckConstraint(
                name="document_size", condition=Q(grootte__gt=0) & Q(grootte__lte=MAX_BYTES)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} van {self.opgeladen:%d/%m/%Y}"

    @property
    def kilobytes(self) -> int:
        return -(-self.grootte // 1024)
