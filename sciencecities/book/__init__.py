"""The Sphinx side of the book: figures, interactive figures, formulas, badges, and pages that load little.

Used by the build alone (`_config.yml` names it as an extension); no chapter imports it.
"""

from __future__ import annotations

import functools
import importlib
import sys
from contextlib import suppress
from typing import Any

from sphinx.application import Sphinx

from sciencecities import __version__

# Where it is installed, jsonschema makes forty grammars from it, in seconds, to check addresses that no notebook has.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

# Which plugins are installed is asked for every notebook and every source, and read from hundreds of files each time.
# Some packages ask Python, some the package that newer Pythons' answers come from; Pygments, when it has been loaded.
for name in ("importlib.metadata", "importlib_metadata", "pygments.plugin"):
    with suppress(AttributeError, ImportError):
        plugins = importlib.import_module(name)
        plugins.entry_points = functools.cache(plugins.entry_points)  # type: ignore[attr-defined]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part of the extension."""
    from sciencecities.book import (
        again,
        ahead,
        anchors,
        diet,
        explorables,
        figures,
        head,
        heard,
        hub,
        launch,
        listings,
        math,
        outputs,
        page,
        record,
        roles,
        sources,
    )
    from sciencecities.book.slides import site

    parts = (
        *(figures, explorables, math, outputs, roles, anchors, sources, listings, launch, record, hub),
        *(page, head, heard, diet, site, again, ahead),
    )
    for part in parts:
        part.setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
