"""Lets plain links reach a glossary term or a claim: `[Share](../reference/glossary.md#term-Share)`.

MyST resolves links into another page by headings alone. Chapters use plain links, because a `{term}` role would stand
as raw text in a notebook. So the ids of glossary terms, and ids in raw HTML, are added to what MyST can find; a link to
an id that does not exist is still a warning.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx


def anchors(document: nodes.document) -> dict[str, str]:
    """The ids of a page's glossary terms and raw HTML, each with the text to show when a link has none."""
    found = {ident: term.astext() for term in document.findall(nodes.term) for ident in term["ids"]}
    for raw in document.findall(nodes.raw):
        found |= {ident: ident for ident in re.findall(r'\sid="([\w-]+)"', raw.astext())}
    return found


def remember(app: Sphinx, document: nodes.document) -> None:
    """Add a page's anchors to those that MyST knows of it."""
    known = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for ident, text in anchors(document).items():
        known.setdefault(ident, (0, ident, text))


def setup(app: Sphinx) -> None:
    """Read the anchors of every page that is read."""
    app.connect("doctree-read", remember)
