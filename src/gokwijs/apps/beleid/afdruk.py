"""What a row without versions holds, in short, so that two who write at once are noticed.

In: a row, and what somebody typed over it. Out: 24 characters that change with any of its fields;
and the fields in which the typed text is not what stands there now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.db import models

from gokwijs.apps.beleid.bewaren import Botsing, Conflict, in_words, label_of, plain


def _kept(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return plain(list(getattr(row, name).order_by("pk").values_list("pk", flat=True)))
    return plain(getattr(row, field.attname))  # type: ignore[union-attr]


def afdruk(row: models.Model) -> str:
    """What a row holds now; '' for a row that is not stored yet."""
    if row.pk is None:
        return ""
    meta = row._meta
    found = {f.name: _kept(row, f.name) for f in (*meta.concrete_fields, *meta.many_to_many)}
    text = json.dumps(found, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def botsingen(
    row: models.Model, values: Mapping[str, Any], *, behalve: Collection[str] = ()
) -> tuple[Botsing, ...]:
    """Each field in which the typed text is not what stands there now."""
    model = type(row)
    found = []
    for name, value in values.items():
        mine, now = plain(value), _kept(row, name)
        if name not in behalve and mine != now:
            words = ("", in_words(model, name, mine), in_words(model, name, now))
            found.append(Botsing(name, label_of(model, name), *words))
    return tuple(found)


def must_be(row: models.Model, was: str | None, values: Mapping[str, Any]) -> None:
    """Raises Conflict when the row is no longer what the form was opened on."""
    if was is not None and was != afdruk(row):
        raise Conflict("Een collega", None, botsingen(row, values))
