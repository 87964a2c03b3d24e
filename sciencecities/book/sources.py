"""The list of sources, tied to the book: `[Abadie (2021)](../reference/sources.md#abadie2021)` leads to its entry.

The entries come from reference/sources.bib by way of sphinxcontrib-bibtex. Chapters use plain links, because a citation
role would stand as raw text in a notebook. Here each entry gets its key as its address, the mark of a sceptical work,
what the work says, and the way back: the places that name it, and the claims of the ledger that rest on it.
"""

from __future__ import annotations

from typing import Any, cast

from docutils import nodes
from pybtex.backends.plaintext import Backend
from pybtex.richtext import Text
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.nodes import bibliography

from sciencecities import claims

LIST = "reference/sources"
LEDGER = "reference/claims"
_PLAIN = Backend()


def domain(app: Sphinx) -> BibtexDomain:
    """What sphinxcontrib-bibtex knows."""
    return cast(BibtexDomain, app.env.get_domain("cite"))


def entries(app: Sphinx) -> dict[str, Any]:
    """The entries of the .bib files by key."""
    return dict(domain(app).bibdata.data.entries)


def names(text: str) -> list[str]:
    """The sources in a field that separates them by semicolons."""
    return [name.strip() for name in text.split(";") if name.strip()]


def ledger() -> dict[str, list[str]]:
    """Each source as the ledger names it, with the numbers of the claims that rest on it."""
    found: dict[str, list[str]] = {}
    for claim in claims.every():
        for name in names(claim.sources):
            found.setdefault(name, []).append(claim.id)
    return dict(sorted(found.items(), key=lambda item: item[0].casefold()))


def remember(app: Sphinx, document: nodes.document) -> None:
    """Let links reach the entries of a list, and note where a page first links to each."""
    known, metadata = entries(app), app.env.metadata[app.env.docname]
    if next(document.findall(bibliography), None):
        metadata.setdefault("myst_slugs", {}).update({key: (0, key, key) for key in known})
    cited = metadata.setdefault("cited", [])
    for link in list(document.findall(pending_xref)):
        key = link.get("reftargetid")
        if link["reftarget"] == LIST and key in known and key not in cited:
            cited.append(key)
            link.parent.insert(link.parent.index(link), nodes.target(ids=[f"cites-{key}"]))


def complete(app: Sphinx, document: nodes.document, page: str) -> None:
    """Give each entry of a list its address, its mark, what it says, and the ways back."""
    known, rests = entries(app), ledger()
    keys = {citation.citation_id: citation.key for citation in domain(app).citations}
    items = [item for item in document.findall(nodes.list_item) if set(item["ids"]) & set(keys)]
    for item in items:
        key = keys[item["ids"][0]]
        fields = known[key].fields
        item["ids"] = [key]
        item.parent["classes"] = ["sc-sources"]
        if "sceptical" in fields["keywords"]:
            mark = [nodes.inline(text="sceptical", classes=["sc-sceptical"]), nodes.Text(" ")]
            item[0].insert(0, mark)
        # Not by render_as("text"), which looks through all installed packages for that one each time.
        says = Text.from_latex(fields["says"]).render(_PLAIN)
        item += nodes.paragraph(text=says, classes=["sc-sources__says"])
        used = [claim for name in names(fields.get("ledger", "")) for claim in rests[name]]
        back = [
            *listed("Named in ", places(app, page, key)),
            *listed("Claims: ", claim_links(app, page, used)),
        ]
        item += nodes.paragraph("", "", *back, classes=["sc-sources__back"])


def places(app: Sphinx, page: str, key: str) -> list[nodes.Element]:
    """A link to the first place on each page that names the entry."""
    pages = sorted(name for name, known in app.env.metadata.items() if key in known.get("cited", []))
    return [
        make_refnode(app.builder, page, name, f"cites-{key}", nodes.Text(title(app, name))) for name in pages
    ]


def listed(lead: str, links: list[nodes.Element]) -> list[nodes.Node]:
    """Links as a sentence: the lead, the links with commas, a full stop; nothing when there are none."""
    if not links:
        return []
    parts: list[nodes.Node] = [nodes.Text(lead)]
    for link in links:
        parts += [link, nodes.Text(", ")]
    return [*parts[:-1], nodes.Text(". ")]


def title(app: Sphinx, page: str) -> str:
    """What a reader calls a page: a chapter by its number, others by their heading."""
    number = app.env.toc_secnumbers.get(page, {}).get("")
    return f"chapter {number[0]}" if number else app.env.titles[page].astext()


def claim_links(app: Sphinx, page: str, ids: list[str]) -> list[nodes.Element]:
    """Links to claims of the ledger."""
    return [make_refnode(app.builder, page, LEDGER, name.lower(), nodes.Text(name)) for name in sorted(ids)]


class LedgerSources(SphinxDirective):
    """A list of the sources that the ledger names and that have no entry of their own, each with its claims."""

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        own = {
            name for entry in entries(self.env.app).values() for name in names(entry.fields.get("ledger", ""))
        }
        found = nodes.bullet_list(classes=["sc-sources", "sc-sources--short"])
        for name, ids in ledger().items():
            if name not in own:
                links = listed(f"{name}: ", claim_links(self.env.app, self.env.docname, ids))
                found += nodes.list_item("", nodes.paragraph("", "", *links))
        return [found]


def setup(app: Sphinx) -> None:
    """Register the directive; note links while pages are read, complete the list when all are."""
    app.add_directive("ledger-sources", LedgerSources)
    app.connect("doctree-read", remember)
    app.connect("doctree-resolved", complete)
