"""Freeze a dossier, take it away, put it back, and check whether it is still the same.

Freezing is one action. A large one is a row with true progress and a thread in this process
(besluit 27): after a restart the row says 'onderbroken', and nothing of it was kept or released.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from gokwijs import __version__
from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.models import Stand
from gokwijs.apps.analyse.services import AnalyseError
from gokwijs.apps.analyse.services_stand import geef_inspectie
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.dossier.bundel_bestanden import NAMEN, STAPPEN, bladzijden, maak_bestanden
from gokwijs.apps.dossier.bundel_delen import Deel, Keus
from gokwijs.apps.dossier.bundel_inhoud import Herkomst, Inhoud, maak_inhoud
from gokwijs.apps.dossier.models_bundel import DEEL, Bundel, Bundelbestand
from gokwijs.apps.dossier.sjabloon import huidig
from gokwijs.apps.loket import storage
from gokwijs.apps.loket.storage import DocumentMissingError
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.namen import namenfilter
from gokwijs.core.beleid.dossier import hmac_bestand, sha256, sleutel_van
from gokwijs.core.law.parameters import load_regels
from gokwijs.renderers.sjabloon.fout import SjabloonFout

PROCESS = str(uuid.uuid4())
DIRECT = 150  # records of a plan: with fewer it is done while the user waits
_FOUT = "Er ging iets mis op de server. Er is niets bewaard of vrijgegeven. Probeer het opnieuw."
_log = logging.getLogger(__name__)


class BundelError(Exception):
    """What somebody asked cannot be done; the message is Dutch."""


def sleutel() -> bytes:
    """The key of the seals: from the secret of the installation, which is not in the database."""
    return sleutel_van(settings.SECRET_KEY)


# ---------------------------------------------------------------- freezing


def bevries(
    *,
    plan: Plan,
    keus: Keus,
    doel: str,
    met_sjabloon: bool,
    rol: str,
    today: date,
    by: User,
    wachten: bool = False,
) -> Bundel:
    """Make the files and keep them for good; raises BundelError.

    ``wachten``: be done before coming back, however large the plan.
    """
    if not keus.delen:
        raise BundelError("Kies minstens één onderdeel.")
    with transaction.atomic():
        School.objects.select_for_update().get(pk=plan.school_id)
        _no_other(plan.school)
        own = huidig(plan.school) if met_sjabloon else None
        bundel = Bundel.objects.create(
            school=plan.school,
            plan=plan,
            plan_naam=f"{plan.naam}, {plan.periode}"[:250],
            dag=today,
            doel=doel,
            thema=keus.thema,
            delen=[one.value for one in keus.delen],
            namen=keus.namen,
            sjabloon=own.naam if own is not None else "",
            totaal=STAPPEN,
            proces=PROCESS,
            hartslag=timezone.now(),
            door_naam=by.naam,
            door_rol=rol,
        )
        _record("bundel", bundel, by)
    if wachten or _omvang(plan) <= DIRECT:
        _work(bundel.pk, by.pk)
        bundel.refresh_from_db()
    else:
        thread = threading.Thread(target=_threaded, args=(bundel.pk, by.pk), daemon=True)
        transaction.on_commit(thread.start)
    return bundel


def _no_other(school: School) -> None:
    """One at a time; what was interrupted makes room."""
    now = timezone.now()
    for one in school.bundels.filter(status=Bundel.Status.BEZIG):
        if not one.onderbroken(now):
            raise BundelError("Er wordt al een dossier gemaakt. Wacht tot dat klaar is.")
        one.status, one.melding = Bundel.Status.MISLUKT, "Onderbroken: de server is herstart."
        one.save(update_fields=["status", "melding"])


def _omvang(plan: Plan) -> int:
    return plan.streefdoel_set.count() + plan.actie_set.count() + plan.indicator_set.count()


def _threaded(pk: int, by: int) -> None:
    try:
        _work(pk, by)
    finally:
        connection.close()


def _work(pk: int, by: int) -> None:
    """Whatever goes wrong, the row says so and no file stays behind."""
    bundel = Bundel.objects.select_related("plan__school", "school").get(pk=pk)
    user = User.objects.get(pk=by)
    try:
        _make(bundel, user)
    except (AnalyseError, SjabloonFout, DocumentMissingError) as error:
        said = error.zin if isinstance(error, SjabloonFout) else str(error)
        _failed(bundel, said)
    except Exception:
        _log.exception("dossier %s failed", pk)
        _failed(bundel, _FOUT)


def _failed(bundel: Bundel, said: str) -> None:
    Bundel.objects.filter(pk=bundel.pk).update(status=Bundel.Status.MISLUKT, melding=said[:400])


def _make(bundel: Bundel, by: User) -> None:
    def report(done: int, what: str) -> None:
        Bundel.objects.filter(pk=bundel.pk).update(
            gedaan=done, melding=what, hartslag=timezone.now()
        )

    plan = bundel.plan
    assert plan is not None
    report(0, "de gegevens")
    versions = {"Wet": _wet(), "GOK-wijs": __version__}
    keus = Keus(tuple(Deel(key) for key in bundel.delen), bundel.namen, bundel.thema)
    origin = Herkomst(
        bundel.door_rol,
        bundel.door_naam,
        (("Regels van de wet", versions["Wet"]), ("Gemaakt met", f"GOK-wijs {__version__}")),
    )
    with transaction.atomic():  # one moment: nothing changes between two parts
        inhoud = maak_inhoud(plan, keus, origin, bundel.dag)
    versions = {
        "Plan": f"{inhoud.plan.plan.naam}, {inhoud.plan.plan.periode}, versie {plan.versie}",
        "Kwaliteitskader": inhoud.kader,
        "Catalogus van aanpakken": inhoud.catalogus,
        **versions,
    }
    own = bundel.school.sjablonen.filter(naam=bundel.sjabloon).first() if bundel.sjabloon else None
    files = maak_bestanden(
        inhoud,
        school=bundel.school,
        jaren=plan.jaren,
        sjabloon=own,
        kop=_kop(bundel, versions),
        sleutel=sleutel(),
        report=report,
    )
    report(6, "bewaren")
    _keep(bundel, inhoud, files, versions, by)


def _wet() -> str:
    """The state of the law register: one short hash over every value in it."""
    values = [w.fingerprint for p in load_regels().parameters.values() for w in p.waarden]
    return f"stand {sha256(''.join(sorted(values)).encode())[:16]}"


def _kop(bundel: Bundel, versions: Mapping[str, str]) -> dict[str, Any]:
    school = bundel.school
    return {
        "school": {"naam": school.naam, "instellingsnummer": school.instellingsnummer},
        "bevroren_op": bundel.dag.isoformat(),
        "doel": namenfilter(school)(bundel.doel),
        "onderdelen": list(bundel.delen),
        "namen_van_personeel": bundel.namen,
        "versies": dict(versions),
    }


def _keep(
    bundel: Bundel,
    inhoud: Inhoud,
    files: Mapping[str, bytes],
    versions: Mapping[str, str],
    by: User,
) -> None:
    """Files first, then rows, register and log in one transaction; or nothing at all."""
    stored: dict[str, str] = {}
    try:
        for kind, data in files.items():
            stored[kind] = storage.store(data, DEEL)
        with transaction.atomic():
            _release(bundel, inhoud, by)
            Bundelbestand.objects.bulk_create(
                Bundelbestand(
                    bundel=bundel,
                    soort=kind,
                    naam=NAMEN[kind],
                    bestand=stored[kind],
                    grootte=len(data),
                    sha256=sha256(data),
                    hmac=hmac_bestand(sleutel(), NAMEN[kind], data),
                )
                for kind, data in files.items()
            )
            bundel.refresh_from_db()
            bundel.status, bundel.melding = Bundel.Status.KLAAR, ""
            bundel.gedaan = bundel.totaal
            bundel.versies, bundel.leeg = dict(versions), [one.value for one in inhoud.leeg]
            bundel.cijfers = len(inhoud.cijfers)
            bundel.bladzijden = bladzijden(files[Bundelbestand.Soort.PDF])
            bundel.save()
            _record("bundel_klaar", bundel, by)
    except Exception:
        for name in stored.values():
            storage.remove(name, DEEL)
        raise


def _release(bundel: Bundel, inhoud: Inhoud, by: User) -> None:
    """The release register: which tables the inspectorate sees from now on."""
    purpose = f"dossier van {bundel.dag:%d/%m/%Y}" + (f": {bundel.doel}" if bundel.doel else "")
    for pk, tables in inhoud.vrijgaven:
        stand = Stand.objects.select_related("school").get(pk=pk)
        geef_inspectie(stand=stand, tabellen=tables, doel=purpose[:200], by=by)


# ---------------------------------------------------------------- afterwards


@transaction.atomic
def verwijder_bundel(*, bundel: Bundel, reden: str, by: User) -> None:
    """Take it out of the list, with a reason; the files stay for a while, so it can come back."""
    if not reden.strip():
        raise BundelError("Schrijf waarom het dossier weg mag.")
    if bundel.status == Bundel.Status.BEZIG and not bundel.onderbroken(timezone.now()):
        raise BundelError("Dit dossier wordt nog gemaakt. Wacht tot dat klaar is.")
    bundel.verwijderd, bundel.verwijderd_reden = timezone.now(), reden.strip()[:300]
    bundel.save(update_fields=["verwijderd", "verwijderd_reden"])
    _record("bundel_weg", bundel, by, f": {bundel.verwijderd_reden}")


@transaction.atomic
def zet_bundel_terug(*, bundel: Bundel, by: User) -> None:
    """Raises BundelError when its files were removed meanwhile."""
    bundel = Bundel.objects.select_for_update().get(pk=bundel.pk)  # the night may be at it
    if bundel.gewist:
        raise BundelError("De bestanden zijn intussen gewist. Maak een nieuw dossier.")
    bundel.verwijderd, bundel.verwijderd_reden = None, ""
    bundel.save(update_fields=["verwijderd", "verwijderd_reden"])
    _record("bundel_terug", bundel, by)


def _record(kind: str, bundel: Bundel, by: User, more: str = "") -> None:
    record(
        kind=f"dossier.{kind}",
        by=by,
        school=bundel.school.instellingsnummer,
        target=f"{bundel.plan_naam}, van {bundel.dag:%d/%m/%Y} ({bundel.door_rol}){more}"[:200],
    )


@dataclass(frozen=True)
class Nagekeken:
    """What became of one stored file; ``zegel``: also sealed with the key of now."""

    bestand: Bundelbestand
    in_orde: bool
    zegel: bool
    zin: str


def kijk_na(bundel: Bundel) -> list[Nagekeken]:
    """Hold every stored file against what was kept of it."""
    found = []
    for one in bundel.bestanden.all():
        try:
            data = storage.read(one.bestand, DEEL)
        except DocumentMissingError:
            found.append(Nagekeken(one, False, False, "ontbreekt op de server"))
            continue
        same = sha256(data) == one.sha256
        sealed = hmac_bestand(sleutel(), one.naam, data) == one.hmac
        if same and sealed:
            said = "niets veranderd"
        elif same:
            said = "het zegel is van een andere sleutel; de inhoud zelf klopt met de hash"
        else:
            said = "veranderd: dit is niet meer het bestand van toen"
        found.append(Nagekeken(one, same, sealed, said))
    return found
