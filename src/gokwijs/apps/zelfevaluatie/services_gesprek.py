"""Writes after a round: remarks read by two, what the team concludes, and where that goes.

Keyword-only, atomic, with an event in the same transaction.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import PERMISSIONS, Permission, Role, known_roles
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.audit.models import Event
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.afdruk import botsingen
from gokwijs.apps.beleid.bewaren import Botsing, Conflict
from gokwijs.apps.beleid.bewaren import bewaar as bewaar_knoop
from gokwijs.apps.beleid.models import Draagvlakmoment
from gokwijs.apps.samen.selectors import lopend_plan
from gokwijs.apps.samen.services import bewaar as bewaar_moment
from gokwijs.apps.scholen.models import School
from gokwijs.apps.zelfevaluatie.models import Antwoordopmerking, Bewijsstuk, Conclusie, Ronde
from gokwijs.apps.zelfevaluatie.services import RondeError
from gokwijs.core.beleid.keuzes import Bronsoort, Onderwerp
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kader.model import Kader, Verwachting
from gokwijs.core.kader.vragenlijst import Item, Vragenlijst

# Working on one thing gives one line in the log, however often it is saved meanwhile.
SAME_WORK = timedelta(minutes=30)
STILL_TYPING = timedelta(seconds=15)
UITKOMST_MOST = 3000
_CUT = re.compile(r"\[[^\]]*\]|…|\.\.\.")


def _log(kind: str, school: School, by: User, target: str) -> None:
    record(kind=f"ronde.{kind}", by=by, school=school.instellingsnummer, target=target)


def _log_work(kind: str, school: School, by: User, target: str) -> None:
    """As ``_log``, unless the same person did the same a moment ago."""
    recent = Event.objects.filter(
        school=school.instellingsnummer,
        by_id=by.pk,
        moment__gte=timezone.now() - SAME_WORK,
        kind=f"ronde.{kind}",
        target=target[:200],
    )
    if not recent.exists():
        _log(kind, school, by, target)


# ---------------------------------------------------------------- remarks


@transaction.atomic
def lees_opmerking(
    *,
    opmerking: Antwoordopmerking,
    rollen: Collection[str],
    by: User,
    tekst: str | None = None,
    weg: bool = False,
) -> Antwoordopmerking:
    """One reader keeps a remark, shortens it (``tekst``) or drops it.

    It is shown after a second reader with another role. Raises RondeError.
    """
    row = Antwoordopmerking.objects.select_for_update().get(pk=opmerking.pk)
    if row.weg:
        raise RondeError("Deze opmerking is al weggelaten. Zet ze eerst terug.")
    if row.rol2:
        raise RondeError("Deze opmerking is al door twee mensen gelezen.")
    rol = _leesrol(row, rollen, by)
    if tekst is not None:
        row.tekst = _korter(row.tekst, tekst)
    row.weg = weg
    if not weg and not row.rol1:
        row.lezer1, row.rol1 = by.naam, rol
    elif not weg:
        row.lezer2, row.rol2 = by.naam, rol
    row.save()
    _log_work("opmerkingen", row.ronde.school, by, f"'{row.ronde.titel}'")
    return row


def _leesrol(row: Antwoordopmerking, rollen: Collection[str], by: User) -> str:
    """The role in which somebody reads; raises RondeError when it must be somebody else."""
    mine = [r.value for r in known_roles(rollen) if r in lezersrollen()]
    if not mine:
        raise RondeError("Opmerkingen nalezen mag wie aan het GOK-plan schrijft.")
    if not row.rol1:
        return mine[0]
    if row.lezer1 == by.naam:
        raise RondeError("Jij las deze opmerking al. Een collega met een andere rol leest ze ook.")
    other = [rol for rol in mine if rol != row.rol1]
    if not other:
        raise RondeError(
            "Iemand met dezelfde rol las deze opmerking al. De tweede lezer heeft een andere rol."
        )
    return other[0]


def lezersrollen() -> list[Role]:
    """Who may read remarks that nobody has read yet."""
    return [role for role in Role if Permission.BELEID_SCHRIJVEN in PERMISSIONS[role]]


def _korter(was: str, tekst: str) -> str:
    """The text with words left out and none added, but for '…' or '[a colleague]'."""
    left = iter(was.split())
    kept = _CUT.sub(" ", tekst).split()
    if not kept:
        raise RondeError("Er blijft niets over. Kies 'Laat weg' als de opmerking niet kan blijven.")
    # ``word in left`` moves on in ``left``: the words must come in the same order.
    if not all(word in left for word in kept):
        raise RondeError(
            "Laat alleen woorden weg, of zet iets tussen vierkante haken: [een collega]. Wie dit "
            "schreef, moet de eigen woorden herkennen."
        )
    return " ".join(tekst.split())


@transaction.atomic
def zet_opmerking_terug(*, opmerking: Antwoordopmerking, by: User) -> Antwoordopmerking:
    """A remark that was dropped is read again from the start."""
    row = Antwoordopmerking.objects.select_for_update().get(pk=opmerking.pk)
    row.weg, row.lezer1, row.rol1, row.lezer2, row.rol2 = False, "", "", "", ""
    row.save()
    _log_work("opmerkingen", row.ronde.school, by, f"'{row.ronde.titel}'")
    return row


@transaction.atomic
def wis_opmerking(*, opmerking: Antwoordopmerking, by: User) -> None:
    """Gone for good; only after it was dropped. Raises RondeError."""
    row = Antwoordopmerking.objects.select_for_update().get(pk=opmerking.pk)
    if not row.weg:
        raise RondeError("Laat de opmerking eerst weg.")
    _log("opmerking_gewist", row.ronde.school, by, f"'{row.ronde.titel}'")
    row.delete()


# ---------------------------------------------------------------- conclusions


@transaction.atomic
def bewaar_conclusie(
    *,
    ronde: Ronde,
    item: Item,
    lijst: Vragenlijst,
    values: Mapping[str, Any],
    by: User,
    versie: int = 0,
    bewijzen: Sequence[Bewijsstuk] | None = None,
) -> Conclusie:
    """What the team says about one item; ``versie`` is what the form showed, 0 for nothing yet.

    Raises Conflict when a colleague saved other words in between, RondeError when the
    conversation is finished.
    """
    ronde = _in_gesprek(ronde)
    row = ronde.conclusies.filter(item=item.sleutel).first()
    if row is None:
        row = Conclusie(ronde=ronde, item=item.sleutel, codes=list(item.codes), versie=0)
        seen: tuple[Botsing, ...] = ()
    else:
        seen = botsingen(row, values)
        if seen and versie != row.versie and not _goes_on(row, by):
            raise Conflict(row.door_naam, row.gewijzigd, seen)
    if seen or row.pk is None:
        _vul(row, values, lijst, by)
        row.save()
    if bewijzen is not None:
        row.bewijzen.set(bewijzen)
    _log_work("conclusie", ronde.school, by, f"'{item.titel or item.tekst}' ({ronde.titel})")
    return row


def _goes_on(row: Conclusie, by: User) -> bool:
    """Did this person save a moment ago? A page saves while one types: that is no colleague."""
    return row.door_naam == by.naam and timezone.now() - row.gewijzigd < STILL_TYPING


def _vul(row: Conclusie, values: Mapping[str, Any], lijst: Vragenlijst | Kader, by: User) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    names = {one.waarde: one.naam for one in lijst.niveaus}
    row.niveau = names.get(row.oordeel, "") if row.oordeel is not None else ""
    row.versie += 1
    row.door_naam = by.naam


def _in_gesprek(ronde: Ronde) -> Ronde:
    """The row, held, of a closed round whose conversation is not finished."""
    found = Ronde.objects.select_for_update().select_related("school").get(pk=ronde.pk)
    if not found.is_gesloten or found.verwijderd is not None:
        raise RondeError("Het gesprek kan zodra de ronde gesloten is.")
    if found.besproken is not None:
        raise RondeError("Het gesprek is afgerond. Open het eerst opnieuw.")
    return found


@transaction.atomic
def zet_op_scherm(*, ronde: Ronde, item: str, by: User) -> Ronde:
    """Which question the screen shows; '' for none."""
    ronde = _in_gesprek(ronde)
    if ronde.op_scherm != item:
        ronde.op_scherm = item
        ronde.save(update_fields=["op_scherm"])
        _log_work("scherm", ronde.school, by, f"'{ronde.titel}'")
    return ronde


@transaction.atomic
def oordeel_op_dag(
    *, school: School, kader: Kader, verwachting: Verwachting, values: Mapping[str, Any], by: User
) -> Conclusie:
    """A dated answer of the team on one expectation, without a round (S2)."""
    row = Conclusie(school=school, item=verwachting.sleutel, codes=[verwachting.sleutel], versie=0)
    _vul(row, values, kader, by)
    row.save()
    _log("oordeel", school, by, f"'{verwachting.titel}'")
    return row


@transaction.atomic
def haal_oordeel_weg(*, conclusie: Conclusie, by: User, terug: bool = False) -> None:
    """Take a dated answer away, or bring it back."""
    assert conclusie.school is not None
    conclusie.verwijderd = None if terug else timezone.now()
    conclusie.save(update_fields=["verwijderd"])
    kind = "oordeel_terug" if terug else "oordeel_weg"
    _log(kind, conclusie.school, by, f"'{conclusie.item}' ({conclusie.dag:%d/%m/%Y})")


# ---------------------------------------------------------------- finishing


@transaction.atomic
def rond_gesprek_af(
    *, ronde: Ronde, titels: Mapping[str, str], values: Mapping[str, Any], by: User
) -> Ronde:
    """Record the conversation as a moment with its decisions; raises RondeError.

    ``titels``: how each item is called. Finishing again changes the same moment.
    """
    ronde = _in_gesprek(ronde)
    said = [one for one in ronde.conclusies.select_related("vaststelling") if one.besluit]
    if not said:
        raise RondeError("Vul eerst bij minstens één vraag in wat jullie besluiten.")
    moment = ronde.moment
    if moment is None or moment.verwijderd is not None:
        plan = lopend_plan(ronde.school, values["datum"])
        moment = Draagvlakmoment(school=ronde.school, plan=plan)
    saved = bewaar_moment(
        row=moment,
        values={
            **values,
            "onderwerpen": [Onderwerp.CIJFERS_LEZEN.value, Onderwerp.EVALUATIE.value],
            "uitkomst": uitkomst(ronde, said, titels),
            "vaststellingen": [one.vaststelling for one in said if one.vaststelling is not None],
        },
        by=by,
    )
    assert isinstance(saved, Draagvlakmoment)
    ronde.moment, ronde.besproken, ronde.op_scherm = saved, values["datum"], ""
    ronde.save(update_fields=["moment", "besproken", "op_scherm"])
    _log("besproken", ronde.school, by, f"'{ronde.titel}'")
    return ronde


def uitkomst(ronde: Ronde, conclusies: Sequence[Conclusie], titels: Mapping[str, str]) -> str:
    """The decisions as one text of a moment, by kind; what does not fit is counted."""
    lines = [f"Zelfevaluatie '{ronde.titel}'."]
    left = 0
    for soort in (*Conclusie.Soort, None):
        head = "Verder" if soort is None else str(soort.label)
        for one in conclusies:
            if one.soort != (soort or ""):
                continue
            line = f"{head}. {titels.get(one.item, one.item)}: {one.besluit}"
            if sum(map(len, lines)) + len(lines) + len(line) > UITKOMST_MOST - 60:
                left += 1
            else:
                lines.append(line)
    if left:
        lines.append(f"En nog {left} meer, bij de ronde zelf.")
    return "\n".join(lines)


@transaction.atomic
def heropen_gesprek(*, ronde: Ronde, by: User) -> Ronde:
    """Conclusions can change again; the moment stays as it was until it is finished again."""
    found = Ronde.objects.select_for_update().select_related("school").get(pk=ronde.pk)
    found.besproken = None
    found.save(update_fields=["besproken"])
    _log("heropend", found.school, by, f"'{found.titel}'")
    return found


# ---------------------------------------------------------------- into the plan


@transaction.atomic
def maak_vaststelling(
    *, conclusie: Conclusie, onderwerp: str, today: date, by: User
) -> Vaststelling:
    """The conclusion as a vaststelling of the school: once, however often it is asked.

    Its words are those of the team; of a round only what the round shows. Raises RondeError.
    """
    row = Conclusie.objects.select_for_update().get(pk=conclusie.pk)
    there = row.vaststelling
    if there is not None and there.ingetrokken is None:
        return there
    tekst = row.zien or row.besluit
    if not tekst:
        raise RondeError("Schrijf eerst wat jullie zien of besluiten.")
    school, dag, bron = _herkomst(row, today)
    made = bewaar_knoop(
        link=Vaststelling(school=school, schooljaar=Schooljaar.of(dag).start, werkzone=False),
        values={
            "tekst": f"{onderwerp}: {tekst}"[:2000] if onderwerp else tekst,
            "bron_soort": Bronsoort.BEVRAGING.value if row.ronde_id else Bronsoort.GESPREK.value,
            "bron": bron[:250],
            "dag": dag,
            "duiding": _duiding(row),
            "prioritair": row.soort == Conclusie.Soort.WERK,
            "ok_codes": list(row.codes),
        },
        by=by,
    )
    assert isinstance(made, Vaststelling)
    row.vaststelling = made
    row.save(update_fields=["vaststelling"])
    moment = row.ronde.moment if row.ronde is not None else None
    if moment is not None and moment.verwijderd is None:
        linked = [*moment.vaststellingen.all(), made]
        bewaar_moment(row=moment, values={"vaststellingen": linked}, by=by)
    return made


def _herkomst(row: Conclusie, today: date) -> tuple[School, date, str]:
    """Of whom, of which day, and in words from where."""
    if row.ronde is None:
        assert row.school is not None
        assert row.dag is not None
        return row.school, row.dag, f"Oordeel van het team op {row.dag:%d/%m/%Y}"
    ronde = row.ronde
    closed = timezone.localtime(ronde.gesloten).date() if ronde.gesloten else today
    dag = ronde.besproken or closed
    return ronde.school, dag, f"Zelfevaluatie '{ronde.titel}', {dag:%d/%m/%Y}"


def _duiding(row: Conclusie) -> str:
    """What was decided and what it rests on."""
    proof = "; ".join(one.titel for one in row.bewijzen.filter(verwijderd=None))
    parts = (
        (row.besluit if row.zien else "", "Besluit"),
        (row.weten, "Hoe we dat weten"),
        (proof, "Bewijs"),
    )
    return "\n".join(f"{head}: {text}" for text, head in parts if text)[:2000]
