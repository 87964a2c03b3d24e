"""Hand out an assignment: student notebooks and a note for students, the teacher's key and rubric sheet."""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sciencecities

from . import solve
from .copies import key_notebook, student_notebook
from .exercise import Exercise, Function, Number, Table, Text
from .registry import get, ids
from .roster import Student
from .sheets import sheet
from .variants import settings_for

Settings = Mapping[str, Mapping[str, Any]]

_NOTE = """\
# Assignment {chapter}

1. Open the notebook `{notebook}` in the book's own folder: its first part says how, for Binder, Colab, JupyterLab and
   VS Code.
2. Run the cells from the top. Write your answers where the dots are. `check` answers as often as you ask; what it says
   is help, and no mark.
3. Do not rename or delete cells, and do not rename `answer` or a function that a cell asks for.
4. Before you hand in: restart the kernel, run all cells, save. Hand in the notebook, and nothing else.

{points} points. Your numbers may differ from your neighbour's: then so do the right answers.
"""


class AssignError(Exception):
    """Something that keeps an assignment from being made; the message says what, where, and what to do."""


def exercises_of(chapter: str) -> list[Exercise]:
    """The exercises of a chapter given as "4" or "04". Raises AssignError for one that has none."""
    known = sorted({get(one).chapter for one in ids()})
    if not chapter.isascii() or not chapter.isdigit() or int(chapter) not in known:
        names = ", ".join(f"{number:02d}" for number in known)
        raise AssignError(f"There is no assignment {chapter!r}: choose one of {names}.")
    return [one for one in map(get, ids()) if one.chapter == int(chapter)]


def class_settings(exercises: Sequence[Exercise], student: Student | None, key: str) -> Settings:
    """The parameters of a student's copy, by exercise id; the book's own without a student."""
    return {one.id: settings_for(one, student.id, key) if student else one.settings() for one in exercises}


def largest_groups(exercises: Sequence[Exercise], students: Sequence[Student], key: str) -> dict[str, int]:
    """How many students at most share one setting, by exercise id: all of them where there are no variants."""
    found: dict[str, Counter[str]] = {one.id: Counter() for one in exercises}
    for student in students:
        for name, own in class_settings(exercises, student, key).items():
            found[name][json.dumps(own)] += 1
    return {name: max(counts.values(), default=0) for name, counts in found.items()}


def assign(
    exercises: Sequence[Exercise],
    out: Path,
    students: Sequence[Student] = (),
    key: str = "",
    progress: Callable[[Sequence[Student]], Iterable[Student]] = lambda students: students,
) -> list[Path]:
    """Write an assignment into the folder `out`, which must be new or empty, and give the paths of its parts.

    With students each gets a variant of their own, drawn from id and `key`; without, there is one notebook with the
    book's own numbers. All or nothing is written. Raises AssignError for a folder that holds something already.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise AssignError(f"{out} holds something already: name a new folder, or empty that one.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as part:
            made = Path(part) / "assignment"
            _write_students(exercises, made, students, key, progress)
            _write_teacher(exercises, made / "teacher", students, key)
            if out.exists():
                out.rmdir()
            shutil.move(made, out)
    except OSError as problem:
        raise AssignError(f"{out} cannot be written ({problem.strerror}): name another folder.") from None
    return sorted(path for path in out.iterdir())


def _write_students(
    exercises: Sequence[Exercise],
    folder: Path,
    students: Sequence[Student],
    key: str,
    progress: Callable[[Sequence[Student]], Iterable[Student]],
) -> None:
    name = f"assignment-{exercises[0].chapter:02d}.ipynb"
    note = _NOTE.format(
        chapter=exercises[0].chapter, notebook=name, points=sum(one.points for one in exercises)
    )
    if not students:
        notebook = student_notebook(exercises, class_settings(exercises, None, key))
        _write(folder / "student" / name, _text(notebook))
        _write(folder / "student" / "README.md", note)
    for student in progress(students):
        settings = class_settings(exercises, student, key)
        notebook = student_notebook(exercises, settings, student.id, student.name)
        _write(folder / "students" / student.folder / name, _text(notebook))
        _write(folder / "students" / student.folder / "README.md", note)


def _text(notebook: Any) -> str:
    import nbformat  # here, as in copies

    return nbformat.writes(notebook)


def _write_teacher(
    exercises: Sequence[Exercise], folder: Path, students: Sequence[Student], key: str
) -> None:
    book = class_settings(exercises, None, key)
    _write(folder / "key.ipynb", _text(key_notebook(exercises, book)))
    _write(folder / "rubric.csv", sheet(RUBRIC, _rubric_rows(exercises)))
    _write(folder / "answers.csv", sheet(ANSWERS, _answer_rows(exercises, students, key)))
    about = {
        "assignment": f"{exercises[0].chapter:02d}",
        "version": sciencecities.__version__,
        "key": key,
        "students": [{"id": student.id, "name": student.name} for student in students],
    }
    _write(folder / "assignment.json", json.dumps(about, indent=2, ensure_ascii=False) + "\n")


RUBRIC = ("exercise", "criterion", "points", "full marks")
ANSWERS = ("student", "name", "exercise", "points", "settings", "expected", "unit", "tolerance")


def _rubric_rows(exercises: Sequence[Exercise]) -> list[tuple[Any, ...]]:
    return [
        (one.id, row.criterion, row.points, row.full_marks)
        for one in exercises
        if isinstance(one.answer, Text)
        for row in one.answer.rubric
    ]


def _answer_rows(
    exercises: Sequence[Exercise], students: Sequence[Student], key: str
) -> list[tuple[Any, ...]]:
    rows = []
    everyone: Sequence[Student | None] = students or [None]
    for student in everyone:
        settings = class_settings(exercises, student, key)
        for one in exercises:
            own = json.dumps(settings[one.id], ensure_ascii=False)
            who = (student.id, student.name) if student else ("", "")
            rows.append((*who, one.id, one.points, own, _expected(one, settings[one.id]), *_measure(one)))
    return rows


def _expected(one: Exercise, settings: Mapping[str, Any]) -> Any:
    if isinstance(one.answer, Text):
        return "marked by the rubric"
    if isinstance(one.answer, Function):
        return f"the function {one.answer.name}, tried on inputs"
    value = solve.value(one, one.solution, settings)
    return _shown(value, one.answer.tolerance) if isinstance(one.answer, Number | Table) else value


def _shown(value: Any, tolerance: float) -> Any:
    """A value for a person to compare with: numbers have no more decimals than the tolerance lets tell apart."""
    if isinstance(value, list):
        return [_shown(one, tolerance) for one in value]
    if isinstance(value, dict):
        return {name: _shown(one, tolerance) for name, one in value.items()}
    if not isinstance(value, float):
        return value
    decimals = max(
        0, math.ceil(-math.log10(2 * tolerance) - 1e-9)
    )  # half a unit of the last place is within it
    return round(value, decimals)


def _measure(one: Exercise) -> tuple[str, str]:
    """The unit of an answer, and how far off it may be; empty where there is none."""
    unit = one.answer.unit if isinstance(one.answer, Number) else ""
    return unit, f"{one.answer.tolerance:g}" if isinstance(one.answer, Number | Table) else ""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
