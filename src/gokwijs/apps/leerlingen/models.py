"""Pupils, enrolments as intervals, dated facts, and the answers of a verklaring.

Identity is (school, stamnummer). No rijksregisternummer, no address, no nationality, no zorgthuis:
there is no field for them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gokwijs.apps.scholen.models import School
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.kenmerken.feiten import PER_LEERLING, Herkomst
from gokwijs.core.kenmerken.verklaring import Opleiding, Taal
from gokwijs.core.leerlingen.inschrijving import Inschrijving as CoreInschrijving
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.telling.model import Graad, Onderwijsniveau

NIVEAUS = [
    (Onderwijsniveau.KLEUTER.value, "kleuteronderwijs"),
    (Onderwijsniveau.LAGER.value, "lager onderwijs"),
    (Onderwijsniveau.SO.value, "secundair onderwijs"),
    (Onderwijsniveau.BUBAO.value, "buitengewoon basisonderwijs"),
    (Onderwijsniveau.BUSO.value, "buitengewoon secundair onderwijs"),
]
GRADEN = [
    (Graad.NONE.value, "geen graad"),
    (Graad.EERSTE.value, "eerste graad"),
    (Graad.TWEEDE.value, "tweede graad"),
    (Graad.DERDE.value, "derde graad"),
    (Graad.OKAN.value, "onthaaljaar (OKAN)"),
]
ANTWOORDEN = [
    (int(Antwoord.JA), "ja"),
    (int(Antwoord.NEE), "nee"),
    (int(Antwoord.ONBEKEND), "onbekend"),
]
HALVEN = [(2, "hele leerling"), (1, "halve leerling")]


class Leerling(models.Model):
    """A pupil of one school, found again by stamnummer."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="leerlingen")
    stamnummer = models.CharField("stamnummer", max_length=20)
    voornaam = models.CharField("voornaam", max_length=100)
    naam = models.CharField("naam", max_length=100)
    zoeknaam = models.CharField(max_length=210, editable=False)  # folded: SQLite folds ASCII only
    geboortedatum = models.DateField("geboortedatum", null=True, blank=True)
    vorige_school = models.CharField("vorige school", max_length=200, blank=True)
    # Only when the school switched matching on: HMAC-SHA-256, the key lies outside the database.
    pseudoniem = models.CharField(max_length=64, blank=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["zoeknaam", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "stamnummer"], name="leerling_once"),
            models.CheckConstraint(name="leerling_has_number", condition=~Q(stamnummer="")),
        ]
        indexes = [models.Index(fields=["school", "zoeknaam"], name="leerling_by_name")]

    def __str__(self) -> str:
        return f"{self.naam} {self.voornaam}".strip()


class Inschrijving(models.Model):
    """One pupil at one place, from ``begin`` until and including ``einde``."""

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="inschrijvingen")
    begin = models.DateField("begin")
    einde = models.DateField("einde", null=True, blank=True)
    verwacht_einde = models.DateField("verwacht einde", null=True, blank=True)
    vestigingsplaats = models.CharField("vestigingsplaats", max_length=20, blank=True)
    administratieve_groep = models.CharField("administratieve groep", max_length=20, blank=True)
    onderwijsniveau = models.CharField("onderwijsniveau", max_length=10, choices=NIVEAUS)
    graad = models.CharField("graad", max_length=5, choices=GRADEN, blank=True)
    type = models.CharField("type", max_length=12, blank=True)
    mfc_verblijf = models.PositiveSmallIntegerField(
        "verblijf in een MFC", choices=ANTWOORDEN, default=int(Antwoord.NEE)
    )
    leerjaar = models.CharField("leerjaar", max_length=20, blank=True)
    richting = models.CharField("richting", max_length=100, blank=True)
    klas = models.CharField("klas", max_length=30, blank=True)
    halves = models.PositiveSmallIntegerField("telt als", choices=HALVEN, default=2)
    attest = models.CharField("attest of getuigschrift", max_length=60, blank=True)

    class Meta:
        ordering = ["leerling_id", "begin", "pk"]
        constraints = [
            models.CheckConstraint(
                name="inschrijving_ends_after_begin",
                condition=Q(einde__isnull=True) | Q(einde__gte=F("begin")),
            ),
            models.CheckConstraint(name="inschrijving_halves", condition=Q(halves__in=(1, 2))),
            models.CheckConstraint(name="inschrijving_mfc", condition=Q(mfc_verblijf__lte=2)),
        ]
        indexes = [models.Index(fields=["begin", "einde"], name="inschrijving_by_day")]

    def __str__(self) -> str:
        return f"{self.klas or self.onderwijsniveau} vanaf {self.begin:%d/%m/%Y}"

    @property
    def plaats(self) -> Plaats:
        return Plaats(
            vestigingsplaats=self.vestigingsplaats,
            onderwijsniveau=Onderwijsniveau(self.onderwijsniveau),
            graad=Graad(self.graad),
            type=self.type,
            mfc_verblijf=Antwoord(self.mfc_verblijf),
            administratieve_groep=self.administratieve_groep,
            leerjaar=self.leerjaar,
            richting=self.richting,
            klas=self.klas,
            halves=self.halves,
        )

    @property
    def core(self) -> CoreInschrijving:
        """For the rules; the pupil is known there by the key of its row."""
        return CoreInschrijving(str(self.leerling_id), self.begin, self.einde, self.plaats)


