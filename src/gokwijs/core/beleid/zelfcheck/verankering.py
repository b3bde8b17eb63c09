"""T2: niet geïntegreerd in het bredere schoolbeleid.

In: a Kijk. Out: an Uitkomst. Conditions t1-t3 and a1-a7 of the self-check.
"""

from __future__ import annotations

from gokwijs.core.beleid.keuzes import (
    Aard,
    Bronsoort,
    Documentsoort,
    Knoop,
    Onderwijs,
    Zorgfase,
)
from gokwijs.core.beleid.plan import Beleidskoppeling, Streefdoel
from gokwijs.core.beleid.tijd import is_after, is_older
from gokwijs.core.beleid.zelfcheck.uitkomst import (
    Bevinding,
    Kijk,
    Tekort,
    Uitkomst,
    beoordeel,
    refs,
    zonder_plan,
)
from gokwijs.core.beleid.zinsbouw import telwoord, van_de
from gokwijs.core.calendar import Schooljaar

_NODEN = (Bronsoort.LVS, Bronsoort.BEVRAGING, Bronsoort.GESPREK, Bronsoort.OBSERVATIE)


def check_verankering(kijk: Kijk) -> Uitkomst:
    """T2: hangt het plan vast aan de rest van het schoolbeleid?"""
    if kijk.stand.lopend_plan(kijk.vandaag) is None:
        return zonder_plan(Tekort.T2)
    return beoordeel(Tekort.T2, kijk, (_t1, _t2, _t3, _a1, _a2, _a3, _a4, _a5, _a6, _a7))


def _lopend(kijk: Kijk) -> tuple[Streefdoel, ...]:
    return kijk.stand.lopende_doelen(kijk.vandaag)


def _anchored(kijk: Kijk) -> list[Streefdoel]:
    return [one for one in _lopend(kijk) if kijk.stand.koppelingen_of(one)]


def _t1(kijk: Kijk) -> Bevinding | None:
    """Het plan noemt geen visie."""
    plan = kijk.stand.plan
    if plan is None or (plan.visie is not None and plan.visie.titel):
        return None
    return Bevinding(
        "t1",
        "Het plan noemt geen visie van de school.",
        "Vul in het plan in waar de visie van de school staat.",
        refs(Knoop.PLAN, [plan]),
    )


def _t2(kijk: Kijk) -> Bevinding | None:
    """Geen lopend streefdoel, of minder dan de helft heeft een beleidskoppeling."""
    found, anchored = _lopend(kijk), _anchored(kijk)
    if not found:
        return Bevinding(
            "t2",
            "Er is geen lopend streefdoel om te verankeren.",
            "Stel een streefdoel vast en koppel het aan een ander beleidsdocument.",
        )
    if 2 * len(anchored) >= len(found):
        return None
    return Bevinding(
        "t2",
        f"{van_de(len(anchored), len(found), 'streefdoelen')} "
        f"{'is' if len(anchored) == 1 else 'zijn'} gekoppeld aan een ander beleidsdocument: "
        "dat is minder dan de helft.",
        "Koppel minstens de helft van de streefdoelen aan een beleidsdocument van de school.",
        refs(Knoop.STREEFDOEL, [one for one in found if one not in anchored]),
    )


def _t3(kijk: Kijk) -> Bevinding | None:
    """Geen koppeling met het begeleidingsbeleid."""
    if any(one.document_soort is Documentsoort.BEGELEIDINGSBELEID for one in _linked(kijk)):
        return None
    plan = kijk.stand.plan
    return Bevinding(
        "t3",
        "Niets in het plan is gekoppeld aan het begeleidingsbeleid.",
        "Koppel een streefdoel aan het document over leerlingenbegeleiding.",
        refs(Knoop.PLAN, [plan] if plan else []),
    )


def _linked(kijk: Kijk) -> tuple[Beleidskoppeling, ...]:
    """The documents in which the plan or one of its open streefdoelen is anchored."""
    plan = kijk.stand.plan
    ids = set(plan.beleidskoppeling_ids) if plan else set()
    ids |= {key for one in kijk.stand.plandoelen for key in one.beleidskoppeling_ids}
    return tuple(one for one in kijk.stand.beleidskoppelingen if one.id in ids)


