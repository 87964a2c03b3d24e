"""One submission: run its cells in a box, read an answer after each exercise, try its functions on hidden inputs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sciencecities.classroom.judge import NOT_TRIED

from ..model import FUNCTION, MISSING, Answer, Attempt, Cell, Outcome
from . import claims, words
from .inside import frames
from .launch import Box, Running

_ARITY = "arity"
_BUSY = (
    0.1  # the part of its time that a notebook may have waited for a processor on a machine that does no more
)


def attempt(
    cells: Sequence[Cell],
    names: Mapping[str, str],
    trials: Callable[[str], list[tuple[Any, ...]]] | None,
    box: Box,
) -> Attempt:
    """Run the cells of one notebook, each in turn, going on after one that fails or has to be stopped.

    Args: names: for each exercise the name that is read right after its last cell; trials: gives the hidden inputs of
    an exercise whose answer is a function (an empty list: it asks for none), called only after all cells have run.
    Raises GradeError when no box can be started; for whatever the cells do, there is an Attempt.
    """
    run = _Run(cells, names, box)
    try:
        run.all_cells()
        if trials is not None:
            for exercise in [one for one, answer in run.answers.items() if answer.state == FUNCTION]:
                run.tries(exercise, trials(exercise))
    finally:
        run.close()
    return Attempt(tuple(run.outcomes), run.answers, tuple(run.log), run.busy)


class _Run:
    """A notebook on its way through one box, or through several where it breaks one."""

    def __init__(self, cells: Sequence[Cell], names: Mapping[str, str], box: Box) -> None:
        self._cells, self._names, self._box = cells, names, box
        self._last = {one.exercise: number for number, one in enumerate(cells) if one.exercise in names}
        self._running: Running | None = None
        self._fresh = False  # whether a worker is there that has run `_finished` and nothing else
        self._finished: list[int] = []  # cells that ended by themselves, to be run again after a loss
        self.outcomes: list[Outcome] = []
        self.answers = {exercise: Answer(MISSING) for exercise in names}
        self.log: list[str] = []
        self._running = box.start()
        self._begun = time.monotonic()
        self._waited: float | None = (
            0.0  # seconds in all that the machine had no processor for it, None: not told
        )
        self._slow = False

    @property
    def busy(self) -> bool:
        """Whether something was too slow, and the machine may be to blame."""
        return self._slow and (
            self._waited is None or self._waited > _BUSY * (time.monotonic() - self._begun)
        )

    def close(self) -> None:
        if self._running is not None:
            self._running.close()
            self._running = None

    def all_cells(self) -> None:
        """Run each cell; note how it ended, and the answer where it is the last of an exercise."""
        for number, cell in enumerate(self._cells):
            if not self._ready(self._finished) or self._left() <= 0:
                self.outcomes.append(words.late())
                continue
            end, reply = self._cell(number)
            self._fresh = end.get("alive") is True
            if end.get("end") == "done" and self._fresh:
                self._finished.append(number)
            else:
                self.log.append(
                    f"cell {number + 1}: {end.get('end')} {claims.text(end.get('detail'), 300)}".strip()
                )
            self.outcomes.append(words.ended(end, reply, self._box.limits, self._left() <= 0))
            if self._last.get(cell.exercise) == number:
                self.answers[cell.exercise] = claims.answer(
                    reply.get("answer") if isinstance(reply, dict) else None
                )

    def tries(self, exercise: str, inputs: list[tuple[Any, ...]]) -> None:
        """Put a function to the test, one input after the other, in a worker that has run what stands above it."""
        if not inputs:
            return
        before = [number for number in self._finished if number <= self._last[exercise]]
        self._fresh = False
        outcomes: list[dict[str, Any]] = []
        usable = self._ready(before)
        for args in inputs:
            if not usable or self._left() <= 0:
                outcomes.append(dict(NOT_TRIED))
                continue
            seconds = min(self._box.limits.call, self._left())
            order = {"do": "call", "name": self._names[exercise], "args": list(args)}
            end, reply = self._order(order, seconds)
            if isinstance(reply, dict) and reply.get("takes") is False:
                self.answers[exercise] = Answer(FUNCTION, form=_ARITY)
                return
            # One that hangs once may hang on each, and the others would have to wait.
            usable = end.get("alive") is True and end.get("end") == "done"
            outcomes.append(self._outcome(exercise, end, reply))
        self._fresh = False
        self.answers[exercise] = Answer(FUNCTION, outcomes)

    def _outcome(self, exercise: str, end: dict[str, Any], reply: Any) -> dict[str, Any]:
        if end.get("end") == "done":
            return claims.outcome(reply.get("outcome") if isinstance(reply, dict) else None)
        self.log.append(
            f"function of exercise {exercise}: {end.get('end')} {claims.text(end.get('detail'), 300)}"
        )
        if end.get("end") == "slow":
            return {
                "raised": "TimeoutError",
                "says": f"it ran for more than {self._box.limits.call:g} seconds",
            }
        return {"raised": "Stopped", "says": "it ended Python itself or used more than it may"}

    def _left(self) -> float:
        return self._begun + self._box.limits.total - time.monotonic()

    def _ready(self, numbers: list[int]) -> bool:
        """A worker that has run these cells, and no other; those that do not end well this time are left out."""
        todo = list(numbers)
        while not self._fresh and self._left() > 0:
            end, _ = self._order({"do": "fork"}, 0)
            if end.get("end") != "done":
                continue
            self._fresh = True
            for number in todo:
                end, _ = self._cell(number)
                if end.get("end") != "done" or end.get("alive") is not True:
                    self.log.append(f"cell {number + 1} ran once, and not a second time: {end.get('end')}")
                    todo.remove(number)
                    if number in self._finished:
                        self._finished.remove(number)
                    self._fresh = False
                    break
        return self._fresh

    def _cell(self, number: int) -> tuple[dict[str, Any], Any]:
        cell = self._cells[number]
        read = self._names[cell.exercise] if self._last.get(cell.exercise) == number else None
        seconds = min(self._box.limits.cell, max(0.0, self._left()))
        return self._order({"do": "cell", "source": cell.source, "read": read}, seconds)

    def _order(self, order: dict[str, Any], seconds: float) -> tuple[dict[str, Any], Any]:
        """Have it done; a box that is lost is replaced, and the order counts as what broke it."""
        if self._running is None:
            self._running = self._box.start()
        try:
            end, reply = self._running.order(order, seconds)
        except frames.Broken as problem:
            self.log.append(f"the box was lost: {problem}")
            self.close()
            return {"end": "gone", "alive": False, "detail": str(problem)}, None
        self._note(end)
        return end, reply

    def _note(self, end: dict[str, Any]) -> None:
        """How long it took and why, for `busy`."""
        if end.get("end") == "slow":
            self._slow = True
        waited = end.get("waited", 0.0)
        told = isinstance(waited, float) and self._waited is not None
        self._waited = self._waited + waited if told else None
