# Two commands matter: `make run` and `make test`. The rest is for those who change tipor.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help run test coverage test-slow check bench dagster notebooks messages generate clean lock

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | column -t -s:

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 14) else "tipor needs Python 3.11 to 3.14; say which one: make PYTHON=python3.12 run")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

run: $(READY) ## submit the example figures, run the pipeline, say where the results are
	@$(BIN)/tipor submit-examples
	@$(BIN)/tipor run

test: $(READY) ## the whole test suite
	$(BIN)/python -m pytest -n 2

coverage: $(READY) ## the test suite, with the lines it did not reach
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

test-slow: $(READY) ## simulations that take minutes (error rates of trends, power of signals)
	$(BIN)/python -m pytest -n 2 -m slow

check: $(READY) ## lint, types, floors, translations, stale generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pipelines.locales.catalogues --check
	$(BIN)/python -m pipelines.contract.generated --check

messages: $(READY) ## bring the message catalogues up to date with code and contract, and compile them
	$(BIN)/python -m pipelines.locales.catalogues

generate: $(READY) ## make the generated documents anew from schemas/
	$(BIN)/python -m pipelines.contract.generated

dagster: $(READY) ## open the Dagster UI
	@$(BIN)/tipor dagster

notebooks: $(READY) ## execute the notebooks on the warehouse
	@mkdir -p .dagster/notebooks
	@for f in notebooks/*.py; do $(BIN)/jupytext --to ipynb --execute --output .dagster/notebooks/$$(basename $$f .py).ipynb $$f || exit 1; done

bench: $(READY) ## speed and memory, as ratios in one run (installs the peers in a venv of their own)
	$(BIN)/python bench/run.py

lock: ## choose versions anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --extra dev pyproject.toml -o requirements.lock

clean: ## remove everything that can be made again
	rm -rf $(VENV) .dagster data/curated/*
