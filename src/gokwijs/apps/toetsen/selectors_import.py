"""What a file with scores would change now: its texts held against the school.

In: a ``Scorelezing`` that waits. Out: its ``Blad``, its ``Koppeling`` and the ``Voorstel``; a
handful of queries, whatever the number of pupils.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count

from gokwijs.apps.leerlingen.erasure import GEWIST
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.bestand import Blad
from gokwijs.apps.toetsen.inlezen import Bekend, Koppeling, Stand, Voorstel, vergelijk
from gokwijs.apps.toetsen.models import Afname, Score, Scorelezing
from gokwijs.apps.toetsen.onderscheid import onderscheid
from gokwijs.apps.toetsen.selectors import klas_op
from gokwijs.apps.toetsen.waarden import Maat
from gokwijs.core.telling.reading import Ernst, Problem

NIEUW = "n"  # in front of the number of an afname that the file would make
ROLLEN = ("stamnummer", "klas", "reden")


def blad_van(row: Scorelezing) -> Blad:
    """The texts as they were read; without rows when they were thrown away."""
    tabel = row.tabel
    return Blad(
        tuple(tabel.get("kop", ())),
        tuple(tuple(rij) for rij in tabel.get("rijen", ())),
        tabel.get("eerste_rij", 2),
        row.bestand_hash,
        tuple(
            Problem(Ernst(ernst), kind, zin, remedie)
            for ernst, kind, zin, remedie in tabel.get("waarschuwingen", ())
        ),
    )


def koppeling_van(row: Scorelezing) -> Koppeling:
    """What each column is."""
    kept = row.koppeling
    columns = {int(place): role for place, role in kept.get("kolommen", {}).items()}
    places = {role: place for place, role in columns.items()}
    scores = {place: role for place, role in columns.items() if role not in ROLLEN}
    return Koppeling(
        stamnummer=places.get("stamnummer"),
        klas=places.get("klas"),
        reden=places.get("reden"),
        scores=dict(sorted(scores.items())),
        leeg=kept.get("leeg", ""),
        zonder_rij=kept.get("zonder_rij", ""),
    )


def dagen_van(row: Scorelezing, keuze: Koppeling) -> dict[str, tuple[str, date]]:
    """Key of an afname → its name and day, for those that are chosen and still there."""
    stored = {
        str(one.pk): (one.naam, one.datum)
        for one in Afname.objects.filter(toets=row.toets, verwijderd__isnull=True)
    }
    for number, typed in enumerate(row.koppeling.get("nieuw", ())):
        stored[f"{NIEUW}{number}"] = (typed["naam"], date.fromisoformat(typed["datum"]))
    return {key: stored[key] for key in keuze.afnamen if key in stored}


def voorstel_van(row: Scorelezing) -> Voorstel:
    """Everything the file would do now."""
    keuze = koppeling_van(row)
    dagen = dagen_van(row, keuze)
    keuze = Koppeling(
        keuze.stamnummer,
        keuze.klas,
        keuze.reden,
        {place: key for place, key in keuze.scores.items() if key in dagen},
        keuze.leeg,
        keuze.zonder_rij,
    )
    return vergelijk(blad_van(row), keuze, Maat.van(row.toets), _bekend(row.toets.school, dagen))


def _bekend(school: School, dagen: Mapping[str, tuple[str, date]]) -> Bekend:
    pupils = school.leerlingen.exclude(naam=GEWIST).order_by("pk")
    rows = pupils.values_list("stamnummer", "pk", "naam", "voornaam")
    stored = [int(key) for key in dagen if not key.startswith(NIEUW)]
    scores: dict[str, dict[int, Stand]] = {key: {} for key in dagen}
    for afname, leerling, waarde, ontbreekt in Score.objects.filter(afname__in=stored).values_list(
        "afname_id", "leerling_id", "waarde", "ontbreekt"
    ):
        scores[str(afname)][leerling] = (waarde, ontbreekt)
    classes: dict[date, dict[int, str]] = {}
    for _, dag in dagen.values():
        if dag not in classes:
            classes[dag] = klas_op(school, None, dag)
    return Bekend(
        {number: (pk, f"{naam} {voornaam}".strip()) for number, pk, naam, voornaam in rows},
        {key: classes[dag] for key, (_, dag) in dagen.items()},
        scores,
        {key: naam for key, (naam, _) in dagen.items()},
    )


def naamgenoten(school: School, dag: date) -> dict[int, str]:
    """What tells pupils of one class that day apart who share a name; two queries.

    Also against who is not in the file: a correction of one row must not hit the other pupil.
    """
    pupils = school.leerlingen.exclude(naam=GEWIST)
    shared = pupils.order_by().values("zoeknaam").annotate(n=Count("pk")).filter(n__gt=1)
    found = list(pupils.filter(zoeknaam__in=shared.values("zoeknaam")).order_by("pk"))
    classes = klas_op(school, [one.pk for one in found], dag) if found else {}
    return onderscheid((one, classes.get(one.pk, "")) for one in found)


def voorbeelden(blad: Blad, number: int = 3) -> list[str]:
    """Of each column the first different values, for who chooses what it is."""
    found = []
    for place in range(len(blad.kop)):
        values: dict[str, Any] = {}
        for row in blad.rijen[:200]:
            if row[place]:
                values[row[place][:24]] = None
            if len(values) == number:
                break
        found.append(", ".join(values))
    return found
