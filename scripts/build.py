"""Build the book: run the chapters, write _build/html, say where it is. A warning or a failing cell is an error."""

import hashlib
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import yaml
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).resolve().parent.parent
# The package of this folder, whatever else is installed.
sys.path.insert(0, str(ROOT))

from sciencecities.book import place  # noqa: E402

BUILD = ROOT / "_build"
# What a chapter's output depends on besides its own cells.
INPUTS = ("data", "exercises", "sciencecities", "requirements-book.txt")
# What the pages are made of besides.
PAGES = ("chapters", "reference", "_assets", "intro.md", "_config.yml", "_toc.yml")
BUILT = BUILD / "book.sha256"


def digest(names: Iterable[str] = INPUTS) -> str:
    """Return a hash over all that the chapters read and import (or other files), and over the Python that runs them."""
    total = hashlib.sha256(sys.version.encode())
    for name in names:
        for path in sorted([ROOT / name, *(ROOT / name).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                total.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def drop_stale_outputs() -> None:
    """Forget cached outputs when data or code changed: the cache looks at a chapter's cells alone."""
    stamp, now = BUILD / "inputs.sha256", digest()
    if not stamp.exists() or stamp.read_text() != now:
        shutil.rmtree(BUILD / ".jupyter_cache", ignore_errors=True)
        BUILD.mkdir(exist_ok=True)
        stamp.write_text(now)


def run_chapters() -> None:
    """Run the notebooks that the cache does not know, one on each core, so that the build finds what they say there.

    One that fails is not kept: the build runs it again, and says what is wrong as ever.
    """
    names = parse_toc_yaml(ROOT / "_toc.yml")
    notebooks = [path for name in names if (path := ROOT / f"{name}.ipynb").is_file()]
    if len(notebooks) < 2:
        return
    # Imported here: it takes seconds, and the slides need nothing of it where the book is built already.
    from jupyter_cache import get_cache
    from jupyter_cache.executors import load_executor

    cache = get_cache(BUILD / ".jupyter_cache")
    known = [cache.add_nb_to_project(str(path)).pk for path in notebooks]
    waiting = [record.pk for record in cache.list_unexecuted(filter_pks=known)]
    if len(waiting) < 2:
        return
    print(f"Running {len(waiting)} notebooks ...", flush=True)
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["execute"]
    # The build reports what fails; said here too it would be said twice.
    runner = load_executor("local-parallel", cache, logging.Logger("chapters", logging.CRITICAL))
    runner.run_and_cache(filter_pks=waiting, timeout=settings["timeout"])


def is_current() -> bool:
    """Whether the book was built, without an error, from what stands here now."""
    if not BUILT.exists() or not (BUILD / "html" / "index.html").exists():
        return False
    return BUILT.read_text() == made_of()


def made_of() -> str:
    """What the pages are made of: files, Python, and the address that the launch menus lead to."""
    return f"{digest((*INPUTS, *PAGES))} {place.find(ROOT)}"


def build() -> int:
    """Run Jupyter Book over every page and return its exit code.

    All pages are read anew (--all), as a page that was read before would not repeat its warnings.
    """
    shutil.rmtree(BUILD / "html", ignore_errors=True)
    jupyter_book = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    options = ["build", ".", "--all", "--warningiserror", "--nitpick", "--keep-going"]
    return subprocess.run([*jupyter_book, *options], cwd=ROOT).returncode


def main() -> int:
    """Build, and print the address of the first page."""
    try:
        now = made_of()
    except place.PlaceError as error:
        print(error, file=sys.stderr)
        return 2
    drop_stale_outputs()
    BUILT.unlink(missing_ok=True)
    run_chapters()
    code = build()
    if code:
        print("The book was not built: the reasons are above.", file=sys.stderr)
        return code
    BUILT.write_text(now)
    print(f"\nThe book is at {(BUILD / 'html' / 'index.html').as_uri()}")
    print("Serve it with: make serve")
    return 0


if __name__ == "__main__":
    sys.exit(main())
