# GOK-wijs: two commands do everything: `make run` and `make test`.
# Needs git, make and Python >= 3.11 with pip and venv.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.klaar
PYTEST := $(BIN)/python -m pytest

.PHONY: run test check bench lock lint types contracts browser-ready clean help

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/'

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "GOK-wijs needs Python 3.11 or newer: install it, or call make with PYTHON=/path/to/python3.11."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python has no venv module: install it (on Debian: apt-get install python3-venv)."; exit 1; }
	@echo "Installing into $(VENV); the first time this takes a few minutes."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(STAMP) ## the working product with fictional demo schools on 127.0.0.1:8000
	@GOKWIJS_MODE=development $(BIN)/gokwijs demo --map var
	@GOKWIJS_MODE=development $(BIN)/gokwijs serve --map var --poort $(PORT)

check: $(STAMP) lint types contracts ## the fast part: lint, types, contracts, core and house tests
	@GOKWIJS_VOORBEELDEN=0.1 $(PYTEST) -n 2 tests/core tests/law tests/house

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP)
	@$(BIN)/mypy

contracts: $(STAMP)
	@$(BIN)/lint-imports

browser-ready: $(STAMP)
	@$(BIN)/python tests/browser/find_browser.py --install

test: $(STAMP) lint types contracts browser-ready ## everything: lint, types, contracts, law, both databases, browser
	@$(BIN)/python tests/run_all.py

bench: $(STAMP) ## speed against OpenFisca and the budgets, in one run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@$(BIN)/python benchmarks/run.py

lock: $(STAMP) ## compile requirements/*.txt anew
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/python requirements/compile.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
