#!/bin/sh
# Gradescope runs this once, as root on Ubuntu, when it builds the image: a Python that the book knows, the box in which
# students' code runs, and the locked packages.
set -eu
cd "$(dirname "$0")"

known() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
install() { DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" </dev/null; }

apt-get update -q
install bubblewrap python3 python3-venv
python=python3
if ! known "$python"; then
    # The image is an old Ubuntu: this one is there beside its own.
    install python3.11 python3.11-venv
    python=python3.11
fi
"$python" -m venv venv
venv/bin/python -m pip --no-input --disable-pip-version-check install --no-cache-dir \
    --require-hashes --only-binary :all: -r requirements.txt
# Without compiled modules each submission would wait some seconds for its imports.
venv/bin/python -m compileall -q sciencecities exercises
