"""Pack the book to take along: take.py offline | epub | pdf. Builds the book if need be. Errors end with code 2."""

import sys
from pathlib import Path

import build

from sciencecities.book.take.error import TakeError

TARGET = build.BUILD / "take"


def offline() -> Path:
    """The zip for a browser."""
    from sciencecities.book.take.offline import write_offline

    return write_offline(build.BUILD / "html", TARGET)


def epub() -> Path:
    """The EPUB."""
    from sciencecities.book.take.epub import write_epub

    return write_epub(build.BUILD / "html", TARGET)


def pdf() -> Path:
    """The PDF."""
    from sciencecities.book.take.pdf import write_pdf

    return write_pdf(build.BUILD / "html", TARGET)


KINDS = {"offline": offline, "epub": epub, "pdf": pdf}


def main() -> int:
    """Make one kind, and print what was made and where."""
    if len(sys.argv) != 2 or sys.argv[1] not in KINDS:
        print(f"Usage: take.py {' | '.join(KINDS)}", file=sys.stderr)
        return 2
    if not build.is_current():
        print("The book comes first (some minutes).", flush=True)
        if build.main():
            print("Nothing was packed, since the book was not built: the reasons are above.", file=sys.stderr)
            return 2
    try:
        made = KINDS[sys.argv[1]]()
    except TakeError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{made.name}, {made.stat().st_size / 1e6:.1f} MB, is at {made.as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
