"""Code as it is printed on a page: each line a box of its own, so that a long one turns over with a hanging indent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pygments.formatters import HtmlFormatter
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

# Where a line may turn over besides at its spaces: behind what opens or parts, and before the dot of a method.
_OPENING = re.compile(r'(<span class="p">[^<]*[(\[{,]</span>)(?=\S)')
_DOT = re.compile(r'(?<=\S)(<span class="o">\.</span>)')


class Lines(HtmlFormatter):
    """Pygments' HTML with a `<span class="sc-line">` about each line; the text, copied, is the same."""

    def wrap(self, source: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """Put the spans about the lines, and then what Pygments puts about all of them."""
        return super().wrap(_spanned(source))


def _spanned(source: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The line ends stay outside: inside, a selection would be copied with every line end twice."""
    for is_code, line in source:
        text = _DOT.sub(r"<wbr/>\1", _OPENING.sub(r"\1<wbr/>", line.removesuffix("\n")))
        yield is_code, f'<span class="sc-line">{text}</span>\n' if is_code else line


def use(app: Sphinx) -> None:
    """Let the builder's highlighter write lines."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.highlighter.formatter = Lines


def setup(app: Sphinx) -> None:
    """Choose the formatter once the builder has made its highlighter."""
    app.connect("builder-inited", use)
