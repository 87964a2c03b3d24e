"""Jupyter Book's command, loaded ahead: it waits for a line on its input, and then does what its arguments say."""

import importlib
import sys
from pathlib import Path

# The package of this folder, whatever else is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sciencecities.book  # noqa: F401, I001 - first, because it spares the rest a slow check
from jupyter_book.cli.main import main

# What a build of this book loads anyway.
for name in (
    "jupyter_book.sphinx",
    "myst_nb.sphinx_",
    "sciencecities.book.diet",
    "sciencecities.book.slides.site",
):
    importlib.import_module(name)

if __name__ == "__main__":
    sys.stdin.readline()
    main()
