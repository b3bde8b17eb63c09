"""Fictional pupils of the demo schools, with a history: the files of the manual, given names.

In: a school, its example file and the day. Out: pupils who sat in that file on the last teldag,
moved up a year since; in the first year new pupils came, most of them without a declaration.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib.resources import files

from django.utils import timezone

from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling, Verklaring
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.kenmerken.verklaring import (
    Gezinslid,
    Opleiding,
    Taal,
    besluit_opleiding,
    besluit_thuistaal,
)
from gokwijs.core.telling.columns import antwoord, fold

FIRST_NAMES = (
    *("Noor", "Adam", "Fien", "Yusuf", "Lina", "Wout", "Amira", "Stan", "Elif", "Jef", "Sara"),
    *("Milan", "Zoë", "Ilias", "Marie", "Bram", "Aya", "Lars", "Olena", "Rayan", "Julie", "Kobe"),
    *("Inès", "Mats", "Hiba", "Senne", "Ana", "Tuur", "Mirela", "Seppe", "Zuzanna", "Lowie"),
)
NAMES = (
    *("Appelboom", "Bladwijzer", "Citroenpit", "Dakpan", "Ezelsoor", "Fluitketel", "Gieter"),
    *("Hooivork", "Inktpot", "Jampot", "Knikker", "Lantaarn", "Melkkan", "Notendop", "Oorwarmer"),
    *("Potlood", "Regenlaars", "Suikerpot", "Theelepel", "Uilenbril", "Vlieger", "Wasknijper"),
    *("Zandkasteel", "Van Papier", "De Bezem", "Paraplu", "Sjaal", "Kruiwagen", "Trommel"),
)
_NEWCOMERS = 14
_ONBEKEND, _JA = Antwoord.ONBEKEND, Antwoord.JA


def build_pupils(school: School, filename: str, today: date) -> None:
    """Make the pupils of a demo school; every run gives the same ones."""
    chance = random.Random(school.instellingsnummer)  # not for secrets: a repeatable demo
    now = Schooljaar.of(today)
    rows = [row for row in _rows(filename) if row["instellingsnummer"] == school.instellingsnummer]
    pupils = [_pupil(school, str(row["leerling"]), chance, row["leerjaar"], now) for row in rows]
    new = [
        {**row, "leerling": str(2690000 + n), "klas": row["klas"]}
        for n, row in enumerate(_firsts(rows)[:_NEWCOMERS])
    ]
    pupils += [_pupil(school, row["leerling"], chance, row["leerjaar"], now) for row in new]
    Leerling.objects.bulk_create(pupils)
    enrolments = [
        one
        for pupil, row in zip(pupils, rows, strict=False)
        for one in _enrolments(pupil, row, now)
    ]
    enrolments += [
        Inschrijving(leerling=pupil, begin=now.first_day, **_place(row))
        for pupil, row in zip(pupils[len(rows) :], new, strict=True)
    ]
    Inschrijving.objects.bulk_create(enrolments)
    for pupil, row in zip(pupils, rows, strict=False):
        _facts(pupil, row, now.previous.first_day, chance)
    for number, (pupil, row) in enumerate(zip(pupils[len(rows) :], new, strict=True)):
        if number % 5 == 0:
            _facts(pupil, row, now.first_day, chance)


def _rows(filename: str) -> Iterator[dict[str, str]]:
    path = files("gokwijs") / "inhoud" / "voorbeelden" / filename
    with path.open(encoding="utf-8-sig") as handle:
        yield from csv.DictReader(handle, delimiter=";")


def _firsts(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows to model newcomers on: mostly of the first year of the school."""
    return [r for r in rows if r["leerjaar"] == "1" and r["graad"] in ("", "1")] or rows


def _pupil(
    school: School, stamnummer: str, chance: random.Random, leerjaar: str, now: Schooljaar
) -> Leerling:
    naam, voornaam = chance.choice(NAMES), chance.choice(FIRST_NAMES)
    age = int(leerjaar) if leerjaar.isdigit() else 1
    base = 3 if school.instellingsnummer == "999001" else 11
    return Leerling(
        school=school,
        stamnummer=stamnummer,
        naam=naam,
        voornaam=voornaam,
        zoeknaam=fold(f"{naam} {voornaam}"),
        geboortedatum=date(now.start - base - age, chance.randint(1, 12), chance.randint(1, 28)),
    )


