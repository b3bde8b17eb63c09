"""The many-to-many links of some plans, read in one query and laid on rows that were read already.

In: the keys of plans, and which links. Out: the links per kind and row; filled in as
``prefetch_related`` would, which asks a query for each link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import CharField, F, Model, QuerySet, Value

Verband = tuple[type[Model], str]  # a model with a plan, and its many-to-many field
Verbanden = Mapping[tuple[str, int], list[int]]  # ("Actie.streefdoelen", key) → keys


def lees_verbanden(plans: Sequence[int], links: Sequence[Verband]) -> Verbanden:
    """One query, whatever the number of links."""
    parts: list[QuerySet[Any]] = []
    for model, name in links:
        field: Any = model._meta.get_field(name)
        source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
        rows = field.remote_field.through._default_manager.filter(**{f"{source}__plan__in": plans})
        parts.append(
            rows.order_by().values_list(
                Value(f"{model.__name__}.{name}", output_field=CharField()),
                F(f"{source}_id"),
                F(f"{target}_id"),
            )
        )
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for kind, source, target in parts[0].union(*parts[1:], all=True):
        found[kind, source].append(target)
    return found


def op_sleutel(rows: Iterable[Any]) -> dict[int, Any]:
    return {row.pk: row for row in rows}


def vul_in(rows: Iterable[Model], name: str, links: Verbanden, known: Mapping[int, Any]) -> None:
    """What ``prefetch_related`` would do, from links that were read already."""
    for row in rows:
        cache = row.__dict__.setdefault("_prefetched_objects_cache", {})
        keys = links.get((f"{type(row).__name__}.{name}", row.pk), ())
        cache[name] = [known[key] for key in sorted(keys) if key in known]
