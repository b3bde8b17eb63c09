"""A quality framework as data: rubrics, expectations, levels and sets, in one version.

Out: frozen dataclasses. Inside a pack a code is bare (``R5``), outside it carries the name of its
system (``ok:R5``), because two systems use the same letters. What a text is (official, a
paraphrase, somebody's own) travels with it, and so does the line that must stand beneath it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

OK = "ok"
PREFIX = f"{OK}:"
VERVALLEN = "vervallen"


@dataclass(frozen=True, slots=True)
class Probleem:
    """One fault of a pack: where, and what is wrong with how to mend it."""

    plaats: str
    wat: str

    def __str__(self) -> str:
        return f"{self.plaats}: {self.wat}" if self.plaats else self.wat


class KaderFout(ValueError):
    """A pack, a code or a choice that cannot be used; every fault at once."""

    def __init__(self, problemen: Sequence[Probleem] | str) -> None:
        found = (Probleem("", problemen),) if isinstance(problemen, str) else tuple(problemen)
        super().__init__("\n".join(map(str, found)))
        self.problemen = found


class Status(StrEnum):
    """What kind of text this is."""

    OFFICIEEL = "officieel"
    PARAFRASE = "parafrase"
    EIGEN = "eigen"

    @property
    def label(self) -> str:
        return _STATUS[self]


_STATUS = {
    Status.OFFICIEEL: "officiële formulering",
    Status.PARAFRASE: "eigen omschrijving",
    Status.EIGEN: "eigen tekst",
}


class Zekerheid(StrEnum):
    """How sure it is that this code is about this subject."""

    OFFICIEEL = "officieel"
    SECUNDAIR = "secundair"
    SEED = "seed"
    ONBEVESTIGD = "onbevestigd"
    EIGEN = "eigen"

    @property
    def label(self) -> str:
        return _ZEKERHEID[self][0]

    @property
    def zin(self) -> str:
        """The end of 'dat deze code over dit onderwerp gaat, …'"""
        return _ZEKERHEID[self][1]


_ZEKERHEID = {
    Zekerheid.OFFICIEEL: ("officieel bevestigd", "is officieel bevestigd"),
    Zekerheid.SECUNDAIR: (
        "uit een andere bron dan de officiële",
        "weten we uit een andere bron dan de officiële",
    ),
    Zekerheid.SEED: ("uit een presentatie van het GO!", "weten we uit een presentatie van het GO!"),
    Zekerheid.ONBEVESTIGD: ("niet bevestigd", "is niet bevestigd"),
    Zekerheid.EIGEN: ("eigen keuze", "is een keuze van wie dit kader maakte"),
}


class Voor(StrEnum):
    """Who answers a set."""

    TEAM = "team"
    LEERLING = "leerling"
    OUDER = "ouder"

    @property
    def label(self) -> str:
        return {"team": "het team", "leerling": "leerlingen", "ouder": "ouders"}[self.value]


@dataclass(frozen=True, slots=True)
class Bron:
    sleutel: str
    titel: str
    adres: str
    soort: str


@dataclass(frozen=True, slots=True)
class Niveau:
    """One level of development; 1 is the lowest. ``herkomst``: 'eigen' words, or 'officieel'."""

    waarde: int
    naam: str
    betekenis: str
    herkomst: str = "eigen"


@dataclass(frozen=True, slots=True)
class Rubriek:
    """A chapter of the framework; ``codes`` are bare."""

    sleutel: str
    naam: str
    volgorde: int
    codes: tuple[str, ...]
    toelichting: str = ""


@dataclass(frozen=True, slots=True)
class Verwachting:
    """One expectation; ``parafrase`` is no official text. ``noot`` must stand wherever it is shown.

    ``aanduiding`` is what a code of this system is called: 'OK-verwachting', 'inspectieschaal'.
    """

    naamruimte: str
    code: str
    rubriek: str
    onderwerp: str
    parafrase: str
    gok_vraag: str
    aanduiding: str
    noot: str
    rubriek_sleutel: str = ""
    deelrubriek: str = ""
    status: Status = Status.PARAFRASE
    zekerheid: Zekerheid = Zekerheid.ONBEVESTIGD
    gok_bewijs: tuple[str, ...] = ()
    citaat: str = ""
    citaat_volledig: bool = False
    citaat_bron: str = ""
    bronnen: tuple[Bron, ...] = ()
    opmerking: str = ""
    kwaliteitsbeelden: tuple[str, ...] = ()

    @property
    def sleutel(self) -> str:
        """As it is stored: 'ok:R5'"""
        return f"{self.naamruimte}:{self.code}"

    @property
    def titel(self) -> str:
        """'R5 · Zo weinig mogelijk drempels'; another system than the OK says which one it is."""
        return f"{self.code} · {self.onderwerp}" if self.naamruimte == OK else self.voluit

    @property
    def naam(self) -> str:
        """'OK-verwachting R5': never a bare code"""
        return f"{self.aanduiding} {self.code}"

    @property
    def voluit(self) -> str:
        """'OK-verwachting R5 · Zo weinig mogelijk drempels'"""
        return f"{self.naam} · {self.onderwerp}"

    @property
    def letterlijk(self) -> bool:
        """May the text be shown as a quotation?"""
        return self.status is Status.OFFICIEEL and self.citaat_volledig and bool(self.citaat)

    @property
    def tekst(self) -> str:
        """The bare words: the quotation when there is a complete official one."""
        return self.citaat if self.letterlijk else self.parafrase

    @property
    def getoond(self) -> str:
        """As it is printed: a quotation stands between marks."""
        return f"“{self.citaat}”" if self.letterlijk else self.parafrase

    @property
    def fragment(self) -> str:
        """The part of an official text that is known; only on a detail page, beside ``noot``."""
        if not self.citaat or self.citaat_volledig:
            return ""
        return f"“{self.citaat.rstrip('….')}…”"

    @property
    def onzeker(self) -> str:
        """What a footnote says about the code; empty when it is officially confirmed."""
        if self.zekerheid is Zekerheid.OFFICIEEL:
            return ""
        return f"{self.naam}: dat deze code over dit onderwerp gaat, {self.zekerheid.zin}."


@dataclass(frozen=True, slots=True)
class Setvraag:
    """A short plain statement; ``codes`` are the bare codes it says something about."""

    sleutel: str
    tekst: str
    codes: tuple[str, ...]
    onderwerp: str = ""


@dataclass(frozen=True, slots=True)
class Set:
    """A choice out of a framework: bare codes for a team, or statements for who is no professional.

    ``niveaus`` are the words of the levels for these respondents; empty: those of the framework.
    """

    sleutel: str
    naam: str
    voor: Voor
    herkomst: str
    toelichting: str
    codes: tuple[str, ...] = ()
    vragen: tuple[Setvraag, ...] = ()
    niveaus: tuple[Niveau, ...] = ()

    @property
    def aantal(self) -> int:
        return len(self.codes) + len(self.vragen)


@dataclass(frozen=True)
class Kader:
    """One version of a framework. ``omzetting``: old bare code → new one or 'vervallen'."""

    id: str
    titel: str
    versie: str
    naamruimte: str
    taal: str
    peildatum: str
    toelichting: str
    vaste_tekst: str
    aanduiding: str
    niveaus: tuple[Niveau, ...]
    bronnen: Mapping[str, Bron]
    rubrieken: tuple[Rubriek, ...]
    verwachtingen: Mapping[str, Verwachting]
    sets: tuple[Set, ...]
    omzetting: Mapping[str, str]

    @property
    def naam(self) -> str:
        """'Referentiekader …, versie 0.2.0'"""
        return f"{self.titel}, versie {self.versie}"

    @property
    def op_papier(self) -> str:
        """What the first page of an export says: pack, version, and how old."""
        return f"{self.titel} (pakket {self.id}, versie {self.versie}, peildatum {self.peildatum})"

    @cached_property
    def gevuld(self) -> tuple[Rubriek, ...]:
        """The rubrics that hold expectations, in order."""
        return tuple(one for one in self.rubrieken if one.codes)

    @cached_property
    def onzeker(self) -> tuple[Verwachting, ...]:
        """Expectations of which it is not officially confirmed what the code is about."""
        return tuple(v for v in self.verwachtingen.values() if v.onzeker)

    def sleutel(self, code: str) -> str:
        """'R5' → 'ok:R5'"""
        return f"{self.naamruimte}:{code}"

    def bekend(self, keys: Iterable[str]) -> tuple[Verwachting, ...]:
        """The expectations behind stored keys, in the order of the framework; others are nothing.

        A key counts as written: ``schaal:K2`` is never ``ok:K2``.
        """
        given = set(keys)
        return tuple(one for key, one in self.verwachtingen.items() if key in given)

    def rubriek(self, sleutel: str) -> Rubriek | None:
        return next((one for one in self.rubrieken if one.sleutel == sleutel), None)

    def van_rubriek(self, sleutel: str) -> tuple[str, ...]:
        """The keys of one rubric, for a question list about it."""
        found = self.rubriek(sleutel)
        return tuple(self.sleutel(code) for code in found.codes) if found else ()

    def set(self, sleutel: str) -> Set | None:
        return next((one for one in self.sets if one.sleutel == sleutel), None)

    def sets_voor(self, voor: Voor | str) -> tuple[Set, ...]:
        return tuple(one for one in self.sets if one.voor == voor)
