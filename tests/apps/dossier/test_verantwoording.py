"""The account of the means: every sum closes, nothing is left unsaid, two pages of paper."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import docx as reader
import openpyxl
import pytest
from pypdf import PdfReader

from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.beleid.models import Boeking
from gokwijs.apps.beleid.tonen import AFGESCHERMD
from gokwijs.apps.dossier.verantwoording import Verantwoording, verantwoording
from gokwijs.apps.dossier.verantwoording_papier import HOOGSTENS, document, resultaten
from gokwijs.apps.dossier.views_verantwoording import team
from gokwijs.apps.effect.models import Uitkomst
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.core.calendar import Schooljaar
from gokwijs.renderers.pdf import pdf
from tests.apps.builders import LESTIJDEN, brief, client_of, colleague, main_text, person
from tests.apps.dossier.klaar_builders import (
    BY,
    DAG,
    NUMMER,
    Huis,
    actie,
    doel,
    evaluatie,
    huis,
    toewijzing,
)
from tests.apps.effect import builders as effect
from tests.verapdf import keeps_the_standards

pytestmark = pytest.mark.django_db
PAGE = f"/school/{NUMMER}/beleid/dossier/verantwoording"
JAAR = Schooljaar(2025)
EURO = "euro.werkingsbudget_bao."
VRAAG = "?schooljaar=2025-2026"


def account(own: Huis, *, exact: bool = True) -> Verantwoording:
    access = access_for(own.alice, NUMMER, Permission.SCHOOLZONE_ZIEN)
    return verantwoording(access if exact else team(access), JAAR, DAG)


def letter(own: Huis, lestijden: str = "20", euro: str = "123456/100") -> None:
    brief(
        own.school,
        own.alice,
        {LESTIJDEN: lestijden, EURO: euro},
        jaar=JAAR,
        document="Omkadering 2025-2026",
        datum=date(2025, 6, 20),
    )


def boek(own: Huis, amount: str, soort: str = "werkingsmiddelen", **values: Any) -> Boeking:
    given = {
        "schooljaar": 2025,
        "soort": soort,
        "datum": date(2026, 1, 12),
        "omschrijving": "Boeken",
        "besteed": amount,
        **BY,
        **values,
    }
    return Boeking.objects.create(school=own.school, **given)


def full(own: Huis | None = None) -> Huis:
    """Two goals with the same words, one action for both, and something without a goal."""
    own = own or huis()
    letter(own)
    first, second = doel(own), doel(own)
    one, both = actie(own, first), actie(own, first, second, titel="Samen lezen")
    alone = actie(own, second, titel="Huiswerkklas")
    toewijzing(own, one, "4")
    toewijzing(own, both, "1/24")
    toewijzing(own, alone, "6")
    toewijzing(own, one, "33333/100", soort="werkingsmiddelen")
    toewijzing(own, alone, "33349/100", soort="werkingsmiddelen")
    boek(own, "10051/100", actie=one)
    boek(own, "20049/100", actie=alone)
    boek(own, "1250/100")
    boek(own, "3", soort="ses_lestijden", actie=both)
    evaluatie(own, first, second)
    return own


def number(text: str) -> Fraction:
    """What is printed, as a number; a dash is nothing."""
    plain = text.replace("\u00a0", " ").replace("€", "").replace(".", "").strip(" −–")
    found = re.match(r"(?:(\d+) )?(\d+)/(\d+)|([\d,]+)", plain)
    if found is None:
        return Fraction(0)
    if found[4]:
        return Fraction(found[4].replace(",", "."))
    return Fraction(int(found[1] or 0)) + Fraction(int(found[2]), int(found[3]))


# ---------------------------------------------------------------- sums


@pytest.mark.parametrize("exact", [True, False])
def test_every_sum_closes_to_the_cent_and_the_hour(exact: bool) -> None:
    found = account(full(), exact=exact)
    foot = dict(found.voet)
    for place, _ in enumerate(found.soorten):
        for what in ("voorzien", "besteed"):
            rows = sum(number(getattr(d.bedragen[place], what)) for d in found.doelen)
            total = number(getattr(foot["Samen"][place], what))
            left = number(getattr(foot["Niet toegewezen, of nog te besteden"][place], what))
            granted = number(getattr(foot["Gekregen"][place], what))
            assert rows == total, (found.soorten[place], what)
            assert total + left == granted, (found.soorten[place], what)


def test_cents_are_shown_to_who_works_with_exact_numbers_and_whole_euros_to_the_others() -> None:
    own = full()
    exact, whole = account(own), account(own, exact=False)
    assert "€\u00a01.234,56" in [one.toegekend for one in exact.sommen]
    assert "€\u00a01.235" in [one.toegekend for one in whole.sommen]
    assert not re.search(r"€.\d[\d.]*,\d\d", " ".join(whole.kern))


def test_goals_with_the_same_words_keep_their_own_amounts() -> None:
    found = account(full())
    hours = found.soorten.index("SES-lestijden")
    assert [d.bedragen[hours].voorzien for d in found.doelen if not d.los] == ["4", "1/24", "6"]


def test_an_amount_above_the_grant_is_shown_and_still_adds_up() -> None:
    own = full()
    toewijzing(own, own.plan.actie_set.order_by("pk")[0], "30", schooljaar=2025, toelichting="x")
    found = account(own)
    assert any("meer toegewezen dan we kregen" in one.zin for one in found.onverklaard)
    assert dict(found.voet)["Te veel toegewezen"]


# ---------------------------------------------------------------- what is said


def test_the_letter_stands_with_what_was_received() -> None:
    found = account(full())
    assert "Volgens Omkadering 2025-2026" in found.sommen[0].bron[0]
    assert "20 juni 2025" in found.sommen[0].bron[0]


def test_what_nobody_explained_stands_there() -> None:
    said = [one.zin for one in account(full()).onverklaard]
    assert "Gekleurde werkingsmiddelen: €\u00a012,50 is besteed zonder streefdoel." in said
    assert any("heeft nog geen bestemming" in zin for zin in said)


def test_each_goal_says_what_was_measured_with_its_room_and_what_was_decided() -> None:
    found = account(full()).doelen[0].resultaten[0]
    assert "29 % (12 van de 41) op 30 januari 2026" in " ".join(found.gemeten)
    assert "is op 30 januari 2026 alles tussen" in " ".join(found.gemeten)
    assert found.besluit == "Besluit van 2 februari 2026: voortzetten. Het werkt."


def test_the_effect_of_an_action_is_told_in_whole_sentences() -> None:
    of = effect.proef()
    effect.berekend(of)
    seen = access_for(of.alice, of.school.instellingsnummer, Permission.SCHOOLZONE_ZIEN)
    found = verantwoording(team(seen), JAAR, date(2026, 6, 1))
    told = found.doelen[0].resultaten[0].effect
    assert told[0].startswith("Leestoets")
    assert told[0] in resultaten(found.doelen)[0][2]
    Uitkomst.objects.all().delete()
    assert not verantwoording(team(seen), JAAR, date(2026, 6, 1)).doelen[0].resultaten[0].effect


def test_a_decision_on_the_same_goal_in_the_plan_before_counts() -> None:
    own = huis()
    letter(own)
    before = doel(own, plan=huis_before(own))
    doel(own, voorganger=before)
    evaluatie(own, before)
    assert account(own).doelen[0].resultaten[0].besluit.startswith("Besluit van 2 februari 2026")


def huis_before(own: Huis) -> Any:
    values = {"naam": "Vorig plan", "door_naam": "A", "gewijzigd_door": "A"}
    return type(own.plan).objects.create(
        school=own.school, schooljaar_van=2024, schooljaar_tot=2024, **values
    )


def test_what_was_measured_later_is_not_told_of_an_earlier_year() -> None:
    own = full()
    access = access_for(own.alice, NUMMER, Permission.SCHOOLZONE_ZIEN)
    found = verantwoording(access, JAAR, date(2025, 12, 1))
    assert "30 januari" not in " ".join(found.doelen[0].resultaten[0].gemeten)
    assert found.doelen[0].resultaten[0].besluit == "Nog niet geëvalueerd."


def test_a_small_group_and_a_figure_of_the_werkzone_stay_out_of_the_version_for_all() -> None:
    own = huis()
    letter(own)
    goal = doel(own)
    actie(own, goal)
    goal.indicator.metingen.update(teller=Decimal(2), noemer=Decimal(9))
    assert AFGESCHERMD in account(own, exact=False).doelen[0].resultaten[0].gemeten
    goal.indicator.metingen.update(werkzone=True)
    shown = " ".join(account(own, exact=False).doelen[0].resultaten[0].gemeten)
    assert "2 van de 9" not in shown
    assert "exacte aantallen" in shown


def test_a_name_of_a_colleague_becomes_a_role() -> None:
    own = full()
    own.plan.besluit_set.update(motivering="Alice Adams wil doorgaan.")
    text = main_text(client_of(own.alice).get(f"{PAGE}/{VRAAG}"))
    assert "de directeur wil doorgaan." in text
    assert "Alice Adams" not in text


# ---------------------------------------------------------------- page and files


def test_an_empty_year_says_where_it_begins() -> None:
    own = huis()
    html = client_of(own.alice).get(f"{PAGE}/?schooljaar=2025-2026").content.decode()
    assert "Naar de middelen van 2025-2026" in html
    assert client_of(own.alice).get(f"{PAGE}.pdf{VRAAG}").status_code == 200


def test_only_who_works_with_exact_numbers_can_ask_for_cents() -> None:
    own = full()
    leraar = client_of(colleague(own.school, Role.LERAAR))
    assert "1.234,56" not in main_text(leraar.get(f"{PAGE}/{VRAAG}&voor=werk"))
    assert "1.234,56" in main_text(client_of(own.alice).get(f"{PAGE}/{VRAAG}&voor=werk"))
    coordinator = client_of(
        colleague(own.school, Role.GOK_COORDINATOR, email="coordinator@zandloper.invalid")
    )
    assert coordinator.get(f"{PAGE}.pdf{VRAAG}&voor=werk").status_code == 403
    assert (
        client_of(person("dirk@elders.invalid", "Dirk Elders")).get(f"{PAGE}/").status_code == 404
    )


def pages_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_the_pdf_is_archival_and_accessible_and_two_pages_at_most() -> None:
    own = full()
    data = client_of(own.alice).get(f"{PAGE}.pdf{VRAAG}").content
    keeps_the_standards(data)
    assert len(pages_of(data)) <= 2


def many(own: Huis, goals: int) -> None:
    """Goals with long texts, four actions each."""
    letter(own)
    for place in range(goals):
        goal = doel(own, formulering=f"Doel {place}: " + "meer leerlingen lezen elke dag " * 8)
        for nr in range(4):
            titel = f"Actie {place}.{nr} " + "samen lezen in kleine groepen " * 4
            toewijzing(own, actie(own, goal, titel=titel), "1/24")
        evaluatie(own, goal)
    own.plan.besluit_set.update(motivering="Dit gaat goed, maar het kan nog beter. " * 30)


def test_as_many_long_goals_as_promised_fit_on_two_pages() -> None:
    own = huis()
    many(own, HOOGSTENS)
    text = pages_of(pdf(document(account(own), own.school, DAG)))
    assert len(text) <= 2
    assert "Vervolg" not in " ".join(text)


def test_a_longer_plan_goes_on_and_says_so() -> None:
    own = huis()
    many(own, HOOGSTENS + 4)
    text = " ".join(pages_of(pdf(document(account(own), own.school, DAG))))
    assert "Vervolg: de andere streefdoelen" in text
    assert f"Dit plan heeft {HOOGSTENS + 4} streefdoelen." in " ".join(text.split())


def test_word_and_excel_hold_the_same_account() -> None:
    own = full()
    alice = client_of(own.alice)
    word = reader.Document(io.BytesIO(alice.get(f"{PAGE}.docx{VRAAG}").content))
    cells = [cell.text for t in word.tables for row in t.rows for cell in row.cells]
    assert "Samen" in cells
    assert any("Besluit van 2 februari 2026" in text for text in cells)
    book = openpyxl.load_workbook(io.BytesIO(alice.get(f"{PAGE}.xlsx{VRAAG}").content))
    assert book.sheetnames == [
        "Gekregen en gebruikt",
        "Per streefdoel",
        "Resultaat",
        "Nog niet verklaard",
    ]
    assert alice.get(f"{PAGE}.txt{VRAAG}").status_code == 404


def test_a_large_plan_takes_no_more_queries(django_assert_max_num_queries: Any) -> None:
    own = huis()
    many(own, 40)
    alice = client_of(own.alice)
    alice.get(f"{PAGE}/{VRAAG}")
    with django_assert_max_num_queries(20):
        assert alice.get(f"{PAGE}/{VRAAG}").status_code == 200
