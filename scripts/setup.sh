#!/bin/sh
# Prepare this folder, asking nothing: setup.sh book | tools | test
#   book   make .venv and install the locked packages of requirements-book.txt
#   tools  the same with requirements-test.txt
#   test   the same, and a Chrome or Chromium for the browser tests
# What Debian has to add is installed by root, else named in one line.
set -eu
cd "$(dirname "$0")/.."

LOAD_ATOMIC='import ctypes, sys; sys.platform == "linux" and ctypes.CDLL("libatomic.so.1")'

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 2
}

# The first Python of a version that the lock files know.
find_python() {
    for candidate in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            say "$candidate"
            return
        fi
    done
    fail 'The book needs Python 3.11, 3.12 or 3.13 as python3 (or name one: make book PYTHON=/path/to/python3).'
}

has_browser() {
    for name in google-chrome google-chrome-stable chromium chromium-browser; do
        if command -v "$name" >/dev/null; then return; fi
    done
    return 1
}

# The Debian packages without which nothing here can work.
missing_packages() {
    if [ -n "$python" ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
    if [ "$1" != test ]; then return; fi
    if ! has_browser; then say chromium fonts-dejavu-core fonts-liberation; fi
    # The box in which students' code runs.
    if [ "$(uname)" = Linux ] && ! command -v bwrap >/dev/null; then say bubblewrap; fi
    # The program that drives the browser is linked to it, and a bare Debian lacks it.
    if ! "${python:-.venv/bin/python}" -c "$LOAD_ATOMIC" 2>/dev/null; then say libatomic1; fi
}

install_packages() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        fail "Something is missing: install $* (on Debian, as root: apt-get install $*) and run make again."
    fi
    say "Installing $* ..."
    apt_install "$@" || fail "apt-get could not install $*: its own words are above."
}

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    apt='apt-get -y -q -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0'
    { $apt update && $apt install --no-install-recommends "$@"; } </dev/null
}

# Chromium without a window's frame opens a page in a third of the time. The tests do without it where they must.
hasten_browser() {
    if command -v chromium-headless-shell >/dev/null || [ "$(id -u)" != 0 ]; then return; fi
    if ! command -v apt-get >/dev/null; then return; fi
    say 'Installing chromium-headless-shell, which makes the tests faster ...'
    apt_install chromium-headless-shell || say 'Going on without it.'
}

# What the installed set depends on: the lock, the project's own description, the place, the Python.
key() {
    { cat "$1" pyproject.toml && pwd && .venv/bin/python -VV; } | cksum
}

pip() { .venv/bin/python -m pip --no-input --disable-pip-version-check "$@"; }

# uv, locked like all else, beside the environment: it installs in a fifth of pip's time.
quick_install() {
    sed -n '/^uv==/,/^    # via/p' requirements-test.txt >.venv/uv.txt
    pip install --quiet --require-hashes --only-binary :all: --target .venv/uv --upgrade -r .venv/uv.txt &&
        .venv/uv/bin/uv pip install --no-cache --no-config --python .venv/bin/python \
            --require-hashes --only-binary :all: -r "$1"
}

install_locked() {
    if [ "$(cat ".venv/$1.done" 2>/dev/null)" = "$(key "$1")" ]; then return; fi
    say "Installing $1 into .venv (a minute or two the first time) ..."
    # An index that only pip has been told of is out of uv's reach.
    quick_install "$1" || pip install --require-hashes --only-binary :all: -r "$1"
    pip install --no-deps --no-build-isolation --no-index --editable .
    key "$1" >".venv/$1.done"
}

goal=${1:-}
case $goal in
book) lock=requirements-book.txt ;;
tools | test) lock=requirements-test.txt ;;
*) fail 'Usage: setup.sh book | tools | test' ;;
esac

python=
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then python=$(find_python); fi
packages=$(missing_packages "$goal")
# Unquoted: one word a package.
if [ -n "$packages" ]; then install_packages $packages; fi
if [ "$goal" = test ]; then hasten_browser; fi
if [ -n "$python" ]; then
    say "Making .venv with $("$python" --version) ..."
    "$python" -m venv --clear .venv
fi
install_locked "$lock"
# Whatever the book needs is in the test set too, at the same versions.
if [ "$goal" != book ]; then key requirements-book.txt >.venv/requirements-book.txt.done; fi
