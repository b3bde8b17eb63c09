"""The answers of a closed round as tables: what the page shows, with ranges as two columns.

In: a ``Bron`` and what was filtered. Out: bytes of a workbook or CSV. In a named round there is one
more table, of who answered what, for who writes the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gokwijs.apps.zelfevaluatie.meenemen import IEDEREEN, Bron, Deelverslag
from gokwijs.apps.zelfevaluatie.meenemen_verslag import over
from gokwijs.apps.zelfevaluatie.models import Antwoordblad
from gokwijs.apps.zelfevaluatie.selectors_gesprek import kort
from gokwijs.apps.zelfevaluatie.tonen import LEEG, WEET_NIET, Regel
from gokwijs.core.kader.vragenlijst import Vragenlijst
from gokwijs.core.ronde import Antwoord, Bereik
from gokwijs.renderers.bladen import Grid, blad_csv, blad_workbook

VERTROUWELIJK = "Vertrouwelijk: wie wat antwoordde. Enkel voor wie aan het GOK-plan schrijft."
_WAT = ("Code", "Rubriek", "Onderwerp", "Vraag", "Soort tekst", "Zekerheid code")


@dataclass(frozen=True)
class Filter:
    """Which kind of respondents and which rubric; empty: all of them."""

    soort: str = ""
    rubriek: str = ""

    @property
    def gezegd(self) -> str:
        return f"Vragen: {f'rubriek {self.rubriek}' if self.rubriek else 'alle'}."


def antwoorden(bron: Bron, keuze: Filter, vorm: str, today: date) -> bytes:
    """A table per kind of respondents, then the remarks that two people read."""
    delen = [one for one in bron.delen if keuze.soort in ("", one.soort)]
    grids: list[Grid] = [_grid(bron, deel, keuze) for deel in delen]
    grids.append(("Opmerkingen", _KOP_OPMERKING, list(_opmerkingen(bron, delen, keuze))))
    make = blad_workbook if vorm == "xlsx" else blad_csv
    return make(_titel(bron), list(_regels(bron, keuze, today)), grids)


def _titel(bron: Bron) -> str:
    return f"Antwoorden van de zelfevaluatie '{bron.tekst(bron.ronde.titel)}'"


def _regels(bron: Bron, keuze: Filter, today: date) -> Iterator[str]:
    """What this is, of when, with which filter, from where, and how it is kept safe."""
    yield f"{bron.school.naam}, schooljaar {bron.schooljaar}. Antwoorden van {bron.periode}."
    yield keuze.gezegd
    asked = [f"{', '.join(one.groepen)} {one.antwoordden}" for one in bron.gevraagd]
    yield f"Aantal antwoorden: {bron.tekst('; '.join(asked))}."
    yield from over(bron, today)


# ---------------------------------------------------------------- ranges


def _grid(bron: Bron, deel: Deelverslag, keuze: Filter) -> Grid:
    names = deel.lezer.namen
    answers: list[tuple[Antwoord, str]] = [*names.items(), (0, WEET_NIET), (None, LEEG)]
    head = ["Nummer", *_WAT, "Groep", "Antwoorden"]
    for _, name in answers:
        head += [f"{name}: laag", f"{name}: hoog"]
    head += ["Midden: laag", "Midden: hoog"]
    if not bron.ronde.anoniem:
        head.append("Gemiddelde")
    head.append("Wat de antwoorden zeggen")
    rows = [
        row
        for regel in deel.lezer.regels
        if keuze.rubriek in ("", regel.item.rubriek)
        for row in _rows(bron, deel, regel, [answer for answer, _ in answers])
    ]
    return deel.wie, head, rows


def _rows(
    bron: Bron, deel: Deelverslag, regel: Regel, answers: Sequence[Antwoord]
) -> Iterator[list[str]]:
    """Everybody together, then each group that is shown."""
    item = regel.item
    first = [
        str(deel.nummers[item.sleutel]),
        ", ".join(item.codes),
        item.rubriek,
        item.onderwerp,
        item.getoond,
        item.noot,
        item.zekerheid.label if item.naam else "",
    ]
    mean = [] if bron.ronde.anoniem else [""]
    beelden = deel.beelden(item.sleutel)
    if not beelden:
        empty = [""] * (2 * len(answers) + 2)
        yield [*first, IEDEREEN, "", *empty, *mean, regel.zin]
        return
    # The same words as on the page: the whole first, then the groups.
    for (name, beeld), vlak in zip(beelden, regel.vlakken, strict=True):
        cells = [str(end) for answer in answers for end in beeld.tellingen[answer]]
        cells += _ends(beeld.midden)
        cells += [] if bron.ronde.anoniem else [vlak.gemiddelde]
        said = bron.tekst(regel.zin) if name == IEDEREEN else vlak.midden
        yield [*first, bron.tekst(name), str(beeld.n), *cells, said]


def _ends(bereik: Bereik | None) -> list[str]:
    return ["", ""] if bereik is None else [str(end) for end in bereik]


_KOP_OPMERKING = ("Wie", "Nummer", "Onderwerp", "Opmerking")


def _opmerkingen(bron: Bron, delen: Sequence[Deelverslag], keuze: Filter) -> Iterator[list[str]]:
    for deel in delen:
        for item in deel.lezer.lijst.items:
            if keuze.rubriek in ("", item.rubriek):
                for said in bron.opmerkingen(deel.soort, item.sleutel):
                    yield [deel.wie, str(deel.nummers[item.sleutel]), kort(item), said]


# ---------------------------------------------------------------- who answered what


def per_persoon(bron: Bron, today: date) -> bytes:
    """One row per respondent of a named round; remarks stay out, they are read by two first."""
    grids = [
        (deel.wie, *_personen(bron, deel.soort, deel.lezer.lijst)) for deel in bron.delen if deel.n
    ]
    lines = [
        VERTROUWELIJK,
        f"{bron.school.naam}, schooljaar {bron.schooljaar}. Antwoorden van {bron.periode}.",
        f"Bron: zelfevaluatie '{bron.ronde.titel}', gesloten op {bron.gesloten_op}. "
        f"{bron.gemaakt(today)}",
        f"0 is '{WEET_NIET}', een lege cel is '{LEEG}'.",
        *_niveaus(bron),
        f"{bron.kader_op_papier}. {bron.kader.vaste_tekst.rstrip('.')}.",
    ]
    return blad_workbook(f"Wie wat antwoordde: {bron.ronde.titel}", lines, grids)


def _niveaus(bron: Bron) -> Iterator[str]:
    for deel in bron.delen:
        levels = ", ".join(f"{one.waarde} {one.naam}" for one in deel.lezer.lijst.niveaus)
        yield f"{deel.wie}: {levels}."


def _personen(
    bron: Bron, soort: str, lijst: Vragenlijst
) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    sheets = (
        Antwoordblad.objects.filter(
            groep__ronde=bron.ronde, groep__soort=soort, anoniem=False, ingediend=True
        )
        .select_related("groep")
        .order_by("groep_id", "naam", "sleutel")
    )
    head = ["Groep", "Naam", *(f"{nr}. {kort(one)}" for nr, one in enumerate(lijst.items, 1))]
    rows = [
        [one.groep.naam, one.naam, *(_level(one.antwoorden, item.sleutel) for item in lijst.items)]
        for one in sheets
    ]
    return head, rows


def _level(given: dict[str, dict[str, object]], item: str) -> str:
    level = given.get(item, {}).get("n")
    return "" if level is None else str(level)
