"""Facts and aanpakken: what research says about a way of working, and who said it when.

Out: frozen dataclasses. A fact is one statement by one source at one moment; it is never changed,
only followed by a newer one. An absent number has a cause and is never zero.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from gokwijs.core.kader import PREFIX, Verwachting, bekend

LEERPUNT, EEF = "leerpunt", "eef"
TOOLKIT, PROEF = "toolkit", "enkele_proef"
# Kinds of evidence in order of weight for a decision of a school; an unlisted kind comes last.
_GEWICHT = (
    (TOOLKIT, "overzichtsstudie"),
    (PROEF,),
    ("quasi_experiment",),
    ("lokale_studie",),
    ("leidraad", "handreiking"),
    ("correlatie",),
    ("beoordeling", "methodekritiek", "onderzoek_overheid"),
    ("beleid", "advies", "standpunt"),
)
_LAATST = len(_GEWICHT)


class MaandenStatus(StrEnum):
    GETAL = "getal"
    NIET_BEPAALD = "niet_bepaald"
    NIET_GEVONDEN = "niet_gevonden"
    NIET_VAN_TOEPASSING = "niet_van_toepassing"


class Richting(StrEnum):
    STEUNT = "steunt"
    GEMENGD = "gemengd"
    GEEN_EFFECT = "geen_effect"
    WAARSCHUWT = "waarschuwt"
    GEEN_UITSPRAAK = "geen_uitspraak"
    BESCHRIJFT = "beschrijft"

    @property
    def tegen(self) -> bool:
        """Does it belong beside a claim, as counter-evidence?"""
        return self in (Richting.GEMENGD, Richting.GEEN_EFFECT, Richting.WAARSCHUWT)


class Betrouwbaar(StrEnum):
    """How surely the source was read, not how true it is."""

    PRIMAIR = "primair"
    PRIMAIR_DEELS = "primair_deels"
    SECUNDAIR_BEVESTIGD = "secundair_bevestigd"
    SECUNDAIR = "secundair"
    SECUNDAIR_TEGENSTRIJDIG = "secundair_tegenstrijdig"
    ONBEVESTIGD = "onbevestigd"


class Niveau(StrEnum):
    LEERLING = "leerling"
    LERAAR = "leraar"
    SCHOOL = "school"

    @property
    def label(self) -> str:
        return _NIVEAUS[self]


_NIVEAUS = {
    Niveau.LEERLING: "Leerling",
    Niveau.LERAAR: "Leraar en klas",
    Niveau.SCHOOL: "School",
}


@dataclass(frozen=True, slots=True)
class Feit:
    """One statement; ``maanden`` is None when there is no number, ``maanden_status`` says why."""

    id: str
    aanpak: str
    spreker: str
    soort: str
    titel: str
    strand: str
    maanden: int | None
    maanden_status: MaandenStatus
    maanden_lager: int | None
    maanden_secundair: int | None
    maanden_kleuter: int | None
    maanden_afgeleid: bool
    maanden_toepassing: str
    maanden_tabel: str
    kosten: str
    kosten_schaal: int | None
    schaal_afgeleid: bool
    sterkte: str
    sterkte_schaal: int | None
    zekerheid: str
    zekerheid_schaal: int | None
    richting: Richting
    uitkomst: str
    versie: str
    checked_on: date
    betrouwbaar: Betrouwbaar
    url: str
    via: str
    effect_g: Decimal | None
    n_studies: int | None
    opmerking: str
    vervangt: str
    vervangen_door: str

    @property
    def toonbaar(self) -> bool:
        return self.betrouwbaar is not Betrouwbaar.ONBEVESTIGD

    @property
    def cijfer(self) -> int | None:
        """The months, when they are about this aanpak itself and not about something narrower."""
        return None if self.maanden_toepassing else self.maanden

    @property
    def hoofdcijfer(self) -> bool:
        """A number from many studies, the only kind that stands in a list."""
        return self.soort == TOOLKIT and self.cijfer is not None

    @property
    def gewicht(self) -> int:
        """Lower is heavier for a decision of a school; no ranking of truth."""
        return next((n for n, kinds in enumerate(_GEWICHT) if self.soort in kinds), _LAATST)

    @property
    def vingerafdruk(self) -> str:
        """Changes when anything a reader was shown changes; not when it was merely looked up."""
        shown = asdict(self)
        for key in ("checked_on", "vervangen_door"):
            del shown[key]
        return hashlib.sha256(repr(sorted(shown.items())).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Aanpak:
    """A named way of working. ``bronnen`` are all its facts, also replaced and unconfirmed ones."""

    id: str
    naam: str
    naam_bron: str
    niveau: Niveau
    niveau_bron: str
    groep: str
    beschrijving: str
    doelgroep: str
    opgelet: tuple[str, ...]
    eerst_meten: str
    rok: tuple[str, ...]
    rok_status: str
    verwant: tuple[str, ...]
    andere_namen: tuple[str, ...]
    aanbevelingen: tuple[str, ...]
    onderdelen: tuple[str, ...]
    epstein: tuple[str, ...]
    leerpunt_status: str
    bronnen: tuple[Feit, ...]

    @property
    def feiten(self) -> tuple[Feit, ...]:
        """What is shown now, the heaviest kind of evidence first and Leerpunt before others.

        A fact that was replaced by one that may not be shown yet keeps its place.
        """
        hidden = {feit.id for feit in self.bronnen if not feit.toonbaar}
        now = [
            feit
            for feit in self.bronnen
            if feit.toonbaar and (not feit.vervangen_door or feit.vervangen_door in hidden)
        ]
        return tuple(sorted(now, key=lambda f: (f.gewicht, f.spreker != LEERPUNT)))

    @property
    def vroeger(self) -> tuple[Feit, ...]:
        """Facts that were replaced and may be shown."""
        now = {feit.id for feit in self.feiten}
        return tuple(f for f in self.bronnen if f.toonbaar and f.id not in now)

    @property
    def hoofdcijfers(self) -> tuple[Feit, ...]:
        """The numbers for a list: every source beside the other, never an average."""
        return tuple(feit for feit in self.feiten if feit.hoofdcijfer)

    @property
    def tegenbewijs(self) -> tuple[Feit, ...]:
        """What speaks against it or says it depends, beside the number of the aanpak itself."""
        return tuple(f for f in self.feiten if f.richting.tegen and not f.hoofdcijfer)

    @property
    def sterkte(self) -> Feit | None:
        """The fact whose strength counts for sorting and filtering."""
        return self._eerste(lambda f: f.sterkte_schaal)

    @property
    def kosten(self) -> Feit | None:
        """The fact whose cost counts for sorting and filtering."""
        return self._eerste(lambda f: f.kosten_schaal)

    @property
    def heeft_cijfer(self) -> bool:
        return bool(self.hoofdcijfers)

    def _eerste(self, scale: Callable[[Feit], int | None]) -> Feit | None:
        """Leerpunt before others; a figure about a part of the subject counts last, at its lowest.

        Leerpunt and EEF are never averaged.
        """
        found = [f for f in self.feiten if f.soort == TOOLKIT and scale(f) is not None]
        return min(
            found,
            key=lambda f: (not f.strand, f.spreker != LEERPUNT, scale(f) or 0),
            default=None,
        )

    @property
    def verwachtingen(self) -> tuple[Verwachting, ...]:
        """The expectations of the quality framework it serves: our own proposal until confirmed."""
        return bekend(f"{PREFIX}{code}" for code in self.rok)

    @property
    def zoektekst(self) -> str:
        return " ".join((self.naam, *self.andere_namen, self.beschrijving))


@dataclass(frozen=True, slots=True)
class Uitleg:
    """The words of the pack for its own keys."""

    spreker: Mapping[str, str]
    maanden_status: Mapping[str, str]
    betrouwbaar: Mapping[str, str]
    richting: Mapping[str, str]
    kosten: Mapping[int, str]
    sterkte: Mapping[int, str]
