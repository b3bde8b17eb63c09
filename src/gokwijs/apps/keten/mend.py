"""The one page that mends a broken link, for who may do that.

In: a streefdoel and one of its links. Out: a few words with an address, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from gokwijs.apps.beleid.models import Streefdoel
from gokwijs.apps.keten.lezen import Ketenstand
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keten import Schakel, Stuk, Toestand


@dataclass(frozen=True)
class Mend:
    """What to do, and where."""

    tekst: str
    adres: str


class Mender:
    """Nothing of a closed plan is mended, and nobody is sent to a page that is not theirs."""

    def __init__(self, access: Access, found: Ketenstand) -> None:
        self.found, self.rows = found, found.rows
        self.nummer, rows = access.school.instellingsnummer, found.rows
        self.writes = access.may_write and not rows.plan.bevroren
        self.assigns = access.may_assign and not rows.plan.bevroren

    def mend(self, doel: Streefdoel, stuk: Stuk) -> Mend | None:
        if stuk.toestand in (Toestand.ER, Toestand.LATER):
            return None
        if stuk.schakel is Schakel.MIDDELEN:
            return self._middelen(doel)
        if not self.writes:
            return None
        make: dict[Schakel, Callable[[], Mend | None]] = {
            Schakel.LEERLING: lambda: self._veld(doel, "doelgroep", "Kies de doelgroep"),
            Schakel.VASTSTELLING: lambda: self._veld(
                doel, "vaststellingen", "Kies een vaststelling"
            ),
            Schakel.STREEFDOEL: lambda: self._doel(doel, stuk),
            Schakel.ACTIE: lambda: self._nieuwe_actie(doel),
            Schakel.METING: lambda: self._meting(doel),
            Schakel.EFFECT: lambda: self._effect(doel),
            Schakel.BESLUIT: lambda: self._besluit(doel),
        }
        return make[stuk.schakel]()

    def _to(self, tekst: str, name: str, *args: object, meer: str = "") -> Mend:
        return Mend(tekst, reverse(name, args=[self.nummer, *args]) + meer)

    def _veld(self, doel: Streefdoel, field: str, tekst: str) -> Mend:
        """The field of the form of the goal."""
        return self._to(tekst, "beleid:streefdoel_aanpassen", doel.pk, meer=f"#id_{field}")

    def _middelen(self, doel: Streefdoel) -> Mend | None:
        acties = self.rows.acties_per_doel.get(doel.pk, [])
        if not acties:
            return self._nieuwe_actie(doel) if self.writes else None
        if not self.assigns:
            return None
        return self._to("Wijs uren of euro's toe", "inzet:actie", acties[0].pk)

    def _nieuwe_actie(self, doel: Streefdoel) -> Mend:
        query = f"?doel={doel.pk}"
        return self._to("Maak een actie", "beleid:actie_nieuw", doel.plan_id, meer=query)

    def _doel(self, doel: Streefdoel, stuk: Stuk) -> Mend:
        if stuk.toestand is Toestand.DEELS:
            return self._to("Stel het vast", "beleid:streefdoel", doel.pk)
        return self._to("Vul het aan", "beleid:streefdoel_aanpassen", doel.pk)

    def _meting(self, doel: Streefdoel) -> Mend:
        if doel.indicator_id is None:
            return self._veld(doel, "indicator", "Kies een indicator")
        if doel.nulmeting_id is None:
            return self._to("Voer de nulmeting in", "opvolging:meting_nieuw", doel.indicator_id)
        due = self.found.te_meten(doel)
        which = due[1].pk if due else doel.indicator_id
        return self._to("Voer de meting in", "opvolging:meting_nieuw", which)

    def _effect(self, doel: Streefdoel) -> Mend | None:
        acties = self.rows.acties_per_doel.get(doel.pk, [])
        if not acties:
            return None
        return self._to("Kies met wie je vergelijkt", "effect:opzet_nieuw", acties[0].pk)

    def _besluit(self, doel: Streefdoel) -> Mend:
        """Decide in the evaluatie that is there, keep what was decided, or evaluate."""
        decided = self.rows.besluit_per_doel.get(doel.pk)
        kept = {one.besluit_id for one in self.rows.borgingen}
        held = self.rows.evaluaties_per_doel.get(doel.pk, [])
        if decided is not None and decided.pk not in kept and decided.evaluatie.afgerond:
            return self._to("Borg het", "opvolging:borging_nieuw", decided.pk)
        if decided is None and held and not held[0].afgerond:
            return self._to("Neem een besluit", "opvolging:evaluatie", held[0].pk)
        query = f"?streefdoel={doel.pk}"
        return self._to("Noteer een evaluatie", "opvolging:evaluatie_nieuw", meer=query)
