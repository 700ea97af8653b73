# dampak: two commands do everything. `make run` serves the demo; `make test` is what CI runs.
# All that the machine must have is make and a Python from 3.11 on with pip.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { "$$p" -c 'import sys; print(sys.executable)'; break; }; done)
UV := UV_SYSTEM_CERTS=1 UV_PYTHON_DOWNLOADS=never .tools/bin/uv
CATALOGUES := $(shell find src -name '*.po' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help env run test lint format bench engines lock messages clean

help: ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | awk -F'|' '{printf "  make %-9s %s\n", $$1, $$2}'

env: .venv/.runtime ## build .venv, with the `dampak` command in it

run: .venv/.runtime ## serve dampak with its demo on 127.0.0.1:8000
	@.venv/bin/dampak run $(ARGS)

test: .venv/.development ## everything CI runs: format, lint, types, contracts, tests on SQLite and PostgreSQL, journeys
	@.venv/bin/python tools/check.py $(ARGS)

lint: .venv/.development ## format, lint, types and import contracts only
	@.venv/bin/python tools/check.py --only lint

format: .venv/.development ## put the code in the house's format
	@.venv/bin/ruff check -q --fix-only . ; .venv/bin/ruff format -q .

bench: .venv-peers/.made ## measure our methods beside the fastest peers, in an environment of their own
	@.venv-peers/bin/dampak bench $(ARGS)

engines: .venv-peers/.made ## count every indicator in every engine: DuckDB, PostgreSQL, ClickHouse, Spark
	@.venv-peers/bin/python tools/check_engines.py $(ARGS)

lock: .tools/bin/uv ## resolve the dependencies anew, pinned by hash
	@$(UV) pip compile -q pyproject.toml --group build --group dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --no-emit-index-url -o requirements-dev.lock
	@$(UV) pip compile -q pyproject.toml --group build --universal --python-version 3.11 -c requirements-dev.lock \
		--generate-hashes --no-annotate --no-header --no-emit-index-url -o requirements.lock
	@$(UV) pip compile -q pyproject.toml --group build --group peers --universal --python-version 3.11 -c requirements-dev.lock \
		--generate-hashes --no-annotate --no-header --no-emit-index-url -o requirements-peers.lock

messages: .venv/.development ## list the sentences that have no Indonesian yet
	@.venv/bin/python tools/missing_translations.py

clean: ## remove the environment and caches, never your data in var/
	@rm -rf .venv .venv-peers .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.tools/bin/uv: requirements-tools.lock
	@test -n "$(PYTHON)" || { echo "dampak needs Python 3.11 or newer with pip; found none. Install it, or say where: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Fetching the environment tool ..."
	@"$(PYTHON)" -m pip install -q --disable-pip-version-check --root-user-action=ignore --target .tools --upgrade --require-hashes -r requirements-tools.lock
	@touch $@

.venv/.made: .tools/bin/uv
	@test -x .venv/bin/python || $(UV) venv -q --python "$(PYTHON)" .venv
	@touch $@

.venv/.runtime: requirements.lock pyproject.toml .venv/.made
	@echo "Building the environment in .venv ..."
	@rm -f .venv/.development
	@$(UV) pip sync -q --python .venv/bin/python --require-hashes requirements.lock
	@$(UV) pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
	@touch $@

.venv/.development: requirements-dev.lock .venv/.runtime
	@echo "Adding the tools of development ..."
	@$(UV) pip sync -q --python .venv/bin/python --require-hashes requirements-dev.lock
	@$(UV) pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
	@touch .venv/.runtime $@

.venv-peers/.made: requirements-peers.lock pyproject.toml .tools/bin/uv
	@echo "Building the environment of the peers in .venv-peers (about 2.5 GB) ..."
	@test -x .venv-peers/bin/python || $(UV) venv -q --python "$(PYTHON)" .venv-peers
	@$(UV) pip sync -q --python .venv-peers/bin/python --require-hashes requirements-peers.lock
	@$(UV) pip install -q --python .venv-peers/bin/python --no-deps --no-build-isolation -e .
	@touch $@

# what people read is compiled whenever a sentence changed
run test: .venv/.catalogues
.venv/.catalogues: $(CATALOGUES) | .venv/.runtime
	@.venv/bin/python tools/compile_catalogues.py
	@touch $@
