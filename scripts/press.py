"""Jupyter Book's command, begun ahead: before it reads a page it waits for a line on its input."""

import gc
import importlib
import os
import sys
from pathlib import Path

# The package of this folder, whatever else is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sciencecities.book import ahead  # noqa: I001 - first, because it spares the rest a slow check
from jupyter_book.cli.main import main

# Pages are trees of small things, nearly all needed to the end: to look for those that are not takes a sixth of it all.
gc.set_threshold(200_000, 20, 20)

# What a build of this book loads anyway.
for name in (
    "jupyter_book.sphinx",
    "myst_nb.sphinx_",
    "sciencecities.book.diet",
    "sciencecities.book.slides.site",
):
    importlib.import_module(name)

if __name__ == "__main__":
    ahead.waits.append(sys.stdin.readline)
    try:
        main()
    except SystemExit as end:
        # Python would first take apart, piece by piece, all that the build knew.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else bool(end.code))
