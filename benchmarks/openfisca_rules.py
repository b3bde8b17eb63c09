"""The peer: the same rules written for OpenFisca-core, the way its own country packages do.

One person entity (leerling), one group entity (school), one variable per term of the law,
vectorised formulas, parameters read from the tree. The numbers are those of ``gokwijs/regels``; no
number of the law stands here. Nothing is made slow: what several terms need is a variable of its
own, so that OpenFisca's cache computes it once, and whole columns are handed over as loaded
(``members_entity_id`` included), so that no identifiers are matched inside the timer.

Unknown answers: every amount has a ``laag`` (unknown is nee) and a ``hoog`` (unknown is ja) side.
That gives the same interval because no rule here lowers a result for one more ja; ``run.py``
compares every result with the exact ones, so this is checked and not believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit, Instant, Period
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.synthetic import Flanders
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import KENMERKEN, Kenmerk
from gokwijs.core.law.parameters import Regels
from gokwijs.core.middelen.bulk import BulkResult
from gokwijs.core.middelen.result import Regeling

Leerling = build_entity(key="leerling", plural="leerlingen", label="Leerling", is_person=True)
School = build_entity(
    key="school",
    plural="scholen",
    label="School",
    roles=[{"key": "leerling", "plural": "leerlingen", "label": "Leerling"}],
)
SIDES = ("laag", "hoog")
OKI = (Kenmerk.OPLEIDING_MOEDER, Kenmerk.SCHOOLTOESLAG, Kenmerk.THUISTAAL, Kenmerk.BUURT)
GROEPEN = ("groep_1", "groep_2")


class Antwoord(Enum):
    nee = "nee"
    ja = "ja"
    onbekend = "onbekend"


class Niveau(Enum):
    kleuter = "kleuter"
    lager = "lager"
    so = "so"
    bubao = "bubao"
    buso = "buso"


class Graad(Enum):
    geen = "geen"
    eerste = "1"
    tweede = "2"
    derde = "3"
    okan = "okan"


class Soort(Enum):
    """Type of special education; ``onbekend`` also stands for 'not in special education'."""

    onbekend = "onbekend"
    basisaanbod = "basisaanbod"
    type_1 = "1"
    type_2 = "2"
    type_3 = "3"
    type_4 = "4"
    type_7 = "7"
    type_9 = "9"


def parameter_tree(regels: Regels) -> ParameterNode:
    """The law as an OpenFisca parameter tree: floats by date, None after an ended value."""
    data: dict[str, Any] = {}
    for name, parameter in regels.parameters.items():
        if parameter.soort != "getal":
            continue
        values: dict[str, Any] = {}
        for waarde in parameter.waarden:
            number = None if waarde.value is None else float(waarde.value)
            values[waarde.vanaf.isoformat()] = {"value": number}
            if waarde.tot is not None:
                values.setdefault(_day_after(waarde.tot), {"value": None})
        for waarde in parameter.waarden:  # a successor overrules the end of the one before
            number = None if waarde.value is None else float(waarde.value)
            values[waarde.vanaf.isoformat()] = {"value": number}
        node = data
        *path, leaf = name.split(".")
        for step in path:
            node = node.setdefault(step, {})
        node[leaf] = {"values": values}
    return ParameterNode("", data=data)


def _day_after(day: Any) -> str:
    from datetime import timedelta

    return (day + timedelta(days=1)).isoformat()


# ---------------------------------------------------------------- building variables


def _variable(name: str, entity: Any, kind: type, formula: Any = None) -> type[Variable]:
    """A Variable class; a country package writes these out one by one."""
    body: dict[str, Any] = {
        "value_type": Enum if issubclass(kind, Enum) else kind,
        "entity": entity,
        "definition_period": DateUnit.YEAR,
        "label": name,
    }
    if issubclass(kind, Enum):
        body |= {"possible_values": kind, "default_value": next(iter(kind))}
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


def _side(answers: np.ndarray, side: str) -> np.ndarray:
    return answers == Antwoord.ja if side == "laag" else answers != Antwoord.nee


def _has(kenmerk: Kenmerk, side: str) -> Any:
    """Does this kenmerk apply, certainly or perhaps?"""

    def formula(leerling: Any, period: Period) -> np.ndarray:
        return _side(leerling(kenmerk.value, period), side)

    return formula


def _gewicht_in(condition: Any) -> Any:
    """The weight of the pupil where a condition holds, else 0."""

    def formula(leerling: Any, period: Period) -> np.ndarray:
        return leerling("gewicht", period) * condition(leerling, period)

    return formula


def _niveau_is(niveau: Niveau) -> Any:
    def condition(leerling: Any, period: Period) -> np.ndarray:
        return leerling("niveau", period) == niveau

    return condition


def _in_groep(groep: str) -> Any:
    one, other = (Graad.eerste, Graad.okan) if groep == "groep_1" else (Graad.tweede, Graad.derde)

    def condition(leerling: Any, period: Period) -> np.ndarray:
        graad = leerling("graad", period)
        return (graad == one) | (graad == other)

    return condition


def _sum_of(name: str) -> Any:
    def formula(school: Any, period: Period) -> np.ndarray:
        return school.sum(school.members(name, period))

    return formula


def _sum_where(name: str, where: str) -> Any:
    """Sum over the pupils of a group; ``where`` holds their weight in it."""

    def formula(school: Any, period: Period) -> np.ndarray:
        return school.sum(school.members(name, period) * school.members(where, period))

    return formula


def _round(x: np.ndarray) -> np.ndarray:
    """First decimal above 4 up, otherwise down."""
    return np.floor(x + 0.5)


def _budget_day(period: Period) -> Instant:
    """1 January of the budget year of this schooljaar."""
    return Instant((period.start.year + 1, 1, 1))


# ---------------------------------------------------------------- the rules


def inputs() -> list[type[Variable]]:
    """What is loaded."""
    answers = ("mfc_verblijf", *(k.value for k in KENMERKEN))
    return [
        _variable("niveau", Leerling, Niveau),
        _variable("graad", Leerling, Graad),
        _variable("soort", Leerling, Soort),
        *(_variable(name, Leerling, Antwoord) for name in answers),
        _variable("gewicht", Leerling, float),
        *(_variable(name, School, Antwoord) for name in ("brussel", "nieuwe_school")),
        *(_variable(name, School, float) for name in ("toeslag_leerlingen", "toeslag_noemer")),
    ]


def counts() -> list[type[Variable]]:
    """Per pupil: weight per group and answers per side; per school: their sums."""
    groups = {
        "kleuter": _niveau_is(Niveau.kleuter),
        "lager": _niveau_is(Niveau.lager),
        "so": _niveau_is(Niveau.so),
        "groep_1": _in_groep("groep_1"),
        "groep_2": _in_groep("groep_2"),
    }
    found = []
    for group, condition in groups.items():
        found.append(_variable(f"gewicht_{group}", Leerling, float, _gewicht_in(condition)))
        found.append(_variable(f"aantal_{group}", School, float, _sum_of(f"gewicht_{group}")))
    for kenmerk in KENMERKEN:
        for side in SIDES:
            name = f"{kenmerk.value}_{side}"
            found.append(_variable(name, Leerling, bool, _has(kenmerk, side)))
            if kenmerk in OKI:
                for group in ("kleuter", "lager", "so"):
                    formula = _sum_where(name, f"gewicht_{group}")
                    found.append(_variable(f"aantal_{group}_{name}", School, float, formula))
    return found


def ses_lestijden() -> list[type[Variable]]:
    """DBO art. 131-134."""

    def verhouding(school: Any, period: Period, parameters: Any) -> np.ndarray:
        vast = parameters(period).basisonderwijs.ses_lestijden.vaste_verhouding
        noemer = school("toeslag_noemer", period)
        ratio = school("toeslag_leerlingen", period) / np.where(noemer > 0, noemer, 1)
        return np.where(school("nieuwe_school", period) == Antwoord.ja, vast, ratio)

    def som(niveau: str, side: str) -> Any:
        def formula(school: Any, period: Period, parameters: Any) -> np.ndarray:
            ses = parameters(period).basisonderwijs.ses_lestijden
            per = getattr(ses, niveau)
            som = (
                school(f"aantal_{niveau}_opleiding_moeder_{side}", period) * per.opleiding_moeder
                + school("verhouding", period)
                * school(f"aantal_{niveau}", period)
                * per.schooltoeslag
                + school(f"aantal_{niveau}_thuistaal_{side}", period) * per.thuistaal
            )
            return som * ses.aanwendingspercentage

        return formula

    def rounded(name: str) -> Any:
        return lambda school, period: _round(school(name, period))

    found = [_variable("verhouding", School, float, verhouding)]
    for niveau in ("kleuter", "lager"):
        for side in SIDES:
            name = f"ses_som_{niveau}_{side}"
            found.append(_variable(name, School, float, som(niveau, side)))
            found.append(_variable(f"ses_{niveau}_{side}", School, int, rounded(name)))
    return found


def uren_leraar() -> list[type[Variable]]:
    """CSO art. 224-240, BVR21 art. 1-6; the earlier February is not known."""

    def hoofd(side: str) -> Any:
        """Zorgthuis, trekkende bevolking or opleiding moeder."""

        def formula(leerling: Any, period: Period) -> np.ndarray:
            return (
                leerling(f"zorgthuis_{side}", period)
                | leerling(f"trekkende_bevolking_{side}", period)
                | leerling(f"opleiding_moeder_{side}", period)
            )

        return formula

    def alleen(side: str) -> Any:
        def formula(leerling: Any, period: Period) -> np.ndarray:
            toeslag = leerling(f"schooltoeslag_{side}", period)
            return toeslag & ~leerling(f"hoofd_{side}", period)

        return formula

    def punten(side: str) -> Any:
        def formula(leerling: Any, period: Period, parameters: Any) -> np.ndarray:
            law = parameters(period).secundair.uren_leraar
            alleen = leerling(f"alleen_toeslag_{side}", period)
            toeslag = leerling(f"schooltoeslag_{side}", period)
            per_toeslag = np.where(
                alleen, law.punten.schooltoeslag_alleen, law.punten.schooltoeslag_in_combinatie
            )
            ruw = (
                toeslag * per_toeslag
                + leerling(f"zorgthuis_{side}", period) * law.punten.zorgthuis
                + leerling(f"trekkende_bevolking_{side}", period) * law.punten.trekkende_bevolking
                + leerling(f"opleiding_moeder_{side}", period) * law.punten.opleiding_moeder
                + leerling(f"thuistaal_{side}", period) * law.punten.thuistaal
            )
            afgetopt = np.minimum(ruw, law.maximum_per_leerling)
            telt = toeslag | leerling(f"hoofd_{side}", period)
            return telt * afgetopt * np.where(alleen, law.factor_alleen_schooltoeslag, 1.0)

        return formula

    def teller(side: str) -> Any:
        def formula(leerling: Any, period: Period, parameters: Any) -> np.ndarray:
            factor = parameters(period).secundair.uren_leraar.factor_alleen_schooltoeslag
            alleen = leerling(f"alleen_toeslag_{side}", period)
            return leerling(f"hoofd_{side}", period) + alleen * factor

        return formula

    def maal(groep: str, side: str) -> Any:
        def formula(school: Any, period: Period, parameters: Any) -> np.ndarray:
            law = parameters(period).secundair.uren_leraar
            brussel = _side(school("brussel", period), side)
            hoog = school(f"aandeel_{groep}_{side}", period) >= law.drempel_concentratie
            return np.where(brussel, law.vermenigvuldiger.brussel, 1.0) * np.where(
                hoog, law.vermenigvuldiger.concentratie, 1.0
            )

        return formula

    def aandeel(groep: str, side: str) -> Any:
        def formula(school: Any, period: Period) -> np.ndarray:
            aantal = school(f"aantal_{groep}", period)
            return school(f"teller_{groep}_{side}", period) / np.where(aantal > 0, aantal, 1)

        return formula

    def som(groep: str, side: str) -> Any:
        def formula(school: Any, period: Period, parameters: Any) -> np.ndarray:
            per_punt = getattr(parameters(period).secundair.uren_leraar.uren_per_punt, groep)
            punten = school(f"punten_{groep}_{side}", period)
            return punten * school(f"maal_{groep}_{side}", period) * per_punt

        return formula

    def volgens_punten(groep: str, side: str) -> Any:
        def formula(school: Any, period: Period, parameters: Any) -> np.ndarray:
            law = parameters(period).secundair.uren_leraar
            punten = school(f"punten_{groep}_{side}", period)
            afgerond = _round(punten * school(f"maal_{groep}_{side}", period))
            uren = _round(afgerond * getattr(law.uren_per_punt, groep))
            if side == "hoog":  # the earlier February may have met the threshold
                return uren
            return uren * (school(f"aandeel_{groep}_{side}", period) >= getattr(law.drempel, groep))

        return formula

    def toegekend(groep: str, side: str) -> Any:
        def formula(school: Any, period: Period, parameters: Any) -> np.ndarray:
            minimum = parameters(period).secundair.uren_leraar.minimum
            samen = sum(school(f"volgens_punten_{g}_{side}", period) for g in GROEPEN)
            return school(f"volgens_punten_{groep}_{side}", period) * (samen >= minimum)

        return formula

    found = []
    for side in SIDES:
        found += [
            _variable(f"hoofd_{side}", Leerling, bool, hoofd(side)),
            _variable(f"alleen_toeslag_{side}", Leerling, bool, alleen(side)),
            _variable(f"punten_{side}", Leerling, float, punten(side)),
            _variable(f"teller_{side}", Leerling, float, teller(side)),
        ]
        for groep in GROEPEN:
            key, where = f"{groep}_{side}", f"gewicht_{groep}"
            found += [
                _variable(f"punten_{key}", School, float, _sum_where(f"punten_{side}", where)),
                _variable(f"teller_{key}", School, float, _sum_where(f"teller_{side}", where)),
                _variable(f"aandeel_{key}", School, float, aandeel(groep, side)),
                _variable(f"maal_{key}", School, float, maal(groep, side)),
                _variable(f"uren_som_{key}", School, float, som(groep, side)),
                _variable(f"volgens_punten_{key}", School, int, volgens_punten(groep, side)),
                _variable(f"uren_{key}", School, int, toegekend(groep, side)),
            ]
    return found


def buitengewoon() -> list[type[Variable]]:
    """BuSO: CSO art. 317-322, BVR21 art. 7-11. BuBaO: DBO art. 139decies-139quaterdecies.

    Laag: a pupil of whom type or MFC is unknown counts unless the kenmerk would help; hoog: the
    reverse. Outside special education ``soort`` and ``mfc_verblijf`` are 0 and mean nothing.
    """

    def telt(certain: bool) -> Any:
        def formula(leerling: Any, period: Period) -> np.ndarray:
            soort, mfc = leerling("soort", period), leerling("mfc_verblijf", period)
            listed = (
                (soort == Soort.basisaanbod) | (soort == Soort.type_1) | (soort == Soort.type_3)
            )
            if certain:
                return listed & (mfc == Antwoord.nee)
            return (listed | (soort == Soort.onbekend)) & (mfc != Antwoord.ja)

        return formula

    def alle(side: str) -> Any:
        def formula(leerling: Any, period: Period) -> np.ndarray:
            zeker, misschien = leerling("telt_zeker", period), leerling("telt_misschien", period)
            moeder = leerling(f"opleiding_moeder_{side}", period)
            return zeker | (misschien & (~moeder if side == "laag" else moeder))

        return formula

    def met_moeder(side: str) -> Any:
        name = "telt_zeker" if side == "laag" else "telt_misschien"

        def formula(leerling: Any, period: Period) -> np.ndarray:
            return leerling(name, period) & leerling(f"opleiding_moeder_{side}", period)

        return formula

    def met_beide(side: str) -> Any:
        def formula(leerling: Any, period: Period) -> np.ndarray:
            return leerling(f"buo_moeder_{side}", period) & leerling(f"thuistaal_{side}", period)

        return formula

    def som(niveau: str, side: str, per_punt: str) -> Any:
        def formula(school: Any, period: Period, parameters: Any) -> np.ndarray:
            law = getattr(parameters(period).buitengewoon, niveau)
            return school(f"punten_{niveau}_{side}", period) * getattr(law, per_punt)

        return formula

    def punten(niveau: str, side: str) -> Any:
        def formula(school: Any, period: Period, parameters: Any) -> np.ndarray:
            law = getattr(parameters(period).buitengewoon, niveau).punten
            moeder = school(f"moeder_{niveau}_{side}", period)
            return moeder * law.opleiding_moeder + (
                school(f"beide_{niveau}_{side}", period) * law.thuistaal
            )

        return formula

    def uren(niveau: str, side: str, per_punt: str) -> Any:
        def formula(school: Any, period: Period, parameters: Any) -> np.ndarray:
            law = getattr(parameters(period).buitengewoon, niveau)
            afgerond = _round(school(f"punten_{niveau}_{side}", period))
            uren = _round(afgerond * getattr(law, per_punt))
            uren = uren * (uren >= law.minimum)
            if side == "hoog":  # the earlier February may have met the threshold
                return uren
            alle = school(f"telt_{niveau}_{side}", period)
            aandeel = school(f"moeder_{niveau}_{side}", period) / np.where(alle > 0, alle, 1)
            return uren * (aandeel >= law.drempel)

        return formula

    found = [
        _variable("telt_zeker", Leerling, bool, telt(True)),
        _variable("telt_misschien", Leerling, bool, telt(False)),
    ]
    for side in SIDES:
        found += [
            _variable(f"buo_telt_{side}", Leerling, bool, alle(side)),
            _variable(f"buo_moeder_{side}", Leerling, bool, met_moeder(side)),
            _variable(f"buo_beide_{side}", Leerling, bool, met_beide(side)),
        ]
    for niveau, code, per in (
        ("buso", Niveau.buso, "uren_per_punt"),
        ("bubao", Niveau.bubao, "lestijden_per_punt"),
    ):
        where = f"gewicht_{niveau}"
        found.append(_variable(where, Leerling, float, _gewicht_in(_niveau_is(code))))
        for side in SIDES:
            for name in ("telt", "moeder", "beide"):
                formula = _sum_where(f"buo_{name}_{side}", where)
                found.append(_variable(f"{name}_{niveau}_{side}", School, float, formula))
            key = f"{niveau}_{side}"
            found += [
                _variable(f"punten_{key}", School, float, punten(niveau, side)),
                _variable(f"uren_som_{key}", School, float, som(niveau, side, per)),
                _variable(f"uren_{key}", School, int, uren(niveau, side, per)),
            ]
    return found


def budgets() -> list[type[Variable]]:
    """Werkingsbudget (DBO art. 76-87, CSO art. 242-249) before capping, and the OKI."""

    def budget(deel: str, groups: tuple[str, ...], side: str) -> Any:
        def formula(school: Any, period: Period, parameters: Any) -> np.ndarray:
            bedrag = getattr(parameters(_budget_day(period)).werkingsbudget, deel).bedrag
            return sum(
                school(f"aantal_{group}_{k.value}_{side}", period) * getattr(bedrag, k.value)
                for k in OKI
                for group in groups
            )

        return formula

    def oki(side: str) -> Any:
        groups = ("kleuter", "lager", "so")

        def formula(school: Any, period: Period) -> np.ndarray:
            alle = sum(school(f"aantal_{group}", period) for group in groups)
            met = sum(school(f"aantal_{g}_{k.value}_{side}", period) for k in OKI for g in groups)
            zeker = sum(school(f"aantal_{group}_buurt_laag", period) for group in groups)
            misschien = sum(school(f"aantal_{group}_buurt_hoog", period) for group in groups)
            known = (zeker > 0) | (misschien < alle)
            return np.where(known, met / np.where(alle > 0, alle, 1), np.nan)

        return formula

    found = []
    for side in SIDES:
        for deel, groups in (("basisonderwijs", ("kleuter", "lager")), ("secundair", ("so",))):
            formula = budget(deel, groups, side)
            found.append(_variable(f"werkingsbudget_{deel}_{side}", School, float, formula))
        found.append(_variable(f"oki_{side}", School, float, oki(side)))
    return found


# ---------------------------------------------------------------- running it

# regeling: the variable with the result, and the one with the unrounded sum
WANTED: Mapping[Regeling, tuple[str, str]] = {
    Regeling.SES_LESTIJDEN_KLEUTER: ("ses_kleuter", "ses_som_kleuter"),
    Regeling.SES_LESTIJDEN_LAGER: ("ses_lager", "ses_som_lager"),
    Regeling.UREN_LERAAR_SO_1: ("uren_groep_1", "uren_som_groep_1"),
    Regeling.UREN_LERAAR_SO_23: ("uren_groep_2", "uren_som_groep_2"),
    Regeling.LESUREN_BUSO: ("uren_buso", "uren_som_buso"),
    Regeling.LESTIJDEN_BUBAO: ("uren_bubao", "uren_som_bubao"),
    Regeling.WERKINGSBUDGET_BAO: ("werkingsbudget_basisonderwijs", ""),
    Regeling.WERKINGSBUDGET_SO: ("werkingsbudget_secundair", ""),
    Regeling.OKI: ("oki", ""),
}


def build_system(regels: Regels) -> TaxBenefitSystem:
    """The rules and their parameters; built once, outside the timer."""
    system = TaxBenefitSystem([Leerling, School])
    system.parameters = parameter_tree(regels)
    system.add_variables(
        *inputs(), *counts(), *ses_lestijden(), *uren_leraar(), *buitengewoon(), *budgets()
    )
    return system


@dataclass(frozen=True)
class Loaded:
    """Columns in the types OpenFisca keeps, so that nothing is converted inside the timer."""

    membership: np.ndarray
    persons: Mapping[str, np.ndarray]
    schools: Mapping[str, np.ndarray]


def load(flanders: Flanders) -> Loaded:
    """Hand the columns over, outside the timer."""
    columns, schools = flanders.columns, flanders.schools
    persons: dict[str, np.ndarray] = {
        name: EnumArray(columns[name].astype(np.uint8), Antwoord)
        for name in ("mfc_verblijf", *(k.value for k in KENMERKEN))
    }
    for name, column, kind in (
        ("niveau", "onderwijsniveau", Niveau),
        ("graad", "graad", Graad),
        ("soort", "type", Soort),
    ):
        persons[name] = EnumArray(columns[column].astype(np.uint8), kind)
    persons["gewicht"] = (columns["halves"] / 2).astype(np.float32)
    facts: dict[str, np.ndarray] = {}
    for name in ("brussel", "nieuwe_school"):
        codes = np.array([getattr(s, name) for s in schools], dtype=np.uint8)
        facts[name] = EnumArray(codes, Antwoord)
    for name in ("toeslag_leerlingen", "toeslag_noemer"):
        facts[name] = np.array([float(getattr(s, name) or 0) for s in schools], dtype=np.float32)
    return Loaded(columns["school"].astype(np.int64), persons, facts)


def build_simulation(system: TaxBenefitSystem, loaded: Loaded) -> Simulation:
    """Link pupils to schools the way the documentation of OpenFisca shows it for survey data."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    pupils = len(loaded.membership)
    builder.declare_person_entity("leerling", np.arange(pupils))
    school = builder.declare_entity("school", np.arange(len(loaded.schools["brussel"])))
    builder.join_with_persons(school, loaded.membership, np.zeros(pupils, dtype=np.int8))
    return builder.build(system)


