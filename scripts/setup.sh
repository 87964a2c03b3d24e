#!/bin/sh
# Prepare this folder: setup.sh book | test | browser
#   book, test  make .venv and install the locked packages of requirements-book.txt or requirements-test.txt
#   browser     make sure that there is a Chrome or Chromium for the browser tests
# Asks nothing. A Debian package that is missing is installed by root, else named in one line.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 2
}

# need WHAT PACKAGE...: install Debian packages, or say which to install.
need() {
    what=$1
    shift
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        fail "$what is missing. Install it (on Debian, as root: apt-get install $*), then run make again."
    fi
    say "Installing $* for $what ..."
    export DEBIAN_FRONTEND=noninteractive
    apt="apt-get -y -q -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0"
    { $apt update && $apt install --no-install-recommends "$@"; } </dev/null ||
        fail "$what could not be installed: see apt-get's own words above."
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

make_venv() {
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        return
    fi
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        need "Python's venv module" "python$version-venv"
    fi
    say "Making .venv with $("$python" --version) ..."
    "$python" -m venv --clear .venv
}

# What the installed set depends on: the lock, the project's own description, the place, the Python.
key() {
    { cat "requirements-$1.txt" pyproject.toml && pwd && .venv/bin/python -VV; } | cksum
}

install_locked() {
    make_venv
    stamp=".venv/installed-$1"
    if [ "$(cat "$stamp" 2>/dev/null)" = "$(key "$1")" ]; then
        return
    fi
    say "Installing requirements-$1.txt into .venv (a minute or two the first time) ..."
    pip='.venv/bin/python -m pip --no-input --disable-pip-version-check'
    $pip install --require-hashes --only-binary :all: -r "requirements-$1.txt"
    $pip install --no-deps --no-build-isolation --no-index --editable .
    key "$1" >"$stamp"
    # Whatever the book needs is in the test set too.
    if [ "$1" = test ]; then key book >.venv/installed-book; fi
}

case ${1:-} in
book | test)
    install_locked "$1"
    ;;
browser)
    for name in google-chrome google-chrome-stable chromium chromium-browser; do
        if command -v "$name" >/dev/null; then exit 0; fi
    done
    need 'A browser for the browser tests (Chrome or Chromium)' chromium fonts-dejavu-core
    ;;
*)
    fail 'Usage: setup.sh book | test | browser'
    ;;
esac
