"""The page of an evaluatie as data, in the order of thinking: did it happen, what did we measure,
what may we conclude from it, what do we decide.

In: an evaluatie with its links, and who looks. Out: a block per goal, and what the page says of the
whole; the file that one takes along is made of the same. A fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gokwijs.apps.beleid.models import Actie, Besluit, Evaluatie, Meting, Streefdoel
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.effect.selectors import Uitkomstregel, uitkomsten_op, uitkomsten_van
from gokwijs.apps.inzet.bedrag import Zicht as Bedragzicht
from gokwijs.apps.opvolging import services_evaluatie as services
from gokwijs.apps.opvolging import zinnen
from gokwijs.apps.opvolging.actielijn import Actielijn, doellijnen
from gokwijs.apps.opvolging.middelen import Doelmiddelen, middelen_van
from gokwijs.apps.opvolging.opschalen import taken_along
from gokwijs.apps.opvolging.reeks import Reeks, reeks
from gokwijs.apps.opvolging.selectors import (
    borgingen_erbij,
    gebruikt_en_besloten,
    vorige_evaluatie,
)
from gokwijs.apps.opvolging.uitvoering import Uitvoeringsgraad, uitvoeringsgraad
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keuzes import (
    Actiestatus,
    Besluitkeuze,
    Bronaard,
    Bronsoort,
    Deelnemersgroep,
)
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.effect.oordeel import Oordeel
from gokwijs.core.zinnen.lijst import Gezegd

BEVRAGING = {Bronaard.KWANTITATIEF.value: "cijfers", Bronaard.KWALITATIEF.value: "woorden"}
ONVERGELEKEN = (Oordeel.ONDERDRUKT, Oordeel.NIET_UITGEVOERD, Oordeel.GEEN_VERGELIJKING)
GRAFIEKEN = 6  # with more goals the charts stand on the pages of the indicators


@dataclass(frozen=True)
class Actieregel:
    """One actie of a goal: whether it happened, what it gave, what was decided on it.

    ``later``: results worked out after the evaluatie was closed; they say nothing in it.
    """

    actie: Actie
    graad: Uitvoeringsgraad
    effect: Sequence[Uitkomstregel]
    later: Sequence[Uitkomstregel]
    besluit: Besluit | None
    gevolg: str


@dataclass(frozen=True)
class Doelblok:
    """One goal inside an evaluatie, in the order of thinking."""

    doel: Streefdoel
    vaststellingen: list[tuple[int, str]]  # (key or 0, what may be seen of it)
    # did it happen?
    acties: Sequence[Actieregel]
    graad: Uitvoeringsgraad
    middelen: Doelmiddelen
    # what did we measure?
    reeks: Reeks | None
    met_grafiek: bool
    nulmeting: str
    gemeten: list[Gezegd]
    # what may we conclude?
    duiding: list[Gezegd]
    # what do we decide?
    besluit: Besluit | None
    gevolg: str
    mee: Sequence[str]  # what scaling up takes along
    kopieen: Sequence[Streefdoel]  # scaled up from here

    @property
    def zinnen(self) -> list[Gezegd]:
        return [*self.gemeten, *self.duiding]

    @property
    def effecten(self) -> list[tuple[Actie, Uitkomstregel]]:
        return [(one.actie, found) for one in self.acties for found in one.effect]

    @property
    def later(self) -> list[tuple[Actie, Uitkomstregel]]:
        return [(one.actie, found) for one in self.acties for found in one.later]


def blad(access: Access, one: Evaluatie, zicht: Zicht) -> dict[str, object]:
    """What the page and the file say of an evaluatie."""
    goals = list(one.streefdoelen.all())
    before = one.vorige
    if before is None or before.verwijderd is not None:
        before = vorige_evaluatie(goals, access.school, one)
        gebruikt_en_besloten([before] if before is not None else [])
    if one.afgerond is not None:
        borgingen_erbij(one.besluiten.all())
    return {
        "evaluatie": one,
        "blokken": _blokken(access, one, goals, zicht),
        "metingen": [(m, zicht.meting(m)) for m in one.metingen.all()],
        "bronnen": [Bronsoort(b).label for b in one.bron_soorten if b in set(Bronsoort)],
        "bevraging": [BEVRAGING[a] for a in one.bevraging_aard if a in BEVRAGING],
        "codes": zicht.codes.tags(one.ok_codes),
        "groepen": groups(one),
        "ontbreekt": services.ontbreekt(one) if one.afgerond is None else [],
        "vorige": before,
        "vorige_metingen": used(before, zicht),
        "vorige_besluiten": decided(before),
        "mag": access.may_write and not one.plan.bevroren,
    }


def een_blok(access: Access, one: Evaluatie, doel: Streefdoel) -> Doelblok:
    """Only this goal, for the page of its decision."""
    return _blokken(access, one, [doel], Zicht(access))[0]


def _blokken(
    access: Access,
    one: Evaluatie,
    goals: Sequence[Streefdoel],
    zicht: Zicht,
) -> list[Doelblok]:
    acties = {doel: [a for a in doel.acties.all() if _counts(a)] for doel in goals}
    means = middelen_van(acties, _jaren(one), Bedragzicht(zicht.exact))
    every = [a for own in acties.values() for a in own]
    # What the same actie gave in the plan before is known already.
    keys = {key for a in every for key in (a.pk, a.voorganger_id) if key is not None}
    effects = _resultaten(access.school, keys, one.afgerond)
    lines = doellijnen(goals)
    return [
        _blok(
            doel,
            one,
            zicht,
            acties[doel],
            lines.acties[doel.pk],
            means[doel.pk],
            effects,
            lines.kopieen[doel.pk] if one.afgerond is not None else (),
        )
        for doel in goals
    ]


@dataclass(frozen=True)
class _Resultaten:
    """Per actie what was known when the evaluatie was closed, and what came after."""

    toen: Mapping[int, Sequence[Uitkomstregel]]
    later: Mapping[int, Sequence[Uitkomstregel]]


def _resultaten(school: School, keys: Collection[int], tot: date | None) -> _Resultaten:
    """An open evaluatie knows all of them."""
    if tot is None:
        return _Resultaten(uitkomsten_van(school, keys), {})
    return _Resultaten(*uitkomsten_op(school, keys, tot))


def _counts(actie: Actie) -> bool:
    return actie.status != Actiestatus.GEANNULEERD


def _jaren(one: Evaluatie) -> list[Schooljaar]:
    """The schooljaren of the plan, until that of the evaluatie."""
    last = max(Schooljaar.of(one.datum), one.plan.jaren[0])
    return [jaar for jaar in one.plan.jaren if jaar <= last]


def _blok(
    doel: Streefdoel,
    one: Evaluatie,
    zicht: Zicht,
    acties: Sequence[Actie],
    lijnen: tuple[Actielijn, ...],
    middelen: Doelmiddelen,
    effects: _Resultaten,
    kopieen: Sequence[Streefdoel],
) -> Doelblok:
    own = {b.actie_id: b for b in one.besluiten.all() if b.streefdoel_id == doel.pk}
    besluit, tot = own.get(None), one.afgerond
    if tot is not None and besluit is not None:
        _as_then(doel, besluit)
    graad = uitvoeringsgraad(acties)
    regels = [_actie(doel, a, effects, own.get(a.pk)) for a in acties]
    said = zinnen.over_effect(doel, graad, tot)
    if any(found.oordeel not in ONVERGELEKEN for r in regels for found in r.effect):
        # Some actie was compared: that there is no comparison would contradict its result.
        said = [one for one in said if not one.code.startswith("E03")]
    measured = []
    if not graad.laag:
        measured = zinnen.over_doel(doel, zicht, tot or timezone.localdate(), tot)
    return Doelblok(
        doel,
        [
            (v.pk if zicht.exact or not v.werkzone else 0, zicht.vaststelling(v))
            for v in doel.vaststellingen.all()
            if v.ingetrokken is None
        ],
        regels,
        graad,
        middelen,
        _reeks(doel, one, zicht, lijnen),
        len(one.streefdoelen.all()) <= GRAFIEKEN,
        zicht.meting(doel.nulmeting),
        measured,
        said,
        besluit,
        consequence_of(besluit) if besluit is not None else "",
        taken_along(doel, acties, own.values()) if _scales(besluit) else (),
        kopieen,
    )


def _scales(besluit: Besluit | None) -> bool:
    return besluit is not None and besluit.keuze == Besluitkeuze.OPSCHALEN


def _effect(
    doel: Streefdoel, actie: Actie, effects: Mapping[int, Sequence[Uitkomstregel]]
) -> list[Uitkomstregel]:
    """Of this actie and the same one in the plan before; not of the place it was copied from."""
    before = None if doel.opgeschaald else actie.voorganger_id
    return [*effects.get(actie.pk, ()), *effects.get(before or 0, ())]


def _actie(
    doel: Streefdoel, actie: Actie, effects: _Resultaten, besluit: Besluit | None
) -> Actieregel:
    return Actieregel(
        actie,
        uitvoeringsgraad([actie]),
        _effect(doel, actie, effects.toen),
        _effect(doel, actie, effects.later),
        besluit,
        consequence_on_action(besluit),
    )


def _reeks(
    doel: Streefdoel, one: Evaluatie, zicht: Zicht, lijnen: tuple[Actielijn, ...]
) -> Reeks | None:
    """A closed evaluatie keeps what was measured then."""
    if doel.indicator is None:
        return None
    tot = one.afgerond
    metingen = [m for m in doel.indicator.metingen.all() if tot is None or m.peildatum <= tot]
    return reeks(doel.indicator, metingen, zicht, zinnen.doellijn(doel, zicht, lijnen))


def groups(one: Evaluatie) -> list[tuple[str, int]]:
    """Who took part, by group."""
    return [(g.label, one.groepen[g.value]) for g in Deelnemersgroep if one.groepen.get(g.value)]


def used(one: Evaluatie | None, zicht: Zicht) -> list[tuple[Meting, str]]:
    if one is None:
        return []
    return [(m, zicht.meting(m)) for m in one.metingen.all()]


def decided(one: Evaluatie | None) -> list[Besluit]:
    if one is None:
        return []
    return list(one.besluiten.all())


def _as_then(doel: Streefdoel, besluit: Besluit) -> None:
    """A closed evaluatie does not speak of the target that came out of it."""
    if besluit.nieuwe_streefwaarde is not None:
        doel.streefwaarde = None
    if besluit.nieuwe_einddatum is not None:
        doel.einddatum = None


def consequence_of(besluit: Besluit) -> str:
    """What closing the evaluatie does with this decision."""
    return {
        Besluitkeuze.VOORTZETTEN: "Het streefdoel loopt verder.",
        Besluitkeuze.BIJSTUREN: (
            "Het streefdoel krijgt de nieuwe streefwaarde of einddatum. De oude blijft in de "
            "geschiedenis staan."
        ),
        Besluitkeuze.STOPPEN: (
            "Het streefdoel wordt stopgezet en blijft leesbaar. Stoppen met iets dat niet past, "
            "is geen mislukking."
        ),
        Besluitkeuze.OPSCHALEN: (
            "Er komt een ontwerp van dit streefdoel en zijn acties op de nieuwe plaats. Daar is "
            "een eigen nulmeting nodig."
        ),
        Besluitkeuze.NIEUW_STARTEN: "Maak daarna een nieuw streefdoel.",
    }[Besluitkeuze(besluit.keuze)]


def consequence_on_action(besluit: Besluit | None) -> str:
    """The same for a decision on one action; empty when there is none."""
    if besluit is None:
        return ""
    einde = besluit.nieuwe_einddatum
    return {
        Besluitkeuze.VOORTZETTEN: "De actie loopt verder.",
        Besluitkeuze.BIJSTUREN: f"De actie loopt tot {einde:%d/%m/%Y}."
        if einde
        else "Pas de actie daarna aan.",
        Besluitkeuze.STOPPEN: "De actie wordt gestopt en blijft leesbaar.",
    }[Besluitkeuze(besluit.keuze)]
