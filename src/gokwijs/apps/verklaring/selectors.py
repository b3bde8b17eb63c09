"""Reads: a link by its secret, who answered, which translations were read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from gokwijs.apps.leerlingen.models import Inschrijving, Leerling, Verklaring
from gokwijs.apps.leerlingen.selectors import inschrijvingen_op
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.verklaring.models import Uitnodiging, VertalingNagelezen
from gokwijs.apps.verklaring.tokens import hash_of
from gokwijs.core.kenmerken.formulier import Formulier, load_formulieren

AFTER = timedelta(minutes=60)  # how long the answers and the form to sign stay behind the link


def public_base() -> str:
    """The https address for phones of parents; empty when there is none (``besluiten`` 29)."""
    return settings.PUBLIC_URL if settings.PUBLIC_URL.startswith("https://") else ""


def uitnodiging_for(token: str, now: datetime) -> Uitnodiging | None:
    """The link behind a secret while it opens something: unanswered, or answered just now."""
    key = hash_of(token)
    if not key:
        return None
    found = (
        Uitnodiging.objects.select_related("leerling__school", "verklaring")
        .filter(hash=key, revoked__isnull=True)
        .first()
    )
    if found is None:
        return None
    if found.answered is not None:
        return found if found.verklaring and now < found.answered + AFTER else None
    return found if found.is_open(now) else None


@dataclass(frozen=True)
class Rij:
    """One pupil on the page of declarations: only whether, never what was answered."""

    leerling: Leerling
    inschrijving: Inschrijving
    verklaring: Verklaring | None
    uitnodiging: Uitnodiging | None

    @property
    def stand(self) -> str:
        if self.verklaring is not None:
            return "getekend" if self.verklaring.ondertekend_op else "te_tekenen"
        return "link" if self.uitnodiging is not None else "niets"


STANDEN = {
    "niets": "nog niets",
    "link": "link loopt",
    "te_tekenen": "nog te tekenen",
    "getekend": "getekend",
}


def rijen(access: Access, dag: date, now: datetime) -> list[Rij]:
    """Every enrolled pupil with what is there; three queries, whatever their number."""
    enrolments = list(inschrijvingen_op(access, dag))
    declared = {
        v.leerling_id: v
        for v in Verklaring.objects.filter(leerling__school=access.school, vervangen=False)
    }
    links = {
        u.leerling_id: u
        for u in Uitnodiging.objects.filter(
            leerling__school=access.school,
            revoked__isnull=True,
            answered__isnull=True,
            expires__gt=now,
        )
    }
    found: dict[int, Rij] = {}
    for one in enrolments:  # two half enrolments are one pupil
        key = one.leerling_id
        found.setdefault(key, Rij(one.leerling, one, declared.get(key), links.get(key)))
    return list(found.values())


@dataclass(frozen=True)
class Vertaling:
    """A translation and who read it as it is now; ``verouderd``: read before it changed."""

    formulier: Formulier
    nagelezen: VertalingNagelezen | None
    verouderd: bool


def vertalingen_of(school: School) -> list[Vertaling]:
    """Every language beside Dutch."""
    read = {v.language: v for v in school.vertalingen.all()}
    found = []
    for code, formulier in load_formulieren().items():
        if code == "nl":
            continue
        one = read.get(code)
        current = one is not None and one.hash == formulier.hash
        found.append(
            Vertaling(formulier, one if current else None, one is not None and not current)
        )
    return found


def is_nagelezen(school: School, formulier: Formulier) -> bool:
    """Somebody of the school read this text as it is now."""
    return school.vertalingen.filter(language=formulier.code, hash=formulier.hash).exists()
