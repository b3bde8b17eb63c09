"""A round on paper: the sheet to print, and the answers of a form that came back.

In: a group of a round. Out: what is printed; one sheet of answers per form. Nothing here is logged,
as for who answers on a screen (besluit 21): entering a form is answering.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from gokwijs.apps.verklaring.tokens import hash_of, new_secret
from gokwijs.apps.zelfevaluatie.models import Antwoordblad, Respondentgroep, Ronde
from gokwijs.apps.zelfevaluatie.selectors import minste
from gokwijs.apps.zelfevaluatie.services import REMARKS_FROM, RondeError
from gokwijs.apps.zelfevaluatie.services_blad import (
    SALT,
    Gegeven,
    begin_blad,
    bewaar_antwoorden,
    blad_van,
    must_answer,
)
from gokwijs.core.calendar import dutch_date
from gokwijs.core.kader.vragenlijst import Vragenlijst
from gokwijs.renderers.vragenlijst_pdf import Papier

OPMERKING_ANONIEM = (
    "Zet het nummer van de vraag erbij. Schrijf in drukletters: je handschrift en je stijl kunnen "
    "je verraden. Noem geen namen van leerlingen of collega's."
)
OPMERKING_NAAM = "Zet het nummer van de vraag erbij. Noem geen namen van leerlingen of collega's."


def nieuwe_sleutel() -> str:
    """The secret of the next sheet; it goes into the form before there is a sheet."""
    return new_secret()


def laatste_dag(ronde: Ronde, today: date) -> date:
    """Paper that came back in time may be entered until the round is closed."""
    return min(today, ronde.einde)


def neemt_papier(ronde: Ronde, today: date) -> bool:
    """Open and begun; also after the last day of answering."""
    return ronde.is_open and ronde.verwijderd is None and ronde.begin <= today


# ---------------------------------------------------------------- to print


def papier_van(groep: Respondentgroep) -> Papier:
    """What stands on the sheet of a group around its questions."""
    ronde = groep.ronde
    titel, belofte = _belofte(groep) if ronde.anoniem else _met_naam()
    return Papier(
        school=ronde.school.naam,
        titel=ronde.titel,
        groep=groep.naam,
        aankondiging=ronde.aankondiging,
        belofte_titel=titel,
        belofte=belofte,
        hoe=(
            "Zet één kruisje per vraag. Een vraag leeg laten mag.",
            "Vergist? Kleur het foute hokje helemaal in en kruis het juiste aan.",
            f"Geef dit blad terug ten laatste op {dutch_date(ronde.einde)}.",
        ),
        opmerking_hulp=OPMERKING_ANONIEM if ronde.anoniem else OPMERKING_NAAM,
        met_naam=not ronde.anoniem,
        dag=ronde.begin,
    )


def _belofte(groep: Respondentgroep) -> tuple[str, tuple[str, ...]]:
    return "Deze ronde is anoniem", (
        "Alle bladen van deze groep zijn gelijk. Zet er geen naam op.",
        "Iemand van de school typt je antwoorden over, zonder naam en zonder uur. Die ziet je "
        "handschrift. Daarna wordt het papier vernietigd.",
        "De school ziet alleen het geheel, pas na het sluiten, en nooit van een groep van minder "
        f"dan {minste(groep)}. Aantallen staan er als 'tussen … en …'.",
        f"Een opmerking toont de school pas vanaf {REMARKS_FROM} antwoorden, en nadat twee mensen "
        "ze nalazen.",
    )


def _met_naam() -> tuple[str, tuple[str, ...]]:
    return "Deze ronde is met naam", (
        "Wie aan het GOK-plan van de school schrijft, kan zien wat jij antwoordt. Het hele team "
        "ziet de antwoorden samengeteld.",
        "Wie je antwoorden overtypt, ziet ze ook.",
    )


# ---------------------------------------------------------------- to enter


@transaction.atomic
def voer_in(
    *,
    groep: Respondentgroep,
    lijst: Vragenlijst,
    sleutel: str,
    gegeven: Mapping[str, Gegeven],
    today: date,
    naam: str = "",
) -> None:
    """The answers of one form, sent in at once; twice with one secret is one form.

    Raises RondeError when the round takes no paper, or the form is not one of ours.
    """
    # Who closes the round waits for this form, and this form for who closes it.
    ronde = Ronde.objects.select_for_update(of=("self",)).get(pk=groep.ronde_id)
    if not neemt_papier(ronde, today):
        raise RondeError("Deze ronde neemt geen antwoorden meer aan.")
    key = hash_of(sleutel, SALT)
    if not key or Antwoordblad.objects.filter(sleutel=key).exclude(groep=groep).exists():
        raise RondeError(
            "Deze pagina is te oud. Open ze opnieuw en voer het formulier nog eens in."
        )
    dag = laatste_dag(ronde, today)
    blad = blad_van(groep, sleutel)
    if blad is None:
        blad = begin_blad(groep=groep, today=dag, naam=naam, sleutel=sleutel).blad
    elif not blad.anoniem:
        blad.naam = naam.strip()[:150] or blad.naam
        blad.save(update_fields=["naam"])
    bewaar_antwoorden(blad=blad, lijst=lijst, gegeven=gegeven, today=dag, indienen=True)


@transaction.atomic
def neem_terug(*, groep: Respondentgroep, sleutel: str, today: date) -> bool:
    """Take back the form that was entered with this secret; False when it is not there.

    Raises RondeError when the round is closed.
    """
    ronde = Ronde.objects.select_for_update(of=("self",)).get(pk=groep.ronde_id)
    must_answer(ronde, laatste_dag(ronde, today))
    blad = blad_van(groep, sleutel)
    if blad is None:
        return False
    blad.delete()
    return True
