"""Reads for the room of privacy: the state of the DPIA, one pupil before erasing, what will go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.erasure import GEWIST, held_by_rooms
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.leerlingen.retention import Due, Purgeable, kinds
from gokwijs.apps.privacy.models import Aankondiging, Bewaring, Dpia, Opruimbeurt, Verzegeling
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.leerlingen.dpia import load_termijnen, load_velden
from gokwijs.core.leerlingen.termijnen import (
    Termijn,
    termijn_verklaring,
    verklaring_weg_op,
)
from gokwijs.core.telling.columns import fold
from gokwijs.core.telling.model import Onderwijsniveau

# ---------------------------------------------------------------- the DPIA


@dataclass(frozen=True)
class DpiaStand:
    """What is known of the DPIA; ``herzien``: why it must be looked at again."""

    dpia: Dpia | None
    gevraagd: Event | None
    herzien: tuple[str, ...]

    @property
    def gedaan(self) -> bool:
        return self.dpia is not None and self.dpia.gedaan

    @property
    def in_orde(self) -> bool:
        return self.gedaan and not self.herzien

    @property
    def zin(self) -> str:
        """The state in one sentence."""
        if self.dpia is None:
            if self.gevraagd is None:
                return "Er is nog geen DPIA genoteerd."
            return (
                f"Bij het inlezen op {dutch_date(self.gevraagd.moment.date())} gaf "
                f"{self.gevraagd.by_name} een antwoord. Noteer hier wanneer en door wie de DPIA "
                "gemaakt is."
            )
        if not self.dpia.gedaan:
            return (
                f"Op {dutch_date(self.dpia.created.date())} noteerde {self.dpia.door_naam}: nog "
                "niet."
            )
        assert self.dpia.datum is not None
        assert self.dpia.herzien_op is not None
        versie = f", versie {self.dpia.versie}" if self.dpia.versie else ""
        return (
            f"De DPIA is van {dutch_date(self.dpia.datum)}{versie}, beslist door {self.dpia.rol}. "
            f"Kijk ze opnieuw na tegen {dutch_date(self.dpia.herzien_op)}."
        )


def dpia_stand(school: School, today: date) -> DpiaStand:
    """The newest answer on the DPIA, and whether it still fits."""
    dpia = school.dpias.first()
    asked = Event.objects.filter(school=school.instellingsnummer, kind="dpia.vermeld").first()
    return DpiaStand(dpia, asked, tuple(_review(dpia, school, today)) if dpia else ())


def _review(dpia: Dpia, school: School, today: date) -> list[str]:
    if not dpia.gedaan or dpia.herzien_op is None:
        return []
    found = []
    if dpia.herzien_op <= today:
        found.append(f"ze moest nagekeken worden tegen {dutch_date(dpia.herzien_op)}")
    if dpia.velden != load_velden().vingerafdruk:
        found.append("de lijst van velden is sindsdien veranderd")
    if school.koppelen and not dpia.koppelen:
        found.append("leerlingen koppelen is sindsdien aangezet")
    return found


def dpia_reminder(school: School, today: date) -> str | None:
    """One sentence for the start page of the directeur, as long as the DPIA is not in order.

    A school without pupils in GOK-wijs has nothing to assess yet.
    """
    if not school.leerlingen.exists():
        return None
    stand = dpia_stand(school, today)
    if stand.in_orde:
        return None
    if stand.gedaan:
        return f"Kijk de DPIA opnieuw na: {' en '.join(stand.herzien)}."
    return (
        "Er zijn gegevens van leerlingen, maar er is nog geen DPIA. Een ontwerp staat klaar onder "
        "Privacy."
    )


# ---------------------------------------------------------------- one pupil


def zoek_leerlingen(school: School, text: str) -> list[Leerling]:
    """Pupils by name or stamnummer, also who left; at most 20."""
    key = fold(text)
    if not key:
        return []
    by_number = school.leerlingen.filter(stamnummer__startswith=text.strip())
    by_name = school.leerlingen.exclude(naam=GEWIST).filter(zoeknaam__contains=key)
    return list((by_number | by_name).distinct()[:20])


def bewaring_of(leerling: Leerling, today: date) -> Bewaring | None:
    """The contested decision that holds this pupil, if any."""
    return leerling.bewaringen.filter(tot__gte=today).first()


def termijn_of(leerling: Leerling, datum: date) -> Termijn:
    """How long a verklaring stays: the longest term of the niveaus the pupil was enrolled in."""
    zonder_wet = load_termijnen().verklaring_zonder_wet
    seen = leerling.inschrijvingen.values_list("onderwijsniveau", flat=True)
    niveaus = [Onderwijsniveau(niveau) for niveau in set(seen)]
    found = [termijn_verklaring(n, datum, load_regels(), zonder_wet) for n in niveaus]
    return max(found, key=lambda t: (t.jaren, t.plicht), default=zonder_wet)


@dataclass(frozen=True)
class Zegel:
    """Until when the verklaringen of a pupil stay, and on what that rests."""

    weg_op: date
    grond: str
    plicht: bool


def zegel_of(leerling: Leerling, today: date) -> Zegel | None:
    """What must stay of the verklaringen of this pupil; None when nothing has to."""
    if leerling.naam == GEWIST:
        seal = Verzegeling.objects.filter(leerling=leerling).first()
        found = [Zegel(seal.weg_op, seal.grond, seal.plicht)] if seal else []
    else:
        found = [
            Zegel(verklaring_weg_op(datum, termijn.jaren), termijn.grond, termijn.plicht)
            for datum in leerling.verklaringen.values_list("datum", flat=True)
            for termijn in [termijn_of(leerling, datum)]
        ]
    last = max(found, key=lambda z: z.weg_op, default=None)
    return last if last is not None and last.weg_op > today else None


@dataclass(frozen=True)
class Wisplan:
    """What erasing this pupil would do. ``waarom_niet`` is empty when it can be done now."""

    waarom_niet: str
    weg: tuple[str, ...]
    blijft: tuple[str, ...]
    zegel: Zegel | None


def wisplan(leerling: Leerling, today: date) -> Wisplan:
    """What goes, what stays and why; writes nothing."""
    zegel = zegel_of(leerling, today)
    weg = []
    if leerling.naam != GEWIST:
        weg.append("Naam, voornaam, geboortedatum en vorige school.")
        for label, number in (
            ("inschrijving", leerling.inschrijvingen.count()),
            ("vastgelegd kenmerk", leerling.feiten.filter(verklaring=None).count()),
        ):
            if number:
                weg.append(f"{number} × {label}.")
    if leerling.verklaringen.exists() and zegel is None:
        weg.append("De verklaring op eer en wat eruit volgt.")
    weg += held_by_rooms(leerling, with_verklaring=zegel is None)
    return Wisplan(_refusal(leerling, zegel, today), tuple(weg), tuple(_stays(zegel)), zegel)


def _refusal(leerling: Leerling, zegel: Zegel | None, today: date) -> str:
    hold = bewaring_of(leerling, today)
    if hold is not None:
        return (
            f"Een betwiste beslissing houdt deze gegevens vast tot en met {dutch_date(hold.tot)}: "
            f"{hold.reden}. Hef dat eerst op."
        )
    if leerling.inschrijvingen.filter(Q(einde=None) | Q(einde__gte=today)).exists():
        return (
            "Deze leerling is nog ingeschreven. Zolang heeft de school de gegevens nodig om de "
            "leerling te tellen. Verbeteren kan wel. Was de inschrijving een vergissing, schrijf "
            "de leerling dan eerst uit."
        )
    if leerling.naam == GEWIST and zegel is not None and zegel.plicht:
        return (
            f"Enkel de verklaring is er nog. Die moet blijven tot {dutch_date(zegel.weg_op)} "
            f"({zegel.grond})."
        )
    return ""


def _stays(zegel: Zegel | None) -> list[str]:
    stays = []
    if zegel is not None:
        why = (
            f"De wet vraagt dat: {zegel.grond}."
            if zegel.plicht
            else f"Dat is een standaard van GOK-wijs: {zegel.grond}. Je kan ze ook wissen."
        )
        stays.append(
            f"De verklaring op eer blijft verzegeld tot {dutch_date(zegel.weg_op)}, met het "
            f"stamnummer en zonder naam. {why}"
        )
    stays.append("Bevroren tellingen: dat zijn aantallen zonder namen.")
    stays.append(
        "Het logboek: wie deed wat met dit stamnummer, zonder naam en zonder antwoorden, tot het "
        f"na {load_termijnen()['logboek'].maanden} maanden gewist wordt."
    )
    return stays


# ---------------------------------------------------------------- retention


def held(school: School | None, day: date) -> set[int]:
    """The keys of pupils that a contested decision holds on a day."""
    found = Bewaring.objects.filter(tot__gte=day)
    if school is not None:
        found = found.filter(leerling__school=school)
    return set(found.values_list("leerling_id", flat=True))


def due_of(kind: Purgeable, school: School | None, day: date) -> list[Due]:
    """What of one kind is over on a day and not held by a contested decision."""
    holding = held(school, day)
    return [due for due in kind.due(school, day) if due.leerling not in holding]


@dataclass(frozen=True)
class Gepland:
    """So many of one kind go from a day on; ``leerlingen`` for who may see their names."""

    wat: str
    waarom: str
    aantal: int
    weg_op: date
    aangekondigd: bool
    leerlingen: tuple[Leerling, ...] = ()


def gepland(school: School | None, today: date) -> list[Gepland]:
    """What goes until the next 1 September, earliest first: announced, and still to announce."""
    horizon = Schooljaar.of(today).last_day + timedelta(days=1)
    open_ones = list(Aankondiging.objects.filter(school=school, gewist_op=None))
    names = _pupils(
        school, (key for a in open_ones if a.sleutel in _PER_LEERLING for key in a.rijen)
    )
    found = [
        Gepland(a.wat, _why(a.sleutel), a.aantal, a.weg_op, True, _named(names, a.sleutel, a.rijen))
        for a in open_ones
    ]
    for kind in kinds():
        known = {key for a in open_ones if a.sleutel == kind.sleutel for key in a.rijen}
        found += _unannounced(kind, school, today, max(horizon, today), known)
    return sorted(found, key=lambda g: (g.weg_op, g.wat))


_PER_LEERLING = {"leerlingen", "verklaringen"}


def _why(sleutel: str) -> str:
    termijnen = load_termijnen()
    termijn = next((k.termijn for k in kinds() if k.sleutel == sleutel), "")
    return termijnen[termijn].einde if termijn else ""


def _pupils(school: School | None, keys: Iterable[str]) -> dict[int, Leerling]:
    return Leerling.objects.filter(school=school).in_bulk({int(key) for key in keys})


def _named(names: dict[int, Leerling], sleutel: str, keys: Iterable[str]) -> tuple[Leerling, ...]:
    if sleutel not in _PER_LEERLING:
        return ()
    found = [names[int(key)] for key in keys if int(key) in names]
    return tuple(sorted(found, key=lambda one: one.zoeknaam))


def _unannounced(
    kind: Purgeable, school: School | None, today: date, horizon: date, known: set[str]
) -> Iterator[Gepland]:
    """Per day, what is not announced yet; what is over already goes 14 days after announcing."""
    termijn = load_termijnen()[kind.termijn]
    earliest = today
    if termijn.aankondigen:
        earliest += timedelta(days=load_termijnen().aankondiging_dagen)
    per_day: dict[date, list[Due]] = {}
    for due in due_of(kind, school, horizon):
        if due.key not in known:
            per_day.setdefault(max(due.weg_op, earliest), []).append(due)
    mine = kind.sleutel in _PER_LEERLING
    names = _pupils(school, (d.key for found in per_day.values() for d in found if mine))
    for day, found in per_day.items():
        keys = [d.key for d in found]
        yield Gepland(
            kind.name,
            termijn.einde,
            sum(d.aantal for d in found),
            day,
            False,
            _named(names, kind.sleutel, keys),
        )


def gewist(school: School) -> QuerySet[Aankondiging]:
    """The purges that were done, newest first: a count and a date."""
    return school.aankondigingen.exclude(gewist_op=None).order_by("-gewist_op", "-pk")


def bewaringen(school: School, today: date) -> QuerySet[Bewaring]:
    """The contested decisions that hold a pupil now."""
    found = Bewaring.objects.filter(leerling__school=school, tot__gte=today)
    return found.select_related("leerling").order_by("tot", "pk")


def laatste_beurt(school: School) -> date | None:
    """When the retention run last looked at this school."""
    return Opruimbeurt.objects.filter(school=school).values_list("dag", flat=True).first()


def opruim_reminder(school: School, today: date) -> str | None:
    """One sentence for the start page of the directeur: the first thing that is announced to go."""
    told = school.aankondigingen.filter(gewist_op=None).first()
    if told is None:
        return None
    weg_op = max(told.weg_op, today)
    return f"Vanaf {dutch_date(weg_op)} wordt gewist: {told.wat} ({told.aantal})."


def same_code(school: School) -> list[list[Leerling]]:
    """Pupils of the school with the same code: probably one child under two stamnummers."""
    groups: dict[str, list[Leerling]] = {}
    for leerling in school.leerlingen.exclude(pseudoniem=""):
        groups.setdefault(leerling.pseudoniem, []).append(leerling)
    return [group for group in groups.values() if len(group) > 1]
