"""What surrounds the chain of a plan, as texts: evaluaties, overleg, the inspectorate.

In: a ``Bron``. Out: records of ``document``, gated.
"""

from __future__ import annotations

from typing import Any

from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Borging,
    Draagvlakmoment,
    Evaluatie,
    Knoopsoort,
    Streefdoel,
)
from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier.document_bron import Bron, dag
from gokwijs.apps.dossier.document_keten import filled, labels
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from gokwijs.apps.samen.models import Beeldvorming, Partnerafspraak
from gokwijs.core.beleid.formulering import toon_streefwaarde
from gokwijs.core.beleid.keuzes import Bronsoort, Deelnemersgroep, Onderwerp, Partnersoort


def _groepen(groups: dict[str, Any]) -> str:
    """'personeel 12, ouders 4'"""
    known = {one.value: one.label for one in Deelnemersgroep}
    return ", ".join(f"{known.get(key, key)} {number}" for key, number in groups.items() if number)


def evaluatie(bron: Bron, one: Evaluatie) -> doc.Evaluatie:
    earlier = {row.pk: row for row in bron.evaluaties}.get(one.vorige_id or 0)
    own = [row for row in reversed(bron.rows.besluiten) if row.evaluatie_id == one.pk]
    indicators = {row.pk: row for row in bron.rows.indicatoren}
    used = [row for row in bron.rows.metingen if row in one.metingen.all()]
    return doc.Evaluatie(
        nummer=bron.nummers[(Evaluatie, one.pk)],
        datum=dag(one.datum),
        streefdoelen=bron.verwijs(one.streefdoelen.all()),
        wie=_groepen(one.groepen),
        bronnen=labels(one.bron_soorten, Bronsoort),
        metingen=tuple(
            f"{indicators[m.indicator_id].naam}, {dag(m.peildatum)}: {bron.meting(m)}"
            for m in used
            if m.indicator_id in indicators
        ),
        conclusie=one.conclusie,
        vorige=dag(earlier.datum) if earlier else "",
        volgende=dag(one.volgende_op),
        afgerond=dag(one.afgerond),
        documenten=bron.documenten(Knoopsoort.EVALUATIE, one.pk),
        besluiten=tuple(_besluit(bron, row) for row in own),
        opmerkingen=bron.opmerkingen(Knoopsoort.EVALUATIE, one.pk),
    )


def _besluit(bron: Bron, one: Besluit) -> doc.Besluit:
    goal = bron.nummers.get((Streefdoel, one.streefdoel_id), "")
    about = bron.nummers.get((Actie, one.actie_id or 0), "")
    target = brug.besluit(one).nieuwe_streefwaarde
    record = brug.indicator(one.streefdoel.indicator) if one.streefdoel.indicator else None
    new = filled(
        f"nieuwe plaats: {one.nieuwe_plaats}" if one.nieuwe_plaats else "",
        f"nieuwe streefwaarde: {toon_streefwaarde(target, record)}" if target is not None else "",
        f"nieuwe einddatum: {dag(one.nieuwe_einddatum)}" if one.nieuwe_einddatum else "",
    )
    return doc.Besluit(
        keuze=one.get_keuze_display(),
        waarover=filled(goal, about),
        waarom=one.motivering,
        vanaf=dag(one.vanaf),
        wie=one.trekker_rol,
        nieuw=new,
        borgingen=tuple(_borging(row) for row in bron.rows.borgingen if row.besluit_id == one.pk),
        opmerkingen=bron.opmerkingen(Knoopsoort.BESLUIT, one.pk),
    )


def _borging(one: Borging) -> doc.Borging:
    return doc.Borging(one.get_vorm_display(), one.verwijzing, one.trekker_rol, dag(one.herzien_op))


