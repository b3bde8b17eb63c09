"""Write ``inhoud/demo/standen.json`` anew: the figures of the demo through the gate.

Needed when the example files, the story of the demo or the rules of the gate change:
``python -m tests.apps.analyse.record_standen``.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from gokwijs.commands.serve import migrate, prepare

TARGET = Path(__file__).resolve().parents[3] / "src/gokwijs/inhoud/demo/standen.json"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        migrate()
        from gokwijs.apps.analyse.demo import fingerprint
        from gokwijs.apps.analyse.models import Stand
        from gokwijs.apps.analyse.poort import door_de_poort
        from gokwijs.apps.analyse.services_stand import published
        from gokwijs.apps.vandaag.demo import build_demo
        from gokwijs.core.analyse.beeld import uit_json

        build_demo()
        found = {}
        for one in Stand.objects.order_by("school__instellingsnummer", "schooljaar"):
            beeld = uit_json(one.inhoud)
            found[fingerprint(one, beeld)] = [
                asdict(table) for table in door_de_poort(beeld, one.drempel, published(one))
            ]
        TARGET.write_text(_text(found), encoding="utf-8")


def _text(found: dict[str, list[dict[str, object]]]) -> str:
    """One line per table, so that a difference can be read."""
    blocks = []
    for key, tables in sorted(found.items()):
        lines = (json.dumps(table, sort_keys=True, separators=(",", ":")) for table in tables)
        blocks.append(f' "{key}": [\n' + ",\n".join(f"  {line}" for line in lines) + "\n ]")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


if __name__ == "__main__":
    main()
