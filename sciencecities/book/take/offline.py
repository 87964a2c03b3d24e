"""One zip with the whole book for a browser without a network or a server: unpack it, open index.html."""

from __future__ import annotations

import re
from pathlib import Path

from sciencecities.book.take.classic import classic_script
from sciencecities.book.take.error import TakeError
from sciencecities.book.zips import files_below, write_zip

FOLDER = "small-towns-big-science"
# Of use to a server alone.
_SERVED = {"404.html", "objects.inv", "sitemap.xml", "robots.txt", ".nojekyll"}
_SCRIPT = "_static/explorables/all.js"
_MODULE = re.compile(r'<script\b[^>]*\btype="module"[^>]*\bsrc="((?:\.\./)*)_static/[^"]*"[^>]*>\s*</script>')
# 'self' means nothing to a page without a server, and some browsers take it for nobody.
_POLICY = re.compile(r'<meta\b[^>]*http-equiv="Content-Security-Policy"[^>]*>\s*', re.IGNORECASE)
_README = """Small towns, big science?

Open index.html in a web browser. Everything works without a network, the interactive figures and the
exercises included. The folder can be moved or copied as a whole.
"""


def offline_files(html: Path) -> dict[str, bytes]:
    """The files of the built book as they open without a server, by name.

    html: the built book, _build/html. Raises TakeError when there is none, and for a page whose interactive figures
    would not wake.
    """
    if not (html / "index.html").is_file():
        raise TakeError(f"There is no book in {html}: run make book first.")
    found = {name: content for name, content in files_below(html).items() if name not in _SERVED}
    for name in [name for name in found if name.endswith(".html")]:
        found[name] = _page(name, found[name].decode()).encode()
    options = "_static/documentation_options.js"
    if options in found:
        # A line of each found page would have to be fetched, which browsers refuse here; the titles are found.
        text = found[options].decode()
        found[options] = re.sub(r"(SHOW_SEARCH_SUMMARY\W+)true", r"\1false", text).encode()
    found[_SCRIPT] = classic_script().encode()
    found["README.txt"] = _README.encode()
    return found


def _page(name: str, text: str) -> str:
    """A page that loads the interactive figures as one classic script."""
    page, swapped = _MODULE.subn(rf'<script defer src="\1{_SCRIPT}"></script>', _POLICY.sub("", text))
    if 'class="sc-explorable"' in page and swapped != 1:
        raise TakeError(
            f"{name} has interactive figures and {swapped} scripts of type module instead of one."
        )
    return page


def write_offline(html: Path, target: Path) -> Path:
    """Write the zip of the built book into the folder `target`: returns its path."""
    archive = target / f"{FOLDER}.zip"
    write_zip(archive, {f"{FOLDER}/{name}": content for name, content in offline_files(html).items()})
    return archive
