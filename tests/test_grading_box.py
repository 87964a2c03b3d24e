"""The box: cells that would break a grader come to nothing, and leave nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hostile_kit import SMALL, Kind, kinds

from sciencecities.grading.box import Limits, attempt, open_box
from sciencecities.grading.model import Cell

ROOT = Path(__file__).resolve().parent.parent
KINDS = kinds(str(ROOT))


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
    with open_box(SMALL) as made:
        yield made


@pytest.fixture(scope="module")
def shared(box):
    made = Shared(box)
    yield made
    made.lose()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_comes_to_what_it_should(shared, kind: Kind):
    found = attempt([Cell(kind.source, "x"), Cell("1 + 1")], {"x": "answer"}, None, shared)
    outcome, after = found.outcomes
    answer = found.answers["x"]
    assert (outcome.status, answer.state) == (kind.status, kind.state), (outcome, answer)
    assert repr(answer.value) == repr(kind.value)
    assert kind.says in outcome.says + answer.says
