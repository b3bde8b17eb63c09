"""What a row holds, in short, so that a form that was opened on something else is noticed.

In: a row. Out: 24 characters that change with any of its fields.
"""

from __future__ import annotations

import hashlib
import json

from django.db import models

from gokwijs.apps.beleid.bewaren import plain


def afdruk(row: models.Model) -> str:
    """What a row holds now, in short: a form that was opened on something else is a conflict."""
    if row.pk is None:
        return ""
    meta = row._meta
    found = {f.name: plain(getattr(row, f.attname)) for f in meta.concrete_fields}
    for many in meta.many_to_many:
        keys = getattr(row, many.name).order_by("pk").values_list("pk", flat=True)
        found[many.name] = list(keys)
    text = json.dumps(found, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
