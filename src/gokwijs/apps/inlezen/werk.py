"""Long work in a thread of this process, with progress that is true.

Reading reports through the database. Applying is one transaction, so its progress would be
invisible there: it stands in the memory of the process that does it. After a restart nobody works
on the import any more; the page then says so, and nothing was half-applied.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from gokwijs.apps.inlezen.models import LeerlingImport
from gokwijs.apps.inlezen.services import InlezenError
from gokwijs.core.leerlingen.inlezen.lezen import Progress
from gokwijs.core.telling.reading import Refusal

DIRECT_ROWS = 2000  # fewer than this is done while the user waits: a second or two
PROCESS = str(uuid.uuid4())
_EVERY = 0.5  # seconds between two reports
_progress: dict[int, tuple[int, int]] = {}
_log = logging.getLogger(__name__)

Job = Callable[[Progress | None], object]


def run(one: LeerlingImport, status: str, job: Job) -> bool:
    """Do the job now when the file is small, else in a thread; True when it is done."""
    if one.rijen < DIRECT_ROWS:
        job(None)
        return True
    back = one.status
    claimed = LeerlingImport.objects.filter(pk=one.pk, status=back).update(
        status=status,
        proces=PROCESS,
        hartslag=timezone.now(),
        gedaan=0,
        totaal=one.rijen,
        melding="",
    )
    if not claimed:
        raise InlezenError("Deze import is intussen al verder of afgehandeld.")
    _progress[one.pk] = (0, one.rijen)
    thread = threading.Thread(target=_work, args=(one.pk, status, back, job), daemon=True)
    thread.start()
    return False


def interrupted(one: LeerlingImport) -> bool:
    """Is an import busy without anybody working on it?"""
    if not one.busy:
        return False
    if one.proces == PROCESS:
        return one.pk not in _progress
    return one.stale(timezone.now())


def progress_of(one: LeerlingImport) -> tuple[int, int]:
    """(done, total) of an import that is busy."""
    return _progress.get(one.pk, (one.gedaan, one.totaal))


def _work(pk: int, status: str, back: str, job: Job) -> None:
    said = ""
    try:
        job(_reporter(pk, in_database=status == LeerlingImport.Status.LEZEN))
    except InlezenError as error:
        said = str(error)
    except Refusal as refusal:
        said = refusal.problem.sentence
    except Exception:
        _log.exception("import %s failed", pk)
        said = "Er ging iets mis op de server; er is niets veranderd. Probeer het opnieuw."
    finally:
        if said:
            LeerlingImport.objects.filter(pk=pk, status=status).update(status=back, melding=said)
        _progress.pop(pk, None)
        connection.close()


def _reporter(pk: int, *, in_database: bool) -> Progress:
    last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        _progress[pk] = (done, total)
        if in_database and time.monotonic() - last > _EVERY:
            last = time.monotonic()
            LeerlingImport.objects.filter(pk=pk).update(
                gedaan=done, totaal=total, hartslag=timezone.now()
            )

    return report
