"""Writes on a file with scores: keep its texts, do it after a yes, take it all back.

In: a read file and who acts. Out: the stored file, or a ToetsError in Dutch. Exactly what somebody
saw is done, or nothing; what was done goes back as a whole, unless somebody changed it since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.bestand import Blad
from gokwijs.apps.toetsen.inlezen import Stand, Voorstel, Wijziging
from gokwijs.apps.toetsen.models import Afname, Score, Scorelezing, Scorestap, Toets
from gokwijs.apps.toetsen.selectors_import import NIEUW, voorstel_van
from gokwijs.apps.toetsen.services import VELDEN, ToetsError, bewaar_afname, mag_scoren

KEPT_DAYS = 30  # a file that waits, and the steps by which it can be undone (beleid/privacy.md §6)
_GONE = "Dit bestand is al ingelezen of weggegooid. Er is niets veranderd."


@transaction.atomic
def neem_aan(
    *, toets: Toets, naam: str, blad: Blad, koppeling: Mapping[str, Any], by: User, today: date
) -> Scorelezing:
    """Keep a file until somebody looked at it; nothing of it changes a score yet."""
    made = Scorelezing.objects.create(
        toets=toets,
        bestand=naam[-200:],
        bestand_hash=blad.hash,
        rijen=len(blad.rijen),
        tabel={
            "kop": list(blad.kop),
            "rijen": [list(rij) for rij in blad.rijen],
            "eerste_rij": blad.eerste_rij,
            "waarschuwingen": [
                [p.ernst.value, p.kind, p.sentence, p.remedy] for p in blad.waarschuwingen
            ],
        },
        koppeling=dict(koppeling),
        verloopt=today + timedelta(days=KEPT_DAYS),
        door_naam=by.naam,
    )
    _log("toetsen.import_gestart", made, by)
    return made


def _waiting(lezing: Scorelezing) -> Scorelezing:
    """The row, locked; raises ToetsError when it was decided before."""
    row = Scorelezing.objects.select_for_update().filter(pk=lezing.pk).first()
    if row is None or row.status != Scorelezing.Status.NAKIJKEN or not row.tabel:
        raise ToetsError(_GONE)
    return row


@transaction.atomic
def koppel(*, lezing: Scorelezing, koppeling: Mapping[str, Any], by: User) -> Scorelezing:
    """What each column is, and what an empty cell means."""
    row = _waiting(lezing)
    row.koppeling = dict(koppeling)
    row.save(update_fields=["koppeling"])
    _log("toetsen.import_gekoppeld", row, by)
    return row


@transaction.atomic
def bevestig(*, lezing: Scorelezing, stand: str, by: User, today: date) -> Voorstel:
    """Do what the preview with this fingerprint showed; raises ToetsError when it changed."""
    School.objects.select_for_update().get(pk=lezing.toets.school_id)
    row = _waiting(lezing)
    list(Score.objects.select_for_update().filter(afname__toets=row.toets).values_list("pk"))
    if row.toets.verwijderd is not None:
        raise ToetsError("De toets is intussen weggehaald. Er is niets ingelezen.")
    found = voorstel_van(row)
    if found.fouten:
        raise ToetsError("Er staan nog fouten in. Er is niets veranderd.")
    if found.stand != stand:
        raise ToetsError(
            "De scores of de leerlingen zijn intussen veranderd. Er is niets ingelezen: kijk "
            "hieronder opnieuw na wat er zou veranderen."
        )
    if not found.wijzigingen:
        raise ToetsError("Er is niets om te veranderen.")
    afnamen, new = _afnamen(row, found, by, today)
    _write(row, found, afnamen, by)
    row.status, row.toegepast_op = Scorelezing.Status.TOEGEPAST, timezone.now()
    row.aantallen = {
        "nieuw": found.nieuw,
        "anders": found.anders,
        "zonder_score": found.zonder_score,
        "afnamen": new,
    }
    row.tabel = {}
    row.verloopt = today + timedelta(days=KEPT_DAYS)
    row.save()
    _log("toetsen.import_toegepast", row, by, nieuw=found.nieuw, anders=found.anders)
    return found


def _afnamen(
    row: Scorelezing, found: Voorstel, by: User, today: date
) -> tuple[dict[str, Afname], list[int]]:
    """Key → afname, the new ones made; and the keys of those."""
    wanted = dict.fromkeys(w.afname for w in found.wijzigingen)
    result: dict[str, Afname] = {}
    made: list[int] = []
    for key in wanted:
        if key.startswith(NIEUW):
            typed = row.koppeling["nieuw"][int(key.removeprefix(NIEUW))]
            values = {"naam": typed["naam"], "datum": date.fromisoformat(typed["datum"])}
            one = bewaar_afname(toets=row.toets, values=values, by=by)
            made.append(one.pk)
        else:
            one = Afname.objects.select_related("toets").get(pk=int(key), toets=row.toets)
        mag_scoren(one, today)
        result[key] = one
    return result, made


def _write(row: Scorelezing, found: Voorstel, afnamen: Mapping[str, Afname], by: User) -> None:
    keys = [a.pk for a in afnamen.values()]
    known = {(s.afname_id, s.leerling_id): s for s in Score.objects.filter(afname__in=keys)}
    made: list[Score] = []
    changed: list[Score] = []
    steps: list[Scorestap] = []
    for one in found.wijzigingen:
        afname = afnamen[one.afname]
        now = known.get((afname.pk, one.leerling))
        steps.append(
            Scorestap(
                lezing=row,
                afname=afname,
                leerling_id=one.leerling,
                voor=None if now is None else _as_json(now),
                na=_values(one),
            )
        )
        score = now or Score(afname=afname, leerling_id=one.leerling)
        score.klas = one.klas or score.klas
        score.waarde, score.ontbreekt = one.na
        score.lezing, score.rij, score.door_naam = row, one.rij, by.naam
        score.gewijzigd = timezone.now()
        (made if now is None else changed).append(score)
    Score.objects.bulk_create(made, batch_size=500)
    Score.objects.bulk_update(changed, VELDEN, batch_size=200)
    Scorestap.objects.bulk_create(steps, batch_size=500)


def _as_json(score: Score) -> dict[str, Any]:
    return {
        "waarde": None if score.waarde is None else str(score.waarde),
        "ontbreekt": score.ontbreekt,
        "klas": score.klas,
    }


def _values(one: Wijziging) -> dict[str, Any]:
    waarde, ontbreekt = one.na
    return {"waarde": None if waarde is None else str(waarde), "ontbreekt": ontbreekt}


def _stand(kept: Mapping[str, Any]) -> Stand:
    value = kept["waarde"]
    return (None if value is None else Decimal(value), kept["ontbreekt"])


@transaction.atomic
def gooi_weg(*, lezing: Scorelezing, by: User) -> None:
    """A file that was not read in; that it was there stays."""
    row = _waiting(lezing)
    row.status, row.tabel, row.koppeling = Scorelezing.Status.VERWORPEN, {}, {}
    row.save()
    _log("toetsen.import_weg", row, by)


@transaction.atomic
def draai_terug(*, lezing: Scorelezing, by: User, today: date) -> int:
    """Every score as it was before the file; how many. Raises ToetsError when one was changed."""
    School.objects.select_for_update().get(pk=lezing.toets.school_id)
    row = Scorelezing.objects.select_for_update().get(pk=lezing.pk)
    if not row.can_undo(today):
        raise ToetsError("Dit bestand kan niet (meer) teruggedraaid worden.")
    steps = list(row.stappen.select_related("leerling").order_by("pk"))
    afnamen = {step.afname_id for step in steps}
    known = {(s.afname_id, s.leerling_id): s for s in Score.objects.filter(afname__in=afnamen)}
    _check_untouched(steps, known)
    gone, back = [], []
    for step in steps:
        score = known[step.afname_id, step.leerling_id]
        if step.voor is None:
            gone.append(score.pk)
            continue
        score.waarde, score.ontbreekt = _stand(step.voor)
        score.klas, score.lezing, score.rij = step.voor["klas"], None, None
        score.door_naam, score.gewijzigd = by.naam, timezone.now()
        back.append(score)
    Score.objects.filter(pk__in=gone).delete()
    Score.objects.bulk_update(back, VELDEN, batch_size=200)
    _drop_empty(row.aantallen.get("afnamen", []))
    row.stappen.all().delete()
    row.status = Scorelezing.Status.TERUGGEDRAAID
    row.save(update_fields=["status"])
    _log("toetsen.import_terug", row, by, aantal=len(steps))
    return len(steps)


def _check_untouched(steps: list[Scorestap], known: Mapping[tuple[int, int], Score]) -> None:
    touched = []
    for step in steps:
        score = known.get((step.afname_id, step.leerling_id))
        if score is None or (score.waarde, score.ontbreekt) != _stand(step.na):
            touched.append(str(step.leerling))
    if touched:
        more = f" en {len(touched) - 3} anderen" if len(touched) > 3 else ""
        raise ToetsError(
            "Terugdraaien kan niet meer: na het inlezen is een score veranderd van "
            f"{', '.join(touched[:3])}{more}. Verbeter de scores bij de afname."
        )


def _drop_empty(keys: list[int]) -> None:
    """Afnamen that the file made go again, unless they hold other scores."""
    for one in Afname.objects.filter(pk__in=keys, verwijderd__isnull=True):
        if not one.scores.exists():
            one.verwijderd = timezone.now()
            one.save(update_fields=["verwijderd"])


def _log(kind: str, row: Scorelezing, by: User, **data: Any) -> None:
    record(
        kind=kind,
        by=by,
        school=row.toets.school.instellingsnummer,
        target=f"{row.bestand} ({row.toets})",
        data={"import": row.pk, "bestand": row.bestand_hash, **data},
    )
