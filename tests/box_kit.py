"""What the tests of the box share: boxes, one that many attempts use, and a look at what is left of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_kit import SMALL

from sciencecities.grading.box import open_box


class Shared:
    """A box that many attempts use, one after the other: only its worker is new for each."""

    def __init__(self, box) -> None:
        self.limits, self._box, self._running = box.limits, box, None

    def start(self):
        if self._running is None:
            self._running = self._box.start()
        return Kept(self)

    def lose(self) -> None:
        if self._running is not None:
            self._running.close()
        self._running = None


class Kept:
    def __init__(self, shared) -> None:
        self._shared = shared
        self.order = shared._running.order

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def box():
    """Boxes as a class gets them, forked from one that has loaded the packages."""
    with open_box(SMALL, many=True) as made:
        yield made


def _lent(box):
    made = Shared(box)
    yield made
    made.lose()


@pytest.fixture(scope="module")
def shared(box):
    yield from _lent(box)


@pytest.fixture(scope="module")
def single():
    """A box as one notebook gets it, which loads the packages itself."""
    with open_box(SMALL) as made:
        yield made


@pytest.fixture(scope="module")
def alone(single):
    yield from _lent(single)


def alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
