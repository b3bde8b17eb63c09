"""The packs that ship with this version, and what they lend to others.

In: ``inhoud/kwaliteitskader/*.toml``. Out: frameworks by their system, read once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from gokwijs.core.kader.model import OK, Kader, KaderFout, Probleem, Set, Verwachting
from gokwijs.core.kader.pakket import lees, lees_toml


@cache
def meegeleverd() -> Mapping[str, Kader]:
    """Every bundled framework by its system ('ok' first); raises KaderFout with the file's name."""
    found: dict[str, Kader] = {}
    folder = files("gokwijs.inhoud") / "kwaliteitskader"
    paths = [one for one in folder.iterdir() if one.name.endswith(".toml")]
    for path in sorted(paths, key=lambda one: one.name):
        try:
            kader = lees(lees_toml(path.read_bytes()))
        except KaderFout as fout:
            raise KaderFout(
                [Probleem(f"{path.name}: {p.plaats}", p.wat) for p in fout.problemen]
            ) from None
        found[kader.naamruimte] = kader
    usual = found[OK].niveaus
    full = {
        key: kader if kader.niveaus else replace(kader, niveaus=usual)
        for key, kader in found.items()
    }
    return MappingProxyType({OK: full.pop(OK), **full})


def ok_kader() -> Kader:
    """The Referentiekader Onderwijskwaliteit as it ships."""
    return meegeleverd()[OK]


def verwachtingen() -> Mapping[str, Verwachting]:
    """Every expectation of the bundled framework by its stored key, in its order."""
    return ok_kader().verwachtingen


def vul_aan(kader: Kader) -> Kader:
    """A pack without levels, sets or GOK questions borrows them.

    Levels from the bundled framework; sets and GOK questions only from the bundled pack of the
    same system, where the same code asks about the same subject. So a pack with nothing but
    official texts keeps the lens.
    """
    same = meegeleverd().get(kader.naamruimte)
    niveaus = kader.niveaus or ok_kader().niveaus
    if same is None:
        return replace(kader, niveaus=niveaus)
    codes = {one.code for one in kader.verwachtingen.values()}
    return replace(
        kader,
        niveaus=niveaus,
        sets=kader.sets or tuple(one for one in same.sets if _uses(one) <= codes),
        verwachtingen={
            key: _with_lens(one, same.verwachtingen.get(key))
            for key, one in kader.verwachtingen.items()
        },
    )


def _uses(one: Set) -> set[str]:
    return {*one.codes, *(code for vraag in one.vragen for code in vraag.codes)}


def _with_lens(one: Verwachting, basis: Verwachting | None) -> Verwachting:
    if one.gok_vraag or basis is None:
        return one
    return replace(one, gok_vraag=basis.gok_vraag, gok_bewijs=basis.gok_bewijs)
