# Everything runs from .venv; nothing but Python, git and make is needed beforehand.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= crosstie-data
MAPPINGS := examples stdlib_mappings

.DEFAULT_GOAL := help
.PHONY: help install serve test check format fuzz bench lock clean

help: ## show the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

.venv/.installed: requirements.lock pyproject.toml
	@echo "Installing Crosstie into .venv ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Crosstie needs Python 3.11 or newer: make PYTHON=python3.11")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: .venv/.installed ## create .venv with the command crosstie

serve: install ## start http://127.0.0.1:8010 with the example services and desk
	@$(BIN)/crosstie --data $(DATA) serve --desk examples/desk.yml --services examples/services

# What stands on the store is tested once more on a PostgreSQL server of its own.
STORED := tests/engine/storage tests/engine/tickets tests/engine/accounts tests/engine/services \
  tests/engine/desk tests/engine/operations tests/engine/cli/test_commands.py tests/wire \
  tests/engine/archive tests/releases tests/engine/cli/test_backup.py

# Clients of others that the tests drive, each in a folder of its own.
CLIENTS := $(patsubst %/requirements.in,%,$(wildcard tests/clients/*/requirements.in))

.venv/.clients: .venv/.installed tests/clients/install.py $(CLIENTS:=/requirements.lock)
	@echo "Installing the clients of the tests into .venv/clients ..."
	@$(BIN)/python tests/clients/install.py tests/clients .venv/clients
	@touch $@

test: check .venv/.clients ## run every check and test
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --store postgresql $(STORED)

check: install ## format, lint, types, layers
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/crosstie fmt --check $(MAPPINGS)
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: install ## rewrite the sources in the one style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/crosstie fmt $(MAPPINGS)

# The rivals. That under Node is left out, with a word, where there is no npm.
.venv/.rivals: .venv/.installed benchmarks/requirements.lock benchmarks/mapping/node/package-lock.json
	@echo "Installing the rivals into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.lock
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --prefix benchmarks/mapping/node; fi
	@touch $@

fuzz: install ## compare fast path and interpreter on 100,000 inputs for each mapping
	@$(BIN)/python tests/fuzz.py $(if $(INPUTS),--inputs $(INPUTS)) $(if $(DRAWN),--drawn $(DRAWN)) \
	  $(if $(SEED),--seed $(SEED))

bench: .venv/.rivals ## measure against the rivals, and write benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks $(PARTS)

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header

lock: ## rewrite the lock files from pyproject.toml and tests/clients/*/requirements.in
	@$(BIN)/python -m pip install --quiet uv
	@$(LOCK) --extra dev -o requirements.lock pyproject.toml
	@$(LOCK) --extra bench -c requirements.lock -o benchmarks/requirements.lock pyproject.toml
	@for client in $(CLIENTS); do $(LOCK) -o $$client/requirements.lock $$client/requirements.in || exit 1; done

clean: ## remove .venv and caches; data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis benchmarks/mapping/node/node_modules
