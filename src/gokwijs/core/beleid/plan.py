"""Stage 6: the records of a plan, one frozen dataclass each.

In: what the room stores. Out: what the rules read. Only fields that a rule, a sentence or a sum
uses stand here; what is merely kept stays in the room. People are roles, never names. Links are
integer ids. ``None`` and an empty text mean: not filled in.

Numbers are exact: a share is a Fraction between 0 and 1, hours and euros are Fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gokwijs.core.beleid.keuzes import (
    Aangrijpingspunt,
    Aard,
    Actiestatus,
    Besluitkeuze,
    Borgingsvorm,
    Bronaard,
    Bronsoort,
    Deelnemersgroep,
    Documentsoort,
    Doelrichting,
    Doelstatus,
    Knoop,
    Middelsoort,
    Momentvorm,
    Niveau,
    Onderwerp,
    Planstatus,
    Zorgfase,
)
from gokwijs.core.beleid.plaats import Plaats
from gokwijs.core.calendar import Schooljaar

Ids = tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Verwijzing:
    """One record: its kind and its id."""

    soort: Knoop
    id: int


@dataclass(frozen=True, slots=True)
class Visie:
    """Where the vision of the school stands."""

    titel: str
    datum: date | None = None
    verwijzing: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """``schooljaar_tot`` is the last school year of the plan, itself included."""

    id: int
    schooljaar_van: Schooljaar
    schooljaar_tot: Schooljaar
    status: Planstatus = Planstatus.ONTWERP
    vastgesteld_op: date | None = None
    visie: Visie | None = None
    kernteam_rollen: tuple[str, ...] = ()
    volgende_evaluatie_op: date | None = None
    beleidskoppeling_ids: Ids = ()

    @property
    def begin(self) -> date:
        """From when the plan counts: its adoption, and not before its first school year."""
        first = self.schooljaar_van.first_day
        return max(first, self.vastgesteld_op) if self.vastgesteld_op else first

    def is_lopend(self, vandaag: date) -> bool:
        year = Schooljaar.of(vandaag)
        return (
            self.status is Planstatus.VASTGESTELD
            and self.schooljaar_van <= year <= self.schooljaar_tot
        )


@dataclass(frozen=True, slots=True)
class Vaststelling:
    """``geen_doel_reden``: why a priority has no streefdoel."""

    id: int
    tekst: str
    bron_soort: Bronsoort | None = None
    peildatum: date | None = None
    ingevoerd_op: date | None = None
    populatie: str = ""
    plaats: Plaats | None = None
    prioritair: bool = False
    geen_doel_reden: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted (teller and noemer), measured (schaal) or described (kwalitatief).

    ``richting``: which way is good, whatever a streefdoel wants of it.
    """

    id: int
    naam: str
    teller_definitie: str = ""
    noemer_definitie: str = ""
    schaal: str = ""
    kwalitatief: bool = False
    richting: Doelrichting | None = None
    definitie_versie: int = 1

    @property
    def is_aandeel(self) -> bool:
        return bool(self.teller_definitie and self.noemer_definitie)

    @property
    def is_defined(self) -> bool:
        return self.is_aandeel or bool(self.schaal)


