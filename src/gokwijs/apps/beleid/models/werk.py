"""What makes an actie real: steps, a log of what happened, and what it rests on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gokwijs.apps.beleid.models.keten import Actie
from gokwijs.apps.beleid.models.plan import Plan, person


class Bestaand(models.Manager["Taak"]):
    """Without those that were taken away: they stand in no list, and can be put back."""

    def get_queryset(self) -> models.QuerySet[Taak]:
        return super().get_queryset().filter(verwijderd__isnull=True)


class Taak(models.Model):
    """A step of an actie, or something else to do for the plan, with its day and its person."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="taken")
    actie = models.ForeignKey(
        Actie, null=True, blank=True, on_delete=models.CASCADE, related_name="stappen"
    )
    tekst = models.CharField("wat", max_length=300)
    wie = person("wie", "beleidstaken")
    wie_rol = models.CharField("wie (rol)", max_length=100, blank=True)
    tegen = models.DateField("tegen wanneer", null=True, blank=True)
    klaar = models.DateField(null=True, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    objects = Bestaand()
    alle = models.Manager()

    class Meta:
        ordering = ["tegen", "pk"]
        constraints = [models.CheckConstraint(name="taak_has_text", condition=~Q(tekst=""))]

    def __str__(self) -> str:
        return self.tekst


class Uitvoering(models.Model):
    """One dated line: what happened of an actie, and how many it reached."""

    actie = models.ForeignKey(Actie, on_delete=models.CASCADE, related_name="uitvoeringen")
    datum = models.DateField("wanneer")
    tekst = models.TextField("wat gebeurde er", max_length=2000)
    bereikt = models.PositiveIntegerField(
        "hoeveel leerlingen of ouders bereikt", null=True, blank=True
    )
    bedoeld = models.PositiveIntegerField("van hoeveel", null=True, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-datum", "-pk"]

    def __str__(self) -> str:
        return f"{self.datum:%d/%m/%Y}: {self.tekst[:60]}"


class Onderbouwing(models.Model):
    """The aanpak of the catalogue an actie rests on, with the facts as they were that day."""

    actie = models.ForeignKey(Actie, on_delete=models.CASCADE, related_name="onderbouwingen")
    aanpak = models.CharField(max_length=80)
    naam = models.CharField(max_length=200)
    feiten = models.JSONField(default=list)  # the facts as they were shown that day
    opgelet = models.JSONField(default=list)  # the cautions of that day
    catalogus_versie = models.CharField(max_length=20)
    voorwaarden = models.JSONField(default=list)  # [{"tekst": …, "klaar": bool}]
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["actie", "aanpak"], name="onderbouwing_once")
        ]

    def __str__(self) -> str:
        return self.naam
