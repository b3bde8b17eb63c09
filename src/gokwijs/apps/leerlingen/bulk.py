"""One change of many pupils: what it would do, doing it, and taking it back.

The services call this inside their transaction; the page that asks "klopt dit?" shows the same
plan that is carried out afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gokwijs.apps.leerlingen.checks import LeerlingError, check_texts
from gokwijs.apps.leerlingen.models import Bewerking, BewerkingRij, Feit, Inschrijving, Leerling
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import dutch_date
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.leerlingen.inschrijving import Plaats, wijzig

Soort = Bewerking.Soort
_SNAPSHOT = [f.attname for f in Inschrijving._meta.concrete_fields]


@dataclass(frozen=True)
class Opdracht:
    """What to do from which day (for leaving: the last day); an empty place stays as it is."""

    soort: Bewerking.Soort
    vanaf: date
    klas: str = ""
    leerjaar: str = ""
    richting: str = ""
    attest: str = ""
    kenmerk: Kenmerk | None = None
    antwoord: Antwoord = Antwoord.ONBEKEND
    herkomst: Herkomst = Herkomst.REGISTER
    reden: str = ""

    @property
    def words(self) -> str:
        """In one sentence, without names."""
        day = dutch_date(self.vanaf)
        if self.soort == Soort.UITSCHRIJVEN:
            attest = f", met {self.attest}" if self.attest else ""
            return f"Uitgeschreven op {day}{attest}"
        if self.kenmerk is not None:
            return (
                f"{self.kenmerk.label}: {self.antwoord.word}, volgens {self.herkomst.words}, "
                f"vanaf {day}"
            )
        new = [f"{name} {value}" for name, value in self.place.items()]
        sentence = f"{' en '.join(new)}, vanaf {day}"
        return sentence[:1].upper() + sentence[1:]

    @property
    def place(self) -> dict[str, str]:
        """The parts of the place that change."""
        parts = {"klas": self.klas, "leerjaar": self.leerjaar, "richting": self.richting}
        return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True)
class Voorstel:
    """What happens to one row; ``overslaan`` says why nothing does."""

    inschrijving: Inschrijving
    nu: str
    straks: str = ""
    overslaan: str = ""

    @property
    def leerling(self) -> Leerling:
        return self.inschrijving.leerling


def _chosen(school: School, rijen: Sequence[int]) -> list[Inschrijving]:
    found = Inschrijving.objects.filter(pk__in=rijen, leerling__school=school)
    return list(
        found.select_related("leerling").order_by("leerling__zoeknaam", "leerling_id", "begin")
    )


def lock(school: School, rijen: Sequence[int]) -> None:
    """Hold the pupils of these rows until the end of the transaction, always in the same order."""
    keys = Inschrijving.objects.filter(pk__in=rijen).values("leerling_id")
    list(Leerling.objects.select_for_update().filter(school=school, pk__in=keys).order_by("pk"))


def plan(school: School, rijen: Sequence[int], opdracht: Opdracht) -> list[Voorstel]:
    """What would happen to each row, in order of name. Raises LeerlingError on a bad task."""
    check_texts(Inschrijving, {**opdracht.place, "attest": opdracht.attest})
    check_texts(Feit, {"reden": opdracht.reden})
    chosen = _chosen(school, rijen)
    if opdracht.soort == Soort.UITSCHRIJVEN:
        return [_leaving(one, opdracht.vanaf) for one in chosen]
    if opdracht.soort == Soort.PLAATS:
        if not opdracht.place:
            raise LeerlingError("Vul een klas, een leerjaar of een richting in.")
        return [_moving(one, opdracht) for one in chosen]
    return _answering(chosen, opdracht)


def _leaving(one: Inschrijving, einde: date) -> Voorstel:
    now = f"loopt tot en met {dutch_date(one.einde)}" if one.einde else "loopt nog"
    if one.einde == einde:
        return Voorstel(one, now, overslaan="Is al uitgeschreven op die dag.")
    if einde < one.begin:
        return Voorstel(one, now, overslaan=f"Begint pas op {dutch_date(one.begin)}.")
    if one.einde is not None and one.einde < einde:
        return Voorstel(one, now, overslaan="Is al eerder uitgeschreven.")
    return Voorstel(one, now, f"tot en met {dutch_date(einde)}")


def new_plaats(one: Inschrijving, opdracht: Opdracht) -> Plaats:
    """The place with the parts that change."""
    place = opdracht.place
    return replace(
        one.plaats,
        klas=place.get("klas", one.klas),
        leerjaar=place.get("leerjaar", one.leerjaar),
        richting=place.get("richting", one.richting),
    )


def _moving(one: Inschrijving, opdracht: Opdracht) -> Voorstel:
    names = list(opdracht.place)
    now = _place_words({name: getattr(one, name) for name in names})
    if not one.core.covers(opdracht.vanaf):
        return Voorstel(one, now, overslaan=f"Is op {dutch_date(opdracht.vanaf)} niet hier.")
    if new_plaats(one, opdracht) == one.plaats:
        return Voorstel(one, now, overslaan="Zit daar al.")
    return Voorstel(one, now, _place_words(opdracht.place))


def _place_words(parts: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value or 'niet ingevuld'}" for name, value in parts.items())


def _answering(chosen: list[Inschrijving], opdracht: Opdracht) -> list[Voorstel]:
    kenmerk = opdracht.kenmerk
    if kenmerk is None or kenmerk is Kenmerk.ZORGTHUIS:
        raise LeerlingError("Kies een kenmerk.")
    if opdracht.herkomst not in (Herkomst.REGISTER, Herkomst.SCHOOL):
        raise LeerlingError("Kies waar het antwoord vandaan komt: het register of de school.")
    said: dict[int, Feit] = {}
    earlier = Feit.objects.filter(
        leerling__in=[one.leerling_id for one in chosen],
        kenmerk=kenmerk.value,
        herkomst=opdracht.herkomst.value,
        vanaf__lte=opdracht.vanaf,
    )
    for feit in earlier.order_by("vanaf", "vastgelegd", "pk"):
        said[feit.leerling_id] = feit
    found, seen = [], set()
    for one in chosen:
        feit_now = said.get(one.leerling_id)
        now = "nog niets" if feit_now is None else Antwoord(feit_now.antwoord).word
        if one.leerling_id in seen:
            skip = "Staat hier al in een andere rij."
        elif feit_now is not None and feit_now.antwoord == opdracht.antwoord:
            skip = "Dit antwoord staat er al."
        else:
            skip = ""
        seen.add(one.leerling_id)
        found.append(Voorstel(one, now, "" if skip else opdracht.antwoord.word, skip))
    return found


# ---------------------------------------------------------------- doing it


def perform(
    bewerking: Bewerking,
    voorstellen: Sequence[Voorstel],
    opdracht: Opdracht,
    door_naam: str,
    now: datetime,
) -> None:
    """Carry the plan out and keep what is needed to take it back."""
    pupils = list(dict.fromkeys(v.inschrijving.leerling_id for v in voorstellen))
    if opdracht.soort == Soort.KENMERK:
        feiten = _record(pupils, opdracht, door_naam, now)
        BewerkingRij.objects.bulk_create(
            BewerkingRij(bewerking=bewerking, leerling_id=f.leerling_id, feit=f) for f in feiten
        )
        return
    before = _snapshots(pupils)
    if opdracht.soort == Soort.UITSCHRIJVEN:
        _leave([v.inschrijving for v in voorstellen], opdracht)
    else:
        _move([v.inschrijving for v in voorstellen], opdracht)
    after = _snapshots(pupils)
    BewerkingRij.objects.bulk_create(
        BewerkingRij(bewerking=bewerking, leerling_id=key, eerder=before[key], later=after[key])
        for key in pupils
    )


def _record(pupils: Sequence[int], opdracht: Opdracht, door_naam: str, now: datetime) -> list[Feit]:
    assert opdracht.kenmerk is not None
    return Feit.objects.bulk_create(
        Feit(
            leerling_id=key,
            kenmerk=opdracht.kenmerk.value,
            antwoord=int(opdracht.antwoord),
            herkomst=opdracht.herkomst.value,
            vanaf=opdracht.vanaf,
            reden=opdracht.reden.strip(),
            door_naam=door_naam,
            vastgelegd=now,
        )
        for key in pupils
    )


def _leave(chosen: list[Inschrijving], opdracht: Opdracht) -> None:
    for one in chosen:
        one.einde = opdracht.vanaf
        one.attest = opdracht.attest or one.attest
    Inschrijving.objects.bulk_update(chosen, ["einde", "attest"], batch_size=200)


def _move(chosen: list[Inschrijving], opdracht: Opdracht) -> None:
    """Close and open exactly as for one pupil; the days and the halves stay the same, so nothing
    can overlap that did not before."""
    changed, opened = [], []
    for one in chosen:
        closed, next_one = wijzig(one.core, new_plaats(one, opdracht), opdracht.vanaf)
        if closed is None:
            target = one
        else:
            target = Inschrijving.objects.model(
                **{name: getattr(one, name) for name in _SNAPSHOT if name != "id"}
            )
            target.begin = opdracht.vanaf
            one.einde, one.attest = closed.einde, ""  # an attest comes at the end
            opened.append(target)
        for name in ("klas", "leerjaar", "richting"):
            setattr(target, name, getattr(next_one.plaats, name))
        changed.append(one)
    fields = ["einde", "attest", "klas", "leerjaar", "richting"]
    Inschrijving.objects.bulk_update(changed, fields, batch_size=200)
    Inschrijving.objects.bulk_create(opened, batch_size=500)


# ---------------------------------------------------------------- taking it back


def _snapshots(pupils: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Every enrolment of these pupils, as plain values."""
    found: dict[int, list[dict[str, Any]]] = {key: [] for key in pupils}
    rows = Inschrijving.objects.filter(leerling__in=list(found)).order_by("pk").values(*_SNAPSHOT)
    for row in rows:
        plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
        found[row["leerling_id"]].append(plain)
    return found


