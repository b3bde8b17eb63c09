"""What the page of one pupil shows of the kenmerken: the answer, why, since when, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from gokwijs.apps.leerlingen.forms import BeslisForm, DayField
from gokwijs.apps.leerlingen.models import Feit, Verklaring
from gokwijs.apps.leerlingen.selectors import core_feit
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING, Herkomst, Stand, bronnen_op, stand_op
from gokwijs.core.kenmerken.verklaring import Opleiding, Taal


@dataclass(frozen=True)
class KenmerkRij:
    """One kenmerk of one pupil on a day; ``gronden`` are the facts that count."""

    kenmerk: Kenmerk
    stand: Stand
    gronden: list[Feit]
    form: BeslisForm | None
    toelichtingen: list[str]

    @property
    def sinds(self) -> date | None:
        """Since when this answer holds, as far as the facts that count tell."""
        mine = [f.vanaf for f in self.gronden if f.antwoord == self.stand.antwoord]
        return min(mine, default=None)

    @property
    def bekend(self) -> bool:
        return self.stand.antwoord is not Antwoord.ONBEKEND


def shown_reason(feit: Feit, open_answers: bool) -> str:
    """Why a fact says so. The reason behind a verklaring betrays the answers of the parents, so it
    opens only together with them."""
    if feit.herkomst == Herkomst.VERKLARING and not open_answers:
        return ""
    return feit.reden


_TALEN = {
    Taal.NEDERLANDS: "Nederlands",
    Taal.ANDERE: "een andere taal",
    Taal.NIET_VAN_TOEPASSING: "niet van toepassing",
    Taal.ONBEKEND: "niet ingevuld",
}
_OPLEIDINGEN = {
    Opleiding.GEEN_LAGER: "lager onderwijs niet afgewerkt",
    Opleiding.LAGER: "lager onderwijs afgewerkt",
    Opleiding.LAGER_SECUNDAIR: "lager secundair onderwijs afgewerkt",
    Opleiding.HOGER_SECUNDAIR: "hoger secundair onderwijs afgewerkt",
    Opleiding.HOGER: "hoger onderwijs afgewerkt",
    Opleiding.NIET_VAN_TOEPASSING: "niet van toepassing",
    Opleiding.ONBEKEND: "niet ingevuld",
}


def answer_words(verklaring: Verklaring) -> list[tuple[str, str]]:
    """The answers of the parents, question by question."""
    return [
        ("Taal met de moeder", _TALEN[Taal(verklaring.moeder)]),
        ("Taal met de vader", _TALEN[Taal(verklaring.vader)]),
        ("Taal met broers en zussen", _TALEN[Taal(verklaring.broers_zussen)]),
        ("Opleiding van de moeder", _OPLEIDINGEN[Opleiding(verklaring.opleiding)]),
    ]


def kenmerk_rows(
    feiten: Sequence[Feit], dag: date, access: Access, open_answers: bool
) -> list[KenmerkRij]:
    """Every kenmerk that is kept per pupil, with a form where sources contradict each other."""
    pairs = [(core_feit(feit), feit) for feit in feiten]
    core = [fact for fact, _ in pairs]
    rows = []
    for kenmerk in PER_LEERLING:
        counting = list(bronnen_op(core, kenmerk, dag).values())
        stand = stand_op(core, kenmerk, dag)
        form = None
        if stand.strijdig and access.may_edit_pupils:
            start = max(fact.vanaf for fact in stand.strijdig)
            form = BeslisForm(
                initial={"kenmerk": kenmerk.value, "vanaf": start},
                auto_id=f"beslis_{kenmerk.value}_%s",
            )
        gronden = [feit for fact, feit in pairs if any(fact is one for one in counting)]
        reasons = [shown_reason(feit, open_answers) for feit in gronden]
        rows.append(KenmerkRij(kenmerk, stand, gronden, form, [r for r in reasons if r]))
    return rows


def chosen_day(request: HttpRequest, access: Access) -> date:
    """The day to look at: today unless another one is asked. For a leraar always today, because
    the own classes of today had other pupils before."""
    today = timezone.localdate()
    if access.klassen is not None:
        return today
    try:
        return DayField("Stand op", required=False).clean(request.GET.get("op")) or today
    except forms.ValidationError:
        return today
