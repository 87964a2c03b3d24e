"""Grade a whole class: several at a time, each result kept as it comes, and only what is missing done again."""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Protocol

import sciencecities

from .assignment import Assignment
from .marking import hidden_inputs, mark, names_to_read, seed_of, unread
from .model import Attempt, Cell, Graded, GradeError, Handed, Mark, Unreadable
from .notebooks import read_notebook
from .store import load, save

RESULTS = "results"
FAULT = "The machine could not grade your notebook. Your teacher has been told and will look at it."

OWN_COPY = "The notebook is the copy of {student}, whose numbers may be others than the book's: it was marked by these."

Trials = Callable[[str], list[tuple[Any, ...]]]


class Runner(Protocol):
    """What runs a notebook's cells in a box and brings out plain values."""

    def __call__(self, cells: Sequence[Cell], names: Mapping[str, str], trials: Trials) -> Attempt:
        """The outcome of each cell, and what stands in the variables `names` after each exercise's cell."""


@dataclass(frozen=True)
class Grader:
    """All that grading a submission takes: what was asked, the box, and the folder where results are kept."""

    assignment: Assignment
    runner: Runner
    folder: Path

    def grade(self, handed: Handed, last: bool = False) -> tuple[Graded | None, Path]:
        """The result and its file: taken from there if it is there, else made and kept.

        None in place of a result when it ran out of time on a busy machine, unless this is the `last` try. Nothing
        that a submission holds raises.
        """
        content, trouble = _content(handed)
        path = self.folder / f"{handed.key}.{self._print(handed, content)}.json"
        if path.is_file() and not _is_fault(kept := load(path)):
            return kept, path
        try:
            graded = self._new(handed, content, trouble, last)
        except GradeError:  # the machine's fault, or the teacher's: no student's mark
            raise
        except Exception:
            graded = self._graded(handed, unread(self.assignment, FAULT), (), (traceback.format_exc(),))
        if graded is not None:
            save(path, graded)
        return graded, path

    def _new(self, handed: Handed, content: bytes, trouble: str, last: bool) -> Graded | None:
        if not trouble:
            try:
                notebook = read_notebook(content, self.assignment.exercises)
            except Unreadable as problem:
                trouble = str(problem)
        if trouble:
            return self._graded(handed, unread(self.assignment, trouble))
        seed = seed_of(self.assignment, content)
        attempt = self.runner(
            notebook.cells,
            names_to_read(self.assignment.exercises),
            lambda exercise: hidden_inputs(self.assignment.exercises, exercise, seed),
        )
        if attempt.busy and not last:
            return None
        remarks = notebook.remarks + tuple(
            f"Code cell {number}: {outcome.says}"
            for number, outcome in enumerate(attempt.outcomes, start=1)
            if outcome.says
        )
        log = attempt.log + tuple(
            f"Code cell {number}: {outcome.detail}"
            for number, outcome in enumerate(attempt.outcomes, start=1)
            if outcome.detail
        )
        if notebook.student and not self.assignment.students:
            log = (OWN_COPY.format(student=notebook.student), *log)
        marks = mark(self.assignment, handed.student, notebook, attempt, seed)
        return self._graded(handed, marks, remarks, log)

    def _graded(
        self,
        handed: Handed,
        marks: tuple[Mark, ...],
        remarks: tuple[str, ...] = (),
        log: tuple[str, ...] = (),
    ) -> Graded:
        return Graded(
            key=handed.key,
            student=handed.student,
            name=handed.name,
            files=handed.files,
            late=handed.late,
            platform=handed.platform,
            marks=marks,
            remarks=handed.remarks + remarks,
            log=handed.log + log,
        )

    def _print(self, handed: Handed, content: bytes) -> str:
        """A hash of all that the result depends on, so that a result is taken up again only where nothing changed."""
        identity = [handed.student, handed.name, handed.files, handed.late, dict(handed.platform)]
        said = [handed.trouble, handed.remarks, handed.log]
        asked = [self.assignment.key, self.assignment.settings(handed.student), _definitions(self.assignment)]
        whole = json.dumps([identity, said, asked, sciencecities.__version__], sort_keys=True, default=str)
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass") + content).hexdigest()[:16]


def grade_class(
    grader: Grader,
    handed: Sequence[Handed],
    workers: int = 2,
    progress: Callable[[Iterable[Graded], int], Iterable[Graded]] = lambda done, total: done,
) -> list[Graded]:
    """Grade what was handed in; the results come in the order given, whatever the order of their making.

    A notebook that ran out of time, and had to wait for a processor on its way, is run once more, alone, when the
    others are done: a busy machine must cost no marks. `progress` is shown each result as it comes, and told their
    number. What is left of an earlier version of a submission is removed.
    """
    grader.folder.mkdir(parents=True, exist_ok=True)
    paths: dict[str, Path] = {}
    done = {one.key: one for one in progress(_each(grader, handed, workers, paths), len(handed))}
    for stale in set(grader.folder.glob("*.json")) - set(paths.values()):
        stale.unlink()
    return [done[one.key] for one in handed]


def _each(grader: Grader, handed: Sequence[Handed], workers: int, paths: dict[str, Path]) -> Iterator[Graded]:
    again = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        running = {pool.submit(grader.grade, one): one for one in handed}
        try:
            for future in as_completed(running):
                one = running.pop(future)
                graded, paths[one.key] = future.result()
                if graded is None:
                    again.append(one)
                else:
                    yield graded
        except BaseException:  # broken off: what has not begun does not begin
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for one in sorted(again, key=lambda one: one.key):
        graded, paths[one.key] = grader.grade(one, last=True)
        assert graded is not None
        yield graded


def _is_fault(graded: Graded) -> bool:
    """Whether it was the machine that failed: then it may do better now."""
    return any(one.feedback == FAULT for one in graded.marks)


def _content(handed: Handed) -> tuple[bytes, str]:
    """The bytes of a submission, and why there are none."""
    if handed.trouble:
        return b"", handed.trouble
    try:
        return handed.read(), ""
    except Unreadable as problem:
        return b"", str(problem)
    except OSError as problem:
        return b"", f"Your file could not be read ({problem.strerror}): hand it in once more."


def _definitions(assignment: Assignment) -> list[Any]:
    """All of the exercises that a mark depends on, their functions aside, which have no text of their own."""
    return [
        {name: repr(part) for name, part in _parts(one) + _parts(one.answer) if not callable(part)}
        for one in assignment.exercises
    ]


def _parts(record: Any) -> list[tuple[str, Any]]:
    return [(field.name, getattr(record, field.name)) for field in fields(record) if field.name != "answer"]
