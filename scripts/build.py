"""Build the book: run the chapters, write _build/html, say where it is. A warning or a failing cell is an error.

What did not change is not made again: a chapter that was run is not run, a page that was read is not read, and a book
that was built is left alone. The site is the same, byte for byte, as one built from nothing.
"""

import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import yaml
from sphinx_external_toc.parsing import MalformedError, parse_toc_yaml

ROOT = Path(__file__).resolve().parent.parent
# The package of this folder, whatever else is installed.
sys.path.insert(0, str(ROOT))

from sciencecities.book import place  # noqa: E402

BUILD = ROOT / "_build"
BOOK = "sciencecities/book"
# What a chapter's output depends on besides its own cells; the package's part for the build alone is not among it.
INPUTS = ("data", "exercises", "sciencecities", "requirements-book.txt")
# What every page depends on besides: its frame, what directives read, what the downloads hold.
FRAME = (
    BOOK,
    "_assets",
    "_config.yml",
    "_toc.yml",
    "deploy",
    "reference/sources.bib",
    "reference/record.json",
)
FRAME += ("LICENSE", "LICENSE-CODE", "LICENSE-DATA", "requirements.txt", "runtime.txt", "scripts")
BUILT = BUILD / "book.json"
# What the sources of pages end with, and how myst-nb lets the cache read those with cells.
READERS = {".ipynb": None, ".md": {"name": "myst_nb_md", "type": "plugin"}}


def digest(names: Iterable[str], root: Path | None = None, without: str = "") -> str:
    """Return a hash over files and all that is in folders, and over the Python in use.

    names: seen from `root`, which is the project unless said; what is not there counts as such. without: a folder that
    is left out.
    """
    total, root = hashlib.sha256(sys.version.encode()), root or ROOT
    for name in names:
        for path in sorted([root / name, *(root / name).rglob("*")]):
            own = path.relative_to(root).as_posix()
            if path.is_file() and path.suffix != ".pyc" and not (without and own.startswith(f"{without}/")):
                total.update(own.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def inputs() -> str:
    """Return a hash over all that the chapters read and import, and over the Python that runs them."""
    return digest(INPUTS, without=BOOK)


def pages() -> list[Path]:
    """Return the sources of all pages, in the order of the contents; MalformedError when these cannot be read."""
    names = parse_toc_yaml(ROOT / "_toc.yml")
    return [path for name in names for ending in READERS if (path := ROOT / f"{name}{ending}").is_file()]


def made_of() -> dict[str, str]:
    """Return what the book is made of: data and code, the frame with the addresses it leads to, and the pages."""
    addresses = f"{place.find(ROOT)} {os.environ.get('SCIENCECITIES_ADDRESS', '')}"
    return {"inputs": inputs(), "frame": f"{digest(FRAME)} {addresses}", "pages": digest(map(str, pages()))}


def built() -> dict[str, str]:
    """Return what the book in _build was made of, and a hash over its files; nothing if it failed or is gone."""
    if not BUILT.exists() or not (BUILD / "html" / "index.html").exists():
        return {}
    return json.loads(BUILT.read_text(encoding="utf-8"))


def site() -> str:
    """Return a hash over the built site."""
    return digest(["html"], BUILD)


def is_current() -> bool:
    """Whether the book was built, without an error, from what stands here now, and nobody has touched it since."""
    known = built()
    return bool(known) and known == made_of() | {"site": site()}


def drop_stale_outputs() -> None:
    """Forget cached outputs when data or code changed: the cache looks at a chapter's cells alone."""
    stamp, now = BUILD / "inputs.sha256", inputs()
    if not stamp.exists() or stamp.read_text() != now:
        shutil.rmtree(BUILD / ".jupyter_cache", ignore_errors=True)
        BUILD.mkdir(exist_ok=True)
        stamp.write_text(now)


def has_cells(path: Path) -> bool:
    """Whether a page has cells to run: all notebooks, and Markdown that says so at its top."""
    return path.suffix == ".ipynb" or path.read_text(encoding="utf-8").startswith("---\nfile_format: mystnb")


def run_chapters() -> None:
    """Run the pages with cells that the cache does not know, one on each core, so that the build finds what they say.

    One that fails is not kept: the build runs it again, and says what is wrong as ever.
    """
    # Imported here: it takes seconds, and what reads the built book needs nothing of it.
    from jupyter_cache import get_cache
    from jupyter_cache.executors import load_executor

    cache = get_cache(BUILD / ".jupyter_cache")
    known = []
    for path in filter(has_cells, pages()):
        reader = READERS[path.suffix]
        told = {"read_data": reader} if reader else {}
        known.append(cache.add_nb_to_project(str(path), **told).pk)
    waiting = [record.pk for record in cache.list_unexecuted(filter_pks=known)]
    if not waiting:
        return
    print(f"Running {len(waiting)} {'notebooks' if len(waiting) > 1 else 'notebook'} ...", flush=True)
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["execute"]
    # The build reports what fails; said here too it would be said twice.
    silent = logging.Logger("chapters", logging.CRITICAL)
    runner = load_executor("local-parallel" if len(waiting) > 1 else "local-serial", cache, silent)
    runner.run_and_cache(filter_pks=waiting, timeout=settings["timeout"])


def build(anew: bool) -> int:
    """Run the chapters and Jupyter Book, and return its exit code.

    anew: whether all pages are read and written, or those alone that changed since the last build without a warning
    (a page that is not read does not repeat its warnings).
    """
    if anew:
        for name in ("html", ".doctrees"):
            shutil.rmtree(BUILD / name, ignore_errors=True)
    options = ["--all"] if anew else []
    command = [sys.executable, str(Path(__file__).with_name("press.py")), "build", "."]
    command += [*options, "--warningiserror", "--nitpick", "--keep-going"]
    # It loads, which takes seconds, while the chapters run, and reads pages when told so.
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as press:
        try:
            run_chapters()
            press.communicate(b"begin\n")
        except BaseException:
            press.terminate()
            raise
        return press.returncode


def main() -> int:
    """Build, and print the address of the first page."""
    try:
        now = made_of()
    except (place.PlaceError, MalformedError) as error:
        print(error, file=sys.stderr)
        return 2
    known = built()
    if known and known == now | {"site": site()}:
        print("Nothing has changed since the book was built.")
    else:
        anew = any(known.get(part) != now[part] for part in ("inputs", "frame"))
        drop_stale_outputs()
        anew |= known.get("site") != site()
        BUILT.unlink(missing_ok=True)
        code = build(anew)
        if code:
            print("The book was not built: the reasons are above.", file=sys.stderr)
            return code
        BUILT.write_text(json.dumps(now | {"site": site()}, indent=1), encoding="utf-8")
    print(f"\nThe book is at {(BUILD / 'html' / 'index.html').as_uri()}")
    print("Serve it with: make serve")
    return 0


if __name__ == "__main__":
    sys.exit(main())
