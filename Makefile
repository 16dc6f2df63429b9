# make release [RAW=folder] [OUTPUT=folder]   a release of the transcripts in RAW
# make test                                   the fast tests;  make test-all adds the slow ones
#
# Needs Python 3.11 and make; everything else goes into .venv, in the versions of constraints.txt.

RAW ?= raw
OUTPUT ?= output
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= $(shell $(PYTHON) -c "import os; print(os.cpu_count() or 1)")

INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: help setup release test test-all check constraints clean
.DEFAULT_GOAL := help

help:
	@sed -n '1,2s/^# //p' Makefile

# One stamp for what a release needs, one for what the tests need besides.
$(VENV)/.release: pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))" || \
		{ echo "Interlinear needs Python 3.11. Name it with: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (once; a few minutes)"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.release
	@$(INSTALL) --editable ".[dev]"
	@touch $@

setup: $(VENV)/.test

release: $(VENV)/.release
	@$(BIN)/interlinear release --raw "$(RAW)" --output "$(OUTPUT)"

test: $(VENV)/.test
	@$(BIN)/python -m pytest -q -m "not slow" -n $(WORKERS) --dist loadfile

test-all: $(VENV)/.test
	@$(BIN)/python -m pytest -q --runslow -n $(WORKERS) --dist loadfile

check: $(VENV)/.test
	@$(BIN)/ruff check flows schemas tests

# What is installed now becomes what everybody installs: run it in a fresh .venv whose tests pass.
constraints: $(VENV)/.test
	@{ sed -n 1p constraints.txt; $(BIN)/python -m pip freeze --exclude-editable; } > constraints.new && mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) build *.egg-info
