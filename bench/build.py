"""What a build of the book takes: from nothing, after the edit of one chapter, after no edit; and each chapter's run.

.venv/bin/python bench/build.py    some minutes; builds in a folder of its own, and removes it
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from build_kit import CHAPTER, LIMITS, build, edit, excess, slowness  # noqa: E402
from files_kit import lay_out  # noqa: E402

from sciencecities.book.record import run_times  # noqa: E402


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = lay_out(Path(scratch) / "book")
        took = {"cold": build(folder)}
        chapters = run_times(folder)
        edit(folder)
        took |= {"edit": build(folder), "nothing": build(folder)}
    slow = slowness()
    print(f"{'':28} {'clock s':>8} {'processor s':>12} {'limit s':>8}")
    for name, one in took.items():
        print(f"{name:28} {one.clock:8.1f} {one.processor:12.1f} {LIMITS[name]:8.0f}")
    for name, clock in chapters.items():
        print(f"{name:28} {clock:8.1f} {'':12} {CHAPTER:8.0f}")
    print(
        f"\nThe build got {took['cold'].pace:.0%} of two cores; a core took {slow:.1f} times as long as a free one."
    )
    for fault in excess(took, chapters, slow):
        print(f"Over, with that allowed for: {fault}")


if __name__ == "__main__":
    main()
