"""Figures shown by `look.show`: numbered, with alt text, source, data, and a picture for each theme."""

from __future__ import annotations

import html
from typing import Any, ClassVar

from docutils import nodes
from docutils.nodes import fully_normalize_name
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from sciencecities.book.files import DataLink, first_in_html, publish, setup_plugin, visit_data_link
from sciencecities.look import MIME
from sciencecities.palette import dark_twin

FOLDER = "_figures"


class Picture(nodes.General, nodes.Element):
    """The picture of a figure: attributes name, svg, alt, width and height."""


class FigurePlugin:
    """Turns the figure MIME bundle into a numbered docutils figure."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = first_in_html(MIME)

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The figure, or None when the output is something else."""
        if data.mime_type != MIME:
            return None
        return [figure(renderer, data.content, data.line or 0)]


def figure(renderer: NbElementRenderer, content: Any, line: int) -> nodes.figure:
    """A figure node with picture, caption, and a legend that gives the source and the table behind the picture."""
    document = renderer.renderer.document
    name = fully_normalize_name(content["name"])
    node = nodes.figure("", classes=["sc-figure"], names=[name])
    document.note_explicit_target(node, node)
    keep = {key: content[key] for key in ("name", "svg", "alt", "width", "height")}
    node += Picture("", **keep)
    node += nodes.caption("", "", *parse(renderer, content["caption"], line))
    source = nodes.paragraph("", "Source: ", *parse(renderer, content["source"], line), classes=["sc-source"])
    if content["csv"]:
        source += [nodes.Text(" · "), DataLink("", folder=FOLDER, name=content["name"], csv=content["csv"])]
    node += nodes.legend("", source)
    return node


def parse(renderer: NbElementRenderer, markdown: str, line: int) -> list[nodes.Node]:
    """The inline nodes of one paragraph of MyST Markdown."""
    holder = nodes.Element()
    with renderer.renderer.current_node_context(holder):
        renderer.renderer.nested_render_text(markdown, line)
    return [child for block in holder.children for child in block.children]


def visit_picture(self: HTML5Translator, node: Picture) -> None:
    """Write the light and the dark picture, and show the one that fits; the other is out of the layout."""
    size = f'width="{node["width"]}" height="{node["height"]}"'
    alt = html.escape(node["alt"], quote=True)
    images = []
    for theme, svg in (("light", node["svg"]), ("dark", dark_twin(node["svg"]))):
        src = publish(self.builder, FOLDER, f"{node['name']}.{theme}.svg", svg)
        images.append(
            f'<img class="only-{theme}" src="{src}" {size} alt="{alt}" loading="lazy" decoding="async">'
        )
    # A box of their own: the theme hides a caption that stands beside the picture of the other theme.
    self.body.append(f'<div class="sc-picture">{"".join(images)}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the figure's nodes and its MIME plugin."""
    app.add_node(Picture, html=(visit_picture, None))
    app.add_node(DataLink, html=(visit_data_link, None))
    setup_plugin(FigurePlugin)
