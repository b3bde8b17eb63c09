"""The chain of a plan as a picture: one lane per streefdoel, one cell per link.

In: what was read of the plan, and what this person may see and do. Out: lanes of short texts with
the address of each neighbour, and for a broken link the one page that mends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.boom import bedragen
from gokwijs.apps.beleid.models import Actie, Boeking, Evaluatie, Meting, Streefdoel
from gokwijs.apps.beleid.tonen import AFGESCHERMD, ENKEL_WERKZONE, Zicht
from gokwijs.apps.keten.lezen import Ketenstand
from gokwijs.apps.keten.mend import Mend, Mender
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.formulering import toon_streefwaarde
from gokwijs.core.beleid.keten import Schakel, Stuk, Toestand, is_heel
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.kenmerken import Kenmerk

LANG = 110  # characters of a neighbour
CEL = 46  # and of one in a cell
VERBORGEN = (AFGESCHERMD, ENKEL_WERKZONE)  # one sentence, always whole
TEKEN = {Toestand.ER: "✓", Toestand.DEELS: "◐", Toestand.LATER: "○", Toestand.ONTBREEKT: "✕"}


@dataclass(frozen=True)
class Buur:
    """One neighbour: a record of the chain with its page and its day."""

    tekst: str
    adres: str = ""
    dag: date | None = None
    erbij: str = ""  # a figure or a few words after it

    @property
    def kort(self) -> str:
        return kort(self.tekst, CEL)


@dataclass(frozen=True)
class Cel:
    """One link of a lane."""

    stuk: Stuk
    buren: tuple[Buur, ...]
    samen: str = ""  # one short line over all of them
    mend: Mend | None = None

    @property
    def teken(self) -> str:
        return TEKEN[self.stuk.toestand]

    @property
    def woord(self) -> str:
        return self.stuk.toestand.label

    @property
    def eerste(self) -> tuple[Buur, ...]:
        return self.buren[:2]

    @property
    def meer(self) -> int:
        return max(len(self.buren) - 2, 0)

    @property
    def gebroken(self) -> bool:
        return self.stuk.toestand is Toestand.ONTBREEKT


@dataclass(frozen=True)
class Baan:
    """One streefdoel with its eight links."""

    doel: Streefdoel
    cellen: tuple[Cel, ...]

    @property
    def heel(self) -> bool:
        return is_heel([one.stuk for one in self.cellen])

    @property
    def deels(self) -> int:
        return sum(one.stuk.toestand is Toestand.DEELS for one in self.cellen)

    @property
    def breuken(self) -> list[Cel]:
        return [one for one in self.cellen if one.gebroken]

    def cel(self, schakel: Schakel) -> Cel:
        return self.cellen[schakel.rank]


class Beeld:
    """Every lane of a plan, made when it is first asked for."""

    def __init__(self, found: Ketenstand, access: Access, zicht: Zicht | None = None) -> None:
        self.found, self.rows = found, found.rows
        self.zicht, self.nummer = zicht or Zicht(access), access.school.instellingsnummer
        self.mender = Mender(access, found)

    @cached_property
    def banen(self) -> list[Baan]:
        return [self.baan(one) for one in self.found.doelen]

    @cached_property
    def heel(self) -> int:
        return sum(one.heel for one in self.banen)

    @cached_property
    def deels(self) -> int:
        return sum(one.deels for one in self.banen)

    @cached_property
    def breuken(self) -> list[tuple[Schakel, int]]:
        """Where chains break, in the order of the chain."""
        broken = [one.stuk.schakel for baan in self.banen for one in baan.breuken]
        return [(one, broken.count(one)) for one in Schakel if one in broken]

    def baan(self, doel: Streefdoel) -> Baan:
        return Baan(doel, tuple(self._cel(doel, one) for one in self.found.stukken(doel)))

    def _cel(self, doel: Streefdoel, stuk: Stuk) -> Cel:
        make = {
            Schakel.LEERLING: self._leerling,
            Schakel.VASTSTELLING: self._vaststelling,
            Schakel.MIDDELEN: self._middelen,
            Schakel.STREEFDOEL: self._doel,
            Schakel.ACTIE: self._actie,
            Schakel.METING: self._meting,
            Schakel.EFFECT: self._effect,
            Schakel.BESLUIT: self._besluit,
        }[stuk.schakel]
        samen, buren = make(doel)
        return Cel(stuk, tuple(buren), samen, self.mender.mend(doel, stuk))

    def _url(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.nummer, *args])

    # ------------------------------------------------------------ link by link

    def _leerling(self, doel: Streefdoel) -> tuple[str, list[Buur]]:
        known = [Kenmerk(key) for key in doel.kenmerken if key in list(Kenmerk)]
        return doel.doelgroep, [
            Buur(one.label, self._url("keten:kenmerk", one.value)) for one in known
        ]

    def _vaststelling(self, doel: Streefdoel) -> tuple[str, list[Buur]]:
        return "", [
            Buur(kort(self.zicht.vaststelling(v)), self._url("beleid:vaststelling", v.pk), v.dag)
            if self.zicht.exact or not v.werkzone
            else Buur(self.zicht.vaststelling(v))  # its page is not for this person either
            for v in doel.vaststellingen.all()
        ]

    def _middelen(self, doel: Streefdoel) -> tuple[str, list[Buur]]:
        """Per actie what is planned; together what was spent."""
        acties = self.rows.acties_per_doel.get(doel.pk, [])
        found = [
            Buur(said, self._url("inzet:actie", one.pk), None, kort(one.titel) * (len(acties) > 1))
            for one in acties
            if (said := self._voorzien(one))
        ]
        keys = {one.pk for one in acties}
        spent = [b for b in self.rows.boekingen if b.actie_id in keys or b.streefdoel_id == doel.pk]
        return self._besteed(spent), found

    def _besteed(self, spent: list[Boeking]) -> str:
        """Of the gekleurde middelen, and beside it what was paid from other ones."""
        gok = [one for one in spent if Middelsoort(one.soort).is_gekleurd]
        other = [one for one in spent if not Middelsoort(one.soort).is_gekleurd]
        said = vast(bedragen(gok, self.zicht)) or "nog niets geboekt van de GOK-middelen"
        if not other:
            return f"besteed: {said}"
        return (
            f"besteed: {said}; andere middelen, niet van GOK: {vast(bedragen(other, self.zicht))}"
        )

    def _voorzien(self, actie: Actie) -> str:
        rows = self.rows.toewijzingen_per_actie.get(actie.pk, [])
        if rows:
            return vast(bedragen(rows, self.zicht))
        return kort(f"geen nodig: {actie.reden_nul}") if actie.reden_nul else ""

    def _doel(self, doel: Streefdoel) -> tuple[str, list[Buur]]:
        target = ""
        if doel.streefwaarde is not None:
            record = self.found.read.streefdoel[doel.pk]
            indicator = self.found.read.indicator.get(doel.indicator_id or 0)
            target = f"naar {toon_streefwaarde(record.streefwaarde, indicator)}"
        page = self._url("beleid:streefdoel", doel.pk)
        return target, [Buur(str(doel.get_status_display()), page, doel.einddatum)]

    def _actie(self, doel: Streefdoel) -> tuple[str, list[Buur]]:
        return "", [
            Buur(
                kort(one.titel),
                self._url("beleid:actie", one.pk),
                one.start,
                str(one.get_status_display()),
            )
            for one in self.rows.acties_per_doel.get(doel.pk, [])
        ]

    def _meting(self, doel: Streefdoel) -> tuple[str, list[Buur]]:
        main = [doel.indicator] if doel.indicator else []
        found = []
        for indicator in (*main, *doel.andere_indicatoren.all()):
            page = self._url("opvolging:indicator", indicator.pk)
            series = self.rows.metingen_per_indicator.get(indicator.pk, [])
            found += [self._buur(one, page) for one in reversed(series)]
            if not series:
                found.append(Buur(kort(indicator.naam), page, None, "nog niet gemeten"))
        return "", found

    def _buur(self, one: Meting, page: str) -> Buur:
        said = "nulmeting" if one.is_nulmeting else ""
        return Buur(self.zicht.meting(one), page, one.peildatum, said)

    def _effect(self, doel: Streefdoel) -> tuple[str, list[Buur]]:
        return "", [
            Buur(regel.tekst, regel.adres, regel.dag, regel.erbij)
            for one in self.rows.acties_per_doel.get(doel.pk, [])
            if one.pk in self.rows.effecten
            for regel in self.rows.effecten[one.pk].regels
        ]

    def _besluit(self, doel: Streefdoel) -> tuple[str, list[Buur]]:
        """The decision first, where it is kept, and then the evaluaties it came from."""
        decided = self.rows.besluit_per_doel.get(doel.pk)
        found = []
        if decided is not None:
            page = self._url("opvolging:evaluatie", decided.evaluatie_id)
            said = str(decided.get_keuze_display())
            found.append(Buur(said, page, decided.evaluatie.datum, "besluit"))
            found += [
                Buur(
                    kort(one.verwijzing),
                    self._url("opvolging:borgingen"),
                    one.herzien_op,
                    "opnieuw bekijken",
                )
                for one in self.rows.borgingen
                if one.besluit_id == decided.pk
            ]
        else:
            before = self.rows.vorig_besluit_per_doel.get(doel.pk)
            if (vorig := brug.vorig(before)) is not None and before is not None:
                page = self._url("opvolging:evaluatie", before.evaluatie_id)
                found.append(Buur(vorig.gezegd, page))
        known = decided.evaluatie_id if decided is not None else None
        mine = self.rows.evaluaties_per_doel.get(doel.pk, [])
        return "", found + [self._evaluatie(one) for one in mine if one.pk != known]

    def _evaluatie(self, one: Evaluatie) -> Buur:
        said = "" if one.afgerond else "nog open"
        return Buur("evaluatie", self._url("opvolging:evaluatie", one.pk), one.datum, said)


def vast(text: str) -> str:
    """An amount stays on the line of its sign."""
    return text.replace("€ ", "€\u00a0")


def kort(text: str, lang: int = LANG) -> str:
    """One line; why a figure is hidden is never cut."""
    plain = " ".join(text.split())
    if len(plain) <= lang or plain.endswith(VERBORGEN):
        return plain
    return f"{plain[: lang - 1].rstrip()}…"
