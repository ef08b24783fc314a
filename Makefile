# danvan: the commands of this house. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
HOST   ?= 127.0.0.1
PORT   ?= 8000
ARGS   ?=
WEB    := api/web
NODE   := $(WEB)/node_modules/.installed
.PHONY: help setup serve ask test check lint layout types imports web web-types web-tools fmt bench constraints clean

help: ## list the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) .env ## create .venv and install (again only when the requirements changed)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' || \
		{ echo "Cần Python 3.11 hoặc 3.12. Ví dụ: make setup PYTHON=python3.11" >&2; exit 4; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV) || \
		{ echo "Thiếu gói python3-venv. Hãy cài: apt-get install python3-venv" >&2; exit 4; }
	@echo "Đang cài đặt vào $(VENV) (lần đầu mất vài phút) …"
	@.ci/install $$(grep -c == constraints.txt) $(BIN)/python --constraint constraints.txt --editable '.[dev,models,eval,bench,llm]'
	@touch $@

# A checkout keeps its store beside the code, for `make` and for .venv/bin/danvan alike; .env says so and is yours to edit.
.env:
	@{ cat .env.example; echo; echo "DANVAN_DATA_DIR=var/danvan"; } > $@

serve: setup ## serve http://127.0.0.1:8000, storing the shipped documents first if the store is empty
	@$(BIN)/danvan serve --host $(HOST) --port $(PORT)

export Q
ask: setup ## answer in the shell: make ask Q="…"
	@test -n "$$Q" || { echo 'Cách dùng: make ask Q="câu hỏi"' >&2; exit 2; }
	@$(BIN)/danvan ask "$$Q" $(ARGS) || { code=$$?; test $$code -eq 5 || exit $$code; }

test: setup web-tools ## every test: make test ARGS="-k ledger"
	@$(BIN)/python -m pytest $(ARGS)

check: lint layout types imports web-types ## all five: lint, layout, types, import direction, web-types (make -k check runs each)

lint: setup ## what ruff finds
	$(BIN)/ruff check .

layout: setup ## whether ruff would lay anything out differently
	$(BIN)/ruff format --check .

types: setup ## mypy --strict
	$(BIN)/mypy

imports: setup ## imports go one way
	$(BIN)/lint-imports

web: $(NODE) ## build what browsers run from api/web into api/static/web (needs node and npm)
	@npm --prefix $(WEB) run --silent build

web-types: web-tools ## types and layout of api/web
	@test ! -e $(NODE) || npm --prefix $(WEB) run --silent check

# The built files are committed: only who changes or tests them needs node. Continuous integration always does.
web-tools:
	@test "$$CI" = true || command -v npm >/dev/null || { echo "Không có npm: bỏ qua phần kiểm tra api/web."; exit 0; }; \
		$(MAKE) -s $(NODE) || { test "$$CI" != true && echo "Không tải được công cụ của api/web: bỏ qua."; }

$(NODE): $(WEB)/package.json $(WEB)/package-lock.json
	@npm --prefix $(WEB) ci --silent
	@touch $@

fmt: setup web-tools ## format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@test ! -e $(NODE) || npm --prefix $(WEB) run --silent fmt

bench: setup ## measure speed and memory on this machine
	@$(BIN)/python -m eval.bench $(ARGS)

constraints: setup ## write constraints.txt from what is installed here
	@$(BIN)/python -m pip freeze --exclude-editable | sed -E 's/\+cpu$$//' > constraints.txt

clean: ## remove what tools leave behind (keeps .venv and the store)
	@rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
