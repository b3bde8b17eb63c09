"""Fictional pupils of the demo schools, with a history: the files of the manual, given names.

In: a school, its example file and the day. Out: pupils who sat in that file on the last teldag,
and what became of them since: most a year further, some again, elsewhere or away. New pupils came,
and of some of those the declaration is still missing.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib.resources import files

from django.utils import timezone

from gokwijs.apps.leerlingen.demo_verhaal import Row, Verloop, geboortejaar, nieuwe, verloop
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
_WITHOUT_FACTS = 14  # of the newcomers: most of these still have to hand in a declaration
_ONBEKEND, _JA = Antwoord.ONBEKEND, Antwoord.JA


def build_pupils(school: School, filename: str, today: date) -> None:
    """Make the pupils of a demo school; every run gives the same ones."""
    nummer = school.instellingsnummer
    chance = random.Random(nummer)  # not for secrets: a repeatable demo
    story = random.Random(f"{nummer} verhaal")
    now = Schooljaar.of(today)
    rows = example_rows(filename, nummer)
    new = nieuwe(rows, story)
    known = [_pupil(school, row, chance, geboortejaar(row, now.start - 1, story)) for row in rows]
    came = [_pupil(school, row, chance, geboortejaar(row, now.start, story)) for row in new]
    Leerling.objects.bulk_create([*known, *came])
    enrolments = [
        one
        for pupil, row in zip(known, rows, strict=True)
        for one in _enrolments(pupil, row, now, verloop(row, story))
    ]
    enrolments += [
        Inschrijving(leerling=pupil, begin=now.first_day, **_place(row))
        for pupil, row in zip(came, new, strict=True)
    ]
    Inschrijving.objects.bulk_create(enrolments)
    for pupil, row in zip(known, rows, strict=True):
        _facts(pupil, row, now.previous.first_day, chance)
    for number, (pupil, row) in enumerate(zip(came, new, strict=True)):
        if number >= _WITHOUT_FACTS or number % 5 == 0:
            _facts(pupil, row, now.first_day, chance)


def example_rows(filename: str, nummer: str) -> list[Row]:
    """The rows of one school in an example file."""
    path = files("gokwijs") / "inhoud" / "voorbeelden" / filename
    with path.open(encoding="utf-8-sig") as handle:
        found = csv.DictReader(handle, delimiter=";")
        return [row for row in found if row["instellingsnummer"] == nummer]


def _pupil(school: School, row: Row, chance: random.Random, born: int) -> Leerling:
    naam, voornaam = chance.choice(NAMES), chance.choice(FIRST_NAMES)
    return Leerling(
        school=school,
        stamnummer=row["leerling"],
        naam=naam,
        voornaam=voornaam,
        zoeknaam=fold(f"{naam} {voornaam}"),
        geboortedatum=date(born, chance.randint(1, 12), chance.randint(1, 28)),
    )


def _place(row: Row, **other: str) -> dict[str, object]:
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


def _enrolments(
    pupil: Leerling, row: Row, now: Schooljaar, then: Verloop
) -> Iterator[Inschrijving]:
    """Last year where the file says; this year where the story goes, or gone."""
    before = now.previous
    einde = date(now.start, 3, 31) if then.tijdens_het_jaar else before.last_day
    yield Inschrijving(
        leerling=pupil, begin=before.first_day, einde=einde, attest=then.attest, **_place(row)
    )
    if then.plaats is not None:
        yield Inschrijving(leerling=pupil, begin=now.first_day, **_place(row, **then.plaats))


def _facts(pupil: Leerling, row: Row, day: date, chance: random.Random) -> None:
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
