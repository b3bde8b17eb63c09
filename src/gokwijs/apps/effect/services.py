"""Writing a setup: made, changed until it is fixed, fixed with its day, replaced in sight.

Whatever is fixed on or after the day of the post-test only explores: what was chosen beforehand can
no longer be shown. An actie of a closed plan can be measured still: a setup is no part of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.models import Actie
from gokwijs.apps.effect.logboek import log
from gokwijs.apps.effect.models import Groep, Opzet, Vergelijking
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Afname, Toets
from gokwijs.core.calendar import dutch_date

AL_EEN = "deze actie heeft al een uitkomst die vooraf gekozen was"


class EffectError(ValueError):
    """It cannot be done; the message is Dutch and fit for a screen."""


@dataclass(frozen=True)
class Keuzes:
    """What somebody chooses for a setup."""

    toets: Toets
    voor: Afname | None = None
    na: Afname | None = None
    vergelijking: str = Vergelijking.GEEN.value
    vergelijk_voor: Afname | None = None
    vergelijk_na: Afname | None = None
    toewijzing: str = ""
    koppelen: bool = False
    marge: Decimal | None = None
    laag_gekozen: int | None = None
    gekozen_op_voormeting: bool = False
    momenten_gepland: int | None = None

    @classmethod
    def van(cls, opzet: Opzet) -> Keuzes:
        return cls(**{f.name: getattr(opzet, f.name) for f in fields(cls)})


def bezwaren(keuzes: Keuzes, actie: Actie) -> dict[str, str]:
    """Per field what does not fit; empty when all is well."""
    found = _taken(keuzes, actie)
    voor, na = keuzes.voor, keuzes.na
    if voor and na and na.datum <= voor.datum:
        found["na"] = "De natoets komt na de voortoets. Kies een latere afname."
    elif na and actie.start and na.datum <= actie.start:
        found["na"] = (
            f"De actie begint pas op {dutch_date(actie.start)}: deze natoets kan er niets over "
            "zeggen. Kies een afname van erna, of verbeter de start van de actie."
        )
    if voor is None and keuzes.laag_gekozen:
        found["laag_gekozen"] = "Kiezen op een lage score kan alleen met een voortoets."
    if keuzes.gekozen_op_voormeting and not keuzes.laag_gekozen:
        found["laag_gekozen"] = "Zeg ook de laagste hoeveel procent gekozen is."
    if keuzes.koppelen:
        if keuzes.marge is None or keuzes.marge <= 0:
            found["marge"] = "Zeg vooraf hoeveel punten twee leerlingen mogen verschillen."
        if voor is None or keuzes.vergelijking == Vergelijking.GEEN:
            found["koppelen"] = "Paren maken kan alleen met een voortoets en een vergelijking."
    if keuzes.vergelijking == Vergelijking.VORIGE_LICHTING:
        found |= _earlier(keuzes)
    return found


def _taken(keuzes: Keuzes, actie: Actie) -> dict[str, str]:
    """Every moment is one of the chosen toets, and the toets one of the school."""
    found = {}
    if keuzes.toets.school_id != actie.plan.school_id:
        found["toets"] = "Kies een toets van de school."
    for name in ("voor", "na", "vergelijk_voor", "vergelijk_na"):
        afname: Afname | None = getattr(keuzes, name)
        if afname is not None and afname.toets_id != keuzes.toets.pk:
            found[name] = "Kies een afname van dezelfde toets: anders valt er niets te vergelijken."
    return found


def _earlier(keuzes: Keuzes) -> dict[str, str]:
    """Last year's cohort needs its own two moments, before those of the actie."""
    found = {}
    before, after = keuzes.vergelijk_voor, keuzes.vergelijk_na
    if keuzes.voor is not None and before is None:
        found["vergelijk_voor"] = "Kies de voortoets van de vorige lichting."
    if after is None:
        found["vergelijk_na"] = "Kies de natoets van de vorige lichting."
    if before and after and after.datum <= before.datum:
        found["vergelijk_na"] = "Deze natoets ligt voor de voortoets van de vorige lichting."
    if before and keuzes.voor and before.datum >= keuzes.voor.datum:
        found["vergelijk_voor"] = "De vorige lichting legde de toets vroeger af dan deze."
    return found


