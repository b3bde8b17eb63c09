"""Reads of the desk: the queue, siblings, and what may be purged on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gokwijs.apps.leerlingen.models import NIVEAUS, Feit, Inschrijving, Leerling, Verklaring
from gokwijs.apps.loket import storage
from gokwijs.apps.loket.models import Document, Moment
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.leerlingen.bewaring import (
    AANKONDIGING,
    Bewaring,
    bewaring,
    dossier_tot,
    mag_weg_vanaf,
    niveau_bij,
)
from gokwijs.core.telling.columns import fold

_DECLARED = (Kenmerk.OPLEIDING_MOEDER.value, Kenmerk.THUISTAAL.value)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the desk looks at; empty means everything."""

    klas: str = ""
    niveau: str = ""
    zoek: str = ""


@dataclass(frozen=True, slots=True)
class Wachtende:
    """One pupil at the desk: where, and how far the verklaring is."""

    pk: int
    naam: str
    voornaam: str
    stamnummer: str
    klas: str
    niveau: str
    begin: date
    verklaard: bool
    ondertekend: bool
    gekend: bool  # both kenmerken come from the register: nothing to ask

    @property
    def klaar(self) -> bool:
        return self.ondertekend or (self.gekend and not self.verklaard)

    @property
    def staat(self) -> str:
        if self.ondertekend:
            return "klaar"
        if self.verklaard:
            return "niet ondertekend"
        return "gekend in het register" if self.gekend else "nog te doen"


def at_desk(access: Access, today: date, chosen: Filter) -> list[Wachtende]:
    """The pupils enrolled now or later that fit, in order of name; one row per pupil.

    Later ones too: an enrolment day is about the next school year.
    """
    counting = Verklaring.objects.filter(leerling=OuterRef("leerling_id"), vervangen=False)
    rows = _inschrijvingen(access, today).annotate(
        verklaard=Exists(counting),
        ondertekend=Exists(counting.filter(ondertekend_op__isnull=False)),
    )
    if chosen.klas:
        rows = rows.filter(klas=chosen.klas)
    if chosen.niveau:
        rows = rows.filter(onderwijsniveau=chosen.niveau)
    for word in fold(chosen.zoek).split():
        rows = rows.filter(
            Q(leerling__zoeknaam__contains=word) | Q(leerling__stamnummer__startswith=word)
        )
    known = known_by_register(access.school, today)
    labels = dict(NIVEAUS)
    found: dict[int, Wachtende] = {}
    # Plain values: models of 3,000 pupils cost five times as much time.
    for pk, naam, voornaam, nummer, klas, niveau, begin, verklaard, ondertekend in rows.values_list(
        "leerling_id",
        "leerling__naam",
        "leerling__voornaam",
        "leerling__stamnummer",
        "klas",
        "onderwijsniveau",
        "begin",
        "verklaard",
        "ondertekend",
    ):
        found.setdefault(
            pk,
            Wachtende(
                pk,
                naam,
                voornaam,
                nummer,
                klas,
                labels[niveau],
                begin,
                verklaard,
                ondertekend,
                pk in known,
            ),
        )
    return list(found.values())


def _inschrijvingen(access: Access, today: date) -> QuerySet[Inschrijving]:
    """Enrolments that run or still come, of pupils this person may see."""
    found = Inschrijving.objects.filter(
        Q(einde__isnull=True) | Q(einde__gte=today), leerling__school=access.school
    )
    if access.klassen is not None:
        found = found.filter(klas__in=access.klassen)
    return found.order_by("leerling__zoeknaam", "leerling_id", "begin")


def known_by_register(school: School, today: date, only: Leerling | None = None) -> set[int]:
    """Pupils of whom the register gives both kenmerken: asking again is not needed."""
    mine = Feit.objects.filter(leerling__school=school)
    if only is not None:
        mine = mine.filter(leerling=only)
    found = (
        mine.filter(herkomst=Herkomst.REGISTER.value, kenmerk__in=_DECLARED, vanaf__lte=today)
        .exclude(antwoord=int(Antwoord.ONBEKEND))
        .values("leerling_id")
        .annotate(soorten=Count("kenmerk", distinct=True))
        .filter(soorten=len(_DECLARED))
    )
    return set(found.values_list("leerling_id", flat=True))


def choices(access: Access, today: date) -> tuple[list[str], list[tuple[str, str]]]:
    """The classes and levels that the queue can be filtered on."""
    rows = _inschrijvingen(access, today).values_list("klas", "onderwijsniveau").order_by()
    seen = set(rows)
    niveaus = {niveau for _, niveau in seen}
    labels = [(key, label) for key, label in NIVEAUS if key in niveaus]
    return sorted({klas for klas, _ in seen if klas}), labels


def next_after(queue: Sequence[Wachtende], pk: int | None) -> Wachtende | None:
    """The next family to help: after this pupil in the queue, and round from the start."""
    place = next((n for n, one in enumerate(queue) if one.pk == pk), -1)
    rest = [*queue[place + 1 :], *queue[: max(place, 0)]]
    return next((one for one in rest if not one.verklaard and not one.gekend), None)