@dataclass(frozen=True, slots=True)
class Streefdoel:
    """``streefwaarde``: a share between 0 and 1, or a value on the scale of the indicator.

    A qualitative streefdoel has ``streefsituatie`` instead: the described end situation.
    ``plan_id``: the plan it stands in. ``voorganger_id``: the same goal in the plan before;
    ``oorsprong_id``: the goal of another place that was scaled up to this one.
    """

    id: int
    plan_id: int
    formulering: str = ""
    vaststelling_ids: Ids = ()
    doelgroep: str = ""
    plaats: Plaats | None = None
    niveau: Niveau | None = None
    indicator_ids: Ids = ()
    nulmeting_id: int | None = None
    richting: Doelrichting | None = None
    streefwaarde: Fraction | None = None
    streefsituatie: str = ""
    start: date | None = None
    einddatum: date | None = None
    trekker_rol: str = ""
    ok_codes: tuple[str, ...] = ()
    beleidskoppeling_ids: Ids = ()
    status: Doelstatus = Doelstatus.ONTWERP
    gemaakt_op: date | None = None
    ingelezen: bool = False
    voorganger_id: int | None = None
    oorsprong_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Not closed and not stopped."""
        return self.status in (Doelstatus.ONTWERP, Doelstatus.VASTGESTELD)


@dataclass(frozen=True, slots=True)
class Actie:
    """Without ``plaats`` an actie is meant for the place of its streefdoel.

    ``reden_nul``: why it needs no hours or euros of any kind.
    """

    id: int
    plan_id: int
    omschrijving: str = ""
    streefdoel_ids: Ids = ()
    aangrijpingspunt: Aangrijpingspunt | None = None
    zorgfase: Zorgfase | None = None
    aard: Aard | None = None
    trekker_rol: str = ""
    vervanger_rol: str = ""
    uitvoerders_bedoeld: int | None = None
    uitvoerders_feitelijk: int | None = None
    teamafspraak_ref: str = ""
    plaats: Plaats | None = None
    plaats_reden: str = ""
    reden_nul: str = ""
    start: date | None = None
    nog_niet_meetbaar: str = ""
    status: Actiestatus = Actiestatus.GEPLAND

    @property
    def counts(self) -> bool:
        """Geannuleerd and gestopt never count."""
        return self.status not in (Actiestatus.GESTOPT, Actiestatus.GEANNULEERD)

    def is_lopend(self, vandaag: date) -> bool:
        """At work now: said so, or planned with its start behind us."""
        if self.status is Actiestatus.LOPEND:
            return True
        started = self.start is not None and self.start <= vandaag
        return self.status is Actiestatus.GEPLAND and started


@dataclass(frozen=True, slots=True)
class Toekenning:
    """What came in of one kind in one school year; ``document`` and ``datum`` are of the letter.

    ``bekend_sinds``: since when the own calculation and the letter can be compared.
    """

    id: int
    soort: Middelsoort
    schooljaar: Schooljaar
    toegekend: Fraction | None = None
    document: str = ""
    datum: date | None = None
    eigen_berekening: Fraction | None = None
    verschil_verklaring: str = ""
    bekend_sinds: date | None = None

    @property
    def is_official(self) -> bool:
        """An amount with reference and date of its letter."""
        return self.toegekend is not None and bool(self.document) and self.datum is not None

    @property
    def verschil(self) -> Fraction | None:
        """Letter minus own calculation; None when one of them is missing."""
        if self.toegekend is None or self.eigen_berekening is None:
            return None
        return self.toegekend - self.eigen_berekening


@dataclass(frozen=True, slots=True)
class Toewijzing:
    """A part of one kind of means on an actie or a streefdoel; without both it has no goal.

    ``voorzien`` and ``besteed`` are None as long as nobody filled them in.
    """

    id: int
    soort: Middelsoort
    schooljaar: Schooljaar
    actie_id: int | None = None
    streefdoel_id: int | None = None
    voorzien: Fraction | None = None
    besteed: Fraction | None = None
    reden_nul: str = ""
    toelichting: str = ""
    bijgewerkt_op: date | None = None
    zichtbaar_voor_team: bool = True

    @property
    def has_target(self) -> bool:
        return self.actie_id is not None or self.streefdoel_id is not None

    @property
    def is_planned(self) -> bool:
        """An amount, or zero with its reason."""
        return bool(self.voorzien) or (self.voorzien is not None and bool(self.reden_nul))


@dataclass(frozen=True, slots=True)
class Meting:
    """A value of an indicator; ``situatie`` is a described one.

    ``streefdoel_ids`` empty: it holds for every streefdoel with this indicator.
    """

    id: int
    indicator_id: int
    peildatum: date | None = None
    definitie_versie: int = 1
    waarde: Fraction | None = None
    teller: Fraction | None = None
    noemer: Fraction | None = None
    situatie: str = ""
    bron_soort: Bronsoort | None = None
    is_nulmeting: bool = False
    streefdoel_ids: Ids = ()

    @property
    def number(self) -> Fraction | None:
        """Teller over noemer where there is one, otherwise the value."""
        if self.teller is not None and self.noemer:
            return self.teller / self.noemer
        return self.waarde


@dataclass(frozen=True, slots=True)
class Evaluatie:
    """``bevraging_aard``: what the bevragingen among the sources gave, when they are there."""

    id: int
    datum: date
    streefdoel_ids: Ids = ()
    meting_ids: Ids = ()
    bron_soorten: tuple[Bronsoort, ...] = ()
    bevraging_aard: tuple[Bronaard, ...] = ()
    groepen: tuple[Deelnemersgroep, ...] = ()
    aantal_deelnemers: int | None = None
    conclusie: str = ""
    vorige_evaluatie_id: int | None = None
    volgende_evaluatie_op: date | None = None

    @property
    def bron_aarden(self) -> frozenset[Bronaard]:
        known = {soort.aard for soort in self.bron_soorten} - {None}
        if Bronsoort.BEVRAGING in self.bron_soorten:
            known |= set(self.bevraging_aard)
        return frozenset(aard for aard in known if aard is not None)


@dataclass(frozen=True, slots=True)
class Besluit:
    """``streefdoel_ids`` empty: it holds for every streefdoel of its evaluatie."""

    id: int
    evaluatie_id: int
    keuze: Besluitkeuze
    motivering: str = ""
    streefdoel_ids: Ids = ()
    uitvoering_vanaf: date | None = None
    trekker_rol: str = ""
    nieuwe_streefwaarde: Fraction | None = None
    nieuwe_streefsituatie: str = ""
    nieuwe_einddatum: date | None = None
    nieuwe_plaats: Plaats | None = None


@dataclass(frozen=True, slots=True)
class Borging:
    """Keeping what is worth keeping."""

    id: int
    besluit_id: int
    vorm: Borgingsvorm
    verwijzing: str = ""
    trekker_rol: str = ""
    herzien_op: date | None = None


@dataclass(frozen=True, slots=True)
class Beleidskoppeling:
    """Another policy document in which the plan is anchored."""

    id: int
    document_soort: Documentsoort
    titel: str = ""
    datum: date | None = None
    herzien_op: date | None = None
    verwijzing: str = ""


@dataclass(frozen=True, slots=True)
class Draagvlakmoment:
    """Counts only, no list of who was there."""

    id: int
    datum: date
    vorm: Momentvorm
    groepen: tuple[Deelnemersgroep, ...] = ()
    uitgenodigd: int | None = None
    aanwezig: int | None = None
    leiding_aanwezig: bool = False
    onderwerpen: tuple[Onderwerp, ...] = ()
    uitkomst: str = ""
    bezwaren: str = ""
    bezwaren_beantwoord: bool = False
    koppelingen: tuple[Verwijzing, ...] = ()

    @property
    def is_team(self) -> bool:
        """A moment of the teaching team."""
        return Deelnemersgroep.PERSONEEL in self.groepen and self.vorm.is_team