def _checked(keuzes: Keuzes, actie: Actie) -> Keuzes:
    """Raises EffectError; what does not belong to the comparison is left out."""
    problems = bezwaren(keuzes, actie)
    if problems:
        raise EffectError(" ".join(problems.values()))
    if keuzes.vergelijking == Vergelijking.VORIGE_LICHTING:
        return keuzes
    given = {f.name: getattr(keuzes, f.name) for f in fields(keuzes)}
    return Keuzes(**{**given, "vergelijk_voor": None, "vergelijk_na": None})


def locked(opzet: Opzet) -> Opzet:
    """Held until the end of the transaction; raises EffectError when it is gone."""
    rows = Opzet.objects.select_for_update(of=("self",)).select_related(
        "actie__plan__school", "toets", "voor", "na", "vergelijk_voor", "vergelijk_na"
    )
    found = rows.get(pk=opzet.pk)
    if found.verwijderd is not None:
        raise EffectError("Deze opzet is weggehaald. Zet ze eerst terug.")
    return found


def weggehaald(school: School, pk: int) -> Opzet:
    """A draft of this school that was taken away; raises Http404."""
    return get_object_or_404(
        Opzet.objects.exclude(verwijderd=None), pk=pk, actie__plan__school=school
    )


def _main(actie: Actie, besides: Opzet | None = None) -> Opzet | None:
    """The setup with the outcome that was chosen beforehand."""
    rows = Opzet.objects.filter(actie=actie, hoofduitkomst=True, verwijderd=None, vervangen=None)
    return next((one for one in rows if besides is None or one.pk != besides.pk), None)


@transaction.atomic
def maak_opzet(*, actie: Actie, keuzes: Keuzes, by: User) -> Opzet:
    """A draft; the first of an actie is its main outcome, the next ones explore."""
    actie = (
        Actie.objects.select_for_update(of=("self",))
        .select_related("plan__school")
        .get(pk=actie.pk)
    )
    keuzes = _checked(keuzes, actie)
    reden = AL_EEN if _main(actie) else ""
    made = Opzet.objects.create(
        actie=actie,
        **_values(keuzes),
        hoofduitkomst=not reden,
        verkennend_reden=reden,
        door_naam=by.naam,
        gewijzigd_door=by.naam,
    )
    log("opzet", made, by)
    return made


def _values(keuzes: Keuzes) -> Mapping[str, Any]:
    return {f.name: getattr(keuzes, f.name) for f in fields(keuzes)}


@transaction.atomic
def pas_opzet_aan(*, opzet: Opzet, keuzes: Keuzes, versie: int, by: User) -> Opzet:
    """Only until it is fixed; another moment of the pre-test empties the list of pupils."""
    found = locked(opzet)
    must_be_draft(found)
    if versie != found.versie:
        raise EffectError(
            f"{found.gewijzigd_door} bewaarde intussen een andere versie. Kijk na wat er nu staat "
            "en vul je aanpassing opnieuw in."
        )
    keuzes = _checked(keuzes, found.actie)
    _forget(found, keuzes)
    for name, value in _values(keuzes).items():
        setattr(found, name, value)
    found.versie, found.gewijzigd_door = found.versie + 1, by.naam
    found.save()
    log("aangepast", found, by)
    return found


def _forget(opzet: Opzet, keuzes: Keuzes) -> None:
    """Pupils chosen from other scores are chosen no more."""
    moved = (opzet.toets_id, opzet.voor_id) != (
        keuzes.toets.pk,
        keuzes.voor.pk if keuzes.voor else None,
    )
    if moved:
        opzet.deelnames.all().delete()
    elif opzet.vergelijking != keuzes.vergelijking or opzet.vergelijk_voor != keuzes.vergelijk_voor:
        opzet.deelnames.filter(groep=Groep.VERGELIJKING).delete()


def must_be_draft(opzet: Opzet) -> None:
    if opzet.vastgelegd is not None:
        raise EffectError(
            f"Deze opzet staat vast sinds {dutch_date(opzet.vastgelegd)}. Moet er iets anders, "
            "maak dan een nieuwe opzet met een reden: zo blijft zichtbaar wat je vooraf koos."
        )


