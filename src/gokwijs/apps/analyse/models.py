"""What is kept of an analysis: images of a year without names, what was shown to whom, and words.

Only ``Bestemming`` belongs to a pupil. An image (``Jaarbeeld``, ``Stand``) holds small cells, so it
is Werkzone data as a whole, like a Telling.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Bronsoort

STALE = timedelta(minutes=2)  # without a sign of life: the process is gone


class Jaarbeeld(models.Model):
    """A past schooljaar as it was counted last, kept when its pupils are erased."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="jaarbeelden")
    schooljaar = models.PositiveSmallIntegerField("beginjaar van het schooljaar")
    dag = models.DateField("stand van")
    inhoud = models.JSONField()
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["school_id", "-schooljaar"]
        constraints = [
            models.UniqueConstraint(fields=["school", "schooljaar"], name="jaarbeeld_once")
        ]

    def __str__(self) -> str:
        return f"beeld van {self.schooljaar}-{self.schooljaar + 1}"


class Afscherming(models.Model):
    """From how many pupils on a number is shown outside the Werkzone; 5 or more."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="afscherming")
    drempel = models.PositiveSmallIntegerField("kleinste groep", default=5)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="afscherming_never_lower", condition=Q(drempel__gte=5, drempel__lte=50)
            )
        ]

    def __str__(self) -> str:
        return f"vanaf {self.drempel} leerlingen"


class Stand(models.Model):
    """One schooljaar fixed for the staff: everything shown to them is counted from this."""

    class Status(models.TextChoices):
        BEZIG = "bezig", "wordt nagekeken"
        KLAAR = "klaar", "klaar"
        MISLUKT = "mislukt", "niet gelukt"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="standen")
    schooljaar = models.PositiveSmallIntegerField("beginjaar van het schooljaar")
    dag = models.DateField("stand van")
    drempel = models.PositiveSmallIntegerField("kleinste groep")
    inhoud = models.JSONField()
    # The families of tables with their witnesses, to be checked again years later.
    bewijs = models.JSONField(default=list)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.BEZIG)
    gedaan = models.PositiveIntegerField(default=0)
    totaal = models.PositiveIntegerField(default=0)
    melding = models.CharField(max_length=400, blank=True)
    proces = models.CharField(max_length=36, blank=True)
    hartslag = models.DateTimeField(null=True, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    vervangen = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["school_id", "-schooljaar", "-gemaakt", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "schooljaar"],
                condition=Q(vervangen__isnull=True),
                name="stand_one_counts",
            ),
            models.CheckConstraint(name="stand_drempel", condition=Q(drempel__gte=5)),
            models.CheckConstraint(name="stand_progress", condition=Q(gedaan__lte=F("totaal"))),
        ]

    def __str__(self) -> str:
        return f"stand van {self.dag:%d/%m/%Y}"

    def onderbroken(self, moment: datetime) -> bool:
        """Is it busy without anybody working on it?"""
        if self.status != self.Status.BEZIG:
            return False
        return self.hartslag is None or moment - self.hartslag > STALE


class Vrijgave(models.Model):
    """The release register: what one audience was shown of a Stand, and the proof.

    ``inhoud`` holds the shown numbers and which are hidden; the proof lies with the Stand.
    """

    class Publiek(models.TextChoices):
        SCHOOL = "school", "het schoolteam en de schoolraad"
        GROEP = "groep", "de scholengroep, het netwerk en de PBD"
        INSPECTIE = "inspectie", "de onderwijsinspectie"
        OPENBAAR = "openbaar", "iedereen"

    stand = models.ForeignKey(Stand, on_delete=models.CASCADE, related_name="vrijgaven")
    publiek = models.CharField(max_length=10, choices=Publiek.choices)
    tabel = models.CharField(max_length=30)
    inhoud = models.JSONField()
    geweigerd = models.CharField("waarom niet", max_length=400, blank=True)
    regelversie = models.CharField(max_length=20)
    hash = models.CharField(max_length=64)
    doel = models.CharField("waarvoor", max_length=200, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    # No longer shown; the register keeps what was known.
    ingetrokken = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["stand_id", "publiek", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stand", "publiek", "tabel"], name="vrijgave_once_per_audience"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tabel} voor {self.get_publiek_display()}"


class Weergave(models.Model):
    """A question with its filters, kept under a name for the colleagues."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="weergaven")
    naam = models.CharField("naam", max_length=80)
    vraag = models.CharField(max_length=20)
    keuze = models.CharField(max_length=400, blank=True)  # the query of the address
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["naam", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "naam"], name="weergave_name")]

    def __str__(self) -> str:
        return self.naam


