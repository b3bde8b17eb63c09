"""Pupils with meaningful defaults, for the tests of the rooms."""

from __future__ import annotations

from datetime import date
from itertools import count

from gokwijs.apps.access.models import User
from gokwijs.apps.leerlingen import services
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.loket.models import Document
from gokwijs.apps.scholen.models import School
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.telling.model import Graad, Onderwijsniveau

SEPTEMBER = date(2025, 9, 1)
_NUMBERS = count(2500001)


def remove_pupils(school: School) -> None:
    """A school without pupils: signed forms are protected, so they go first."""
    Document.objects.filter(verklaring__leerling__school=school).delete()
    school.leerlingen.all().delete()


def make_leerling(
    school: School,
    by: User,
    *,
    naam: str = "Bedacht",
    voornaam: str = "Noor",
    stamnummer: str = "",
    klas: str = "L1A",
    niveau: Onderwijsniveau = Onderwijsniveau.LAGER,
    graad: Graad = Graad.NONE,
    leerjaar: str = "1",
    begin: date = SEPTEMBER,
    einde: date | None = None,
    halves: int = 2,
    vestigingsplaats: str = "1",
    **kenmerken: Antwoord,
) -> Leerling:
    """An enrolled pupil; ``thuistaal=Antwoord.JA`` gives a fact of the school on that kenmerk."""
    leerling = services.create_leerling(
        school=school,
        stamnummer=stamnummer or str(next(_NUMBERS)),
        naam=naam,
        voornaam=voornaam,
        by=by,
    )
    plaats = Plaats(vestigingsplaats, niveau, graad, leerjaar=leerjaar, klas=klas, halves=halves)
    services.open_inschrijving(leerling=leerling, begin=begin, plaats=plaats, by=by, einde=einde)
    for name, antwoord in kenmerken.items():
        services.record_feit(
            leerling=leerling,
            kenmerk=Kenmerk(name),
            antwoord=antwoord,
            herkomst=Herkomst.SCHOOL,
            vanaf=begin,
            by=by,
        )
    return leerling
