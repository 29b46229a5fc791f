# fuhe: few verbs. Every one sets up what it needs.
VENV ?= .venv
PYTHON ?= python3
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: run test lint types bench accuracy docs corpus clean

run: $(READY)            ## the main job, on the corpus; says where to look
	@$(VENV)/bin/fuhe run corpus/documents --out outputs/corpus --lang $${FUHE_LANG:-zh}

test: $(READY)           ## every test; FUHE_REQUIRE_ALL=1 makes a missing component a failure
	@$(PY) -m pytest -q $(ARGS)

lint: $(READY)           ## ruff and mypy --strict
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy

bench: $(READY)          ## speed against other engines, in one run
	@for f in benchmarks/bench_*.py; do $(PY) $$f || exit 1; done

accuracy: $(READY)       ## extraction and checking accuracy on the corpus -> docs/accuracy.md
	@{ $(VENV)/bin/fuhe evaluate corpus/documents --markdown; echo; $(PY) -m corpus.accuracy --from 1000 --seeds 6; } > docs/accuracy.md

docs: $(READY)           ## regenerate docs/rules.md
	@$(VENV)/bin/fuhe rules --markdown > docs/rules.md

corpus: $(READY)         ## rebuild the corpus documents from their scripts (needs LibreOffice for the PDFs)
	@$(PY) -m corpus.build

clean:                   ## remove what runs and tests leave behind (keeps corpus and source)
	rm -rf outputs/corpus .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "fuhe needs Python 3.11 or later; call make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "installing the pinned packages into $(VENV) (once, a few minutes) ..." >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
