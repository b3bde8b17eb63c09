"""How long a file with pupils takes, on an empty school of its own database.

In: how many pupils. Out: seconds for reading and comparing, and for applying in one transaction.
"""

from __future__ import annotations

import io
import tempfile
import time
from datetime import date
from pathlib import Path


def import_seconds(pupils: int = 3000) -> tuple[float, float]:
    """(preview, apply) of a file with so many new pupils and two kenmerken each."""
    from gokwijs.commands.serve import migrate, prepare

    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        migrate()
        return _measure(_file(pupils))


def _file(pupils: int) -> bytes:
    header = "stamnummer;naam;voornaam;onderwijsniveau;leerjaar;klas;opleiding_moeder;thuistaal"
    rows = (
        f"{2500000 + n};Meting{n};Proef;lager;{n % 6 + 1};L{n % 6 + 1}A;"
        f"{'ja' if n % 3 else 'nee'};{'ja' if n % 4 else ''}"
        for n in range(pupils)
    )
    return "\n".join((header, *rows)).encode()


def _measure(data: bytes) -> tuple[float, float]:
    from django.db import connections

    from gokwijs.apps.access.models import User
    from gokwijs.apps.inlezen import services
    from gokwijs.apps.scholen.services import create_school

    by = User.objects.create_user("meting@demo.invalid", "Meting")
    school = create_school(instellingsnummer="999001", naam="Meting", by=by)
    begin = time.perf_counter()
    upload = services.import_file(
        school=school,
        stream=io.BytesIO(data),
        filename="leerlingen.csv",
        peildatum=date(2026, 9, 1),
        by=by,
    )
    assert upload.leerling_import is not None
    seen = time.perf_counter()
    services.apply_import(leerling_import=upload.leerling_import, by=by, dpia="nog niet")
    done = time.perf_counter()
    connections.close_all()
    return seen - begin, done - seen
