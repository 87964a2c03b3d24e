"""The scripts of the pages, joined and made small.

All of them are classic scripts: a book opened from a folder or a memory stick may load no modules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sciencecities.book.diet.blanks import compact
from sciencecities.book.diet.join import joined, minified
from sciencecities.explorables.static import scripts as modules

# The module from which the host gets the front ends; here it has them all.
VIEWS = "views"
HOST = "host"


def page(texts: Iterable[str]) -> str:
    """The book's own scripts as one. Each keeps its names to itself, by a block or a function around it."""
    return minified("\n".join(texts))


def plain(texts: Iterable[str]) -> str:
    """Scripts as one with all names as they are, since others ask for them."""
    return compact("\n".join(texts))


def sources() -> dict[str, str]:
    """The modules of the interactive figures and of their host, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in modules()}


def figures(sources: Mapping[str, str]) -> str:
    """The front ends of all interactive figures and their host as one script that keeps its names to itself."""
    texts = dict(sources)
    kinds = [name for name, text in texts.items() if "\nexport default " in text]
    imports = "".join(f'import {{ main as {kind} }} from "./{kind}.js";\n' for kind in kinds)
    texts[VIEWS] = (
        f"{imports}const views = {{ {', '.join(kinds)} }};\nexport const view = (name) => views[name];\n"
    )
    return f'"use strict";{{{joined(texts, HOST).strip()}}}\n'
