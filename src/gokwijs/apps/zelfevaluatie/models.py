"""Rounds of self-evaluation as they are stored, and what the team makes of them.

A sheet of an anonymous round has no user, no name and no time (besluit 21); it is found by the
keyed hash of a secret that only the respondent has, and it is deleted when the round closes.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gokwijs.apps.access.roles import OUTSIDE, Role
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import Draagvlakmoment
from gokwijs.apps.scholen.models import School

ROLLEN = [(role.value, role.label) for role in Role if role not in OUTSIDE]


class Ronde(models.Model):
    """One self-evaluation: what is asked, of whom, from when to when, and what came out of it."""

    class Status(models.TextChoices):
        ONTWERP = "ontwerp", "ontwerp"
        OPEN = "open", "open"
        GESLOTEN = "gesloten", "gesloten"

    class Bereik(models.TextChoices):
        ALLES = "alles", "alle verwachtingen"
        RUBRIEK = "rubriek", "één rubriek"
        SET = "set", "een set"
        KEUZE = "keuze", "zelf gekozen verwachtingen"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="rondes")
    titel = models.CharField("naam van de ronde", max_length=120)
    schooljaar = models.PositiveSmallIntegerField("beginjaar van het schooljaar")
    # Which framework and version was asked; the texts themselves stand in ``vragenlijsten``.
    kader = models.CharField("kader", max_length=80)
    kader_versie = models.CharField(max_length=20, blank=True)
    bereik = models.CharField(
        "wat bekijken we", max_length=10, choices=Bereik.choices, default=Bereik.SET
    )
    # The key of a rubriek or set, or the chosen codes.
    keuze = models.JSONField(default=list, blank=True)
    met_eigen = models.BooleanField("ook onze eigen vragen", default=False)
    anoniem = models.BooleanField("anoniem", default=True)
    begin = models.DateField("van")
    einde = models.DateField("tot en met")
    aankondiging = models.TextField("wat je vooraf zegt", max_length=2000, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ONTWERP)
    vragenlijsten = models.JSONField(default=dict, blank=True)  # soort → the list, as asked
    uitslag = models.JSONField(default=dict, blank=True)  # what may be shown, made at closing
    vorige = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="volgende"
    )
    geopend = models.DateTimeField(null=True, blank=True)
    gesloten = models.DateTimeField(null=True, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    versie = models.PositiveIntegerField(default=1)
    verwijderd = models.DateTimeField(null=True, blank=True)
    # The meeting: which question stands on the screen, and the moment it was recorded as.
    op_scherm = models.CharField(max_length=60, blank=True)
    moment = models.ForeignKey(
        Draagvlakmoment, null=True, blank=True, on_delete=models.SET_NULL, related_name="rondes"
    )
    besproken = models.DateField("besproken op", null=True, blank=True)

    class Meta:
        ordering = ["-begin", "-pk"]
        constraints = [
            models.CheckConstraint(name="ronde_has_title", condition=~Q(titel="")),
            models.CheckConstraint(name="ronde_ends_later", condition=Q(einde__gte=F("begin"))),
        ]

    def __str__(self) -> str:
        return self.titel

    @property
    def is_ontwerp(self) -> bool:
        return self.status == self.Status.ONTWERP

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_gesloten(self) -> bool:
        return self.status == self.Status.GESLOTEN


class Respondentgroep(models.Model):
    """Who is asked: a group with one link for all of them."""

    class Soort(models.TextChoices):
        TEAM = "team", "team"
        LEERLING = "leerling", "leerlingen"
        OUDER = "ouder", "ouders"

    ronde = models.ForeignKey(Ronde, on_delete=models.CASCADE, related_name="groepen")
    soort = models.CharField("wie", max_length=10, choices=Soort.choices, default=Soort.TEAM)
    naam = models.CharField("naam van de groep", max_length=80)
    # Who with this role at the school gets the link by mail.
    rol = models.CharField("rol in GOK-wijs", max_length=30, choices=ROLLEN, blank=True)
    verwacht = models.PositiveSmallIntegerField("hoeveel mensen", null=True, blank=True)
    token = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ronde", "naam"], name="respondentgroep_name"),
            models.CheckConstraint(name="respondentgroep_has_name", condition=~Q(naam="")),
        ]

    def __str__(self) -> str:
        return self.naam


class Antwoordblad(models.Model):
    """The answers of one respondent: item → {"n": 0-4 or null, "o": remark}."""

    sleutel = models.CharField(max_length=64, primary_key=True)  # keyed hash of the secret
    groep = models.ForeignKey(Respondentgroep, on_delete=models.CASCADE, related_name="bladen")
    anoniem = models.BooleanField()
    deelnemer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    naam = models.CharField(max_length=150, blank=True)
    antwoorden = models.JSONField(default=dict)
    ingediend = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="antwoordblad_anonymous_is_nobody",
                condition=Q(anoniem=False) | Q(deelnemer__isnull=True, naam=""),
            ),
            models.CheckConstraint(
                name="antwoordblad_named_has_name", condition=Q(anoniem=True) | ~Q(naam="")
            ),
            models.UniqueConstraint(
                fields=["groep", "deelnemer"],
                condition=Q(deelnemer__isnull=False),
                name="antwoordblad_once",
            ),
        ]

    def __str__(self) -> str:
        return self.naam or "anoniem blad"


class Antwoordopmerking(models.Model):
    """A remark detached from its sheet: shown only after two people with other roles read it."""

    sleutel = models.CharField(max_length=64, primary_key=True)  # random: no order, no sheet
    ronde = models.ForeignKey(Ronde, on_delete=models.CASCADE, related_name="opmerkingen")
    soort = models.CharField(max_length=10, choices=Respondentgroep.Soort.choices)
    item = models.CharField(max_length=60)
    tekst = models.TextField(max_length=2000)
    van = models.CharField(max_length=150, blank=True)  # only in a named round
    lezer1 = models.CharField(max_length=150, blank=True)
    rol1 = models.CharField(max_length=30, blank=True)
    lezer2 = models.CharField(max_length=150, blank=True)
    rol2 = models.CharField(max_length=30, blank=True)
    weg = models.BooleanField(default=False)

    class Meta:
        ordering = ["item", "sleutel"]
        constraints = [
            models.CheckConstraint(
                name="antwoordopmerking_two_roles",
                condition=Q(rol2="") | (~Q(rol1="") & ~Q(rol1=F("rol2")) & ~Q(lezer1=F("lezer2"))),
            )
        ]

    def __str__(self) -> str:
        return self.tekst[:60]


class Bewijsstuk(models.Model):
    """Something that shows how it goes, kept once and used at several expectations and rounds.

    A document or a link, or something the plan already has (``knoop`` and ``nummer``).
    """

    class Soort(models.TextChoices):
        LINK = "link", "een link"
        DOCUMENT = "document", "een document"
        VASTSTELLING = "vaststelling", "een vaststelling"
        STREEFDOEL = "streefdoel", "een streefdoel"
        ACTIE = "actie", "een actie"
        METING = "meting", "een meting"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="bewijsstukken")
    soort = models.CharField("wat is het", max_length=14, choices=Soort.choices)
    titel = models.CharField("titel", max_length=200)
    adres = models.URLField("adres", max_length=500, blank=True)
    nummer = models.PositiveBigIntegerField(null=True, blank=True)
    bestand = models.CharField(max_length=32, blank=True)
    bestandsnaam = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=100, blank=True)
    codes = models.JSONField("bij welke verwachtingen", default=list)
    dag = models.DateField("van wanneer", null=True, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["titel", "pk"]
        constraints = [
            models.CheckConstraint(name="bewijsstuk_has_title", condition=~Q(titel="")),
            models.CheckConstraint(
                name="bewijsstuk_points_somewhere",
                condition=~Q(adres="") | ~Q(bestand="") | Q(nummer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.titel


class Conclusie(models.Model):
    """What the team concludes on one item: seen, known how, decided.

    After a round, or on a day without one: then ``item`` is an expectation and ``school`` and
    ``dag`` are filled. ``versie`` goes up with every change: a form opened on an older one is a
    conflict.
    """

    class Soort(models.TextChoices):
        STERK = "sterk", "Dit is sterk: zo houden"
        WERK = "werk", "Hier willen we aan werken"
        LATEN = "laten", "Nu niet"

    ronde = models.ForeignKey(
        Ronde, null=True, blank=True, on_delete=models.CASCADE, related_name="conclusies"
    )
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="conclusies"
    )
    dag = models.DateField("wanneer", null=True, blank=True)
    item = models.CharField(max_length=60)
    codes = models.JSONField(default=list)
    zien = models.TextField("Wat zien we?", max_length=2000, blank=True)
    weten = models.TextField("Hoe weten we dat?", max_length=2000, blank=True)
    besluit = models.TextField("Wat besluiten we?", max_length=2000, blank=True)
    # The level the team agrees on; nothing when it did not agree.
    oordeel = models.PositiveSmallIntegerField("waar staan we", null=True, blank=True)
    # The level in the words of that day.
    niveau = models.CharField(max_length=80, blank=True)
    soort = models.CharField("en dus", max_length=6, choices=Soort.choices, blank=True)
    # How a strength is kept, and when the school looks again.
    borging = models.CharField("hoe houden we dit vast", max_length=300, blank=True)
    herzien_op = models.DateField("opnieuw bekijken op", null=True, blank=True)
    bewijzen = models.ManyToManyField(Bewijsstuk, blank=True, related_name="conclusies")
    vaststelling = models.ForeignKey(
        Vaststelling, null=True, blank=True, on_delete=models.SET_NULL, related_name="conclusies"
    )
    versie = models.PositiveIntegerField(default=1)
    door_naam = models.CharField(max_length=150)
    gewijzigd = models.DateTimeField(auto_now=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ronde", "item"], name="conclusie_once"),
            models.CheckConstraint(
                name="conclusie_of_round_or_day",
                condition=Q(ronde__isnull=False, school__isnull=True, dag__isnull=True)
                | Q(ronde__isnull=True, school__isnull=False, dag__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.besluit[:80] or self.item
