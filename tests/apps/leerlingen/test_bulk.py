"""Many pupils at once: asked, checked, done in one go, and taken back exactly."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen import services
from gokwijs.apps.leerlingen.bulk import Opdracht
from gokwijs.apps.leerlingen.checks import LeerlingError
from gokwijs.apps.leerlingen.models import Bewerking, Feit, Inschrijving, Leerling
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from tests.apps.builders import NUMMER, World, main_text, snapshot
from tests.apps.leerling_builders import make_leerling

L = f"/school/{NUMMER}/leerlingen/"
Soort = Bewerking.Soort
MAART = date(2026, 3, 2)


@pytest.fixture
def klas(world: World) -> list[Leerling]:
    """Three pupils of L1A who enrolled on different days."""
    return [
        make_leerling(world.school, world.alice, naam=f"Rij{n}", begin=date(2025, 9, n))
        for n in (1, 2, 3)
    ]


def rows_of(leerlingen: list[Leerling]) -> list[int]:
    found = Inschrijving.objects.filter(leerling__in=leerlingen).order_by("pk")
    return list(found.values_list("pk", flat=True))


def stored() -> list[Any]:
    """Everything of pupils, whatever keys it has."""
    return [
        sorted(map(repr, model.objects.values_list(*names)))
        for model, names in (
            (Inschrijving, [f.name for f in Inschrijving._meta.concrete_fields if f.name != "id"]),
            (Feit, ["leerling", "kenmerk", "antwoord", "herkomst", "vanaf", "reden"]),
        )
    ]


def send(world: World, leerlingen: list[Leerling], step: str, **data: Any) -> str:
    rij = ",".join(str(pk) for pk in rows_of(leerlingen))
    body = {"rij": rij, "stap": step, "terug": "klas=L1A", **data}
    return main_text(world.client("alice").post(f"{L}bewerken/", body, follow=True))


def apply(world: World, leerlingen: list[Leerling], **task: Any) -> Bewerking:
    return services.apply_bewerking(
        school=world.school,
        rijen=rows_of(leerlingen),
        opdracht=Opdracht(**{"vanaf": MAART, **task}),
        by=world.alice,
    )


TASKS: list[dict[str, Any]] = [
    {"soort": Soort.PLAATS, "klas": "L1B"},
    {"soort": Soort.PLAATS, "klas": "L1B", "leerjaar": "2", "richting": "STEM"},
    {"soort": Soort.PLAATS, "klas": "L1B", "vanaf": date(2025, 9, 2)},  # a first day among them
    {"soort": Soort.UITSCHRIJVEN, "attest": "getuigschrift"},
    {"soort": Soort.KENMERK, "kenmerk": Kenmerk.SCHOOLTOESLAG, "antwoord": Antwoord.JA},
]


@pytest.mark.parametrize("task", TASKS, ids=lambda t: str(t["soort"]))
def test_undoing_puts_everything_back(
    world: World, klas: list[Leerling], task: dict[str, Any]
) -> None:
    before = stored()
    bewerking = apply(world, klas, **task)
    assert stored() != before
    services.undo_bewerking(bewerking=bewerking, by=world.alice)
    assert stored() == before
    with pytest.raises(LeerlingError, match="al ongedaan gemaakt"):
        services.undo_bewerking(bewerking=bewerking, by=world.alice)


def test_a_move_of_many_equals_as_many_moves(world: World, klas: list[Leerling]) -> None:
    from dataclasses import replace

    for leerling in klas:
        one = leerling.inschrijvingen.get()
        services.move_inschrijving(
            inschrijving=one, plaats=replace(one.plaats, klas="L1B"), vanaf=MAART, by=world.alice
        )
    expected = stored()
    Inschrijving.objects.filter(leerling__in=klas, klas="L1B").delete()
    Inschrijving.objects.filter(leerling__in=klas).update(einde=None)
    apply(world, klas, soort=Soort.PLAATS, klas="L1B")
    assert stored() == expected


def test_first_asked_then_checked_then_done(world: World, klas: list[Leerling]) -> None:
    already = make_leerling(world.school, world.alice, naam="Zit", klas="L1B")
    everybody = [*klas, already]
    task = {"soort": "plaats", "klas": "L1B", "vanaf": "2026-03-02"}
    before = snapshot()
    asked = main_text(
        world.client("alice").get(f"{L}bewerken/", {"rij": rows_of(everybody), "soort": "plaats"})
    )
    assert "Voor 4 gekozen rijen. Er verandert nog niets" in asked
    checked = send(world, everybody, "nakijken", **task)
    assert "Klopt dit? Klas L1B, vanaf 2 maart 2026 voor 3 rijen; 1 rij blijft zoals ze is." in (
        checked
    )
    assert "Rij1 Noor" in checked
    assert "klas L1A klas L1B" in checked
    assert "Zit daar al." in checked
    assert snapshot() == before
    done = send(world, everybody, "doen", **task)
    assert "Klas L1B, vanaf 2 maart 2026: 3 leerlingen. Bekijken of ongedaan maken" in done
    event = Event.objects.filter(kind="bewerking.gedaan").get()
    assert event.target == "3 leerlingen tegelijk (andere klas, ander leerjaar of andere richting)"
    assert event.data["stamnummers"] == sorted(one.stamnummer for one in klas)


def test_the_page_of_a_change_takes_it_back(world: World, klas: list[Leerling]) -> None:
    before = stored()
    bewerking = apply(world, klas, soort=Soort.UITSCHRIJVEN)
    path = f"{L}bewerking/{bewerking.pk}/"
    client = world.client("alice")
    assert "Voor 3 leerlingen, door Alice Adams" in main_text(client.get(path))
    assert "Ongedaan gemaakt: Uitgeschreven op 2 maart 2026." in main_text(
        client.post(path, follow=True)
    )
    assert stored() == before
    assert "Ongedaan gemaakt door Alice Adams" in main_text(client.get(path))
    assert "Dit is al ongedaan gemaakt." in main_text(client.post(path, follow=True))


def test_going_back_keeps_what_was_typed(world: World, klas: list[Leerling]) -> None:
    client = world.client("alice")
    body = {"rij": rows_of(klas), "stap": "terug", "soort": "plaats", "klas": "L1Q", "vanaf": "x"}
    html = client.post(f"{L}bewerken/", body).content.decode()
    assert 'value="L1Q"' in html
    assert "Kies een dag die bestaat." in html


def test_undo_is_refused_when_something_newer_touched_a_pupil(
    world: World, klas: list[Leerling]
) -> None:
    bewerking = apply(world, klas, soort=Soort.PLAATS, klas="L1B")
    services.close_inschrijving(
        inschrijving=klas[1].inschrijvingen.get(klas="L1B"), einde=MAART, by=world.alice
    )
    before = snapshot()
    with pytest.raises(LeerlingError, match="sindsdien is er iets veranderd bij Rij2 Noor"):
        services.undo_bewerking(bewerking=bewerking, by=world.alice)
    assert snapshot() == before


@pytest.mark.parametrize("newer", ["another answer", "withdrawn"])
def test_undo_of_an_answer_is_refused_after_something_newer(
    world: World, klas: list[Leerling], newer: str
) -> None:
    bewerking = apply(world, klas, **TASKS[-1])
    if newer == "withdrawn":
        services.withdraw_feit(feit=klas[0].feiten.get(), by=world.alice)
    else:
        services.record_feit(
            leerling=klas[0],
            kenmerk=Kenmerk.SCHOOLTOESLAG,
            antwoord=Antwoord.NEE,
            herkomst=Herkomst.SCHOOL,
            vanaf=MAART,
            by=world.alice,
        )
    with pytest.raises(LeerlingError, match="bij Rij1 Noor"):
        services.undo_bewerking(bewerking=bewerking, by=world.alice)
    services.record_feit(  # another kenmerk does not count
        leerling=klas[1],
        kenmerk=Kenmerk.BUURT,
        antwoord=Antwoord.JA,
        herkomst=Herkomst.SCHOOL,
        vanaf=MAART,
        by=world.alice,
    )
    with pytest.raises(LeerlingError) as error:
        services.undo_bewerking(bewerking=bewerking, by=world.alice)
    assert "Rij2" not in str(error.value)


def test_an_erased_pupil_takes_the_memory_along_and_the_rest_can_be_undone(
    world: World, klas: list[Leerling]
) -> None:
    bewerking = apply(world, klas, soort=Soort.PLAATS, klas="L1B")
    klas[0].delete()
    assert bewerking.rijen.count() == 2
    services.undo_bewerking(bewerking=bewerking, by=world.alice)
    assert set(Inschrijving.objects.filter(leerling__in=klas[1:]).values_list("klas")) == {("L1A",)}


def test_all_rows_of_a_filtered_list(world: World) -> None:
    for n in range(60):
        make_leerling(world.school, world.alice, naam=f"Veel{n}", klas="L6A")
    client = world.client("alice")
    query = {"alle": "1", "terug": "klas=L6A", "soort": "uitschrijven"}
    response = client.get(f"{L}bewerken/", query)
    assert "Voor 60 gekozen rijen." in main_text(response)
    body = {
        "rij": response.context["rijen"],
        "stap": "doen",
        "soort": "uitschrijven",
        "vanaf": "2026-03-02",
        "terug": "klas=L6A",
    }
    assert client.post(f"{L}bewerken/", body)["Location"] == f"{L}?klas=L6A"
    assert Inschrijving.objects.filter(klas="L6A", einde=MAART).count() == 60


def test_who_cannot_is_named_with_the_reason(world: World, klas: list[Leerling]) -> None:
    gone = [*klas, world.declared]
    task = {"soort": "plaats", "klas": "L1B", "vanaf": "2026-03-02"}
    assert "Verklaard Vic" in send(world, gone, "nakijken", **task)
    assert "Is op 2 maart 2026 niet hier." in send(world, gone, "nakijken", **task)
    leave = {"soort": "uitschrijven", "vanaf": "2025-09-02"}
    assert "Begint pas op 3 september 2025." in send(world, gone, "nakijken", **leave)
    late = {"soort": "uitschrijven", "vanaf": "2026-03-02"}
    assert "Is al eerder uitgeschreven." in send(world, gone, "nakijken", **late)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"soort": "plaats"}, "Vul een klas, een leerjaar of een richting in."),
        ({"soort": "plaats", "klas": "k" * 31}, "30"),
        ({"soort": "plaats", "klas": "L1B", "vanaf": ""}, "Dit veld is verplicht"),
        ({"soort": "kenmerk", "kenmerk": "zorgthuis"}, "Selecteer een geldige keuze"),
        (
            {"soort": "kenmerk", "kenmerk": "buurt", "antwoord": "1", "herkomst": "beslissing"},
            "Selecteer een geldige keuze",
        ),
        ({"soort": "plaats", "klas": "L1A"}, "Er is niemand bij wie dit iets verandert."),
        ({"soort": "onzin", "klas": "L1A"}, "Er is niemand bij wie dit iets verandert."),
    ],
)
def test_a_wrong_task_is_refused_in_words(
    world: World, klas: list[Leerling], data: dict[str, str], said: str
) -> None:
    before = snapshot()
    assert said in send(world, klas, "doen", **{"vanaf": "2026-03-02", **data})
    assert snapshot() == before


def test_rows_of_another_school_are_not_touched(world: World) -> None:
    before = snapshot()
    their = world.their_leerling.inschrijvingen.get()
    for rij in (str(their.pk), "0", "-1", "9" * 19, "9" * 40, "a,b", "１", ""):
        body = {"rij": rij, "stap": "doen", "soort": "uitschrijven", "vanaf": "2026-03-02"}
        assert world.client("alice").post(f"{L}bewerken/", body).status_code == 200
    assert snapshot() == before
