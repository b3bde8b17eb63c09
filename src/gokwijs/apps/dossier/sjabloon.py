"""The Word template of a school: try one, find which is used, fill it in.

In: bytes, or a kept template with a plan as texts. Out: nothing or a Dutch refusal; a Word file.
"""

from __future__ import annotations

import re
import unicodedata

from gokwijs.apps.dossier.document import PlanDocument
from gokwijs.apps.dossier.models_sjabloon import SchoolSjabloon
from gokwijs.apps.dossier.sjabloon_voorbeeld import VOORBEELD
from gokwijs.apps.loket import storage
from gokwijs.apps.scholen.models import School
from gokwijs.renderers.sjabloon.vullen import vul_sjabloon

DEEL = "sjabloon"


def keur_sjabloon(data: bytes) -> None:
    """Try a template with a fictional plan; raises SjabloonFout. Takes a second or two."""
    vul_sjabloon(data, VOORBEELD.as_dict(), proef=True)
    vul_sjabloon(data, PlanDocument().as_dict(), proef=True)


def vul_in(sjabloon: SchoolSjabloon, document: PlanDocument) -> bytes:
    """The plan in this template; raises SjabloonFout and DocumentMissingError."""
    return vul_sjabloon(storage.read(sjabloon.bestand, DEEL), document.as_dict())


def huidig(school: School) -> SchoolSjabloon | None:
    """The template that is used; None for the standard layout."""
    return school.sjablonen.filter(actief=True).first()


def schone_naam(name: str) -> str:
    """Only the last part of a path, printable, with the ending of a Word document."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    kept = "".join(c for c in last if unicodedata.category(c)[0] in "LNPSZ")
    stem = re.sub(r'[<>:"|?*;]', "", re.sub(r"(?i)\.do[ct][mx]?$", "", kept)).strip(" .")
    return f"{stem[:100] or 'sjabloon'}.docx"
