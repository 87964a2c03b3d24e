"""Jupyter Book's command, loaded ahead: it waits for a line on its input, and then does what its arguments say."""

import importlib
import sys
from pathlib import Path

# The package of this folder, whatever else is installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
# jsonschema makes forty grammars from it, which takes seconds, to check kinds of addresses that no setting has.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

from jupyter_book.cli.main import main  # noqa: E402

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
