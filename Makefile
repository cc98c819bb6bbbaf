# Copse on one's own machine: `make run` is a site with a sample group, `make test` is every test.
# Needs make, git and Python 3.11 or newer with venv; the rest is put into .venv, var and static/fonts.

PYTHON ?= python3
PORT ?= 8000
export PORT
export UV_PYTHON_DOWNLOADS := never

VENV := .venv/bin/python
RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development
FONTS := static/fonts/.made
MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.PHONY: help run build test test-all check lint format conformance bench mails requirements machine port
.NOTPARALLEL:
.DELETE_ON_ERROR:

help:
	@echo "make run           the site at http://localhost:8000 (PORT=8001 for another port, ARGS=--empty without a group)"
	@echo "make build         what a server runs from: libraries, fonts and words"
	@echo "make check         the fast checks, within a minute: format, templates, settings and some tests of each thing"
	@echo "make format        put code and templates into their form"
	@echo "make test          all checks and tests, on SQLite and on PostgreSQL (ARGS='-k year' for some)"
	@echo "make test-all      the same at length: every theme and letter, longer lives of made-up groups"
	@echo "make conformance   whether other programs read our calendars as they are meant"
	@echo "make bench         how fast the pages are"
	@echo "make mails         writes the mails in docs/mail and docs/invitations anew"
	@echo "make requirements  compile the pinned requirements anew (ARGS=--upgrade for newer ones)"

run: export DEBUG := 1
run: machine port $(RUNTIME) $(FONTS) $(MESSAGES)
	@$(VENV) manage.py run $(ARGS)

build: $(RUNTIME) $(FONTS) $(MESSAGES)

test: lint
	@$(VENV) -m tests $(ARGS)

test-all: export COPSE_TESTS := all
test-all: test

check: export COPSE_TESTS := few
check: lint
	@$(VENV) -m pytest -q -n 2 -m "not browser and not press and not slow" $(ARGS)

lint: export DEBUG := 1
lint: machine $(DEVELOPMENT) $(FONTS) $(MESSAGES)
	@$(VENV) -m ruff check --quiet .
	@$(VENV) -m ruff format --quiet --check .
	@find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	@$(VENV) -m djlint --lint --quiet templates
	@DATABASE_URL=sqlite:///:memory: $(VENV) manage.py makemigrations --check --dry-run
	@DEBUG= SITE_URL=https://copse.example DATABASE_URL=postgresql:///copse \
		SECRET_KEY=$$($(VENV) -c "import secrets; print(secrets.token_urlsafe(50))") \
		$(VENV) manage.py check --deploy --fail-level WARNING

format: machine $(DEVELOPMENT)
	@$(VENV) -m ruff check --quiet --fix-only .
	@$(VENV) -m ruff format --quiet .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

conformance: machine $(DEVELOPMENT) $(FONTS) $(MESSAGES)
	@$(VENV) -m tests.conformance

bench: machine $(DEVELOPMENT) $(FONTS) $(MESSAGES)
	@$(VENV) -m tests.bench $(ARGS)

mails: machine $(DEVELOPMENT) $(FONTS) $(MESSAGES)
	@WRITE_MAILS=1 $(VENV) -m pytest -q -p no:xdist --no-migrations tests/test_mails.py tests/test_invitation_mails.py

requirements: $(RUNTIME)
	@$(compile) pyproject.toml -o requirements.txt $(ARGS)
	@$(compile) pyproject.toml --group dev -o requirements-dev.txt $(ARGS)
	@for pins in tests/pins/*.in; do $(compile) --python-version 3.11 $$pins -o $${pins%.in}.txt $(ARGS); done

compile = $(VENV) -m uv --quiet pip compile --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make requirements"

# What the machine brings

machine:
	@command -v $(PYTHON) >/dev/null || { echo "Copse needs Python 3.11 or newer; $(PYTHON) is not here." >&2; exit 1; }
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 6) and \
		'Copse needs Python 3.11 or newer; this is %d.%d.%d.' % sys.version_info[:3] or 0)"
	@$(PYTHON) -m copse.machine python venv folder libraries

port: machine
	@$(PYTHON) -m copse.machine port

# What is made from the checkout, again only when its source is newer

$(RUNTIME): requirements.txt | machine
	$(call install,$(if $(wildcard $(DEVELOPMENT)),requirements-dev.txt,requirements.txt))

$(DEVELOPMENT): requirements-dev.txt | machine
	$(call install,requirements-dev.txt)
	@touch $(RUNTIME)

define install
@echo "Installing $(1) into .venv."
@$(PYTHON) -m venv .venv
@$(VENV) -m pip install --quiet --disable-pip-version-check uv==0.13.9
@$(VENV) -m uv --quiet pip sync --require-hashes --python $(VENV) $(1)
@touch $@
endef

$(FONTS): copse/fonts.py requirements.txt | $(RUNTIME)
	@echo "Cutting the fonts for the web."
	@$(VENV) -m copse.fonts static/fonts
	@touch $@

%.mo: %.po | $(RUNTIME)
	@$(VENV) -c "import sys, polib; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])" $< $@
