"""What one respondent gets: questions and levels, frozen so that it reads the same next year.

In: a framework and a choice out of it. Out: a ``Vragenlijst``, that goes to JSON and back without
any pack; a round keeps that JSON for ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from gokwijs.core.kader.model import (
    Kader,
    KaderFout,
    Niveau,
    Probleem,
    Set,
    Status,
    Verwachting,
    Voor,
    Zekerheid,
)

VORM = 1
VRAAG, EIGEN = "vraag", "eigen"  # systems of keys that no pack may take
NOOT_SET = "Korte zin bij het kader, eigen werk, geen officiële formulering"
NOOT_EIGEN = "Eigen vraag van de school"


@dataclass(frozen=True, slots=True)
class EigenVraag:
    """A question the school added; ``sleutel`` is 'eigen:12', ``codes`` are full keys."""

    sleutel: str
    tekst: str
    toelichting: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KaderRef:
    """Which text was in force."""

    id: str
    versie: str
    titel: str
    naamruimte: str
    peildatum: str
    vaste_tekst: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question. ``noot`` stands beneath ``getoond`` wherever it is shown."""

    sleutel: str
    codes: tuple[str, ...]
    rubriek: str
    onderwerp: str
    tekst: str
    status: Status
    zekerheid: Zekerheid
    noot: str
    naam: str = ""
    gok_vraag: str = ""
    bewijs_voorbeelden: tuple[str, ...] = ()
    toelichting: str = ""

    @property
    def getoond(self) -> str:
        return f"“{self.tekst}”" if self.status is Status.OFFICIEEL else self.tekst

    @property
    def titel(self) -> str:
        """'OK-verwachting R5 · Zo weinig mogelijk drempels', or what there is of it"""
        return " · ".join(part for part in (self.naam, self.onderwerp) if part)


@dataclass(frozen=True, slots=True)
class Vragenlijst:
    """Frozen; ``set_naam`` is empty when codes or a rubric were chosen."""

    kader: KaderRef
    voor: Voor
    niveaus: tuple[Niveau, ...]
    items: tuple[Item, ...]
    set_sleutel: str = ""
    set_naam: str = ""

    @property
    def rubrieken(self) -> tuple[str, ...]:
        """The rubrics it touches, in order."""
        return tuple(dict.fromkeys(item.rubriek for item in self.items))

    def item(self, sleutel: str) -> Item | None:
        return next((one for one in self.items if one.sleutel == sleutel), None)

    def niveau(self, waarde: int) -> Niveau | None:
        return next((one for one in self.niveaus if one.waarde == waarde), None)

    def naar_json(self) -> dict[str, Any]:
        """Only texts, numbers and lists."""
        return {"vorm": VORM, **asdict(self)}

    @classmethod
    def van_json(cls, data: object) -> Vragenlijst:
        """Raises KaderFout when this is no question list of ours."""
        try:
            return _read(cast("Mapping[str, Any]", data))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise KaderFout("Dit is geen bewaarde vragenlijst.") from None


def maak_vragenlijst(
    kader: Kader,
    *,
    codes: Sequence[str] | None = None,
    set_: str | None = None,
    eigen: Sequence[EigenVraag] = (),
) -> Vragenlijst:
    """The whole framework, some of its codes (full keys), or one of its sets; own questions last.

    Raises KaderFout with every code or set that is not there, or when nothing is left to ask.
    """
    if codes is not None and set_ is not None:
        raise KaderFout("Kies een set of losse codes, niet allebei.")
    chosen = _set(kader, set_)
    items = [*_items(kader, codes, chosen), *(_eigen(kader, one) for one in eigen)]
    niveaus = chosen.niveaus if chosen is not None and chosen.niveaus else kader.niveaus
    if not items:
        raise KaderFout("Kies minstens één vraag.")
    if not niveaus:
        raise KaderFout(f"{kader.titel} heeft geen niveaus om mee te antwoorden.")
    return Vragenlijst(
        KaderRef(
            kader.id,
            kader.versie,
            kader.titel,
            kader.naamruimte,
            kader.peildatum,
            kader.vaste_tekst,
        ),
        chosen.voor if chosen is not None else Voor.TEAM,
        niveaus,
        tuple({item.sleutel: item for item in items}.values()),
        chosen.sleutel if chosen is not None else "",
        chosen.naam if chosen is not None else "",
    )


def _set(kader: Kader, key: str | None) -> Set | None:
    if key is None:
        return None
    found = kader.set(key)
    if found is None:
        raise KaderFout(f"{kader.titel} heeft geen set '{key}'.")
    return found


def _items(kader: Kader, codes: Sequence[str] | None, chosen: Set | None) -> list[Item]:
    if chosen is not None and chosen.vragen:
        return [_vraag(kader, chosen, place) for place in range(len(chosen.vragen))]
    if chosen is not None:
        keys: Sequence[str] = [kader.sleutel(code) for code in chosen.codes]
    else:
        keys = list(kader.verwachtingen) if codes is None else codes
    unknown = [key for key in keys if key not in kader.verwachtingen]
    if unknown:
        raise KaderFout(
            [Probleem(key, f"staat niet in {kader.naam}.") for key in dict.fromkeys(unknown)]
        )
    wanted = keys if chosen is not None else [v.sleutel for v in kader.bekend(keys)]
    return [_verwachting(kader.verwachtingen[key]) for key in wanted]


def _verwachting(one: Verwachting) -> Item:
    # A status 'officieel' without a complete quotation cannot be loaded; if it ever is, no marks.
    status = one.status if one.status is not Status.OFFICIEEL or one.letterlijk else None
    return Item(
        one.sleutel,
        (one.sleutel,),
        one.rubriek,
        one.onderwerp,
        one.tekst,
        status or Status.PARAFRASE,
        one.zekerheid,
        one.noot,
        one.naam,
        one.gok_vraag,
        one.gok_bewijs,
    )


def _vraag(kader: Kader, chosen: Set, place: int) -> Item:
    vraag = chosen.vragen[place]
    about = kader.bekend(kader.sleutel(code) for code in vraag.codes)
    return Item(
        f"{VRAAG}:{chosen.sleutel}:{vraag.sleutel}",
        tuple(one.sleutel for one in about),
        about[0].rubriek if about else "",
        vraag.onderwerp,
        vraag.tekst,
        Status.EIGEN,
        Zekerheid.EIGEN,
        NOOT_SET,
    )


def _eigen(kader: Kader, one: EigenVraag) -> Item:
    about = kader.bekend(one.codes)
    return Item(
        one.sleutel,
        one.codes,
        about[0].rubriek if about else "Eigen vragen",
        about[0].onderwerp if about else "",
        one.tekst,
        Status.EIGEN,
        Zekerheid.EIGEN,
        NOOT_EIGEN,
        toelichting=one.toelichting,
    )


def _read(data: Mapping[str, Any]) -> Vragenlijst:
    if data["vorm"] != VORM:
        raise ValueError("a form of a later version")
    return Vragenlijst(
        KaderRef(**data["kader"]),
        Voor(data["voor"]),
        tuple(Niveau(**one) for one in data["niveaus"]),
        tuple(
            Item(
                **{
                    **one,
                    "codes": tuple(one["codes"]),
                    "status": Status(one["status"]),
                    "zekerheid": Zekerheid(one["zekerheid"]),
                    "bewijs_voorbeelden": tuple(one["bewijs_voorbeelden"]),
                }
            )
            for one in data["items"]
        ),
        data["set_sleutel"],
        data["set_naam"],
    )
