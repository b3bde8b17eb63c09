"""Roles in plain words, and the one table of what each may do.

Zones: the Werkzone (exact counts, explanation, distances) is for who declares, checks or teaches
the pupils; the Schoolzone (history, gated tables) is for the staff; whoever looks in from outside
the school sees results: whole hours and euros, and the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Permission(StrEnum):
    MIDDELEN_ZIEN = "middelen_zien"  # results and rules, also from outside the school
    SCHOOLZONE_ZIEN = "schoolzone_zien"  # what the staff sees: history, gated tables
    WERKZONE_ZIEN = "werkzone_zien"  # exact counts, explanation, distances, receipts
    TELLING_INBRENGEN = "telling_inbrengen"
    GETALLEN_INVOEREN = "getallen_invoeren"  # amounts and factors from an official document
    SCHOOL_BEHEREN = "school_beheren"
    MEDEWERKERS_BEHEREN = "medewerkers_beheren"
    LOGBOEK_ZIEN = "logboek_zien"
    LEERLINGEN_ZIEN = "leerlingen_zien"  # pupil rows with kenmerken (a leraar: own classes)
    LEERLINGEN_BEHEREN = "leerlingen_beheren"  # edit, enrol, import
    VERKLARINGEN_BEHEREN = "verklaringen_beheren"  # the answers themselves, letters, signed forms
    LIJSTEN_MEENEMEN = "lijsten_meenemen"  # export or print pupil rows
    SCORES_BEHEREN = "scores_beheren"  # read in and correct scores of pupils
    CIJFERS_VRIJGEVEN = "cijfers_vrijgeven"  # fix figures for the team, release them outside
    PRIVACY_BEHEREN = "privacy_beheren"  # DPIA, export and erasure of a pupil, retention
    BELEID_SCHRIJVEN = "beleid_schrijven"  # write the plan: goals, actions, metingen
    BELEID_VASTSTELLEN = "beleid_vaststellen"  # adopt and close a plan
    INZET_BEHEREN = "inzet_beheren"  # assign hours and euros, book what was spent
    INZET_PERSONEN_ZIEN = "inzet_personen_zien"  # whose hours: names of colleagues

    @property
    def words(self) -> str:
        """'zien hoeveel middelen de school krijgt'"""
        return _PERMISSION_WORDS[self]


_PERMISSION_WORDS = {
    Permission.MIDDELEN_ZIEN: "zien hoeveel middelen de school krijgt",
    Permission.SCHOOLZONE_ZIEN: "de geschiedenis en de overzichten van de school zien",
    Permission.WERKZONE_ZIEN: "de exacte aantallen en de uitleg zien",
    Permission.TELLING_INBRENGEN: "een telling inbrengen",
    Permission.GETALLEN_INVOEREN: "getallen uit een officieel document invoeren",
    Permission.SCHOOL_BEHEREN: "de schoolgegevens aanpassen",
    Permission.MEDEWERKERS_BEHEREN: "medewerkers toevoegen en rollen geven",
    Permission.LOGBOEK_ZIEN: "zien wie wat deed",
    Permission.LEERLINGEN_ZIEN: "leerlingen en hun kenmerken zien",
    Permission.LEERLINGEN_BEHEREN: "leerlingen aanpassen en inlezen",
    Permission.VERKLARINGEN_BEHEREN: "verklaringen van ouders verzamelen en inkijken",
    Permission.LIJSTEN_MEENEMEN: "lijsten met leerlingen exporteren of printen",
    Permission.SCORES_BEHEREN: "scores van leerlingen inlezen en verbeteren",
    Permission.CIJFERS_VRIJGEVEN: "cijfers vastleggen voor het team en tabellen vrijgeven",
    Permission.PRIVACY_BEHEREN: "de privacyregels van de school beheren",
    Permission.BELEID_SCHRIJVEN: "aan het GOK-plan schrijven",
    Permission.BELEID_VASTSTELLEN: "het GOK-plan vaststellen en afsluiten",
    Permission.INZET_BEHEREN: "uren en euro's toewijzen en boeken",
    Permission.INZET_PERSONEN_ZIEN: "zien welke collega welke uren heeft",
}


class Role(StrEnum):
    DIRECTEUR = "directeur"
    GOK_COORDINATOR = "gok_coordinator"
    ZORG = "zorg"
    LERAAR = "leraar"
    SECRETARIAAT = "secretariaat"
    FINANCIEN = "financien"
    BEHEERDER = "beheerder"
    SCHOLENGROEP = "scholengroep"
    NETWERK = "netwerk"
    PBD = "pbd"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def description(self) -> str:
        return _LABELS[self][1]


_LABELS = {
    Role.DIRECTEUR: ("Directeur", "Ziet alles van de school, voert getallen in en beheert."),
    Role.GOK_COORDINATOR: (
        "GOK-coördinator",
        "Ziet de leerlingen; werkt met uitleg en wat-als.",
    ),
    Role.ZORG: ("Zorg of leerlingenbegeleiding", "Ziet de leerlingen, hun kenmerken en de uitleg."),
    Role.LERAAR: (
        "Leraar",
        "Ziet de resultaten; de leerlingen van de eigen klassen als de school dat toestaat.",
    ),
    Role.SECRETARIAAT: ("Secretariaat", "Beheert leerlingen, verklaringen en tellingen."),
    Role.FINANCIEN: ("Financiën", "Ziet aantallen en uitleg en voert bedragen in; geen namen."),
    Role.BEHEERDER: ("Beheerder", "Beheert de school en de medewerkers; ziet geen aantallen."),
    Role.SCHOLENGROEP: ("Scholengroep", "Ziet de resultaten, geen aantallen of leerlingen."),
    Role.NETWERK: ("Netwerk", "Ziet de resultaten, geen aantallen of leerlingen."),
    Role.PBD: (
        "PBD-adviseur",
        "Ziet de resultaten tot een einddatum, meer als de school dat toestaat; nooit leerlingen.",
    ),
}

_P = Permission
_SCHOOL = frozenset({_P.MIDDELEN_ZIEN, _P.SCHOOLZONE_ZIEN})  # everybody who works at the school
_RESULTS = frozenset({_P.MIDDELEN_ZIEN})
PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.DIRECTEUR: frozenset(Permission),
    Role.GOK_COORDINATOR: _SCHOOL
    | {
        _P.WERKZONE_ZIEN,
        _P.TELLING_INBRENGEN,
        _P.GETALLEN_INVOEREN,
        _P.LEERLINGEN_ZIEN,
        _P.SCORES_BEHEREN,
        _P.CIJFERS_VRIJGEVEN,
        _P.BELEID_SCHRIJVEN,
        _P.INZET_BEHEREN,
    },
    Role.ZORG: _SCHOOL
    | {
        _P.WERKZONE_ZIEN,
        _P.LEERLINGEN_ZIEN,
        _P.SCORES_BEHEREN,
        _P.LIJSTEN_MEENEMEN,
        _P.BELEID_SCHRIJVEN,
    },
    Role.LERAAR: _SCHOOL,
    Role.SECRETARIAAT: _SCHOOL
    | {
        _P.WERKZONE_ZIEN,
        _P.TELLING_INBRENGEN,
        _P.LEERLINGEN_ZIEN,
        _P.LEERLINGEN_BEHEREN,
        _P.SCORES_BEHEREN,
        _P.VERKLARINGEN_BEHEREN,
        _P.LIJSTEN_MEENEMEN,
    },
    Role.FINANCIEN: _SCHOOL
    | {_P.WERKZONE_ZIEN, _P.GETALLEN_INVOEREN, _P.INZET_BEHEREN, _P.INZET_PERSONEN_ZIEN},
    Role.BEHEERDER: _SCHOOL | {_P.SCHOOL_BEHEREN, _P.MEDEWERKERS_BEHEREN},
    Role.SCHOLENGROEP: _RESULTS,
    Role.NETWERK: _RESULTS,
    Role.PBD: _RESULTS,
}
OUTSIDE = (Role.SCHOLENGROEP, Role.NETWERK, Role.PBD)  # they do not work at the school
# What a school can grant on top, to one person: never pupils of the whole school or exact counts.
EXTRA: Mapping[Role, frozenset[Permission]] = {
    Role.LERAAR: frozenset({_P.LEERLINGEN_ZIEN}),  # own classes
    Role.PBD: frozenset({_P.SCHOOLZONE_ZIEN}),
}
MANAGERS = frozenset({Role.DIRECTEUR.value, Role.BEHEERDER.value})
# Looking permissions: what the page on roles names when a role does not see it.
SIGHTS = (
    _P.SCHOOLZONE_ZIEN,
    _P.WERKZONE_ZIEN,
    _P.LEERLINGEN_ZIEN,
    _P.LOGBOEK_ZIEN,
)


def known_roles(keys: Iterable[str]) -> list[Role]:
    """The roles behind stored keys, in the order of the table; unknown keys are nothing."""
    given = set(keys)
    return [role for role in Role if role.value in given]


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Everything a set of role keys allows; unknown keys allow nothing."""
    return frozenset[Permission]().union(*(PERMISSIONS[role] for role in known_roles(roles)))


def roles_with(permission: Permission) -> list[Role]:
    """Which roles allow this; for the page that says who to ask."""
    return [role for role in Role if permission in PERMISSIONS[role]]
