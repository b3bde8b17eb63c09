"""Scholengroep, school, facts per schooljaar, membership, and the offer of a membership."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.middelen.uren_leraar import LEZINGEN

ANTWOORDEN = [
    (int(Antwoord.ONBEKEND), "weten we niet"),
    (int(Antwoord.JA), "ja"),
    (int(Antwoord.NEE), "nee"),
]


def _antwoord(label: str) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(
        label, choices=ANTWOORDEN, default=int(Antwoord.ONBEKEND)
    )


class Scholengroep(models.Model):
    naam = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.naam


class School(models.Model):
    """An institution with its own instellingsnummer (CSO art. 3, 38°)."""

    instellingsnummer = models.CharField(max_length=6, unique=True)
    naam = models.CharField(max_length=200)
    scholengroep = models.ForeignKey(
        Scholengroep, null=True, blank=True, on_delete=models.SET_NULL, related_name="scholen"
    )
    # Only when the school grants it does a leraar see the pupils of the own classes.
    leraar_ziet_klas = models.BooleanField(
        "Leraren zien de leerlingen van hun eigen klassen", default=False
    )
    # Only then is a rijksregisternummer turned into a keyed pseudonym; the number is never kept.
    koppelen = models.BooleanField("Leerlingen koppelen met een code", default=False)

    class Meta:
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class SchoolFacts(models.Model):
    """What the calculation must know about a school beside its pupils, for one schooljaar."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="facts")
    schooljaar = models.PositiveSmallIntegerField("beginjaar van het schooljaar")
    brussel = _antwoord("Ligt de school in het tweetalig gebied Brussel-Hoofdstad?")
    nieuwe_school = _antwoord("Nieuwe of gefuseerde school, met de vaste verhouding?")
    vestigingen_verspreid = _antwoord("Liggen de vestigingsplaatsen ver uit elkaar?")
    lezing_vestigingen = models.CharField(
        "Lezing van de regel over vestigingsplaatsen (OV-20)",
        max_length=30,
        blank=True,
        choices=list(LEZINGEN.items()),
    )
    toeslag_leerlingen = models.DecimalField(
        "Leerlingen met schooltoeslag", max_digits=7, decimal_places=1, null=True, blank=True
    )
    toeslag_noemer = models.DecimalField(
        "Alle leerlingen een jaar eerder", max_digits=7, decimal_places=1, null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "schooljaar"], name="facts_once_per_year"),
            models.CheckConstraint(
                name="facts_answers",
                condition=models.Q(brussel__lte=2)
                & models.Q(nieuwe_school__lte=2)
                & models.Q(vestigingen_verspreid__lte=2),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.schooljaar}"


class Membership(models.Model):
    """Who works for a school, with which roles (keys of ``access.roles.Role``)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships")
    roles = models.JSONField(default=list)
    klassen = models.JSONField(default=list, blank=True)  # the own classes of a leraar
    tot = models.DateField("toegang tot en met", null=True, blank=True)
    schoolzone = models.BooleanField(default=False)  # granted to a PBD-adviseur on top

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "school"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.school}"

    def is_open(self, today: date) -> bool:
        """Access can be given until a day, for example to an adviser."""
        return self.tot is None or today <= self.tot


class Toegangsuitnodiging(models.Model):
    """An offer of access to a school, open until somebody with this address accepts it.

    The secret of its link is only kept as a hash: whoever reads the database cannot use it.
    """

    school = models.ForeignKey(
        School, on_delete=models.CASCADE, related_name="toegangsuitnodigingen"
    )
    email = models.EmailField("e-mailadres", max_length=254)
    naam = models.CharField("naam", max_length=150)
    roles = models.JSONField(default=list)
    klassen = models.JSONField(default=list, blank=True)
    tot = models.DateField("toegang tot en met", null=True, blank=True)
    schoolzone = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    geldig_tot = models.DateField("link geldig tot en met")
    accepted = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "school",
                Lower("email"),
                condition=models.Q(accepted__isnull=True, revoked__isnull=True),
                name="toegangsuitnodiging_one_open",
            ),
            models.CheckConstraint(
                name="toegangsuitnodiging_one_end",
                condition=models.Q(accepted__isnull=True) | models.Q(revoked__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.school}"

    def is_open(self, today: date) -> bool:
        """Whether the link still works."""
        return self.accepted is None and self.revoked is None and today <= self.geldig_tot
