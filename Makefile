# Lantai 兰台. `make demo` shows it, `make test` proves it; `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MEMBERS := shared services/intake services/review services/deadline services/reporting deploy
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11
SIDE_BY_SIDE := --numprocesses=logical --maxprocesses=4
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup demo up down quick test thorough check chaos bench fmt lock clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## the environment, from requirements.lock and requirements-dev.lock

$(VENV)/.ready: requirements.lock requirements-dev.lock $(MEMBERS:%=%/pyproject.toml)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock -r requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation $(MEMBERS:%=-e ./%)
	@touch $@

demo: setup ## the scripted year of two bureaus on the local stack, then addresses and accounts, until Ctrl-C
	$(BIN)/lantai up --demo

up: setup ## the local stack, with what it held before
	$(BIN)/lantai up

down: setup ## stop a detached local stack
	$(BIN)/lantai down

quick: setup ## unit and architecture tests
	$(BIN)/pytest -m unit $(SIDE_BY_SIDE) --dist=worksteal

test: setup ## every gear but bench, side by side; a short chaos run is part of it
	$(BIN)/pytest -m "not bench" $(SIDE_BY_SIDE) --dist=loadfile

thorough: setup ## the unit tests over ten times as many examples: 100,000 histories of clocks are among them
	$(BIN)/pytest -m unit --hypothesis-profile=thorough $(SIDE_BY_SIDE) --dist=worksteal

check: setup ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy shared/src services/*/src deploy/src
	$(BIN)/lint-imports --no-cache

chaos: setup ## faults under load, at 50 commands/s or more; CHAOS_SEED=n and CHAOS_SECONDS=n choose the run
	PYTHONPATH=tests $(BIN)/python -m chaos --at-least 50 $(CHAOS_SEED:%=--seed %) $(CHAOS_SECONDS:%=--seconds %)

bench: setup ## append, filing, relay, end to end, fair lanes, replay, due dates, pages, each beside its floor and peer
	PYTHONPATH=tests $(BIN)/python -m bench

fmt: setup ## format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup ## requirements.in → requirements.lock, requirements-dev.in → requirements-dev.lock
	$(COMPILE) requirements.in -o requirements.lock
	$(COMPILE) requirements-dev.in -o requirements-dev.lock

clean: ## forget the environment and the local stack's data
	rm -rf $(VENV) .lantai
