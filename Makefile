# Shopwarden's chores. Everything is installed into .venv, pinned by hash.
# PYTHON=/path/to/python3.12 chooses the interpreter; UV=… the lock compiler.

.POSIX:
SHELL = /bin/sh
.DEFAULT_GOAL = help

VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCKED = $(PIP) --require-hashes -r
PYTHON =
UV = uv
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes \
	--python-version 3.11 --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" $(LOCKFLAGS)
LOCKFLAGS =

ORDERS = 20000
SEED = 1
SAMPLE = var/sample
BENCHES = sample_score payments card_transactions windows scan fuzz_readers \
	suite messages screening personal_data qr redact fuzz_screening \
	rules linking price_guard noise scan_score

.PHONY: help setup run test check check-lock format bench lock tables clean

help: ## say what there is to make (the default)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/run.stamp ## install what the program needs into .venv

run: $(VENV)/run.stamp ## write the sample shop under var/, scan it, show its money
	@rm -rf $(SAMPLE) && mkdir -p var
	$(BIN)/shopwarden sample $(SAMPLE) --orders $(ORDERS) --seed $(SEED)
	$(BIN)/shopwarden scan $(SAMPLE) --report var/report.html \
		--xlsx var/claims.xlsx --json var/findings.jsonl
	@echo "report: var/report.html  claims: var/claims.xlsx  findings: var/findings.jsonl"

test: $(VENV)/dev.stamp ## run all tests (no network, no clock)
	$(BIN)/pytest

check: $(VENV)/dev.stamp check-lock ## lint, format, types, imports, catalogues, links, sizes, locks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_catalogues.py
	$(BIN)/python tools/check_links.py
	$(BIN)/python tools/check_sizes.py
	$(BIN)/python tools/build_tables.py --check
	$(BIN)/python tools/build_places.py --check
	$(BIN)/python tools/build_templates.py --check
	$(BIN)/python tools/build_practices.py --check

check-lock: $(VENV)/dev.stamp ## wheels of every run-time pin on Windows, macOS, Linux
	$(BIN)/python tools/check_lock.py

format: $(VENV)/dev.stamp ## format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/bench.stamp run ## measure against Polars, DuckDB and pandas (data: SHOPWARDEN_DATA)
	@failed=; for name in $(BENCHES); do \
		echo "== benchmarks/$$name.py"; \
		$(BIN)/python benchmarks/$$name.py || failed="$$failed $$name"; \
	done; test -z "$$failed" || { echo "failed or not measured:$$failed" >&2; exit 1; }

tables: $(VENV)/dev.stamp ## build the tables of characters, sounds, places, templates and pages anew
	$(BIN)/python tools/build_tables.py
	$(BIN)/python tools/build_places.py
	$(BIN)/python tools/build_templates.py
	$(BIN)/python tools/build_practices.py

lock: ## compile the locks anew (needs uv; LOCKFLAGS=--upgrade for newer versions)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) -c requirements/run.txt requirements/build.in -o requirements/build.txt
	$(COMPILE) -c requirements/run.txt -c requirements/build.txt \
		pyproject.toml --group dev -o requirements/dev.txt
	$(COMPILE) -c requirements/dev.txt \
		pyproject.toml --group bench -o requirements/bench.txt

clean: ## remove .venv, var and the caches
	rm -rf $(VENV) var dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache

# Stamps: what is installed is not installed again until its lock changes.
$(VENV)/venv.stamp: tools/make_venv.sh
	@sh tools/make_venv.sh $(VENV) "$(PYTHON)"
	@touch $@

$(VENV)/run.stamp: $(VENV)/venv.stamp requirements/build.txt requirements/run.txt pyproject.toml
	$(LOCKED) requirements/build.txt
	$(LOCKED) requirements/run.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	$(LOCKED) requirements/dev.txt
	@touch $@

$(VENV)/bench.stamp: $(VENV)/dev.stamp requirements/bench.txt
	$(LOCKED) requirements/bench.txt
	@touch $@
