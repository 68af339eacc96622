# Everything a person types. Needs git, make and python3 (3.11 or newer); what it makes stays in
# .venv/ and var/. `make help` lists the targets.

PYTHON ?= python3
PY := .venv/bin/python

# Someone's own Python set-up must not leak into ours.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONDONTWRITEBYTECODE
export PYTHONUTF8 := 1

.PHONY: help run test quick mutants check messages proof faults bench shots pictures drawing release lock clean venv venv-dev
.DEFAULT_GOAL := help

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(firstword $(MAKEFILE_LIST))

run: venv ## Set up on first use, then serve on 127.0.0.1:8000 (PORT=8001; DEMO=0 starts empty)
	@$(PY) manage.py setup $(if $(filter 0 no false off,$(DEMO)),--no-demo)
	@exec $(PY) manage.py serve

test: venv-dev ## Every test, on SQLite and on a PostgreSQL of its own
	@$(PY) -m tests.run

quick: venv-dev ## In 90 seconds, the tests of what is changed in the working tree; no browser
	@$(PY) -m tests.quick

mutants: venv-dev ## Forty one-line mistakes in the product: which of them do the tests find?
	@$(PY) -m tests.mutants

check: venv-dev ## Format, lint, templates, migrations, deployment settings, catalogue, locks, secrets, systemd units, known holes
	@$(PY) -m tests.check

messages: venv ## Bring locale/vi up to date with the code and compile it
	@$(PY) manage.py messages

proof: venv-dev ## The long runs (tests/**/proof_*.py); their results are kept in docs/
	@$(PY) -m pytest -o python_files='proof_*.py' tests

faults: venv-dev ## Full and read-only disks, wrong clocks, no descriptors, under a portal at work; into docs/reliability.md (wants root)
	@$(PY) -m pytest -n0 tests/faults/proof_faults.py

bench: venv-dev ## Beside nginx, Varnish and Wagtail, in ten minutes, into docs/benchmarks.md (BENCH_ARTICLES=10000)
	@$(PY) -m tests.bench

shots: venv-dev ## Pictures of every public page of the demo city, into var/shots
	@$(PY) -m tests.shots

pictures: venv-dev ## The pictures of README.md and docs/editing.md, into docs/pictures
	@$(PY) -m tests.guide

drawing: venv-dev ## The drawing of the floors, from the imports, into docs/architecture.md
	@$(PY) -m tests.drawing

release: venv-dev ## For maintainers: archive, checksums and list of parts of the last commit, into var/release
	@$(PY) deploy/release.py

lock: ## For maintainers: resolve the lock files anew (wants uv; UPGRADE=1 takes newer versions)
	@command -v uv >/dev/null || { echo "make lock wants uv: python3 -m pip install uv"; exit 1; }
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade) -o requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade) -c requirements.lock -o requirements-dev.lock
	uv pip compile tests/bench/peer/requirements.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade) -o tests/bench/peer/requirements.lock

clean: ## Remove .venv and everything built; the database, uploads and keys in var/ stay
	rm -rf .venv var/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

venv:
	@$(PYTHON) -I -X utf8 bootstrap.py

venv-dev:
	@$(PYTHON) -I -X utf8 bootstrap.py --dev
