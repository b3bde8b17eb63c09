"""Reads on imports: the stored file as a table, what the school has, guesses, what is overdue."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from gokwijs.apps.inlezen.models import ImportBestand, LeerlingImport
from gokwijs.apps.leerlingen.models import Feit, Inschrijving
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Feit as CoreFeit
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.leerlingen.inlezen.profiel import (
    ColumnMapping,
    Guess,
    guess_saved,
    guess_start,
    header_index,
    start_profiles,
)
from gokwijs.core.leerlingen.inlezen.verschil import StoredEnrolment, StoredPupil
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.telling.model import Graad, Onderwijsniveau
from gokwijs.core.telling.reading import Refusal
from gokwijs.core.telling.table import Table, read_table


def import_for(access: Access, pk: int) -> LeerlingImport:
    """One import of this school; Http404 for another."""
    found = access.school.leerling_imports.select_related("school", "profiel").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def open_table(data: bytes, filename: str, header_row: int | None = None) -> tuple[Table, bool]:
    """The table, and whether its header was recognised. Raises Refusal.

    A file with only unknown names still opens: the user then says what each column is.
    """
    stream = io.BytesIO(data)
    if header_row is not None:
        return read_table(stream, filename=filename, header_row=header_row), True
    try:
        return read_table(stream, filename=filename, index=header_index()), True
    except Refusal as refusal:
        if refusal.problem.kind != "kopregel":
            raise
    return read_table(io.BytesIO(data), filename=filename), False


def stored_table(leerling_import: LeerlingImport) -> Table:
    """The table of a stored file; raises Refusal, Http404 when the file was thrown away."""
    try:
        packed = bytes(leerling_import.inhoud.inhoud)
    except ImportBestand.DoesNotExist:
        raise Http404 from None
    return open_table(zlib.decompress(packed), leerling_import.bestand, leerling_import.kopregel)[0]


def guesses(school: School, header: Sequence[str]) -> list[Guess]:
    """Saved profiles of the school (newest versions), then the start profiles."""
    newest: dict[str, Guess] = {}
    for profiel in school.profielen.order_by("-created"):
        if profiel.naam not in newest:
            newest[profiel.naam] = guess_saved(
                header, str(profiel.pk), profiel.naam, ColumnMapping.from_json(profiel.inhoud)
            )
    return [*newest.values(), *(guess_start(header, p) for p in start_profiles().values())]


def is_first(school: School) -> bool:
    """Was no import of this school ever confirmed? Then the DPIA is asked for."""
    return not school.leerling_imports.filter(toegepast_op__isnull=False).exists()


def expired(today: date) -> QuerySet[LeerlingImport]:
    """Imports whose file or list of changes has been kept as long as allowed."""
    return (
        LeerlingImport.objects.filter(verloopt__lt=today)
        .filter(Q(inhoud__isnull=False) | Q(regels__isnull=False))
        .distinct()
    )


def stored_pupils(school: School) -> tuple[list[StoredPupil], str]:
    """Every pupil of the school with enrolments and facts, and a fingerprint of them all."""
    digest = hashlib.sha256()
    enrolments: dict[int, list[StoredEnrolment]] = {}
    places: dict[tuple[Any, ...], Plaats] = {}
    for row in (
        Inschrijving.objects.filter(leerling__school=school)
        .order_by("leerling_id", "begin", "pk")
        .values_list("leerling_id", "pk", "begin", "einde", "verwacht_einde", "attest", *_PLACE)
        .iterator(chunk_size=5000)
    ):
        digest.update(repr(row).encode())
        leerling, pk, begin, einde, verwacht, attest, *place = row
        key = tuple(place)
        if key not in places:
            places[key] = _plaats(dict(zip(_PLACE, place, strict=True)))
        enrolments.setdefault(leerling, []).append(
            StoredEnrolment(pk, begin, einde, verwacht, attest, places[key])
        )
    facts: dict[int, list[CoreFeit]] = {}
    for fact in (
        Feit.objects.filter(leerling__school=school)
        .order_by("leerling_id", "pk")
        .values_list("leerling_id", "pk", "kenmerk", "antwoord", "herkomst", "vanaf", "vastgelegd")
        .iterator(chunk_size=5000)
    ):
        digest.update(repr(fact).encode())
        leerling, _, kenmerk, antwoord, herkomst, vanaf, vastgelegd = fact
        facts.setdefault(leerling, []).append(
            CoreFeit(Kenmerk(kenmerk), Antwoord(antwoord), Herkomst(herkomst), vanaf, vastgelegd)
        )
    pupils = []
    for one in (
        school.leerlingen.order_by("pk")
        .values_list("pk", "stamnummer", "naam", "voornaam", "geboortedatum", "vorige_school")
        .iterator(chunk_size=5000)
    ):
        digest.update(repr(one).encode())
        pupils.append(
            StoredPupil(*one, tuple(enrolments.get(one[0], ())), tuple(facts.get(one[0], ())))
        )
    return pupils, digest.hexdigest()


_PLACE = (
    "vestigingsplaats",
    "administratieve_groep",
    "onderwijsniveau",
    "graad",
    "type",
    "mfc_verblijf",
    "leerjaar",
    "richting",
    "klas",
    "halves",
)


def _plaats(values: Mapping[str, Any]) -> Plaats:
    return Plaats(
        **{
            **values,
            "onderwijsniveau": Onderwijsniveau(values["onderwijsniveau"]),
            "graad": Graad(values["graad"]),
            "mfc_verblijf": Antwoord(values["mfc_verblijf"]),
        }
    )
