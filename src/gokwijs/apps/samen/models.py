"""Working together on a plan: joint analysis, proposals, agreements, reminders, what was seen.

Tasks, moments, links with other documents and comments hang on the chain of ``beleid`` itself.
Partners are kinds of organisations; no pupil is ever named here.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gokwijs.apps.beleid.models import Actie, Plan, Streefdoel
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Niveau, Partnersoort

PARTNERS = [(p.value, p.label) for p in Partnersoort]


class Beeldvorming(models.Model):
    """School and partners look at one question: signs, analysis, and what follows from it.

    ``versie`` goes up with every change: a form that was opened on an older one is a conflict.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="beeldvormingen")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="beeldvormingen"
    )
    vraag = models.CharField("over welke vraag of groep gaat het", max_length=300)
    niveau = models.CharField(
        "waar speelt het",
        max_length=10,
        choices=[(n.value, n.label) for n in Niveau],
        default=Niveau.SCHOOL.value,
    )
    datum = models.DateField("wanneer zaten jullie samen")
    partners = models.JSONField("wie zat aan tafel", default=list, blank=True)
    signalen = models.JSONField(default=list, blank=True)  # [{"wie": Partnersoort, "tekst": …}]
    helpt = models.TextField("wat helpt", max_length=3000, blank=True)
    hindert = models.TextField("wat hindert", max_length=3000, blank=True)
    eigen_effect = models.TextField("wat doen we zelf dat meespeelt", max_length=3000, blank=True)
    aanpak = models.TextField("wat spreken we af", max_length=3000, blank=True)
    acties = models.ManyToManyField(Actie, blank=True, related_name="beeldvormingen")
    geen_actie = models.CharField("waarom geen actie", max_length=500, blank=True)
    afgerond = models.DateField(null=True, blank=True)
    versie = models.PositiveIntegerField(default=1)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    gewijzigd = models.DateTimeField(auto_now=True)
    gewijzigd_door = models.CharField(max_length=150)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-datum", "-pk"]
        constraints = [
            models.CheckConstraint(name="beeldvorming_has_question", condition=~Q(vraag="")),
            # With an actie it says what was agreed, without one it says why.
            models.CheckConstraint(
                name="beeldvorming_closed_with_end",
                condition=Q(afgerond__isnull=True) | ~Q(aanpak="") | ~Q(geen_actie=""),
            ),
        ]

    def __str__(self) -> str:
        return self.vraag


class Voorstel(models.Model):
    """What a colleague proposes for the plan, and the answer that colleague gets."""

    class Soort(models.TextChoices):
        ACTIE = "actie", "een actie"
        STREEFDOEL = "streefdoel", "een streefdoel"
        OPMERKING = "opmerking", "een opmerking bij het plan"

    class Status(models.TextChoices):
        OPEN = "open", "wacht op antwoord"
        OVERGENOMEN = "overgenomen", "overgenomen"
        NIET_NU = "niet_nu", "niet nu"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="voorstellen")
    soort = models.CharField(
        "wat stel je voor", max_length=10, choices=Soort.choices, default=Soort.ACTIE
    )
    tekst = models.CharField("in één zin", max_length=200)
    waarom = models.TextField("waarom", max_length=2000, blank=True)
    bij = models.ForeignKey(
        Streefdoel,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="voorstellen",
        verbose_name="hoort bij streefdoel",
    )
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="voorstellen"
    )
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    antwoord = models.TextField("antwoord", max_length=2000, blank=True)
    beantwoord = models.DateField(null=True, blank=True)
    beantwoord_door = models.CharField(max_length=150, blank=True)
    actie = models.ForeignKey(
        Actie, null=True, blank=True, on_delete=models.SET_NULL, related_name="uit_voorstel"
    )
    streefdoel = models.ForeignKey(
        Streefdoel, null=True, blank=True, on_delete=models.SET_NULL, related_name="uit_voorstel"
    )
    ingetrokken = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-gemaakt", "-pk"]
        constraints = [
            models.CheckConstraint(name="voorstel_has_text", condition=~Q(tekst="")),
            models.CheckConstraint(
                name="voorstel_answered",
                condition=Q(status="open", beantwoord__isnull=True)
                | (~Q(status="open") & Q(beantwoord__isnull=False)),
            ),
            models.CheckConstraint(
                name="voorstel_no_has_reason", condition=~Q(status="niet_nu") | ~Q(antwoord="")
            ),
        ]

    def __str__(self) -> str:
        return self.tekst


class Partnerafspraak(models.Model):
    """What was agreed with an organisation, and when that is looked at again."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="partnerafspraken")
    soort = models.CharField("soort partner", max_length=20, choices=PARTNERS)
    naam = models.CharField("naam van de organisatie", max_length=200)
    afspraak = models.TextField("wat is afgesproken", max_length=2000)
    datum = models.DateField("afgesproken op", null=True, blank=True)
    herzien_op = models.DateField("opnieuw bekijken op", null=True, blank=True)
    verwijzing = models.CharField("waar je het vindt", max_length=300, blank=True)
    door_naam = models.CharField(max_length=150)
    gemaakt = models.DateTimeField(auto_now_add=True)
    verwijderd = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["soort", "naam", "pk"]
        constraints = [
            models.CheckConstraint(
                name="partnerafspraak_complete", condition=~Q(naam="") & ~Q(afspraak="")
            )
        ]

    def __str__(self) -> str:
        return self.naam


class Herinnering(models.Model):
    """How often somebody wants a mail with own work; without a row: never."""

    class Ritme(models.TextChoices):
        GEEN = "geen", "geen mail"
        DAGELIJKS = "dagelijks", "elke dag dat er iets op je wacht"
        WEKELIJKS = "wekelijks", "één keer per week"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="herinnering"
    )
    ritme = models.CharField(
        "hoe vaak wil je een mail", max_length=10, choices=Ritme.choices, default=Ritme.GEEN
    )
    laatst = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user}: {self.ritme}"


class Gezien(models.Model):
    """Until when somebody has seen where a colleague called that name, per school."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="gezien"
    )
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    tot = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "school"], name="gezien_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.school}"
