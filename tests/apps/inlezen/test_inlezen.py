"""Files with pupils: what the preview says is what happens, twice is nothing, undo is exact."""

from __future__ import annotations

import contextlib
import io
import os
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gokwijs.apps.inlezen import applying, services
from gokwijs.apps.inlezen.models import ImportBestand, LeerlingImport
from gokwijs.apps.leerlingen import services as leerlingen
from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling
from gokwijs.apps.leerlingen.selectors import tel_op
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from tests.apps.builders import World, build_world, main_text, snapshot, upload_of
from tests.apps.inlezen.builders import DAY, HEADER, apply, csv, preview, row
from tests.apps.inlezen.tables import I
from tests.apps.page import S

PUPILS = [row(f"25100{n:02}", naam=f"Papier {n}", klas=f"L{n % 3 + 1}A") for n in range(12)]


def read(world: World, *rows: str, header: str = HEADER, **given: Any) -> LeerlingImport:
    """Preview and apply."""
    one = preview(world.school, world.alice, csv(*rows, header=header), **given)
    return apply(one, world.alice)


def pupil(world: World, stamnummer: str) -> Leerling:
    return world.school.leerlingen.get(stamnummer=stamnummer)


def answer(world: World, stamnummer: str, kenmerk: str) -> list[tuple[str, int]]:
    return list(
        pupil(world, stamnummer).feiten.filter(kenmerk=kenmerk).values_list("herkomst", "antwoord")
    )


# ---------------------------------------------------------------- what happens


def test_a_new_pupil_gets_identity_place_and_facts(world: World) -> None:
    one = read(world, row("2510001", naam="Van Papier", klas="L2B", opleiding="ja", taal=""))
    assert one.aantallen["nieuw"] == 1
    found = pupil(world, "2510001")
    assert (found.naam, found.voornaam, found.zoeknaam) == ("Van Papier", "Nele", "van papier nele")
    place = found.inschrijvingen.get()
    assert (place.klas, place.onderwijsniveau, place.begin, place.einde) == (
        *("L2B", "lager", DAY),
        None,
    )
    assert answer(world, "2510001", "opleiding_moeder") == [("school", Antwoord.JA)]
    assert answer(world, "2510001", "thuistaal") == []  # blank is unknown, never nee
    oorsprong = found.feiten.get(kenmerk="opleiding_moeder").oorsprong
    assert oorsprong["bestand"] == "leerlingen.csv"
    assert "ja" not in oorsprong.values()


def test_nothing_changes_before_somebody_confirms(world: World) -> None:
    before = snapshot()
    preview(world.school, world.alice, csv(*PUPILS))
    after = snapshot()
    for label in ("leerlingen.Leerling", "leerlingen.Inschrijving", "leerlingen.Feit"):
        assert after[label] == before[label]


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    read(world, *PUPILS)
    before = snapshot()
    again = read(world, *PUPILS)
    counts = again.aantallen
    assert (counts["nieuw"], counts["gewijzigd"], counts["ongewijzigd"]) == (0, 0, len(PUPILS))
    after = snapshot()
    for label in ("leerlingen.Leerling", "leerlingen.Inschrijving", "leerlingen.Feit"):
        assert after[label] == before[label]


def test_a_change_of_class_closes_one_enrolment_and_opens_the_next(world: World) -> None:
    read(world, *PUPILS, day=date(2026, 1, 5))
    moved = [row("2510000", naam="Papier 0", klas="L1Z"), *PUPILS[1:]]
    one = read(world, *moved)
    assert one.aantallen["gewijzigd"] == 1
    first, second = pupil(world, "2510000").inschrijvingen.order_by("begin")
    assert (first.klas, first.einde) == ("L1A", date(2026, 3, 1))
    assert (second.klas, second.begin, second.einde) == ("L1Z", DAY, None)


def test_who_is_gone_is_closed_the_day_before_or_left_alone(world: World) -> None:
    read(world, *PUPILS, day=date(2026, 1, 5))
    left = preview(world.school, world.alice, csv(*PUPILS[1:]))
    apply(left, world.alice)
    assert pupil(world, "2510000").inschrijvingen.get().einde is None
    gone = preview(world.school, world.alice, csv(*PUPILS[1:]), uitschrijven=True)
    assert gone.aantallen["weg"] >= 1
    apply(gone, world.alice)
    assert pupil(world, "2510000").inschrijvingen.get().einde == date(2026, 3, 1)


