# `make demo` and `make test` set everything up in .venv; they need Python 3.11 or later and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SOURCES := pyproject.toml $(shell find tqa rules plugins -name '*.py' -o -name '*.toml' -o -name '*.txt')

.PHONY: demo test quick lint docs bench clean

demo: $(VENV)/installed  ## check the seed article and write the annotated report to report/
	mkdir -p report
	$(BIN)/tqa check seeds/ --exit-zero --output report/seeds.txt
	$(BIN)/tqa check seeds/ --exit-zero --format html --output report/seeds.html
	$(BIN)/tqa check seeds/ --exit-zero --format json --output report/seeds.json
	cat report/seeds.txt

test: $(VENV)/ready lint  ## lint, types, all tests, generated files up to date
	$(BIN)/python -m pytest -n auto

quick: $(VENV)/ready  ## the tests that take seconds
	$(BIN)/python -m pytest -n auto -m 'not slow' -q

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tqa.dev all --check

docs: $(VENV)/ready  ## make the generated files anew
	$(BIN)/python -m tqa.dev all

bench: $(VENV)/ready  ## what 15,000 patterns that never match cost
	$(BIN)/python bench/matcher.py

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tqa needs Python 3.11 or later; try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade pip

$(VENV)/installed: $(VENV)/bin/python $(SOURCES)
	$(PIP) install --quiet --editable .
	$(BIN)/python -m compileall -q tqa
	touch $@

$(VENV)/ready: $(VENV)/installed
	$(PIP) install --quiet --group test
	touch $@

clean:
	rm -rf $(VENV) report build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
