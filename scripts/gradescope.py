"""Make the autograder zips for Gradescope, one a chapter: gradescope.py [ASSIGNMENT.JSON]. Errors end with code 2."""

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import build

# The package of this folder, whatever else is installed.
sys.path.insert(0, str(build.ROOT))

import sciencecities
from sciencecities.classroom.registry import get, ids

ENTRY = ("setup.sh", "run_autograder")
# The grader needs what builds the pages, so it is the book's lock that is installed over there.
LOCK = "requirements-book.txt"
PARTS = ("sciencecities", "exercises", "data")


class AutograderError(Exception):
    """Something that keeps an autograder from being made; the message says what, and what to do."""


def main(arguments: list[str]) -> int:
    """Make the zip of each chapter, or of the one that an assignment.json is of, and print where they are."""
    target = build.BUILD / "gradescope"
    try:
        about = [read(Path(name)) for name in arguments] or [plain(number) for number in chapters()]
        made = [make(one, target) for one in about]
    except AutograderError as problem:
        print(problem, file=sys.stderr)
        return 2
    for path in made:
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    print(f"\nUpload one of them as the autograder of its assignment: they are in {target}")
    if not arguments:
        print(
            "They grade copies with the book's own numbers. For a class with variants, name what assign made:"
        )
        print("make gradescope ASSIGNMENT=DIR/teacher/assignment.json")
    return 0


def chapters() -> list[str]:
    """The numbers of all chapters that have exercises, as "04"."""
    return sorted({f"{get(one).chapter:02d}" for one in ids()})


def plain(number: str) -> dict[str, object]:
    """An assignment without a roster, as `assign` describes it."""
    return {"assignment": number, "version": sciencecities.__version__, "key": "", "students": []}


def read(path: Path) -> dict[str, object]:
    """What `assign` wrote of an assignment. Raises AutograderError for any other file."""
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        known = about["assignment"] in chapters() and {"key", "students"} <= about.keys()
    except OSError as problem:
        raise AutograderError(
            f"{path} cannot be read ({problem.strerror}): name an assignment.json."
        ) from None
    except (ValueError, LookupError, TypeError):
        known = False
    if not known:
        raise AutograderError(f"{path} is no assignment.json: name the one that assign put into teacher/.")
    return about


def make(about: dict[str, object], folder: Path) -> Path:
    """Write the zip of one assignment into a folder and return its path; the same input gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"autograder-{about['assignment']}.zip"
    part = path.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(members(about)):
            entry = zipfile.ZipInfo(name)  # of 1980, on whatever day it is made
            entry.create_system = 3  # Unix, wherever it is made: else the rights below mean nothing
            entry.external_attr = (0o100755 if name in ENTRY else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    part.replace(path)
    return path


def members(about: dict[str, object]) -> Iterator[tuple[str, bytes]]:
    """The files of an autograder: entry points at the top, as Gradescope wants them, and all that grading needs."""
    for name in ENTRY:
        yield name, (build.ROOT / "scripts" / "autograder" / name).read_bytes()
    yield "requirements.txt", (build.ROOT / LOCK).read_bytes()
    yield "assignment.json", json.dumps(about, indent=2, ensure_ascii=False).encode() + b"\n"
    for part in PARTS:
        for path in (build.ROOT / part).rglob("*"):
            inside = path.relative_to(build.ROOT)
            hidden = any(one.startswith((".", "__pycache__")) for one in inside.parts)
            if path.is_file() and not hidden and inside.parts[:2] != ("sciencecities", "book"):
                yield inside.as_posix(), path.read_bytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
