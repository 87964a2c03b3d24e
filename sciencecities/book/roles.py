"""The role for claims: in Markdown, {claim}`C08` becomes the claim's badge, which leads to its entry in the ledger."""

from __future__ import annotations

import html

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from sciencecities import claims

LEDGER = "reference/claims"


class ClaimBadge(nodes.General, nodes.Inline, nodes.TextElement):
    """A badge; its text is the claim's number and verdict, its attributes anchor and style."""


class ClaimRole(SphinxRole):
    """Looks the claim up; an unknown number is an error of the page."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the badge, or a message that says which claims there are."""
        try:
            claim = claims.get(self.text)
        except ValueError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        text = f"{claim.id} {claim.verdict}"
        return [ClaimBadge(text, text, anchor=claim.anchor, style=claim.style)], []


def visit_badge(self: HTML5Translator, node: ClaimBadge) -> None:
    """Open the link, as seen from the page being written."""
    page = self.builder.get_target_uri(self.builder.current_docname)
    href = f"{relative_uri(page, self.builder.get_target_uri(LEDGER))}#{node['anchor']}"
    self.body.append(f'<a class="sc-badge {html.escape(node["style"])}" href="{href}">')


def depart_badge(self: HTML5Translator, node: ClaimBadge) -> None:
    """Close the link."""
    self.body.append("</a>")


def setup(app: Sphinx) -> None:
    """Register the role and its node."""
    app.add_node(ClaimBadge, html=(visit_badge, depart_badge))
    app.add_role("claim", ClaimRole())
