"""Read a whole plan as a ``PlanDocument`` for one audience.

In: a plan, for whom, and today. Out: plain gated texts. No name of a person of the school is in it,
not of a colleague and not of a pupil: where somebody typed one, it is replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from gokwijs.apps.access.roles import Permission, roles_with
from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.models import Beleidskoppeling, Knoopsoort, Plan, Streefdoel
from gokwijs.apps.beleid.selectors import onderwijs_van, stand
from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier import document_keten as keten
from gokwijs.apps.dossier import document_rond as rond
from gokwijs.apps.dossier.bundel_leeswijzer import ROLLEN
from gokwijs.apps.dossier.document_bron import Bron, dag
from gokwijs.apps.dossier.document_keten import filled
from gokwijs.apps.dossier.document_keuze import Publiek, met_teksten
from gokwijs.apps.dossier.document_middelen import van_school
from gokwijs.apps.scholen.namen import namenfilter
from gokwijs.core.beleid.keuzes import Knoop, Planstatus
from gokwijs.core.beleid.plan import Verwijzing
from gokwijs.core.beleid.plangebrek import losse_eindjes, plan_gebreken
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.volledig import ontbreekt
from gokwijs.core.beleid.volledig import zin as ontbreekt_zin
from gokwijs.core.calendar import dutch_date
from gokwijs.core.kader import Zekerheid
from gokwijs.renderers.document import printable


def lees(plan: Plan, publiek: Publiek, today: date) -> doc.PlanDocument:
    """Everything of the plan; ``beperk`` takes out what was not chosen."""
    return lees_bron(Bron(plan, publiek, today), namenfilter(plan.school))


def lees_bron(bron: Bron, hide: Callable[[str], str]) -> doc.PlanDocument:
    """The same from rows that were read already; ``hide`` takes names out of a text."""
    plan, publiek, today = bron.plan, bron.publiek, bron.today
    rules = _stand(bron)
    used = {one.indicator_id for one in bron.rows.streefdoelen} | {
        other.pk for one in bron.rows.streefdoelen for other in one.andere_indicatoren.all()
    }
    found = doc.PlanDocument(
        school=doc.School(plan.school.naam, plan.school.instellingsnummer),
        plan=_plan(bron),
        publiek=publiek.label,
        merk=publiek.merk,
        gemaakt=dutch_date(today),
        kader=bron.zicht.codes.kaders[0].op_papier,
        visie=doc.Visie(plan.visie, _visiedocument(plan)),
        verankering=tuple(_verankering(bron)),
        vaststellingen=tuple(keten.vaststelling(bron, one) for one in bron.vaststellingen),
        streefdoelen=tuple(keten.streefdoel(bron, rules, one) for one in bron.rows.streefdoelen),
        indicatoren=tuple(
            keten.indicator(bron, one) for one in bron.rows.indicatoren if one.pk not in used
        ),
        acties=tuple(keten.actie(bron, one) for one in bron.acties),
        stappen=tuple(keten.stap(bron, t) for t in bron.rows.taken if t.actie_id is None),
        middelen=tuple(van_school(bron)),
        evaluaties=tuple(rond.evaluatie(bron, one) for one in bron.evaluaties),
        momenten=tuple(rond.moment(bron, one) for one in bron.momenten),
        beeldvormingen=tuple(rond.beeldvorming(bron, one) for one in bron.beeldvormingen),
        afspraken=tuple(rond.afspraak(one) for one in bron.afspraken),
        verslagen=tuple(rond.verslag(bron, one) for one in bron.inspecties),
        eindjes=tuple(_eindjes(bron, rules)),
        verwachtingen=tuple(_verwachtingen(bron)),
        opmerkingen=bron.opmerkingen(Knoopsoort.PLAN, plan.pk),
    )
    found = replace(found, noten=tuple(_noten(bron, found)))
    return met_teksten(found, lambda text: hide(_clean(text)))


def _clean(text: str) -> str:
    """Without what neither XML nor a page knows, and with one kind of line end."""
    one_end = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(c for c in printable(one_end) if c not in "\ufffe\uffff\x7f")


def _stand(bron: Bron) -> Beleidsstand:
    """As the rules read it, with the moments and which goals they touched."""
    found = stand(bron.rows, onderwijs_van(bron.school))
    moments = tuple(
        replace(
            brug.moment(one),
            koppelingen=tuple(Verwijzing(Knoop.STREEFDOEL, s.pk) for s in one.streefdoelen.all()),
        )
        for one in bron.momenten
    )
    return replace(found, momenten=moments)


# ---------------------------------------------------------------- the plan and what surrounds it


def _plan(bron: Bron) -> doc.Plan:
    plan = bron.plan
    status = plan.get_status_display()
    if plan.vastgesteld_op is not None:
        who = roles_with(Permission.BELEID_VASTSTELLEN)[0].label.lower()
        when = f"vastgesteld op {dutch_date(plan.vastgesteld_op)} door de {who}"
        status = when if plan.status == Planstatus.VASTGESTELD else f"{status}, {when}"
    return doc.Plan(
        naam=plan.naam,
        periode=plan.periode,
        status=status,
        kernteam=plan.kernteam,
        volgende_evaluatie=dag(plan.volgende_evaluatie_op),
        documenten=bron.documenten(Knoopsoort.PLAN, plan.pk),
        reden=plan.reden,
    )


def _visiedocument(plan: Plan) -> str:
    day = f"van {dag(plan.visie_datum)}" if plan.visie_datum else ""
    return filled(f"{plan.visie_titel} {day}".strip(), plan.visie_vindplaats)


def _verankering(bron: Bron) -> Iterator[doc.Koppeling]:
    linked: dict[int, tuple[Beleidskoppeling, list[Streefdoel]]] = {}
    for doel in bron.rows.streefdoelen:
        for one in doel.koppelingen.all():
            if one.verwijderd is None:
                linked.setdefault(one.pk, (one, []))[1].append(doel)
    for one, goals in sorted(linked.values(), key=lambda pair: (pair[0].soort, pair[0].pk)):
        yield doc.Koppeling(
            soort=one.get_soort_display(),
            titel=one.titel,
            doel=one.doel,
            datum=dag(one.datum),
            herzien=dag(one.herzien_op),
            vindplaats=one.verwijzing,
            streefdoelen=bron.verwijs(goals),
        )


def _eindjes(bron: Bron, rules: Beleidsstand) -> Iterator[doc.Eindje]:
    seen: set[str] = set()
    for one in (*plan_gebreken(rules), *losse_eindjes(rules, bron.today)):
        if one.zin not in seen:
            seen.add(one.zin)
            yield doc.Eindje(one.zin, one.remedie)
    for doel in rules.plandoelen:
        missing = ontbreekt(doel, rules)
        if missing:
            number = bron.nummers[(Streefdoel, doel.id)]
            remedie = " ".join(one.remedie for one in missing)
            yield doc.Eindje(f"{number}: {ontbreekt_zin(missing)}", remedie)


def _keys(bron: Bron) -> set[str]:
    findings = (row for one in bron.inspecties for row in one.bevindingen.all())
    return bron.alle_codes | {str(code) for row in findings for code in row.ok_codes}


def _verwachtingen(bron: Bron) -> Iterator[doc.Verwachting]:
    for tag in bron.zicht.codes.tags(sorted(_keys(bron))):
        one = tag.verwachting
        lapsed = "" if tag.is_huidig else f" ({tag.toestand})"
        yield doc.Verwachting(f"{tag.naam}{lapsed}", one.onderwerp if one else "", tag.tekst)


def _onzeker(bron: Bron) -> Iterator[str]:
    """Of which codes it is not officially confirmed what they are about, per degree."""
    degrees: dict[Zekerheid, list[str]] = {}
    for tag in bron.zicht.codes.tags(sorted(_keys(bron))):
        if tag.verwachting is not None and tag.verwachting.onzeker:
            degrees.setdefault(tag.verwachting.zekerheid, []).append(tag.naam)
    for degree, names in degrees.items():
        yield f"Welk onderwerp bij deze codes hoort, {degree.zin}: {', '.join(names)}."


def _noten(bron: Bron, found: doc.PlanDocument) -> Iterator[str]:
    """What a reader must know to read the figures."""
    yield f"Dit document is gemaakt met GOK-wijs op {found.gemaakt}, {found.publiek}."
    yield ROLLEN
    if bron.verborgen:
        yield (
            "Sommige cijfers staan er niet in: ze tonen zou leerlingen herkenbaar maken, of ze "
            "zijn enkel voor wie met de exacte aantallen werkt."
        )
    if not bron.exact and bron.zicht.drempel:
        yield f"Aantallen onder {bron.zicht.drempel} leerlingen zijn afgeschermd."
    if any(one.aanpakken for one in found.acties):
        yield (
            "Cijfers bij een onderbouwing zijn gemiddelden uit onderzoek, geen doel dat een "
            "school kan halen."
        )
    yield from _onzeker(bron)