def by_name(access: Access, zoek: str, *, without: int) -> list[Leerling]:
    """Pupils of the school by name or stamnummer, for a brother or sister; at most ten."""
    words = fold(zoek).split()
    if not words:
        return []
    found = access.school.leerlingen.exclude(pk=without)
    for word in words:
        found = found.filter(Q(zoeknaam__contains=word) | Q(stamnummer__startswith=word))
    return list(found[:10])


def moments(school: School) -> QuerySet[Moment]:
    """The enrolment moments with how many pupils and families were helped."""
    return school.momenten.annotate(
        leerlingen=Count("hulp"),
        gezinnen=Count("hulp", filter=Q(hulp__zelfde_gezin=False)),
    )


# ---------------------------------------------------------------- retention


def bewaring_of(verklaring: Verklaring, today: date) -> Bewaring:
    """How long this declaration must be kept, by the law of today."""
    enrolments = [one.core for one in verklaring.leerling.inschrijvingen.all()]
    niveau = niveau_bij(enrolments, verklaring.datum)
    return bewaring(niveau, verklaring.datum, load_regels(), today)


@dataclass(frozen=True, slots=True)
class TeBewaren:
    """One thing in the purge list; ``document`` None means the answers themselves."""

    verklaring: Verklaring
    document: Document | None
    tot: date
    vanaf: date  # the first day on which it may go
    bewaring: Bewaring

    @property
    def wat(self) -> str:
        if self.document is not None:
            return str(self.document.get_soort_display())
        return "antwoorden van de verklaring"

    def may_go(self, today: date) -> bool:
        return self.vanaf <= today

    def announced(self, today: date) -> bool:
        return today < self.vanaf <= today + AANKONDIGING


def kept(school: School | None = None) -> QuerySet[Verklaring]:
    """Declarations with all that the term needs; of one school or of all."""
    found = Verklaring.objects.select_related("leerling__school").prefetch_related(
        "leerling__inschrijvingen", "documenten"
    )
    return found if school is None else found.filter(leerling__school=school)


def terms(
    today: date,
    school: School | None = None,
    verklaringen: QuerySet[Verklaring] | None = None,
) -> list[TeBewaren]:
    """Everything with an end, the first to go first.

    The answers that count for an enrolled pupil have no end yet: one declaration holds for the
    whole school career. A scan of them has.
    """
    found: list[TeBewaren] = []
    for verklaring in kept(school) if verklaringen is None else verklaringen:
        term = bewaring_of(verklaring, today)
        if term.tot is None:
            continue
        documents = [_document_term(d, term) for d in verklaring.documenten.all()]
        found += documents
        answers = _answers_term(verklaring, term, documents)
        if answers is not None:
            found.append(answers)
    return sorted(found, key=lambda t: (t.vanaf, t.verklaring.leerling.zoeknaam, t.wat))


def _document_term(document: Document, term: Bewaring) -> TeBewaren:
    """What was promised on uploading is never shortened."""
    assert term.tot is not None
    latest = max(term.tot, document.bewaren_tot or term.tot)
    stored = timezone.localtime(document.opgeladen).date()
    return TeBewaren(document.verklaring, document, latest, mag_weg_vanaf(latest, stored), term)


def _answers_term(
    verklaring: Verklaring, term: Bewaring, documents: Sequence[TeBewaren]
) -> TeBewaren | None:
    """None while they count for a pupil who is here; they never go before their scan."""
    assert term.tot is not None
    latest = max([term.tot, *(entry.tot for entry in documents)])
    if not verklaring.vervangen:
        enrolments = [one.core for one in verklaring.leerling.inschrijvingen.all()]
        record_end = dossier_tot(enrolments)
        if enrolments and record_end is None:
            return None
        latest = max(latest, record_end or latest)
    stored = timezone.localtime(verklaring.vastgelegd).date()
    vanaf = max([mag_weg_vanaf(latest, stored), *(entry.vanaf for entry in documents)])
    return TeBewaren(verklaring, None, latest, vanaf, term)


def kept_of(leerling: Leerling, today: date) -> list[TeBewaren]:
    """What of one pupil must still be kept, and until when: for a request to erase."""
    own = leerling.verklaringen.values_list("pk", flat=True)
    found = terms(today, leerling.school, kept(leerling.school).filter(pk__in=own))
    return [entry for entry in found if not entry.may_go(today)]


def purgeable(today: date, school: School | None = None) -> list[TeBewaren]:
    """What may be purged today: the term is over and it stood in the list for 14 days."""
    return [entry for entry in terms(today, school) if entry.may_go(today)]


def orphans(older_than: timedelta | None = None) -> list[str]:
    """Files without a row: left by a process that died between file and database."""
    there = list(storage.names(older_than))  # before the rows: a file is written first
    known = set(Document.objects.values_list("bestand", flat=True))
    return [name for name in there if name not in known]


def missing() -> list[Document]:
    """Rows without a file: somebody emptied the folder by hand."""
    there = set(storage.names())
    return [d for d in Document.objects.order_by("pk") if d.bestand not in there]
