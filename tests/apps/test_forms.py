"""What every form of the rooms of the plan has in common."""

from __future__ import annotations

import re

from tests.apps.aanpakken import tables as aanpakken
from tests.apps.beleid import tables as beleid
from tests.apps.builders import World, text_of
from tests.apps.dossier import tables as dossier
from tests.apps.inzet import tables as inzet
from tests.apps.opvolging import tables as opvolging
from tests.apps.samen import tables as samen

PAGES = [
    page
    for room in (beleid, inzet, opvolging, samen, dossier, aanpakken)
    for page in room.SCHOOL_PAGES
    if page.get[3] == 200 and page.post[3] != 405
]


def test_a_form_says_what_to_choose_and_writes_numbers_the_dutch_way(world: World) -> None:
    client = world.client("alice")
    wrong = []
    for page in PAGES:
        answer = client.get(page.path(world))
        if "text/html" not in answer.headers["Content-Type"]:
            continue
        text = text_of(answer)
        if "-----" in text or re.search(r'<input[^>]*value="\d+\.\d+"', text):
            wrong.append(page.name)
    assert wrong == []
