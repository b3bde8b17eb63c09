"""The plan, its versions, and what every link of the chain has in common."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Planstatus
from gokwijs.core.calendar import Schooljaar

STATUSSEN = [(s.value, s.label) for s in Planstatus]
FROZEN = (Planstatus.AFGESLOTEN.value,)


class Plan(models.Model):
    """One GOK-plan of a school, for one to three schooljaren."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="plannen")
    naam = models.CharField("naam", max_length=150)
    schooljaar_van = models.PositiveSmallIntegerField("van schooljaar")
    schooljaar_tot = models.PositiveSmallIntegerField("tot en met schooljaar")
    visie = models.TextField("onze visie", max_length=6000, blank=True)
    visie_titel = models.CharField("document met de visie", max_length=200, blank=True)
    visie_datum = models.DateField("datum van dat document", null=True, blank=True)
    visie_vindplaats = models.CharField("waar je het vindt", max_length=300, blank=True)
    kernteam = models.CharField("wie trekt het (rollen)", max_length=300, blank=True)
    volgende_evaluatie_op = models.DateField("volgende evaluatie", null=True, blank=True)
    status = models.CharField(max_length=14, choices=STATUSSEN, default=Planstatus.ONTWERP.value)
    vastgesteld_op = models.DateField(null=True, blank=True)
    vastgesteld_door = models.CharField(max_length=150, blank=True)
    # Why the directeur adopted it although a goal lacks an action or means (besluit 18).
    reden = models.TextField("reden", max_length=2000, blank=True)
    voorganger = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="opvolger"
    )
    versie = models.PositiveIntegerField(default=1)
    gemaakt = models.DateTimeField(auto_now_add=True)
    door_naam = models.CharField(max_length=150)
    gewijzigd = models.DateTimeField(auto_now=True)
    gewijzigd_door = models.CharField(max_length=150)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-schooljaar_van", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="plan_years",
                condition=Q(
                    schooljaar_tot__gte=F("schooljaar_van"),
                    schooljaar_tot__lte=F("schooljaar_van") + 2,
                ),
            ),
            models.CheckConstraint(name="plan_has_name", condition=~Q(naam="")),
            models.CheckConstraint(
                name="plan_adopted_when",
                condition=Q(status__in=[Planstatus.ONTWERP.value, Planstatus.TER_BESPREKING.value])
                | Q(vastgesteld_op__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def periode(self) -> str:
        """'2026-2027', or '2026-2027 tot en met 2027-2028'"""
        van, tot = Schooljaar(self.schooljaar_van), Schooljaar(self.schooljaar_tot)
        return str(van) if van == tot else f"{van} tot en met {tot}"

    @property
    def jaren(self) -> tuple[Schooljaar, ...]:
        return tuple(
            Schooljaar(start) for start in range(self.schooljaar_van, self.schooljaar_tot + 1)
        )

    @property
    def bevroren(self) -> bool:
        """Nothing in it changes any more."""
        return self.status in FROZEN


class PlanVersie(models.Model):
    """The whole plan as it stood when its state changed, to lay beside another."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versies")
    nummer = models.PositiveIntegerField()
    status = models.CharField(max_length=14, choices=STATUSSEN)
    inhoud = models.JSONField()
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["plan_id", "-nummer"]
        constraints = [models.UniqueConstraint(fields=["plan", "nummer"], name="planversie_once")]

    def __str__(self) -> str:
        return f"versie {self.nummer} van {self.plan}"


class Knoop(models.Model):
    """What every link of a plan keeps: its codes, its version, who touched it.

    ``versie`` goes up with every change: a form that was opened on an older one is a conflict.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="%(class)s_set")
    ok_codes = models.JSONField("verwachtingen van het referentiekader", default=list, blank=True)
    versie = models.PositiveIntegerField(default=1)
    gemaakt = models.DateTimeField(auto_now_add=True)
    door_naam = models.CharField(max_length=150)
    gewijzigd = models.DateTimeField(auto_now=True)
    gewijzigd_door = models.CharField(max_length=150)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def person(label: str, related: str) -> models.ForeignKey[Any, Any]:
    """Somebody of the school; the name stays out of every document."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name=related,
        verbose_name=label,
    )