@transaction.atomic
def leg_vast(*, opzet: Opzet, today: date, by: User) -> Opzet:
    """From now on nothing of it changes. Too late for the post-test: it only explores."""
    found = locked(opzet)
    must_be_draft(found)
    if not found.toewijzing:
        raise EffectError("Zeg eerst hoe er beslist werd wie meedoet.")
    groups = set(found.deelnames.values_list("groep", flat=True))
    if Groep.ACTIE not in groups:
        raise EffectError("Kies eerst welke leerlingen de actie krijgen.")
    if found.vergelijking != Vergelijking.GEEN and Groep.VERGELIJKING not in groups:
        raise EffectError("Kies eerst met welke leerlingen je vergelijkt.")
    found.vastgelegd, found.vastgelegd_door = today, by.naam
    _explore(found, reden_verkennend(found))
    found.save()
    log("vastgelegd", found, by, "verkennend" if not found.hoofduitkomst else "")
    return found


def reden_verkennend(opzet: Opzet) -> str:
    """Why what was fixed comes too late to be an outcome chosen beforehand; empty when in time."""
    assert opzet.vastgelegd is not None
    if opzet.na is not None and opzet.na.datum <= opzet.vastgelegd:
        return (
            f"vastgelegd op {dutch_date(opzet.vastgelegd)}, toen de natoets van "
            f"{dutch_date(opzet.na.datum)} al afgenomen was"
        )
    return ""


def _explore(opzet: Opzet, reden: str) -> None:
    if reden and opzet.hoofduitkomst:
        opzet.hoofduitkomst, opzet.verkennend_reden = False, reden


@transaction.atomic
def kies_natoets(*, opzet: Opzet, na: Afname, by: User) -> Opzet:
    """The one thing that may be filled in later: when the post-test was taken."""
    found = locked(opzet)
    if found.na is not None:
        raise EffectError("Deze opzet heeft al een natoets.")
    keuzes = Keuzes(**{**_values(Keuzes.van(found)), "na": na})
    problems = bezwaren(keuzes, found.actie)
    if problems:
        raise EffectError(" ".join(problems.values()))
    found.na = na
    if found.vastgelegd is not None:
        _explore(found, reden_verkennend(found))
    found.versie, found.gewijzigd_door = found.versie + 1, by.naam
    found.save()
    log("natoets", found, by, na.naam[:80])
    return found


@transaction.atomic
def vervang_opzet(*, opzet: Opzet, reden: str, by: User) -> Opzet:
    """A new draft in its place, with why; the fixed one stays to be read.

    One with a result keeps its place: a new setup stands beside it, and only explores.
    """
    old = locked(opzet)
    if old.vastgelegd is None:
        raise EffectError("Deze opzet staat nog niet vast: pas ze gewoon aan.")
    if old.vervangen is not None:
        raise EffectError("Deze opzet is al vervangen.")
    if not reden.strip():
        raise EffectError("Zeg waarom er een nieuwe opzet komt.")
    had_result = old.uitkomsten.exists()
    main, why = old.hoofduitkomst, old.verkennend_reden
    if had_result:
        main, why = False, why or AL_EEN
    else:
        old.vervangen = timezone.now()
        old.save(update_fields=["vervangen"])
    new = Opzet.objects.create(
        actie=old.actie,
        **_values(Keuzes.van(old)),
        hoofduitkomst=main,
        verkennend_reden=why,
        vervangt=old,
        vervangt_reden=reden.strip()[:300],
        door_naam=by.naam,
        gewijzigd_door=by.naam,
    )
    log("vervangen", old, by, reden.strip()[:120])
    return new


@transaction.atomic
def verwijder_opzet(*, opzet: Opzet, by: User, terug: bool = False) -> Opzet:
    """Take a draft away, or bring it back. What is fixed stays: also what disappoints counts."""
    rows = Opzet.objects.select_for_update(of=("self",)).select_related("actie__plan__school")
    found = rows.get(pk=opzet.pk)
    must_be_draft(found)
    old = found.vervangt
    stand_in = old is not None and old.vervangen is not None
    if terug and found.hoofduitkomst and not stand_in and _main(found.actie, found):
        found.hoofduitkomst, found.verkennend_reden = False, AL_EEN
    found.verwijderd = None if terug else found.verwijderd or timezone.now()
    found.save()
    if not terug and old is not None and stand_in:
        old.vervangen = None  # what it would have replaced counts again
        old.save(update_fields=["vervangen"])
    log("teruggezet" if terug else "weggehaald", found, by)
    return found
