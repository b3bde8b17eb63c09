"""Two closed rounds side by side, and what the school decided and did in between.

In: an earlier and a later round as one person sees them. Out: rows with a sentence that is never
more certain than the ranges. Questions count as the same when key and words are the same, or when
a framework says what an old code became; then the row says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from gokwijs.apps.beleid.models import Besluit, Streefdoel
from gokwijs.apps.kader.selectors import kaders_van
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.zelfevaluatie.models import Conclusie, Ronde
from gokwijs.apps.zelfevaluatie.selectors import lijsten_van
from gokwijs.apps.zelfevaluatie.selectors_gesprek import sluitdag, wie
from gokwijs.apps.zelfevaluatie.tonen import Regel, lezers
from gokwijs.core.kader.vragenlijst import Item, Vragenlijst
from gokwijs.core.ronde import Uitkomst, Uitslag, Vergelijking, zin_vergelijking
from gokwijs.core.ronde import vergelijk as vergelijk_rondes


def eerdere(ronde: Ronde) -> QuerySet[Ronde]:
    """Closed rounds of the school that closed before this one; the one it copies first."""
    found = Ronde.objects.filter(
        school_id=ronde.school_id,
        verwijderd=None,
        status=Ronde.Status.GESLOTEN,
        gesloten__lt=ronde.gesloten,
    )
    return found.order_by("-gesloten", "-pk")


@dataclass(frozen=True)
class Besloten:
    """What was decided or begun at an expectation between the two rounds."""

    conclusies: tuple[Conclusie, ...] = ()
    doelen: tuple[Streefdoel, ...] = ()
    besluiten: tuple[Besluit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.conclusies or self.doelen or self.besluiten)


@dataclass(frozen=True)
class Toen:
    """One question then and now. ``via``: the old name of a question that was carried over."""

    soort: str
    wie: str
    item: Item
    uitkomst: str
    zin: str
    oud: Regel | None
    nieuw: Regel | None
    via: str
    besloten: Besloten


class Naastelkaar:
    """The later round against the earlier one."""

    def __init__(
        self, access: Access, eerst: tuple[Ronde, Uitslag], nu: tuple[Ronde, Uitslag]
    ) -> None:
        self.access = access
        self.eerst, self.toen = eerst
        self.ronde, self.nu = nu
        self.lijsten = (lijsten_van(self.eerst), lijsten_van(self.ronde))
        self.lezers = (
            lezers(self.lijsten[0], self.toen),
            lezers(self.lijsten[1], self.nu),
        )

    @property
    def naam(self) -> str:
        """'de ronde van mei 2026'"""
        return f"de ronde van {date_format(sluitdag(self.eerst), 'F Y')}"

    @cached_property
    def _became(self) -> dict[str, str]:
        """Key now → key then, where a framework says what an old code became."""
        old = {i.sleutel for lijst in self.lijsten[0].values() for i in lijst.items}
        new = {i.sleutel for lijst in self.lijsten[1].values() for i in lijst.items}
        return {
            kader.sleutel(became): kader.sleutel(code)
            for kader in kaders_van(self.access.school)
            for code, became in kader.omzetting.items()
            if kader.sleutel(code) in old - new and kader.sleutel(became) in new - old
        }

    @cached_property
    def _found(self) -> list[tuple[Vergelijking, str]]:
        words = (_woorden(self.lijsten[0]), _woorden(self.lijsten[1]))
        same = vergelijk_rondes(self.toen, self.nu, {key: key for key in words[1]}, teksten=words)
        carried = vergelijk_rondes(self.toen, self.nu, self._became)
        via = {(one.soort, one.item): one for one in carried if one.vroeger is not None}
        return [
            (via[one.soort, one.item], via[one.soort, one.item].vroeger or "")
            if (one.soort, one.item) in via
            else (one, "")
            for one in same
        ]

    @cached_property
    def rijen(self) -> list[Toen]:
        """In the order of the questions of the later round."""
        rows = {(str(one.soort), one.item): (one, via) for one, via in self._found}
        found = []
        for soort, lezer in self.lezers[1].items():
            for regel in lezer.regels:
                pair = rows.get((soort, regel.item.sleutel))
                if pair is not None:
                    found.append(self._rij(soort, regel, *pair))
        return found

    def _rij(self, soort: str, regel: Regel, one: Vergelijking, via: str) -> Toen:
        earlier = self.lezers[0].get(soort)
        key = one.vroeger or ""
        return Toen(
            soort,
            wie(soort),
            regel.item,
            one.uitkomst.value,
            zin_vergelijking(one, self.naam).tekst,
            earlier.regel(key) if earlier is not None and key else None,
            regel,
            self._old_name(soort, via) if via else "",
            self._besloten(regel.item, {key} if key else set()),
        )

    def _old_name(self, soort: str, key: str) -> str:
        lijst = self.lijsten[0].get(soort)
        item = lijst.item(key) if lijst is not None else None
        return item.titel if item is not None else key

    @property
    def tellingen(self) -> list[tuple[str, str, int]]:
        """(key, words, how many), for the filter."""
        counted = Counter(one.uitkomst for one in self.rijen)
        return [(one.value, UITKOMSTEN[one], counted[one.value]) for one in Uitkomst]

    # ---------------------------------------------------------------- in between

    @property
    def periode(self) -> tuple[date, date]:
        return sluitdag(self.eerst), sluitdag(self.ronde)

    @cached_property
    def _conclusies(self) -> list[Conclusie]:
        """Of the earlier round, and dated answers since."""
        between = Q(school=self.access.school, dag__range=self.periode)
        found = Conclusie.objects.filter(Q(ronde=self.eerst) | between, verwijderd=None)
        return [one for one in found.order_by("pk") if one.besluit or one.soort]

    @cached_property
    def _doelen(self) -> list[Streefdoel]:
        """Goals that ran for a while between the two days."""
        first, last = self.periode
        found = Streefdoel.objects.filter(
            plan__school=self.access.school, plan__verwijderd=None, verwijderd=None
        ).exclude(einddatum__lt=first)
        return [
            one
            for one in found.order_by("pk")
            if (one.start or timezone.localtime(one.gemaakt).date()) <= last
        ]

    @cached_property
    def _besluiten(self) -> list[Besluit]:
        found = Besluit.objects.filter(
            plan__school=self.access.school,
            plan__verwijderd=None,
            verwijderd=None,
            evaluatie__verwijderd=None,
            evaluatie__datum__range=self.periode,
        )
        return list(found.select_related("evaluatie", "streefdoel").order_by("pk"))

    def _besloten(self, item: Item, old: set[str]) -> Besloten:
        codes = {*item.codes, *old}
        return Besloten(
            tuple(c for c in self._conclusies if c.item in codes or codes & set(c.codes)),
            tuple(d for d in self._doelen if codes & set(d.ok_codes)),
            tuple(b for b in self._besluiten if codes & {*b.ok_codes, *b.streefdoel.ok_codes}),
        )


UITKOMSTEN = {
    Uitkomst.HOGER: "zeker hoger",
    Uitkomst.LAGER: "zeker lager",
    Uitkomst.NIET_TE_ONDERSCHEIDEN: "niet te onderscheiden",
    Uitkomst.NIET_VERGELIJKBAAR: "niet te vergelijken",
}


def _woorden(lijsten: Mapping[str, Vragenlijst]) -> dict[str, str]:
    """The words of every question, with those of the levels it was answered in."""
    return {
        item.sleutel: "\n".join((item.tekst, *(one.naam for one in lijst.niveaus)))
        for lijst in lijsten.values()
        for item in lijst.items
    }
