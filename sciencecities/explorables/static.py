"""An interactive figure as HTML for a page without a kernel, for the build of the book and for tests.

The page serves what `write` puts into one folder, links explorables.css, defines the palette's custom
properties (`bundle.palette_css`), and loads host.js from that folder as a module, once.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from .bundle import FOLDER, sheet


def scripts() -> list[Path]:
    """The modules to be served, all from one folder."""
    return sorted(FOLDER.glob("*.js"))


def write(folder: Path) -> None:
    """Put the modules and the joined style sheet into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for script in scripts():
        shutil.copyfile(script, folder / script.name)
    (folder / "explorables.css").write_text(sheet(), encoding="utf-8")


def static_html(bundle: Mapping[str, Any], csv_href: str | None = None) -> str:
    """The figure of an explorable's data bundle, alive once host.js runs, a still picture with its table until then.

    bundle: the value of `application/vnd.sciencecities.explorable+json`. csv_href: where the page offers the bundle's
    `csv` for download, or None. The result is self-contained markup without inline scripts, styles or handlers.
    """
    download = (
        ""
        if csv_href is None
        else f'<p><a href="{escape(csv_href)}" download>Download the numbers (CSV)</a></p>'
    )
    name, title = escape(bundle["name"]), escape(bundle["title"])
    return (
        f'<figure class="sc-explorable" id="explorable-{name}" data-module="{escape(bundle["module"])}" '
        f'data-name="{name}" aria-label="{title}">\n'
        '<div class="sc-x-live"></div>\n'
        '<div class="sc-x sc-x-dead">\n'
        f'<p class="sc-x-title">{title}</p>\n'
        f"{bundle['still']}\n"
        f'<p class="sc-x-sentence">{escape(bundle["sentence"])}</p>\n'
        "<noscript><p>With scripts allowed, this figure can be moved.</p></noscript>\n"
        '<details class="sc-x-numbers"><summary>The numbers behind the picture</summary>'
        f'<div class="sc-x-scroll" tabindex="0" role="region" aria-label="Numbers: {title}">'
        f"{bundle['table_html']}</div></details>\n"
        f"{download}</div>\n"
        f'<script type="application/json">{_json(bundle["state"])}</script>\n'
        "</figure>"
    )


def _json(state: Any) -> str:
    """JSON that cannot end the script block it stands in, in one order whether the notebook ran now or earlier."""
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace(
        "<", "\\u003c"
    )
