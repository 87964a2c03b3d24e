"""What a page says to those who hear it: figures have names, and the signs beside headings are left out."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

# Sphinx's link to the heading, picture or term that it stands in, whose text is a sign.
_PERMALINK = re.compile(r'(<a class="headerlink")( href="[^"]*" title="[^"]*">)')
_FIGURE = re.compile(r'<figure class="sc-figure\b[^>]*(?=>)')
_NUMBER = re.compile(r'<span class="caption-number">([^<]*)</span>')


def heard(body: str) -> str:
    """A page's text with a name for each figure, its number, and without signs in the names of headings.

    The signs are for eyes and mice; the list of the page's sections holds the same links.
    """
    body = _PERMALINK.sub(r'\1 aria-hidden="true" tabindex="-1"\2', body)

    def named(found: re.Match[str]) -> str:
        number = _NUMBER.search(body, found.end(), body.find("</figure>", found.end()))
        return found[0] + (f' aria-label="{number[1].strip()}"' if number else "")

    return _FIGURE.sub(named, body)


def say(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the page's text as it is heard into its frame."""
    if "body" in context:
        context["body"] = heard(context["body"])


def setup(app: Sphinx) -> None:
    """Connect `say`."""
    app.connect("html-page-context", say)
