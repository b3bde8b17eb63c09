"""The one page and the ledger as files: PDF and workbook of the answer, lists for the accountant.

In: an ``Antwoord`` or a school with its schooljaar. Out: bytes. No file carries a name of a
colleague; every text stays a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gokwijs.apps.beleid.models import Boeking, Toewijzing
from gokwijs.apps.inzet.antwoord import Antwoord, Post
from gokwijs.apps.inzet.boekingen import bewijs_per_boeking, waarvoor
from gokwijs.apps.inzet.indeling import Tafel, doelen_label
from gokwijs.apps.inzet.selectors import doelen_van, met_doelen
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.bedragen import toon_uren
from gokwijs.core.beleid.boek import ZONDER_STREEFDOEL
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import dutch_number
from gokwijs.renderers.bladen import Grid, blad_csv, blad_workbook
from gokwijs.renderers.document import Block, Bullets, Document, Heading, Paragraph, table
from gokwijs.renderers.pdf import pdf

TITEL = "Waar gaan onze GOK-middelen naartoe en waarom?"
MERK = "Voor het schoolteam en de schoolraad"
_KOP_POSTEN = ("Waarom", "Streefdoel", "Acties", "Voorzien", "Besteed", "Gemeten")


def _cells(post: Post) -> tuple[str, ...]:
    return (
        " ".join(post.waarom) or "geen vaststelling",
        post.streefdoel,
        "; ".join(post.acties) or "geen actie",
        "; ".join(post.voorzien) or "niets",
        "; ".join(post.besteed) or "niets",
        "; ".join(post.gemeten) or "–",
    )


def sommen(tables: Sequence[Tafel]) -> list[tuple[str, ...]]:
    """One row per kind: planned plus left is granted."""
    return [
        (
            t.soort.label,
            t.voorzien,
            t.rest or "niet gekend",
            t.toegekend or "niet gekend",
            t.besteed,
            t.nog_te_besteden or "niet gekend",
        )
        for t in tables
    ]


KOP_SOMMEN = (
    "Middelen",
    "Voorzien",
    "Niet toegewezen",
    "Toegekend",
    "Besteed",
    "Nog te besteden",
)


def antwoord_document(found: Antwoord, school: School, jaar: Schooljaar, today: date) -> Document:
    """On A4: the sentences, the reasons, the sums."""
    blocks: list[Block] = [Bullets(found.zinnen)] if found.zinnen else []
    blocks.append(Heading("Per streefdoel"))
    if found.posten:
        blocks.append(
            table(_KOP_POSTEN, [_cells(p) for p in found.posten], (24, 22, 22, 12, 12, 18))
        )
    else:
        blocks.append(Paragraph("Er is nog niets toegewezen of besteed."))
    blocks += [Heading("De som"), table(KOP_SOMMEN, sommen(found.sommen), (22, 14, 14, 14, 14, 14))]
    if found.doelgroepen.rijen:
        blocks += [Heading("Deel van de middelen naast deel van de leerlingen"), _groups(found)]
    notes = [" ".join(t.zinnen) for t in found.sommen if t.zinnen]
    blocks += [Heading("Over deze bedragen"), Bullets((*notes, *_always()))]
    return Document(TITEL, f"{school.naam}, schooljaar {jaar}", MERK, today, tuple(blocks))


def _always() -> tuple[str, ...]:
    return (
        "Gekleurde middelen mogen enkel voor gelijke onderwijskansen gebruikt worden.",
        "Een bedrag voor twee streefdoelen samen staat één keer, op een lijn van allebei.",
        "'Gemeten' toont wat er veranderde, niet waardoor.",
    )


def _groups(found: Antwoord) -> Block:
    head = ("Kenmerk", *found.doelgroepen.soorten, "Leerlingen")
    rows = [
        (d.kenmerk.label, *(share for _, share in d.aandelen), d.leerlingen)
        for d in found.doelgroepen.rijen
    ]
    return table(head, rows)


def antwoord_pdf(found: Antwoord, school: School, jaar: Schooljaar, today: date) -> bytes:
    return pdf(antwoord_document(found, school, jaar, today))


def antwoord_workbook(found: Antwoord, school: School, jaar: Schooljaar) -> bytes:
    lines = [f"{school.naam}, schooljaar {jaar}", MERK, *found.zinnen, *_always()]
    grids: list[Grid] = [
        ("Per streefdoel", _KOP_POSTEN, [_cells(p) for p in found.posten]),
        ("De som", KOP_SOMMEN, sommen(found.sommen)),
    ]
    return blad_workbook(TITEL, lines, grids)


# ---------------------------------------------------------------- for the accountant

_KOP_BOEKINGEN = (
    "Datum",
    "Nummer",
    "Omschrijving",
    "Middelen",
    "Bedrag of uren",
    "Eenheid",
    "Actie",
    "Streefdoel",
    "Bewijsstuk",
    "Code",
)
_KOP_TOEWIJZINGEN = (
    "Middelen",
    "Voorzien",
    "Eenheid",
    "Actie",
    "Streefdoel",
    "Toelichting",
    "Bijgewerkt op",
    "Code",
)


def boekhouding(school: School, jaar: Schooljaar, soort: str) -> bytes:
    """Every booking and assignment of the year, as a workbook or CSV."""
    title = f"GOK-middelen {school.naam}, schooljaar {jaar}"
    lines = ["Bedragen met komma. Ingetrokken boekingen staan er niet in."]
    grids: list[Grid] = [
        ("Boekingen", _KOP_BOEKINGEN, _booked(school, jaar)),
        ("Toewijzingen", _KOP_TOEWIJZINGEN, _assigned(school, jaar)),
    ]
    if soort == "csv":
        return blad_csv(title, lines, grids)
    return blad_workbook(title, lines, grids, bedragen=("Bedrag of uren", "Voorzien"))


def _booked(school: School, jaar: Schooljaar) -> list[tuple[str, ...]]:
    rows = Boeking.objects.filter(
        school=school, schooljaar=jaar.start, ingetrokken__isnull=True
    ).order_by("datum", "pk")
    proofs = bewijs_per_boeking(school)
    found: list[tuple[str, ...]] = []
    for one in rows.select_related("streefdoel").prefetch_related(*met_doelen("actie__")):
        soort = Middelsoort(one.soort)
        goals = doelen_van(one.actie) if one.actie is not None else ()
        goal = str(one.streefdoel) if one.streefdoel is not None else doelen_label(goals)
        code = f"A{one.actie_id}" if one.actie_id else f"D{one.streefdoel_id or ''}"
        found.append(
            (
                f"{one.datum:%d/%m/%Y}",
                one.referentie,
                one.omschrijving,
                soort.label,
                _amount(soort, one),
                soort.eenheid,
                waarvoor(one) if one.actie is not None else "",
                goal or ZONDER_STREEFDOEL,
                "ja" if proofs.get(one.pk) else "nee",
                code if code != "D" else "",
            )
        )
    return found


def _assigned(school: School, jaar: Schooljaar) -> list[tuple[str, ...]]:
    rows = Toewijzing.objects.filter(school=school, schooljaar=jaar.start).order_by("soort", "pk")
    found: list[tuple[str, ...]] = []
    for one in rows.prefetch_related(*met_doelen("actie__")):
        soort = Middelsoort(one.soort)
        found.append(
            (
                soort.label,
                _amount(soort, one),
                soort.eenheid,
                str(one.actie),
                doelen_label(doelen_van(one.actie)) or ZONDER_STREEFDOEL,
                one.toelichting,
                f"{one.gewijzigd:%d/%m/%Y}",
                f"A{one.actie_id}",
            )
        )
    return found


def _amount(soort: Middelsoort, row: Boeking | Toewijzing) -> str:
    """Exact, without its unit: euros with two decimals, hours as they are."""
    if soort.is_geld:
        return dutch_number(row.aantal, places=2)
    return toon_uren(row.aantal)