def test_many_fewer_pupils_must_be_confirmed(world: World) -> None:
    read(world, *PUPILS, day=date(2026, 1, 5))
    one = preview(world.school, world.alice, csv(*PUPILS[:3]), uitschrijven=True)
    before = snapshot()
    with pytest.raises(services.InlezenError, match="zo veel leerlingen weg"):
        apply(one, world.alice, krimp=False)
    assert snapshot() == before


def test_an_answer_that_contradicts_a_verklaring_stays_visible(world: World) -> None:
    declared = world.declared
    leerlingen.open_inschrijving(
        leerling=declared,
        begin=date(2026, 2, 1),
        plaats=declared.inschrijvingen.get().plaats,
        by=world.alice,
    )
    cells = {"voornaam": declared.voornaam, "leerjaar": "1", "taal": "nee"}
    one = preview(
        world.school,
        world.alice,
        csv(row(declared.stamnummer, naam=declared.naam, klas="L2B", **cells)),
    )
    assert one.aantallen["strijdig"] == 1
    apply(one, world.alice)
    sources = dict(answer(world, declared.stamnummer, "thuistaal"))
    assert sources == {"verklaring": Antwoord.JA, "school": Antwoord.NEE}
    counted = tel_op(world.school, DAY).telling
    mine = [c for c in counted.cells if c.answer(Kenmerk.OPLEIDING_MOEDER) is Antwoord.NEE]
    assert any(c.answer(Kenmerk.THUISTAAL) is Antwoord.ONBEKEND for c in mine)


def test_columns_outside_the_list_are_dropped_and_told(world: World) -> None:
    header = HEADER + ";nationaliteit;rijksregisternummer;adres;thuisloos"
    one = preview(
        world.school,
        world.alice,
        csv(row("2510001") + ";Verzonnen;10.04.01-997.16;Papierstraat 1;ja", header=header),
    )
    told = " ".join(p["zin"] for p in one.problemen).lower()
    for word in ("nationaliteit", "rijksregister", "adres", "thuisloos"):
        assert word in told, word
    apply(one, world.alice)
    stored = str({k: v for k, v in snapshot().items() if not k.startswith("inlezen.ImportBestand")})
    for value in ("10.04.01-997.16", "10040199716", "Papierstraat", "Verzonnen;"):
        assert value not in stored


def test_the_file_itself_is_gone_after_applying(world: World) -> None:
    one = preview(world.school, world.alice, csv(*PUPILS))
    assert ImportBestand.objects.filter(leerling_import=one).exists()
    apply(one, world.alice)
    assert not ImportBestand.objects.filter(leerling_import=one).exists()


def test_matching_keeps_a_code_only_where_the_school_wants_it(world: World, settings: Any) -> None:
    settings.MATCHING_KEY = "een sleutel van minstens tweeendertig tekens"
    header = HEADER + ";rijksregisternummer"
    rows = [row("2510001") + ";10.04.01-997.16", row("2510002") + ";10040199716"]
    read(world, *rows, header=header)
    assert not Leerling.objects.exclude(pseudoniem="").exists()
    world.school.koppelen = True
    world.school.save()
    read(world, *rows, row("2510003") + ";12345678901", header=header)
    one, two = (pupil(world, n).pseudoniem for n in ("2510001", "2510002"))
    assert len(one) == 64
    assert one == two
    assert pupil(world, "2510003").pseudoniem == ""
    page = main_text(world.client("alice").get(f"{S}/privacy/koppelen/"))
    assert "2510001" in page
    assert "2510002" in page


# ---------------------------------------------------------------- undo


def test_undo_restores_exactly_what_was(world: World) -> None:
    read(world, *PUPILS, day=date(2026, 1, 5))
    before = snapshot()
    changed = [
        row("2510000", naam="Anders", klas="L9Z", opleiding="ja"),
        *PUPILS[2:],
        row("2510099", naam="Erbij"),
    ]
    one = preview(world.school, world.alice, csv(*changed), uitschrijven=True)
    apply(one, world.alice)
    services.undo_import(leerling_import=one, by=world.alice)
    after = snapshot()
    for label in ("leerlingen.Inschrijving", "leerlingen.Feit", "leerlingen.Verklaring"):
        assert after[label] == before[label], label
    names = Leerling.objects.order_by("pk").values_list("stamnummer", "naam", "zoeknaam")
    assert ("2510000", "Papier 0", "papier 0 nele") in names
    assert not Leerling.objects.filter(stamnummer="2510099").exists()


