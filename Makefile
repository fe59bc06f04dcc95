# Two commands: `make run` installs litsynth and answers a question offline; `make test` installs it and runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
QUESTION := How does multilingual intermediate-task training compare to English-only training on cross-lingual natural language inference accuracy using the XNLI benchmark?

.PHONY: run test check format reports compare clean

run: $(VENV)/run
	$(BIN)/litsynth run "$(QUESTION)" --offline

test: $(VENV)/test check

check:
	$(BIN)/ruff format --check litsynth tests
	$(BIN)/ruff check litsynth tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

format: $(VENV)/test
	$(BIN)/ruff check --fix litsynth tests
	$(BIN)/ruff format litsynth tests

# The example reports, made anew; their date is fixed, so that only what they say can change.
reports: $(VENV)/run
	number=0; while read -r question; do \
		number=$$((number + 1)); rm -rf reports/examples/$$number; \
		$(BIN)/litsynth run "$$question" --offline --quiet --date 2026-11-21 --out reports/examples/$$number || exit 1; \
	done < reports/examples/questions.txt

# Which of two commits is faster (docs/costs.md); fails where the new one is slower.
COMMITS ?= HEAD~1..HEAD
BENCH ?= verifier embedder search
compare: $(VENV)/test
	$(BIN)/litsynth bench $(BENCH) --compare $(COMMITS) --fail-on slower

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The stamps are older than what they were made from after an upgrade, so that an old environment is brought up to date.
$(VENV)/run: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/test: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@ $(VENV)/run
