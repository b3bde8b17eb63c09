"""Everything that is stored about one pupil, for the pupil and the parents.

In: a pupil. Out: sections of labelled values, found by walking every model that points at the
pupil: a model that a room adds tomorrow comes along by itself. Names of colleagues stay out: those
are data about somebody else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils import timezone

from gokwijs.apps.audit.models import Event
from gokwijs.apps.audit.presenters import sentence
from gokwijs.apps.leerlingen.erasure import relations_of
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.core.calendar import dutch_date
from gokwijs.core.kenmerken.verklaring import Opleiding, Taal
from gokwijs.renderers.document import Block, Bullets, Document, Heading, Paragraph, table

MERK = "Vertrouwelijk: enkel voor de leerling en de ouders."
# Keys, copies for searching, and what would open a door; and who typed it.
TECHNISCH = {"id", "zoeknaam", "door_naam", "by_naam", "ongedaan_door", "created", "changed"}
TECHNISCH |= {"sha256", "bestand"}
_SECRET = ("token", "hash", "geheim", "sleutel")


# The keys of the answers, as parents would say them.
_WORDS = {
    Taal.NEDERLANDS.value: "Nederlands",
    Taal.ANDERE.value: "een andere taal",
    Taal.NIET_VAN_TOEPASSING.value: "niet van toepassing",
    Opleiding.GEEN_LAGER.value: "lager onderwijs niet afgewerkt",
    Opleiding.LAGER.value: "lager onderwijs",
    Opleiding.LAGER_SECUNDAIR.value: "lager secundair onderwijs",
    Opleiding.HOGER_SECUNDAIR.value: "hoger secundair onderwijs",
    Opleiding.HOGER.value: "hoger onderwijs",
}


@dataclass(frozen=True)
class Section:
    """One kind of rows: a title, labels, and per row the texts under them."""

    sleutel: str
    titel: str
    velden: tuple[str, ...]
    labels: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]


def models_of_a_pupil(start: type[Model] = Leerling) -> list[type[Model]]:
    """Every model whose rows belong to a pupil, directly or through another one."""
    found: list[type[Model]] = [start]
    for model in found:
        for relation in relations_of(model):
            if relation.related_model not in found:
                found.append(relation.related_model)
    return found


def sections(leerling: Leerling, *, iso: bool = False) -> list[Section]:
    """Every stored row about this pupil, most stable first; ``iso``: dates for a program."""
    seen: dict[type[Model], list[Any]] = {}
    rows: dict[type[Model], list[Any]] = {Leerling: [leerling]}
    while rows:
        model, mine = rows.popitem()
        seen[model] = mine
        for relation in relations_of(model):
            other = relation.related_model
            if other in seen or other in rows:
                continue
            manager = other._base_manager
            found = manager.filter(**{f"{relation.field.name}__in": [one.pk for one in mine]})
            rows[other] = list(found.order_by("pk"))
    order = {model: place for place, model in enumerate(models_of_a_pupil())}
    listed = sorted(seen.items(), key=lambda item: order[item[0]])
    return [*(_section(model, mine, iso) for model, mine in listed if mine), *_log(leerling, iso)]


def _fields(model: type[Model]) -> list[Any]:
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in TECHNISCH
        and (not isinstance(field, ForeignKey) or field.name in getattr(model, "INZAGE", ()))
        and not any(word in field.name for word in _SECRET)
    ]


def _section(model: type[Model], rows: list[Any], iso: bool) -> Section:
    fields = _fields(model)
    return Section(
        sleutel=model.__name__.lower(),
        titel=_label(str(model._meta.verbose_name)),
        velden=tuple(field.name for field in fields),
        labels=tuple(_label(str(field.verbose_name)) for field in fields),
        rijen=tuple(tuple(_text(row, field, iso) for field in fields) for row in rows),
    )


def _label(text: str) -> str:
    """'verblijf in een MFC' → 'Verblijf in een MFC'."""
    return text[:1].upper() + text[1:]


def _text(row: Any, field: Any, iso: bool) -> str:
    value = getattr(row, field.name)
    if isinstance(field, ForeignKey):
        return str(getattr(value, "voluit", value))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return _moment(value, iso)
    if isinstance(value, date):
        return value.isoformat() if iso else f"{value:%d/%m/%Y}"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {said}" for key, said in value.items())
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return "" if value is None else str(value)


def _moment(value: datetime, iso: bool) -> str:
    here = timezone.localtime(value)
    return here.isoformat(timespec="seconds") if iso else f"{here:%d/%m/%Y %H:%M}"


def _log(leerling: Leerling, iso: bool) -> Iterator[Section]:
    events = Event.objects.filter(
        school=leerling.school.instellingsnummer, target__endswith=f"leerling {leerling.stamnummer}"
    )
    rows = tuple((_moment(event.moment, iso), sentence(event)) for event in events)
    if rows:
        yield Section(
            "logboek", "Logboek", ("moment", "wat"), ("Wanneer", "Wat een medewerker deed"), rows
        )


# ---------------------------------------------------------------- as files


def as_json(leerling: Leerling, today: date) -> dict[str, Any]:
    """For another program: one list of objects per kind of row."""
    return {
        "merk": MERK,
        "school": leerling.school.naam,
        "instellingsnummer": leerling.school.instellingsnummer,
        "gemaakt_op": today.isoformat(),
        **{
            part.sleutel: [dict(zip(part.velden, row, strict=True)) for row in part.rijen]
            for part in sections(leerling, iso=True)
        },
    }


def as_document(leerling: Leerling, today: date) -> Document:
    """For people: a table per kind of row; what is empty everywhere is left out."""
    blocks: list[Block] = [
        Paragraph(
            f"Dit is alles wat {leerling.school.naam} in GOK-wijs over deze leerling bewaart, op "
            f"{dutch_date(today)}. Klopt er iets niet? Vraag de school om het te verbeteren."
        )
    ]
    for part in sections(leerling):
        blocks.append(Heading(part.titel))
        blocks.append(_as_block(part))
    return Document(
        title="Wat bewaren wij over deze leerling?",
        subtitle=f"{leerling}, stamnummer {leerling.stamnummer} · {leerling.school.naam}",
        mark=MERK,
        made_on=today,
        blocks=tuple(blocks),
        wide=True,
    )


def _as_block(part: Section) -> Block:
    filled = [n for n in range(len(part.labels)) if any(row[n] for row in part.rijen)]
    if len(part.rijen) == 1:
        (row,) = part.rijen
        return Bullets(tuple(f"{part.labels[n]}: {_readable(row[n])}" for n in filled))
    return table(
        [part.labels[n] for n in filled],
        [[_readable(row[n]) for n in filled] for row in part.rijen],
    )


def _readable(text: str) -> str:
    """'nvt' → 'niet van toepassing'."""
    return _WORDS.get(text, text)
