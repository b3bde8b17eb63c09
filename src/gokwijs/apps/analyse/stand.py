"""Fixing the figures of a schooljaar for the whole team: one Stand, every named table through the
gate together, and what of that may go outside.

The proof takes a moment in a large school: a row with true progress and a thread in this process
(besluiten 27). After a restart the row says so, and nothing was shown.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.beelden import tel_beeld
from gokwijs.apps.analyse.kijk import drempel_of
from gokwijs.apps.analyse.models import Stand, Vrijgave
from gokwijs.apps.analyse.services import AnalyseError
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.models import School
from gokwijs.core.analyse.beeld import Beeld, Selectie, gekend, naar_json, uit_json
from gokwijs.core.analyse.tellen import telblad
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.disclosure.namen import (
    JAARTABELLEN,
    PLAATSTABELLEN,
    TITELS,
    Opzet,
    jaartabel,
    plaatstabellen,
    rijen_die_mogen,
)
from gokwijs.core.disclosure.poort import REGELVERSIE, geef_familie_vrij
from gokwijs.core.disclosure.vrijgave import Vrijgave as CoreVrijgave

DIRECT_PLACES = 12  # fewer classes than this: proved while the user waits
PROCESS = str(uuid.uuid4())
_log = logging.getLogger(__name__)
Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Uitgekomen:
    """One table after the gate: what is kept in the register, or why it was refused."""

    tabel: str
    inhoud: Mapping[str, Any]
    geweigerd: str = ""

    @property
    def hash(self) -> str:
        text = json.dumps(self.inhoud, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def door_de_poort(
    beeld: Beeld, drempel: int, publiek: tuple[str, ...] = (), report: Report | None = None
) -> list[Uitgekomen]:
    """Every named table of a Beeld, proved safe beside each other. ``drempel`` in pupils."""
    known = gekend(beeld)
    places = plaatstabellen(known, publiek)
    total = len(places.tafels) + len(JAARTABELLEN)
    found = _released(places, drempel, lambda done, _all, key: _say(report, done, total, key))
    shown = {
        key
        for one in found
        for key in one.inhoud.get("getoond", {})
        if one.tabel in ("waar-graad", "waar-richting", "samenstelling") and key.endswith("|gok")
    }
    if all(one.tabel != "waar-graad" for one in found):
        # One graad or level: its number is that of the whole school.
        whole = {key for key in shown if key == "school|gok"}
        shown |= {f"{rij}|gok" for rij in _only_row(known)} if whole else set()
    for place, key in enumerate(JAARTABELLEN, start=len(places.tafels)):
        blad = telblad(key, known, Selectie())
        rows = rijen_die_mogen(blad, shown)
        if rows:
            found += _released(jaartabel(known, key, rows), drempel, None)
        elif blad.rijen:
            found.append(Uitgekomen(key, {}, _TOO_SMALL))
        _say(report, place + 1, total, key)
    return found


_TOO_SMALL = (
    "Deze tabel kan niet getoond worden zonder dat iemand een kleine groep kan afleiden. Voeg "
    "jaren, klassen of richtingen samen."
)


def _only_row(beeld: Beeld) -> list[str]:
    return [rij.key for rij in telblad("waar-graad", beeld, Selectie()).rijen]


def _say(report: Report | None, done: int, total: int, key: str) -> None:
    if report is not None:
        report(done, total, TITELS.get(key, key))


def _released(opzet: Opzet, drempel: int, report: Report | None) -> list[Uitgekomen]:
    familie = geef_familie_vrij(
        opzet.cellen, opzet.tafels, bekend=opzet.bekend, drempel=2 * drempel, voortgang=report
    )
    refused = {one.key: one.reden for one in familie.weigeringen}
    found = []
    for tafel in opzet.tafels:
        if tafel.key in refused:
            found.append(Uitgekomen(tafel.key, {}, refused[tafel.key]))
        else:
            found.append(Uitgekomen(tafel.key, _kept(tafel.key, familie.vrijgaven[tafel.key])))
    return found


def _kept(key: str, one: CoreVrijgave) -> dict[str, Any]:
    """The numbers shown, what is hidden, and for the register only: why, and the witnesses."""
    columns = PLAATSTABELLEN.get(key) or [
        f"{groep}:{uitkomst}" for groep in ("gok", "rest") for uitkomst in JAARTABELLEN[key]
    ]
    shown = {f.key: f.halves for f in one.figuren if f.key not in one.verborgen}
    return {
        "kolommen": list(columns),
        "getoond": shown,
        "verborgen": sorted(one.verborgen),
        "primair": sorted(one.primair),
        "getuigen": _witnesses(one),
    }


def _witnesses(one: CoreVrijgave) -> dict[str, list[int]]:
    """Per hidden figure what it is in two tables that both fit everything this audience knows."""
    cells = {f.key: f.cellen for f in (*one.figuren, *one.geheim)}
    return {
        key: [sum(table.get(c, 0) for c in cells[key]) for table in tables]
        for key, tables in one.getuigen.items()
        if key in one.verborgen
    }


# ---------------------------------------------------------------- fixing


def leg_vast(*, school: School, schooljaar: Schooljaar, today: date, by: User) -> Stand:
    """Fix the figures of a schooljaar for the team; raises AnalyseError.

    A newer Stand of the same schooljaar takes over only when the difference betrays nobody.
    """
    stand, beeld = begin_stand(school=school, schooljaar=schooljaar, today=today, by=by)
    places = {vak.plek for vak in beeld.vakken}
    if len(places) <= DIRECT_PLACES:
        bewijs(stand, beeld, by.naam)
        stand.refresh_from_db()
    else:
        thread = threading.Thread(target=_work, args=(stand.pk, by.naam), daemon=True)
        transaction.on_commit(thread.start)
    return stand


def begin_stand(
    *, school: School, schooljaar: Schooljaar, today: date, by: User
) -> tuple[Stand, Beeld]:
    """The Stand with nothing shown of it yet, and its Beeld; raises AnalyseError."""
    beeld = tel_beeld(school, schooljaar, today)
    if not beeld.vakken:
        raise AnalyseError(f"In {schooljaar} zijn er geen leerlingen om vast te leggen.")
    drempel = drempel_of(school)
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        earlier = school.standen.filter(schooljaar=schooljaar.start, vervangen=None).first()
        if earlier is not None and earlier.status == Stand.Status.BEZIG:
            if not earlier.onderbroken(timezone.now()):
                raise AnalyseError("De cijfers worden al nagekeken. Wacht tot dat klaar is.")
            earlier.delete()
            earlier = None
        elif earlier is not None and earlier.status == Stand.Status.KLAAR:
            reason = te_klein_verschil(earlier, beeld, drempel)
            if reason:
                raise AnalyseError(reason)
        if earlier is not None:
            earlier.vervangen = timezone.now()
            earlier.save(update_fields=["vervangen"])
        stand = Stand.objects.create(
            school=school,
            schooljaar=schooljaar.start,
            dag=beeld.dag,
            drempel=drempel,
            inhoud=naar_json(beeld),
            proces=PROCESS,
            hartslag=timezone.now(),
            door_naam=by.naam,
        )
        record(
            kind="analyse.vastgelegd",
            by=by,
            school=school.instellingsnummer,
            target=f"schooljaar {schooljaar}, stand van {dutch_date(beeld.dag)}",
        )
    return stand, beeld


def te_klein_verschil(earlier: Stand, beeld: Beeld, drempel: int) -> str:
    """Why a newer Stand may not replace this one; empty when it may.

    Whoever saw both subtracts them: a difference of fewer pupils than the threshold describes a
    few of them (openbaarmaking.md §5). No difference at all tells nothing.
    """
    old, new = gekend(uit_json(earlier.inhoud)), gekend(beeld)
    least = 2 * max(drempel, earlier.drempel)
    for key in ("samenstelling", "waar-graad", "waar-leerjaar", "waar-richting", "waar-klas"):
        before, now = telblad(key, old, Selectie()), telblad(key, new, Selectie())
        for rij in {r.key for r in (*before.rijen, *now.rijen)}:
            for kolom in PLAATSTABELLEN[key]:
                one, other = (b.aantallen.get((rij, kolom)) for b in (before, now))
                counts = [((a.ja or 0), (a.n or 0)) if a else (0, 0) for a in (one, other)]
                yes, size = counts[1][0] - counts[0][0], counts[1][1] - counts[0][1]
                parts = [part for part in (yes, size - yes) if part]
                if any(abs(part) < least for part in parts) or (size and len(parts) == 1):
                    return (
                        f"De cijfers van {dutch_date(earlier.dag)} blijven staan. Het verschil met "
                        "vandaag gaat ergens over minder dan "
                        f"{least // 2} leerlingen: wie beide zag, zou hen herkennen."
                    )
    return ""


def bewijs(stand: Stand, beeld: Beeld, door_naam: str, report: Report | None = None) -> None:
    """Send every table through the gate and keep what came out, in one transaction."""
    toon(stand, door_de_poort(beeld, stand.drempel, gepubliceerd(stand), report), door_naam)


def toon(stand: Stand, found: Sequence[Uitgekomen], door_naam: str) -> None:
    """Keep what came out of the gate: from now on the team sees it."""
    with transaction.atomic():
        Vrijgave.objects.bulk_create(
            [
                Vrijgave(
                    stand=stand,
                    publiek=Vrijgave.Publiek.SCHOOL,
                    tabel=one.tabel,
                    inhoud=one.inhoud,
                    geweigerd=one.geweigerd,
                    regelversie=REGELVERSIE,
                    hash=one.hash,
                    doel="het schoolteam en de schoolraad",
                    door_naam=door_naam,
                )
                for one in found
            ]
        )
        Stand.objects.filter(pk=stand.pk).update(
            status=Stand.Status.KLAAR, gedaan=len(found), totaal=len(found), melding=""
        )


def gepubliceerd(stand: Stand) -> tuple[str, ...]:
    """Kenmerken whose total everybody can look up: official counts exist for secondary schools."""
    beeld = uit_json(stand.inhoud)
    if any(vak.plek.niveau == "so" for vak in beeld.vakken) and stand.school.brieven.exists():
        return ("opleiding_moeder", "schooltoeslag", "thuistaal")
    return ()


def _work(pk: int, door_naam: str) -> None:
    said = ""
    try:
        stand = Stand.objects.get(pk=pk)

        def report(done: int, total: int, key: str) -> None:
            Stand.objects.filter(pk=pk).update(
                gedaan=done, totaal=total, melding=key, hartslag=timezone.now()
            )

        bewijs(stand, uit_json(stand.inhoud), door_naam, report)
    except Exception:
        _log.exception("stand %s failed", pk)
        said = "Er ging iets mis op de server. Er is niets getoond. Probeer het opnieuw."
    finally:
        if said:
            Stand.objects.filter(pk=pk).update(status=Stand.Status.MISLUKT, melding=said)
        connection.close()


# ---------------------------------------------------------------- outside the school


@transaction.atomic
def geef_buiten(*, vrijgave: Vrijgave, doel: str, by: User) -> Vrijgave:
    """Release one table of the team to the scholengroep, exactly as the team sees it.

    It was proved beside every other table of the team, so also beside fewer of them.
    """
    if vrijgave.publiek != Vrijgave.Publiek.SCHOOL or vrijgave.geweigerd:
        raise AnalyseError("Deze tabel kan niet vrijgegeven worden.")
    if not doel.strip():
        raise AnalyseError("Schrijf waarvoor de tabel dient: dat staat in het register.")
    found, made = Vrijgave.objects.get_or_create(
        stand=vrijgave.stand,
        publiek=Vrijgave.Publiek.GROEP,
        tabel=vrijgave.tabel,
        defaults={
            "inhoud": vrijgave.inhoud,
            "regelversie": vrijgave.regelversie,
            "hash": vrijgave.hash,
            "doel": doel.strip()[:200],
            "door_naam": by.naam,
        },
    )
    if not made and found.ingetrokken is not None:
        found.ingetrokken, made = None, True
        found.save(update_fields=["ingetrokken"])
    if made:
        record(
            kind="analyse.vrijgegeven",
            by=by,
            school=vrijgave.stand.school.instellingsnummer,
            target=f"{TITELS[vrijgave.tabel]}, schooljaar {Schooljaar(vrijgave.stand.schooljaar)}",
        )
    return found


@transaction.atomic
def trek_terug(*, vrijgave: Vrijgave, by: User) -> None:
    """No longer show a released table; the register keeps that it was shown."""
    vrijgave.ingetrokken = timezone.now()
    vrijgave.save(update_fields=["ingetrokken"])
    record(
        kind="analyse.teruggetrokken",
        by=by,
        school=vrijgave.stand.school.instellingsnummer,
        target=f"{TITELS[vrijgave.tabel]}, schooljaar {Schooljaar(vrijgave.stand.schooljaar)}",
    )
