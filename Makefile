# The commands of this project; `make help` lists them. GNU make 3.81 or later, any POSIX shell.
# They go by contents, not by dates: what is as it was when a step last succeeded is not done again.

.PHONY: help report test lab notebooks bench lock clean environment test-environment lab-environment browser
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?=
ARGS =
UPGRADE =
UV ?= $(shell command -v uv 2>/dev/null)

ifeq ($(OS),Windows_NT)
bin := Scripts
else
bin := bin
endif
python := .venv/$(bin)/python
biblioscope := .venv/$(bin)/biblioscope

# Without bytecode, every kernel that a notebook starts compiles its libraries anew.
export UV_COMPILE_BYTECODE := 1
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# Settings of the caller that would send packages, or the reading of the dossier, elsewhere.
export PIP_USER := 0
unexport PIP_TARGET PIP_PREFIX UV_SYSTEM_PYTHON PYTHONHOME BIBLIOSCOPE_PROJECT

help:
	@printf '%s\n' \
	  'make report     read the dossier, run the notebooks, write figures/ and build/html/' \
	  'make test       lint, check types, run all tests (ARGS="-k reading" goes to pytest)' \
	  'make lab        open JupyterLab on the notebooks (ARGS="--no-browser" goes to it)' \
	  'make notebooks  run the notebooks again and keep their outputs in notebooks/' \
	  'make bench      time reading, counting and the report, beside the floor and the peers' \
	  'make lock       bring the locks in step with pyproject.toml (UPGRADE=1: newest versions)' \
	  'make clean      remove build/ and caches; .venv and .venv-lab stay' \
	  '' \
	  'Each sets up what it needs, once. PYTHON=python3.13 chooses the Python, UV= keeps to pip.'

report: environment
	@sh -c "$$report" report $(biblioscope)

notebooks: environment
	$(biblioscope) report --in-place

test: test-environment lab-environment browser
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	$(python) -m pytest --numprocesses auto --dist loadfile $(ARGS)

bench: environment
	$(python) benchmarks/reading.py
	$(python) benchmarks/cooccurrence.py --full
	$(python) benchmarks/cooccurrence.py --large
	$(python) benchmarks/report.py

lab: lab-environment
	.venv-lab/$(bin)/python -m jupyterlab --ServerApp.root_dir=. \
	  --LabApp.default_url=/lab/tree/notebooks $(ARGS)

lock:
	@sh -c "$$lock" lock "$(UV)" $(if $(UPGRADE),--upgrade)

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@sh -c "$$set_up" set-up "$(UV)" "$(PYTHON)" .venv requirements.lock

test-environment: environment
	@sh -c "$$set_up" set-up "$(UV)" "$(PYTHON)" .venv requirements.lock requirements-test.lock

lab-environment:
	@sh -c "$$set_up" set-up "$(UV)" "$(PYTHON)" .venv-lab requirements-lab.lock

browser: test-environment
	@$(python) tests/browser.py >/dev/null 2>&1 || sh -c "$$install_browser" browser


# What the shell is told, in whole programs (a recipe's lines would each be a shell of their own).

define tell
fail() { printf '%s\n' "$$*" >&2; exit 1; }

# slowly LOG WHAT COMMAND...: say what is done, and a dot a second while the command does it
slowly() {
  slow_log=$$1; shift
  printf '%s ' "$$1"; shift
  (while sleep 1 >/dev/null && kill -0 $$$$ 2>/dev/null; do printf .; done) &
  dots=$$!
  "$$@" >>"$$slow_log" 2>&1
  status=$$?
  { kill $$dots; wait $$dots; } 2>/dev/null
  if [ $$status = 0 ]; then echo ' done'; else echo; fi
  return $$status
}
endef

