"""Numbers of a past year stay when a pupil is erased; nothing of the pupil does."""

from __future__ import annotations

import json
from datetime import date

import pytest

from gokwijs.apps.analyse.beelden import forget
from gokwijs.apps.analyse.models import Jaarbeeld
from gokwijs.apps.leerlingen.models import Inschrijving, Leerling
from gokwijs.apps.privacy import services as privacy
from gokwijs.apps.privacy.kinds import purge_leerlingen
from tests.apps.analyse.builders import NU, VORIG, VRAGEN, So, nu, toen
from tests.apps.builders import TODAY


def left(so: So) -> Leerling:
    """Somebody who was in 4MW a year ago and is gone."""
    return Leerling.objects.filter(
        inschrijvingen__klas="4MW", inschrijvingen__einde=VORIG.last_day
    ).exclude(inschrijvingen__einde=None)[0]


def seen(so: So, jaar: object) -> dict[str, object]:
    found = {}
    for vraag in VRAGEN:
        page = so.page(f"{vraag}/?jaar={jaar}&per=leerjaar")
        found[vraag] = [t.rijen for t in page.tafels], page.zinnen, page.aria
    return found


def erase(so: So, pupil: Leerling, how: str) -> None:
    if how == "asked":
        privacy.erase_leerling(leerling=pupil, today=TODAY, by=so.alice, ook_verklaring=True)
    else:
        purge_leerlingen(so.school, [str(pupil.pk)], TODAY)
        forget()


@pytest.mark.parametrize("how", ["asked", "term"])
def test_a_past_year_keeps_its_numbers(so: So, how: str) -> None:
    before, now = seen(so, VORIG), seen(so, NU)
    pupil = left(so)
    erase(so, pupil, how)
    assert not Leerling.objects.filter(pk=pupil.pk).exists()
    assert seen(so, VORIG) == before
    forget()  # another process, that never saw them
    assert seen(so, VORIG) == before
    after = seen(so, NU)
    for vraag in ("wie", "waar", "klassen", "leeftijd"):
        assert after[vraag] == now[vraag], vraag  # who left was not in them


@pytest.mark.parametrize("how", ["asked", "term"])
def test_nothing_of_the_pupil_stays_in_the_numbers(so: So, how: str) -> None:
    pupil = left(so)
    said = (pupil.naam, pupil.stamnummer, pupil.voornaam, str(pupil.geboortedatum))
    erase(so, pupil, how)
    kept = Jaarbeeld.objects.get(school=so.school, schooljaar=VORIG.start)
    text = json.dumps(kept.inhoud)
    assert sum(row[-1] for row in kept.inhoud["vakken"]) == 2 * 63
    assert not any(word in text for word in said if word)
    names = {"vorm", "schooljaar", "dag", "plekken", "vakken", "gangen", "overgangen"}
    assert set(kept.inhoud) == names
    assert all(len(row) == 5 for row in kept.inhoud["vakken"])  # a place, not a key of a pupil
    assert all(len(row) == 4 for row in kept.inhoud["gangen"])


def test_the_current_year_lets_the_pupil_go(so: So) -> None:
    pupil = Leerling.objects.filter(inschrijvingen__klas="1A2")[0]
    Inschrijving.objects.filter(leerling=pupil, einde=None).update(einde=date(2026, 2, 20))
    forget()
    assert len(nu(so.school)) == 110
    privacy.erase_leerling(leerling=pupil, today=TODAY, by=so.alice, ook_verklaring=True)
    assert so.page("waar/?per=klas").tafels[0].rijen["Samen"][0] == "109"
    assert not Jaarbeeld.objects.filter(schooljaar=NU.start).exists()


def test_the_pupils_behind_an_old_number_say_that_they_are_gone(so: So) -> None:
    gone = [r.pk for r in toen(so.school) if r.klas == "1A2"]
    rows = Inschrijving.objects.filter(leerling__in=gone, einde=None)
    rows.update(einde=date(2026, 2, 20))
    forget()
    address = f"leerlingen/?jaar={VORIG}&tabel=waar-klas&rij=1A2&kolom=n"
    assert so.get(address).content.decode().count('<th scope="row">') == len(gone)
    for pk in gone:
        erase(so, Leerling.objects.get(pk=pk), "asked")
    page = so.page(f"waar/?jaar={VORIG}&per=klas")
    assert page.tafels[0].rijen["1A2"][0] == str(len(gone))
    html = so.get(address).content.decode()
    assert "gewist omdat hun bewaartermijn voorbij is" in html
    assert "Geheim" not in html


def test_a_year_is_kept_once_and_not_rewritten_by_a_later_erasure(so: So) -> None:
    first, second = Leerling.objects.filter(
        inschrijvingen__klas="4MW", inschrijvingen__einde=VORIG.last_day
    ).exclude(inschrijvingen__einde=None)[:2]
    erase(so, first, "asked")
    kept = Jaarbeeld.objects.get(schooljaar=VORIG.start).inhoud
    erase(so, second, "asked")
    assert Jaarbeeld.objects.get(schooljaar=VORIG.start).inhoud == kept
