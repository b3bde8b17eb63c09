"""Indicator, streefdoel, actie: the middle of the chain."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models.plan import Knoop, person
from gokwijs.core.beleid.keuzes import (
    Aangrijpingspunt,
    Aard,
    Actiestatus,
    Bronsoort,
    Doelrichting,
    Doelstatus,
    Niveau,
    Zorgfase,
)


class Indicator(Knoop):
    """What is counted or measured. A changed definition is a new version: a break in the series."""

    class Frequentie(models.TextChoices):
        JAARLIJKS = "jaarlijks", "elk schooljaar"
        HALFJAARLIJKS = "halfjaarlijks", "twee keer per schooljaar"
        TRIMESTER = "trimester", "elk trimester"
        EENMALIG = "eenmalig", "aan het begin en op het einde"

    naam = models.CharField("naam", max_length=200)
    teller_definitie = models.CharField("wie of wat telt mee (teller)", max_length=300, blank=True)
    noemer_definitie = models.CharField("van hoeveel (noemer)", max_length=300, blank=True)
    schaal = models.CharField("of: welke schaal of score", max_length=200, blank=True)
    eenheid = models.CharField("eenheid", max_length=40, blank=True)
    populatie = models.CharField("over wie gaat het", max_length=200, blank=True)
    bron_soort = models.CharField(
        "bron", max_length=30, choices=[(b.value, b.label) for b in Bronsoort], blank=True
    )
    richting = models.CharField(
        "welke kant is goed",
        max_length=10,
        choices=[(r.value, r.label) for r in Doelrichting],
        default=Doelrichting.STIJGEN.value,
    )
    frequentie = models.CharField(
        "hoe vaak meten", max_length=14, choices=Frequentie.choices, default=Frequentie.JAARLIJKS
    )
    minimum_n = models.PositiveSmallIntegerField("kleinste groep", default=5)
    definitie_versie = models.PositiveSmallIntegerField(default=1)
    # A figure the system counts itself: which, and with which choices (place, kenmerk).
    berekening = models.CharField("zelf laten tellen", max_length=30, blank=True)
    keuze = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["plan_id", "naam", "pk"]
        constraints = [models.CheckConstraint(name="indicator_has_name", condition=~Q(naam=""))]

    def __str__(self) -> str:
        return self.naam

    @property
    def is_aandeel(self) -> bool:
        """A share with numerator and denominator, and no score."""
        return bool(self.teller_definitie and self.noemer_definitie)


class Streefdoel(Knoop):
    """A change that is wanted for a named group, measured, by a date."""

    formulering = models.CharField("wat wil je bereiken", max_length=400)
    toelichting = models.TextField("toelichting", max_length=4000, blank=True)
    vaststellingen = models.ManyToManyField(
        Vaststelling, blank=True, related_name="streefdoelen", verbose_name="steunt op"
    )
    doelgroep = models.CharField("voor welke leerlingen", max_length=200, blank=True)
    kenmerken = models.JSONField("kenmerken van die leerlingen", default=list, blank=True)
    plaats = models.CharField("waar in de school", max_length=200, blank=True)
    niveau = models.CharField(
        "waar moet het te zien zijn",
        max_length=10,
        choices=[(n.value, n.label) for n in Niveau],
        blank=True,
    )
    indicator = models.ForeignKey(
        Indicator,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="streefdoelen",
        verbose_name="indicator",
    )
    andere_indicatoren = models.ManyToManyField(
        Indicator, blank=True, related_name="ook_bij", verbose_name="ook opvolgen"
    )
    nulmeting = models.ForeignKey(
        "beleid.Meting",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="nulmeting",
    )
    richting = models.CharField(
        "richting", max_length=10, choices=[(r.value, r.label) for r in Doelrichting], blank=True
    )
    streefwaarde = models.DecimalField(
        "streefwaarde", max_digits=9, decimal_places=3, null=True, blank=True
    )
    start = models.DateField("start", null=True, blank=True)
    einddatum = models.DateField("einddatum", null=True, blank=True)
    trekker_rol = models.CharField("trekker (rol)", max_length=100, blank=True)
    trekker = person("trekker (persoon)", "getrokken_doelen")
    koppelingen = models.ManyToManyField(
        "beleid.Beleidskoppeling",
        blank=True,
        related_name="streefdoelen",
        verbose_name="verankerd in",
    )
    thema = models.CharField("thema", max_length=100, blank=True)
    status = models.CharField(
        max_length=12,
        choices=[(s.value, s.label) for s in Doelstatus],
        default=Doelstatus.ONTWERP.value,
    )
    vastgesteld_op = models.DateField(null=True, blank=True)
    einde_reden = models.CharField("waarom afgesloten", max_length=500, blank=True)
    # The same goal in the plan before, or the goal that was scaled up to another place.
    voorganger = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="opvolgers"
    )
    opgeschaald = models.BooleanField(default=False)

    class Meta:
        ordering = ["plan_id", "pk"]
        constraints = [
            models.CheckConstraint(name="streefdoel_has_text", condition=~Q(formulering="")),
            models.CheckConstraint(
                name="streefdoel_dates",
                condition=Q(start__isnull=True)
                | Q(einddatum__isnull=True)
                | Q(einddatum__gte=F("start")),
            ),
            # Besluit 18: adopted only when complete; the last word is the database's.
            models.CheckConstraint(
                name="streefdoel_adopted_complete",
                condition=~Q(status=Doelstatus.VASTGESTELD.value)
                | Q(
                    indicator__isnull=False,
                    nulmeting__isnull=False,
                    streefwaarde__isnull=False,
                    start__isnull=False,
                    einddatum__isnull=False,
                )
                & ~Q(richting="")
                & ~Q(doelgroep="")
                & ~Q(plaats="")
                & ~Q(trekker_rol=""),
            ),
        ]

    def __str__(self) -> str:
        return self.formulering

    @property
    def streefwaarde_kort(self) -> Decimal | None:
        """Without superfluous zeros."""
        return None if self.streefwaarde is None else self.streefwaarde.normalize()


class Actie(Knoop):
    """What is done, by whom, when, for which goals."""

    titel = models.CharField("wat doen we", max_length=200)
    omschrijving = models.TextField("hoe precies", max_length=4000, blank=True)
    streefdoelen = models.ManyToManyField(
        Streefdoel, blank=True, related_name="acties", verbose_name="voor welk streefdoel"
    )
    aangrijpingspunt = models.CharField(
        "op wie werkt het in",
        max_length=10,
        choices=[(a.value, a.label) for a in Aangrijpingspunt],
        blank=True,
    )
    zorgfase = models.CharField(
        "fase van zorg", max_length=40, choices=[(z.value, z.label) for z in Zorgfase], blank=True
    )
    aard = models.CharField(
        "voorkomen of verhelpen",
        max_length=12,
        choices=[(a.value, a.label) for a in Aard],
        blank=True,
    )
    aard_uitleg = models.CharField("waarom allebei", max_length=300, blank=True)
    plaats = models.CharField("waar in de school", max_length=200, blank=True)
    plaats_reden = models.CharField("waarom niet overal", max_length=300, blank=True)
    trekker_rol = models.CharField("trekker (rol)", max_length=100, blank=True)
    trekker = person("trekker (persoon)", "getrokken_acties")
    vervanger_rol = models.CharField("vervanger (rol)", max_length=100, blank=True)
    uitvoerders_bedoeld = models.PositiveSmallIntegerField(
        "hoeveel leraren of klassen doen mee", null=True, blank=True
    )
    uitvoerders_feitelijk = models.PositiveSmallIntegerField(
        "hoeveel deden echt mee", null=True, blank=True
    )
    teamafspraak = models.CharField("afspraak met het team", max_length=300, blank=True)
    start = models.DateField("start", null=True, blank=True)
    einde = models.DateField("einde", null=True, blank=True)
    partners = models.JSONField("partners", default=list, blank=True)
    ouders = models.JSONField("soort samenwerking met ouders", default=list, blank=True)
    nog_niet_meetbaar = models.CharField("waarom nog niet te meten", max_length=300, blank=True)
    reden_nul = models.CharField("waarom zonder uren of euro's", max_length=300, blank=True)
    status = models.CharField(
        max_length=12,
        choices=[(s.value, s.label) for s in Actiestatus],
        default=Actiestatus.GEPLAND.value,
    )
    voorganger = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="opvolgers"
    )

    class Meta:
        ordering = ["plan_id", "pk"]
        constraints = [
            models.CheckConstraint(name="actie_has_title", condition=~Q(titel="")),
            models.CheckConstraint(
                name="actie_dates",
                condition=Q(start__isnull=True) | Q(einde__isnull=True) | Q(einde__gte=F("start")),
            ),
        ]

    def __str__(self) -> str:
        return self.titel
