"""Compile the locks: names, versions and hashes for every platform; no addresses."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LOCKS = {"runtime": [], "dev": ["--group", "dev"], "bench": ["--group", "dev", "--group", "bench"]}


def main() -> None:
    for name, extra in LOCKS.items():
        target = HERE / f"{name}.txt"
        subprocess.run(
            [
                *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--generate-hashes"),
                *("--universal", "--python-version", "3.11", "--no-header", "--no-annotate"),
                *("--no-emit-index-url", "--no-emit-find-links"),
                *extra,
                *("pyproject.toml", "-o", str(target)),
            ],
            cwd=HERE.parent,
            check=True,
        )
        print(target.name)


if __name__ == "__main__":
    main()
