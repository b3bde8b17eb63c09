"""Write what an inspection said, what came of it, and the remediation after a negative statement.

In: what somebody typed, with the version the form showed. Out: the saved row, or ``Gewijzigd`` with
what stands there now; nothing is lost when two people write at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.bewaren import bewaar, in_words, label_of, plain
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Bronsoort
from gokwijs.core.calendar import Schooljaar

Stuk = Inspectie | Bevinding | Remediering


class DossierError(ValueError):
    """It cannot be done; the message is Dutch and fit for a screen."""


class Gewijzigd(DossierError):
    """Somebody else saved in between; ``verschillen`` are (field, what stands there now)."""

    def __init__(self, stuk: Stuk, verschillen: list[tuple[str, str]]) -> None:
        super().__init__(
            f"{stuk.gewijzigd_door} bewaarde intussen een andere versie. Jouw tekst staat er nog. "
            "Kijk na wat er nu bewaard is en bewaar opnieuw."
        )
        self.versie, self.verschillen = stuk.versie, verschillen


def _school(stuk: Stuk) -> School:
    return stuk.school if isinstance(stuk, Inspectie) else stuk.inspectie.school


def _log(kind: str, stuk: Stuk, by: User) -> None:
    record(
        kind=f"dossier.{kind}",
        by=by,
        school=_school(stuk).instellingsnummer,
        target=f"'{str(stuk)[:120]}'",
    )


def _now(stuk: Stuk, name: str) -> Any:
    """The kept value, links as sorted numbers."""
    field = stuk._meta.get_field(name)
    if field.many_to_many:
        return sorted(getattr(stuk, name).values_list("pk", flat=True), key=str)
    return plain(getattr(stuk, name))


def _save(stuk: Stuk, values: Mapping[str, Any], by: User, versie: int | None) -> Stuk:
    """Write what differs; raises Gewijzigd when the form was opened on an older version."""
    many = {field.name for field in type(stuk)._meta.many_to_many}
    if stuk.pk is not None:
        stuk = type(stuk)._default_manager.select_for_update().get(pk=stuk.pk)
        differ = [name for name, value in values.items() if _now(stuk, name) != plain(value)]
        if versie is not None and versie != stuk.versie and differ:
            told = [
                (label_of(type(stuk), n), in_words(type(stuk), n, _now(stuk, n))) for n in differ
            ]
            raise Gewijzigd(stuk, told)
        stuk.versie += 1
    else:
        stuk.door_naam = by.naam
    stuk.gewijzigd_door = by.naam
    for name, value in values.items():
        if name not in many:
            setattr(stuk, name, value)
    stuk.save()
    for name in many & set(values):
        getattr(stuk, name).set(values[name])
    return stuk


@transaction.atomic
def bewaar_inspectie(
    *, inspectie: Inspectie, values: Mapping[str, Any], by: User, versie: int | None = None
) -> Inspectie:
    """Save a report. A negative statement opens a remediation; a follow-up closes the earlier."""
    new = inspectie.pk is None
    saved = _save(inspectie, values, by, versie)
    assert isinstance(saved, Inspectie)
    _log("inspectie" if new else "inspectie_aangepast", saved, by)
    if saved.is_negatief and not Remediering.objects.filter(inspectie=saved).exists():
        track = Remediering(inspectie=saved, door_naam=by.naam, gewijzigd_door=by.naam)
        track.save()
        _log("remediering", track, by)
    if saved.opvolging_van is not None:
        _close_earlier(saved.opvolging_van, saved, by)
    return saved


def _close_earlier(earlier: Inspectie, inspectie: Inspectie, by: User) -> None:
    """The statement of a follow-up is the result of the remediation it followed up."""
    track = (
        Remediering.objects.select_for_update()
        .filter(inspectie=earlier, uitkomst=Remediering.Uitkomst.OPEN)
        .first()
    )
    if track is None or inspectie.gok_uitspraak == Inspectie.Uitspraak.GEEN:
        return
    values = {
        "uitkomst": inspectie.gok_uitspraak,
        "uitkomst_op": inspectie.datum,
        "uitkomst_document": inspectie.document,
    }
    _log("remediering_aangepast", _save(track, values, by, None), by)


@transaction.atomic
def verwijder_inspectie(*, inspectie: Inspectie, by: User, terug: bool = False) -> None:
    """Take a report away with its findings, or bring it back: nothing is lost."""
    inspectie.verwijderd = None if terug else timezone.now()
    inspectie.save(update_fields=["verwijderd"])
    _log("inspectie_terug" if terug else "inspectie_weg", inspectie, by)


@transaction.atomic
def bewaar_bevinding(
    *, bevinding: Bevinding, values: Mapping[str, Any], by: User, versie: int | None = None
) -> Bevinding:
    """Save a finding with what answers it; done only with its day and how."""
    new = bevinding.pk is None
    if values.get("status") == Bevinding.Stand.AFGEROND and not (
        values.get("hoe") and values.get("sinds")
    ):
        raise DossierError("Afgerond? Zeg dan sinds wanneer en wat jullie ermee deden.")
    saved = _save(bevinding, values, by, versie)
    assert isinstance(saved, Bevinding)
    _log("bevinding" if new else "bevinding_aangepast", saved, by)
    return saved


@transaction.atomic
def verwijder_bevinding(*, bevinding: Bevinding, by: User, terug: bool = False) -> None:
    """Take a finding away, or bring it back."""
    bevinding.verwijderd = None if terug else timezone.now()
    bevinding.save(update_fields=["verwijderd"])
    _log("bevinding_terug" if terug else "bevinding_weg", bevinding, by)


@transaction.atomic
def maak_vaststelling(*, bevinding: Bevinding, by: User) -> Vaststelling:
    """The finding as a vaststelling, from which a streefdoel can begin; once is enough."""
    Bevinding.objects.select_for_update().get(pk=bevinding.pk)
    found = bevinding.vaststellingen.filter(ingetrokken=None).first()
    if found is not None:
        return found
    inspectie = bevinding.inspectie
    values = {
        "schooljaar": Schooljaar.of(inspectie.datum).start,
        "tekst": bevinding.tekst,
        "bron_soort": Bronsoort.DOORLICHTINGSVERSLAG.value,
        "bron": inspectie.document,
        "dag": inspectie.datum,
        "werkzone": False,
        "ok_codes": bevinding.ok_codes,
        "prioritair": bevinding.soort == Bevinding.Soort.TEKORT,
    }
    made = bewaar(link=Vaststelling(school=inspectie.school), values=values, by=by)
    assert isinstance(made, Vaststelling)
    bevinding.vaststellingen.add(made)
    _log("bevinding_vaststelling", bevinding, by)
    return made


@transaction.atomic
def bewaar_remediering(
    *, remediering: Remediering, values: Mapping[str, Any], by: User, versie: int | None = None
) -> Remediering:
    """Save the term, the support, or the result of the new evaluation."""
    day: date | None = values.get("herevaluatie_op")
    if day is not None and day < remediering.inspectie.datum:
        raise DossierError("De nieuwe evaluatie kan niet voor het verslag liggen.")
    if values.get("uitkomst", "open") != Remediering.Uitkomst.OPEN and not values.get(
        "uitkomst_op"
    ):
        raise DossierError("Zeg ook op welke datum de uitkomst bekend was.")
    saved = _save(remediering, values, by, versie)
    assert isinstance(saved, Remediering)
    _log("remediering_aangepast", saved, by)
    return saved
