"""From a look to an answer: which parts a question has, and what is said when there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from gokwijs.apps.analyse.antwoord_jaar import attesten_deel, leeftijd_deel, overgang_deel
from gokwijs.apps.analyse.antwoord_klassen import HOW, klassen_delen, tussen_deel
from gokwijs.apps.analyse.antwoord_stroom import matrix_deel, stroom_deel
from gokwijs.apps.analyse.antwoord_waar import trend_deel, veranderd_deel, waar_deel
from gokwijs.apps.analyse.antwoord_wie import (
    aandeel_van,
    combinaties_deel,
    jaren_deel,
    kenmerken_deel,
    samen_deel,
)
from gokwijs.apps.analyse.blad import Blad, Deel
from gokwijs.apps.analyse.kijk import Kijk, Zone
from gokwijs.apps.analyse.vragen import Vraag
from gokwijs.apps.analyse.woorden import ZIN
from gokwijs.core.analyse.plek import INDELINGEN
from gokwijs.core.analyse.selectie import GROEPEN
from gokwijs.core.analyse.tellen import SCHOOL
from gokwijs.core.calendar import dutch_date
from gokwijs.core.zinnen.kiezen import over_jaren, zonder_gegevens
from gokwijs.core.zinnen.lijst import Gezegd, vul

Maker = Callable[[Kijk], Deel | None]
_PARTS: dict[Vraag, tuple[Maker, ...]] = {
    Vraag.WIE: (kenmerken_deel, samen_deel, combinaties_deel, jaren_deel),
    Vraag.WAAR: (waar_deel, trend_deel),
    Vraag.VERANDERD: (veranderd_deel,),
    Vraag.STROOM: (stroom_deel, matrix_deel),
    Vraag.LEEFTIJD: (leeftijd_deel, overgang_deel),
    Vraag.ATTESTEN: (attesten_deel,),
}
# The named tables that a question needs: outside the Werkzone they must have been released.
TABELLEN: dict[Vraag, tuple[str, ...]] = {
    Vraag.WIE: ("samenstelling", "aantal"),
    Vraag.WAAR: ("waar-leerjaar", "waar-richting", "waar-graad", "waar-vestiging", "waar-klas"),
    Vraag.VERANDERD: ("waar-graad",),
    Vraag.STROOM: ("stroom",),
    Vraag.KLASSEN: ("waar-klas",),
    Vraag.LEEFTIJD: ("vordering",),
    Vraag.ATTESTEN: ("attesten",),
}
ONBEKENDEN = (
    "Als we een kenmerk van een leerling niet kennen, telt die hier bij de anderen: een aparte "
    "groep zou te klein zijn om te tonen. Het echte aandeel kan dus hoger liggen dan wat er staat."
)
_NOTHING = {
    Vraag.WIE: "geen leerlingen in dit schooljaar",
    Vraag.WAAR: "geen leerlingen in dit schooljaar",
    Vraag.VERANDERD: "van het schooljaar ervoor zijn er geen leerlingen bewaard",
    Vraag.STROOM: "van het schooljaar ervoor zijn er geen leerlingen bewaard",
    Vraag.KLASSEN: "geen leerjaar met twee klassen of meer",
    Vraag.LEEFTIJD: "geen leerlingen met een leerjaar en een geboortedatum",
    Vraag.ATTESTEN: "er zijn nog geen attesten ingelezen voor dit schooljaar",
}


def blad_van(kijk: Kijk, vraag: Vraag) -> Blad:
    """The answer to a question; without figures it says what is missing."""
    if vraag is Vraag.KLASSEN:
        found: Sequence[Deel | None] = [*klassen_delen(kijk), tussen_deel(kijk)]
    else:
        found = [make(kijk) for make in _PARTS[vraag]]
    parts = [_said(deel) for deel in found if deel is not None]
    if vraag is Vraag.KLASSEN and parts:
        parts[-1] = replace(parts[-1], noten=(*parts[-1].noten, *HOW))
    if not parts or all(d.key in ("jaren", "matrix") for d in parts):
        parts = [Deel("leeg", "", tuple(zonder_gegevens(_missing(kijk, vraag))))]
    notes = () if kijk.exact else (ONBEKENDEN,)
    return Blad(vraag.value, vraag.titel, onder(kijk), tuple(parts), bron(kijk), notes)


def _said(deel: Deel) -> Deel:
    """A part of which everything is hidden says so, instead of nothing."""
    if not deel.zinnen and deel.tabel is not None and deel.tabel.afgeschermd:
        return replace(deel, zinnen=(vul("A02"),))
    return deel


def naast_elkaar(kijk: Kijk, ander: Kijk, vraag: Vraag) -> list[tuple[str, Blad]]:
    """The first part of two answers, to lay beside each other."""
    found = []
    for side, look in (("a", kijk), ("b", ander)):
        blad = blad_van(look, vraag)
        found.append((side, replace(blad, delen=blad.delen[:1])))
    return found


def verschil_zinnen(kijk: Kijk, ander: Kijk, vraag: Vraag) -> list[Gezegd]:
    """What the two answers together say: one share in two years, with the interval between."""
    if vraag not in (Vraag.WIE, Vraag.WAAR) or kijk.jaar == ander.jaar:
        return []
    old, new = sorted((kijk, ander), key=lambda k: k.jaar.start if k.jaar else 0)
    kolom = kijk.keuze.kenmerk or "gok"
    shares = []
    for look in (old, new):
        blad = look.telblad("samenstelling")
        shares.append(None if blad is None else aandeel_van(blad.aantallen.get((SCHOOL, kolom))))
    if shares[0] is None or shares[1] is None:
        return []
    return over_jaren(
        ZIN[kolom], str(old.jaar), shares[0], str(new.jaar), shares[1], k_min=kijk.k_min
    )


def kort(kijk: Kijk, vraag: Vraag) -> tuple[Gezegd, ...]:
    """The first sentences of the answer, for the overview."""
    if vraag is Vraag.KLASSEN:
        first = next(iter(klassen_delen(kijk)), None)
    else:
        first = _PARTS[vraag][0](kijk)
    said = () if first is None else _said(first).zinnen
    return said[:2] or tuple(zonder_gegevens(_missing(kijk, vraag)))


def _missing(kijk: Kijk, vraag: Vraag) -> str:
    if kijk.jaar is None and kijk.jaren:
        return f"van schooljaar {kijk.keuze.jaar} zijn er hier geen cijfers"
    if kijk.exact or kijk.jaar is None:
        return _NOTHING[vraag] if kijk.jaren or kijk.exact else _not_fixed(kijk)
    reasons = [kijk.geweigerd(name) for name in TABELLEN[vraag]]
    refused = next((reason.rstrip(".") for reason in reasons if reason), "")
    if refused:
        return refused[0].lower() + refused[1:]
    if kijk.zone is Zone.GROEP:
        return "de school gaf deze tabel niet vrij"
    return _NOTHING[vraag]


def _not_fixed(kijk: Kijk) -> str:
    if kijk.zone is Zone.SCHOOL:
        return "de school legde nog geen cijfers vast voor het hele team"
    return "de school gaf nog geen tabellen vrij"


def onder(kijk: Kijk) -> str:
    """Year, day and filters in words."""
    dag = kijk.dag()
    said = [f"Schooljaar {kijk.jaar}" if kijk.jaar else "Geen schooljaar"]
    if dag is not None:
        said.append(f"stand van {dutch_date(dag)}")
    return ", ".join([*said, *filter_words(kijk)])


def filter_words(kijk: Kijk) -> list[str]:
    """Each filter in words, with the names of the places."""
    if not kijk.exact:
        return []
    names = kijk.plaatsnamen
    found = [
        names.get(name, {}).get(value, value)
        for name, value in kijk.keuze.filters.items()
        if name in INDELINGEN
    ]
    if kijk.keuze.groep:
        found.append(f"enkel {GROEPEN[kijk.keuze.groep]}")
    if kijk.klassen is not None:
        found.append("enkel je eigen klassen")
    return found


def bron(kijk: Kijk) -> str:
    """Where the figures come from, and for whom they are."""
    who = {
        Zone.WERK: "Vertrouwelijk: exacte aantallen, enkel voor wie deze leerlingen opvolgt.",
        Zone.SCHOOL: "Voor het schoolteam en de schoolraad; kleine groepen zijn afgeschermd.",
        Zone.GROEP: "Vrijgegeven door de school; kleine groepen zijn afgeschermd.",
    }[kijk.zone]
    return f"Bron: leerlingengegevens van {kijk.school.naam} in GOK-wijs. {who}"
