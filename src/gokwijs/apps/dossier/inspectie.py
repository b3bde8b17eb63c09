"""Reads on reports of the inspectorate: findings with what answers them, and the remediation.

In: a school, and the filters of the address. Out: rows for a screen; few queries however many
findings there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import Actie, Streefdoel
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from gokwijs.apps.kader.selectors import Codes
from gokwijs.apps.scholen.models import School
from gokwijs.apps.ui.typed import typed
from gokwijs.core.beleid.keuzes import Actiestatus
from gokwijs.core.kader.codes import Tag

ZONDER_ACTIE = "zonder"
SORTERING = {
    "datum": ("nieuwste verslag eerst", ("-inspectie__datum", "-inspectie_id", "pk")),
    "stand": ("wat open staat eerst", ("-inspectie__datum", "-inspectie_id", "pk")),
    "soort": ("per soort", ("-inspectie__datum", "-inspectie_id", "pk")),
}
_ANSWERING = (Actiestatus.GESTOPT.value, Actiestatus.GEANNULEERD.value)


@dataclass(frozen=True)
class Rij:
    """A finding with everything that answers it."""

    bevinding: Bevinding
    codes: Codes

    @cached_property
    def verwachtingen(self) -> tuple[Tag, ...]:
        return self.codes.tags(self.bevinding.ok_codes)

    @cached_property
    def vaststellingen(self) -> list[Vaststelling]:
        return [v for v in self.bevinding.vaststellingen.all() if v.ingetrokken is None]

    @cached_property
    def streefdoelen(self) -> list[Streefdoel]:
        """Linked here, or resting on a vaststelling that came from here."""
        found = {s.pk: s for s in self.bevinding.streefdoelen.all() if s.verwijderd is None}
        for one in self.vaststellingen:
            found.update({s.pk: s for s in one.streefdoelen.all() if s.verwijderd is None})
        return [found[key] for key in sorted(found)]

    @cached_property
    def acties(self) -> list[Actie]:
        """Linked here, or done for one of those streefdoelen; stopped ones answer nothing."""
        found = {a.pk: a for a in self.bevinding.acties.all()}
        for doel in self.streefdoelen:
            found.update({a.pk: a for a in doel.acties.all()})
        live = [a for a in found.values() if a.verwijderd is None and a.status not in _ANSWERING]
        return sorted(live, key=lambda actie: actie.pk)

    @property
    def is_beantwoord(self) -> bool:
        """Has it an actie, or is it done?"""
        return bool(self.acties) or self.bevinding.status == Bevinding.Stand.AFGEROND

    @property
    def vraagt_actie(self) -> bool:
        return self.bevinding.soort != Bevinding.Soort.STERK_PUNT and not self.is_beantwoord


@dataclass(frozen=True)
class Keuze:
    """The filters of the list, as the address says them; unknown values count as nothing."""

    soort: str = ""
    stand: str = ""
    verslag: str = ""
    actie: str = ""
    zoek: str = ""
    sorteer: str = "datum"

    @classmethod
    def uit(cls, query: Mapping[str, str]) -> Keuze:
        def known(name: str, values: object) -> str:
            value = typed(query.get(name, ""))
            return value if value in values else ""  # type: ignore[operator]

        verslag = typed(query.get("verslag", ""), 12)
        return cls(
            known("soort", Bevinding.Soort.values),
            known("stand", Bevinding.Stand.values),
            verslag if verslag.isascii() and verslag.isdigit() else "",
            known("actie", (ZONDER_ACTIE,)),
            typed(query.get("zoek", ""), 80),
            known("sorteer", SORTERING) or "datum",
        )

    @property
    def is_filter(self) -> bool:
        return bool(self.soort or self.stand or self.verslag or self.actie or self.zoek)


def met_alles(rows: QuerySet[Bevinding]) -> QuerySet[Bevinding]:
    """With everything that ``Rij`` reads."""
    doelen = Streefdoel.objects.prefetch_related("acties")
    return rows.select_related("inspectie").prefetch_related(
        "acties",
        Prefetch("streefdoelen", queryset=doelen),
        Prefetch(
            "vaststellingen",
            queryset=Vaststelling.objects.prefetch_related(
                Prefetch("streefdoelen", queryset=doelen)
            ),
        ),
    )


def bevindingen_of(school: School, keuze: Keuze = Keuze()) -> list[Rij]:
    """The findings of a school that pass the filters, in the chosen order."""
    rows = Bevinding.objects.filter(
        inspectie__school=school, inspectie__verwijderd=None, verwijderd=None
    )
    if keuze.soort:
        rows = rows.filter(soort=keuze.soort)
    if keuze.stand:
        rows = rows.filter(status=keuze.stand)
    if keuze.verslag:
        rows = rows.filter(inspectie_id=int(keuze.verslag))
    if keuze.zoek:
        rows = rows.filter(Q(tekst__icontains=keuze.zoek) | Q(hoe__icontains=keuze.zoek))
    codes = Codes(school)
    found = [Rij(one, codes) for one in met_alles(rows.order_by(*SORTERING[keuze.sorteer][1]))]
    if keuze.actie:
        found = [rij for rij in found if rij.vraagt_actie]
    if keuze.sorteer == "stand":
        found.sort(key=lambda rij: Bevinding.Stand.values.index(rij.bevinding.status))
    if keuze.sorteer == "soort":
        found.sort(key=lambda rij: Bevinding.Soort.values.index(rij.bevinding.soort))
    return found


def inspecties_of(school: School, *, weg: bool = False) -> list[Inspectie]:
    """The reports, newest first, with their remediation at hand."""
    rows = school.inspecties.filter(verwijderd__isnull=not weg)
    return list(rows.select_related("remediering", "opvolging_van"))


def vorige_uitspraak(inspectie: Inspectie) -> Inspectie | None:
    """The latest earlier report that says something on GOK."""
    return (
        Inspectie.objects.filter(
            school_id=inspectie.school_id, verwijderd=None, datum__lt=inspectie.datum
        )
        .exclude(gok_uitspraak=Inspectie.Uitspraak.GEEN)
        .order_by("-datum", "-pk")
        .first()
    )


def onbeantwoord(spoor: Remediering | None) -> list[Bevinding]:
    """Shortcomings of the report behind a track for which there is no actie and no streefdoel."""
    if spoor is None:
        return []
    found = Bevinding.objects.filter(
        inspectie=spoor.inspectie_id,
        soort=Bevinding.Soort.TEKORT,
        verwijderd=None,
        acties=None,
        streefdoelen=None,
    )
    return list(found.exclude(status=Bevinding.Stand.AFGEROND).order_by("pk")[:5])


def open_remediering(school: School) -> Remediering | None:
    """The track that runs, the newest first."""
    return (
        Remediering.objects.select_related("inspectie")
        .filter(
            inspectie__school=school,
            inspectie__verwijderd=None,
            inspectie__gok_uitspraak=Inspectie.Uitspraak.NEGATIEF,
            uitkomst=Remediering.Uitkomst.OPEN,
        )
        .first()
    )
