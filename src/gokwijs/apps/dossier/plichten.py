"""The legal obligations on GOK beside what stands in the system: there, open, or not to be seen.

In: the stand of a school, a day, and the running remediation. Out: one line per obligation, with
its article and how sure it is. Nothing is judged: what is there may still be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gokwijs.apps.dossier.adressen import Adressen, Link
from gokwijs.apps.dossier.models import Remediering
from gokwijs.apps.dossier.plichten_lijst import Plicht, load_plichten
from gokwijs.core.beleid.boek import is_zonder_streefdoel
from gokwijs.core.beleid.keuzes import Documentsoort, Keuze, Knoop, Middelsoort
from gokwijs.core.beleid.plan import Streefdoel, Verwijzing
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.tijd import add_months
from gokwijs.core.beleid.zinsbouw import telwoord
from gokwijs.core.calendar import Schooljaar, dutch_date


class Staat(Keuze):
    STAAT_ER = "staat_er", "staat er"
    OPEN = "open", "nog open"
    NIET_HIER = "niet_hier", "hier niet te zien"
    NIET_VAN_TOEPASSING = "niet_van_toepassing", "niet van toepassing"

    @property
    def teken(self) -> str:
        """Beside the word: never colour alone."""
        return {"staat_er": "✓", "open": "○", "niet_hier": "…"}.get(self.value, "–")


@dataclass(frozen=True)
class Gezien:
    """What the system sees of one obligation, and where."""

    staat: Staat
    zin: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Regel:
    """One obligation as a line."""

    sleutel: str
    titel: str
    tekst: str
    artikel: str
    status: str
    gezien: Gezien
    hier_niet: str

    @property
    def is_open(self) -> bool:
        return self.gezien.staat is Staat.OPEN


@dataclass(frozen=True)
class Kijk:
    """What every test looks at."""

    stand: Beleidsstand
    vandaag: date
    plek: Adressen
    spoor: Remediering | None

    @property
    def doelen(self) -> tuple[Streefdoel, ...]:
        return self.stand.lopende_doelen(self.vandaag)

    def naar(self, page: str, words: str) -> tuple[Link, ...]:
        kind = "begin" if page.endswith("_nieuw") else "plek"
        return (Link(kind, words, self.plek.page(page)),)

    def records(self, soort: Knoop, keys: Sequence[int]) -> tuple[Link, ...]:
        return tuple(self.plek.link(Verwijzing(soort, key)) for key in keys[:3])


def plichten(
    stand: Beleidsstand, vandaag: date, plek: Adressen, spoor: Remediering | None
) -> tuple[Regel, ...]:
    """Every obligation that holds for this kind of school, in the order of the list."""
    kijk = Kijk(stand, vandaag, plek, spoor)
    lager = any(one.soort is Middelsoort.AANVULLENDE_LESTIJDEN for one in stand.toekenningen)
    found = []
    for plicht in load_plichten().plicht:
        here = plicht.voor(stand.onderwijs, lager=lager)
        if here is not None:
            found.append(_regel(plicht, here, _TOETSEN[plicht.toets](kijk)))
    return tuple(found)


def _regel(plicht: Plicht, here: tuple[str, str, str], gezien: Gezien) -> Regel:
    tekst, artikel, status = here
    return Regel(plicht.sleutel, plicht.titel, tekst, artikel, status, gezien, plicht.hier_niet)


# ---------------------------------------------------------------- what can be seen


def _beleid(kijk: Kijk) -> Gezien:
    plan = kijk.stand.lopend_plan(kijk.vandaag)
    if plan is None:
        zin = "Er is geen vastgesteld plan voor dit schooljaar."
        return Gezien(Staat.OPEN, zin, kijk.naar("beleid:overzicht", "Naar het plan"))
    zin = f"Er loopt een plan, vastgesteld op {dutch_date(plan.begin)}."
    if plan.vastgesteld_op is not None:
        zin = f"Er loopt een plan, vastgesteld op {dutch_date(plan.vastgesteld_op)}."
    return Gezien(Staat.STAAT_ER, zin, kijk.records(Knoop.PLAN, (plan.id,)))


def _streefdoelen(kijk: Kijk) -> Gezien:
    if not kijk.doelen:
        zin = "Er loopt geen streefdoel."
        return Gezien(Staat.OPEN, zin, kijk.naar("beleid:overzicht", "Naar het plan"))
    lacking = [
        one.id
        for one in kijk.doelen
        if not one.indicator_ids or one.start is None or one.einddatum is None
    ]
    return _all_or(
        kijk,
        lacking,
        f"{telwoord(len(kijk.doelen), 'streefdoel loopt', 'streefdoelen lopen')}, met een "
        "indicator en een begin- en einddatum.",
        "zonder indicator of zonder einddatum",
    )


def _referentiekader(kijk: Kijk) -> Gezien:
    if not kijk.doelen:
        return _zonder_doel(kijk)
    lacking = [
        one.id for one in kijk.doelen if not any(code.startswith("ok:") for code in one.ok_codes)
    ]
    said = "Elk lopend streefdoel noemt een verwachting van het referentiekader."
    return _all_or(kijk, lacking, said, "zonder verwachting van het referentiekader")


def _doelgroep(kijk: Kijk) -> Gezien:
    if not kijk.doelen:
        return _zonder_doel(kijk)
    lacking = [one.id for one in kijk.doelen if not one.doelgroep]
    return _all_or(kijk, lacking, "Elk lopend streefdoel noemt een doelgroep.", "zonder doelgroep")


def _zonder_doel(kijk: Kijk) -> Gezien:
    return Gezien(
        Staat.OPEN,
        "Er loopt nog geen streefdoel.",
        kijk.naar("beleid:overzicht", "Naar het plan"),
    )


def _all_or(kijk: Kijk, lacking: list[int], said: str, without: str) -> Gezien:
    if not lacking:
        return Gezien(Staat.STAAT_ER, said, kijk.naar("beleid:overzicht", "Naar het plan"))
    count = telwoord(len(lacking), "lopend streefdoel", "lopende streefdoelen")
    return Gezien(Staat.OPEN, f"{count} {without}.", kijk.records(Knoop.STREEFDOEL, lacking))


def _middelen(kijk: Kijk, *, geld: bool) -> Gezien:
    """Is everything that was spent this schooljaar spent for a goal?"""
    year, stand = Schooljaar.of(kijk.vandaag), kijk.stand
    rows = [
        one
        for one in stand.toewijzingen_in(year)
        if one.soort.is_gekleurd and one.soort.is_geld is geld
    ]
    granted = [
        one
        for one in stand.toekenningen
        if one.soort.is_gekleurd and one.soort.is_geld is geld and one.toegekend
    ]
    link = kijk.naar("inzet:overzicht", "Naar de middelen")
    if not rows and not granted:
        return Gezien(Staat.NIET_HIER, f"Voor {year} is er niets gekend.", link)
    loose = [one for one in rows if is_zonder_streefdoel(one, stand)]
    if any(one.besteed for one in loose):
        return Gezien(Staat.OPEN, "Er is iets besteed zonder streefdoel.", link)
    if any(one.voorzien for one in loose):
        return Gezien(Staat.OPEN, "Er is iets voorzien zonder streefdoel.", link)
    if not rows:
        return Gezien(Staat.OPEN, "Er is nog niets voorzien of besteed.", link)
    if not any(one.besteed for one in rows):
        said = "Alles wat voorzien is, heeft een streefdoel. Er is nog niets besteed."
        return Gezien(Staat.STAAT_ER, said, link)
    return Gezien(Staat.STAAT_ER, "Alles wat besteed is, heeft een streefdoel.", link)


def _kwaliteit(kijk: Kijk) -> Gezien:
    since = add_months(kijk.vandaag, -12)
    recent = [one for one in kijk.stand.evaluaties if since < one.datum <= kijk.vandaag]
    if not recent:
        zin = "In de laatste 12 maanden is er geen evaluatie."
        link = kijk.naar("opvolging:evaluatie_nieuw", "Noteer een evaluatie")
        return Gezien(Staat.OPEN, zin, link)
    last = max(recent, key=lambda one: (one.datum, one.id))
    links = kijk.records(Knoop.EVALUATIE, (last.id,))
    if not any(kijk.stand.besluiten_after.get(one.id) for one in recent):
        return Gezien(Staat.OPEN, "Er is geëvalueerd, maar nog niets besloten.", links)
    return Gezien(Staat.STAAT_ER, f"Laatste evaluatie op {dutch_date(last.datum)}.", links)


def _begeleiding(kijk: Kijk) -> Gezien:
    plan = kijk.stand.plan
    keys = (
        []
        if plan is None
        else [
            key
            for key in plan.beleidskoppeling_ids
            if key in kijk.stand.koppeling
            and kijk.stand.koppeling[key].document_soort is Documentsoort.BEGELEIDINGSBELEID
        ]
    )
    if keys:
        said = "Het plan verwijst naar het begeleidingsbeleid."
        return Gezien(Staat.STAAT_ER, said, kijk.records(Knoop.BELEIDSKOPPELING, keys))
    return Gezien(
        Staat.OPEN,
        "Niets in het plan is gekoppeld aan het begeleidingsbeleid.",
        kijk.naar("samen:koppeling_nieuw", "Koppel een document"),
    )


def _verklaringen(kijk: Kijk) -> Gezien:
    return Gezien(
        Staat.NIET_HIER,
        "Dit volg je bij de verklaringen.",
        (Link("verklaringen", "Naar de verklaringen", kijk.plek.page("verklaring:overzicht")),),
    )


def _remediering(kijk: Kijk) -> Gezien:
    spoor = kijk.spoor
    if spoor is None:
        return Gezien(Staat.NIET_VAN_TOEPASSING, "Er loopt geen remediëring.")
    address = reverse("dossier:remediering", args=(kijk.plek.nummer, spoor.inspectie_id))
    link = (Link("plek", "Naar de remediëring", address),)
    if not spoor.begeleider:
        return Gezien(Staat.OPEN, "Er is nog geen begeleiding van buiten genoteerd.", link)
    if spoor.herevaluatie_op is None:
        return Gezien(Staat.OPEN, "De datum van de nieuwe evaluatie is niet ingevuld.", link)
    said = f"Er loopt een remediëring; nieuwe evaluatie op {dutch_date(spoor.herevaluatie_op)}."
    return Gezien(Staat.STAAT_ER, said, link)


_TOETSEN: Mapping[str, Callable[[Kijk], Gezien]] = {
    "beleid": _beleid,
    "streefdoelen": _streefdoelen,
    "referentiekader": _referentiekader,
    "uren": lambda kijk: _middelen(kijk, geld=False),
    "werkingsmiddelen": lambda kijk: _middelen(kijk, geld=True),
    "doelgroep": _doelgroep,
    "kwaliteit": _kwaliteit,
    "begeleiding": _begeleiding,
    "verklaringen": _verklaringen,
    "remediering": _remediering,
}
