"""Fixing the figures of a schooljaar for the whole team, and releasing tables outside the school.

One Stand per schooljaar; every named table goes through the gate together. The proof takes a moment
in a large school: a row with true progress and a thread in this process (besluiten 27). After a
restart the row says so, and nothing was shown.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Collection
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.beelden import YEARS, bewaar_jaarbeeld, tel_beeld
from gokwijs.apps.analyse.kijk import drempel_of
from gokwijs.apps.analyse.models import Stand, Vrijgave
from gokwijs.apps.analyse.poort import Report, door_de_poort, nog_veilig
from gokwijs.apps.analyse.services import AnalyseError
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.models import School
from gokwijs.core.analyse.beeld import Beeld, gekend, naar_json, uit_json
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import telblad
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.disclosure.namen import PLAATSTABELLEN, TITELS
from gokwijs.core.disclosure.poort import REGELVERSIE

DIRECT_PLACES = 12  # fewer classes than this: proved while the user waits
PROCESS = str(uuid.uuid4())
_log = logging.getLogger(__name__)


def leg_vast(
    *, school: School, schooljaar: Schooljaar, today: date, by: User, wachten: bool = False
) -> Stand:
    """Fix the figures of a schooljaar for the team; raises AnalyseError.

    ``wachten``: prove it before coming back, however large the school. A newer Stand of the same
    schooljaar takes over only when the difference betrays nobody.
    """
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
        # Also what was replaced since has been seen.
        for seen in school.standen.filter(schooljaar=schooljaar.start, status=Stand.Status.KLAAR):
            reason = _too_small_difference(seen, beeld, drempel)
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
        # Who comes later sees the same past, also when its pupils are erased.
        for start in range(Schooljaar.of(today).start - YEARS, Schooljaar.of(today).start - 1):
            bewaar_jaarbeeld(school, Schooljaar(start), today)
    places = {vak.plek for vak in beeld.vakken}
    if wachten or len(places) <= DIRECT_PLACES:
        try:
            _prove(stand, beeld, by.naam)
        except Exception as error:
            _log.exception("stand %s failed", stand.pk)
            _failed(stand)
            raise AnalyseError(_WRONG) from error
        stand.refresh_from_db()
    else:
        thread = threading.Thread(target=_work, args=(stand.pk, by.naam), daemon=True)
        transaction.on_commit(thread.start)
    return stand


def _too_small_difference(earlier: Stand, beeld: Beeld, drempel: int) -> str:
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


def _prove(stand: Stand, beeld: Beeld, door_naam: str, report: Report | None = None) -> None:
    """Send every table through the gate and keep what came out, in one transaction."""
    found = door_de_poort(beeld, stand.drempel, _published(stand), report)
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
                for one in found.tabellen
            ]
        )
        number = len(found.tabellen)
        Stand.objects.filter(pk=stand.pk).update(
            status=Stand.Status.KLAAR,
            gedaan=number,
            totaal=number,
            melding="",
            bewijs=list(found.bewijs),
        )


def _published(stand: Stand) -> tuple[str, ...]:
    """Kenmerken whose total everybody can look up: official counts exist for secondary schools."""
    beeld = uit_json(stand.inhoud)
    if any(vak.plek.niveau == "so" for vak in beeld.vakken) and stand.school.brieven.exists():
        return ("opleiding_moeder", "schooltoeslag", "thuistaal")
    return ()


def _work(pk: int, door_naam: str) -> None:
    stand = Stand.objects.filter(pk=pk).first()
    try:
        if stand is None:
            return

        def report(done: int, total: int, key: str) -> None:
            Stand.objects.filter(pk=pk).update(
                gedaan=done, totaal=total, melding=key, hartslag=timezone.now()
            )

        _prove(stand, uit_json(stand.inhoud), door_naam, report)
    except Exception:
        _log.exception("stand %s failed", pk)
        if stand is not None:
            _failed(stand)
    finally:
        connection.close()


_WRONG = "Er ging iets mis op de server. Er is niets getoond. Probeer het opnieuw."


@transaction.atomic
def _failed(stand: Stand) -> None:
    """Say so; what the team saw before comes back."""
    Stand.objects.filter(pk=stand.pk).update(status=Stand.Status.MISLUKT, melding=_WRONG)
    same = Stand.objects.filter(school=stand.school_id, schooljaar=stand.schooljaar)
    before = same.filter(status=Stand.Status.KLAAR, pk__lt=stand.pk).order_by("-vervangen").first()
    if before is not None:
        Stand.objects.filter(pk=stand.pk).update(vervangen=timezone.now())
        Stand.objects.filter(pk=before.pk).update(vervangen=None)


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
    if not bewijs_klopt(vrijgave.stand):
        raise AnalyseError(_NO_PROOF)
    found, made = _given(vrijgave, Vrijgave.Publiek.GROEP, doel, by)
    if made:
        record(
            kind="analyse.vrijgegeven",
            by=by,
            school=vrijgave.stand.school.instellingsnummer,
            target=f"{TITELS[vrijgave.tabel]}, schooljaar {Schooljaar(vrijgave.stand.schooljaar)}",
        )
    return found


_NO_PROOF = "Het bewijs dat niemand herkenbaar is, klopt niet meer. Leg de cijfers opnieuw vast."


def bewijs_klopt(stand: Stand) -> bool:
    """Does what was proved when the figures were fixed still hold?"""
    return nog_veilig(uit_json(stand.inhoud), _published(stand), stand.bewijs)


def _given(
    vrijgave: Vrijgave, publiek: Vrijgave.Publiek, doel: str, by: User
) -> tuple[Vrijgave, bool]:
    """The row of the register for this audience, and whether it is shown anew."""
    found, made = Vrijgave.objects.get_or_create(
        stand=vrijgave.stand,
        publiek=publiek,
        tabel=vrijgave.tabel,
        defaults={
            "inhoud": vrijgave.inhoud,
            "regelversie": vrijgave.regelversie,
            "hash": vrijgave.hash,
            "doel": doel,
            "door_naam": by.naam,
        },
    )
    if not made and found.ingetrokken is not None:
        found.ingetrokken, made = None, True
        found.doel, found.door_naam = doel, by.naam
        found.save(update_fields=["ingetrokken", "doel", "door_naam"])
    return found, made


@transaction.atomic
def geef_inspectie(*, stand: Stand, tabellen: Collection[str], doel: str, by: User) -> None:
    """Write in the register which tables of the team are in a dossier for the inspectorate."""
    if not bewijs_klopt(stand):
        raise AnalyseError(_NO_PROOF)
    rows = stand.vrijgaven.filter(
        publiek=Vrijgave.Publiek.SCHOOL, tabel__in=tabellen, geweigerd="", ingetrokken=None
    )
    made = [_given(one, Vrijgave.Publiek.INSPECTIE, doel, by)[1] for one in rows]
    if any(made):
        record(
            kind="analyse.vrijgegeven_inspectie",
            by=by,
            school=stand.school.instellingsnummer,
            target=f"{sum(made)} van schooljaar {Schooljaar(stand.schooljaar)}",
        )


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
