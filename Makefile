# Two commands for a fresh clone: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

# Where it is set, each program that a test starts compiles yolocam anew.
export PYTHONDONTWRITEBYTECODE :=

# Whole files go to the workers, the longest first (tests/conftest.py).
SPREAD := -n auto --dist loadfile --no-loadscope-reorder

.PHONY: demo test test-fast test-newest fuzz fuzz-window torture gpu-check lint format translations dist check-dist licences audit clean

demo: $(VENV)/.app
	$(BIN)/yolocam demo

test: $(VENV)/.test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(SPREAD)

test-fast: $(VENV)/.test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(SPREAD) -m "not slow"

test-newest: $(VENV)/.test
	$(BIN)/python tools/test_newest.py

gpu-check: $(VENV)/.test
	$(BIN)/python benchmarks/gpu_check.py

# `make fuzz SECONDS=3600` attacks all inputs for an hour, SEED=1 with the cases of that seed; what goes wrong is kept in
# build/fuzz.
fuzz: $(VENV)/.test
	PYTHONPATH=tests QT_QPA_PLATFORM=offscreen $(BIN)/python -m fuzz.run_fuzz --seconds $(or $(SECONDS),120) $(addprefix --seed ,$(SEED))

# `make fuzz-window EVENTS=5000`: random hands at the window, 50,000 times without a number.
fuzz-window: $(VENV)/.test
	PYTHONPATH=tests $(BIN)/python -m fuzz.run_window_fuzz --events $(or $(EVENTS),50000) $(addprefix --seed ,$(SEED))

# `make torture SECONDS=600` kills programs for ten minutes, an hour without; as root it also fills disks.
torture: $(VENV)/.test
	PYTHONPATH=tests $(BIN)/python -m torture.run_torture --seconds $(or $(SECONDS),3600) $(addprefix --seed ,$(SEED))

lint: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# `make translations` for all languages; `make translations ADD=fr` begins another one.
translations: $(VENV)/.app
	$(BIN)/python tools/translations.py $(ADD)

dist: $(VENV)/.test
	$(BIN)/python -m hatchling build

check-dist: $(VENV)/.test
	$(BIN)/python tools/check_dist.py

# The licences of all packages, and of what their wheels bring.
licences: $(VENV)/.test
	$(BIN)/python tools/licences.py

# Known weaknesses of the pinned versions; pip-audit gets an environment of its own, and asks PyPI.
audit: build/audit/bin/pip-audit
	build/audit/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip

build/audit/bin/pip-audit:
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip --disable-pip-version-check install --quiet "pip-audit>=2.9,<3"

clean:
	rm -rf $(VENV) $(VENV)-3.* build dist runs .pytest_cache .mypy_cache .ruff_cache

$(BIN)/python: tools/make_venv.py
	$(PYTHON) tools/make_venv.py $(VENV)
	@touch $@

$(VENV)/.app: $(BIN)/python pyproject.toml constraints.txt tools/install_system_libraries.py yolocam/system/system_libraries.py
	$(PIP) -c constraints.txt -e .
	$(BIN)/python tools/install_system_libraries.py
	@touch $@

$(VENV)/.test: $(VENV)/.app
	$(PIP) -c constraints.txt -e ".[test]"
	$(BIN)/python tools/install_test_servers.py
	@touch $@
