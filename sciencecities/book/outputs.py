"""Cell outputs and prose made fit for a page: tables that scroll in their box, folds with names, no comments."""

from __future__ import annotations

import html
import re

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

# Comments are for those who write; among them are the marks that tie a number in prose to its data (see prose.py).
_COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)
_DATAFRAME = re.compile(r'<table border="1" class="dataframe[^"]*">.*?</table>', re.DOTALL)
_ALIGNED = re.compile(r' style="text-align: \w+;"')
_SCOPED_STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.DOTALL)


class DropComments(SphinxTransform):
    """Take comments out of the text before anything else reads it."""

    default_priority = 100

    def apply(self, **kwargs: object) -> None:
        """Remove comment nodes and raw HTML that is a comment and nothing else."""
        for node in list(self.document.findall(_is_comment)):
            node.parent.remove(node)


def _is_comment(node: nodes.Node) -> bool:
    """Whether a node is a comment: a node of its own, or raw HTML within a line."""
    if isinstance(node, nodes.raw):
        return bool(_COMMENT.fullmatch(node.astext()))
    return isinstance(node, nodes.comment)


def tidy_table(table: str) -> str:
    """A pandas table with scopes on its headers, no empty header, no border and no inline style."""
    table = _ALIGNED.sub("", table.replace('<table border="1" ', "<table ", 1))
    head, body = table.split("<tbody>", 1)
    head = head.replace("<th></th>", "<td></td>").replace("<th>", '<th scope="col">')
    body = body.replace("<th></th>", "<td></td>").replace("<th>", '<th scope="row">')
    return f'<div class="sc-table">{head}<tbody>{body}</div>'


def tidy_html(text: str) -> str:
    """Cell output with its pandas tables made tidy; everything else stays."""
    if "dataframe" not in text:
        return text
    return _DATAFRAME.sub(lambda found: tidy_table(found.group()), _SCOPED_STYLE.sub("", text))


class DropStarterOutputs(SphinxTransform):
    """Keep the code of an exercise's starting cell and drop what its check says of an answer nobody has given."""

    default_priority = 100

    def apply(self, **kwargs: object) -> None:
        """Remove the outputs of cells tagged `starter`."""
        for node in list(self.document.findall(nodes.container)):
            if "cell_output" in node["classes"] and "tag_starter" in node.parent.get("classes", []):
                node.parent.remove(node)


class TidyOutputs(SphinxPostTransform):
    """Make HTML outputs of cells fit for phones and screen readers."""

    default_priority = 50
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Rewrite each raw HTML output."""
        for node in self.document.findall(nodes.raw):
            if "text_html" in node["classes"]:
                node.children = [nodes.Text(tidy_html(node.astext()))]


class Fold(nodes.General, nodes.Element):
    """A box that opens and closes without a script: its attribute title is always seen."""


class FoldDropdowns(SphinxPostTransform):
    """Write `:class: dropdown` boxes as `<details>`, so that they need no script and can be printed open."""

    default_priority = 60
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replace each such admonition by a fold with the same classes."""
        for node in list(self.document.findall(nodes.Admonition)):
            if isinstance(node, nodes.Element) and "dropdown" in node["classes"]:
                title = node.next_node(nodes.title)
                name = title.astext() if title is not None else node.tagname.capitalize()
                body = [child for child in node.children if child is not title]
                node.replace_self(Fold("", *body, title=name, classes=[*node["classes"], node.tagname]))


def visit_fold(self: HTML5Translator, node: Fold) -> None:
    """Open the box."""
    classes = " ".join(dict.fromkeys(["admonition", *node["classes"]]))
    title = html.escape(node["title"])
    self.body.append(f'<details class="{classes}"><summary class="admonition-title">{title}</summary>\n')


def depart_fold(self: HTML5Translator, node: Fold) -> None:
    """Close the box."""
    self.body.append("</details>\n")


def visit_hidden_cell(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """A fold for a cell, named by its visible words; myst-nb's own name for all of them says nothing of the content."""
    classes = " ".join(["hide", *node["classes"]])
    show, hide = (html.escape(node[key]) for key in ("prompt_show", "prompt_hide"))
    self.body.append(
        f'<details class="{classes}"><summary><span class="collapsed">{show}</span>'
        f'<span class="expanded">{hide}</span></summary>\n'
    )


def depart_hidden_cell(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Close the fold."""
    self.body.append("</details>\n")


def drop_live_code(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Take out the two scripts that sphinx-thebe, which Jupyter Book always brings, puts at the end of every page."""
    for node in list(doctree.findall(nodes.raw)):
        if "x-thebe-config" in node.astext() or node.astext().startswith("<script>kernelName"):
            node.parent.remove(node)


def setup(app: Sphinx) -> None:
    """Register the transforms and the two folds; live code is dropped after sphinx-thebe has spoken."""
    app.connect("doctree-resolved", drop_live_code, priority=900)
    app.add_transform(DropComments)
    app.add_transform(DropStarterOutputs)
    app.add_post_transform(TidyOutputs)
    app.add_post_transform(FoldDropdowns)
    app.add_node(Fold, html=(visit_fold, depart_fold))
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_cell, depart_hidden_cell))