# set-up UV PYTHON VENV LOCK [MORE]: VENV holds the packages of LOCK and MORE, and this project.
# A file in VENV for each of the three tells what was installed, and is written last.
define set_up
$(tell)
uv=$$1 asked=$$2 venv=$$3 lock=$$4 more=$${5-}
python=$$venv/$(bin)/python
log=build/set-up$${venv#.venv}.log

# The kind of a Python that will do ("cpython-311"); fails for any other.
kind() {
  "$$1" -c 'import sys
if sys.version_info < (3, 11): sys.exit(1)
print(sys.implementation.cache_tag)' 2>/dev/null
}

holds() { [ "$$(cat "$$1" 2>/dev/null)" = "$$2" ]; }

find_base() {
  if [ -n "$$asked" ]; then
    base=$$asked
    kind "$$base" >/dev/null || fail "PYTHON=$$asked: that is no Python 3.11 or later."
    return
  fi
  for base in python3 python3.14 python3.13 python3.12 python3.11 python; do
    kind "$$base" >/dev/null && return
  done
  [ -n "$$uv" ] && base=$$("$$uv" python find --system '>=3.11' 2>/dev/null) && return
  fail "Python 3.11 or later is needed and was not found; install it, or name it: make PYTHON=..."
}

create() {
  rm -rf "$$venv" || exit 1
  if [ -n "$$uv" ]; then
    "$$uv" venv -q --python "$$base" "$$venv" >>"$$log" 2>&1 || explain
  else
    "$$base" -c 'import ensurepip, venv' 2>/dev/null || fail "$$base lacks its venv module" \
      "(Debian, Ubuntu: apt-get install python3-venv); install that, or uv."
    "$$base" -m venv "$$venv" >>"$$log" 2>&1 || explain
  fi
}

pip() {
  if [ -n "$$uv" ]; then "$$uv" pip install --python "$$python" "$$@"; return; fi
  # An environment that uv made has no pip of its own.
  "$$python" -m pip --version >/dev/null 2>&1 || "$$python" -m ensurepip || return
  "$$python" -m pip install "$$@"
}

# Built packages only: building one would fetch tools that no lock holds.
install() {
  with=$${uv:+uv}
  slowly "$$log" "Setting up $$venv from $$1 with $${with:-pip}" \
    pip --require-hashes --only-binary :all: -r "$$1" || explain
}

explain() {
  if grep -qiE 'dns error|name resolution|NewConnectionError|ConnectTimeout|error sending request|\
unreachable|tunnel error|ProxyError' "$$log"; then
    fail "No network: $$venv is not set up yet, and its packages must be fetched once. See $$log."
  elif grep -qiE 'do not match the hashes|hash mismatch' "$$log"; then
    fail "A package is not the one that the lock names (its hash differs). See $$log."
  fi
  fail "$$venv could not be set up: $$(grep -iE '^ *(error|×)' "$$log" | tail -n 1) See $$log."
}

mkdir -p build && : >"$$log" || exit 1
if [ -n "$$asked" ]; then find_base; else base=$$python; fi
packages="$$(kind "$$base") $$(cksum <"$$lock")"
if ! holds "$$venv/packages" "$$packages"; then
  find_base
  create
  install "$$lock"
  printf '%s %s\n' "$$(kind "$$python")" "$$(cksum <"$$lock")" >"$$venv/packages"
fi

project="$$(cksum <pyproject.toml) $$(pwd)"
if ! holds "$$venv/project" "$$project"; then
  pip --no-index --no-deps --no-build-isolation -e . >>"$$log" 2>&1 || explain
  printf '%s\n' "$$project" >"$$venv/project"
fi

if [ -n "$$more" ] && ! holds "$$venv/more" "$$(cksum <"$$more")"; then
  install "$$more"
  cksum <"$$more" >"$$venv/more"
fi
endef
export set_up

# report BIBLIOSCOPE: the whole of it, unless nothing that goes in or came out has changed since.
define report
contents() {
  find "$$@" -type f ! -path '*/__pycache__/*' ! -path '*/.ipynb_checkpoints/*' \
    -exec cksum {} + 2>/dev/null | LC_ALL=C sort
}
goes_in() { cat .venv/packages; contents notebooks src data/*.toml data/raw data/authority; }
came_out() { contents data/corpus figures build/html; }

before=$$(goes_in | cksum)
if [ "$$(cat build/report 2>/dev/null)" = "$$before $$(came_out | cksum)" ]; then
  echo 'The report is up to date: build/html/index.html'
  exit
fi
rm -f build/report
"$$1" build && "$$1" report || exit
printf '%s %s\n' "$$before" "$$(came_out | cksum)" >build/report
echo 'The report is written: build/html/index.html'
endef
export report

# lock UV [--upgrade]: the three locks, all or none.
define lock
$(tell)
uv=$$1; shift
[ -n "$$uv" ] || fail 'make lock needs uv, which is not installed (pip install uv).'
new=build/locks
rm -rf "$$new" && mkdir -p "$$new" || exit 1
[ ! -f requirements.lock ] || cp requirements*.lock "$$new"
compile() {
  to=$$1; shift
  echo "$$to"
  "$$uv" pip compile -q pyproject.toml --universal --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --only-binary :all: -o "$$new/$$to" "$$@" >/dev/null || exit 1
}
compile requirements.lock --group build "$$@"
compile requirements-test.lock --group build --group test -c "$$new/requirements.lock" "$$@"
compile requirements-lab.lock --group build --extra lab -c "$$new/requirements.lock" "$$@"
mv "$$new"/*.lock . && rmdir "$$new"
endef
export lock

# Debian's Chromium, where that can be installed without asking. Elsewhere the tests that need a
# browser say what to type.
define install_browser
$(tell)
command -v apt-get >/dev/null || exit 0
if [ "$$(id -u)" = 0 ]; then as_root=env
elif [ -n "$${CI-}" ] && sudo -n true 2>/dev/null; then as_root='sudo -n env'
else exit 0; fi
mkdir -p build
quiet="$$as_root DEBIAN_FRONTEND=noninteractive apt-get -qq"
: >build/browser.log
slowly build/browser.log 'No browser found; reading the lists of packages' $$quiet update
slowly build/browser.log "Installing Debian's chromium for the tests" \
  $$quiet install -y --no-install-recommends chromium ||
  echo 'Chromium could not be installed. See build/browser.log.'
exit 0
endef
export install_browser
