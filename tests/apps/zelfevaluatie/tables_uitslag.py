"""What the walkers must know of what comes after a round: pages, writes, constraints."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from pypdf import PdfWriter

from gokwijs.apps.access.roles import Role
from gokwijs.apps.loket.upload import Upload
from gokwijs.apps.scholen.models import School
from gokwijs.apps.zelfevaluatie import services_bewijs, services_gesprek
from gokwijs.apps.zelfevaluatie.models import Antwoordopmerking, Bewijsstuk, Conclusie, Ronde
from gokwijs.apps.zelfevaluatie.selectors_gesprek import Gesprek, gesloten_ronde
from gokwijs.core.kader import ok_kader
from tests.apps.builders import TODAY, World
from tests.apps.page import LOGIN, Page, S, school_page
from tests.apps.zelfevaluatie import builders as build

K = f"{S}/beleid/kwaliteit"
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
WRITERS = {"directeur", "gok_coordinator", "zorg"}
TITEL = "Gesloten ronde"
CONCLUDED = "ok:BL10"


def _pdf() -> bytes:
    """One empty page that every reader opens."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


PDF = _pdf()


def prepare(world: World) -> None:
    """A closed round with a remark and a conclusion, a dated answer, and evidence."""
    for school, user in ((world.school, world.alice), (world.other, world.charlie)):
        found = build.gesloten(
            school,
            user,
            {"Leraren": [1, 2, 3, 3, 4, 4]},
            anoniem=False,
            opmerking="Meer tijd",
            titel=TITEL,
        )
        Ronde.objects.filter(pk=found.pk).update(gesloten=datetime(2026, 1, 5, tzinfo=UTC))
        build.conclusie(found, CONCLUDED)
        _dated(school)
        services_bewijs.bewaar_bewijs(
            bewijs=Bewijsstuk(school=school, soort="document"),
            values={"titel": "Jaarverslag", "codes": ["ok:K3"]},
            upload=Upload("jaarverslag.pdf", "application/pdf", PDF),
            by=user,
        )


def _dated(school: School) -> Conclusie:
    return Conclusie.objects.create(
        school=school,
        dag=TODAY,
        item="ok:B2",
        codes=["ok:B2"],
        besluit="Zorg is van iedereen.",
        oordeel=2,
        niveau="Hier en daar",
        door_naam="Alice Adams",
    )


def ronde(school: School) -> Ronde:
    return school.rondes.get(titel=TITEL)


def gedateerd(school: School) -> Conclusie:
    return Conclusie.objects.filter(school=school).order_by("pk")[0]


def bewijs(school: School) -> Bewijsstuk:
    return school.bewijsstukken.order_by("pk")[0]


def opmerking(school: School) -> Antwoordopmerking:
    return ronde(school).opmerkingen.all()[0]


def at(path: str) -> Callable[[World], str]:
    """An address of the closed round."""
    return lambda w: f"{K}/rondes/{ronde(w.school).pk}/{path}"


def only_post(name: str, path: Any, bob: Any, alice: Any, **kwargs: Any) -> Page:
    """An address that answers a form only."""
    find = path if callable(path) else (lambda w: path)
    return Page(name, find, (LOGIN, 405, 405, 405), (LOGIN, 404, bob, alice), **kwargs)


SAID = {"zien": "Veel verschil.", "besluit": "Eén afspraak.", "oordeel": "2", "soort": "werk"}
MOMENT = {"datum": TODAY.isoformat(), "vorm": "studiedag", "n_personeel": "12"}
R = f"→{K}/rondes/"

SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("zelfevaluatie:kader", f"{K}/", 200, 200),
    school_page("zelfevaluatie:verwachting", f"{K}/verwachting/ok:R5/", 200, 200),
    school_page(
        "zelfevaluatie:oordeel_nieuw",
        f"{K}/verwachting/ok:R5/oordeel/",
        200,
        403,
        (403, f"→{K}/verwachting/ok:R5/"),
        data=lambda w: {**SAID, "dag": TODAY.isoformat()},
        events=("ronde.oordeel",),
    ),
    only_post(
        "zelfevaluatie:oordeel_weg",
        lambda w: f"{K}/oordeel/{gedateerd(w.school).pk}/weg/",
        403,
        f"→{K}/verwachting/ok:B2/?weg=",
        events=("ronde.oordeel_weg",),
    ),
    only_post(
        "zelfevaluatie:oordeel_plan",
        lambda w: f"{K}/oordeel/{gedateerd(w.school).pk}/plan/",
        403,
        f"→{S}/beleid/vaststelling/",
        events=("beleid.gemaakt",),
    ),
    school_page("zelfevaluatie:bewijzen", f"{K}/bewijs/", 200, 200),
    school_page(
        "zelfevaluatie:bewijs_nieuw",
        f"{K}/bewijs/nieuw/?soort=link",
        200,
        403,
        (403, f"→{K}/bewijs/"),
        data=lambda w: {"titel": "Nieuwsbrief", "adres": "https://s.invalid/", "codes": ["ok:R5"]},
        events=("ronde.bewijs",),
    ),
    school_page(
        "zelfevaluatie:bewijs_wijzig",
        lambda w: f"{K}/bewijs/{bewijs(w.school).pk}/",
        200,
        403,
        (403, f"→{K}/bewijs/"),
        data=lambda w: {"titel": "Ander verslag", "codes": ["ok:R5"]},
        events=("ronde.bewijs",),
    ),
    school_page(
        "zelfevaluatie:bewijs_bestand",
        lambda w: f"{K}/bewijs/{bewijs(w.school).pk}/bestand/",
        200,
        200,
        get_events=("ronde.bewijs_bekeken",),
        bob_events=("ronde.bewijs_bekeken",),
        events=("ronde.bewijs_bekeken",),
    ),
    only_post(
        "zelfevaluatie:bewijs_weg",
        lambda w: f"{K}/bewijs/{bewijs(w.school).pk}/weg/",
        403,
        f"→{K}/bewijs/?weg=1",
        events=("ronde.bewijs_weg",),
    ),
    school_page("zelfevaluatie:uitslag", at("uitslag/"), 200, 200),
    school_page("zelfevaluatie:vergelijk", at("vergelijk/"), 200, 200),
    school_page("zelfevaluatie:opmerkingen", at("opmerkingen/"), 200, 403),
    only_post(
        "zelfevaluatie:opmerking_gelezen",
        lambda w: at(f"opmerkingen/{opmerking(w.school).sleutel}/")(w),
        403,
        R,
        data=lambda w: {"houd": "1"},
        events=("ronde.opmerkingen",),
    ),
    school_page("zelfevaluatie:gesprek", at("gesprek/"), 200, 200),
    school_page(
        "zelfevaluatie:gesprek_punt",
        at("gesprek/ok:K3/"),
        200,
        200,
        (403, R),
        data=lambda w: SAID,
        events=("ronde.conclusie",),
    ),
    only_post(
        "zelfevaluatie:gesprek_plan",
        at(f"gesprek/{CONCLUDED}/plan/"),
        403,
        f"→{S}/beleid/vaststelling/",
        events=("beleid.gemaakt",),
    ),
    school_page(
        "zelfevaluatie:gesprek_afronden",
        at("afronden/"),
        200,
        403,
        (403, f"→{S}/beleid/samen/overleg/"),
        data=lambda w: MOMENT,
        events=("samen.moment", "ronde.besproken"),
    ),
    only_post(
        "zelfevaluatie:gesprek_heropenen",
        at("heropenen/"),
        403,
        R,
        events=("ronde.heropend",),
    ),
    only_post(
        "zelfevaluatie:op_scherm",
        at("op-scherm/"),
        403,
        R,
        data=lambda w: {"item": "ok:K3"},
        events=("ronde.scherm",),
    ),
    school_page("zelfevaluatie:scherm", at("scherm/"), 200, 200),
)
OPEN_PAGES: tuple[Page, ...] = ()


def _conclude(world: World) -> Any:
    gesprek = Gesprek(*gesloten_ronde(world.school, ronde(world.school).pk))
    punt = gesprek.punt("ok:K1")
    return services_gesprek.bewaar_conclusie(
        ronde=gesprek.ronde,
        item=punt.item,
        lijst=punt.lijst,
        values={"besluit": "Eén afspraak.", "oordeel": 2},
        by=world.alice,
    )