def _a1(kijk: Kijk) -> Bevinding | None:
    """Minstens de helft maar niet elk streefdoel heeft een beleidskoppeling."""
    found, anchored = _lopend(kijk), _anchored(kijk)
    if not found or not len(found) <= 2 * len(anchored) < 2 * len(found):
        return None
    loose = [one for one in found if one not in anchored]
    return Bevinding(
        "a1",
        f"{telwoord(len(loose), 'streefdoel is', 'streefdoelen zijn')} "
        "aan geen ander beleidsdocument gekoppeld.",
        "Koppel ook dat streefdoel aan een beleidsdocument van de school.",
        refs(Knoop.STREEFDOEL, loose),
    )


def _a2(kijk: Kijk) -> Bevinding | None:
    """Een gekoppeld document is te oud."""
    found = [one for one in _linked(kijk) if _is_outdated(one, kijk)]
    if not found:
        return None
    return Bevinding(
        "a2",
        f"{telwoord(len(found), 'gekoppeld document is', 'gekoppelde documenten zijn')} "
        "aan herziening toe.",
        "Herzie het document, of vul in wanneer dat gebeurt.",
        refs(Knoop.BELEIDSKOPPELING, found),
    )


def _is_outdated(one: Beleidskoppeling, kijk: Kijk) -> bool:
    if one.herzien_op is not None:
        return one.herzien_op < kijk.vandaag
    months = 12 * kijk.drempels.document_jaren
    return one.datum is not None and is_older(one.datum, kijk.vandaag, months=months)


def _a3(kijk: Kijk) -> Bevinding | None:
    """Alle lopende acties zijn remediërend."""
    found = kijk.stand.lopende_acties(kijk.vandaag)
    if not found or any(one.aard is not Aard.REMEDIEREND for one in found):
        return None
    return Bevinding(
        "a3",
        "Alle lopende acties verhelpen een probleem; geen enkele voorkomt er een.",
        "Voeg minstens één preventieve actie toe.",
        refs(Knoop.ACTIE, found),
    )


def _a4(kijk: Kijk) -> Bevinding | None:
    """Geen lopende actie in de brede basiszorg."""
    found = kijk.stand.lopende_acties(kijk.vandaag)
    if any(one.zorgfase is Zorgfase.BREDE_BASISZORG for one in found):
        return None
    return Bevinding(
        "a4",
        "Geen enkele lopende actie hoort bij de brede basiszorg.",
        "Start minstens één actie in de brede basiszorg.",
        refs(Knoop.ACTIE, found),
    )


def _a5(kijk: Kijk) -> Bevinding | None:
    """Na 1 november nog geen moment met de leiding erbij."""
    year = Schooljaar.of(kijk.vandaag)
    if not is_after(kijk.vandaag, 11, 1) or any(
        one.leiding_aanwezig and year.first_day <= one.datum <= kijk.vandaag
        for one in kijk.stand.momenten
    ):
        return None
    return Bevinding(
        "a5",
        "Dit schooljaar was de leiding nog op geen enkel moment over het plan aanwezig.",
        "Plan een moment met de leiding erbij en noteer de uitkomst.",
    )


def _a6(kijk: Kijk) -> Bevinding | None:
    """Een lopend streefdoel zonder verwachting uit het referentiekader."""
    found = [one for one in _lopend(kijk) if not one.ok_codes]
    if not found:
        return None
    return Bevinding(
        "a6",
        f"{telwoord(len(found), 'streefdoel noemt', 'streefdoelen noemen')} "
        "geen verwachting van het referentiekader.",
        "Kies bij dat streefdoel minstens één verwachting.",
        refs(Knoop.STREEFDOEL, found),
    )


def _a7(kijk: Kijk) -> Bevinding | None:
    """In het secundair: weinig zicht op noden."""
    months = kijk.drempels.evaluatie_maanden
    if kijk.stand.onderwijs is not Onderwijs.SO or any(
        one.bron_soort in _NODEN
        and one.peildatum is not None
        and not is_older(one.peildatum, kijk.vandaag, months=months)
        for one in kijk.stand.vaststellingen
    ):
        return None
    return Bevinding(
        "a7",
        f"In de laatste {months} maanden komt geen enkele vaststelling uit het "
        "leerlingvolgsysteem, een bevraging, een gesprek of een observatie.",
        "Leg minstens één vaststelling vast uit zo'n bron: ze geeft zicht op noden.",
    )
