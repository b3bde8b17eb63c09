"""The process that fills a template: started by ``vullen``, it does one template and ends.

In: JSON on standard input with the template and the texts. Out: ``OK`` and a .docx, or ``FOUT`` and
JSON with a Dutch sentence, on standard output. It never sees settings, a database or an address.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from gokwijs.renderers.sjabloon.fout import SjabloonFout

OK, FOUT = b"OK\n", b"FOUT\n"
ONVERWACHT = (
    "Dit sjabloon kan niet ingevuld worden. Open het in Word, bewaar het opnieuw als Word-document "
    "(.docx) en probeer het nog eens."
)


def main() -> None:
    # Loaded before the limits: our own parts may open files, the template may not.
    from gokwijs.renderers.sjabloon import grens, pakket, taal, tekst

    asked = json.load(sys.stdin.buffer)
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # no library can write into the answer
    try:
        grens.begrens()
        data = base64.b64decode(asked["sjabloon"])
        pakket.keur(data)
        made = tekst.vul(data, asked["gegevens"], proef=asked["proef"])
    except SjabloonFout as error:
        _answer(out, FOUT, json.dumps({"zin": error.zin, "plek": error.plek}).encode())
    except (MemoryError, RecursionError) as error:
        _answer(out, FOUT, json.dumps({"zin": taal.dutch(error), "plek": ""}).encode())
    except Exception:  # a file can be broken in more ways than one can list
        _answer(out, FOUT, json.dumps({"zin": ONVERWACHT, "plek": ""}).encode())
    else:
        _answer(out, OK, made)


def _answer(out: Any, kind: bytes, data: bytes) -> None:
    out.write(kind + data)
    out.flush()


if __name__ == "__main__":
    main()
