"""What the book takes to build: from nothing, after the edit of a chapter, after none; and each chapter alone to run.

.venv/bin/python bench/build.py    some minutes; builds in a folder of its own, and removes it
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from build_kit import CHAPTER, LIMITS, build, edit, excess, run_each  # noqa: E402
from files_kit import lay_out  # noqa: E402


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = lay_out(Path(scratch) / "book")
        took = {"cold": build(folder)} | run_each(folder)
        edit(folder)
        took |= {"edit": build(folder), "nothing": build(folder)}
    print(f"{'':28} {'limit s':>8} {'clock s':>8} {'others s':>9} {'processor s':>12} {'slowness':>9}")
    for name, one in took.items():
        figures = f"{one.clock:8.1f} {one.others:9.1f} {one.processor:12.1f} {one.slow:9.1f}"
        print(f"{name:28} {LIMITS.get(name, CHAPTER):8.0f} {figures}")
    for fault in excess(took):
        print(f"Over, with that allowed for: {fault}")


if __name__ == "__main__":
    main()
