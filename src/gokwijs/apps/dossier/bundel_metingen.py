"""The series of a plan for a dossier: points with their counts and interval, and a chart.

In: a ``Lijnbron``, outside the Werkzone. Out: blocks per goal, and the references of the metingen,
so that a nulmeting elsewhere in the dossier leads to the same explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from gokwijs.apps.beleid.models import Indicator, Streefdoel
from gokwijs.apps.beleid.tonen import ENKEL_WERKZONE
from gokwijs.apps.dossier.bundel_cijfers import AFGELEID, INGEVOERD, Cijfers
from gokwijs.apps.dossier.bundel_lijn import Lijnbron
from gokwijs.apps.dossier.document_bron import dag
from gokwijs.apps.dossier.document_keten import filled
from gokwijs.apps.opvolging.reeks import Meetpunt, Reeks, reeks
from gokwijs.apps.opvolging.zinnen import doellijn
from gokwijs.core.beleid.keuzes import Bronsoort
from gokwijs.renderers.document import Block, Bullets, Figure, Heading, Paragraph, table
from gokwijs.renderers.grafiek import alternatief, svg

Hide = Callable[[str], str]
BREED = 560  # pixels: a chart that leaves room on the sheet
_BREUK = "De definitie veranderde na {}: vergelijk niet over die grens heen."
_IN_DE_TIJD = "Metingen in de tijd"
_KOPPEN = ("Gemeten op", "Waarde", "Interval van 95 %", "Bron", "Soort")


class Metingen:
    """Reads every series once; ``verwijzingen`` by name of the indicator and day."""

    def __init__(self, bron: Lijnbron, cijfers: Cijfers, hide: Hide) -> None:
        self.bron, self.cijfers, self.hide = bron, cijfers, hide
        self.verwijzingen: dict[tuple[str, str], str] = {}
        self._drawn = 0
        self.blokken: tuple[Block, ...] = tuple(self._all())

    def _all(self) -> Iterator[Block]:
        seen: set[int] = set()
        for doel in self.bron.rows.streefdoelen:
            own = [doel.indicator, *doel.andere_indicatoren.all()]
            live = [one for one in own if one is not None and one.verwijderd is None]
            if not live:
                continue
            number = self.bron.nummers[(Streefdoel, doel.pk)]
            yield Heading(f"Bij streefdoel {number}", 2)
            for one in live:
                yield from self._indicator(one, doel if one == doel.indicator else None)
                seen.add(one.pk)
        rest = [one for one in self.bron.rows.indicatoren if one.pk not in seen]
        if rest:
            yield Heading("Zonder streefdoel", 2)
            for one in rest:
                yield from self._indicator(one, None)

    def _indicator(self, one: Indicator, doel: Streefdoel | None) -> Iterator[Block]:
        name = self.hide(one.naam)
        yield Heading(name[:1].upper() + name[1:], 3)
        acties = self.bron.actielijnen.get(doel.pk, ()) if doel else ()
        found = reeks(
            one,
            self.bron.rows.metingen_per_indicator.get(one.pk, []),
            self.bron.zicht,
            doellijn(doel, self.bron.zicht, acties) if doel is not None else None,
        )
        if not found.punten:
            words = ENKEL_WERKZONE if found.enkel_werkzone else "Nog niet gemeten."
            self.bron.let_op(words)
            yield from self._geteld(one)
            yield Paragraph(words)
            return
        yield from self._figuur(found, name)  # right under its heading: they stay on one sheet
        yield from self._geteld(one)
        rows = [self._rij(name, found, punt) for punt in found.punten]
        yield table(_KOPPEN, rows, (8, 10, 8, 9, 6))
        said = [_BREUK.format(dag(found.punten[n].meting.peildatum)) for n in found.breuken]
        if found.enkel_werkzone:
            said.append("Er zijn ook metingen die enkel in de school te zien zijn.")
        if said:
            yield Bullets(tuple(said))

    def _geteld(self, one: Indicator) -> Iterator[Block]:
        if one.teller_definitie or one.noemer_definitie:
            counted = filled(self.hide(one.teller_definitie), self.hide(one.noemer_definitie))
            yield Paragraph(f"Geteld: {counted.replace(', ', ', van ', 1)}.")

    def _figuur(self, found: Reeks, name: str) -> Iterator[Block]:
        """A line needs two points; one point is a row of the table."""
        chart = found.grafiek
        if chart is None or sum(not p.verborgen for p in found.punten) < 2:
            return
        self._drawn += 1
        bars = tuple(replace(one, label=self.hide(one.label)) for one in chart.balken)
        drawn = replace(chart, titel=name, balken=bars)
        shown = replace(drawn, titel=_IN_DE_TIJD)  # the name stands right above it
        yield Figure(svg(shown, breedte=BREED, voorvoegsel=f"m{self._drawn}"), alternatief(drawn))

    def _rij(self, name: str, found: Reeks, punt: Meetpunt) -> tuple[str, ...]:
        m = punt.meting
        said = self.bron.meting(m)
        source = self.hide(filled(m.get_bron_soort_display(), m.bron_omschrijving))
        own = m.bron_soort == Bronsoort.EIGEN_TELLING
        number = self.cijfers.nieuw(
            plek=f"{name}, {dag(m.peildatum)}",
            waarde=said,
            telt=self._telt(found.indicator),
            bron=source,
            datum=dag(m.peildatum),
            status=AFGELEID if own else INGEVOERD,
            aantallen=self._aantallen(punt),
        )
        self.verwijzingen[(name, dag(m.peildatum))] = number
        older = m.definitie_versie < found.indicator.definitie_versie
        kind = filled("nulmeting" if m.is_nulmeting else "", "vorige definitie" if older else "")
        return (dag(m.peildatum), said + number, punt.interval, source, kind or "meting")

    def _telt(self, one: Indicator) -> str:
        if one.teller_definitie and one.noemer_definitie:
            return self.hide(f"{one.teller_definitie}, van {one.noemer_definitie}")
        return self.hide(one.schaal or one.naam)

    @staticmethod
    def _aantallen(punt: Meetpunt) -> str:
        teller, noemer = punt.tellers
        if noemer == "–":
            return ""
        spread = "" if punt.interval == "–" else f"; interval van 95 %: {punt.interval}"
        return f"{teller} van {noemer}{spread}"
