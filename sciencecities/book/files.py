"""Files that pages bring with them, such as pictures and CSV tables: written when the page is written.

The text of such a file travels in the page's document tree, which Sphinx keeps between builds. So a page that is
rendered anew from that tree, with an empty output folder, still brings all its files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.core import render
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator


def publish(builder: StandaloneHTMLBuilder, folder: str, name: str, text: str) -> str:
    """Write `text` to folder/name in the output and return its address as seen from the page being written."""
    target = Path(builder.outdir) / folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return relative_uri(builder.get_target_uri(builder.current_docname), f"{folder}/{name}")


class DataLink(nodes.General, nodes.Inline, nodes.Element):
    """A link that downloads a table: attributes folder, name (without .csv) and csv (the text)."""


def visit_data_link(self: HTML5Translator, node: DataLink) -> None:
    """Write the table and the link to it."""
    file = f"{node['name']}.csv"
    href = publish(self.builder, node["folder"], file, node["csv"])
    self.body.append(f'<a class="sc-data" href="{href}" download="{file}">Data (CSV)</a>')
    raise nodes.SkipNode


def first_in_html(mime: str) -> list[tuple[str, str, int]]:
    """What a plugin tells myst-nb so that its MIME type comes before all others of an output, in every HTML builder."""
    return [(builder, mime, 1) for builder in ("html", "dirhtml", "singlehtml")]


def setup_plugin(plugin: Any) -> None:
    """Let myst-nb render the plugin's MIME type.

    myst-nb finds plugins by entry point, which would need this project to be reinstalled whenever they change; the
    list that it keeps is the same for the whole run, so the plugin is put there.
    """
    plugins = render.load_mime_renders()
    if plugin not in plugins:
        plugins.append(plugin)
