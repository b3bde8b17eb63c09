"""One pupil: what is known and why, and every change of a place, with its refusals in Dutch."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gokwijs.apps.access.roles import Role
from gokwijs.apps.leerlingen import services
from gokwijs.apps.leerlingen.checks import LeerlingError
from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.telling.model import Onderwijsniveau
from tests.apps.builders import NUMMER, World, client_of, colleague, kinds, main_text, snapshot
from tests.apps.leerling_builders import make_leerling
from tests.apps.leerlingen.tables import PLAATS

L = f"/school/{NUMMER}/leerlingen/"
L1A = Plaats("1", Onderwijsniveau.LAGER, leerjaar="1", klas="L1A")


def url(leerling: Leerling, rest: str = "") -> str:
    return f"{L}{leerling.pk}/{rest}"


def page(world: World, leerling: Leerling, rest: str = "", who: str = "alice") -> str:
    return main_text(world.client(who).get(url(leerling, rest)))


def post(world: World, leerling: Leerling, rest: str, **data: Any) -> str:
    """Send a form and read the page that follows."""
    return main_text(world.client("alice").post(url(leerling, rest), data, follow=True))


def place(leerling: Leerling) -> Inschrijving:
    return leerling.inschrijvingen.order_by("-begin")[0]


def enrolment(leerling: Leerling, action: str) -> str:
    return f"inschrijving/{place(leerling).pk}/{action}/"


def days(leerling: Leerling) -> list[tuple[str, str, str | None]]:
    return [
        (i.klas, i.begin.isoformat(), i.einde.isoformat() if i.einde else None)
        for i in leerling.inschrijvingen.order_by("begin", "pk")
    ]


def contradict(world: World) -> Leerling:
    """The school says ja since 1 September; the register says nee since 5 January."""
    leerling = make_leerling(
        world.school, world.alice, naam="Strijd", thuistaal=Antwoord.JA, begin=date(2025, 9, 1)
    )
    services.record_feit(
        leerling=leerling,
        kenmerk=Kenmerk.THUISTAAL,
        antwoord=Antwoord.NEE,
        herkomst=Herkomst.REGISTER,
        vanaf=date(2026, 1, 5),
        by=world.alice,
    )
    return leerling


# ---------------------------------------------------------------- what is known


def test_the_page_says_what_is_known_why_since_when_and_by_whom(world: World) -> None:
    text = page(world, world.leerling)
    assert "Schooltoeslag ● ja Volgens de school. 01/09/2025 Alice Adams" in text
    assert "Thuistaal ? onbekend Nog niets ingevuld. niet bekend nog niets" in text
    assert "Klas L1A" in text


def test_the_page_of_another_day(world: World) -> None:
    text = page(world, world.declared)
    assert "Op 2 maart 2026 niet ingeschreven." in text
    text = page(world, world.declared, "?op=2026-01-30")
    assert "Waar op 30 januari 2026 Klas L2B" in text
    assert "onbekend Nog niets ingevuld" in page(world, world.leerling, "?op=2025-08-31")
    assert "2 maart 2026 niet ingeschreven" in page(world, world.declared, "?op=gisteren")


def test_a_contradiction_is_decided_with_a_reason_and_from_its_first_day(world: World) -> None:
    leerling = contradict(world)
    text = page(world, leerling)
    assert "! tegenstrijdig De bronnen spreken elkaar tegen" in text
    assert "Thuistaal: beslis welk antwoord klopt" in text
    form = next(
        rij.form
        for rij in world.client("alice").get(url(leerling)).context["kenmerken"]
        if rij.form
    )
    assert form.initial["vanaf"] == date(2026, 1, 5)  # the day the contradiction began
    decide = {"beslissen": "1", "kenmerk": "thuistaal", "antwoord": "1", "vanaf": "2026-01-05"}
    refused = post(world, leerling, "kenmerk/", **decide, reden=" ")
    assert "Schrijf waarom je zo beslist." in refused
    text = post(world, leerling, "kenmerk/", **decide, reden="Nagevraagd bij de ouders.")
    assert "Thuistaal ● ja Volgens een beslissing van de school." in text
    assert "Nagevraagd bij de ouders." in text
    assert "tegenstrijdig" not in text
    assert "tegenstrijdig" not in page(world, leerling, "?op=2026-02-02")
    services.record_feit(  # something new that says otherwise opens it again
        leerling=leerling,
        kenmerk=Kenmerk.THUISTAAL,
        antwoord=Antwoord.NEE,
        herkomst=Herkomst.REGISTER,
        vanaf=date(2026, 2, 1),
        by=world.alice,
    )
    assert "tegenstrijdig" in page(world, leerling)


def test_only_who_edits_gets_the_form_to_decide(world: World) -> None:
    leerling = contradict(world)
    text = main_text(client_of(colleague(world.school, Role.ZORG)).get(url(leerling)))
    assert "tegenstrijdig" in text
    assert "beslis welk antwoord klopt" not in text
    assert "Intrekken" not in text
    assert "Andere plaats" not in text


def test_a_fact_is_recorded_and_withdrawn(world: World) -> None:
    data = {"kenmerk": "buurt", "antwoord": "1", "herkomst": "register", "vanaf": "2026-03-02"}
    text = post(world, world.leerling, "kenmerk/", **data)
    assert "Buurt ● ja Volgens het register van de overheid. 02/03/2026" in text
    feit = Feit.objects.get(leerling=world.leerling, kenmerk="buurt")
    ask = page(world, world.leerling, f"kenmerk/{feit.pk}/intrekken/")
    assert "Buurt: ja, volgens het register van de overheid, vanaf 2 maart 2026." in ask
    text = post(world, world.leerling, f"kenmerk/{feit.pk}/intrekken/")
    assert "Buurt ? onbekend" in text
    logged = [kind for kind in kinds() if kind != "leerling.bekeken"]
    assert logged[-2:] == ["feit.vastgelegd", "feit.ingetrokken"]


def test_zorgthuis_and_a_decision_cannot_be_slipped_in(world: World) -> None:
    before = Feit.objects.count()
    for kenmerk, herkomst in (
        ("zorgthuis", "school"),
        ("buurt", "verklaring"),
        ("buurt", "beslissing"),
    ):
        data = {"kenmerk": kenmerk, "antwoord": "1", "herkomst": herkomst, "vanaf": "2026-03-02"}
        assert "Selecteer een geldige keuze" in post(world, world.leerling, "kenmerk/", **data)
    assert Feit.objects.count() == before


def test_an_answer_of_a_declaration_cannot_be_withdrawn_alone(world: World) -> None:
    feit = world.declared.feiten.get(kenmerk="thuistaal")
    text = post(world, world.declared, f"kenmerk/{feit.pk}/intrekken/")
    assert "Leg een nieuwe verklaring vast." in text
    assert Feit.objects.filter(pk=feit.pk).exists()


# ---------------------------------------------------------------- declarations


def test_the_answers_of_parents_open_on_request_and_leave_a_trace(world: World) -> None:
    closed = page(world, world.declared)
    assert "03/09/2025" in closed
    assert "nog niet op school" in closed
    assert "een andere taal" not in closed
    assert "hoger onderwijs" not in closed
    assert "leerling.antwoorden" not in kinds()
    opened = page(world, world.declared, "?antwoorden=1")
    assert "Taal met de moeder een andere taal" in opened
    assert "Opleiding van de moeder hoger onderwijs afgewerkt" in opened
    page(world, world.declared, "?antwoorden=1")
    assert kinds().count("leerling.antwoorden") == 1


@pytest.mark.parametrize("role", [Role.ZORG, Role.GOK_COORDINATOR])
def test_without_the_right_the_answers_stay_closed(world: World, role: Role) -> None:
    client = client_of(colleague(world.school, role))
    text = main_text(client.get(url(world.declared, "?antwoorden=1")))
    assert "03/09/2025" in text
    assert "Volgens de verklaring van de ouders." in text
    for betrayed in ("andere taal", "hoger onderwijs", "diploma", "niemand Nederlands"):
        assert betrayed not in text


# ---------------------------------------------------------------- places


def test_a_move_closes_one_enrolment_and_opens_the_next(world: World) -> None:
    data = {**PLAATS, "klas": "L1B", "vanaf": "2026-02-01"}
    text = post(world, world.leerling, enrolment(world.leerling, "plaats"), **data)
    assert "De nieuwe plaats geldt vanaf 1 februari 2026." in text
    assert days(world.leerling) == [
        ("L1A", "2025-09-01", "2026-01-31"),
        ("L1B", "2026-02-01", None),
    ]


def test_a_move_before_the_first_day_is_refused_in_words(world: World) -> None:
    data = {**PLAATS, "klas": "L1B", "vanaf": "2025-08-31"}
    before = days(world.leerling)
    text = post(world, world.leerling, enrolment(world.leerling, "plaats"), **data)
    assert "Op die dag loopt deze inschrijving niet." in text
    assert days(world.leerling) == before


def test_the_attest_stays_with_the_last_part(world: World) -> None:
    one = place(world.leerling)
    services.close_inschrijving(
        inschrijving=one, einde=date(2026, 6, 30), attest="A-attest", by=world.alice
    )
    services.move_inschrijving(inschrijving=one, plaats=L1A, vanaf=date(2026, 1, 5), by=world.alice)
    rows = list(world.leerling.inschrijvingen.order_by("begin").values_list("einde", "attest"))
    assert rows == [(date(2026, 1, 4), ""), (date(2026, 6, 30), "A-attest")]


def test_leaving_and_coming_back(world: World) -> None:
    text = post(
        world,
        world.leerling,
        enrolment(world.leerling, "uitschrijven"),
        einde="2026-03-01",
        attest="getuigschrift",
    )
    assert "1 maart 2026 is de laatste dag" in text
    assert "getuigschrift" in text
    text = post(world, world.leerling, enrolment(world.leerling, "heropenen"))
    assert "De inschrijving loopt weer." in text
    assert days(world.leerling) == [("L1A", "2025-09-01", None)]
    refused = post(
        world, world.leerling, enrolment(world.leerling, "uitschrijven"), einde="2025-08-01"
    )
    assert "Een inschrijving kan niet eindigen voor ze begint." in refused


def test_reopening_into_a_later_enrolment_is_refused(world: World) -> None:
    old = place(world.declared)
    services.open_inschrijving(
        leerling=world.declared, begin=date(2026, 3, 1), plaats=L1A, by=world.alice
    )
    path = f"inschrijving/{old.pk}/heropenen/"
    text = post(world, world.declared, path)
    assert "Dit overlapt met de inschrijving 'L1A vanaf 01/03/2026'." in text
    with pytest.raises(LeerlingError, match="overlapt"):  # a later last day overlaps just as well
        services.close_inschrijving(inschrijving=old, einde=date(2026, 3, 1), by=world.alice)
    old.refresh_from_db()
    assert old.einde == date(2026, 1, 30)


def test_a_mistake_is_put_right_from_its_first_day(world: World) -> None:
    data = {**PLAATS, "klas": "L1C", "begin": "2025-09-15", "einde": ""}
    post(world, world.leerling, enrolment(world.leerling, "verbeteren"), **data)
    assert days(world.leerling) == [("L1C", "2025-09-15", None)]


def test_an_enrolment_is_wiped_only_after_a_question(world: World) -> None:
    path = enrolment(world.leerling, "wissen")
    before = snapshot()
    assert "telt dan op geen enkele van die dagen nog mee" in page(world, world.leerling, path)
    assert snapshot() == before
    text = post(world, world.leerling, path)
    assert "Nog geen inschrijving: deze leerling telt op geen enkele dag mee." in text
    assert world.client("alice").post(url(world.leerling, path)).status_code == 404


def test_two_halves_fit_and_a_third_does_not(world: World) -> None:
    leerling = make_leerling(world.school, world.alice, naam="Half", halves=1)
    half = {**PLAATS, "halves": "1", "begin": "2025-10-01"}
    assert "De inschrijving is bewaard." in post(
        world, leerling, "inschrijven/", **{**half, "klas": "L1B"}
    )
    text = post(world, leerling, "inschrijven/", **{**half, "klas": "L1C"})
    assert "Een leerling kan hoogstens twee halve inschrijvingen hebben." in text
    assert len(days(leerling)) == 2
    text = page(world, leerling)
    assert "Klas L1A" in text
    assert "Klas L1B" in text
    assert "telt als halve leerling" in text


def test_the_same_half_twice_is_still_two_halves(world: World) -> None:
    half = Plaats("1", Onderwijsniveau.LAGER, klas="L1A", halves=1)
    leerling = make_leerling(world.school, world.alice, naam="Half", halves=1)
    for n in range(2):
        if n:
            with pytest.raises(LeerlingError, match="hoogstens twee halve"):
                services.open_inschrijving(
                    leerling=leerling, begin=date(2025, 9, 1), plaats=half, by=world.alice
                )
        else:
            services.open_inschrijving(
                leerling=leerling, begin=date(2025, 9, 1), plaats=half, by=world.alice
            )


def test_a_row_of_another_pupil_under_this_pupil_is_not_found(world: World) -> None:
    client = world.client("alice")
    other = place(world.declared).pk
    for action in ("plaats", "verbeteren", "uitschrijven", "heropenen", "wissen"):
        assert client.get(url(world.leerling, f"inschrijving/{other}/{action}/")).status_code == 404
    feit = world.declared.feiten.first()
    assert feit is not None
    path = url(world.leerling, f"kenmerk/{feit.pk}/intrekken/")
    assert client.post(path).status_code == 404
    assert client.get(f"{L}{2**70}/").status_code == 404


# ---------------------------------------------------------------- new and changed


def new(world: World, **data: str) -> str:
    full = {"stamnummer": "N1", "naam": "Nieuw", "begin": "2026-03-02", **PLAATS, **data}
    return main_text(world.client("alice").post(f"{L}nieuw/", full, follow=True))


def test_a_new_pupil_is_enrolled_at_once(world: World) -> None:
    text = new(world, voornaam="Nele", vorige_school="De Bron", geboortedatum="2019-05-04")
    assert "Nieuw Nele is toegevoegd." in text
    assert "geboren op 4 mei 2019 · kwam van De Bron" in text
    assert days(Leerling.objects.get(stamnummer="N1")) == [("L1B", "2026-03-02", None)]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("stamnummer", "", "Dit veld is verplicht"),
        ("naam", "x" * 101, "niet meer dan 100 tekens"),
        ("klas", "k" * 31, "niet meer dan 30 tekens"),
        ("naam", "Nul\x00", "niet toegestaan"),
        ("begin", "2026-02-31", "Kies een dag die bestaat."),
        ("begin", "1023-09-01", "Kies een dag tussen 1990 en 2200."),
        ("einde", "2026-03-01", "De laatste dag ligt voor de eerste dag."),
        ("onderwijsniveau", "hoger", "Selecteer een geldige keuze"),
        ("graad", "1", "Een graad is er enkel in het secundair onderwijs."),
        ("type", "9", "Een type is er enkel in het buitengewoon onderwijs."),
        ("onderwijsniveau", "so", "Kies de graad"),
        ("halves", "3", "Selecteer een geldige keuze"),
    ],
)
def test_hostile_or_wrong_input_gives_a_sentence_and_stores_nothing(
    world: World, field: str, value: str, said: str
) -> None:
    before = snapshot()
    text = new(world, **{field: value})
    assert said in text
    assert snapshot() == before


def test_a_taken_stamnummer_is_refused_and_nothing_half_done(world: World) -> None:
    before = snapshot()
    text = new(world, stamnummer=f" {world.leerling.stamnummer} ")
    assert f"Stamnummer {world.leerling.stamnummer} bestaat al in deze school." in text
    assert snapshot() == before
    text = post(
        world,
        world.leerling,
        "gegevens/",
        stamnummer=world.declared.stamnummer,
        naam="Verkeerd",
    )
    assert f"Stamnummer {world.declared.stamnummer} bestaat al in deze school." in text
    assert "Zandman Noor" in text  # the heading keeps what is stored
    assert snapshot() == before


def test_the_same_number_in_another_school_is_fine(world: World) -> None:
    assert "is toegevoegd" in new(world, stamnummer=world.their_leerling.stamnummer)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("naam", "x" * 101, "Het veld 'naam' is te lang: 101 tekens, hoogstens 100 mag."),
        ("stamnummer", "1" * 21, "Het veld 'stamnummer' is te lang"),
        ("voornaam", "a\x00b", "In het veld 'voornaam' staat een onleesbaar teken."),
    ],
)
def test_a_service_refuses_what_a_database_would(
    world: World, name: str, value: str, said: str
) -> None:
    texts = {"stamnummer": "N2", "naam": "N", "voornaam": "V", name: value}
    with pytest.raises(LeerlingError) as error:
        services.create_leerling(school=world.school, by=world.alice, **texts)
    assert said in str(error.value)
    with pytest.raises(LeerlingError):
        services.update_leerling(leerling=world.leerling, by=world.alice, **{name: value})
    with pytest.raises(LeerlingError, match="'klas' is te lang"):
        services.open_inschrijving(
            leerling=world.declared,
            begin=date(2030, 9, 1),
            plaats=Plaats("1", Onderwijsniveau.LAGER, klas="k" * 31),
            by=world.alice,
        )
    with pytest.raises(LeerlingError, match="'reden' is te lang"):
        services.record_feit(
            leerling=world.leerling,
            kenmerk=Kenmerk.BUURT,
            antwoord=Antwoord.JA,
            herkomst=Herkomst.SCHOOL,
            vanaf=date(2026, 3, 2),
            reden="r" * 251,
            by=world.alice,
        )
