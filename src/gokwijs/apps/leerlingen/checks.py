"""What must hold before a pupil is stored, said in Dutch before the database would refuse it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, Model

from gokwijs.apps.leerlingen.models import Inschrijving, Leerling
from gokwijs.core.leerlingen.inschrijving import te_veel


class LeerlingError(ValueError):
    """The change is not possible; the message is Dutch and fit for a screen."""


def check_texts(model: type[Model], values: Mapping[str, Any]) -> None:
    """Raises LeerlingError for a text that is too long or holds a NUL: PostgreSQL breaks on both,
    SQLite would keep them."""
    for name, value in values.items():
        field = model._meta.get_field(name)
        if not isinstance(value, str) or not isinstance(field, CharField):
            continue
        label = str(field.verbose_name)
        if "\x00" in value:
            raise LeerlingError(
                f"In het veld '{label}' staat een onleesbaar teken. Typ het opnieuw."
            )
        if field.max_length is not None and len(value) > field.max_length:
            raise LeerlingError(
                f"Het veld '{label}' is te lang: {len(value)} tekens, hoogstens "
                f"{field.max_length} mag."
            )


def check_overlap(leerling: Leerling, mine: Inschrijving) -> None:
    """Raises LeerlingError when the pupil would be more than one whole pupil on some day."""
    others = list(leerling.inschrijvingen.exclude(pk=mine.pk))
    clash = te_veel(mine.core, [other.core for other in others])
    if not clash:
        return
    names = " en ".join(f"'{other}'" for other in others if other.core in clash)
    half = " Een leerling kan hoogstens twee halve inschrijvingen hebben." if len(clash) > 1 else ""
    raise LeerlingError(
        f"Dit overlapt met de inschrijving {names}.{half} Sluit die eerst af, of kies een andere "
        "begindatum."
    )
