"""The whole dossier as one document, with its numbered figures.

In: a plan, what somebody chose, and today. Out: an ``Inhoud``: blocks for PDF, Word and Excel, the
plan as texts for the template of the school, the figures, and which tables leave the school.
Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from gokwijs.apps.access.roles import Permission, Role, known_roles, roles_with
from gokwijs.apps.analyse.kijk import drempel_of
from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.dossier import bundel_stukken as stukken
from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier.bundel_cijfers import STATUSSEN, Cijfers, geordend, teksten, uitleg
from gokwijs.apps.dossier.bundel_delen import GEEN, Deel, Keus
from gokwijs.apps.dossier.bundel_effect import uitkomsten
from gokwijs.apps.dossier.bundel_leeswijzer import leeswijzer
from gokwijs.apps.dossier.bundel_lijn import Lijnbron, met_plannen, plannen_van
from gokwijs.apps.dossier.bundel_metingen import Metingen
from gokwijs.apps.dossier.bundel_middelen import gronden
from gokwijs.apps.dossier.bundel_nummers import Nummeraar
from gokwijs.apps.dossier.bundel_school import deel_school
from gokwijs.apps.dossier.bundel_tabellen import Jaar, jaren_van, verborgen
from gokwijs.apps.dossier.bundel_zelfcheck import deel_zelfcheck
from gokwijs.apps.dossier.document_keuze import zonder_opmerkingen
from gokwijs.apps.dossier.document_lezen import lees_bron
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.namen import namenfilter
from gokwijs.core.beleid.dossier import Cijfer
from gokwijs.core.calendar import dutch_date
from gokwijs.renderers.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    plain,
    printable,
    table,
)

TITEL = "Dossier voor de doorlichting"
MERK = "Voor de onderwijsinspectie: zonder namen van leerlingen, kleine aantallen afgeschermd"
OVER_UITLEG = (
    "Elk genummerd cijfer staat hieronder met wat het telt, de regel, het artikel, de dag, de bron "
    "en hoe zeker het is. De volledige rekenstappen blijven bij de directeur van de school."
)
Report = Callable[[int, str], None]


@dataclass(frozen=True)
class Inhoud:
    """``vrijgaven``: per stand the tables that are printed, for the release register."""

    document: Document
    plan: doc.PlanDocument
    cijfers: tuple[Cijfer, ...]
    vrijgaven: tuple[tuple[int, tuple[str, ...]], ...]
    leeg: tuple[Deel, ...]
    kader: str
    catalogus: str


@dataclass(frozen=True)
class Herkomst:
    """What stands on the first page: who made it, for what, and with which versions."""

    rol: str
    naam: str
    feiten: tuple[tuple[str, str], ...]


def maak_inhoud(plan: Plan, keus: Keus, herkomst: Herkomst, today: date) -> Inhoud:
    """Everything of a dossier, read now."""
    bron = Lijnbron(plan, today)
    school = plan.school
    hide = _schoon(namenfilter(school, collegas=not keus.namen))
    cijfers = Cijfers(drempel_of(school))
    metingen = Metingen(bron, cijfers, hide)
    numbered = Nummeraar(
        cijfers, gronden(school, plan.jaren), metingen.verwijzingen, dutch_date(today)
    )
    plannen = plannen_van(bron, hide)
    told = met_plannen(zonder_opmerkingen(lees_bron(bron, hide)), bron, plannen, hide)
    told = numbered.plan(told)
    jaren = jaren_van(school) if Deel.SCHOOL in keus.delen else []
    makers: Mapping[Deel, Callable[[], Iterator[Block]]] = {
        Deel.SCHOOL: lambda: deel_school(school, keus.thema, jaren, cijfers, told, hide),
        Deel.VISIE: lambda: stukken.visie(told),
        Deel.DOELEN: lambda: stukken.doelen(told),
        Deel.ACTIES: lambda: stukken.acties(told, plannen),
        Deel.MIDDELEN: lambda: stukken.middelen(told, numbered),
        Deel.METINGEN: lambda: chain(metingen.blokken, uitkomsten(bron, cijfers, hide, plannen)),
        Deel.EVALUATIES: lambda: stukken.evaluaties(told),
        Deel.BORGING: lambda: stukken.borging(told),
        Deel.DRAAGVLAK: lambda: stukken.draagvlak(told),
        Deel.PARTNERS: lambda: stukken.partners(told),
        Deel.AANBEVELINGEN: lambda: stukken.aanbevelingen(told),
        Deel.ZELFCHECK: lambda: deel_zelfcheck(school, today, hide),
        Deel.BRONNEN: lambda: _bronnen(told, jaren, cijfers),
    }
    blocks: list[Block] = [
        *_eerste(told, keus, herkomst, hide),
        *leeswijzer(told, keus, drempel_of(school)),
    ]
    leeg = []
    for deel in keus.delen:
        own = list(makers[deel]())
        blocks += [Heading(deel.titel), *(own or [Paragraph(GEEN)])]
        if not own:
            leeg.append(deel)
    if keus.namen:
        blocks += _wie_is_wie(school)
    ordered, figures = geordend(blocks, cijfers)
    if figures:
        ordered = (
            *ordered,
            Heading("Uitleg bij de cijfers"),
            Paragraph(OVER_UITLEG),
            *uitleg(figures),
        )
    return Inhoud(
        Document(
            TITEL,
            f"{school.naam} ({school.instellingsnummer}), {told.plan.naam} {told.plan.periode}",
            MERK,
            today,
            ordered,
            contents=True,
        ),
        _voor_sjabloon(told, blocks, ordered),
        figures,
        tuple((one.stand.pk, tuple(t.key for t in one.tabellen)) for one in jaren if one.tabellen),
        tuple(leeg),
        told.kader,
        ", ".join(sorted({a.catalogus for one in told.acties for a in one.aanpakken})) or "geen",
    )


def _schoon(hide: Callable[[str], str]) -> Callable[[str], str]:
    """No name, no control sign, and nothing that looks like a reference."""
    return lambda text: plain(hide(printable(text)))


# ---------------------------------------------------------------- around the parts


def _eerste(
    told: doc.PlanDocument, keus: Keus, herkomst: Herkomst, hide: Callable[[str], str]
) -> Iterator[Block]:
    who = f"{herkomst.rol} ({herkomst.naam})" if keus.namen else herkomst.rol
    facts = [
        ("School", f"{told.school.naam} ({told.school.nummer})"),
        ("Plan", f"{told.plan.naam}, {told.plan.periode}"),
        ("Stand van het plan", told.plan.status),
        ("Eigen thema", hide(keus.thema)),
        ("Bevroren op", told.gemaakt),
        ("Gemaakt door", who),
        ("Kwaliteitskader", told.kader),
        *herkomst.feiten,
    ]
    yield Facts(tuple((label, said) for label, said in facts if said))
    yield Note(
        "Dit dossier verandert niet meer. Een cijfer met een nummer, zoals [1], leidt naar zijn "
        "uitleg achteraan en terug. Waar een onderdeel leeg is, staat 'geen gegevens'."
    )


def _bronnen(told: doc.PlanDocument, jaren: list[Jaar], cijfers: Cijfers) -> Iterator[Block]:
    yield from stukken.bronnen(told)
    rows = [(row["tabel"], row["jaar"], row["dag"], row["verborgen"]) for row in verborgen(jaren)]
    if rows:
        yield Heading("Wat afgeschermd is", 2)
        yield Paragraph(
            "Elke tabel is nagekeken voor ze vrijgegeven werd: geen enkel verborgen getal is af te "
            "leiden uit wat getoond wordt. Totalen zijn nooit veranderd."
        )
        yield table(
            ("Tabel", "Schooljaar", "Stand van", "Getallen afgeschermd"), rows, (12, 5, 7, 6)
        )
    used = {one.status for one in cijfers.rijen}
    said = tuple(f"{word}: {what}" for word, what in STATUSSEN.items() if word in used)
    if said:
        yield Heading("Hoe zeker een cijfer is", 2)
        yield Paragraph("Bij de uitleg van elk cijfer staat zijn status:")
        yield Bullets(said)


def _wie_is_wie(school: School) -> Iterator[Block]:
    """Only when the school chose to name its staff: who leads, writes and helps."""
    wanted = {Role.DIRECTEUR, *roles_with(Permission.BELEID_SCHRIJVEN)}
    rows = []
    for member in school.memberships.select_related("user").order_by("pk"):
        roles = [role for role in known_roles(member.roles) if role in wanted]
        if roles:
            rows.append((member.user.naam, ", ".join(role.label for role in roles)))
    if rows:
        yield Heading("Wie is wie")
        yield table(("Naam", "Rol"), rows, (8, 10))


def _voor_sjabloon(
    told: doc.PlanDocument, before: list[Block], after: tuple[Block, ...]
) -> doc.PlanDocument:
    """The plan as texts with its final numbers; a number that is nowhere explained is left out."""
    from gokwijs.apps.dossier.document_keuze import met_teksten
    from gokwijs.renderers.document import REF

    final: dict[str, str] = {}
    old = [m[1] for block in before for text in teksten(block) for m in REF.finditer(text)]
    new = [m[1] for block in after for text in teksten(block) for m in REF.finditer(text)]
    final.update(zip(old, new, strict=True))

    def anew(text: str) -> str:
        def one(match: Any) -> str:
            return f"[{final[match[1]]}]" if match[1] in final else ""

        return REF.sub(one, text)

    return met_teksten(replace(told, publiek="voor de onderwijsinspectie", merk=MERK), anew)
