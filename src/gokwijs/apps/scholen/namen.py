"""No name of a person of the school in a document, also not where somebody typed one.

In: a school. Out: a function that puts a role, or 'een leerling', where a whole name stands. A
first name alone is left: it is often an ordinary word too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from gokwijs.apps.access.roles import known_roles
from gokwijs.apps.scholen.models import School

_WOORD = re.compile(r"[^\W\d_]+")  # letters only: also in the name of a file
Names = dict[tuple[str, ...], str]


def namenfilter(
    school: School, ook: Iterable[str] = (), *, collegas: bool = True
) -> Callable[[str], str]:
    """For every text of this school; ``ook``: names of others that may not be read either.

    ``collegas``: whether names of colleagues go too; those of pupils always do.
    """
    names: Names = {}
    _add(names, ook, "iemand")
    pupils = school.leerlingen.values_list("voornaam", "naam")
    for first, last in pupils:
        _add(names, (f"{first} {last}", f"{last} {first}"), "een leerling")
    for member in school.memberships.select_related("user") if collegas else ():
        roles = known_roles(member.roles)
        _add(names, (member.user.naam,), f"de {roles[0].label.lower()}" if roles else "een collega")
    longest = max(map(len, names), default=0)
    return lambda text: _hide(text, names, longest)


def _add(names: Names, written: Iterable[str], said: str) -> None:
    for name in written:
        words = tuple(word.casefold() for word in _WOORD.findall(name))
        if len(words) > 1:
            names[words] = said


def _hide(text: str, names: Names, longest: int) -> str:
    """The longest name first, so that nothing of a double name stays."""
    found = list(_WOORD.finditer(text)) if longest else []
    words = [match[0].casefold() for match in found]
    parts, at, place = [], 0, 0
    while place < len(words):
        size = next(
            (
                n
                for n in range(min(longest, len(words) - place), 1, -1)
                if tuple(words[place : place + n]) in names
            ),
            0,
        )
        if size:
            parts += [text[at : found[place].start()], names[tuple(words[place : place + size])]]
            at = found[place + size - 1].end()
        place += size or 1
    return "".join([*parts, text[at:]])
