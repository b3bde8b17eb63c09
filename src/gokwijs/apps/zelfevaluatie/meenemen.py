"""What leaves a closed round: read once, for the report and for the workbook.

In: a round with its ``Uitslag``. Out: texts as the whole team may read them. No name of a
respondent or of a colleague, also not where somebody typed one; no remark that was not read by two;
no figure of the Werkzone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import Streefdoel
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.scholen.namen import namenfilter
from gokwijs.apps.zelfevaluatie.models import Antwoordblad, Bewijsstuk, Conclusie, Ronde
from gokwijs.apps.zelfevaluatie.selectors import bewijzen_bij
from gokwijs.apps.zelfevaluatie.selectors_gesprek import Gesprek, kort, wie
from gokwijs.apps.zelfevaluatie.services import REMARKS_FROM
from gokwijs.apps.zelfevaluatie.tonen import Beeldlezer, Regel
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.kader.model import Zekerheid
from gokwijs.core.kader.vragenlijst import Item, KaderRef
from gokwijs.core.ronde import Beeld, Uitslag
from gokwijs.core.ronde.indeling import REGELS
from gokwijs.core.ronde.samenvatten import vat_samen
from gokwijs.renderers.document import printable

ANONIEM = (
    "Anoniem. De antwoordbladen zijn gewist bij het sluiten. Aantallen staan er als 'laag tot "
    "hoog', en een groep waarvan te weinig mensen antwoordden, staat niet apart."
)
OP_NAAM = (
    "Met naam. De aantallen zijn exact. Wie aan het GOK-plan schrijft, kan zien wie wat "
    "antwoordde; in dit bestand staat dat niet."
)
NIET_GEKEND, IEDEREEN = "niet gekend", "Iedereen samen"


@dataclass(frozen=True)
class Gevraagd:
    """One line of who was asked; ``groepen`` are the groups that are counted together."""

    wie: str
    groepen: tuple[str, ...]
    gevraagd: str
    antwoordden: int


@dataclass(frozen=True)
class Deelverslag:
    """What one kind of respondents said."""

    soort: str
    wie: str
    lezer: Beeldlezer
    zinnen: tuple[str, ...]
    nummers: dict[str, int]  # item → its number on the question list

    @property
    def n(self) -> int:
        return self.lezer.deel.n if self.lezer.deel is not None else 0

    def beelden(self, item: str) -> list[tuple[str, Beeld]]:
        """Everybody together, then each group that is shown; nothing when it is hidden."""
        found = self.lezer.deel.items.get(item) if self.lezer.deel is not None else None
        if self.lezer.deel is None or found is None or found.totaal is None:
            return []
        names = self.lezer.deel.namen
        groups = found.per_groep.items() if len(found.per_groep) > 1 else ()
        return [(IEDEREEN, found.totaal), *((names[key], one) for key, one in groups)]

    @property
    def rubrieken(self) -> list[tuple[str, list[Regel]]]:
        """The items under their rubric; a rubric that comes back is one."""
        found: dict[str, list[Regel]] = {}
        for regel in self.lezer.regels:
            found.setdefault(regel.item.rubriek, []).append(regel)
        return list(found.items())


class Bron:
    """One closed round, ready to be printed."""

    def __init__(self, ronde: Ronde, uitslag: Uitslag) -> None:
        self.ronde, self.uitslag = ronde, uitslag
        self.school = ronde.school
        self.gesprek = Gesprek(ronde, uitslag)
        self.zicht = Zicht.buiten(ronde.school)

    # ------------------------------------------------------------ words

    @cached_property
    def _namen(self) -> list[str]:
        """Who answered a named round."""
        rows = Antwoordblad.objects.filter(groep__ronde=self.ronde).exclude(naam="")
        said = self.ronde.opmerkingen.exclude(van="").values_list("van", flat=True)
        return [*rows.values_list("naam", flat=True), *said]

    @cached_property
    def _verberg(self) -> Callable[[str], str]:
        return namenfilter(self.school, self._namen)

    def tekst(self, typed: str) -> str:
        """Something a person wrote: without names, on clean lines."""
        lines = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
        return printable(self._verberg(lines))

    # ------------------------------------------------------------ the first page

    @property
    def kader(self) -> KaderRef:
        return next(iter(self.gesprek.lijsten.values())).kader

    @property
    def kader_op_papier(self) -> str:
        """As on every export: pack, version, and how old."""
        one = self.kader
        return f"{one.titel} (pakket {one.id}, versie {one.versie}, peildatum {one.peildatum})"

    @property
    def schooljaar(self) -> str:
        return str(Schooljaar(self.ronde.schooljaar))

    @property
    def periode(self) -> str:
        return f"{dutch_date(self.ronde.begin)} tot en met {dutch_date(self.ronde.einde)}"

    @property
    def gesloten_op(self) -> str:
        moment = self.ronde.gesloten
        return dutch_date(timezone.localtime(moment).date()) if moment else ""

    @property
    def wat(self) -> str:
        """'GOK-kern, 10 vragen'; per kind when there are several."""
        said = []
        for soort, lezer in self.gesprek.lezers.items():
            lijst = lezer.lijst
            name = lijst.set_naam or self.ronde.get_bereik_display()
            said.append(f"{wie(soort)}: {name}, {_vragen(len(lijst.items))}")
        return "; ".join(said)

    @property
    def hoe(self) -> str:
        return ANONIEM if self.ronde.anoniem else OP_NAAM

    @cached_property
    def gevraagd(self) -> list[Gevraagd]:
        """Who was asked and how many answered, as groups are shown."""
        return [row for deel in self.delen for row in self._gevraagd(deel)]

    def _gevraagd(self, deel: Deelverslag) -> Iterator[Gevraagd]:
        asked = {
            one.naam: one.verwacht for one in self.ronde.groepen.all() if one.soort == deel.soort
        }
        parts = [
            ((one.samengevoegd or (one.naam,)), one.n)
            for one in (deel.lezer.deel.groepen if deel.lezer.deel else ())
        ]
        if not parts:
            parts = [(tuple(asked), deel.n)]
        for names, n in parts:
            expected = [asked.get(name) for name in names]
            known = [one for one in expected if one is not None]
            total = str(sum(known)) if len(known) == len(expected) else NIET_GEKEND
            yield Gevraagd(deel.wie, names, total, n)
        silent = [name for name in asked if not any(name in names for names, _ in parts)]
        for name in silent:
            yield Gevraagd(deel.wie, (name,), str(asked[name] or NIET_GEKEND), 0)

    # ------------------------------------------------------------ what was said

    @cached_property
    def delen(self) -> list[Deelverslag]:
        """Per kind of respondents that was asked, the team first."""
        return [
            Deelverslag(
                soort,
                wie(soort),
                lezer,
                self._zinnen(lezer),
                {one.sleutel: nr for nr, one in enumerate(lezer.lijst.items, start=1)},
            )
            for soort, lezer in self.gesprek.lezers.items()
        ]

    def _zinnen(self, lezer: Beeldlezer) -> tuple[str, ...]:
        if lezer.deel is None or not lezer.deel.n:
            return ("Niemand antwoordde.",)
        if all(one.totaal is None for one in lezer.regels):
            least = REGELS[lezer.deel.soort].minstens
            return (f"Afgeschermd: alles. Een uitslag is er vanaf {least} antwoorden.",)
        names = {one.sleutel: kort(one) for one in lezer.lijst.items}
        return tuple(one.tekst for one in vat_samen(lezer.deel, names, lezer.in_zin))

    def opmerkingen(self, soort: str, item: str) -> list[str]:
        """Remarks that two people read."""
        found = self.gesprek.opmerkingen.get((soort, item), [])
        return [self.tekst(one.tekst) for one in found]

    @cached_property
    def geen_opmerkingen(self) -> str:
        """What stands where no remark stands: nobody wrote one, or it was not read twice yet."""
        waiting = self.ronde.opmerkingen.filter(weg=False, rol2="").exists()
        return "geen die al twee keer gelezen is" if waiting else "geen"

    @property
    def over_opmerkingen(self) -> str:
        """Which remarks are in it, and which are not."""
        said = "Opmerkingen staan er pas in als twee mensen met een andere rol ze lazen."
        if self.ronde.anoniem:
            said += f" Bij minder dan {REMARKS_FROM} antwoorden zijn ze bij het sluiten gewist."
        return said

    # ------------------------------------------------------------ evidence, conclusions, the plan

    @cached_property
    def _bewijzen(self) -> dict[str, list[Bewijsstuk]]:
        return bewijzen_bij(self.school)

    def bewijzen(self, item: Item) -> list[str]:
        """What the school keeps at the codes of an item or chose with its conclusion."""
        conclusie = self.conclusie(item)
        chosen = list(conclusie.bewijzen.all()) if conclusie is not None else []
        found = [*chosen, *(one for code in item.codes for one in self._bewijzen.get(code, ()))]
        kept = {one.pk: one for one in found if one.verwijderd is None}
        return [self._bewijs(one) for one in kept.values()]

    def _bewijs(self, one: Bewijsstuk) -> str:
        when = f" ({dutch_date(one.dag)})" if one.dag else ""
        return f"{self.tekst(one.titel)}{when}"

    def conclusie(self, item: Item) -> Conclusie | None:
        """What the team concluded; None when it said nothing yet."""
        found = self.gesprek.conclusies.get(item.sleutel)
        if found is None or not (found.zien or found.weten or found.besluit or found.soort):
            return None
        return found

    @cached_property
    def streefdoelen(self) -> dict[int, list[Streefdoel]]:
        """The goals that rest on a vaststelling of this round, by its key."""
        keys = [one.vaststelling_id for one in self.gesprek.conclusies.values()]
        goals = Streefdoel.objects.filter(
            vaststellingen__in=[key for key in keys if key], verwijderd=None
        )
        found: dict[int, list[Streefdoel]] = {}
        for goal in goals.distinct().order_by("pk").prefetch_related("vaststellingen"):
            for one in goal.vaststellingen.all():
                found.setdefault(one.pk, []).append(goal)
        return found

    def vaststelling(self, conclusie: Conclusie) -> Vaststelling | None:
        """The vaststelling a conclusion became, unless it was withdrawn."""
        found = conclusie.vaststelling
        return found if found is not None and found.ingetrokken is None else None

    def toon_vaststelling(self, one: Vaststelling) -> str:
        return self.tekst(self.zicht.vaststelling(one))

    def toon_streefdoel(self, one: Streefdoel) -> str:
        return f"{self.tekst(one.formulering)} ({one.get_status_display()})"

    @property
    def besluiten(self) -> list[tuple[Item, Conclusie]]:
        """Every item that was talked about, in the order of the conversation."""
        return [
            (one.item, found)
            for one in self.gesprek.punten
            if (found := self.conclusie(one.item)) is not None
        ]

    # ------------------------------------------------------------ how sure

    @cached_property
    def noten(self) -> dict[str, int]:
        """What footnotes say → their number, in the order in which they are met."""
        found: dict[str, int] = {}
        for lezer in self.gesprek.lezers.values():
            for item in lezer.lijst.items:
                said = onzeker(item)
                if said:
                    found.setdefault(said, len(found) + 1)
        return found

    def gemaakt(self, today: date) -> str:
        return f"Gemaakt op {dutch_date(today)}."


def onzeker(item: Item) -> str:
    """What a footnote says about the code of an item; empty when there is nothing to doubt."""
    if not item.naam or item.zekerheid in (Zekerheid.OFFICIEEL, Zekerheid.EIGEN):
        return ""
    return f"{item.naam}: dat deze code over dit onderwerp gaat, {item.zekerheid.zin}."


def _vragen(many: int) -> str:
    return "1 vraag" if many == 1 else f"{many} vragen"
