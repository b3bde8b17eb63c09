"""Numbers behind every figure of a plan as texts, and their explanation.

In: a gated ``PlanDocument`` and the numbers in the making. Out: the same document in which each
figure is followed by its reference. What is hidden keeps its one sentence and gets no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier.bundel_cijfers import AFGELEID, INGEVOERD, SECUNDAIR, Cijfers, is_cijfer

_DEELNEMERS = "Aantallen van volwassenen per groep, nooit met namen"
_KEUZE = "Door de school gekozen"
_GEEN_WET = "geen wettelijke regel"


@dataclass(frozen=True, slots=True)
class Grond:
    """On what a row of means rests: per schooljaar and kind."""

    artikel: str
    bron: str
    datum: str
    status: str


Gronden = Mapping[tuple[str, str], Grond]


@dataclass(frozen=True, slots=True)
class Nummeraar:
    """``metingen``: references of metingen that are numbered already, by indicator and day."""

    cijfers: Cijfers
    gronden: Gronden
    metingen: Mapping[tuple[str, str], str]
    vandaag: str

    def plan(self, given: doc.PlanDocument) -> doc.PlanDocument:
        return replace(
            given,
            vaststellingen=tuple(map(self._vaststelling, given.vaststellingen)),
            streefdoelen=tuple(map(self._streefdoel, given.streefdoelen)),
            acties=tuple(map(self._actie, given.acties)),
            middelen=tuple(map(self._totaal, given.middelen)),
            evaluaties=tuple(map(self._evaluatie, given.evaluaties)),
            momenten=tuple(map(self._moment, given.momenten)),
        )

    # ------------------------------------------------------------ the chain

    def _vaststelling(self, one: doc.Vaststelling) -> doc.Vaststelling:
        plek = f"Vaststelling {one.nummer}"

        def numbered(text: str) -> str:
            return text + self.cijfers.nieuw(
                plek=plek,
                waarde=text,
                telt=one.populatie or one.tekst,
                bron=one.bron,
                datum=one.datum,
                status=AFGELEID if one.bron.startswith("eigen telling") else INGEVOERD,
            )

        return replace(one, cijfer=numbered(one.cijfer), cijfers=tuple(map(numbered, one.cijfers)))

    def _streefdoel(self, one: doc.Streefdoel) -> doc.Streefdoel:
        first = one.indicatoren[0] if one.indicatoren else doc.Indicator()
        begin = next((m for m in first.metingen if m.nulmeting.startswith("nulmeting")), None)
        known = self.metingen.get((first.naam, begin.datum), "") if begin else ""
        if not is_cijfer(one.nulmeting.partition(", gemeten op")[0]):
            nul = ""
        else:
            nul = known or self.cijfers.nieuw(
                plek=f"Streefdoel {one.nummer}, nulmeting",
                waarde=one.nulmeting.partition(", gemeten op")[0],
                telt=self._telt(first),
                bron=one.nulmeting.partition("bron: ")[2],
                datum=begin.datum if begin else one.start,
            )
        doel = self.cijfers.nieuw(
            plek=f"Streefdoel {one.nummer}, streefwaarde",
            waarde=one.streefwaarde,
            telt=self._telt(first),
            regel=f"{_KEUZE}: wat de school wil halen, geen meting",
            artikel=_GEEN_WET,
            bron="het plan van de school",
            datum=one.einddatum or one.start,
        )
        return replace(
            one,
            zin=f"{one.zin}{nul}{doel}" if one.zin else "",
            nulmeting=one.nulmeting + nul,
            streefwaarde=one.streefwaarde + doel,
        )

    @staticmethod
    def _telt(one: doc.Indicator) -> str:
        if one.teller and one.noemer:
            return f"{one.teller}, van {one.noemer}"
        return one.schaal or one.naam

    def _actie(self, one: doc.Actie) -> doc.Actie:
        who = self.cijfers.nieuw(
            plek=f"Actie {one.nummer}, wie doet mee",
            waarde=one.uitvoerders,
            telt="leraren of klassen voor wie de actie bedoeld is, en hoeveel er echt meedoen",
            regel="Buiten de school een klasse (onder 40 %, 40 tot 70 %, 70 % of meer), nooit per "
            "leraar",
            artikel=_GEEN_WET,
            bron="het plan van de school",
            datum=self.vandaag,
        )
        return replace(
            one,
            uitvoerders=one.uitvoerders + who,
            uitvoeringen=tuple(self._uitvoering(one, u) for u in one.uitvoeringen),
            aanpakken=tuple(map(self._aanpak, one.aanpakken)),
        )

    def _uitvoering(self, actie: doc.Actie, one: doc.Uitvoering) -> doc.Uitvoering:
        number = self.cijfers.nieuw(
            plek=f"Actie {actie.nummer}, bereik op {one.datum}",
            waarde=one.bereik,
            telt="leerlingen of ouders die bereikt zijn, van wie bedoeld was",
            bron="het logboek van de actie",
            datum=one.datum,
        )
        return replace(one, bereik=one.bereik + number)

    def _aanpak(self, one: doc.Aanpak) -> doc.Aanpak:
        def numbered(text: str) -> str:
            return text + self.cijfers.nieuw(
                plek=f"Onderbouwing {one.naam}",
                waarde=text,
                telt="een gemiddelde uit onderzoek, geen cijfer van deze school",
                regel="Zoals het in de catalogus stond toen de school het koos",
                artikel=_GEEN_WET,
                bron=f"catalogus van aanpakken, {one.catalogus}",
                datum=one.catalogus,
                status=SECUNDAIR,
            )

        return replace(one, feiten=tuple(map(numbered, one.feiten)))

    # ------------------------------------------------------------ means

    def middel(self, plek: str, one: doc.Middel) -> str:
        """The reference of a row of an actie or a goal."""
        return self.cijfers.nieuw(
            plek=f"{plek}, {one.soort} {one.schooljaar}",
            waarde=f"voorzien {one.voorzien}, besteed {one.besteed}",
            telt="voorzien: de toewijzingen samen; besteed: de boekingen samen",
            regel="Uren zoals ze geboekt zijn; euro's afgerond op een heel bedrag",
            artikel=self._grond(one.schooljaar, one.soort).artikel,
            bron="het middelenboek van de school",
            datum=self.vandaag,
        )

    def _grond(self, schooljaar: str, soort: str) -> Grond:
        other = Grond(_GEEN_WET, "het middelenboek van de school", self.vandaag, INGEVOERD)
        return self.gronden.get((schooljaar, soort), other)

    def _totaal(self, one: doc.Totaal) -> doc.Totaal:
        ground = self._grond(one.schooljaar, one.soort)
        parts = (
            ("toegekend", one.toegekend),
            ("voorzien", one.voorzien),
            ("nog niet toegewezen", one.rest),
            ("besteed", one.besteed),
            ("besteed zonder streefdoel", one.zonder_streefdoel),
        )
        number = self.cijfers.nieuw(
            plek=f"{one.soort}, schooljaar {one.schooljaar}",
            waarde="; ".join(f"{name} {said}" for name, said in parts if said),
            telt="toegekend volgens de brief of de eigen berekening; voorzien en besteed uit het "
            "middelenboek; nog niet toegewezen is toegekend min voorzien",
            regel="Gehele resultaten en euro's; de niet-afgeronde som blijft in de school",
            artikel=ground.artikel,
            bron=ground.bron,
            datum=ground.datum,
            status=ground.status,
        )
        return replace(one, soort=one.soort + number)

    # ------------------------------------------------------------ what surrounds it

    def _evaluatie(self, one: doc.Evaluatie) -> doc.Evaluatie:
        return replace(
            one,
            wie=one.wie + self._deelnemers(f"Evaluatie {one.nummer}", one.wie, one.datum),
            metingen=tuple(self._gebruikt(one, text) for text in one.metingen),
        )

    def _gebruikt(self, one: doc.Evaluatie, text: str) -> str:
        """A meting that an evaluatie used has its number in the part of the metingen already."""
        for (name, day), number in self.metingen.items():
            if number and text.startswith(f"{name}, {day}: "):
                return text + number
        value = text.partition(": ")[2]
        return text + self.cijfers.nieuw(
            plek=f"Evaluatie {one.nummer}, gebruikte meting",
            waarde=value,
            telt=text.partition(",")[0],
            bron="de metingen van het plan",
            datum=one.datum,
        )

    def _moment(self, one: doc.Moment) -> doc.Moment:
        plek = f"{one.vorm} op {one.datum}"
        return replace(one, wie=one.wie + self._deelnemers(plek, one.wie, one.datum))

    def _deelnemers(self, plek: str, said: str, datum: str) -> str:
        return self.cijfers.nieuw(
            plek=f"{plek}, wie was er",
            waarde=said,
            telt="aanwezigen per groep",
            regel=_DEELNEMERS,
            artikel=_GEEN_WET,
            bron="het verslag van de school",
            datum=datum,
        )
