"""One sentence about an item, and one about two rounds: never more certain than the ranges.

In: an ``ItemUitslag`` or a ``Vergelijking``. Out: a sentence of the list (``inhoud/zinnen``,
block G). Each condition holds for all answers that fit the ranges shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from gokwijs.core.ronde.model import Beeld, ItemUitslag
from gokwijs.core.ronde.telbeeld import Telbeeld
from gokwijs.core.ronde.vergelijken import Reden, Uitkomst, Vergelijking
from gokwijs.core.zinnen import Gezegd, vul

UITEEN = 2  # levels between two ends that lie far apart
CODES = {Uitkomst.HOGER: "G10a", Uitkomst.LAGER: "G10b", Uitkomst.NIET_TE_ONDERSCHEIDEN: "G10c"}


def zin(
    item: ItemUitslag,
    *,
    namen: Mapping[str, str] | None = None,
    niveaus: Mapping[int, str] | None = None,
) -> Gezegd:
    """The first sentence whose condition holds: groups that differ, then how answers spread.

    ``namen``: how a group is called within a sentence (``Deel.namen``); ``niveaus``: the same for
    a level, otherwise 'niveau 3'.
    """
    if item.totaal is None:
        return vul("G01")
    if item.verschil:
        hoger, lager = ((namen or {}).get(key, key) for key in item.verschil[0])
        return vul("G02b" if len(item.verschil) > 1 else "G02a", hoger=hoger, lager=lager)
    return _over_spreiding(item.totaal, niveaus or {})


def zin_vergelijking(found: Vergelijking, ronde: str) -> Gezegd:
    """Where the answers lie against an earlier round: 'de ronde van mei 2026'."""
    if found.uitkomst is Uitkomst.NIET_VERGELIJKBAAR:
        return vul("G10e" if found.reden is Reden.AFGESCHERMD else "G10d", ronde=ronde)
    return vul(CODES[found.uitkomst], ronde=ronde)


def _over_spreiding(beeld: Beeld, niveaus: Mapping[int, str]) -> Gezegd:
    levels = [answer for answer in beeld.tellingen if answer]
    tel = Telbeeld(beeld.n, beeld.tellingen)

    def surely(answers: Collection[int | None], deel: int, van: int) -> bool:
        return tel.minstens(answers) * van >= deel * beeld.n

    def naam(level: int) -> str:
        return niveaus.get(level, f"niveau {level}")

    if _ver_uiteen(levels, tel):
        return vul("G03")
    for level in levels:
        if surely([level], 1, 1):
            return vul("G04a", niveau=naam(level))
        if surely([level], 9, 10):
            return vul("G04b", niveau=naam(level))
    for een, twee in pairwise(levels):
        if surely([een, twee], 9, 10):
            return vul("G05a", niveau_1=naam(een), niveau_2=naam(twee))
    for code, answer in (("G06", 0), ("G07", None)):
        if tel.minstens([answer]) * 2 > beeld.n:
            return vul(code)
    for level in levels:
        if tel.minstens([level]) * 2 > beeld.n:
            return vul("G04c", niveau=naam(level))
    for een, twee in pairwise(levels):
        if surely([een, twee], 3, 4):
            return vul("G05b", niveau_1=naam(een), niveau_2=naam(twee))
    return vul("G08")


def _ver_uiteen(levels: Sequence[int], tel: Telbeeld) -> bool:
    """A quarter of all surely at or below a level, another quarter well above it."""
    for place in range(len(levels) - UITEEN):
        low, high = levels[: place + 1], levels[place + UITEEN :]
        if min(tel.minstens(low), tel.minstens(high)) * 4 >= tel.n:
            return True
    return False
