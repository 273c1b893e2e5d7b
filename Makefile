# Tới Lượt: `make run` starts the whole demo, `make test` checks everything.
# Both need Python 3.11 or newer with venv; the first run needs a network, later ones do not.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
COMPILE_PROGRAM := $(BIN)/python -m compileall -q run.py config counter_app display_app drivers hub kiosk_app
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header setup.cfg

# True when a shell command succeeds.
succeeds = $(filter yes,$(shell $(1) >/dev/null 2>&1 && echo yes))

.NOTPARALLEL:
.PHONY: run install test check bench soak golden lock venv run-venv test-venv test-programs

# exec, so that Ctrl-C and SIGTERM reach the program itself and nothing is left behind.
run: run-venv
	@exec $(BIN)/python run.py $(ARGS)

# Everything a real centre's machine needs; run it again after an upgrade. Compiled now, because its services may not
# write here.
install: run-venv
	@$(COMPILE_PROGRAM)

# Three at once also on two cores: a third of the tests' time is waiting for screens and devices. Long files begin first
# (tests/conftest.py).
# What is compiled is kept, whatever the environment says: else each of hundreds of processes would compile the program
# anew, which takes two seconds of the processor.
run test check bench soak: export PYTHONDONTWRITEBYTECODE :=
test: test-venv test-programs check
	@$(COMPILE_PROGRAM)
	@$(BIN)/python -m pytest --numprocesses=3 --dist=loadfile --no-loadscope-reorder --ignore=tests/checks $(ARGS)

check: test-venv
	@$(BIN)/ruff format --check --quiet . || { echo "run .venv/bin/ruff format" >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/python -m pytest -q tests/checks

# Figures beside their limits, measured in the same run; it proves nothing on a machine that is busy.
bench: test-venv test-programs
	@$(COMPILE_PROGRAM)
	@$(BIN)/python -m tests.bench $(ARGS)

# A hall at fifty times its rate; what has grown by the end, and whether every call reached every screen.
MINUTES ?= 10
soak: test-venv
	@$(COMPILE_PROGRAM)
	@$(BIN)/python -m tests.bench.soak --minutes=$(MINUTES) $(ARGS)

# The main screens' pictures anew, for somebody to look at before they are committed.
golden: test-venv
	@GOLDEN=renew $(BIN)/python -m pytest -q tests/accessibility/test_golden.py

# Only for who changes the dependencies in setup.cfg; needs uv.
lock:
	@$(COMPILE) -o requirements.lock
	@$(COMPILE) --extra test -c requirements.lock -o requirements-test.lock
	@rm -rf toi_luot.egg-info

# A copy of each lock file in the venv says what is installed; the test lock holds everything of the other.
run-venv: venv
	@cmp -s requirements.lock $(VENV)/requirements.lock || { \
		echo "Installing what Tới Lượt needs (only this once) …" && \
		$(PIP) install --quiet --require-hashes -r requirements.lock && \
		cp requirements.lock $(VENV)/requirements.lock; }

test-venv: venv
	@cmp -s requirements-test.lock $(VENV)/requirements-test.lock || { \
		echo "Installing what the tests need (only this once) …" && \
		$(PIP) install --quiet --require-hashes -r requirements-test.lock && \
		cp requirements.lock requirements-test.lock $(VENV)/; }

venv:
	$(if $(call succeeds,$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'),,\
		$(error "$(PYTHON)" is not Python 3.11 or newer; install it, or say where it is: make $(MAKECMDGOALS) PYTHON=python3.11))
	$(if $(call succeeds,$(PYTHON) -c 'import venv; import ensurepip'),,\
		$(error $(PYTHON) lacks its module venv; install it: sudo apt install python3-venv))
	@$(BIN)/python -c "import pip" 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)

# The tests drive Debian's Chromium, let espeak-ng speak, show the hub other clocks by faketime, speak with a broker (which
# is not on everybody's PATH), encrypted too, and compile a reader in C; apt gets them when there is somebody who may ask apt.
MISSING = $(strip $(foreach program,chromium espeak-ng faketime mosquitto openssl,$(if $(call succeeds,\
	command -v $(program) || test -x /usr/sbin/$(program)),,$(program))) \
	$(if $(call succeeds,cc -E -include stdio.h -x c /dev/null),,gcc libc6-dev))
test-programs:
	$(if $(MISSING),$(if $(call succeeds,command -v apt-get && { test "$$(id -u)" = 0 || command -v sudo; }),,\
		$(error The tests need $(MISSING); install what is missing: apt install $(MISSING))))
	@test -z "$(MISSING)" || { \
		if test "$$(id -u)" = 0; then as_root=; else as_root=sudo; fi; \
		echo "Installing $(MISSING) for the tests …" && \
		$$as_root apt-get update -qq && \
		$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(MISSING) >/dev/null; }
