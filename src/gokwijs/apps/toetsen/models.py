"""Scores of pupils: the toets, its afnamen, one score per pupil, and a file that was read.

Only ``Score`` and ``Scorestap`` belong to a pupil; they go when the pupil is erased. The texts of a
file (``Scorelezing.tabel``) go when somebody decides on it, and at the latest on ``verloopt``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar


class Soort(models.TextChoices):
    """What a toets says something about; the keys are those of the effect."""

    LEERPRESTATIES = "leerprestaties", "leerprestaties"
    WELBEVINDEN = "welbevinden", "welbevinden"
    AANWEZIGHEID = "aanwezigheid", "aanwezigheid"
    ANDER = "ander", "iets anders"


class Schaal(models.TextChoices):
    PUNTEN = "punten", "punten (een getal, ook met een komma)"
    JA_NEE = "ja_nee", "ja of nee"
    AANTAL = "aantal", "een aantal (een geheel getal)"


class Ontbreekt(models.TextChoices):
    """Why a pupil has no score; an empty score always has a cause."""

    AFWEZIG = "afwezig", "afwezig"
    VRIJGESTELD = "vrijgesteld", "vrijgesteld"
    LATER_INGESTROOMD = "later_ingestroomd", "later ingestroomd"
    VROEGER_WEG = "vroeger_weg", "vroeger weg"
    NIET_AFGENOMEN = "niet_afgenomen", "niet afgenomen"
    ONBEKEND = "onbekend", "reden onbekend"


class Bestaand(models.Manager["Toets"]):
    """Without what was taken away; that stays, and can be put back."""

    def get_queryset(self) -> models.QuerySet[Toets]:
        return super().get_queryset().filter(verwijderd__isnull=True)


class Toets(models.Model):
    """An instrument of the school; norm and hertest as its own document says, or empty."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="toetsen")
    naam = models.CharField("naam", max_length=150)
    uitgave = models.CharField("uitgave", max_length=100, blank=True)
    soort = models.CharField("gaat over", max_length=16, choices=Soort.choices)
    schaal = models.CharField("schaal", max_length=8, choices=Schaal.choices)
    eenheid = models.CharField("eenheid", max_length=40, blank=True)
    laagste = models.DecimalField(
        "laagste score", max_digits=9, decimal_places=3, null=True, blank=True
    )
    hoogste = models.DecimalField(
        "hoogste score", max_digits=9, decimal_places=3, null=True, blank=True
    )
    hoger_is_beter = models.BooleanField("een hogere score is beter", default=True)
    gestandaardiseerd = models.BooleanField("gestandaardiseerd", default=False)
    norm_gemiddelde = models.DecimalField(
        "gemiddelde van de normgroep", max_digits=9, decimal_places=3, null=True, blank=True
    )
    norm_sd = models.DecimalField(
        "standaardafwijking van de normgroep", max_digits=9, decimal_places=3, null=True, blank=True
    )
    norm_bron = models.CharField("bron van de norm", max_length=200, blank=True)
    norm_datum = models.DateField("datum van de norm", null=True, blank=True)
    hertest_r = models.DecimalField(
        "hertestbetrouwbaarheid (r)", max_digits=4, decimal_places=3, null=True, blank=True
    )
    hertest_bron = models.CharField("bron van r", max_length=200, blank=True)
    versie = models.PositiveIntegerField(default=1)
    gemaakt = models.DateTimeField(auto_now_add=True)
    door_naam = models.CharField(max_length=150)
    gewijzigd = models.DateTimeField(auto_now=True)
    gewijzigd_door = models.CharField(max_length=150, blank=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    objects = Bestaand()
    alle = models.Manager()

    class Meta:
        ordering = ["naam", "uitgave", "pk"]
        base_manager_name = "alle"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "naam", "uitgave"],
                condition=Q(verwijderd__isnull=True),
                name="toets_once",
            ),
            models.CheckConstraint(name="toets_has_name", condition=~Q(naam="")),
            models.CheckConstraint(
                name="toets_range",
                condition=Q(laagste__isnull=True)
                | Q(hoogste__isnull=True)
                | Q(hoogste__gt=F("laagste")),
            ),
            models.CheckConstraint(
                name="toets_norm_sd", condition=Q(norm_sd__isnull=True) | Q(norm_sd__gt=0)
            ),
            models.CheckConstraint(
                name="toets_hertest_r",
                condition=Q(hertest_r__isnull=True) | Q(hertest_r__gt=0, hertest_r__lt=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam} ({self.uitgave})" if self.uitgave else self.naam

    @property
    def ja_nee(self) -> bool:
        return self.schaal == Schaal.JA_NEE

    @property
    def bereik(self) -> Decimal | None:
        """Highest minus lowest; None without both."""
        if self.laagste is None or self.hoogste is None:
            return None
        return self.hoogste - self.laagste


class Afname(models.Model):
    """One moment at which a toets was taken."""

    toets = models.ForeignKey(Toets, on_delete=models.CASCADE, related_name="afnamen")
    naam = models.CharField("naam", max_length=120)
    datum = models.DateField("datum")
    versie = models.PositiveIntegerField(default=1)
    gemaakt = models.DateTimeField(auto_now_add=True)
    door_naam = models.CharField(max_length=150)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["toets_id", "datum", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["toets", "naam"], condition=Q(verwijderd__isnull=True), name="afname_once"
            ),
            models.CheckConstraint(name="afname_has_name", condition=~Q(naam="")),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def voluit(self) -> str:
        """'Begrijpend lezen: begin eerste jaar'"""
        return f"{self.toets}: {self.naam}"

    @property
    def schooljaar(self) -> Schooljaar:
        return Schooljaar.of(self.datum)


class Scorelezing(models.Model):
    """One file with scores: its texts until somebody decides, after that only that it was there.

    ``koppeling`` says what each column is; ``stand`` is the fingerprint of what was applied.
    """

    class Status(models.TextChoices):
        NAKIJKEN = "nakijken", "na te kijken"
        TOEGEPAST = "toegepast", "ingelezen"
        VERWORPEN = "verworpen", "weggegooid"
        TERUGGEDRAAID = "teruggedraaid", "teruggedraaid"

    toets = models.ForeignKey(Toets, on_delete=models.CASCADE, related_name="lezingen")
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.NAKIJKEN)
    bestand = models.CharField(max_length=200)
    bestand_hash = models.CharField(max_length=64)
    rijen = models.PositiveIntegerField()
    tabel = models.JSONField(default=dict)
    koppeling = models.JSONField(default=dict)
    aantallen = models.JSONField(default=dict)
    gemaakt = models.DateTimeField(auto_now_add=True)
    toegepast_op = models.DateTimeField(null=True, blank=True)
    verloopt = models.DateField()
    door_naam = models.CharField(max_length=150)

    class Meta:
        ordering = ["-gemaakt", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="scorelezing_applied_when",
                condition=~Q(status="toegepast") | Q(toegepast_op__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.bestand

    def can_undo(self, today: date) -> bool:
        return self.status == self.Status.TOEGEPAST and today <= self.verloopt


class Score(models.Model):
    """What one pupil had at one afname: a value, or the cause why there is none.

    ``klas``: the class of that day, so that a later move changes nothing. Yes is 1 and no is 0.
    """

    afname = models.ForeignKey(Afname, on_delete=models.CASCADE, related_name="scores")
    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="scores")
    klas = models.CharField("klas", max_length=30, blank=True)
    waarde = models.DecimalField("score", max_digits=9, decimal_places=3, null=True, blank=True)
    ontbreekt = models.CharField(
        "waarom er geen score is", max_length=20, choices=Ontbreekt.choices, blank=True
    )
    lezing = models.ForeignKey(
        Scorelezing, null=True, blank=True, on_delete=models.SET_NULL, related_name="scores"
    )
    rij = models.PositiveIntegerField("rij in het bestand", null=True, blank=True)
    door_naam = models.CharField(max_length=150)
    gewijzigd = models.DateTimeField(auto_now=True)

    INZAGE = ("afname",)  # what a pupil is told beside the own fields

    class Meta:
        ordering = ["afname_id", "leerling__zoeknaam", "leerling_id"]
        constraints = [
            models.UniqueConstraint(fields=["afname", "leerling"], name="score_once"),
            models.CheckConstraint(
                name="score_or_cause",
                condition=(Q(waarde__isnull=False) & Q(ontbreekt=""))
                | (Q(waarde__isnull=True) & ~Q(ontbreekt="")),
            ),
        ]

    def __str__(self) -> str:
        return f"score {self.pk}"


class Scorestap(models.Model):
    """What a file did to one score, so that it can be undone; goes with the pupil."""

    lezing = models.ForeignKey(Scorelezing, on_delete=models.CASCADE, related_name="stappen")
    afname = models.ForeignKey(Afname, on_delete=models.CASCADE, related_name="+")
    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="scorestappen")
    voor = models.JSONField(null=True)  # None: there was no score
    na = models.JSONField(default=dict)

    INZAGE = ("afname",)

    class Meta:
        ordering = ["lezing_id", "pk"]

    def __str__(self) -> str:
        return f"stap {self.pk}"
