"""What a page loads: the book's own small script and the style sheets that it needs, and nothing else.

The templates of this folder replace the theme's page frame, so that its scripts (icons, menus, search on every page,
live code) are not asked for. What extensions add to the page is left out unless it is listed here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

TEMPLATES = Path(__file__).parent / "templates"

# Besides the book's own files, a page may load these style sheets of others.
_BORROWED = ("pygments.css", "sphinx-design")
# Files that a page needs only when its text holds a certain class: part of the file's name, part of the class.
_ONLY_WITH = {
    "sphinx-design": "sd-",
    "exercises.": "sc-exercise",
    "ledger.css": "sc-badge",
    "ledger.js": "sc-ledger-filter",
    "pygments": "highlight",
}
# What stays in the output's _static folder besides the files named in _config.yml: the scripts that the templates ask
# for (colours, search) and what is borrowed; four of these are Sphinx's search.
_KEPT = {
    "theme.js",
    "search.js",
    "explorables",
    "pygments.css",
    "sphinx-design.min.css",
    "documentation_options.js",
    "doctools.js",
    "language_data.js",
    "searchtools.js",
}
# A link or file of a page whose address is neither full, nor from the root, nor within the page.
_RELATIVE = re.compile(r'\b(href|src|action)="(?![#/]|[a-z]+:)')
_EXPLORABLE_SHEET = "_static/explorables/explorables.css"
_EXPLORABLE_HOST = "_static/explorables/host.js"


def use_templates(app: Sphinx, config: Config) -> None:
    """Let the book's templates come before the theme's."""
    config.templates_path.insert(0, str(TEMPLATES))


def trim(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Set the style sheets, scripts and description of one page."""
    body = context.get("body", "")
    css, js = (_names(files) for files in (app.config.html_css_files, app.config.html_js_files))
    context["css_files"] = [
        sheet
        for sheet in context["css_files"]
        if (_name(sheet) in css or any(word in _name(sheet) for word in _BORROWED))
        and _is_used(_name(sheet), body)
    ]
    context["book_scripts"] = [
        script for script in context["script_files"] if _name(script) in js and _is_used(_name(script), body)
    ]
    explorable = "sc-explorable" in body
    context["book_modules"] = [_EXPLORABLE_HOST] if explorable else []
    context["book_sheets"] = [_EXPLORABLE_SHEET] if explorable else []
    # The frame has its own, and docutils adds one to each page that it reads.
    context["metatags"] = re.sub(r'<meta[^>]*name="viewport"[^>]*>\s*', "", context.get("metatags", ""))
    if 'name="description"' not in context["metatags"]:
        context["book_description"] = app.config.html_context["description"]


def _name(asset: Any) -> str:
    """The file name of a style sheet or script; an inline script has none."""
    return str(getattr(asset, "filename", asset) or "")


def _names(configured: list[Any]) -> set[str]:
    """The files of a list in _config.yml, whose entries are names or pairs of a name and attributes."""
    return {f"_static/{entry if isinstance(entry, str) else entry[0]}" for entry in configured}


def _is_used(asset: str, body: str) -> bool:
    """Whether a page with this body needs a style sheet or script."""
    return all(needed in body for word, needed in _ONLY_WITH.items() if word in asset)


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


def prune(app: Sphinx, error: Exception | None) -> None:
    """Take away what the theme and other extensions copied and no page asks for: some four megabytes.

    Sphinx's own note on the build goes too: it depends on the folder, and the book is always built as a whole.
    """
    static = Path(app.outdir) / "_static"
    if error or app.builder.format != "html":
        return
    (Path(app.outdir) / ".buildinfo").unlink(missing_ok=True)
    own = _names([*app.config.html_css_files, *app.config.html_js_files, Path(app.config.html_favicon).name])
    for path in static.iterdir():
        if path.name not in _KEPT and f"_static/{path.name}" not in own:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def setup(app: Sphinx) -> None:
    """Connect the parts; `trim` runs after the theme and the other extensions have added what they want."""
    app.connect("config-inited", use_templates, priority=900)
    app.connect("html-page-context", trim, priority=900)
    app.connect("html-collect-pages", missing_page)
    app.connect("build-finished", write_index)
    app.connect("build-finished", root_links)
    app.connect("build-finished", prune, priority=900)
