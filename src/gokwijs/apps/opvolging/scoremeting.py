"""One meting out of the scores of an afname: a share, a mean, or the gap, with who is left out.

In: an afname and a choice (which pupils, what is counted). Out: the numbers as a meting keeps them,
its source in words, and why there is none. Exact: Werkzone only. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from gokwijs.apps.beleid.models import Indicator
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.leerlingen.selectors import running_on
from gokwijs.apps.opvolging.scores import MINSTENS, punt, span_tekst
from gokwijs.apps.opvolging.services import Waarden
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Afname, Score, Soort
from gokwijs.apps.toetsen.selectors import gok_van, scores_van
from gokwijs.core.analyse.plek import Plek, naam, plaats_order
from gokwijs.core.beleid.keuzes import Bronsoort
from gokwijs.core.effect.verschil import kloof
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.zinnen.getallen import leerlingen

NOBODY = "Geen enkele leerling hiervan heeft een score."
AFNAME = ", afname "  # between what is measured and when, in the words of a source


class Wat(StrEnum):
    """What a meting is made of."""

    AANDEEL = "aandeel"
    GEMIDDELDE = "gemiddelde"
    KLOOF = "kloof"


class Kant(StrEnum):
    MINSTENS = "minstens"
    HOOGSTENS = "hoogstens"


GROEPEN = {"": "alle leerlingen", "gok": "GOK-leerlingen", "rest": "andere leerlingen"}


@dataclass(frozen=True)
class Scorekeuze:
    """``waar``: '' or ``klas:3A`` or ``leerjaar:…``; ``grens`` only for a share."""

    wat: Wat
    groep: str = ""
    waar: str = ""
    kant: Kant = Kant.MINSTENS
    grens: Decimal | None = None


@dataclass(frozen=True)
class Scoremeting:
    """``bezwaar``: why it cannot become a meting; empty when it can."""

    waarden: Waarden | None
    n: int
    zonder: int
    onbekend: int  # pupils of whom it is not known whether they are GOK-leerling
    interval: str = ""
    bezwaar: str = ""

    @property
    def stand(self) -> str:
        """What was seen, so that saving can tell that it changed meanwhile."""
        found = self.waarden
        return "" if found is None else f"{found.teller}|{found.noemer}|{found.waarde}|{self.n}"


@dataclass(frozen=True)
class Afnamestand:
    """The scores of one afname with what is asked of each pupil; read once."""

    afname: Afname
    scores: Sequence[Score]
    gok: Mapping[int, bool | None]
    leerjaar: Mapping[int, Plek]

    @classmethod
    def van(cls, school: School, afname: Afname) -> Afnamestand:
        scores = scores_van([afname.pk])[afname.pk]
        pupils = [one.leerling_id for one in scores]
        places: dict[int, Plek] = {}
        fields = ("vestigingsplaats", "onderwijsniveau", "graad", "leerjaar", "richting", "klas")
        rows = Inschrijving.objects.filter(running_on(afname.datum), leerling__in=pupils)
        for key, *plek in rows.order_by("begin", "pk").values_list("leerling_id", *fields):
            places[key] = Plek(*plek)
        return cls(afname, scores, gok_van(school, pupils, afname.datum), places)

    @property
    def plaatsen(self) -> list[tuple[str, str]]:
        """Where one can choose: leerjaren first, then classes."""
        plekken = sorted(set(self.leerjaar.values()), key=lambda p: plaats_order("leerjaar", p))
        years = dict.fromkeys(naam("leerjaar", p) for p in plekken)
        classes = sorted({s.klas for s in self.scores if s.klas})
        return [
            *((f"leerjaar:{words}", words) for words in years),
            *((f"klas:{klas}", f"klas {klas}") for klas in classes),
        ]

    def _chosen(self, keuze: Scorekeuze) -> list[Score]:
        kind, _, key = keuze.waar.partition(":")
        found = []
        for one in self.scores:
            plek = self.leerjaar.get(one.leerling_id)
            if kind == "klas" and one.klas != key:
                continue
            if kind == "leerjaar" and (plek is None or naam("leerjaar", plek) != key):
                continue
            found.append(one)
        return found

    def meet(self, keuze: Scorekeuze) -> Scoremeting:
        """The meting as this choice gives it."""
        rows = self._chosen(keuze)
        if keuze.groep and keuze.wat is not Wat.KLOOF:
            wanted = keuze.groep == "gok"
            unknown = sum(self.gok.get(s.leerling_id) is None for s in rows)
            rows = [s for s in rows if self.gok.get(s.leerling_id) is wanted]
        else:
            unknown = 0
        values = [(s.leerling_id, s.waarde) for s in rows if s.waarde is not None]
        without = len(rows) - len(values)
        if not values:
            return Scoremeting(
                None, 0, without, unknown, bezwaar="Geen enkele leerling hiervan heeft een score."
            )
        if keuze.wat is Wat.KLOOF:
            return self._kloof(keuze, values, without)
        numbers = [value for _, value in values]
        if keuze.wat is Wat.AANDEEL:
            return self._aandeel(keuze, numbers, without, unknown)
        return self._gemiddelde(keuze, numbers, without, unknown)

    def _aandeel(
        self, keuze: Scorekeuze, numbers: Sequence[Decimal], without: int, unknown: int
    ) -> Scoremeting:
        grens = Decimal(1) if self.afname.toets.ja_nee else keuze.grens
        assert grens is not None
        up = keuze.kant is Kant.MINSTENS or self.afname.toets.ja_nee
        teller = sum(n >= grens if up else n <= grens for n in numbers)
        made = self._waarden(
            keuze, without, len(numbers), teller=Decimal(teller), noemer=Decimal(len(numbers))
        )
        return Scoremeting(made, len(numbers), without, unknown)

    def _gemiddelde(
        self, keuze: Scorekeuze, numbers: Sequence[Decimal], without: int, unknown: int
    ) -> Scoremeting:
        n = len(numbers)
        if n < MINSTENS:
            return Scoremeting(
                None,
                n,
                without,
                unknown,
                bezwaar=f"Een gemiddelde vraagt minstens {MINSTENS} leerlingen met een score. "
                f"Hier zijn het er {n}.",
            )
        mean = _thousandths(sum(numbers, Decimal(0)) / n)
        return Scoremeting(self._waarden(keuze, without, n, waarde=mean), n, without, unknown)

    def _kloof(
        self, keuze: Scorekeuze, values: Sequence[tuple[int, Decimal]], without: int
    ) -> Scoremeting:
        gok = [v for key, v in values if self.gok.get(key) is True]
        rest = [v for key, v in values if self.gok.get(key) is False]
        unknown = len(values) - len(gok) - len(rest)
        if min(len(gok), len(rest)) < MINSTENS:
            return Scoremeting(
                None,
                len(values),
                without,
                unknown,
                bezwaar=f"Een kloof vraagt in elke groep minstens {MINSTENS} leerlingen met een "
                f"score. Hier zijn het {len(gok)} GOK-leerlingen en {len(rest)} andere.",
            )
        gap = _thousandths(sum(rest, Decimal(0)) / len(rest) - sum(gok, Decimal(0)) / len(gok))
        found = kloof([float(v) for v in gok], [float(v) for v in rest])
        words = ""
        if found is not None:
            one = found.punten
            words = f"{punt(one.waarde)} ({span_tekst(one)} is goed mogelijk)"
        note = f"{len(gok)} GOK-leerlingen en {len(rest)} andere. Kloof {words}."
        made = self._waarden(keuze, without, len(values), waarde=gap, nota=note)
        return Scoremeting(made, len(values), without, unknown, interval=words)

    def _waarden(
        self,
        keuze: Scorekeuze,
        without: int,
        n: int,
        *,
        teller: Decimal | None = None,
        noemer: Decimal | None = None,
        waarde: Decimal | None = None,
        nota: str = "",
    ) -> Waarden:
        note = nota or leerlingen(n) + " met een score."
        return Waarden(
            self.afname.datum,
            teller,
            noemer,
            waarde,
            bron_soort_van(self.afname).value,
            f"{wat_gemeten(self.afname, keuze)[:150]}{AFNAME}{self.afname.naam}"[:250],
            f"{note} {leerlingen(without)} zonder score.",
        )


def _thousandths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.001"), ROUND_HALF_UP)


def bron_soort_van(afname: Afname) -> Bronsoort:
    """Wellbeing is asked, attendance is counted, the rest comes from the pupil tracking system."""
    return {Soort.WELBEVINDEN.value: Bronsoort.BEVRAGING}.get(afname.toets.soort, Bronsoort.LVS)


def wat_gemeten(afname: Afname, keuze: Scorekeuze) -> str:
    """What is measured, without when: two metingen of one series share these words."""
    toets = afname.toets
    words = [str(toets)]
    if keuze.wat is Wat.KLOOF:
        words.append("kloof: andere leerlingen min GOK-leerlingen")
    else:
        words.append(GROEPEN[keuze.groep])
    if keuze.waar:
        kind, _, key = keuze.waar.partition(":")
        words.append(f"klas {key}" if kind == "klas" else key)
    if keuze.wat is Wat.AANDEEL:
        if toets.ja_nee:
            words.append("ja")
        elif keuze.grens is not None:
            words.append(f"score {keuze.kant} {_number(keuze.grens)}")
    if keuze.wat is Wat.GEMIDDELDE:
        words.append("gemiddelde")
    return ", ".join(words)


def _number(value: Decimal) -> str:
    from fractions import Fraction

    return dutch_number(Fraction(value))


def andere_reeks(indicator: Indicator, nieuw: str) -> str:
    """The source of an earlier meting of this definition that measured something else."""
    for one in indicator.metingen.all():
        if one.vervangen is not None or one.definitie_versie != indicator.definitie_versie:
            continue
        head, mark, _ = one.bron_omschrijving.partition(AFNAME)
        if not mark or head != nieuw[:150]:
            return one.bron_omschrijving or one.get_bron_soort_display()
    return ""
