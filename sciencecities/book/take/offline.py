"""One zip with the whole book for a browser without a network or a server: unpack it, open index.html."""

from __future__ import annotations

from pathlib import Path

from sciencecities.book.diet.policy import POLICY
from sciencecities.book.take.error import TakeError
from sciencecities.book.zips import files_below, write_zip

FOLDER = "small-towns-big-science"
# Of use to a server alone.
_SERVED = {"404.html", "objects.inv", "sitemap.xml", "robots.txt", ".nojekyll"}
# Firefox takes 'self' of a page without a server for nobody; this names the files of the disk, and still no host.
_POLICY = POLICY.replace("'self'", "file:")
_README = """Small towns, big science?

Open index.html in a web browser. Everything works without a network, the interactive figures, the exercises and
the slides included. The folder can be moved or copied as a whole. A search finds pages and shows no excerpts.

To run a chapter: the menu Download on its page has all notebooks with code and tables as one zip. A single notebook
opens there as text; its file is in _sources/chapters.
"""


def offline_files(html: Path) -> dict[str, bytes]:
    """The files of the built book as they open without a server, by name.

    html: the built book, _build/html. Raises TakeError when there is none.
    """
    if not (html / "index.html").is_file():
        raise TakeError(f"There is no book in {html}: run make book first.")
    found = {name: content for name, content in files_below(html).items() if name not in _SERVED}
    for name in [name for name in found if name.endswith(".html")]:
        found[name] = found[name].replace(POLICY.encode(), _POLICY.encode())
    found["README.txt"] = _README.encode()
    return found


def write_offline(html: Path, target: Path) -> Path:
    """Write the zip of the built book into the folder `target`: returns its path."""
    archive = target / f"{FOLDER}.zip"
    write_zip(archive, {f"{FOLDER}/{name}": content for name, content in offline_files(html).items()})
    return archive
