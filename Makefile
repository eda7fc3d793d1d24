# The only list of commands; CI calls these and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FRESH ?=
PORT ?=
SANDBOX_PORT ?=
REQUIRE ?=

.PHONY: help setup demo test test-quick fuzz check fix ci screenshots requirements clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Poststelle needs Python 3.11 or newer; say which one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. On Debian: sudo apt-get install -y python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Poststelle needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

CATALOGUES := $(shell find src -name django.po)
$(VENV)/.messages: $(CATALOGUES) $(VENV)/.runtime
	@$(BIN)/python -m poststelle.words.compile
	@touch $@

setup: $(VENV)/.messages  ## what Poststelle needs, into .venv

demo: $(VENV)/.messages  ## Poststelle and its sandbox provider; prints one URL (FRESH=1 starts over; PORT=, SANDBOX_PORT=)
	@$(BIN)/poststelle demo $(if $(FRESH),--fresh) $(if $(PORT),--port $(PORT)) $(if $(SANDBOX_PORT),--sandbox-port $(SANDBOX_PORT)) || test $$? = 130  # Ctrl-C

test: $(VENV)/.dev $(VENV)/.messages servers  ## everything: units, walk-through in Chromium, real servers
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(REQUIRE)

test-quick: $(VENV)/.dev $(VENV)/.messages  ## units only
	@$(BIN)/python -m pytest -n 2 --ignore tests/servers --ignore tests/walkthrough -m 'not clients and not browser and not servers'

servers: $(VENV)/.dev  ## what the tests need from Debian's packages and npm
	@sh tests/servers/install.sh $(BIN)/python

check: $(VENV)/.dev $(VENV)/.messages  ## formatting, lint, types, layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

fuzz: $(VENV)/.dev  ## the engines' properties with many examples
	@$(BIN)/python -m pytest -n 2 tests/protocols tests/model --hypothesis-profile=deep

fix: $(VENV)/.dev  ## ruff's own corrections
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

ci: check  ## what CI runs: check and test, servers required
	@$(MAKE) test REQUIRE=--require-servers

screenshots: $(VENV)/.dev $(VENV)/.messages servers  ## the handbook's pictures, both languages
	@$(BIN)/python docs/screenshots.py

requirements: $(VENV)/.dev  ## the hashed requirement files anew from pyproject.toml
	@sh docs/requirements.sh $(BIN)/python

clean:  ## what the other targets made
	@rm -rf $(VENV) .demo build
