"""A fictional plan in which every field says something: what a template is tried with.

In: the records of the document. Out: ``VOORBEELD``. Each text is the explanation of its field, with
the characters that markup is made of.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from gokwijs.apps.dossier.document import PlanDocument

_TEKENS = "(verzonnen: & < > \" ')"


def _filled(kind: type) -> Any:
    hints = get_type_hints(kind)
    return kind(**{one.name: _value(hints[one.name], one.metadata) for one in fields(kind)})


def _value(hint: Any, metadata: Any) -> Any:
    said = f"{metadata['uitleg']} {_TEKENS}"
    if hint is str:
        return said
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return _filled(hint)
    inner = get_args(hint)[0]
    one = said if inner is str else _filled(inner)
    return (one, one)


VOORBEELD: PlanDocument = _filled(PlanDocument)
