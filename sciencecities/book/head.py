"""What a page says of itself to search engines, and to those who pass its address on.

The address of the book is `html: baseurl` of _config.yml or the environment variable SCIENCECITIES_ADDRESS; with it
come canonical addresses, pictures for shared links and sitemap.xml, all of which need full addresses.
"""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

from sciencecities.book.cards import card

ADDRESS = "SCIENCECITIES_ADDRESS"
CARDS = "_cards"
# Search engines show about this much of a description.
LONGEST = 160
_DESCRIPTION = re.compile(r'<meta[^>]*content="([^"]*)"[^>]*name="description"')
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Pages for machines or for those who have lost their way.
_UNLISTED = ("404", "search")


def take_address(app: Sphinx, config: Config) -> None:
    """Take the book's address from the environment; ConfigError when it is none."""
    address = os.environ.get(ADDRESS, "").strip()
    if not address:
        return
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ConfigError(f"{ADDRESS} is {address!r}: give a full address such as https://host/folder/.")
    config.html_baseurl = address.rstrip("/") + "/"


def summary(doctree: nodes.document) -> str:
    """The first paragraph of a page's own text, cut after a word to LONGEST characters; "" if there is none."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section | nodes.document):
            text = " ".join(paragraph.astext().split())
            if len(text) <= LONGEST:
                return text
            return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:–") + "…"
    return ""


def describe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Set the page's description, its structured data, and with an address its card."""
    written = _DESCRIPTION.search(context.get("metatags", ""))
    said = html.unescape(written[1]) if written else (summary(doctree) if doctree else "")
    said = said or app.config.html_context["description"]
    if not written:
        context["book_description"] = said
    context["shared_description"] = said
    context["structured_data"] = _in_script(structured(app, page, context.get("title", ""), said))
    if page in _UNLISTED:
        context["pageurl"] = None
    elif app.config.html_baseurl:
        context["card_address"] = f"{app.config.html_baseurl}{CARDS}/{page.replace('/', '-')}.png"


def structured(app: Sphinx, page: str, title: str, description: str) -> dict[str, Any]:
    """A page as schema.org has it: the first page is the course, the others are resources that belong to it."""
    config = app.config
    shared = {
        "inLanguage": config.language,
        "license": _LICENCE,
        "isAccessibleForFree": True,
        "author": {"@type": "Organization", "name": config.author},
    }
    course = {"@type": "Course", "name": config.html_title}
    if page == config.root_doc:
        provider = {"provider": shared["author"], "educationalLevel": "undergraduate"}
        data = {**course, **shared, **provider, "description": description}
    else:
        name = html.unescape(re.sub(r"<[^>]+>", "", title))
        kind = "chapter" if page.startswith("chapters/") else "reference"
        data = {
            "@type": "LearningResource",
            "name": name,
            **shared,
            "learningResourceType": kind,
            "isPartOf": course,
            "description": description,
        }
    if config.html_baseurl:
        data["url"] = config.html_baseurl + app.builder.get_target_uri(page)
    return {"@context": "https://schema.org", **data}


def _in_script(data: dict[str, Any]) -> str:
    """JSON that cannot end the script block it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def announce(app: Sphinx, error: Exception | None) -> None:
    """With an address, write sitemap.xml, robots.txt and a card for each page."""
    base = app.config.html_baseurl
    if error or app.builder.name != "html" or not base:
        return
    out = Path(app.outdir)
    pages = sorted(app.env.found_docs)
    places = "".join(
        f"<url><loc>{escape(base + app.builder.get_target_uri(page))}</loc></url>\n" for page in pages
    )
    (out / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n',
        encoding="utf-8",
    )
    (out / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n", encoding="utf-8"
    )
    (out / CARDS).mkdir(exist_ok=True)
    for page in pages:
        number = app.env.toc_secnumbers.get(page, {}).get("")
        title = app.env.titles[page].astext()
        heading = app.config.html_title if page == app.config.root_doc else title
        kicker = f"Chapter {number[0]}" if number else ""
        card(out / CARDS / f"{page.replace('/', '-')}.png", heading, kicker, app.config.html_title)


def setup(app: Sphinx) -> None:
    """Connect the parts; the description comes after the page's frame has been set."""
    app.connect("config-inited", take_address, priority=950)
    app.connect("html-page-context", describe, priority=950)
    app.connect("build-finished", announce)
