"""Build the book: run the chapters, write _build/html, say where it is. A warning or a failing cell is an error."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

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
