# make demo and make test set everything up by themselves; a second call skips what is done.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check test-servers test-browser screenshots models messages notebooks bench clean setup

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Netra needs Python 3.11 or later: install it, or name one with make PYTHON=..."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@# torch first and pinned: a free range pulls several GB of GPU packages.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(READY)

demo: $(READY)
	$(BIN)/netra demo

test: $(READY)
	$(BIN)/pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-servers: $(READY)
	bash tests/servers/install.sh
	$(BIN)/pytest -m servers tests/servers

test-browser: $(READY)
	bash tests/browser/install.sh
	$(BIN)/pytest -m browser tests/browser

screenshots: $(READY)
	bash tests/browser/install.sh
	$(BIN)/netra demo --data demo-data
	PYTHONPATH=. $(BIN)/python docs/screenshots.py demo-data

models: $(READY)
	@test -n "$(DATASETS)" || { echo "usage: make models DATASETS=DIR"; exit 2; }
	@# The encoder first: heads are trained with its vectors and refuse another's.
	$(BIN)/netra train encoder --datasets $(DATASETS) --out classifiers/models/encoder
	$(BIN)/netra train --datasets $(DATASETS) --out classifiers/models

messages: $(READY)
	@# Collects the review page's texts; then translate what is new in locale/en/netra.po.
	$(BIN)/pybabel -q extract -F review/web/locale/babel.cfg -k t -k mark -k PageError --omit-header --no-location --sort-output -o review/web/locale/netra.pot .
	$(BIN)/pybabel -q update -i review/web/locale/netra.pot -l en -o review/web/locale/en/netra.po --omit-header --no-fuzzy-matching --ignore-obsolete
	rm review/web/locale/netra.pot

notebooks: $(READY)
	bash notebooks/run.sh

bench: $(READY)
	$(BIN)/python -m benchmarks.scoring
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.registry
	$(BIN)/python -m benchmarks.review

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache
