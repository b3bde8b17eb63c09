"""T3: middelen niet transparant of niet doelgericht.

In: a Kijk. Out: an Uitkomst. Conditions t1-t4 and a1-a8 of the self-check, per kind of gekleurde
middelen in this schooljaar: A = toegekend, B = voorzien, C = besteed. The worst kind counts; each
finding names the kinds it is about. What a heavier finding says is not said again by a lighter one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from gokwijs.core.beleid.boek import Boek, open_boeken
from gokwijs.core.beleid.keuzes import Actiestatus, Knoop, Onderwerp
from gokwijs.core.beleid.plan import Actie, Toewijzing, Verwijzing
from gokwijs.core.beleid.tijd import days_since, is_after
from gokwijs.core.beleid.zelfcheck.uitkomst import (
    Bevinding,
    Kijk,
    Oordeel,
    Tekort,
    Uitkomst,
    refs,
    te_vroeg,
    weeg,
)
from gokwijs.core.beleid.zinsbouw import opsomming, telwoord, van_de
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import dutch_percent


@dataclass(frozen=True, slots=True)
class _Inzet:
    """The Boeken that are judged, and the look."""

    kijk: Kijk
    boeken: tuple[Boek, ...]

    @property
    def schooljaar(self) -> Schooljaar:
        return Schooljaar.of(self.kijk.vandaag)

    @property
    def posten(self) -> tuple[Toewijzing, ...]:
        return tuple(post for boek in self.boeken for post in boek.posten)

    @property
    def unplanned(self) -> list[Actie]:
        """Lopende acties without an amount of any kind and without a reason."""
        return [
            one
            for one in self.kijk.stand.lopende_acties(self.kijk.vandaag)
            if not self.kijk.stand.is_planned(one, (self.schooljaar,))
        ]


def check_inzet(kijk: Kijk) -> Uitkomst:
    """T3: is te zien waar de middelen naartoe gaan, en waarom?"""
    known = open_boeken(kijk.stand, Schooljaar.of(kijk.vandaag))
    known = tuple(boek for boek in known if boek.soort.is_gekleurd)
    judged = tuple(boek for boek in known if not (boek.is_official and boek.toegekend == 0))
    if known and not judged:
        return Uitkomst(
            Tekort.T3,
            Oordeel.NIET_VAN_TOEPASSING,
            toelichting="Volgens de brief krijgt de school dit schooljaar nul gekleurde middelen.",
        )
    if not is_after(kijk.vandaag, 10, 31):
        return te_vroeg(
            Tekort.T3,
            "Voor 1 november is het te vroeg om naar de middelen te kijken.",
            "Voer de brief met de toegekende middelen in en verdeel ze.",
        )
    inzet = _Inzet(kijk, judged)
    return weeg(Tekort.T3, (one(inzet) for one in _VOORWAARDEN))


# ---------------------------------------------------------------- tekort


def _t1(inzet: _Inzet) -> Bevinding | None:
    """Geen toegekend bedrag met kenmerk en datum van de brief."""
    found = [boek for boek in inzet.boeken if not boek.is_official]
    if inzet.boeken and not found:
        return None
    which = f" voor de {_kinds(found)}" if found else ""
    return Bevinding(
        "t1",
        f"Er is dit schooljaar nog geen officiële brief ingevoerd{which}.",
        "Voer het toegekende aantal in, met het kenmerk en de datum van de brief.",
        _records(found),
    )


def _t2(inzet: _Inzet) -> Bevinding | None:
    """Na 31 december is een groot deel nog niet verdeeld."""
    limit = inzet.kijk.drempels.rest_tekort
    found = [boek for boek in inzet.boeken if _rest_share(boek) > limit]
    return _undivided(inzet, "t2", limit, found)


def _a1(inzet: _Inzet) -> Bevinding | None:
    """Na 31 december is een klein deel nog niet verdeeld."""
    low, high = inzet.kijk.drempels.rest_aandacht, inzet.kijk.drempels.rest_tekort
    found = [boek for boek in inzet.boeken if low < _rest_share(boek) <= high]
    return _undivided(inzet, "a1", low, found)


def _undivided(inzet: _Inzet, code: str, limit: Fraction, found: list[Boek]) -> Bevinding | None:
    if not found or not is_after(inzet.kijk.vandaag, 12, 31):
        return None
    return Bevinding(
        code,
        f"Meer dan {dutch_percent(limit)} van de {_kinds(found)} is nog niet verdeeld.",
        "Verdeel de rest over acties, of noteer waarom ze overblijft.",
        _records(found),
    )


def granted(boek: Boek) -> Fraction | None:
    """A: what the letter says."""
    return boek.toekenning.toegekend if boek.toekenning is not None else None


def _rest_share(boek: Boek) -> Fraction:
    amount = granted(boek)
    return (amount - boek.voorzien) / amount if amount else Fraction(0)


def _t3(inzet: _Inzet) -> Bevinding | None:
    """Meer dan de helft van de lopende acties heeft niets voorzien en geen reden."""
    running = inzet.kijk.stand.lopende_acties(inzet.kijk.vandaag)
    found = inzet.unplanned
    if 2 * len(found) <= len(running):
        return None
    return Bevinding(
        "t3",
        f"Bij {van_de(len(found), len(running), 'lopende acties')} staat niet wat er voorzien is.",
        "Zet bij elke actie uren of euro's, of waarom nul genoeg is.",
        refs(Knoop.ACTIE, found),
    )


def _t4(inzet: _Inzet) -> Bevinding | None:
    """Te veel besteed zonder streefdoel of actie."""
    limit = inzet.kijk.drempels.zonder_doel_tekort
    found = [boek for boek in inzet.boeken if _is_much_loose(boek, limit)]
    if not found:
        return None
    return Bevinding(
        "t4",
        f"Van de {_kinds(found)} is meer dan {dutch_percent(limit)} besteed zonder streefdoel "
        "of actie.",
        "Koppel die besteding aan de actie waarvoor ze diende.",
        _loose_posts(found),
    )


def _is_much_loose(boek: Boek, limit: Fraction) -> bool:
    amount = granted(boek)
    return bool(amount) and boek.besteed_zonder_bestemming > limit * (amount or 0)


# ---------------------------------------------------------------- aandacht


def _a2(inzet: _Inzet) -> Bevinding | None:
    """Een lopende actie zonder voorzien en zonder reden."""
    found = inzet.unplanned
    if not found or _t3(inzet):
        return None
    said = telwoord(len(found), "lopende actie heeft", "lopende acties hebben")
    return Bevinding(
        "a2",
        f"{said} geen uren, geen euro's en geen reden waarom dat niet nodig is.",
        "Zet er uren of euro's bij, of waarom nul genoeg is.",
        refs(Knoop.ACTIE, found),
    )


def _a3(inzet: _Inzet) -> Bevinding | None:
    """Er is besteed zonder streefdoel of actie."""
    limit = inzet.kijk.drempels.zonder_doel_tekort
    found = [
        boek
        for boek in inzet.boeken
        if boek.besteed_zonder_bestemming > 0 and not _is_much_loose(boek, limit)
    ]
    if not found:
        return None
    return Bevinding(
        "a3",
        f"Van de {_kinds(found)} is een deel besteed zonder streefdoel of actie.",
        "Koppel die besteding aan de actie waarvoor ze diende.",
        _loose_posts(found),
    )


def _a4(inzet: _Inzet) -> Bevinding | None:
    """Een toewijzing die lang niet bijgewerkt is."""
    days = inzet.kijk.drempels.toewijzing_dagen
    found = [
        post
        for post in inzet.posten
        if post.bijgewerkt_op is not None
        and days_since(post.bijgewerkt_op, inzet.kijk.vandaag) > days
    ]
    if not found:
        return None
    return Bevinding(
        "a4",
        f"{telwoord(len(found), 'toewijzing is', 'toewijzingen zijn')} meer dan {days} dagen "
        "niet bijgewerkt.",
        "Kijk na of voorzien en besteed nog kloppen, en bevestig het.",
        refs(Knoop.TOEWIJZING, found),
    )


def _a5(inzet: _Inzet) -> Bevinding | None:
    """Een verschil tussen brief en eigen berekening blijft onverklaard."""
    days = inzet.kijk.drempels.verschil_dagen
    found = [boek for boek in inzet.boeken if _unexplained_days(boek, inzet.kijk) > days]
    if not found:
        return None
    return Bevinding(
        "a5",
        f"Voor de {_kinds(found)} verschilt de brief van de eigen berekening, en dat is na "
        f"{days} dagen niet verklaard.",
        "Noteer waar het verschil vandaan komt.",
        _records(found),
    )


def _unexplained_days(boek: Boek, kijk: Kijk) -> int:
    one = boek.toekenning
    if one is None or not one.verschil or one.verschil_verklaring:
        return 0
    since = one.bekend_sinds or one.datum
    return days_since(since, kijk.vandaag) if since is not None else 0


def _a6(inzet: _Inzet) -> Bevinding | None:
    """Meer besteed dan voorzien zonder toelichting, of meer voorzien of besteed dan toegekend."""
    over = [
        boek
        for boek in inzet.boeken
        if (amount := granted(boek)) is not None and max(boek.voorzien, boek.besteed) > amount
    ]
    posts = [
        post
        for boek in inzet.boeken
        for group in _by_target(boek)
        if _is_overspent(group, inzet.kijk.drempels.boven_voorzien)
        for post in group
    ]
    if not over and not posts:
        return None
    if over:
        said = f"Van de {_kinds(over)} is meer voorzien of besteed dan er toegekend is."
        remedie = "Verminder wat voorzien is, of kijk de bestedingen na."
    else:
        said = "Er is meer besteed dan voorzien, zonder toelichting."
        remedie = "Schrijf bij de toewijzing waarom er meer besteed is."
    return Bevinding("a6", said, remedie, (*_records(over), *refs(Knoop.TOEWIJZING, posts)))


def _by_target(boek: Boek) -> Iterable[list[Toewijzing]]:
    """The posts of one actie or streefdoel together: its hours may be spread over several."""
    groups: dict[tuple[int | None, int | None], list[Toewijzing]] = {}
    for post in boek.posten:
        if post.has_target:
            groups.setdefault((post.actie_id, post.streefdoel_id), []).append(post)
    return groups.values()


def _is_overspent(posts: list[Toewijzing], margin: Fraction) -> bool:
    planned = sum((one.voorzien or Fraction(0) for one in posts), Fraction(0))
    spent = sum((one.besteed or Fraction(0) for one in posts), Fraction(0))
    return spent > planned * (1 + margin) and not any(one.toelichting for one in posts)


def _a7(inzet: _Inzet) -> Bevinding | None:
    """Na 1 februari is er nog niet over de middelen gesproken."""
    today, year = inzet.kijk.vandaag, inzet.schooljaar
    if not is_after(today, 2, 1) or any(
        Onderwerp.MIDDELEN in one.onderwerpen and year.first_day <= one.datum <= today
        for one in inzet.kijk.stand.momenten
    ):
        return None
    return Bevinding(
        "a7",
        "Dit schooljaar kwamen de middelen op geen enkel moment ter sprake.",
        "Zet de middelen op de agenda van een overleg en noteer de uitkomst.",
    )


def _a8(inzet: _Inzet) -> Bevinding | None:
    """Een afgeronde actie met besteding zonder meting en zonder reden."""
    stand = inzet.kijk.stand
    paid = {post.actie_id for post in inzet.posten if (post.besteed or 0) > 0}
    found = [
        one
        for one in stand.planacties
        if one.status is Actiestatus.AFGEROND
        and one.id in paid
        and not one.nog_niet_meetbaar
        and not any(stand.later_metingen(doel) for doel in stand.doelen_of(one))
    ]
    if not found:
        return None
    said = telwoord(len(found), "afgeronde actie kreeg", "afgeronde acties kregen")
    return Bevinding(
        "a8",
        f"{said} middelen maar er is niets gemeten.",
        "Voer een meting in, of noteer waarom het nog niet te meten is.",
        refs(Knoop.ACTIE, found),
    )


_VOORWAARDEN: tuple[Callable[[_Inzet], Bevinding | None], ...] = (
    *(_t1, _t2, _t3, _t4),
    *(_a1, _a2, _a3, _a4, _a5, _a6, _a7, _a8),
)


# ---------------------------------------------------------------- words and records


def _kinds(boeken: Iterable[Boek]) -> str:
    return opsomming([boek.soort.label for boek in boeken])


def _records(boeken: Iterable[Boek]) -> tuple[Verwijzing, ...]:
    return refs(Knoop.TOEKENNING, [b.toekenning for b in boeken if b.toekenning is not None])


def _loose_posts(boeken: Iterable[Boek]) -> tuple[Verwijzing, ...]:
    loose = [p for b in boeken for p in b.posten if not p.has_target and (p.besteed or 0) > 0]
    return refs(Knoop.TOEWIJZING, loose)
