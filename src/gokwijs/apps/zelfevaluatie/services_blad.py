"""Writes on one sheet of answers.

Nothing here is logged: in an anonymous round not even that somebody answered (besluit 21).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.verklaring.tokens import hash_of, new_secret
from gokwijs.apps.zelfevaluatie.models import Antwoordblad, Respondentgroep, Ronde
from gokwijs.apps.zelfevaluatie.services import RondeError
from gokwijs.core.kader.vragenlijst import Vragenlijst

SALT = "gokwijs.zelfevaluatie.blad"
NIET_GEKEND = 0  # "weet ik niet"
REMARK_MOST = 2000


@dataclass(frozen=True)
class Gegeven:
    """One answer as given: a level, 0 for "weet ik niet", None for no answer."""

    niveau: int | None
    opmerking: str = ""


@dataclass(frozen=True)
class NieuwBlad:
    """A sheet at the only moment its secret is known."""

    blad: Antwoordblad
    sleutel: str


def neemt_antwoorden(ronde: Ronde, today: date) -> bool:
    """Open, and within its days."""
    return ronde.is_open and ronde.verwijderd is None and ronde.begin <= today <= ronde.einde


def must_answer(ronde: Ronde, today: date) -> None:
    """Raises RondeError outside the days of an open round."""
    if not neemt_antwoorden(ronde, today):
        raise RondeError("Deze ronde neemt geen antwoorden meer aan.")


def _held(ronde: int, today: date) -> Ronde:
    """The round, locked: it cannot be closed while an answer is stored. Raises RondeError."""
    found = Ronde.objects.select_for_update().get(pk=ronde)
    must_answer(found, today)
    return found


@transaction.atomic
def begin_blad(
    *,
    groep: Respondentgroep,
    today: date,
    naam: str = "",
    deelnemer: User | None = None,
    sleutel: str = "",
) -> NieuwBlad:
    """An empty sheet. A named round needs a name, an anonymous one takes none. Raises RondeError.

    ``sleutel``: a secret that was made before; without it a new one.
    """
    ronde = _held(groep.ronde_id, today)
    anoniem = ronde.anoniem
    naam = "" if anoniem else (deelnemer.naam if deelnemer else naam.strip())
    if not anoniem and not naam:
        raise RondeError("Deze ronde is met naam. Vul je naam in.")
    sleutel = sleutel or new_secret()
    blad = Antwoordblad.objects.create(
        sleutel=hash_of(sleutel, SALT),
        groep=groep,
        anoniem=anoniem,
        naam=naam[:150],
        deelnemer=None if anoniem else deelnemer,
    )
    return NieuwBlad(blad, sleutel)


def blad_van(groep: Respondentgroep, sleutel: str) -> Antwoordblad | None:
    """The sheet behind a secret, within this group."""
    key = hash_of(sleutel, SALT)
    return groep.bladen.filter(sleutel=key).first() if key else None


@transaction.atomic
def bewaar_antwoorden(
    *,
    blad: Antwoordblad,
    lijst: Vragenlijst,
    gegeven: Mapping[str, Gegeven],
    today: date,
    indienen: bool = False,
) -> Antwoordblad:
    """Join these answers with what is there; other items stay. Raises RondeError."""
    _held(blad.groep.ronde_id, today)
    found = Antwoordblad.objects.select_for_update().filter(pk=blad.pk).first()
    if found is None:
        raise RondeError("Dit antwoordblad bestaat niet meer.")
    blad = found
    allowed = {one.waarde for one in lijst.niveaus} | {NIET_GEKEND, None}
    items = {one.sleutel for one in lijst.items}
    if not set(gegeven) <= items or any(one.niveau not in allowed for one in gegeven.values()):
        raise RondeError("Dit antwoord hoort niet bij deze vragenlijst. Open de link opnieuw.")
    for item, one in gegeven.items():
        blad.antwoorden[item] = {"n": one.niveau, "o": one.opmerking.strip()[:REMARK_MOST]}
    blad.ingediend = blad.ingediend or indienen
    blad.save(update_fields=["antwoorden", "ingediend"])
    return blad
