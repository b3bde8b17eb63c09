"""Records with meaningful defaults: an invented school with one complete streefdoel."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from gokwijs.core.beleid.keuzes import (
    Aangrijpingspunt,
    Aard,
    Actiestatus,
    Besluitkeuze,
    Bronsoort,
    Deelnemersgroep,
    Documentsoort,
    Doelrichting,
    Doelstatus,
    Middelsoort,
    Momentvorm,
    Niveau,
    Onderwerp,
    Onderwijs,
    Planstatus,
    Zorgfase,
)
from gokwijs.core.beleid.plaats import Plaats
from gokwijs.core.beleid.plan import (
    Actie,
    Beleidskoppeling,
    Besluit,
    Draagvlakmoment,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
    Toekenning,
    Toewijzing,
    Vaststelling,
    Visie,
)
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.calendar import Schooljaar

JAAR = Schooljaar(2026)
VANDAAG = date(2026, 11, 20)
EEN_B = Plaats(("1B",))


def plan(**extra: Any) -> Plan:
    values: dict[str, Any] = {
        "id": 1,
        "schooljaar_van": JAAR,
        "schooljaar_tot": JAAR,
        "status": Planstatus.VASTGESTELD,
        "vastgesteld_op": date(2026, 10, 1),
        "visie": Visie("Visietekst"),
        "kernteam_rollen": ("directeur",),
        "volgende_evaluatie_op": date(2027, 5, 20),
    }
    return Plan(**values | extra)


def vaststelling(**extra: Any) -> Vaststelling:
    values: dict[str, Any] = {
        "id": 1,
        "tekst": "In 1B is 17 van de 41 schoolrekeningen te laat betaald.",
        "bron_soort": Bronsoort.EIGEN_TELLING,
        "peildatum": date(2026, 9, 15),
        "ingevoerd_op": date(2026, 9, 20),
        "populatie": "gezinnen",
        "plaats": EEN_B,
    }
    return Vaststelling(**values | extra)


def indicator(**extra: Any) -> Indicator:
    values: dict[str, Any] = {
        "id": 1,
        "naam": "het aandeel laattijdige schoolrekeningen",
        "teller_definitie": "gezinnen met een late rekening",
        "noemer_definitie": "gezinnen",
    }
    return Indicator(**values | extra)


def nulmeting(**extra: Any) -> Meting:
    values: dict[str, Any] = {
        "id": 1,
        "indicator_id": 1,
        "peildatum": date(2026, 9, 15),
        "teller": Fraction(17),
        "noemer": Fraction(41),
        "bron_soort": Bronsoort.EIGEN_TELLING,
        "is_nulmeting": True,
    }
    return Meting(**values | extra)


def meting(**extra: Any) -> Meting:
    values = {"id": 2, "is_nulmeting": False, "peildatum": date(2026, 11, 10)}
    return nulmeting(**values | {"teller": Fraction(12)} | extra)


def doel(**extra: Any) -> Streefdoel:
    values: dict[str, Any] = {
        "id": 1,
        "plan_id": 1,
        "vaststelling_ids": (1,),
        "doelgroep": "gezinnen",
        "plaats": EEN_B,
        "niveau": Niveau.LEERLING,
        "indicator_ids": (1,),
        "nulmeting_id": 1,
        "richting": Doelrichting.DALEN,
        "streefwaarde": Fraction(1, 5),
        "start": date(2026, 10, 1),
        "einddatum": date(2027, 6, 30),
        "trekker_rol": "GOK-coördinator",
        "ok_codes": ("ok:R5",),
        "beleidskoppeling_ids": (1,),
        "status": Doelstatus.VASTGESTELD,
        "gemaakt_op": date(2026, 9, 25),
    }
    return Streefdoel(**values | extra)


def actie(**extra: Any) -> Actie:
    values: dict[str, Any] = {
        "id": 1,
        "plan_id": 1,
        "omschrijving": "Plafond per project",
        "streefdoel_ids": (1,),
        "aangrijpingspunt": Aangrijpingspunt.SCHOOL,
        "zorgfase": Zorgfase.BREDE_BASISZORG,
        "aard": Aard.PREVENTIEF,
        "trekker_rol": "directeur",
        "vervanger_rol": "GOK-coördinator",
        "uitvoerders_bedoeld": 12,
        "teamafspraak_ref": "verslag van 1 oktober",
        "start": date(2026, 10, 5),
        "status": Actiestatus.LOPEND,
    }
    return Actie(**values | extra)


def toekenning(amount: Fraction | int | None = 20, **extra: Any) -> Toekenning:
    values: dict[str, Any] = {
        "id": 1,
        "soort": Middelsoort.GOK_UREN_LERAAR,
        "schooljaar": JAAR,
        "toegekend": None if amount is None else Fraction(amount),
        "document": "brief 26/001",
        "datum": date(2026, 6, 1),
    }
    return Toekenning(**values | extra)


def toewijzing(voorzien: Fraction | int | None = 20, **extra: Any) -> Toewijzing:
    values: dict[str, Any] = {
        "id": 1,
        "soort": Middelsoort.GOK_UREN_LERAAR,
        "schooljaar": JAAR,
        "actie_id": 1,
        "voorzien": None if voorzien is None else Fraction(voorzien),
        "bijgewerkt_op": date(2026, 10, 5),
    }
    return Toewijzing(**values | extra)


def evaluatie(**extra: Any) -> Evaluatie:
    values: dict[str, Any] = {
        "id": 1,
        "datum": date(2026, 11, 12),
        "streefdoel_ids": (1,),
        "meting_ids": (2,),
        "bron_soorten": (Bronsoort.EIGEN_TELLING, Bronsoort.GESPREK),
        "groepen": (Deelnemersgroep.PERSONEEL, Deelnemersgroep.OUDERS),
        "aantal_deelnemers": 12,
        "conclusie": "Spreiden helpt sommige gezinnen.",
        "volgende_evaluatie_op": date(2027, 5, 20),
    }
    return Evaluatie(**values | extra)


def besluit(keuze: Besluitkeuze = Besluitkeuze.VOORTZETTEN, **extra: Any) -> Besluit:
    values: dict[str, Any] = {"id": 1, "evaluatie_id": 1, "keuze": keuze, "motivering": "Zo."}
    return Besluit(**values | extra)


def koppeling(**extra: Any) -> Beleidskoppeling:
    values: dict[str, Any] = {
        "id": 1,
        "document_soort": Documentsoort.BEGELEIDINGSBELEID,
        "titel": "Begeleidingsbeleid",
        "datum": date(2025, 9, 1),
        "herzien_op": date(2028, 9, 1),
    }
    return Beleidskoppeling(**values | extra)


def moment(**extra: Any) -> Draagvlakmoment:
    values: dict[str, Any] = {
        "id": 1,
        "datum": date(2026, 10, 6),
        "vorm": Momentvorm.PERSONEELSVERGADERING,
        "groepen": (Deelnemersgroep.PERSONEEL,),
        "leiding_aanwezig": True,
        "onderwerpen": (Onderwerp.CIJFERS_LEZEN, Onderwerp.MIDDELEN),
    }
    return Draagvlakmoment(**values | extra)


def stand(**extra: Any) -> Beleidsstand:
    """One school in which nothing is wrong on 20 November 2026."""
    values: dict[str, Any] = {
        "onderwijs": Onderwijs.BAO,
        "plan": plan(),
        "vaststellingen": (vaststelling(),),
        "streefdoelen": (doel(),),
        "indicatoren": (indicator(),),
        "metingen": (nulmeting(),),
        "acties": (actie(),),
        "toekenningen": (toekenning(),),
        "toewijzingen": (toewijzing(),),
        "beleidskoppelingen": (koppeling(),),
        "momenten": (moment(),),
    }
    return Beleidsstand(**values | extra)
