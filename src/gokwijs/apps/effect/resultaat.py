"""One result as somebody may see it: the same for the page, the PDF and the workbook.

In: a stored effect and whether the reader works with exact counts. Out: a ``Resultaat``. What may
not be shown is not in it: with fewer than ten pupils in a group there is one sentence and nothing
else, for everybody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gokwijs.apps.effect.beelden import beelden_van, te_weinig
from gokwijs.apps.effect.models import Opzet, Uitkomst, Vergelijking
from gokwijs.apps.effect.selectors import gelezen, is_toonbaar
from gokwijs.apps.effect.woorden import EENHEID_AANDEEL, GROEP, ONTWERPEN, UITVAL
from gokwijs.core.effect.koppelen import GOK
from gokwijs.core.effect.oordeel import Oordeel
from gokwijs.core.effect.uitkomst import Effect, Groepcijfers, Paren, Schatting
from gokwijs.core.effect.voorna import Leerwinst
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.zinnen.effect import (
    over_aannames,
    over_effect,
    over_krimp,
    over_leerwinst,
    over_paren,
    over_verandering,
    rtm_tekst,
)
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.bladen import Grid
from gokwijs.renderers.grafiek import Grafiek

GEEN_GETAL = "–"
AFGESCHERMD = "afgeschermd"
MEER = 20  # pupils from which a percentage may be given


@dataclass(frozen=True)
class Resultaat:
    """``uitvoering`` comes first: did it happen. ``werk``: only for who works with exact counts.

    ``naast``: facts beside the sentence, (label, value, remark).
    """

    oordeel: Oordeel
    berekend: Oordeel
    zinnen: tuple[Gezegd, ...]
    toonbaar: bool
    uitvoering: tuple[tuple[str, str], ...] = ()
    grafieken: tuple[Grafiek, ...] = ()
    tabellen: tuple[Grid, ...] = ()
    naast: tuple[tuple[str, str, str], ...] = ()
    steunt: tuple[str, ...] = ()
    verandert: tuple[str, ...] = ()
    krimp: tuple[Gezegd, ...] = ()
    werk: tuple[Grid, ...] = ()
    bijlage: tuple[Grid, ...] = ()

    @property
    def grids(self) -> list[Grid]:
        """Every table, for a workbook."""
        return [*self.tabellen, *self.werk, *self.bijlage]


def resultaat_van(uitkomst: Uitkomst, *, exact: bool) -> Resultaat:
    """Everything this reader may see of one stored result."""
    effect = gelezen(uitkomst)
    berekend = Effect.van_json(uitkomst.inhoud).oordeel
    said = tuple(_said(effect, uitkomst.opzet))
    if not is_toonbaar(effect):
        return Resultaat(effect.oordeel, berekend, said, toonbaar=False)
    opzet = uitkomst.opzet
    echt = Effect.van_json(uitkomst.echt) if uitkomst.echt else None
    return Resultaat(
        oordeel=effect.oordeel,
        berekend=berekend,
        zinnen=said,
        toonbaar=True,
        uitvoering=tuple(_uitvoering(uitkomst, effect, exact)),
        grafieken=beelden_van(effect, opzet, exact=exact),
        tabellen=tuple(_tabellen(effect, opzet, exact)),
        naast=tuple(_naast(effect, opzet)),
        steunt=tuple(_steunt(effect, opzet)),
        verandert=tuple(zin.tekst for zin in over_verandering(effect)),
        krimp=tuple(over_krimp(effect)),
        werk=(*_werk(effect), *_echt(echt, opzet)) if exact else (),
        bijlage=(_bijlage(effect, uitkomst, said),),
    )


def _said(effect: Effect, opzet: Opzet) -> Iterator[Gezegd]:
    """Without a comparison first what the group gained, then that this says nothing yet."""
    gain = effect.vooruitgang
    if effect.oordeel is Oordeel.GEEN_VERGELIJKING and gain is not None and not effect.proportie:
        found = Leerwinst(effect.n_t, 0, gain)
        yield from over_leerwinst(
            "De groep met de actie", str(opzet.toets), found, k_min=effect.drempels.n_effect_min
        )
    yield from over_effect(effect)


# ---------------------------------------------------------------- numbers in words


def een(value: float | None) -> str:
    """One decimal, never minus zero."""
    return GEEN_GETAL if value is None else _number(value, 1)


def twee(value: float | None) -> str:
    return GEEN_GETAL if value is None else _number(value, 2)


def _number(value: float, places: int) -> str:
    text = dutch_number(Fraction(value), places=places)
    bare = text.lstrip("-−")
    return bare if not any(c in "123456789" for c in bare) else text


def span(estimate: Schatting | None, *, places: int = 1) -> str:
    if estimate is None:
        return GEEN_GETAL
    return f"{_number(estimate.low, places)} tot {_number(estimate.high, places)}"


def eenheid(effect: Effect, opzet: Opzet) -> str:
    return EENHEID_AANDEEL if effect.proportie else opzet.toets.eenheid or "punten"


# ---------------------------------------------------------------- did it happen


def _uitvoering(uitkomst: Uitkomst, effect: Effect, exact: bool) -> Iterator[tuple[str, str]]:
    """Shares as whole percentages from twenty pupils on; below that in words.

    In words too where a percentage would give away a few pupils to who has no exact counts.
    """
    for label, share, of_pupils in (
        ("Leerlingen bereikt", uitkomst.bereik, True),
        ("Geplande momenten gegeven", uitkomst.dosis, False),
    ):
        few = of_pupils and not exact and share is not None
        if share is None:
            yield label, "niet bijgehouden"
        elif effect.n_t < MEER or (few and te_weinig(float(share), effect.n_t)):
            yield label, "minder dan de helft" if share < Fraction(1, 2) else "de helft of meer"
        else:
            yield label, f"{_number(float(share) * 100, 0)} %"


# ---------------------------------------------------------------- tables


def _tabellen(effect: Effect, opzet: Opzet, exact: bool) -> Iterator[Grid]:
    unit = eenheid(effect, opzet)
    rows = [_group(one, effect, opzet, exact) for one in effect.gemiddelden]
    if rows:
        what = "Aandeel" if effect.proportie else "Gemiddelde"
        yield (
            "Voor en na",
            ("Groep", "Leerlingen", f"{what} voor", f"{what} na", "Spreiding na"),
            rows,
        )
    found = list(_verschillen(effect))
    if found:
        yield (
            f"Het verschil, in {unit}",
            ("Wat", "Verschil", "Goed mogelijk"),
            [[label, een(one.waarde), span(one)] for label, one in found],
        )


def _group(one: Groepcijfers, effect: Effect, opzet: Opzet, exact: bool) -> list[str]:
    name = GROEP[one.groep]
    if one.groep == "vergelijking" and opzet.vergelijking == Vergelijking.VORIGE_LICHTING:
        name = "Vorige lichting"
    if effect.proportie:
        shares = [
            AFGESCHERMD if not exact and te_weinig(p, one.n) else _share(p)
            for p in (one.voor_gemiddelde, one.na_gemiddelde)
        ]
        return [name, str(one.n), *shares, GEEN_GETAL]
    return [
        name,
        str(one.n),
        een(one.voor_gemiddelde),
        een(one.na_gemiddelde),
        een(one.na_sd),
    ]


def _share(value: float | None) -> str:
    return GEEN_GETAL if value is None else f"{_number(value * 100, 0)} %"


def _verschillen(effect: Effect) -> Iterator[tuple[str, Schatting]]:
    if effect.vooruitgang is not None:
        yield "Vooruitgang van de groep, zonder vergelijking", effect.vooruitgang
    if effect.punten is not None:
        how = "beginmeting verrekend" if effect.aangepast else "natoets"
        yield f"Actie tegen vergelijkingsgroep ({how})", effect.punten
    if effect.controle is not None:
        yield "Ter controle: het verschil in vooruitgang", effect.controle.schatting


def _werk(effect: Effect) -> Iterator[Grid]:
    """Exact counts: who was left out and why, the pairs and how even they are."""
    if effect.uitval:
        yield (
            "Wie niet meetelt",
            ("Groep", "Waarom", "Leerlingen"),
            [[GROEP[u.groep], UITVAL.get(u.reden, u.reden), str(u.aantal)] for u in effect.uitval],
        )
    pairs = effect.paren
    if pairs is None:
        return
    yield (
        "De paren",
        ("Wat", "Aantal of waarde"),
        [
            ["wat gebeurde", over_paren(effect)[0].tekst],
            ["paren", str(pairs.n)],
            ["verschil op de voortoets, hele groepen (in sd)", twee(pairs.begin_g_voor)],
            ["verschil op de voortoets, binnen de paren (in sd)", twee(effect.begin_g)],
            ["hoogste verschil binnen een paar, vooraf gekozen", een(pairs.marge)],
            ["met de actie begon hoger", str(pairs.actie_hoger)],
            ["vergelijkingsgroep begon hoger", str(pairs.vergelijking_hoger)],
            ["even hoog", str(pairs.gelijk)],
            ["scheef: meer dan toeval zou geven", _yes(pairs.scheef)],
            ["gemiddeld verschil binnen de paren", een(_value(pairs.verschil))],
            ["goed mogelijk", span(pairs.verschil)],
        ],
    )
    yield from _balans(pairs)


def _balans(pairs: Paren) -> Iterator[Grid]:
    """What is known of both sides of the pairs: pupils per kenmerk, so for the Werkzone only."""
    if pairs.balans:
        yield (
            f"Leken de {pairs.n} paren op elkaar?",
            ("Wat we weten", "Met de actie", "Vergelijkingsgroep", "Scheef"),
            [
                [
                    "GOK-leerling" if one.kenmerk == GOK else one.kenmerk,
                    f"{one.actie} van de {one.n}",
                    f"{one.vergelijking} van de {one.n}",
                    _yes(one.scheef),
                ]
                for one in pairs.balans
            ],
        )


def _yes(value: bool) -> str:
    return "ja" if value else "nee"


def _value(estimate: Schatting | None) -> float | None:
    return None if estimate is None else estimate.waarde


def _echt(echt: Effect | None, opzet: Opzet) -> Iterator[Grid]:
    """Only who really got it; never the answer, and only with enough pupils."""
    if echt is None or not is_toonbaar(echt):
        return
    rows = [_group(one, echt, opzet, True) for one in echt.gemiddelden]
    yield (
        "Enkel wie het echt kreeg",
        ("Groep", "Leerlingen", "Gemiddelde voor", "Gemiddelde na", "Spreiding na"),
        rows,
    )


# ---------------------------------------------------------------- beside the sentence


def _naast(effect: Effect, opzet: Opzet) -> Iterator[tuple[str, str, str]]:
    unit = eenheid(effect, opzet)
    if effect.begin_g is not None:
        yield (
            "Verschil bij het begin",
            f"{een(effect.begin_g)} standaardafwijking",
            "Plus: de groep met de actie begon hoger.",
        )
    for r, sd, points in rtm_tekst(effect.rtm):
        yield (
            f"Verbetert vanzelf, bij een hertest van r = {r}",
            f"{points} {unit}" if points else f"{sd} standaardafwijking",
            "Deze leerlingen zijn op hun score gekozen: zo'n gemiddelde verbetert ook zonder "
            "actie, bovenop de gewone groei.",
        )
    if effect.g is not None:
        yield "In standaardafwijking", f"{een(effect.g.waarde)} ({span(effect.g)})", ""


def _steunt(effect: Effect, opzet: Opzet) -> Iterator[str]:
    yield f"{ONTWERPEN[effect.ontwerp]}."
    if opzet.vergelijking == Vergelijking.VORIGE_LICHTING:
        yield "Tussen de twee lichtingen veranderde verder niets dat meetelt voor deze toets."
    yield from (zin.tekst for zin in over_aannames(effect))
    yield "Iedereen telt mee zoals gepland, ook wie stopte."


# ---------------------------------------------------------------- the technical annex


def _bijlage(effect: Effect, uitkomst: Uitkomst, said: tuple[Gezegd, ...]) -> Grid:
    """Every value with its code and parameter, two decimals and more."""
    rows = [
        ["zinnen", ", ".join(zin.code for zin in said)],
        ["oordeel", effect.oordeel.value],
        ["ontwerp", effect.ontwerp.value],
        ["methoden", ", ".join(effect.methoden) or GEEN_GETAL],
        ["n met de actie", str(effect.n_t)],
        ["n vergelijking", str(effect.n_c)],
        ["verschil (punten)", f"{twee(_value(effect.punten))} [{span(effect.punten, places=2)}]"],
        ["g", f"{twee(_value(effect.g))} [{span(effect.g, places=2)}]"],
        ["g gekrompen", f"{twee(_value(effect.gekrompen))} [{span(effect.gekrompen, places=2)}]"],
        ["begin g", twee(effect.begin_g)],
        ["mdes", twee(effect.mdes)],
        ["n nodig per groep", str(effect.n_nodig or GEEN_GETAL)],
        ["maanden", _months(effect)],
        ["aannames", ", ".join(effect.aannames) or GEEN_GETAL],
        *[
            [f"parameter {name}", json.dumps(value, ensure_ascii=False).strip('"')]
            for name, value in sorted(effect.parameters.items())
        ],
        ["gegevens", effect.data_hash[:16]],
        ["berekend op", f"{uitkomst.gemaakt:%d/%m/%Y %H:%M}"],
    ]
    return "Technische bijlage", ("Wat", "Waarde"), rows


def _months(effect: Effect) -> str:
    if effect.maanden is None:
        return effect.maanden_reden or GEEN_GETAL
    one = effect.maanden
    return f"{one.waarde} [{one.low} tot {one.high}], tabel {one.tabel}"
