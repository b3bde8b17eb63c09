"""Around the plan: the documents it is anchored in, and the moments that gave it support."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models.keten import Actie, Streefdoel
from gokwijs.apps.beleid.models.plan import Plan
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Documentsoort, Momentvorm


class Beleidskoppeling(models.Model):
    """Another document of the school, or one strategic goal in it, that the plan is part of."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="koppelingen")
    soort = models.CharField(
        "soort document", max_length=30, choices=[(d.value, d.label) for d in Documentsoort]
    )
    titel = models.CharField("titel", max_length=200)
    doel = models.CharField("strategisch doel daarin", max_length=400, blank=True)
    datum = models.DateField("datum van het document", null=True, blank=True)
    herzien_op = models.DateField("te herzien op", null=True, blank=True)
    verwijzing = models.CharField("waar je het vindt", max_length=300, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["soort", "titel", "pk"]
        constraints = [models.CheckConstraint(name="koppeling_has_title", condition=~Q(titel=""))]

    def __str__(self) -> str:
        return f"{self.titel}: {self.doel}" if self.doel else self.titel


class Draagvlakmoment(models.Model):
    """A dated moment on which a group heard, discussed or decided something. Counts, no names."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="draagvlakmomenten")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="draagvlakmomenten"
    )
    datum = models.DateField("wanneer")
    vorm = models.CharField(
        "wat voor moment", max_length=24, choices=[(v.value, v.label) for v in Momentvorm]
    )
    groepen = models.JSONField("wie was er", default=dict)  # group → how many
    uitgenodigd = models.PositiveSmallIntegerField("uitgenodigd", null=True, blank=True)
    leiding_aanwezig = models.BooleanField("de leiding was erbij", default=False)
    onderwerpen = models.JSONField("waarover", default=list)
    partners = models.JSONField("welke partners", default=list, blank=True)
    uitkomst = models.TextField("wat is er besloten", max_length=3000, blank=True)
    bezwaren = models.TextField("welke bezwaren", max_length=3000, blank=True)
    antwoord = models.TextField("wat is het antwoord daarop", max_length=3000, blank=True)
    streefdoelen = models.ManyToManyField(Streefdoel, blank=True, related_name="momenten")
    acties = models.ManyToManyField(Actie, blank=True, related_name="momenten")
    vaststellingen = models.ManyToManyField(Vaststelling, blank=True, related_name="momenten")
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-datum", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_vorm_display()} van {self.datum:%d/%m/%Y}"

    @property
    def aanwezig(self) -> int:
        return sum(int(n or 0) for n in self.groepen.values())