class Lezing(models.Model):
    """Reading figures together in five steps, with who was there by group: never by name."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="lezingen")
    vraag = models.CharField(max_length=20)
    keuze = models.CharField(max_length=400, blank=True)
    dag = models.DateField("wanneer")
    zien = models.TextField("Wat zien we?", blank=True, max_length=4000)
    verrast = models.TextField("Wat verrast ons?", blank=True, max_length=4000)
    betekent = models.TextField("Wat kan het betekenen?", blank=True, max_length=4000)
    onbekend = models.TextField("Wat weten we niet?", blank=True, max_length=4000)
    besluit = models.TextField("Wat besluiten we?", blank=True, max_length=4000)
    geen_besluit = models.BooleanField("We nemen nu geen besluit", default=False)
    deelnemers = models.JSONField(default=dict)  # group → how many
    afgerond = models.DateTimeField(null=True, blank=True)
    # The figures as they were shown when it was closed.
    cijfers = models.JSONField(default=dict)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-dag", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="lezing_ends_with_decision",
                condition=Q(afgerond__isnull=True) | Q(geen_besluit=True) | ~Q(besluit=""),
            )
        ]

    def __str__(self) -> str:
        return f"samen gelezen op {self.dag:%d/%m/%Y}"


class Vaststelling(models.Model):
    """Something the school sees, with its figures, source and date: where a plan begins."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="vaststellingen")
    schooljaar = models.PositiveSmallIntegerField("beginjaar van het schooljaar")
    tekst = models.TextField("Wat stellen we vast?", max_length=2000)
    vraag = models.CharField(max_length=20, blank=True)
    keuze = models.CharField(max_length=400, blank=True)
    plaats = models.CharField(max_length=200, blank=True)
    kenmerk = models.CharField(max_length=30, blank=True)
    cijfers = models.JSONField(default=dict)
    # Exact small counts stay with who may see them.
    werkzone = models.BooleanField(default=True)
    bron_soort = models.CharField(
        "soort bron",
        max_length=30,
        choices=[(b.value, b.label) for b in Bronsoort],
        default=Bronsoort.EIGEN_TELLING.value,
    )
    bron = models.CharField("bron", max_length=250)
    dag = models.DateField("stand van")
    populatie = models.CharField("over wie gaat het", max_length=200, blank=True)
    # One figure, when it has one: a share with both its counts, or a value with its unit.
    teller = models.DecimalField("aantal", max_digits=9, decimal_places=1, null=True, blank=True)
    noemer = models.DecimalField("van de", max_digits=9, decimal_places=1, null=True, blank=True)
    waarde = models.DecimalField("of: score", max_digits=9, decimal_places=3, null=True, blank=True)
    eenheid = models.CharField("eenheid", max_length=40, blank=True)
    duiding = models.TextField("Wat kan het betekenen?", max_length=2000, blank=True)
    prioritair = models.BooleanField("hier willen we iets aan doen", default=False)
    reden_zonder = models.CharField("waarom (nog) geen streefdoel", max_length=300, blank=True)
    ok_codes = models.JSONField("verwachtingen van het referentiekader", default=list, blank=True)
    versie = models.PositiveIntegerField(default=1)
    lezing = models.ForeignKey(
        Lezing, null=True, blank=True, on_delete=models.SET_NULL, related_name="vaststellingen"
    )
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    ingetrokken = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-gemaakt", "-pk"]
        constraints = [
            models.CheckConstraint(name="vaststelling_has_text", condition=~Q(tekst="")),
            models.CheckConstraint(
                name="vaststelling_share",
                condition=Q(teller__isnull=True, noemer__isnull=True)
                | Q(
                    teller__isnull=False,
                    noemer__isnull=False,
                    teller__gte=0,
                    teller__lte=F("noemer"),
                    noemer__gt=0,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.tekst[:80]


class Bestemming(models.Model):
    """Where a pupil of the sixth leerjaar went, as the school heard it."""

    class Waar(models.TextChoices):
        A = "1a", "naar 1A"
        B = "1b", "naar 1B"
        ANDERS = "anders", "ergens anders heen"

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="bestemmingen")
    schooljaar = models.PositiveSmallIntegerField("beginjaar van het zesde leerjaar")
    waar = models.CharField("waar naartoe", max_length=6, choices=Waar.choices)
    door_naam = models.CharField(max_length=150)
    vastgelegd = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leerling", "schooljaar"], name="bestemming_once")
        ]

    def __str__(self) -> str:
        return self.get_waar_display()


class OfficieleOki(models.Model):
    """The OKI as an official source gives it, for one schooljaar."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="officiele_oki")
    schooljaar = models.PositiveSmallIntegerField("beginjaar van het schooljaar")
    waarde = models.DecimalField("OKI", max_digits=5, decimal_places=4)
    bron = models.CharField("bron", max_length=200)
    datum = models.DateField("datum van de bron")
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["school_id", "schooljaar"]
        constraints = [
            models.UniqueConstraint(fields=["school", "schooljaar"], name="officiele_oki_once"),
            models.CheckConstraint(
                name="officiele_oki_range", condition=Q(waarde__gte=0, waarde__lte=4)
            ),
        ]

    def __str__(self) -> str:
        return f"OKI {self.waarde} ({self.bron})"