@transaction.atomic
def _drop_and_bring_back(world: World) -> None:
    one = opmerking(world.school)
    services_gesprek.lees_opmerking(opmerking=one, rollen=["zorg"], by=world.alice, weg=True)
    services_gesprek.zet_opmerking_terug(opmerking=one, by=world.alice)
    services_gesprek.lees_opmerking(opmerking=one, rollen=["zorg"], by=world.alice)


@transaction.atomic
def _erase(world: World) -> None:
    one = ronde(world.school).opmerkingen.all()[1]
    services_gesprek.lees_opmerking(opmerking=one, rollen=["zorg"], by=world.alice, weg=True)
    services_gesprek.wis_opmerking(opmerking=one, by=world.alice)


@transaction.atomic
def _finish(world: World) -> None:
    found = ronde(world.school)
    values = {"datum": TODAY, "vorm": "studiedag", "groepen": {"personeel": 12}}
    services_gesprek.rond_gesprek_af(ronde=found, titels={}, values=values, by=world.alice)


@transaction.atomic
def _finish_and_reopen(world: World) -> None:
    _finish(world)
    services_gesprek.heropen_gesprek(ronde=ronde(world.school), by=world.alice)


@transaction.atomic
def _away_and_back(world: World) -> None:
    for back in (False, True, False):
        services_gesprek.haal_oordeel_weg(
            conclusie=gedateerd(world.school), by=world.alice, terug=back
        )


@transaction.atomic
def _evidence_away_and_back(world: World) -> None:
    for back in (False, True, False):
        services_bewijs.haal_bewijs_weg(bewijs=bewijs(world.school), by=world.alice, terug=back)


# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "zelfevaluatie.lees_opmerking": (
        lambda w: services_gesprek.lees_opmerking(
            opmerking=ronde(w.school).opmerkingen.all()[2], rollen=["zorg"], by=w.alice
        ),
        ["ronde.opmerkingen"],
    ),
    "zelfevaluatie.zet_opmerking_terug": (_drop_and_bring_back, ["ronde.opmerkingen"]),
    "zelfevaluatie.wis_opmerking": (_erase, ["ronde.opmerkingen", "ronde.opmerking_gewist"]),
    "zelfevaluatie.bewaar_conclusie": (_conclude, ["ronde.conclusie"]),
    "zelfevaluatie.zet_op_scherm": (
        lambda w: services_gesprek.zet_op_scherm(ronde=ronde(w.school), item="ok:K1", by=w.alice),
        ["ronde.scherm"],
    ),
    "zelfevaluatie.oordeel_op_dag": (
        lambda w: services_gesprek.oordeel_op_dag(
            school=w.school,
            kader=ok_kader(),
            verwachting=ok_kader().verwachtingen["ok:R5"],
            values={"dag": TODAY, "besluit": "Goed zo."},
            by=w.alice,
        ),
        ["ronde.oordeel"],
    ),
    "zelfevaluatie.haal_oordeel_weg": (
        _away_and_back,
        ["ronde.oordeel_weg", "ronde.oordeel_terug", "ronde.oordeel_weg"],
    ),
    "zelfevaluatie.maak_vaststelling": (
        lambda w: services_gesprek.maak_vaststelling(
            conclusie=ronde(w.school).conclusies.get(item=CONCLUDED),
            onderwerp="Drempels",
            today=TODAY,
            by=w.alice,
        ),
        ["beleid.gemaakt"],
    ),
    "zelfevaluatie.heropen_gesprek": (
        _finish_and_reopen,
        ["samen.moment", "ronde.besproken", "ronde.heropend"],
    ),
    "zelfevaluatie.rond_gesprek_af": (_finish, ["samen.moment", "ronde.besproken"]),
    "zelfevaluatie.bewaar_bewijs": (
        lambda w: services_bewijs.bewaar_bewijs(
            bewijs=Bewijsstuk(school=w.school, soort="link"),
            values={"titel": "Nieuwsbrief", "adres": "https://s.invalid/", "codes": ["ok:R5"]},
            by=w.alice,
        ),
        ["ronde.bewijs"],
    ),
    "zelfevaluatie.bewijs_uit_plan": (
        lambda w: services_bewijs.bewijs_uit_plan(
            school=w.school, soort="actie", nummer=1, titel="Actie", codes=["ok:R5"], by=w.alice
        ),
        ["ronde.bewijs"],
    ),
    "zelfevaluatie.haal_bewijs_weg": (
        _evidence_away_and_back,
        ["ronde.bewijs_weg", "ronde.bewijs_terug", "ronde.bewijs_weg"],
    ),
}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {
    "zelfevaluatie.lezersrollen": lambda w: services_gesprek.lezersrollen(),
    "zelfevaluatie.uitkomst": lambda w: services_gesprek.uitkomst(ronde(w.school), [], {}),
}
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "antwoordopmerking_two_roles",
        lambda w: Antwoordopmerking.objects.filter(pk=opmerking(w.school).pk).update(
            lezer1="A", rol1="zorg", lezer2="B", rol2="zorg"
        ),
    ),
    (
        "bewijsstuk_has_title",
        lambda w: Bewijsstuk.objects.filter(pk=bewijs(w.school).pk).update(titel=""),
    ),
    (
        "bewijsstuk_points_somewhere",
        lambda w: Bewijsstuk.objects.filter(pk=bewijs(w.school).pk).update(bestand=""),
    ),
    ("conclusie_once", lambda w: build.conclusie(ronde(w.school), CONCLUDED)),
    (
        "conclusie_of_round_or_day",
        lambda w: Conclusie.objects.filter(pk=gedateerd(w.school).pk).update(dag=None),
    ),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    page.name: WRITERS if page.get[2] == 403 or page.post[2] == 403 else STAFF
    for page in SCHOOL_PAGES
} | {"zelfevaluatie:gesprek_punt": STAFF}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("zelfevaluatie:oordeel_weg", lambda w: {"pk": gedateerd(w.other).pk}),
    ("zelfevaluatie:oordeel_plan", lambda w: {"pk": gedateerd(w.other).pk}),
    *(
        (f"zelfevaluatie:{name}", lambda w: {"pk": bewijs(w.other).pk})
        for name in ("bewijs_wijzig", "bewijs_bestand", "bewijs_weg")
    ),
    *(
        (f"zelfevaluatie:{name}", lambda w: {"pk": ronde(w.other).pk})
        for name in (
            "uitslag",
            "vergelijk",
            "opmerkingen",
            "gesprek",
            "gesprek_afronden",
            "gesprek_heropenen",
            "op_scherm",
            "scherm",
        )
    ),
    *(
        (f"zelfevaluatie:{name}", lambda w: {"pk": ronde(w.other).pk, "item": "ok:R5"})
        for name in ("gesprek_punt", "gesprek_plan")
    ),
    (
        "zelfevaluatie:opmerking_gelezen",
        lambda w: {"pk": ronde(w.other).pk, "sleutel": opmerking(w.other).sleutel},
    ),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
_D = "/school/999002/beleid/kwaliteit"
BROWSER: dict[str, list[str]] = {
    "zelfevaluatie:kader": [f"{_D}/", f"{_D}/?zonder=doel&sorteer=oordeel"],
    "zelfevaluatie:verwachting": [f"{_D}/verwachting/ok:R5/"],
    "zelfevaluatie:oordeel_nieuw": [f"{_D}/verwachting/ok:R5/oordeel/"],
    "zelfevaluatie:bewijzen": [f"{_D}/bewijs/"],
    "zelfevaluatie:bewijs_nieuw": [f"{_D}/bewijs/nieuw/", f"{_D}/bewijs/nieuw/?soort=meting"],
}
# … or why there is no page of its own to look at.
_JOURNEY = "browser/test_gesprek.py"
ELSEWHERE: dict[str, str] = {
    page.name: "a form" if page.get[3] == 405 else _JOURNEY
    for page in SCHOOL_PAGES
    if page.name not in BROWSER
} | {
    "zelfevaluatie:bewijs_bestand": "a download",
    "zelfevaluatie:bewijs_wijzig": "like zelfevaluatie:bewijs_nieuw",
}
