# The commands of the project; `make help` lists them.
# HOST, PORT and DEMO may stand behind the command: `make run PORT=9000 DEMO=0`.

PYTHON ?= python3
VENV := .venv/bin/python
LOCK := $(VENV) -m uv pip compile --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --quiet
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true

.DEFAULT_GOAL := help
.PHONY: help run test check shots bench messages lock runtime tools

help: ## List the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: runtime ## Install, prepare the database and serve (HOST, PORT, DEMO=0 for an empty start)
	@$(VENV) scripts/run.py

test: tools ## Run all tests: SQLite, PostgreSQL, browser (ARGS="tests/meetings -k quorum")
	@$(VENV) scripts/test.py $(ARGS)

check: tools ## Lint, layers, migrations, deployment settings, translations, documents
	@$(VENV) scripts/check.py

shots: tools ## Take the pictures of the pages into var/shots/ (ARGS="public dashboard")
	@$(VENV) scripts/shots.py $(ARGS)

bench: tools ## Measure the pages on PostgreSQL (ARGS="--scale 10": how the dashboard grows)
	@$(VENV) scripts/with_postgres.py $(VENV) -m tests.bench $(ARGS)

messages: tools ## Collect the texts into the catalogues (needs GNU gettext)
	@$(VENV) manage.py makemessages -l sq -l sr_Latn --add-location file --no-obsolete \
	        --ignore .venv --ignore var --ignore tests --ignore scripts
	@$(VENV) scripts/finish_catalogues.py

lock: tools ## Write requirements.txt and requirements-dev.txt anew from the .in files
	@$(LOCK) requirements.in -o requirements.txt
	@$(LOCK) requirements-dev.in -o requirements-dev.txt

runtime:
	@$(PYTHON) scripts/install.py requirements.txt

tools:
	@$(PYTHON) scripts/install.py requirements-dev.txt
