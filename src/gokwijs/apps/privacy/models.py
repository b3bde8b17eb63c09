"""What a school decided about privacy, what is held back, and what is announced to go.

No names of pupils: a row points at a pupil, or holds counts and dates.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import School


class Dpia(models.Model):
    """An answer to the question whether there is a DPIA; the newest counts."""

    class Antwoord(models.TextChoices):
        GEDAAN = "gedaan", "Ja, de beoordeling is gemaakt"
        NOG_NIET = "nog_niet", "Nog niet"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="dpias")
    antwoord = models.CharField("Is er een DPIA?", max_length=10, choices=Antwoord.choices)
    datum = models.DateField("Datum van de DPIA", null=True, blank=True)
    rol = models.CharField("Wie besliste erover?", max_length=150, blank=True)
    versie = models.CharField("Versie", max_length=30, blank=True)
    herzien_op = models.DateField("Opnieuw nakijken op", null=True, blank=True)
    opmerking = models.TextField("Opmerking", max_length=1000, blank=True)
    # The list of fields and the switch as they were: when they change, the DPIA is looked at again.
    velden = models.CharField(max_length=16, editable=False)
    koppelen = models.BooleanField(default=False, editable=False)
    door_naam = models.CharField(max_length=150)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="dpia_done_has_facts",
                condition=Q(antwoord="nog_niet")
                | (Q(datum__isnull=False, herzien_op__isnull=False) & ~Q(rol="")),
            )
        ]

    def __str__(self) -> str:
        return f"DPIA {self.versie} van {self.school}"

    @property
    def gedaan(self) -> bool:
        return self.antwoord == self.Antwoord.GEDAAN


class Bewaring(models.Model):
    """A contested decision: the data of this pupil stay until a day, with a reason."""

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="bewaringen")
    reden = models.CharField("reden", max_length=250)
    tot = models.DateField("tot en met")
    door_naam = models.CharField(max_length=150)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-tot", "-pk"]
        constraints = [
            models.CheckConstraint(name="bewaring_has_reason", condition=~Q(reden="")),
        ]

    def __str__(self) -> str:
        return f"bewaring tot {self.tot:%d/%m/%Y}"


class Verzegeling(models.Model):
    """Of this pupil only the verklaringen remain, until the first day without them."""

    leerling = models.OneToOneField(Leerling, on_delete=models.CASCADE, related_name="verzegeling")
    sinds = models.DateField()
    weg_op = models.DateField()
    grond = models.CharField(max_length=250)  # the article; the enrolments that told it are gone
    plicht = models.BooleanField()  # the law says so: nobody may erase it earlier

    def __str__(self) -> str:
        return f"verzegeld tot {self.weg_op:%d/%m/%Y}"


class Aankondiging(models.Model):
    """What will go from a day on, said 14 days ahead; afterwards how many went and when.

    ``school`` None: what belongs to no school (accounts, the log of accounts).
    """

    school = models.ForeignKey(
        School, null=True, on_delete=models.CASCADE, related_name="aankondigingen"
    )
    sleutel = models.CharField(max_length=40)
    wat = models.CharField(max_length=120)
    aantal = models.PositiveIntegerField()
    rijen = models.JSONField(default=list)  # keys of rows, never names; emptied after the purge
    aangekondigd = models.DateField()
    weg_op = models.DateField()
    gewist_op = models.DateField(null=True, blank=True)
    gewist_aantal = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["weg_op", "pk"]

    def __str__(self) -> str:
        return f"{self.aantal} × {self.wat} vanaf {self.weg_op:%d/%m/%Y}"

    def may_go(self, today: date) -> bool:
        return self.gewist_op is None and self.weg_op <= today


class Opruimbeurt(models.Model):
    """When the last run looked at a school (or, with None, at the installation)."""

    school = models.OneToOneField(
        School, null=True, on_delete=models.CASCADE, related_name="opruimbeurt"
    )
    dag = models.DateField()

    def __str__(self) -> str:
        return f"opgeruimd op {self.dag:%d/%m/%Y}"
