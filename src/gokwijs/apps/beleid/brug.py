"""From stored rows to the records the rules read.

In: rows of the room, with their links already fetched. Out: frozen records of ``core.beleid``. A
share is typed and stored as a percentage; the rules read a fraction between 0 and 1.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid import models
from gokwijs.core.beleid import plan as core
from gokwijs.core.beleid.keten import Vorig
from gokwijs.core.beleid.keuzes import (
    Aangrijpingspunt,
    Aard,
    Actiestatus,
    Besluitkeuze,
    Borgingsvorm,
    Bronaard,
    Bronsoort,
    Deelnemersgroep,
    Documentsoort,
    Doelrichting,
    Doelstatus,
    Knoop,
    Middelsoort,
    Momentvorm,
    Niveau,
    Onderwerp,
    Planstatus,
    Zorgfase,
)
from gokwijs.core.beleid.plaats import Plaats
from gokwijs.core.calendar import Schooljaar


def exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def plan(row: models.Plan, koppeling_ids: tuple[int, ...] = ()) -> core.Plan:
    visie = None
    if row.visie_titel or row.visie:
        visie = core.Visie(row.visie_titel or "onze visie", row.visie_datum, row.visie_vindplaats)
    roles = tuple(part.strip() for part in row.kernteam.split(",") if part.strip())
    return core.Plan(
        row.pk,
        Schooljaar(row.schooljaar_van),
        Schooljaar(row.schooljaar_tot),
        Planstatus(row.status),
        row.vastgesteld_op,
        visie,
        roles,
        row.volgende_evaluatie_op,
        koppeling_ids,
    )


def vaststelling(row: Vaststelling) -> core.Vaststelling:
    return core.Vaststelling(
        row.pk,
        row.tekst,
        Bronsoort(row.bron_soort) if row.bron_soort else None,
        row.dag,
        row.gemaakt.date(),
        row.populatie or row.kenmerk,
        Plaats.parse(row.plaats),
        row.prioritair,
        row.reden_zonder,
    )


def indicator(row: models.Indicator) -> core.Indicator:
    return core.Indicator(
        row.pk,
        row.naam,
        teller_definitie=row.teller_definitie,
        noemer_definitie=row.noemer_definitie,
        schaal=row.schaal,
        richting=Doelrichting(row.richting) if row.richting else None,
        definitie_versie=row.definitie_versie,
    )


def streefwaarde(row: models.Streefdoel) -> Fraction | None:
    """As the rules read it: a share between 0 and 1, or a score."""
    value = exact(row.streefwaarde)
    if value is None or row.indicator is None or not row.indicator.is_aandeel:
        return value
    return value / 100


def streefdoel(row: models.Streefdoel, *, koppelingen: bool = True) -> core.Streefdoel:
    """``vaststellingen``, ``andere_indicatoren`` and ``koppelingen`` are read: prefetch them."""
    anchors = row.koppelingen.all() if koppelingen else ()
    extra = tuple(one.pk for one in row.andere_indicatoren.all())
    return core.Streefdoel(
        row.pk,
        row.plan_id,
        row.formulering,
        tuple(v.pk for v in row.vaststellingen.all() if v.ingetrokken is None),
        row.doelgroep,
        Plaats.parse(row.plaats),
        Niveau(row.niveau) if row.niveau else None,
        ((row.indicator_id,) if row.indicator_id else ()) + extra,
        row.nulmeting_id,
        Doelrichting(row.richting) if row.richting else None,
        streefwaarde(row),
        start=row.start,
        einddatum=row.einddatum,
        trekker_rol=row.trekker_rol,
        ok_codes=tuple(row.ok_codes),
        beleidskoppeling_ids=tuple(k.pk for k in anchors if k.verwijderd is None),
        status=Doelstatus(row.status),
        gemaakt_op=row.gemaakt.date(),
        voorganger_id=None if row.opgeschaald else row.voorganger_id,
    )


def actie(row: models.Actie) -> core.Actie:
    """``streefdoelen`` are read: prefetch them."""
    return core.Actie(
        row.pk,
        row.plan_id,
        row.titel,
        tuple(s.pk for s in row.streefdoelen.all() if s.verwijderd is None),
        aangrijpingspunt=Aangrijpingspunt(row.aangrijpingspunt) if row.aangrijpingspunt else None,
        zorgfase=Zorgfase(row.zorgfase) if row.zorgfase else None,
        aard=Aard(row.aard) if row.aard else None,
        trekker_rol=row.trekker_rol,
        vervanger_rol=row.vervanger_rol,
        uitvoerders_bedoeld=row.uitvoerders_bedoeld,
        uitvoerders_feitelijk=row.uitvoerders_feitelijk,
        teamafspraak_ref=row.teamafspraak,
        plaats=Plaats.parse(row.plaats),
        plaats_reden=row.plaats_reden,
        reden_nul=row.reden_nul,
        start=row.start,
        nog_niet_meetbaar=row.nog_niet_meetbaar,
        status=Actiestatus(row.status),
    )


def meting(row: models.Meting) -> core.Meting:
    return core.Meting(
        row.pk,
        row.indicator_id,
        row.peildatum,
        row.definitie_versie,
        exact(row.waarde),
        exact(row.teller),
        exact(row.noemer),
        bron_soort=Bronsoort(row.bron_soort) if row.bron_soort else None,
        is_nulmeting=row.is_nulmeting,
    )


def evaluatie(row: models.Evaluatie) -> core.Evaluatie:
    """``streefdoelen`` and ``metingen`` are read: prefetch them."""
    return core.Evaluatie(
        row.pk,
        row.datum,
        tuple(s.pk for s in row.streefdoelen.all()),
        tuple(m.pk for m in row.metingen.all()),
        tuple(Bronsoort(b) for b in row.bron_soorten),
        bevraging_aard=tuple(Bronaard(one) for one in row.bevraging_aard),
        groepen=tuple(Deelnemersgroep(g) for g, number in row.groepen.items() if number),
        aantal_deelnemers=row.aantal_deelnemers,
        conclusie=row.conclusie,
        vorige_evaluatie_id=row.vorige_id,
        volgende_evaluatie_op=row.volgende_op,
    )


def besluit(row: models.Besluit) -> core.Besluit:
    value = exact(row.nieuwe_streefwaarde)
    indicator = row.streefdoel.indicator
    if value is not None and indicator is not None and indicator.is_aandeel:
        value /= 100
    return core.Besluit(
        row.pk,
        row.evaluatie_id,
        Besluitkeuze(row.keuze),
        row.motivering,
        (row.streefdoel_id,),
        row.vanaf,
        row.trekker_rol,
        value,
        nieuwe_einddatum=row.nieuwe_einddatum,
        nieuwe_plaats=Plaats.parse(row.nieuwe_plaats) if row.nieuwe_plaats else None,
    )


def vorig(row: models.Besluit | None) -> Vorig | None:
    """The last besluit of the plan before; ``evaluatie`` is read."""
    if row is None:
        return None
    return Vorig(Besluitkeuze(row.keuze), row.evaluatie.datum, row.evaluatie.volgende_op)


def borging(row: models.Borging) -> core.Borging:
    return core.Borging(
        row.pk,
        row.besluit_id,
        Borgingsvorm(row.vorm),
        row.verwijzing,
        row.trekker_rol,
        row.herzien_op,
    )


def koppeling(row: models.Beleidskoppeling) -> core.Beleidskoppeling:
    return core.Beleidskoppeling(
        row.pk, Documentsoort(row.soort), row.titel, row.datum, row.herzien_op, row.verwijzing
    )


def moment(row: models.Draagvlakmoment) -> core.Draagvlakmoment:
    """``streefdoelen`` and ``acties`` are read: prefetch them."""
    links = [core.Verwijzing(Knoop.STREEFDOEL, one.pk) for one in row.streefdoelen.all()]
    links += [core.Verwijzing(Knoop.ACTIE, one.pk) for one in row.acties.all()]
    return core.Draagvlakmoment(
        row.pk,
        row.datum,
        Momentvorm(row.vorm),
        tuple(Deelnemersgroep(g) for g, number in row.groepen.items() if number),
        row.uitgenodigd,
        row.aanwezig,
        row.leiding_aanwezig,
        tuple(Onderwerp(o) for o in row.onderwerpen),
        row.uitkomst,
        row.bezwaren,
        bool(row.antwoord),
        tuple(links),
    )


def toewijzing(row: models.Toewijzing, besteed: Fraction | None) -> core.Toewijzing:
    """``besteed``: what was booked on its actie of the same kind, that year."""
    return core.Toewijzing(
        row.pk,
        Middelsoort(row.soort),
        Schooljaar(row.schooljaar),
        row.actie_id,
        voorzien=row.aantal,
        besteed=besteed,
        toelichting=row.toelichting,
        bijgewerkt_op=row.gewijzigd.date(),
    )