class Verklaring(models.Model):
    """The answers of the parents, and whether the signed form lies at the school.

    Per gezinslid only whether it is Nederlands: never which other language.
    """

    class Kanaal(models.TextChoices):
        PAPIER = "papier", "op papier"
        LINK = "link", "door de ouder op een eigen toestel"
        LOKET = "loket", "samen aan het loket"

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="verklaringen")
    datum = models.DateField("datum van de verklaring")
    moeder = models.CharField(
        "met de moeder", max_length=12, choices=[(t.value, t.value) for t in Taal]
    )
    vader = models.CharField(
        "met de vader", max_length=12, choices=[(t.value, t.value) for t in Taal]
    )
    broers_zussen = models.CharField(
        "met broers en zussen", max_length=12, choices=[(t.value, t.value) for t in Taal]
    )
    opleiding = models.CharField(
        "opleiding van de moeder", max_length=16, choices=[(o.value, o.value) for o in Opleiding]
    )
    kanaal = models.CharField(max_length=8, choices=Kanaal.choices)
    ondertekend_op = models.DateField("ondertekend formulier sinds", null=True, blank=True)
    # Why there is a newer one; the newest that is not withdrawn counts.
    reden = models.CharField("reden van een nieuwe verklaring", max_length=250, blank=True)
    vervangen = models.BooleanField(default=False)
    door_naam = models.CharField(max_length=150)
    vastgelegd = models.DateTimeField()

    class Meta:
        ordering = ["-vastgelegd", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["leerling"], condition=Q(vervangen=False), name="verklaring_one_counts"
            )
        ]

    def __str__(self) -> str:
        return f"verklaring van {self.datum:%d/%m/%Y}"


class Feit(models.Model):
    """One answer on one kenmerk, from a day on, by one source. Corrected by a newer one."""

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="feiten")
    kenmerk = models.CharField(max_length=20, choices=[(k.value, k.label) for k in PER_LEERLING])
    antwoord = models.PositiveSmallIntegerField(choices=ANTWOORDEN)
    herkomst = models.CharField(max_length=12, choices=[(h.value, h.words) for h in Herkomst])
    vanaf = models.DateField("geldt vanaf")
    reden = models.CharField(max_length=250, blank=True)
    verklaring = models.ForeignKey(
        Verklaring, null=True, blank=True, on_delete=models.CASCADE, related_name="feiten"
    )
    # Where an imported value stood: name of the file, its hash, row, profile. Never the value.
    oorsprong = models.JSONField(default=dict, blank=True)
    door_naam = models.CharField(max_length=150)
    vastgelegd = models.DateTimeField()

    class Meta:
        ordering = ["leerling_id", "kenmerk", "vanaf", "vastgelegd", "pk"]
        constraints = [
            models.CheckConstraint(
                name="feit_kenmerk",
                condition=Q(kenmerk__in=[k.value for k in PER_LEERLING]),
            ),
            models.CheckConstraint(name="feit_antwoord", condition=Q(antwoord__lte=2)),
        ]
        indexes = [models.Index(fields=["leerling", "kenmerk"], name="feit_by_kenmerk")]

    def __str__(self) -> str:
        return f"{self.kenmerk} {Antwoord(self.antwoord).word} vanaf {self.vanaf:%d/%m/%Y}"


class Bewerking(models.Model):
    """One change of many pupils at once, kept so that it can be undone."""

    class Soort(models.TextChoices):
        PLAATS = "plaats", "Andere klas, ander leerjaar of andere richting"
        UITSCHRIJVEN = "uitschrijven", "Uitschrijven"
        KENMERK = "kenmerk", "Een kenmerk vastleggen"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="bewerkingen")
    soort = models.CharField(max_length=12, choices=Soort.choices)
    omschrijving = models.CharField(max_length=400)
    door_naam = models.CharField(max_length=150)
    vastgelegd = models.DateTimeField()
    ongedaan = models.DateTimeField(null=True, blank=True)
    ongedaan_door = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-vastgelegd", "-pk"]

    def __str__(self) -> str:
        return self.omschrijving


class BewerkingRij(models.Model):
    """What a change did to one pupil; goes when the pupil is erased.

    ``eerder`` and ``later`` are all enrolments of the pupil before and after it.
    """

    bewerking = models.ForeignKey(Bewerking, on_delete=models.CASCADE, related_name="rijen")
    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="bewerkingen")
    eerder = models.JSONField(default=list)
    later = models.JSONField(default=list)
    feit = models.ForeignKey(Feit, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["bewerking_id", "pk"]

    def __str__(self) -> str:
        return f"rij {self.pk}"
