"""Stage 6: is a streefdoel complete, and may it be adopted?

In: a streefdoel and the stand of its school. Out: what is missing, each with a short noun and how
to mend it; one Dutch sentence; a yes or a no. Conditions a to h: self-check T1, "volledig".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gokwijs.core.beleid.drempels import STANDAARD, Drempels
from gokwijs.core.beleid.keuzes import Doelrichting
from gokwijs.core.beleid.plan import Indicator, Meting, Streefdoel
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.tijd import add_months
from gokwijs.core.beleid.zinsbouw import opsomming


@dataclass(frozen=True, slots=True)
class Gebrek:
    """One thing a streefdoel lacks. ``letter`` a to h; empty when it is asked only for adoption.

    ``naam`` fits in "Er ontbreekt nog: …"; ``remedie`` is a sentence.
    """

    key: str
    letter: str
    naam: str
    remedie: str


@dataclass(frozen=True, slots=True)
class Toelating:
    """May it be done; ``zin`` says why not, or under which visible reason it may."""

    mag: bool
    zin: str
    gebreken: tuple[Gebrek, ...] = ()


def ontbreekt(
    doel: Streefdoel, stand: Beleidsstand, drempels: Drempels = STANDAARD
) -> tuple[Gebrek, ...]:
    """Wat een streefdoel nog mist om vastgesteld te worden, in de volgorde van het formulier."""
    return (
        *_basis(doel, stand),
        *_doelgroep(doel),
        *_indicator(doel, stand),
        *_nulmeting(doel, stand),
        *_streefwaarde(doel, stand),
        *_looptijd(doel, drempels),
        *_trekker_en_code(doel),
    )


def is_volledig(doel: Streefdoel, stand: Beleidsstand, drempels: Drempels = STANDAARD) -> bool:
    """Voldoet een streefdoel aan a tot en met h?"""
    return not any(gebrek.letter for gebrek in ontbreekt(doel, stand, drempels))


def zin(gebreken: Sequence[Gebrek]) -> str:
    """``Er ontbreekt nog: de nulmeting, de einddatum en een trekker.``"""
    if not gebreken:
        return "Dit streefdoel is volledig."
    return f"Er ontbreekt nog: {opsomming([gebrek.naam for gebrek in gebreken])}."


def mag_vaststellen_streefdoel(
    doel: Streefdoel, stand: Beleidsstand, drempels: Drempels = STANDAARD
) -> Toelating:
    """Een streefdoel wordt enkel vastgesteld als het volledig is; een reden helpt niet."""
    gebreken = ontbreekt(doel, stand, drempels)
    if not doel.is_open:
        return Toelating(False, f"Dit streefdoel is {doel.status.label}: het verandert niet meer.")
    return Toelating(not gebreken, zin(gebreken), gebreken)


def is_kwalitatief(doel: Streefdoel, stand: Beleidsstand) -> bool:
    """Described instead of measured: its indicatoren all are."""
    found = stand.indicatoren_of(doel)
    return bool(found) and all(one.kwalitatief for one in found)


# ---------------------------------------------------------------- a to h


def _basis(doel: Streefdoel, stand: Beleidsstand) -> Iterator[Gebrek]:
    found = stand.vaststellingen_of(doel)
    if any(one.bron_soort is not None and one.peildatum is not None for one in found):
        return
    naam = "de bron of de peildatum van de vaststelling" if found else "een vaststelling"
    yield Gebrek(
        "vaststelling",
        "a",
        naam,
        "Koppel minstens één vaststelling met een bron en een peildatum.",
    )


def _doelgroep(doel: Streefdoel) -> Iterator[Gebrek]:
    if not doel.doelgroep:
        yield Gebrek("doelgroep", "b", "de doelgroep", "Zeg over welke leerlingen het gaat.")
    if doel.plaats is None:
        yield Gebrek("plaats", "b", "de plaats", "Zeg waar in de school, of kies de hele school.")
    if doel.niveau is None:
        yield Gebrek(
            "niveau",
            "",
            "het niveau",
            "Kies waar de verandering te zien moet zijn: leerling, klas of school.",
        )


def _indicator(doel: Streefdoel, stand: Beleidsstand) -> Iterator[Gebrek]:
    found = stand.indicatoren_of(doel)
    if any(one.is_defined for one in found):
        return
    yield Gebrek(
        "indicator",
        "c",
        "de definitie van de indicator" if found else "een indicator",
        "Zeg wat je telt en van hoeveel (teller en noemer), of met welke schaal je meet.",
    )


def _nulmeting(doel: Streefdoel, stand: Beleidsstand) -> Iterator[Gebrek]:
    first = stand.nulmeting_of(doel)
    if first is None or not has_value(first):
        yield Gebrek("nulmeting", "d", "de nulmeting", "Voer de beginwaarde van de indicator in.")
        return
    if first.peildatum is None:
        yield Gebrek("nulmeting", "d", "de peildatum van de nulmeting", "Zeg van wanneer ze is.")
    if first.bron_soort is None:
        yield Gebrek("nulmeting", "d", "de bron van de nulmeting", "Zeg waar ze vandaan komt.")


def has_value(meting: Meting) -> bool:
    """A number, or a described situation."""
    return meting.number is not None or bool(meting.situatie)


def _streefwaarde(doel: Streefdoel, stand: Beleidsstand) -> Iterator[Gebrek]:
    if is_kwalitatief(doel, stand):
        if not doel.streefsituatie:
            yield Gebrek(
                "streefwaarde",
                "e",
                "de eindsituatie",
                "Beschrijf wat je op het einde wilt zien.",
            )
        return
    if doel.richting is None:
        yield Gebrek("richting", "e", "de richting", "Kies stijgen, dalen of behouden.")
    if doel.streefwaarde is None:
        yield Gebrek(
            "streefwaarde", "e", "de streefwaarde", "Zeg welke waarde je op het einde wilt halen."
        )
    yield from _kant(doel, stand)


# Where a streefwaarde stands when it asks a change the right way.
KANT = {Doelrichting.STIJGEN: "boven", Doelrichting.DALEN: "onder"}


def aan_de_verkeerde_kant(
    richting: Doelrichting | None, begin: Fraction | None, streefwaarde: Fraction | None
) -> bool:
    """Wie wil stijgen, kiest een streefwaarde boven de nulmeting; wie wil dalen, eronder."""
    if begin is None or streefwaarde is None:
        return False
    if richting is Doelrichting.STIJGEN:
        return streefwaarde <= begin
    return richting is Doelrichting.DALEN and streefwaarde >= begin


def _kant(doel: Streefdoel, stand: Beleidsstand) -> Iterator[Gebrek]:
    first = stand.nulmeting_of(doel)
    if first is None or first.indicator_id not in doel.indicator_ids:
        return  # figures of two indicatoren cannot be compared
    if doel.richting and aan_de_verkeerde_kant(doel.richting, first.number, doel.streefwaarde):
        naam = f"een streefwaarde {KANT[doel.richting]} de nulmeting"
        yield Gebrek("kant", "e", naam, f"Kies {naam}, of kies een andere richting.")


def _looptijd(doel: Streefdoel, drempels: Drempels) -> Iterator[Gebrek]:
    if doel.start is None:
        yield Gebrek("start", "f", "de startdatum", "Zeg vanaf wanneer je eraan werkt.")
    if doel.einddatum is None:
        yield Gebrek("einddatum", "f", "de einddatum", "Zeg tegen wanneer je het wilt bereiken.")
    if doel.start is None or doel.einddatum is None:
        return
    years = drempels.looptijd_jaren
    if not doel.start <= doel.einddatum <= add_months(doel.start, 12 * years):
        yield Gebrek(
            "looptijd",
            "f",
            f"een einddatum binnen {years} jaar na de start",
            f"Kies een einddatum na de start en hoogstens {years} schooljaren later.",
        )


def _trekker_en_code(doel: Streefdoel) -> Iterator[Gebrek]:
    if not doel.trekker_rol:
        yield Gebrek("trekker", "g", "een trekker", "Kies de rol die dit streefdoel trekt.")
    if not doel.ok_codes:
        yield Gebrek(
            "ok_code",
            "h",
            "een verwachting uit het referentiekader",
            "Kies minstens één verwachting van het referentiekader voor onderwijskwaliteit.",
        )


def hoofdindicator(doel: Streefdoel, stand: Beleidsstand) -> Indicator | None:
    """The indicator of the nulmeting, otherwise the first one: the streefwaarde is about it."""
    first = stand.nulmeting_of(doel)
    if first is not None and first.indicator_id in stand.indicator:
        return stand.indicator[first.indicator_id]
    found = stand.indicatoren_of(doel)
    return found[0] if found else None
