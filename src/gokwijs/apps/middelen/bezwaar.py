"""The comparison of a schooljaar as plain texts for the appeal file.

In: the comparison and the stored calculation. Out: data for ``renderers.bezwaar``; Werkzone data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from gokwijs.apps.middelen.brieven import Blad, Rij
from gokwijs.apps.middelen.models import OfficieleBrief
from gokwijs.apps.middelen.presenters import interval_of, show, view
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.law.status import Status
from gokwijs.core.middelen.officieel import LineKind
from gokwijs.core.telling.model import Telling

Json = Mapping[str, Any]
STATEN = {
    "gelijk": "gelijk",
    "binnen": "past in ons interval",
    "open": "nog open",
    "verklaard": "verklaard",
    "betwist": "betwist",
    "niet_te_vergelijken": "niet te vergelijken",
}


def document_of(access: Access, schooljaar: Schooljaar, blad: Blad, today: date) -> dict[str, Any]:
    """Everything that stands in the document."""
    assert blad.berekening is not None
    school, berekening = access.school, blad.berekening
    made = timezone.localtime(berekening.created)
    return {
        "titel": "Vergelijking met de officiële cijfers",
        "school": school.naam,
        "nummer": school.instellingsnummer,
        "schooljaar": str(schooljaar),
        "datum": dutch_date(today),
        "door": access.user.naam,
        "kop": f"{school.naam} ({school.instellingsnummer}), schooljaar {schooljaar}",
        "voet": "GOK-wijs: een eigen berekening, geen toekenning",
        "antwoord": summary(blad),
        "toelichting": "Dit document zet de officiële cijfers naast onze eigen telling, met de "
        "wet en de stappen erbij. Het bevat exacte aantallen en is enkel bestemd voor wie ze "
        "opgeeft of nakijkt.",
        "brieven": [_brief(b) for b in blad.brieven],
        "rijen": [_rij(r) for r in blad.rijen],
        "verschillen": [_verschil(r) for r in (*blad.verschillen, *blad.binnen)],
        "teldag": dutch_date(Telling.from_json(berekening.telling).teldag),
        "herkomst": berekening.herkomst,
        "berekend": f"{dutch_date(made.date())} door {berekening.by_naam}",
        "berekeningen": [_berekening(r) for r in _wanted(blad)],
        "bewijs": _bewijs(_wanted(blad)),
    }


def summary(blad: Blad) -> str:
    """The answer in one sentence."""
    number, still = len(blad.verschillen), len(blad.open)
    if not blad.rijen:
        return "Er is nog geen officieel cijfer ingevoerd."
    if blad.berekening is None:
        return "Er is nog geen eigen telling om mee te vergelijken."
    compared = [r for r in blad.rijen if r.staat != "niet_te_vergelijken"]
    if not compared:
        return "Geen enkele regel is te vergelijken met onze telling."
    inside = len(blad.binnen)
    room = f" {_lines(inside)} binnen ons interval." if inside else ""
    if not number and not inside:
        words = "De regel die we kunnen" if len(compared) == 1 else "Alle regels die we kunnen"
        verb = "is" if len(compared) == 1 else "zijn"
        return f"{words} vergelijken {verb} gelijk aan onze telling."
    if not number:
        return f"Geen enkele regel spreekt onze telling tegen.{room}"
    noun = "regels verschilt" if number == 1 else "regels verschillen"
    told = f"{number} van {len(compared)} {noun} van onze telling."
    return f"{told} {_still_open(blad.verschillen, still)}{room}"


def _still_open(verschillen: Sequence[Rij], still: int) -> str:
    if len(verschillen) == 1:
        return f"Dat verschil is {STATEN[verschillen[0].staat]}."
    if not still:
        return "Alles is verklaard of betwist."
    if still == len(verschillen):
        return "Alle verschillen zijn nog open."
    return f"Daarvan {'is' if still == 1 else 'zijn'} er {still} nog open."


def _lines(number: int) -> str:
    return "1 andere regel past" if number == 1 else f"{number} andere regels passen"


def _brief(brief: OfficieleBrief) -> dict[str, str]:
    withdrawn = brief.status == OfficieleBrief.Status.INGETROKKEN
    return {
        "naam": brief.naam + (" (ingetrokken)" if withdrawn else ""),
        "opmerking": brief.opmerking,
        "datum": f"{brief.datum:%d/%m/%Y}",
        "teldag": f"{brief.teldag:%d/%m/%Y}" if brief.teldag else "niet vermeld",
        "ingevoerd": f"{timezone.localtime(brief.created):%d/%m/%Y}, {brief.by_naam}",
    }


def _rij(rij: Rij) -> dict[str, str]:
    return {
        "titel": rij.line.titel,
        "officieel": rij.officieel,
        "eigen": rij.eigen,
        "verschil": rij.verschil,
        "staat": STATEN[rij.staat],
    }


def _verschil(rij: Rij) -> dict[str, Any]:
    return {
        **_rij(rij),
        "bron": f"{rij.sourced.brief.naam}, {rij.sourced.brief.datum:%d/%m/%Y}",
        "oorzaken": [
            {"titel": c.kind.titel, "zin": c.sentence, "zeker": c.proven} for c in rij.causes
        ],
        "notas": [
            {
                "tekst": n.tekst,
                "staat": n.get_staat_display().capitalize(),
                "door": n.by_naam,
                "op": dutch_date(timezone.localtime(n.created).date()),
            }
            for n in rij.notas
        ],
    }


def _wanted(blad: Blad) -> list[Json]:
    """The results that the letter speaks of; all of them when it only counts pupils."""
    assert blad.berekening is not None
    named = {r.line.key for r in blad.rijen if r.line.kind is not LineKind.TELLING}
    found = [r for r in blad.berekening.resultaten if r["regeling"] in named]
    return found or list(blad.berekening.resultaten)


def _berekening(result: Json) -> dict[str, Any]:
    shown = view(result, werkzone=True)
    number = f"{shown.groot} {shown.eenheid}" if shown.is_hours else shown.groot
    return {
        "titel": shown.titel,
        "resultaat": number if shown.berekenbaar else "niet berekenbaar",
        "zin": shown.zin,
        "status": shown.status,
        "redenen": [" ".join((*r.sentences, r.remedy)).strip() for r in shown.remarks],
        "stappen": [s for step in result["stappen"] for s in _steps(step, 0)],
    }


def _steps(step: Json, depth: int) -> Iterator[dict[str, Any]]:
    value = interval_of(step["waarde"])
    status = Status(step["status"])
    unit = step["eenheid"]
    shown = show(value, unit)
    yield {
        "diepte": min(depth, 6),
        "naam": step["naam"],
        "zin": step["zin"],
        "waarde": f"€ {shown}" if unit == "euro" and value is not None else shown,
        "artikel": step["artikel"],
        "status": status.value if status.rank >= Status.AFGELEID.rank else "",
    }
    for part in step["delen"]:
        yield from _steps(part, depth + 1)


def _bewijs(results: list[Json]) -> list[dict[str, str]]:
    """Hashes once, and per result the sum of the rules it used."""
    found: dict[str, str] = {}
    for result in results:
        proof = result["bewijs"]
        found["Telling"] = proof["telling"]
        if proof["vorige_telling"]:
            found["Telling van een jaar eerder"] = proof["vorige_telling"]
        found["Schoolgegevens"] = proof["school"]
        found[f"Regels: {result['titel']}"] = proof["regels_hash"]
        found["Versie van het programma"] = proof["versie"]
    return [{"naam": name, "waarde": value} for name, value in found.items()]
