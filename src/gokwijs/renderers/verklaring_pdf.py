"""The Dutch form to sign, and the letters and cards with a QR code.

In: answers or links with the texts of the form. Out: PDF. The Dutch text counts, so the form is
Dutch only; letters carry the chosen languages beside Dutch.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno

from gokwijs.core.calendar import dutch_date
from gokwijs.core.kenmerken.formulier import Formulier, load_formulieren
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from gokwijs.renderers.typeset import typeset


@dataclass(frozen=True)
class Antwoorden:
    """What a parent answered."""

    talen: Mapping[Gezinslid, Taal]
    opleiding: Opleiding


@dataclass(frozen=True)
class BriefLink:
    """One letter or card: first name, class and address, nothing else of the pupil."""

    voornaam: str
    klas: str
    adres: str


def formulier_pdf(
    *,
    school: str,
    naam: str,
    antwoorden: Antwoorden | None,
    kenteken: str = "",
    surname_missing: bool = False,
) -> bytes:
    """The Dutch form, filled in or, without answers, with boxes; ``kenteken`` says who it is."""
    nl = load_formulieren()["nl"]
    vragen = [
        _vraag(
            nl.vraag(lid),
            nl.broers_zussen_hulp if lid is Gezinslid.BROERS_ZUSSEN else "",
            "" if antwoorden is None else nl.taal(antwoorden.talen.get(lid, Taal.ONBEKEND)),
            [nl.taal(taal) for taal in Taal],
        )
        for lid in Gezinslid
    ]
    vragen.append(
        _vraag(
            nl.opleiding_vraag,
            nl.opleiding_hulp,
            "" if antwoorden is None else nl.opleiding(antwoorden.opleiding),
            [nl.opleiding(one) for one in Opleiding],
        )
    )
    return typeset(
        "formulier.typ",
        {
            "titel": "Verklaring op eer",
            "inleiding": "Over de taal thuis en de opleiding van de moeder.",
            "school": school,
            "naam": naam,
            "kenteken": kenteken,
            "achternaam_invullen": surname_missing,
            "vragen": vragen,
            "op_eer": nl.op_eer,
            "voet": "Een eigen, eenvoudige tekst van GOK-wijs. De officiële tekst van het "
            "formulier is niet nagekeken.",
        },
    )


def _vraag(vraag: str, hulp: str, antwoord: str, opties: Sequence[str]) -> dict[str, Any]:
    return {"vraag": vraag, "hulp": hulp, "antwoord": antwoord, "opties": list(opties)}


def brieven_pdf(
    *,
    school: str,
    tot: date,
    links: Sequence[BriefLink],
    talen: Sequence[Formulier],
    nagelezen: frozenset[str] = frozenset(),
    cards: bool = False,
) -> bytes:
    """A letter on a sheet each, or eight cards on a sheet; ``nagelezen`` are codes of languages."""
    return typeset(
        "brieven.typ",
        {
            "titel": f"{'Kaartjes' if cards else 'Brieven'} voor ouders, vertrouwelijk",
            "vorm": "kaartjes" if cards else "brieven",
            "school": school,
            "tot": dutch_date(tot),
            "tot_kort": f"{tot:%d/%m/%Y}",
            "nl": _taal(load_formulieren()["nl"], read=True),
            "talen": [_taal(one, read=one.code in nagelezen) for one in talen if one.code != "nl"],
            "links": [
                {
                    "voornaam": link.voornaam,
                    "klas": link.klas,
                    "adres": link.adres,
                    "adres_regels": _lines(link.adres),
                    "qr": _qr(link.adres),
                }
                for link in links
            ],
        },
    )


def _taal(formulier: Formulier, *, read: bool) -> dict[str, str]:
    return {
        "code": formulier.code,
        "richting": formulier.richting,
        "naam": formulier.naam,
        "titel": formulier.brief_titel,
        "kind": formulier.kind,
        "brief": formulier.brief,
        "een_kind": formulier.brief_een_kind,
        "hulp": formulier.brief_hulp,
        "geldig_tot": formulier.geldig_tot,
        "hulpvertaling": formulier.nagelezen if read else formulier.hulpvertaling,
    }


def _lines(adres: str) -> list[str]:
    """The address in pieces that fit beside the code: host, then the secret in two halves."""
    found = re.fullmatch(r"https?://(.*/v/)((?:\w{4}-){3}\w{4}-)(.*)", adres)
    return [adres] if found is None else [str(part) for part in found.groups()]


def _qr(adres: str) -> str:
    out = io.BytesIO()
    segno.make(adres, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
