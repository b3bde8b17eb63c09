"""Steps of an import into rows of the database, and back again.

In: lines of an import with plain values. Out: written rows, and the same lines with the keys of
what was written: the journal. Called inside the transaction of a service.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from gokwijs.apps.inlezen.models import ImportRegel, LeerlingImport
from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling
from gokwijs.core.leerlingen.inlezen.lezen import Progress
from gokwijs.core.leerlingen.inschrijving import overlappingen
from gokwijs.core.telling.columns import fold

CHUNK = 500
_MODELS: Mapping[str, type[Model]] = {
    "leerling": Leerling,
    "inschrijving": Inschrijving,
    "feit": Feit,
}
_DAYS = ("geboortedatum", "begin", "einde", "verwacht_einde", "vanaf")


def plain(value: Any) -> Any:
    """A value as it stands in a step: days as text."""
    return value.isoformat() if isinstance(value, date) else value


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a step as the models want them."""
    return {
        name: date.fromisoformat(value) if name in _DAYS and value else value
        for name, value in values.items()
    }


def chunks(leerling_import: LeerlingImport) -> Iterator[list[ImportRegel]]:
    """The lines in parts, so that memory stays steady whatever their number."""
    keys = list(leerling_import.regels.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        yield list(ImportRegel.objects.filter(pk__in=part).order_by("pk"))


def write(leerling_import: LeerlingImport, by_name: str, progress: Progress | None = None) -> None:
    """Write every step and turn the lines into the journal."""
    total = leerling_import.regels.count()
    writer = _Writer(leerling_import, by_name)
    done = 0
    for part in chunks(leerling_import):
        writer.write(part)
        done += len(part)
        if progress is not None:
            progress(done, total)


class _Writer:
    def __init__(self, leerling_import: LeerlingImport, by_name: str) -> None:
        self.leerling_import, self.by_name = leerling_import, by_name
        self.now = timezone.now()
        self.origin = {
            "bestand": leerling_import.bestand,
            "sha256": leerling_import.bestand_hash,
            "profiel": str(leerling_import.profiel or ""),
            "import": str(leerling_import.pk),
        }

    def write(self, part: Sequence[ImportRegel]) -> None:
        self._pupils(part)
        self._enrolments(part)
        self._facts(part)
        ImportRegel.objects.filter(pk__in=[regel.pk for regel in part]).delete()
        for regel in part:
            regel.pk = None
        ImportRegel.objects.bulk_create(part)

    def _pupils(self, part: Sequence[ImportRegel]) -> None:
        fresh: list[tuple[ImportRegel, dict[str, Any], Leerling]] = []
        changed: list[tuple[ImportRegel, dict[str, Any]]] = []
        for regel in part:
            for step in regel.stappen:
                if step["model"] != "leerling":
                    continue
                if step["voor"] is None:
                    values = _typed(step["na"])
                    pupil = Leerling(
                        school_id=self.leerling_import.school_id, **values, zoeknaam=_key(values)
                    )
                    fresh.append((regel, step, pupil))
                else:
                    changed.append((regel, step))
        Leerling.objects.bulk_create([pupil for _, _, pupil in fresh])
        for regel, step, pupil in fresh:
            step["pk"] = regel.leerling_id = pupil.pk
        known = Leerling.objects.in_bulk([step["pk"] for _, step in changed])
        for _, step in changed:
            pupil = known[step["pk"]]
            step["changed"] = pupil.changed.isoformat()
            for name, value in _typed(step["na"]).items():
                setattr(pupil, name, value)
            pupil.zoeknaam = _key(step["na"])
            pupil.changed = self.now
        Leerling.objects.bulk_update(known.values(), _PUPIL_FIELDS)

    def _enrolments(self, part: Sequence[ImportRegel]) -> None:
        fresh: list[tuple[dict[str, Any], Inschrijving]] = []
        for regel, step in _steps(part, "inschrijving"):
            if step["voor"] is None:
                one = Inschrijving(leerling_id=_owner(regel), **_typed(step["na"]))
                fresh.append((step, one))
        update_rows(
            Inschrijving,
            [
                (step["pk"], _difference(step["voor"], step["na"]))
                for _, step in _steps(part, "inschrijving")
                if step["voor"] is not None
            ],
        )
        Inschrijving.objects.bulk_create([one for _, one in fresh])
        for step, one in fresh:
            step["pk"] = one.pk

    def _facts(self, part: Sequence[ImportRegel]) -> None:
        fresh = [
            (
                step,
                Feit(
                    leerling_id=_owner(regel),
                    oorsprong={**self.origin, "rij": str(regel.rij)},
                    door_naam=self.by_name,
                    vastgelegd=self.now,
                    **_typed(step["na"]),
                ),
            )
            for regel, step in _steps(part, "feit")
        ]
        Feit.objects.bulk_create([fact for _, fact in fresh])
        for step, fact in fresh:
            step["pk"] = fact.pk


_PUPIL_FIELDS = ["naam", "voornaam", "geboortedatum", "vorige_school", "zoeknaam", "changed"]


def _key(values: Mapping[str, Any]) -> str:
    """The folded name that searching and sorting use."""
    return fold(f"{values['naam']} {values['voornaam']}")[:210]


def _owner(regel: ImportRegel) -> int:
    """The key of the pupil of a line; new pupils are written before their rows."""
    assert regel.leerling_id is not None
    return regel.leerling_id


def _steps(part: Sequence[ImportRegel], model: str) -> Iterator[tuple[ImportRegel, dict[str, Any]]]:
    for regel in part:
        for step in regel.stappen:
            if step["model"] == model:
                yield regel, step


def _difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return _typed({name: value for name, value in new.items() if old[name] != value})


def update_rows(model: type[Inschrijving], rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Update rows that change in the same way together: a whole class moves in one query."""
    grouped: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for pk, values in rows:
        if values:
            grouped.setdefault(tuple(sorted(values.items())), []).append(pk)
    for values_key, keys in grouped.items():
        model.objects.filter(pk__in=keys).update(**dict(values_key))


# ---------------------------------------------------------------- and back


@dataclass(frozen=True)
class Edited:
    """A row that somebody changed after the import."""

    stamnummer: str
    what: str


def edited_since(leerling_import: LeerlingImport) -> list[Edited]:
    """Every row of the journal that is no longer as the import left it."""
    found: list[Edited] = []
    for part in chunks(leerling_import):
        for name, model in _MODELS.items():
            keys = [step["pk"] for _, step in _steps(part, name)]
            rows = model._default_manager.in_bulk(keys)
            for regel, step in _steps(part, name):
                row = rows.get(step["pk"])
                if row is None:
                    found.append(Edited(regel.stamnummer, f"{name} is verwijderd"))
                    continue
                other = [n for n, v in step["na"].items() if plain(getattr(row, n)) != v]
                if other:
                    words = ", ".join(n.replace("_", " ") for n in sorted(other))
                    found.append(Edited(regel.stamnummer, f"{name} is aangepast ({words})"))
        found.extend(_added_to(part))
    return found


def _added_to(part: Sequence[ImportRegel]) -> list[Edited]:
    """What others hung on pupils that the import made: that would go with them."""
    made = {step["pk"]: regel for regel, step in _steps(part, "leerling") if step["voor"] is None}
    own = {
        name: {step["pk"] for regel, step in _steps(part, name) if regel.leerling_id in made}
        for name in ("inschrijving", "feit")
    }
    found = []
    for relation in Leerling._meta.related_objects:
        model = relation.related_model
        if model is ImportRegel or not isinstance(model, type):
            continue
        column = relation.field.name
        rows = model._default_manager.filter(**{f"{column}__in": list(made)})
        mine = own.get(model._meta.model_name or "", set())
        for pk, leerling in rows.values_list("pk", f"{column}_id"):
            if pk not in mine:
                what = f"er kwam een {model._meta.verbose_name} bij"
                found.append(Edited(made[leerling].stamnummer, what))
    return found


def take_back(leerling_import: LeerlingImport) -> list[Edited]:
    """Restore every row of the journal; the overlaps that this gives (then nothing may stay)."""
    touched: set[int] = set()
    for part in chunks(leerling_import):
        Feit.objects.filter(pk__in=[s["pk"] for _, s in _steps(part, "feit")]).delete()
        made = [s["pk"] for _, s in _steps(part, "inschrijving") if s["voor"] is None]
        Inschrijving.objects.filter(pk__in=made).delete()
        update_rows(
            Inschrijving,
            [
                (s["pk"], _difference(s["na"], s["voor"]))
                for _, s in _steps(part, "inschrijving")
                if s["voor"] is not None
            ],
        )
        _restore_pupils(part)
        touched |= {r.leerling_id for r in part if r.leerling_id is not None}
        gone = [s["pk"] for _, s in _steps(part, "leerling") if s["voor"] is None]
        ImportRegel.objects.filter(pk__in=[r.pk for r in part]).delete()
        Leerling.objects.filter(pk__in=gone).delete()
    return _overlaps(sorted(touched))


def _restore_pupils(part: Sequence[ImportRegel]) -> None:
    changed = [s for _, s in _steps(part, "leerling") if s["voor"] is not None]
    known = Leerling.objects.in_bulk([s["pk"] for s in changed])
    for step in changed:
        pupil = known[step["pk"]]
        for name, value in _typed(step["voor"]).items():
            setattr(pupil, name, value)
        pupil.zoeknaam = _key(step["voor"])
        pupil.changed = datetime.fromisoformat(step["changed"])
    Leerling.objects.bulk_update(known.values(), _PUPIL_FIELDS)


def _overlaps(keys: Sequence[int]) -> list[Edited]:
    found = []
    for start in range(0, len(keys), CHUNK):
        rows = Inschrijving.objects.filter(
            leerling_id__in=keys[start : start + CHUNK]
        ).select_related("leerling")
        names = {str(row.leerling_id): row.leerling.stamnummer for row in rows}
        for one, _ in overlappingen([row.core for row in rows]):
            found.append(Edited(names[one.leerling], "er kwam een inschrijving bij"))
    return found
