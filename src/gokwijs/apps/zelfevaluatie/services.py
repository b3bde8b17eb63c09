"""Writes on a round: made, changed, opened, closed, copied, taken away.

Keyword-only, atomic, with an event in the same transaction. No event names a respondent.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.kader.selectors import eigen_vragen, kaders_van
from gokwijs.apps.verklaring.tokens import new_secret
from gokwijs.apps.zelfevaluatie.models import (
    Antwoordblad,
    Antwoordopmerking,
    Respondentgroep,
    Ronde,
)
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kader.model import Kader, KaderFout
from gokwijs.core.kader.vragenlijst import Vragenlijst, maak_vragenlijst
from gokwijs.core.ronde import Groep, Soort, maak_uitslag

REMARKS_FROM = 10  # respondents (besluit 21)


class RondeError(ValueError):
    """It cannot be done; the message is Dutch and fit for a screen."""


@dataclass(frozen=True)
class Gevraagd:
    """One group as somebody typed it."""

    soort: str
    naam: str
    rol: str
    verwacht: int | None


def _log(kind: str, ronde: Ronde, by: User, **data: Any) -> None:
    record(
        kind=f"ronde.{kind}",
        by=by,
        school=ronde.school.instellingsnummer,
        target=f"'{ronde.titel}'",
        data=data,
    )


def _locked(ronde: Ronde, *states: str) -> Ronde:
    """The row as it is now, locked; raises RondeError when it is in another state."""
    found = Ronde.objects.select_for_update().select_related("school").get(pk=ronde.pk)
    if found.verwijderd is not None:
        raise RondeError("Deze ronde is weggehaald. Zet ze eerst terug.")
    if states and found.status not in states:
        raise RondeError(f"Dat kan niet meer: de ronde is {found.get_status_display()}.")
    return found


@transaction.atomic
def bewaar_ronde(
    *, ronde: Ronde, values: Mapping[str, Any], groepen: Sequence[Gevraagd], by: User
) -> Ronde:
    """Save a round that is not open yet, with its groups. Raises RondeError."""
    new = ronde.pk is None
    if not groepen:
        raise RondeError("Kies minstens één groep die antwoordt.")
    if len({one.naam.casefold() for one in groepen}) < len(groepen):
        raise RondeError("Twee groepen hebben dezelfde naam. Geef elke groep een eigen naam.")
    if not new:
        ronde = _locked(ronde, Ronde.Status.ONTWERP)
    for name, value in values.items():
        setattr(ronde, name, value)
    ronde.schooljaar = Schooljaar.of(ronde.begin).start
    if new:
        ronde.door_naam = by.naam
    else:
        ronde.versie += 1
    ronde.save()
    _set_groepen(ronde, groepen)
    _log("gemaakt" if new else "gewijzigd", ronde, by)
    return ronde


def _set_groepen(ronde: Ronde, groepen: Sequence[Gevraagd]) -> None:
    """Exactly these groups; one that stays keeps its link."""
    now = {one.naam: one for one in ronde.groepen.all()}
    for name in set(now) - {one.naam for one in groepen}:
        now[name].delete()
    for one in groepen:
        row = now.get(one.naam) or Respondentgroep(ronde=ronde, naam=one.naam, token=new_secret())
        row.soort, row.rol, row.verwacht = one.soort, one.rol, one.verwacht
        row.save()


def kader_van_ronde(ronde: Ronde) -> Kader:
    """The framework of a round, in the version that is installed now. Raises RondeError."""
    for kader in kaders_van(ronde.school):
        if kader.id == ronde.kader:
            return kader
    raise RondeError("Het kader van deze ronde is niet meer geïnstalleerd. Kies een ander kader.")


def vragenlijsten(ronde: Ronde) -> dict[str, Vragenlijst]:
    """What each kind of respondent gets; as asked, or as it would be asked now.

    Raises RondeError when nothing would be asked.
    """
    if ronde.vragenlijsten:
        return {soort: Vragenlijst.van_json(data) for soort, data in ronde.vragenlijsten.items()}
    kader = kader_van_ronde(ronde)
    kinds = sorted({one.soort for one in ronde.groepen.all()})
    return {soort: _lijst(ronde, kader, soort) for soort in kinds}


def _lijst(ronde: Ronde, kader: Kader, soort: str) -> Vragenlijst:
    try:
        if soort != Respondentgroep.Soort.TEAM:
            return maak_vragenlijst(kader, set_=_short_set(kader, soort))
        eigen = eigen_vragen(ronde.school) if ronde.met_eigen else ()
        if ronde.bereik == Ronde.Bereik.SET:
            return maak_vragenlijst(kader, set_=(ronde.keuze or [""])[0], eigen=eigen)
        return maak_vragenlijst(kader, codes=_codes(ronde, kader), eigen=eigen)
    except KaderFout as error:
        raise RondeError(str(error)) from error


def _short_set(kader: Kader, soort: str) -> str:
    found = kader.sets_voor(soort)
    if not found:
        kind = Respondentgroep.Soort(soort).label
        raise RondeError(f"Het kader '{kader.titel}' heeft geen korte vragenlijst voor {kind}.")
    return found[0].sleutel


def _codes(ronde: Ronde, kader: Kader) -> list[str] | None:
    """The chosen codes in the order of the framework; None for all of them."""
    if ronde.bereik == Ronde.Bereik.RUBRIEK:
        return [key for one in ronde.keuze for key in kader.van_rubriek(one)]
    if ronde.bereik == Ronde.Bereik.KEUZE:
        return [key for key in kader.verwachtingen if key in ronde.keuze]
    return None


@transaction.atomic
def open_ronde(*, ronde: Ronde, today: date, by: User) -> Ronde:
    """From now on people can answer; what is asked stays as it is now. Raises RondeError."""
    ronde = _locked(ronde, Ronde.Status.ONTWERP)
    if not ronde.aankondiging.strip():
        raise RondeError(
            "Zeg eerst wat je vooraf aankondigt: waarom deze ronde, en wat er met de antwoorden "
            "gebeurt. Wie antwoordt, leest dat op de eerste pagina."
        )
    if ronde.einde < today:
        raise RondeError("De einddatum is voorbij. Kies een nieuwe periode.")
    lists = vragenlijsten(ronde)
    ronde.vragenlijsten = {soort: one.naar_json() for soort, one in lists.items()}
    ronde.kader_versie = next(iter(lists.values())).kader.versie
    ronde.status, ronde.geopend = Ronde.Status.OPEN, timezone.now()
    ronde.save()
    _log("geopend", ronde, by)
    return ronde


@transaction.atomic
def verleng_ronde(*, ronde: Ronde, einde: date, by: User) -> Ronde:
    """Another last day for an open round. Raises RondeError."""
    ronde = _locked(ronde, Ronde.Status.OPEN)
    if einde < ronde.begin:
        raise RondeError("De einddatum ligt vóór het begin.")
    ronde.einde = einde
    ronde.save(update_fields=["einde"])
    _log("verlengd", ronde, by, tot=einde.isoformat())
    return ronde


@transaction.atomic
def sluit_ronde(*, ronde: Ronde, by: User) -> Ronde:
    """Freeze: keep what may be shown, and of an anonymous round delete every sheet.

    Sheets that were not sent in do not count. There is no way back. Raises RondeError.
    """
    ronde = _locked(ronde, Ronde.Status.OPEN)
    lists = vragenlijsten(ronde)
    groepen = list(ronde.groepen.all())
    sheets = list(
        Antwoordblad.objects.select_for_update().filter(groep__ronde=ronde, ingediend=True)
    )
    secrets.SystemRandom().shuffle(sheets)
    uitslag = maak_uitslag(
        [_groep(one, lists[one.soort], sheets) for one in groepen],
        list(dict.fromkeys(i.sleutel for one in lists.values() for i in one.items)),
        niveaus=max(len(one.niveaus) for one in lists.values()),
        anoniem=ronde.anoniem,
    )
    _keep_remarks(ronde, sheets, {one.pk: one for one in groepen})
    if ronde.anoniem:
        Antwoordblad.objects.filter(groep__ronde=ronde).delete()
    else:
        Antwoordblad.objects.filter(groep__ronde=ronde, ingediend=False).delete()
    ronde.uitslag = uitslag.naar_json()
    ronde.status, ronde.gesloten = Ronde.Status.GESLOTEN, timezone.now()
    ronde.save()
    _log("gesloten", ronde, by, antwoorden=len(sheets))
    return ronde


def _groep(groep: Respondentgroep, lijst: Vragenlijst, sheets: Iterable[Antwoordblad]) -> Groep:
    """The sheets of one group; what was not answered is said as such."""
    bladen = [
        {item.sleutel: one.antwoorden.get(item.sleutel, {}).get("n") for item in lijst.items}
        for one in sheets
        if one.groep_id == groep.pk
    ]
    return Groep(str(groep.pk), groep.naam, cast(Soort, groep.soort), bladen)


def _keep_remarks(
    ronde: Ronde, sheets: Iterable[Antwoordblad], groepen: Mapping[int, Respondentgroep]
) -> None:
    """Remarks lose their sheet; of a small anonymous round none is kept (besluit 21)."""
    sheets = list(sheets)
    per_kind: dict[str, int] = {}
    for one in sheets:
        soort = groepen[one.groep_id].soort
        per_kind[soort] = per_kind.get(soort, 0) + 1
    made = [
        Antwoordopmerking(
            sleutel=secrets.token_hex(32),
            ronde=ronde,
            soort=groepen[one.groep_id].soort,
            item=item,
            tekst=said["o"],
            van=one.naam,
        )
        for one in sheets
        for item, said in one.antwoorden.items()
        if said.get("o")
        and (not ronde.anoniem or per_kind[groepen[one.groep_id].soort] >= REMARKS_FROM)
    ]
    # In the order of their random keys: the order in the table tells nothing either.
    Antwoordopmerking.objects.bulk_create(sorted(made, key=lambda one: one.sleutel))


@transaction.atomic
def kopieer_ronde(*, ronde: Ronde, today: date, by: User) -> Ronde:
    """The same questions to the same groups again, without one answer."""
    duur = ronde.einde - ronde.begin
    made = Ronde.objects.create(
        school=ronde.school,
        titel=f"{ronde.titel} (opnieuw)"[:120],
        schooljaar=Schooljaar.of(today).start,
        kader=ronde.kader,
        bereik=ronde.bereik,
        keuze=ronde.keuze,
        met_eigen=ronde.met_eigen,
        anoniem=ronde.anoniem,
        begin=today,
        einde=today + duur,
        aankondiging=ronde.aankondiging,
        vorige=ronde,
        door_naam=by.naam,
    )
    for one in ronde.groepen.all():
        Respondentgroep.objects.create(
            ronde=made,
            soort=one.soort,
            naam=one.naam,
            rol=one.rol,
            verwacht=one.verwacht,
            token=new_secret(),
        )
    _log("gekopieerd", made, by)
    return made


@transaction.atomic
def haal_ronde_weg(*, ronde: Ronde, by: User, terug: bool = False) -> None:
    """Take a round away or bring it back; while it is away nobody can answer."""
    ronde = Ronde.objects.select_for_update().select_related("school").get(pk=ronde.pk)
    ronde.verwijderd = None if terug else timezone.now()
    ronde.save(update_fields=["verwijderd"])
    _log("teruggezet" if terug else "weggehaald", ronde, by)
