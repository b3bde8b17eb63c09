"""What needs somebody now: one task per sentence, for whoever may do it, most urgent first.

In: the school as this person sees it, and today. Out: tasks. Each source looks only at what the
permissions allow; a task never holds a name of a pupil.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.beleid.selectors import plannen
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.dossier.klaar import eerst
from gokwijs.apps.inlezen.models import LeerlingImport
from gokwijs.apps.inzet.voor_vandaag import verdeeld
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.leerlingen.selectors import running_on
from gokwijs.apps.middelen.brieven import open_verschillen
from gokwijs.apps.middelen.models import Inlezing
from gokwijs.apps.opvolging.selectors import regels
from gokwijs.apps.privacy.selectors import dpia_reminder, opruim_reminder
from gokwijs.apps.samen.taken_vandaag import wat_wacht
from gokwijs.apps.scholen.selectors import Access, facts_for
from gokwijs.apps.teldag.dagen import teldag_of
from gokwijs.apps.teldag.kijken import samenvatting
from gokwijs.apps.teldag.selectors import latest_of
from gokwijs.apps.zelfevaluatie.taken_vandaag import rondes_wachten
from gokwijs.core.beleid.zinsbouw import opsomming
from gokwijs.core.calendar import Schooljaar, dutch_date, teldag
from gokwijs.core.kenmerken import Antwoord


@dataclass(frozen=True)
class Taak:
    """One thing to do. ``rang``: 0 now, 1 soon, 2 when there is time."""

    rang: int
    titel: str
    zin: str
    link: str
    link_words: str


SOON = 21  # days before the teldag from which a missing verklaring cannot wait

Source = Callable[[Access, date], Iterable[Taak]]


def next_teldag(today: date) -> tuple[Schooljaar, date]:
    """The first teldag that is not past, and the schooljaar that it pays for."""
    schooljaar = Schooljaar.of(today)
    while teldag(schooljaar) < today:
        schooljaar = schooljaar.next
    return schooljaar, teldag(schooljaar)


def paying_schooljaar(today: date) -> Schooljaar:
    """The schooljaar whose means can be calculated: that of the last teldag."""
    coming, day = next_teldag(today)
    return coming if day == today else coming.previous


def address(access: Access, name: str, query: str = "") -> str:
    return reverse(name, kwargs={"nummer": access.school.instellingsnummer}) + query


def _number(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _readings(access: Access, today: date) -> Iterable[Taak]:
    """A counted file that waits for a yes."""
    if not access.may_count:
        return
    for one in access.school.inlezingen.filter(status=Inlezing.Status.CONCEPT)[:3]:
        yield Taak(
            0,
            "Een ingelezen telling wacht op je ja",
            f"{one.herkomst}, schooljaar {Schooljaar(one.schooljaar)}. Tot je bevestigt, wordt er "
            "niets berekend.",
            reverse(
                "middelen:nakijken",
                kwargs={"nummer": access.school.instellingsnummer, "pk": one.pk},
            ),
            "Kijk ze na",
        )


def _facts(access: Access, today: date) -> Iterable[Taak]:
    """What the law must know about the school and nobody filled in."""
    if not (access.may_manage and access.werkzone):
        return
    schooljaar = paying_schooljaar(today)
    facts = facts_for(access.school, schooljaar)
    basis = access.school.leerlingen.filter(
        inschrijvingen__onderwijsniveau__in=("kleuter", "lager")
    )
    if facts.toeslag_noemer is None and facts.nieuwe_school != int(Antwoord.JA) and basis.exists():
        yield Taak(
            1,
            f"De verhouding S voor {schooljaar} is nog niet ingevuld",
            "Zonder die twee getallen kunnen de SES-lestijden niet berekend worden. Je vindt ze in "
            "de officiële brief.",
            address(access, "scholen:gegevens", f"?schooljaar={schooljaar}"),
            "Vul ze in",
        )


def _calculation(access: Access, today: date) -> Iterable[Taak]:
    """No means calculated yet for the year that the last teldag pays for."""
    if not access.may_count:
        return
    schooljaar = paying_schooljaar(today)
    if not access.school.berekeningen.filter(schooljaar=schooljaar.start).exists():
        yield Taak(
            1,
            f"De middelen voor {schooljaar} zijn nog niet berekend",
            f"Ze volgen uit de leerlingen van {dutch_date(teldag(schooljaar))}.",
            address(access, "middelen:overzicht", f"?schooljaar={schooljaar}"),
            "Naar de middelen",
        )


def _pupils(access: Access, today: date) -> Iterable[Taak]:
    """A school without pupils cannot see what it misses."""
    if access.may_edit_pupils and not access.school.leerlingen.exists():
        yield Taak(
            1,
            "Er staan nog geen leerlingen in GOK-wijs",
            "Met je leerlingenlijst zie je welke verklaringen ontbreken en wat ze waard zijn.",
            address(access, "inlezen:start"),
            "Lees ze in",
        )


def _missing(access: Access, today: date) -> Iterable[Taak]:
    """Verklaringen that are missing for the coming teldag; the worth only in the Werkzone."""
    if not access.may_pupils:
        return
    seen = samenvatting(access, today)
    if seen.aantal:
        titel = f"Nog {_number(seen.aantal, 'verklaring ontbreekt', 'verklaringen ontbreken')}"
        yield Taak(
            0 if 0 <= seen.dagen <= SOON else 1,
            titel,
            seen.zin.removeprefix(f"{titel}.").strip() or seen.aftellen,
            address(access, "teldag:ontbrekend", f"?schooljaar={seen.schooljaar}"),
            "Bekijk wat ontbreekt",
        )


def _freeze(access: Access, today: date) -> Iterable[Taak]:
    """The last teldag is past and its Telling is not frozen."""
    schooljaar = paying_schooljaar(today)
    if not access.may_count:
        return
    dag = teldag_of(access.school, schooljaar).dag
    there = Inschrijving.objects.filter(running_on(dag), leerling__school=access.school)
    if dag <= today and there.exists() and latest_of(access.school, schooljaar) is None:
        yield Taak(
            1,
            f"De telling voor {schooljaar} ligt nog niet vast",
            f"Leg vast wie op {dutch_date(dag)} telde. Latere wijzigingen veranderen "
            "die telling dan niet meer.",
            address(access, "teldag:teldag", f"?schooljaar={schooljaar}"),
            "Naar de teldag",
        )


def _imports(access: Access, today: date) -> Iterable[Taak]:
    """The last file with pupils, as long as it waits for somebody or could not be finished."""
    if not access.may_edit_pupils:
        return
    last = access.school.leerling_imports.first()
    if last is not None and (last.status in LeerlingImport.OPEN or last.melding):
        link = reverse(
            "inlezen:resultaat",
            kwargs={"nummer": access.school.instellingsnummer, "pk": last.pk},
        )
        state = last.melding or f"Het {last.get_status_display()}. Er is nog niets veranderd."
        zin = f"{last.bestand}: {state}"
        yield Taak(0, "Je laatste leerlingenbestand vraagt aandacht", zin, link, "Kijk het na")


def _letters(access: Access, today: date) -> Iterable[Taak]:
    """Differences with the official letter that nobody explained yet."""
    if not access.werkzone:
        return
    schooljaar = paying_schooljaar(today)
    found = open_verschillen(access.school, schooljaar)
    if found.number:
        titles = ", ".join(found.lines[:3])
        yield Taak(
            1,
            f"{_number(found.number, 'verschil', 'verschillen')} met de officiële brief",
            f"Nog niet verklaard voor {schooljaar}: {titles}"
            + (" en andere." if found.number > 3 else "."),
            address(access, "middelen:vergelijking", f"?schooljaar={schooljaar}"),
            "Vergelijk met de brief",
        )


def _team(access: Access, today: date) -> Iterable[Taak]:
    """The teldag of this school year is past and the team has no figures of it yet."""
    if not access.may_release:
        return
    now = Schooljaar.of(today)
    if teldag_of(access.school, now.next).dag > today or not access.school.leerlingen.exists():
        return
    if not access.school.standen.filter(schooljaar=now.start, vervangen=None).exists():
        yield Taak(
            2,
            f"De cijfers van {now} liggen nog niet vast voor het team",
            "Leg ze vast en het hele team kan zien waar jullie leerlingen zitten, met kleine "
            "groepen afgeschermd.",
            address(access, "analyse:stand"),
            "Leg ze vast",
        )


def _privacy(access: Access, today: date) -> Iterable[Taak]:
    """The DPIA, and what is announced to be erased."""
    if not access.may_privacy:
        return
    reminder = dpia_reminder(access.school, today)
    if reminder is not None:
        link = address(access, "privacy:overzicht")
        yield Taak(1, "De DPIA is nog niet in orde", reminder, link, "Naar privacy")
    announced = opruim_reminder(access.school, today)
    if announced is not None:
        link = address(access, "privacy:opruimen")
        yield Taak(2, "Er worden gegevens gewist", announced, link, "Bekijk wat")


def _together(access: Access, today: date) -> Iterable[Taak]:
    """Own tasks of the plan, calls of colleagues, proposals that wait."""
    for one in (*wat_wacht(access, today), *rondes_wachten(access, today)):
        link = address(access, one.naam, one.query)
        yield Taak(one.rang, one.titel, one.zin, link, one.link_woorden)


def _plan(access: Access, today: date) -> Iterable[Taak]:
    """No plan for the school year of now; else the hours and euros that it still has to place."""
    if not (access.may_write or access.may_assign):
        return
    now = Schooljaar.of(today)
    every = list(plannen(access.school))
    if any(one.schooljaar_van <= now.start <= one.schooljaar_tot for one in every):
        if access.may_assign:
            yield from _means(access, now)
    elif access.may_write:
        yield _no_plan(access, now, [one for one in every if one.schooljaar_tot < now.start])


def _no_plan(access: Access, now: Schooljaar, earlier: Sequence[Plan]) -> Taak:
    titel = f"Er is nog geen GOK-plan voor {now}"
    if not earlier:
        zin = "Een eerste plan maak je in een kwartier, leeg of met een voorbeeld."
        return Taak(1, titel, zin, address(access, "beleid:overzicht"), "Begin een plan")
    last = max(earlier, key=lambda one: one.schooljaar_tot)
    zin = (
        f"Het laatste loopt tot en met {Schooljaar(last.schooljaar_tot)}. Wat jullie beslisten, "
        "gaat mee in het volgende."
    )
    link = reverse("beleid:plan", args=[access.school.instellingsnummer, last.pk])
    return Taak(1, titel, zin, link, "Naar het laatste plan")


def _means(access: Access, now: Schooljaar) -> Iterable[Taak]:
    """Hours and euros of this school year that stand on no action, or above what was granted."""
    found = verdeeld(access.school, now)
    link = address(access, "inzet:overzicht", f"?schooljaar={now}")
    if found.te_veel:
        yield Taak(
            0,
            f"{opsomming(found.te_veel)} te veel toegewezen",
            f"Voor {now} is er meer toegewezen dan er toegekend is. Neem ergens weg.",
            link,
            "Los het op",
        )
    if found.vrij:
        yield Taak(
            1,
            f"{opsomming(found.vrij)} nog niet toegewezen",
            f"Ze staan voor {now} nog op geen enkele actie.",
            link,
            "Wijs ze toe",
        )


def _readiness(access: Access, today: date) -> Iterable[Taak]:
    """The first thing of the self-check on the running plan; one, for who leads it."""
    if not (access.may_write and access.may_assign):
        return
    found = eerst(access.school, today, Zicht(access))
    if found is not None:
        yield Taak(
            2,
            f"Zelfcheck, {found.kort.lower()}: {found.woord}",
            f"{found.waarom} {found.zin}",
            address(access, "dossier:overzicht"),
            "Bekijk de zelfcheck",
        )


def _follow_up(access: Access, today: date) -> Iterable[Taak]:
    """Goals of which a meting or an evaluatie is too late, for who writes the plan."""
    if not access.may_write:
        return
    late = [one.doel.formulering for one in regels(access, today) if one.te_laat]
    if late:
        rest = f" En nog {len(late) - 2}." if len(late) > 2 else ""
        yield Taak(
            1,
            _number(
                len(late),
                "streefdoel wacht op een meting of evaluatie",
                "streefdoelen wachten op een meting of evaluatie",
            ),
            f"{'; '.join(late[:2])}.{rest}",
            address(access, "opvolging:overzicht"),
            "Bekijk ze" if len(late) > 1 else "Bekijk het",
        )


SOURCES: tuple[Source, ...] = (
    *(_pupils, _readings, _imports, _missing, _freeze),
    *(_facts, _calculation, _letters, _plan),
    *(_together, _follow_up, _team, _privacy, _readiness),
)


def taken_of(access: Access, today: date) -> list[Taak]:
    """Every task of this person, most urgent first; the order of the sources breaks ties."""
    found = [taak for source in SOURCES for taak in source(access, today)]
    return sorted(found, key=lambda taak: taak.rang)
