"""A frozen dossier years later: what changed shows, with and without the key; no hostile ZIP."""

from __future__ import annotations

import contextlib
import io
import json
import stat
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from gokwijs.core.beleid import dossier_controle
from gokwijs.core.beleid.dossier import (
    CIJFERS,
    LEESMIJ,
    MANIFEST,
    Cijfer,
    canoniek,
    maak_zip,
    sha256,
    sleutel_van,
)
from gokwijs.core.beleid.dossier_controle import DossierFout, Oordeel, Sleutel, controleer

SLEUTEL = sleutel_van("een geheim dat niemand kent")
KOP = {
    "school": {"naam": "De Lantaarn", "instellingsnummer": "999801"},
    "bevroren_op": "2026-03-02",
}
BESTANDEN = {"dossier.pdf": b"%PDF een", "dossier.docx": b"PK twee"}


def cijfer(nummer: int, **values: Any) -> Cijfer:
    given = {
        "plek": "Streefdoel D1",
        "waarde": "41 %",
        "telt": "gezinnen",
        "regel": "P1",
        "artikel": "geen",
        "datum": "2 maart 2026",
        "bron": "eigen telling",
        "status": "ingevoerd",
        "aantallen": "17 van 41",
        **values,
    }
    return Cijfer(nummer=nummer, **given)


def gemaakt(**values: Any) -> bytes:
    given: dict[str, Any] = {
        "kop": KOP,
        "bestanden": BESTANDEN,
        "cijfers": (cijfer(1), cijfer(2, waarde="20 %")),
        "sleutel": SLEUTEL,
        **values,
    }
    return maak_zip(**given)


