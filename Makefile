# The commands of learners, contributors and CI. Each does its own set-up, into .venv, from pinned and hashed requirements.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
# One process of tests more than there are cores: servers, kernels and browsers keep them waiting half of their time.
WORKERS := $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
# Options of `course learn`, as COURSE_ARGS="--no-browser --port 8899"
COURSE_ARGS ?=

.PHONY: learn test check build bench lint types unit notebooks lock

learn: $(READY)
	@exec $(BIN)/course learn $(COURSE_ARGS)

# Types take one core for half a minute; tests take what is left of it.
test: lint
	@$(MAKE) --no-print-directory --jobs=2 types unit
	@$(MAKE) --no-print-directory notebooks

check: $(READY) lint types
	$(BIN)/course check --all

build: $(READY)
	$(BIN)/course build

bench: $(READY)
	$(BIN)/python -m tests.bench

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

# In the order of their files: proofs of lessons leave a fork server and a database in their process, so the engine's tests, which look
# at its children and descriptors, come before them.
unit: $(READY)
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder tests

notebooks: $(READY)
	$(BIN)/pytest -p no:cacheprovider -n $(WORKERS) --dist loadfile --nbval source/*/*.ipynb

# Only when pyproject.toml changes; needs uv.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Keeper needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Install one and give its name: make learn PYTHON=python3.12")'
	@echo "Setting up .venv, once; this takes about a minute."
	$(PYTHON) -m venv .venv
	@# First pip itself: a new one installs the rest in half the time of the one that Python brings.
	sed -n '/^pip==/,/[^\\]$$/p' requirements.lock > .venv/pip.lock
	$(INSTALL) --require-hashes -r .venv/pip.lock
	$(INSTALL) --no-compile --require-hashes -r requirements.lock
	@# pip would use one core; some files are another Python's.
	$(BIN)/python -m compileall -qq -j 0 -x '/tests?/' .venv/lib || true
	$(INSTALL) --no-build-isolation -e .
	@touch $@
