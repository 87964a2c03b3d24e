"""Interactive figures on the page: the still picture, the table and the state, which a small script brings to life."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from sciencecities.book.files import first_in_html, publish, setup_plugin
from sciencecities.explorables.base import MIME
from sciencecities.explorables.static import static_html

TABLES = "_figures"


class ExplorableNode(nodes.General, nodes.Element):
    """An interactive figure: its attribute bundle is what the explorable displayed."""


class ExplorablePlugin:
    """Turns the explorable MIME bundle into the figure of the page."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = first_in_html(MIME)

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The interactive figure, or None when the output is something else."""
        return [ExplorableNode("", bundle=data.content)] if data.mime_type == MIME else None


def visit_explorable(self: HTML5Translator, node: ExplorableNode) -> None:
    """Write the figure, and the table behind it as a file."""
    content = node["bundle"]
    href = publish(self.builder, TABLES, f"{content['name']}.csv", content["csv"]) if content["csv"] else None
    self.body.append(static_html(content, href))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node and the plugin."""
    app.add_node(ExplorableNode, html=(visit_explorable, None))
    setup_plugin(ExplorablePlugin)