def inhoud(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_van(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def veranderd(change: Callable[[dict[str, bytes]], object]) -> bytes:
    files = inhoud(gemaakt())
    change(files)
    return zip_van(files)


def herschreven(change: Callable[[Any], object], name: str = MANIFEST) -> bytes:
    """The same dossier with something changed inside one of its JSON files."""

    def edit(files: dict[str, bytes]) -> None:
        found = json.loads(files[name])
        change(found)
        files[name] = json.dumps(found).encode()

    return veranderd(edit)


def oordelen(data: bytes, sleutel: bytes | None = SLEUTEL) -> dict[str, Oordeel]:
    return {one.naam: one.oordeel for one in controleer(data, sleutel).bestanden}


# ---------------------------------------------------------------- nothing changed


def test_the_same_contents_give_the_same_bytes() -> None:
    assert gemaakt() == gemaakt()


def test_an_untouched_dossier_is_in_order_with_and_without_the_key() -> None:
    for key, known in ((SLEUTEL, Sleutel.JUIST), (None, Sleutel.GEEN)):
        found = controleer(gemaakt(), key)
        assert found.in_orde
        assert found.sleutel is known
        assert found.cijfers == 2
    assert set(oordelen(gemaakt())) == {*BESTANDEN, CIJFERS, LEESMIJ}


def test_another_installation_says_so_and_still_checks_the_public_hashes() -> None:
    other = sleutel_van("een ander geheim")
    found = controleer(gemaakt(), other)
    assert found.in_orde
    assert found.sleutel is Sleutel.ANDERE
    assert any("andere installatie" in zin for zin in found.zinnen)


def test_every_file_can_be_checked_with_the_manifest_alone() -> None:
    files = inhoud(gemaakt())
    for row in json.loads(files[MANIFEST])["bestanden"]:
        assert row["sha256"] == sha256(files[row["naam"]])
        assert row["grootte"] == len(files[row["naam"]])


def test_the_readme_tells_how_to_check() -> None:
    assert b"gokwijs dossier controleer" in inhoud(gemaakt())[LEESMIJ]


def test_the_key_is_not_in_the_dossier() -> None:
    for data in inhoud(gemaakt()).values():
        assert SLEUTEL not in data
        assert SLEUTEL.hex().encode() not in data
        assert b"een geheim dat niemand kent" not in data


# ---------------------------------------------------------------- something changed


def test_a_changed_file_a_missing_one_and_one_too_many_are_named() -> None:
    data = veranderd(
        lambda files: (
            files.update({"dossier.pdf": b"%PDF twee", "erbij.pdf": b"x"}),
            files.pop("dossier.docx"),
        )
    )
    for key in (SLEUTEL, None):
        assert oordelen(data, key) == {
            CIJFERS: Oordeel.OK,
            LEESMIJ: Oordeel.OK,
            "dossier.pdf": Oordeel.VERANDERD,
            "dossier.docx": Oordeel.ONTBREEKT,
            "erbij.pdf": Oordeel.EXTRA,
        }
        assert not controleer(data, key).in_orde


def with_new_hash(files: dict[str, bytes]) -> None:
    """As somebody would who knows how the manifest works, but has no key."""
    files["dossier.pdf"] = b"%PDF vals"
    found = json.loads(files[MANIFEST])
    for row in found["bestanden"]:
        if row["naam"] == "dossier.pdf":
            row.update(sha256=sha256(b"%PDF vals"), grootte=len(b"%PDF vals"))
    files[MANIFEST] = canoniek(found)


def test_only_the_key_shows_that_a_file_and_its_public_hash_changed_together() -> None:
    data = veranderd(with_new_hash)
    assert controleer(data).in_orde
    found = controleer(data, SLEUTEL)
    assert not found.in_orde
    assert found.zegel_ok is False
    assert oordelen(data)["dossier.pdf"] is Oordeel.VERANDERD


def test_two_files_cannot_change_places() -> None:
    def swap(files: dict[str, bytes]) -> None:
        files["dossier.pdf"], files["dossier.docx"] = files["dossier.docx"], files["dossier.pdf"]

    assert oordelen(veranderd(swap))["dossier.pdf"] is Oordeel.VERANDERD


def test_a_changed_figure_is_named_by_its_number() -> None:
    data = herschreven(lambda found: found["cijfers"][1].update(waarde="60 %"), CIJFERS)
    assert controleer(data, SLEUTEL).cijfers_fout == (2,)
    assert any("[2]" in zin for zin in controleer(data, SLEUTEL).zinnen)


def test_a_figure_left_out_or_added_is_named() -> None:
    left_out = herschreven(lambda found: found["cijfers"].pop(0), CIJFERS)
    assert controleer(left_out, SLEUTEL).cijfers_fout == (1,)
    added = herschreven(
        lambda found: found["cijfers"].append({**found["cijfers"][0], "nummer": 9}), CIJFERS
    )
    assert controleer(added, SLEUTEL).cijfers_fout == (9,)


def test_another_head_breaks_the_seal() -> None:
    data = herschreven(lambda found: found.update(bevroren_op="2020-01-01"))
    assert controleer(data, SLEUTEL).zegel_ok is False
    assert not controleer(data, SLEUTEL).in_orde


# ---------------------------------------------------------------- figures


def test_no_field_of_a_figure_is_ever_empty() -> None:
    for name in Cijfer.__dataclass_fields__:
        if name != "nummer":
            with pytest.raises(ValueError, match=name):
                cijfer(1, **{name: ""})
    with pytest.raises(ValueError, match="nummer"):
        cijfer(0)


def test_the_canonical_form_knows_one_way_to_write() -> None:
    assert canoniek({"b": 1, "a": "é"}) == canoniek({"a": "e\u0301", "b": 1})
    with pytest.raises(ValueError, match="kommagetal"):
        canoniek({"a": [0.5]})


# ---------------------------------------------------------------- a ZIP of a stranger


def refused(data: bytes) -> str:
    with pytest.raises(DossierFout) as caught:
        controleer(data, SLEUTEL)
    return str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "../buiten.txt",
        "/etc/passwd",
        "map/bestand.txt",
        "C:boot.ini",
        "a\\b.txt",
        "..",
        "a\nb",
        "x" * 200,
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert "hoort daar niet" in refused(veranderd(lambda files: files.update({name: b"x"})))


def test_a_file_twice_is_refused() -> None:
    buffer = io.BytesIO(gemaakt())
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("DOSSIER.PDF", b"x")
    assert "meer dan één keer" in refused(buffer.getvalue())


def test_a_link_is_refused() -> None:
    buffer = io.BytesIO(gemaakt())
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo("link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, b"/etc/passwd")
    assert "verwijzing naar elders" in refused(buffer.getvalue())


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier_controle, "BYTES", 1_000_000)
    data = veranderd(lambda files: files.update({"groot.bin": bytes(5_000_000)}))
    assert len(data) < 100_000
    assert "veel te groot" in refused(data)


def test_very_many_files_are_refused() -> None:
    data = veranderd(lambda files: files.update({f"{n}.txt": b"" for n in range(60)}))
    assert "meer dan 50" in refused(data)


def test_without_a_manifest_it_is_no_dossier() -> None:
    assert "manifest.json" in refused(veranderd(lambda files: files.pop(MANIFEST)))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{",
        b"null",
        b'{"formaat": "iets anders"}',
        b'{"formaat":"gokwijs-dossier","formaat":"gokwijs-dossier","versie":1}',
        b'{"formaat":"gokwijs-dossier","versie":1}',
        b'{"formaat":"gokwijs-dossier","versie":1,"x":NaN}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_broken_manifest_is_refused(text: bytes) -> None:
    assert "niet te lezen" in refused(veranderd(lambda files: files.update({MANIFEST: text})))


@pytest.mark.parametrize(
    "change",
    [
        {"sleutel": 7},
        {"zegel": "é"},
        {"bestanden": {}},
        {"bestanden": [{"naam": "x"}]},
        {"cijfers": [{"nummer": "1", "hmac": "x"}]},
        {"cijfers": 3},
        {"x": 0.5},
        {"x": "\ud800"},
    ],
)
def test_a_manifest_of_another_shape_is_refused_or_its_seal_is_broken(change: Any) -> None:
    data = herschreven(lambda found: found.update(change))
    with contextlib.suppress(DossierFout):
        assert not controleer(data, SLEUTEL).in_orde


def test_another_version_says_what_to_do() -> None:
    assert "andere versie" in refused(herschreven(lambda found: found.update(versie=2)))


@pytest.mark.parametrize("data", [b"", b"geen zip", b"PK\x03\x04 half"])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert "ZIP" in refused(data)


def test_a_changed_byte_inside_says_that_it_is_no_longer_the_file_that_was_made() -> None:
    data = bytearray(gemaakt())
    at = data.index(b"dossier.pdf") + len(b"dossier.pdf")
    data[at] ^= 0xFF
    said = refused(bytes(data))
    assert "veranderd of beschadigd" in said
    assert "leesbaar" not in said


def test_half_a_zip_is_refused() -> None:
    whole = gemaakt()
    for cut in range(1, len(whole), max(1, len(whole) // 40)):
        refused(whole[:cut])