def moment(bron: Bron, one: Draagvlakmoment) -> doc.Moment:
    invited = f"{one.uitgenodigd} uitgenodigd" if one.uitgenodigd is not None else ""
    touched = (*one.vaststellingen.all(), *one.streefdoelen.all(), *one.acties.all())
    return doc.Moment(
        datum=dag(one.datum),
        vorm=one.get_vorm_display(),
        wie=filled(_groepen(one.groepen), invited, "de leiding was erbij" * one.leiding_aanwezig),
        onderwerpen=labels(one.onderwerpen, Onderwerp),
        partners=labels(one.partners, Partnersoort),
        raakt=bron.verwijs(touched),
        uitkomst=one.uitkomst,
        bezwaren=one.bezwaren,
        antwoord=one.antwoord or ("nog niet beantwoord" if one.bezwaren else ""),
        opmerkingen=bron.opmerkingen(Knoopsoort.MOMENT, one.pk),
    )


# ---------------------------------------------------------------- partners


def beeldvorming(bron: Bron, one: Beeldvorming) -> doc.Beeldvorming:
    return doc.Beeldvorming(
        vraag=one.vraag,
        datum=dag(one.datum),
        niveau=one.get_niveau_display(),
        partners=labels(one.partners, Partnersoort),
        signalen=tuple(
            doc.Signaal(labels([row.get("wie", "")], Partnersoort), str(row.get("tekst", "")))
            for row in one.signalen
        ),
        helpt=one.helpt,
        hindert=one.hindert,
        eigen_effect=one.eigen_effect,
        aanpak=one.aanpak,
        acties=bron.verwijs(one.acties.all()),
        geen_actie=one.geen_actie,
        afgerond=dag(one.afgerond),
    )


def afspraak(one: Partnerafspraak) -> doc.Afspraak:
    return doc.Afspraak(
        soort=one.get_soort_display(),
        naam=one.naam,
        tekst=one.afspraak,
        datum=dag(one.datum),
        herzien=dag(one.herzien_op),
        verwijzing=one.verwijzing,
    )


# ---------------------------------------------------------------- the inspectorate


def verslag(bron: Bron, one: Inspectie) -> doc.Verslag:
    track = getattr(one, "remediering", None)
    return doc.Verslag(
        titel=one.document,
        datum=dag(one.datum),
        soort=one.soort,
        advies=one.advies,
        uitspraak=one.get_gok_uitspraak_display(),
        toelichting=one.toelichting,
        remediering=_remediering(track) if track is not None else "",
        bevindingen=tuple(_bevinding(bron, row) for row in one.bevindingen.all()),
    )


def _bevinding(bron: Bron, one: Bevinding) -> doc.Bevinding:
    touched = (*one.vaststellingen.all(), *one.streefdoelen.all(), *one.acties.all())
    return doc.Bevinding(
        soort=one.get_soort_display(),
        tekst=one.tekst,
        status=_status(one),
        hoe=one.hoe,
        verwachtingen=bron.codes(one.ok_codes),
        raakt=bron.verwijs(touched),
    )


def _status(one: Bevinding) -> str:
    """A strong point asks for nothing, unless the school wrote what it did with it."""
    if one.soort == Bevinding.Soort.STERK_PUNT and one.status == Bevinding.Stand.OPEN:
        return "geen actie nodig"
    return filled(one.get_status_display(), f"sinds {dag(one.sinds)}" if one.sinds else "")


def _remediering(track: Remediering) -> str:
    """The organisation that helps is named; a person never is."""
    again = f"nieuwe evaluatie op {dag(track.herevaluatie_op)}" if track.herevaluatie_op else ""
    support = f"begeleiding door {track.begeleider}" if track.begeleider else ""
    since = f"vanaf {dag(track.begeleiding_vanaf)}" if track.begeleiding_vanaf else ""
    result = f"uitkomst: {track.get_uitkomst_display()}"
    if track.uitkomst_op:
        result += f" op {dag(track.uitkomst_op)}"
    parts = filled(again, f"{support} {since}".strip(), result)
    return f"{parts}. {track.afspraken}".strip() if track.afspraken else parts
