# Every target prepares .venv by itself; a bare clone with Python 3.11+ and pip is enough.
PYTHON ?= python3
RUN := .venv/bin/python
WORKERS ?= 2
# nbgrader calls `alembic` by name; PYTHON itself is found without this
IN := PATH="$(CURDIR)/.venv/bin:$$PATH"
# so that a plot looks the same on every machine and no window is ever opened
export MPLBACKEND ?= agg

.PHONY: help setup demo lab test bench build clean

help:
	@echo "make demo    a whole class, graded end to end, in about two minutes"
	@echo "make lab     JupyterLab on the course (Spanish; English notebooks lie beside)"
	@echo "make test    all tests"
	@echo "make bench   speed and memory, as ratios measured side by side"
	@echo "make build   notebooks and datasets again from their sources"
	@echo "make clean   remove what was made"

setup:
	@$(PYTHON) bootstrap.py grader,dev

demo: setup
	@$(IN) $(RUN) -m grader demo

lab: setup
	@$(IN) env -u MPLBACKEND $(RUN) -m jupyter lab --ServerApp.root_dir=notebooks \
	  --LabApp.default_url=/lab/tree/01-iberia-minute-zero/es/01-iberia-minute-zero.ipynb

test: setup
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(IN) $(RUN) -m pytest -n $(WORKERS) --dist loadgroup

bench: setup
	@for part in benchmarks/*.py; do echo "== $$part"; $(RUN) $$part || exit 1; done

build: setup
	@$(RUN) -m course.simulator --write datasets
	@$(IN) $(RUN) -m grader.notebooks
	@$(IN) $(RUN) -m grader.bilingual
	@$(RUN) docs/figures.py

clean:
	rm -rf .venv demo build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
