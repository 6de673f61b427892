# Everything runs from .venv; nothing but Python, git and make is needed beforehand.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= crosstie-data

.DEFAULT_GOAL := help
.PHONY: help install serve test check format bench lock clean

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

test: check ## run every check and test
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: install ## format, lint, types, layers
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: install ## rewrite the sources in the one style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only --quiet .

bench: install ## measure against the rivals, and write benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks

lock: ## rewrite requirements.lock from pyproject.toml
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock pyproject.toml

clean: ## remove .venv and caches; data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