def _place(row: dict[str, str], **other: str) -> dict[str, object]:
    found: dict[str, object] = {
        name: row[name]
        for name in (
            *("vestigingsplaats", "onderwijsniveau", "graad", "type"),
            *("leerjaar", "richting", "klas"),
        )
    }
    special = row["onderwijsniveau"] in ("bubao", "buso")
    mfc = antwoord(row["mfc_verblijf"]) if special else Antwoord.NEE
    found["mfc_verblijf"] = int(_ONBEKEND if mfc is None else mfc)
    found["halves"] = 1 if row["gewicht"].replace(",", ".") == "0.5" else 2
    return {**found, **other}


def _enrolments(pupil: Leerling, row: dict[str, str], now: Schooljaar) -> Iterator[Inschrijving]:
    """Last year where the file says; this year one year further, or gone."""
    before = now.previous
    yield Inschrijving(leerling=pupil, begin=before.first_day, einde=before.last_day, **_place(row))
    moved = _next_place(row)
    if moved is not None:
        yield Inschrijving(leerling=pupil, begin=now.first_day, **_place(row, **moved))


def _next_place(row: dict[str, str]) -> dict[str, str] | None:
    """Where a pupil of the file sits a year later; None after the last year."""
    niveau, leerjaar, graad = row["onderwijsniveau"], row["leerjaar"], row["graad"]
    if niveau == "kleuter":
        if leerjaar == "3":
            return {"onderwijsniveau": "lager", "leerjaar": "1", "klas": "L1"}
        return {"leerjaar": str(int(leerjaar) + 1), "klas": f"K{int(leerjaar) + 1}"}
    if niveau == "lager":
        if leerjaar == "6":
            return None
        return {"leerjaar": str(int(leerjaar) + 1), "klas": f"L{int(leerjaar) + 1}"}
    if niveau == "so" and leerjaar == "1":
        return {"leerjaar": "2", "klas": row["klas"].replace("1", "2")}
    if niveau == "so" and leerjaar == "2":
        if graad == "3":
            return None
        further = "Zorg en welzijn" if graad == "1" else "Basiszorg"
        return {
            "graad": str(int(graad) + 1),
            "leerjaar": "1",
            "richting": further,
            "klas": f"{further[:4]}1",
        }
    return {}


def _facts(pupil: Leerling, row: dict[str, str], day: date, chance: random.Random) -> None:
    """A declaration where both answers are known, else what the register knows."""
    moment = timezone.make_aware(datetime.combine(day + timedelta(days=3), time(10)))
    opleiding, taal = (antwoord(row[name]) for name in ("opleiding_moeder", "thuistaal"))
    common = {"leerling": pupil, "vanaf": day, "vastgelegd": moment, "door_naam": "Bo Bedacht"}
    found = []
    if _ONBEKEND not in (opleiding, taal):
        talen = dict.fromkeys(Gezinslid, Taal.ANDERE if taal is _JA else Taal.NEDERLANDS)
        level = Opleiding.LAGER_SECUNDAIR if opleiding is _JA else Opleiding.HOGER
        verklaring = _declaration(pupil, talen, level, day, moment, chance)
        decided = {
            Kenmerk.THUISTAAL: besluit_thuistaal(talen),
            Kenmerk.OPLEIDING_MOEDER: besluit_opleiding(level),
        }
        found = [
            Feit(
                kenmerk=kenmerk.value,
                antwoord=int(besluit.antwoord),
                herkomst=Herkomst.VERKLARING.value,
                reden=besluit.reden,
                verklaring=verklaring,
                **common,
            )
            for kenmerk, besluit in decided.items()
        ]
    names = ["schooltoeslag", "trekkende_bevolking"]
    names += [] if found else ["opleiding_moeder", "thuistaal"]
    for name in names:
        said = antwoord(row[name])
        if said is not None and said is not _ONBEKEND:
            found.append(
                Feit(kenmerk=name, antwoord=int(said), herkomst=Herkomst.REGISTER.value, **common)
            )
    Feit.objects.bulk_create(found)


def _declaration(
    pupil: Leerling,
    talen: dict[Gezinslid, Taal],
    opleiding: Opleiding,
    day: date,
    moment: datetime,
    chance: random.Random,
) -> Verklaring:
    return Verklaring.objects.create(
        leerling=pupil,
        datum=day,
        moeder=talen[Gezinslid.MOEDER].value,
        vader=talen[Gezinslid.VADER].value,
        broers_zussen=talen[Gezinslid.BROERS_ZUSSEN].value,
        opleiding=opleiding.value,
        kanaal=Verklaring.Kanaal.PAPIER,
        ondertekend_op=day + timedelta(days=3) if chance.random() < 0.92 else None,
        door_naam="Bo Bedacht",
        vastgelegd=moment,
    )
