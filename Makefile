# make run    cross-check seeds/ with the bundled models and write report.html
# make test   the test suite
# make lint   style and types
# make eval   measure on the labelled stories, beside the plain recipe
# make gate   fail where a headline figure fell below its floor
# make bench  time and memory on 200 articles
# Each sets up what it needs in .venv; PYTHON chooses the interpreter.

PYTHON ?= python3
PIP = .venv/bin/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test lint eval gate bench clean

run: .venv/.installed
	.venv/bin/crosscheck compare seeds --html report.html
	@echo "HTML report: report.html"

test: .venv/.installed-dev
	.venv/bin/python -m pytest

lint: .venv/.installed-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

eval: .venv/.installed-dev
	.venv/bin/crosscheck eval

gate: .venv/.installed-dev
	.venv/bin/crosscheck eval gate

bench: .venv/.installed-dev
	.venv/bin/python -m crosscheck.evaluation.bench --data eval/data/newsbench

.venv/.created:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "crosscheck needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	touch $@

.venv/.installed: .venv/.created pyproject.toml constraints.txt
	$(PIP) --editable .
	touch $@

# torch first and by its pin, so that pip takes a CPU build lying on this machine where there is one
.venv/.installed-dev: .venv/.created pyproject.toml constraints.txt
	$(PIP) torch
	$(PIP) --editable '.[dev]'
	touch $@ .venv/.installed

clean:
	rm -rf .venv report.html
