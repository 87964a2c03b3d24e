"""Builds of this book in folders of their own, what they may take, and what they took."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Seconds on a machine with two cores that does nothing else: a book from nothing, one after the edit of a cell, one
# after no edit at all, and each chapter's run.
LIMITS = {"cold": 150.0, "edit": 20.0, "nothing": 5.0}
CHAPTER = 12.0
EDITED = "chapters/03-provincial-cities.ipynb"  # the one that takes longest
# Such a machine counts to three million in this time, in s.
_COUNTS = 0.25


@dataclass(frozen=True)
class Took:
    """What a build took, in s: by the clock, and of the processors."""

    clock: float
    processor: float

    @property
    def pace(self) -> float:
        """The part of two cores that a build got, of those that it can use; at most 1."""
        return min(1.0, self.processor / self.clock / 1.5)


def edit(folder: Path) -> None:
    """Add a remark to a cell of a chapter, which has to run again, and a sentence to its text."""
    path = folder / EDITED
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for kind, new in (("code", "# A remark.\n"), ("markdown", "One more sentence.\n\n")):
        cell = [one for one in notebook["cells"] if one["cell_type"] == kind][5]
        cell["source"] = new + "".join(cell["source"])
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def restore(folder: Path) -> None:
    """Take the edit back."""
    shutil.copyfile(ROOT / EDITED, folder / EDITED)


def build(folder: Path) -> Took:
    """Build the book of a folder; AssertionError, with what was said, when it fails."""
    told = os.environ | {"BOOK_REPOSITORY": "", "SCIENCECITIES_ADDRESS": "", "PYTHONPATH": str(folder)}
    begun, spent = time.monotonic(), _spent()
    done = subprocess.run(
        [sys.executable, "scripts/build.py"], cwd=folder, env=told, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return Took(time.monotonic() - begun, _spent() - spent)


def _spent() -> float:
    """Processor time of all programs that were started and have ended, in s."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def slowness() -> float:
    """How many times as long as on a free machine a processor takes for the same now; at least 1."""
    begun, total = time.process_time(), 0
    for number in range(3_000_000):
        total += number
    return max(1.0, (time.process_time() - begun) / _COUNTS)


def excess(took: dict[str, Took], chapters: dict[str, float], slow: float) -> list[str]:
    """What took longer than it may, each as one sentence.

    took: by the names of LIMITS. chapters: name -> seconds by the clock in the cold build. slow: see `slowness`. Others
    on the same machine are no fault: the smaller of both times counts, and a chapter's time by the pace of its build.
    """
    seconds = {name: min(one.clock, one.processor) / slow for name, one in took.items()}
    seconds |= {name: clock * took["cold"].pace / slow for name, clock in chapters.items()}
    return [
        f"{name} took {spent:.1f} s and may take {LIMITS.get(name, CHAPTER):.0f} s."
        for name, spent in seconds.items()
        if spent > LIMITS.get(name, CHAPTER)
    ]
