"""Roles in plain words, and the one table of what each may do.

Zones: the Werkzone (exact counts, explanation, distances) is for who declares, checks or teaches
the pupils; the Schoolzone shows whole hours and euros and the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Permission(StrEnum):
    MIDDELEN_ZIEN = "middelen_zien"  # Schoolzone: results and rules
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
    PRIVACY_BEHEREN = "privacy_beheren"  # DPIA, export and erasure of a pupil, retention

    @property
    def words(self) -> str:
        """'zien hoeveel middelen de school krijgt'"""
        return _PERMISSION_WORDS[self]


_PERMISSION_WORDS = {
    Permission.MIDDELEN_ZIEN: "zien hoeveel middelen de school krijgt",
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
    Permission.PRIVACY_BEHEREN: "de privacyregels van de school beheren",
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
    Role.LERAAR: ("Leraar", "Ziet hoeveel middelen de school krijgt en volgens welke regels."),
    Role.SECRETARIAAT: ("Secretariaat", "Beheert leerlingen, verklaringen en tellingen."),
    Role.FINANCIEN: ("Financiën", "Ziet aantallen en uitleg en voert bedragen in."),
    Role.BEHEERDER: ("Beheerder", "Beheert de school en de medewerkers; ziet geen aantallen."),
    Role.SCHOLENGROEP: ("Scholengroep", "Ziet de resultaten, geen aantallen of leerlingen."),
    Role.NETWERK: ("Netwerk", "Ziet de resultaten, geen aantallen of leerlingen."),
}

_P = Permission
PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.DIRECTEUR: frozenset(Permission),
    Role.GOK_COORDINATOR: frozenset(
        {
            _P.MIDDELEN_ZIEN,
            _P.WERKZONE_ZIEN,
            _P.TELLING_INBRENGEN,
            _P.GETALLEN_INVOEREN,
            _P.LEERLINGEN_ZIEN,
        }
    ),
    Role.ZORG: frozenset(
        {_P.MIDDELEN_ZIEN, _P.WERKZONE_ZIEN, _P.LEERLINGEN_ZIEN, _P.LIJSTEN_MEENEMEN}
    ),
    Role.LERAAR: frozenset({_P.MIDDELEN_ZIEN}),
    Role.SECRETARIAAT: frozenset(
        {
            _P.MIDDELEN_ZIEN,
            _P.WERKZONE_ZIEN,
            _P.TELLING_INBRENGEN,
            _P.LEERLINGEN_ZIEN,
            _P.LEERLINGEN_BEHEREN,
            _P.VERKLARINGEN_BEHEREN,
            _P.LIJSTEN_MEENEMEN,
        }
    ),
    Role.FINANCIEN: frozenset({_P.MIDDELEN_ZIEN, _P.WERKZONE_ZIEN, _P.GETALLEN_INVOEREN}),
    Role.BEHEERDER: frozenset({_P.MIDDELEN_ZIEN, _P.SCHOOL_BEHEREN, _P.MEDEWERKERS_BEHEREN}),
    Role.SCHOLENGROEP: frozenset({_P.MIDDELEN_ZIEN}),
    Role.NETWERK: frozenset({_P.MIDDELEN_ZIEN}),
}


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Everything a set of role keys allows; unknown keys allow nothing."""
    known = {role.value for role in Role}
    found: frozenset[Permission] = frozenset()
    for role in roles:
        if role in known:
            found |= PERMISSIONS[Role(role)]
    return found


def roles_with(permission: Permission) -> list[Role]:
    """Which roles allow this; for the page that says who to ask."""
    return [role for role in Role if permission in PERMISSIONS[role]]