def test_undo_is_refused_when_somebody_edited_since(world: World) -> None:
    one = read(world, *PUPILS)
    leerlingen.record_feit(
        leerling=pupil(world, "2510003"),
        kenmerk=Kenmerk.SCHOOLTOESLAG,
        antwoord=Antwoord.JA,
        herkomst=Herkomst.SCHOOL,
        vanaf=DAY,
        by=world.alice,
    )
    before = snapshot()
    with pytest.raises(services.UndoError) as error:
        services.undo_import(leerling_import=one, by=world.alice)
    assert error.value.edited
    assert snapshot() == before


# ---------------------------------------------------------------- nothing half-done


def test_a_process_that_stops_halfway_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = preview(world.school, world.alice, csv(*PUPILS))
    before = snapshot()
    real = applying.write

    def stop(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(applying, "write", stop)
    with pytest.raises(KeyboardInterrupt):
        apply(one, world.alice)
    assert snapshot() == before


def test_a_preview_that_is_no_longer_true_is_refused(world: World) -> None:
    one = preview(world.school, world.alice, csv(*PUPILS))
    leerlingen.update_leerling(leerling=world.leerling, by=world.alice, voornaam="Nora")
    before = snapshot()
    with pytest.raises(services.ChangedError, match="intussen veranderd"):
        apply(one, world.alice)
    assert snapshot() == before


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_the_same_moment_are_never_mixed() -> None:
    world = build_world()
    ones = [preview(world.school, world.alice, csv(*PUPILS)) for _ in "ab"]
    results: list[str] = []

    def work(one: LeerlingImport) -> None:
        try:
            apply(one, world.alice)
            results.append("toegepast")
        except services.ChangedError:
            results.append("veranderd")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in ones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["toegepast", "veranderd"]
    assert world.school.leerlingen.filter(stamnummer__startswith="25100").count() == len(PUPILS)
    assert Inschrijving.objects.filter(leerling__stamnummer__startswith="25100").count() == 12


# ---------------------------------------------------------------- hostile and real files


@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=80).map(lambda b: b"PK\x03\x04" + b),
        st.integers(0, 400).map(lambda n: csv(*PUPILS)[:n]),
        st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=5)).map(
            lambda t: csv(*PUPILS)[: t[0]] + t[1] + csv(*PUPILS)[t[0] :]
        ),
    )
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_broken_file_gets_a_clear_word_and_changes_no_pupil(world: World, data: bytes) -> None:
    before = list(Leerling.objects.values_list()), Feit.objects.count()
    with contextlib.suppress(services.InlezenError):  # in words, for a screen
        upload = services.import_file(
            school=world.school,
            stream=io.BytesIO(data),
            filename="kapot.csv",
            peildatum=DAY,
            by=world.alice,
        )
        assert upload.leerling_import is not None or upload.problems[0].sentence
    assert (list(Leerling.objects.values_list()), Feit.objects.count()) == before


def test_real_files_give_a_table_or_a_complaint(world: World, shared: Path) -> None:
    for name in sorted(os.listdir(shared / "gegevens" / "data")):
        if not name.endswith((".csv", ".xlsx")):
            continue
        data = (shared / "gegevens" / "data" / name).read_bytes()
        page = world.client("alice").post(f"{I}/", {"bestand": upload_of(data, name)}, follow=True)
        assert page.status_code in (200, 422), name


def test_the_example_with_names_reads_without_a_mistake(world: World) -> None:
    page = world.client("alice").get(f"{I}/voorbeeld.csv")
    one = preview(world.school, world.alice, bytes(page.content))
    assert [p["zin"] for p in one.problemen if p["ernst"] == "fout"] == []
    assert one.aantallen["nieuw"] >= 20


def test_a_file_on_screen_from_upload_to_result(world: World) -> None:
    office = world.client("alice")
    page = office.post(f"{I}/", {"bestand": upload_of(csv(*PUPILS))}, follow=True)
    assert "stamnummer" in main_text(page)
    one = world.school.leerling_imports.order_by("-pk")[0]
    assert office.get(f"{I}/{one.pk}/kolommen/").status_code == 200
    assert not world.school.leerlingen.filter(stamnummer="2510000").exists()
