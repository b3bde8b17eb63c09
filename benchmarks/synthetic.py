"""Fictional Flanders: 1.2 million pupils in 3,600 schools, the same on every run.

Nothing here comes from a real school. The sizes and shares only look like Flanders, so that the
counts have a realistic number of cells. Kenmerken are codes: 0 nee, 1 ja, 2 onbekend.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.telling.model import School

SEED = 20260202
SHAPES = {  # kind of school: number of schools, pupils
    "basis": (2330, 700_000),
    "so": (940, 445_000),
    "bubao": (200, 30_000),
    "buso": (130, 25_000),
}
SCHOOLS = sum(number for number, _ in SHAPES.values())
PUPILS = sum(pupils for _, pupils in SHAPES.values())
FIRST_NUMBER = 900_001
NIVEAUS = ("kleuter", "lager", "so", "bubao", "buso")
GRADEN = ("", "1", "2", "3", "okan")
TYPES = ("", "basisaanbod", "1", "2", "3", "4", "7", "9")
LEERJAREN = ("1", "2", "3", "4", "5", "6", "7")
RICHTINGEN = ("", *(f"richting {letter}" for letter in "ABCDEFGHIJKL"))
PLACES = ("1", "2", "3")
ANSWERS = ("nee", "ja", "")
TEXTS = {  # columns held as codes into a list of texts
    "vestigingsplaats": PLACES,
    "onderwijsniveau": NIVEAUS,
    "graad": GRADEN,
    "type": TYPES,
    "leerjaar": LEERJAREN,
    "richting": RICHTINGEN,
}
# Numbers that a school or the government would type: fictional, so that every regime has a result.
ENTERED_TOML = "\n".join(
    f'[{name}]\nwaarde = {value}\ndocument = "verzonnen"\ndatum = 2026-06-01\n'
    for name, value in {
        "werkingsbudget.basisonderwijs.bedrag.opleiding_moeder": "123.45",
        "werkingsbudget.basisonderwijs.bedrag.schooltoeslag": "111.11",
        "werkingsbudget.basisonderwijs.bedrag.thuistaal": "122.22",
        "werkingsbudget.basisonderwijs.bedrag.buurt": "99.99",
        "werkingsbudget.secundair.bedrag.opleiding_moeder": "133.33",
        "werkingsbudget.secundair.bedrag.schooltoeslag": "114.14",
        "werkingsbudget.secundair.bedrag.thuistaal": "205.05",
        "werkingsbudget.secundair.bedrag.buurt": "44.44",
        "buitengewoon.bubao.punten.opleiding_moeder": "0.70",
        "buitengewoon.bubao.punten.thuistaal": "0.35",
        "buitengewoon.bubao.lestijden_per_punt": "0.25",
        "buitengewoon.bubao.afronding": '"punten_en_lestijden"',
    }.items()
)
_SPECIAL_ONLY_NEE = (Kenmerk.ZORGTHUIS, Kenmerk.TREKKENDE_BEVOLKING)


@dataclass(frozen=True)
class Flanders:
    """``columns``: one numpy array per column, one value per pupil. ``school`` is the row number
    in ``schools``; ``halves`` 2 for a whole and 1 for a half pupil."""

    columns: dict[str, np.ndarray]
    schools: tuple[School, ...]

    @property
    def pupils(self) -> int:
        return len(self.columns["school"])

    def frame(self) -> pl.DataFrame:
        """The loaded columns as the bulk calculation takes them: texts as enums, codes as bytes."""
        numbers = pl.Enum([school.instellingsnummer for school in self.schools])
        columns = [_enum("instellingsnummer", self.columns["school"], numbers)]
        for name, texts in TEXTS.items():
            columns.append(_enum(name, self.columns[name], pl.Enum(list(texts))))
        for name in ("mfc_verblijf", *(k.value for k in KENMERKEN)):
            columns.append(pl.Series(name, self.columns[name], dtype=pl.UInt8))
        columns.append(pl.Series("halves", self.columns["halves"], dtype=pl.Int64))
        return pl.DataFrame(columns)

    def write_pupils(self, path: Path) -> None:
        """The canonical pupil table, one row per pupil, with every column a school fills in."""
        columns = self.columns
        frame = self.frame().with_columns(
            pl.Series("leerling", np.arange(1_000_000, 1_000_000 + self.pupils)).cast(pl.String),
            pl.Series("klas", columns["klas"]).cast(pl.String),
            *(
                pl.col(name).replace_strict(list(range(3)), list(ANSWERS), return_dtype=pl.String)
                for name in ("mfc_verblijf", *(k.value for k in KENMERKEN))
            ),
            pl.when(pl.col("halves") == 1)
            .then(pl.lit("0,5"))
            .otherwise(pl.lit(""))
            .alias("gewicht"),
        )
        order = ["instellingsnummer", "vestigingsplaats", "leerling", "onderwijsniveau", "graad"]
        order += ["type", "mfc_verblijf", "leerjaar", "richting", "klas"]
        order += [*(k.value for k in KENMERKEN), "gewicht"]
        frame.select(order).write_csv(path, separator=";", quote_style="never")

    def write_schools(self, path: Path, *, unknown_spread: int) -> None:
        """The school table; one in ``unknown_spread`` schools leaves vestigingen_verspreid open."""
        header = "instellingsnummer;naam;brussel;nieuwe_school;vestigingen_verspreid;"
        lines = [header + "toeslag_leerlingen;toeslag_noemer"]
        for place, s in enumerate(self.schools):
            spread = s.vestigingen_verspreid if place % unknown_spread else Antwoord.ONBEKEND
            facts = [ANSWERS[a] for a in (s.brussel, s.nieuwe_school, spread)]
            ratio = ["" if v is None else str(v) for v in (s.toeslag_leerlingen, s.toeslag_noemer)]
            lines.append(";".join([s.instellingsnummer, s.naam, *facts, *ratio]))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _enum(name: str, codes: np.ndarray, dtype: pl.Enum) -> pl.Series:
    return pl.Series(name, codes, dtype=pl.UInt32).cat.to(dtype)


def flanders(scale: float = 1.0) -> Flanders:
    """Build it; ``scale`` below 1 gives fewer schools of the same size."""
    dice = np.random.default_rng(SEED)
    kinds, sizes = [], []
    for kind, (number, pupils) in SHAPES.items():
        number, pupils = max(2, round(number * scale)), round(pupils * scale)
        kinds += [kind] * number
        sizes.append(_sizes(dice, number, pupils))
    kind_of = np.array(kinds)
    size = np.concatenate(sizes)
    school = np.repeat(np.arange(len(size)), size)
    columns = {"school": school.astype(np.uint32)}
    columns |= _places(dice, kind_of, school)
    columns |= _answers(dice, kind_of, school)
    columns["halves"] = np.where(dice.random(len(school)) < 0.01, 1, 2).astype(np.int64)
    return Flanders(columns, _schools(dice, kind_of, size))


def _sizes(dice: np.random.Generator, number: int, pupils: int) -> np.ndarray:
    """Sizes of very different schools that add up to ``pupils``."""
    raw = dice.lognormal(0.0, 0.55, number)
    size = np.maximum(5, np.floor(raw / raw.sum() * pupils)).astype(np.int64)
    size[np.argmax(size)] += pupils - size.sum()
    return size


def _places(
    dice: np.random.Generator, kind_of: np.ndarray, school: np.ndarray
) -> dict[str, np.ndarray]:
    """Where each pupil sits: niveau, graad, type, leerjaar, richting, vestigingsplaats, klas."""
    n, kind = len(school), kind_of[school]
    so, basis = kind == "so", kind == "basis"
    special = ~(so | basis)
    kleuter = basis & (dice.random(n) < 0.38)
    niveau = np.select([kleuter, basis, so, kind == "bubao"], [0, 1, 2, 3], 4)
    graad = np.where(so, dice.choice([1, 2, 3, 4], n, p=[0.345, 0.32, 0.315, 0.02]), 0)
    types = np.where(special, dice.choice(8, n, p=[0.01, 0.5, 0.03, 0.08, 0.2, 0.05, 0.03, 0.1]), 0)
    span = np.select([kleuter, basis, so], [3, 6, 2], 5)
    year = np.floor(dice.random(n) * span) + np.where(so, np.clip(graad - 1, 0, 2) * 2, 0)
    own = dice.integers(0, 8, len(kind_of))[school]  # every school offers five of the twelve
    richting = np.where(so & (graad > 1) & (graad < 4), (own + dice.integers(0, 5, n)) % 12 + 1, 0)
    several = (dice.random(len(kind_of)) < 0.35)[school]
    return {
        "vestigingsplaats": np.where(several, dice.choice(3, n, p=[0.6, 0.3, 0.1]), 0).astype("u4"),
        "onderwijsniveau": niveau.astype("u4"),
        "graad": graad.astype("u4"),
        "type": types.astype("u4"),
        "mfc_verblijf": np.where(special, dice.random(n) < 0.05, 0).astype(np.uint8),
        "leerjaar": year.astype("u4"),
        "richting": richting.astype("u4"),
        "klas": (year * 10 + dice.integers(1, 5, n)).astype("u4"),
    }


def _answers(
    dice: np.random.Generator, kind_of: np.ndarray, school: np.ndarray
) -> dict[str, np.ndarray]:
    """Six answers per pupil. A school has its own share, so many schools lie near a threshold.

    Six in ten schools know everything; in the others 4 % of the answers are missing. The buurt is
    unknown as a whole in one school in five.
    """
    schools, n = len(kind_of), len(school)
    poverty = dice.beta(1.2, 3.4, schools)
    careful = dice.random(schools) < 0.6
    no_list = dice.random(schools) < 0.2
    base = {
        Kenmerk.OPLEIDING_MOEDER: 0.85,
        Kenmerk.SCHOOLTOESLAG: 1.1,
        Kenmerk.THUISTAAL: 0.8,
        Kenmerk.ZORGTHUIS: 0.03,
        Kenmerk.TREKKENDE_BEVOLKING: 0.01,
        Kenmerk.BUURT: 1.0,
    }
    common = dice.random(n)  # kenmerken come together
    found = {}
    for kenmerk in KENMERKEN:
        share = np.clip(poverty * base[kenmerk], 0, 0.95)[school]
        ja = np.where(dice.random(n) < 0.5, common, dice.random(n)) < share
        missing = (dice.random(n) < 0.04) & ~careful[school]
        if kenmerk is Kenmerk.BUURT:
            missing |= no_list[school]
        if kenmerk in _SPECIAL_ONLY_NEE:
            missing &= (kind_of == "so")[school]
        found[kenmerk.value] = np.where(missing, 2, ja).astype(np.uint8)
    return found


def _schools(
    dice: np.random.Generator, kind_of: np.ndarray, size: np.ndarray
) -> tuple[School, ...]:
    """What the calculation knows about each school beside its pupils."""
    number = len(kind_of)
    brussel, new, share = dice.random((3, number))
    found = []
    for place, kind in enumerate(kind_of):
        before = int(size[place])
        found.append(
            School(
                f"{FIRST_NUMBER + place:06d}",
                f"Verzonnen school {place + 1}",
                brussel=_answer(brussel[place], 0.06, 0.02),
                nieuwe_school=_answer(new[place], 0.01, 0.0),
                vestigingen_verspreid=Antwoord.NEE,
                toeslag_leerlingen=Fraction(int(share[place] * before * 0.6))
                if kind == "basis"
                else None,
                toeslag_noemer=Fraction(before) if kind == "basis" else None,
            )
        )
    return tuple(found)


def _answer(draw: float, ja: float, onbekend: float) -> Antwoord:
    if draw < ja:
        return Antwoord.JA
    return Antwoord.ONBEKEND if draw < ja + onbekend else Antwoord.NEE
