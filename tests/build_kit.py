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

import nbformat
import psutil
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
# Seconds on a machine with two cores that does nothing else: a book from nothing, one after the edit of a cell, one
# after no edit at all, and each chapter's run by itself.
LIMITS = {"cold": 150.0, "edit": 20.0, "nothing": 5.0}
CHAPTER = 12.0
EDITED = "chapters/03-provincial-cities.ipynb"  # the one that takes longest
# Such a machine counts to three million in this time, in s.
_COUNTS = 0.25


@dataclass(frozen=True)
class Took:
    """What a build or a run took, in s: by the clock, and of the processors.

    slow: how slow they were, see `slowness`. others: how many s of the clock other programs kept the processors, shared
    out over all of them.
    """

    clock: float
    processor: float
    slow: float = 1.0
    others: float = 0.0


class _Watch:
    """Begun before a program and asked when it has ended."""

    def __init__(self) -> None:
        self._slow = slowness()
        self._begun, self._spent, self._busy = time.monotonic(), _spent(), _busy()

    def took(self, clock: float | None = None) -> Took:
        """What the program took; clock: where only a part of it counts, of which others had the same share."""
        whole, spent = time.monotonic() - self._begun, _spent() - self._spent
        share = max(0.0, _busy() - self._busy - spent) / (os.cpu_count() or 1) / whole
        clock = whole if clock is None else clock
        return Took(clock, spent, (self._slow + slowness()) / 2, share * clock)


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
    watch = _Watch()
    done = subprocess.run(
        [sys.executable, "scripts/build.py"], cwd=folder, env=told, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return watch.took()


def run(chapter: Path) -> Took:
    """Run a chapter by itself: what its cells took, from the first to the last."""
    book = nbformat.read(chapter, as_version=4)
    client = NotebookClient(book, resources={"metadata": {"path": str(chapter.parent)}})
    watch = _Watch()
    with client.setup_kernel(env=os.environ | {"PYTHONPATH": str(chapter.parent.parent)}):
        begun = time.monotonic()
        for number, cell in enumerate(book.cells):
            client.execute_cell(cell, number)
        clock = time.monotonic() - begun
    return watch.took(clock)


def run_each(folder: Path) -> dict[str, Took]:
    """Run all chapters of a folder, one after the other."""
    return {path.stem: run(path) for path in sorted((folder / "chapters").glob("*.ipynb"))}


def _spent() -> float:
    """Processor time of all programs that were started and have ended, in s."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _busy() -> float:
    """Processor time of all programs of the machine, in s."""
    times = psutil.cpu_times()
    return times.user + times.nice + times.system


def slowness() -> float:
    """How many times as long as on a free machine a processor takes for the same now; at least 1."""
    begun, total = time.process_time(), 0
    for number in range(3_000_000):
        total += number
    return max(1.0, (time.process_time() - begun) / _COUNTS)


def excess(took: dict[str, Took]) -> list[str]:
    """What took longer than it may, each as one sentence.

    took: by the names of LIMITS and of chapters. Others on the same machine are no fault: what they had is taken from
    the clock, the smaller of both times counts, and a processor that was slow then is allowed for.
    """
    seconds = {name: min(one.clock - one.others, one.processor) / one.slow for name, one in took.items()}
    return [
        f"{name} took {spent:.1f} s and may take {LIMITS.get(name, CHAPTER):.0f} s."
        for name, spent in seconds.items()
        if spent > LIMITS.get(name, CHAPTER)
    ]
