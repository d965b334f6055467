# Everything a newcomer needs: make demo, make test; make check adds what a change must pass.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint check bench mutate seed equal clean

demo: .venv/ready
	@$(BIN)/toetssteen toets participatieplaats-te-jong
	@echo
	@$(BIN)/toetssteen waarom werkervaringsplaats-hardheid

test: .venv/ready
	$(BIN)/python -m pytest -n auto
	$(BIN)/toetssteen controleer src/toetssteen/voorbeelden tests/casus

check: test lint

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready
	$(BIN)/python -m benchmarks

mutate: .venv/ready
	$(BIN)/python -m tests.mutatie

# of 50 mutants of the ordinance: a case that comes out otherwise, or the proof that none does
seed: .venv/ready
	$(BIN)/python -m tests.zaaifouten

# ten thousand random cases against every proof that two states of the statute, or two readings, are equal for everybody
equal: .venv/ready
	$(BIN)/python -m tests.gelijken

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src
	@touch $@

clean:
	rm -rf .venv dist .pytest_cache .mypy_cache .ruff_cache