def touched_since(bewerking: Bewerking, rijen: Sequence[BewerkingRij]) -> list[Leerling]:
    """The pupils that somebody changed after this, in what it changed."""
    if bewerking.soort != Soort.KENMERK:
        now = _snapshots(rij.leerling_id for rij in rijen)
        return [rij.leerling for rij in rijen if now[rij.leerling_id] != rij.later]
    made = {rij.leerling_id: rij.feit_id for rij in rijen if rij.feit_id is not None}
    kenmerken = Feit.objects.filter(pk__in=list(made.values()))
    newer = {
        leerling
        for leerling, pk in Feit.objects.filter(
            leerling__in=list(made), kenmerk__in=kenmerken.values("kenmerk")
        ).values_list("leerling_id", "pk")
        if pk > made[leerling]
    }
    return [rij.leerling for rij in rijen if rij.feit_id is None or rij.leerling_id in newer]


def restore(bewerking: Bewerking, rijen: Sequence[BewerkingRij]) -> None:
    """Put the enrolments back, or take the facts away."""
    if bewerking.soort == Soort.KENMERK:
        Feit.objects.filter(pk__in=[rij.feit_id for rij in rijen]).delete()
        return
    old = {row["id"]: row for rij in rijen for row in rij.eerder}
    new = {row["id"] for rij in rijen for row in rij.later}
    Inschrijving.objects.filter(pk__in=new - set(old)).delete()
    days = {"begin", "einde", "verwacht_einde"}
    back = [
        Inschrijving(**{k: date.fromisoformat(v) if k in days and v else v for k, v in row.items()})
        for row in old.values()
    ]
    fields = [name for name in _SNAPSHOT if name not in ("id", "leerling_id")]
    Inschrijving.objects.bulk_update(back, fields, batch_size=100)