def calculate(
    simulation: Simulation, loaded: Loaded, schooljaar: Schooljaar
) -> dict[str, np.ndarray]:
    """From loaded columns to every result and sum of every school."""
    period = Period((DateUnit.YEAR, Instant((schooljaar.start, 9, 1)), 1))
    for columns in (loaded.persons, loaded.schools):
        for name, values in columns.items():
            simulation.set_input(name, period, values)
    names = [name for pair in WANTED.values() for name in pair if name]
    return {
        f"{name}_{side}": simulation.calculate(f"{name}_{side}", period)
        for name in names
        for side in SIDES
    }


# ---------------------------------------------------------------- the same rules?


def compare(
    ours: Iterable[BulkResult], theirs: Mapping[str, np.ndarray], places: Mapping[str, int]
) -> dict[str, Any]:
    """Every result of both peers side by side.

    ``wrong_hours``: results in whole hours that float gets wrong, and in how many schools.
    ``wrong_cents``: budgets that differ once rounded to the cent. ``other``: results that differ by
    more than float can explain (so the peer would not follow the same rules): a value missing on
    one side, a sum that differs by more than one part in ten thousand, hours that differ although
    no rounding edge or threshold is near, an OKI or budget off by more than one in a million.
    """
    wrong: dict[str, int] = {}
    schools: set[str] = set()
    cents = other = 0
    for result in ours:
        name, som = WANTED[result.regeling]
        place = places[result.instellingsnummer]
        for side, exact, ratio in (
            ("laag", result.minimum, result.som_low),
            ("hoog", result.maximum, result.som_high),
        ):
            found = float(theirs[f"{name}_{side}"][place])
            if exact is None:
                other += not np.isnan(found)
            elif som:
                differs = found != exact
                wrong[result.regeling] = wrong.get(result.regeling, 0) + differs
                if differs:
                    schools.add(result.instellingsnummer)
                sum_found = float(theirs[f"{som}_{side}"][place])
                if ratio is not None and not differs:
                    other += abs(sum_found - ratio[0] / ratio[1]) > 1e-4 * max(1.0, sum_found)
            else:
                other += abs(found - float(exact)) > 1e-6 * max(1.0, found)
                if result.regeling is not Regeling.OKI:
                    cents += round(found * 100) != (2 * exact * 100 + 1) // 2
    return {
        "wrong_hours": {key: number for key, number in wrong.items() if number},
        "wrong_schools": len(schools),
        "wrong_cents": cents,
        "other": other,
    }
