"""What a build that is not the first one has to do again: read the pages that changed, and write them.

All other pages are written again as well when something changed that they may show of a page: a title, a heading, a
number, a place that can be linked to, a source, the name of a file. So the site is the same as one built from nothing.
"""

from __future__ import annotations

import hashlib
import pickle
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from sciencecities.book import diet, explorables, figures
from sciencecities.book.files import DataLink

# What belongs to one build or to the reading of one page, and is never shown on another page.
_PRIVATE = {
    *("app", "events", "config", "config_status", "config_status_extra", "project", "domains", "version"),
    *("doctreedir", "srcdir", "settings", "temp_data", "ref_context", "versioning_condition"),
    *("versioning_compare", "all_docs", "dependencies", "nb_metadata", "nb_new_exec_data"),
    *("book_pages", "book_shared", "_pickled_doctree_cache", "_write_doc_doctree_cache"),
}
_PRIVATE_OF_A_PAGE = {"wordcount", "source_map"}
# Folders of the output with files that pages bring along.
_BROUGHT = (figures.FOLDER, "_downloads", "_images")


def plain(thing: Any) -> Any:
    """A thing of Sphinx's environment as text and lists that are the same in each build that finds the same."""
    if isinstance(thing, nodes.Node):
        return thing.pformat()
    if isinstance(thing, Mapping):
        return sorted(((str(key), plain(value)) for key, value in thing.items()), key=lambda pair: pair[0])
    if isinstance(thing, set | frozenset):
        return sorted(str(plain(one)) for one in thing)
    if isinstance(thing, list | tuple):
        return [plain(one) for one in thing]
    if isinstance(thing, str | int | float | None):
        return repr(thing)
    return [type(thing).__name__, plain(vars(thing)) if hasattr(thing, "__dict__") else repr(thing)]


def shared(env: BuildEnvironment) -> str:
    """A hash over all that pages may show of each other."""
    state = {name: value for name, value in vars(env).items() if name not in _PRIVATE}
    state["metadata"] = {
        page: {
            # Of a place that can be linked to, MyST also keeps the line: (line, id, text).
            name: {slug: place[1:] for slug, place in value.items()} if name == "myst_slugs" else value
            for name, value in known.items()
            if name not in _PRIVATE_OF_A_PAGE
        }
        for page, known in env.metadata.items()
    }
    return hashlib.sha256(repr(plain(state)).encode()).hexdigest()


def pages(env: BuildEnvironment) -> dict[str, str]:
    """The hash of each page's source when it was read."""
    found: dict[str, str] = vars(env).setdefault("book_pages", {})
    return found


def source(env: BuildEnvironment, page: str) -> str:
    """The hash of a page's source as it stands now."""
    return hashlib.sha256(Path(env.doc2path(page)).read_bytes()).hexdigest()


def changed(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The pages whose source is another than when it was read: Sphinx looks at the clock alone."""
    return [
        page for page, known in pages(env).items() if page in env.found_docs and known != source(env, page)
    ]


def remember(app: Sphinx, document: nodes.document) -> None:
    """Keep the hash of a page's source, and the names of the files that the page brings along."""
    env = app.env
    pages(env)[env.docname] = source(env, env.docname)
    env.metadata[env.docname]["brought"] = sorted(brought(document))


def brought(document: nodes.document) -> Iterator[str]:
    """The names of the files that a page writes beside itself."""
    for node in document.findall(figures.Picture):
        yield f"picture {node['name']}"
    for node in document.findall(DataLink):
        yield f"table {node['folder']}/{node['name']}"
    for node in document.findall(explorables.ExplorableNode):
        yield f"figure {node['bundle']['name']} {bool(node['bundle']['csv'])}"


def rewritten(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """All pages, when something changed that they may show of each other; files that pages bring along go first.

    So do, each time, the style sheets and scripts: what the theme brings stands there under the names of what was made.
    """
    shutil.rmtree(Path(app.outdir) / diet.STATIC, ignore_errors=True)
    now = shared(env)
    if now == vars(env).get("book_shared"):
        return []
    vars(env)["book_shared"] = now
    for name in _BROUGHT:
        shutil.rmtree(Path(app.outdir) / name, ignore_errors=True)
    return sorted(env.found_docs)


def complete_search(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Mend the search index before it is written; brings no page.

    Of pages that are not written again, Sphinx 7.4 loses the index entries (terms of the glossary); and of pages that
    are, it keeps words that stand in none any more.
    """
    indexer: Any = cast(StandaloneHTMLBuilder, app.builder).indexer
    if indexer is not None:
        kept = Path(app.doctreedir) / "index_entries.pickle"
        known = pickle.loads(kept.read_bytes()) if kept.is_file() else {}
        known = {page: entries for page, entries in known.items() if page in app.env.found_docs}
        indexer._index_entries = dict(sorted({**known, **indexer._index_entries}.items()))
        kept.write_bytes(pickle.dumps(indexer._index_entries))
        for words in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in words.items() if not pages]:
                del words[word]
    yield from ()


def setup(app: Sphinx) -> None:
    """Connect the parts; what pages share is known when Sphinx has numbered sections and figures."""
    app.connect("env-get-outdated", changed)
    app.connect("doctree-read", remember, priority=900)
    app.connect("env-get-updated", rewritten, priority=950)
    app.connect("html-collect-pages", complete_search)
