"""Formulas as MathML, written when the book is built: no script, no fonts to fetch, readable by screen readers."""

from __future__ import annotations

import html
import re

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

_LOGGER = logging.getLogger(__name__)
# What closes a word or a sentence and may not begin a line.
_MARKS = re.compile(r"[.,;:!?)\]%’”]+")
_CONVERTER = LatexToMathML(fancy_error=False)


def mathml(latex: str, display: bool, location: nodes.Element | None = None) -> str:
    """A formula as a `<math>` element; one that cannot be read is a build warning and is shown as its source."""
    try:
        # &ApplyFunction; is a name of MathML that HTML knows and XML readers do not.
        return _CONVERTER.convert_with_local_state(latex, displaystyle=display).replace(
            "&ApplyFunction;", "\u2061"
        )
    except LatexError as error:
        _LOGGER.warning("formula %r cannot be read: %s", latex, error, location=location, type="math")
        return f"<code>{html.escape(latex)}</code>"


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """An inline formula."""
    self.body.append(f'<span class="math">{mathml(node.astext(), False, node)}</span>')
    raise nodes.SkipNode


def visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """A displayed formula, with its number when it has one, in a box that scrolls sideways where it must."""
    ids = "".join(f' id="{identifier}"' for identifier in node["ids"][:1])
    numbered = node.get("number") is not None
    number = f'<span class="eqno">({get_node_equation_number(self, node)})</span>' if numbered else ""
    # Sphinx counts equations itself; an environment that counts too would print two numbers.
    latex = re.sub(r"\\(begin|end)\{(align|gather|equation)\}", r"\\\1{\2*}", node.astext())
    formula = mathml(latex, True, node)
    self.body.append(f'<div class="math-block"{ids}><div class="math">{formula}</div>{number}</div>\n')
    raise nodes.SkipNode


class KeepPunctuation(SphinxPostTransform):
    """Keep a formula and the mark behind it together: a browser would begin a new line with the full stop."""

    default_priority = 70
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Put both into one span that does not break."""
        for node in list(self.document.findall(nodes.math)):
            after = node.next_node(descend=False, siblings=True)
            marks = _MARKS.match(after.astext()) if isinstance(after, nodes.Text) else None
            if marks:
                after.parent.replace(after, nodes.Text(after.astext()[marks.end() :]))
                kept = nodes.inline("", "", node.deepcopy(), nodes.Text(marks.group()), classes=["sc-kept"])
                node.replace_self(kept)


def setup(app: Sphinx) -> None:
    """Make MathML the book's way to write formulas in HTML."""
    app.add_post_transform(KeepPunctuation)
    app.add_html_math_renderer(
        "mathml", inline_renderers=(visit_inline, None), block_renderers=(visit_block, None)
    )
