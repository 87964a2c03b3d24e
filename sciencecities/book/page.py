"""What a page loads: the book's own style sheet and script, with interactive figures one more, and nothing else.

The templates of this folder replace the theme's page frame, so that its scripts (icons, menus, search on every page,
live code) are not asked for. What extensions add to the page is left out; see diet for what goes into the files.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from pydata_sphinx_theme import update_and_remove_templates
from sphinx.application import Sphinx
from sphinx.config import Config

from sciencecities.book import diet
from sciencecities.book.diet.policy import POLICY

TEMPLATES = Path(__file__).parent / "templates"

# A link or file of a page whose address is neither full, nor from the root, nor within the page.
_RELATIVE = re.compile(r'\b(href|src|action)="(?![#/]|[a-z]+:)')


def use_templates(app: Sphinx, config: Config) -> None:
    """Let the book's templates come before the theme's."""
    config.templates_path.insert(0, str(TEMPLATES))


def spare(app: Sphinx) -> None:
    """Do without the theme's search for empty parts of its own frame, which renders each of them for each page."""
    for listener in list(app.events.listeners["html-page-context"]):
        if listener.handler is update_and_remove_templates:
            app.disconnect(listener.id)


def trim(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Set the style sheet, the scripts and the policy of one page."""
    made_of = diet.version(Path(app.confdir, app.config.html_static_path[0]))

    def addresses(*names: str) -> list[str]:
        return [f"{context['pathto'](f'{diet.STATIC}/{name}', 1)}?v={made_of}" for name in names]

    alive = "sc-explorable" in context.get("body", "")
    context["book_sheets"] = addresses(diet.SHEET, *([diet.FIGURES_SHEET] if alive else []))
    context["book_scripts"] = addresses(diet.SCRIPT, *([diet.FIGURES] if alive else []))
    context["search_script"] = addresses(diet.SEARCH)[0]
    context["theme_script"] = addresses(*diet.ALONE)[0]
    # The frame has its own, and docutils adds one to each page that it reads.
    context["metatags"] = re.sub(r'<meta[^>]*name="viewport"[^>]*>\s*', "", context.get("metatags", ""))
    context["book_policy"] = POLICY


def write_index(app: Sphinx, error: Exception | None) -> None:
    """Let the bare address of the site show the first page itself instead of sending the reader on."""
    if error or app.builder.name != "html":
        return
    root = Path(app.outdir) / f"{app.config.root_doc}.html"
    if root.name != "index.html" and root.is_file():
        shutil.copyfile(root, root.with_name("index.html"))


def missing_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page 404.html, from its template."""
    yield "404", {}, "404.html"


def root_links(app: Sphinx, error: Exception | None) -> None:
    """Let the links of 404.html start at the book's own root: a server shows it for addresses in any folder.

    The root is the path of html_baseurl, or / while the book has no address.
    """
    if error or app.builder.name != "html":
        return
    root = urlsplit(app.config.html_baseurl).path.rstrip("/") + "/"
    page = Path(app.outdir) / "404.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(_RELATIVE.sub(rf'\1="{root}', text), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Connect the parts; `trim` runs after the theme and the other extensions have added what they want."""
    app.connect("config-inited", use_templates, priority=900)
    app.connect("builder-inited", spare)
    app.connect("html-page-context", trim, priority=900)
    app.connect("html-collect-pages", missing_page)
    app.connect("build-finished", write_index)
    app.connect("build-finished", root_links)
