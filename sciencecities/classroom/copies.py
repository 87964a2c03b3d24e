"""A student's notebook, without any solution, and the teacher's key to it, from the exercises of one chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sciencecities

from . import solve
from .box import as_text, facts
from .exercise import Exercise, Function, Text

if TYPE_CHECKING:
    import nbformat

MARK = "sciencecities"
"""The name under which notebook and cells note whose they are, for the grader."""

_FIND = """\
# Run this cell first. It finds the book's package in this folder, one above it or one beside this notebook.
import sys
from pathlib import Path

here = Path.cwd()
near = [here, *here.parents, *sorted(here.glob("*/"))]
sys.path[:0] = [str(folder) for folder in near if (folder / "sciencecities").is_dir()]
try:
    import numpy as np
    import pandas as pd

    from sciencecities import data, look, measures
    from sciencecities.classroom import check
except ModuleNotFoundError as missing:
    raise SystemExit(f"There is no {missing.name} here: see 'Before you start' above.") from None
print("All is well: go on.")
"""

_START = """\
## Before you start

This notebook needs the book's folder (`sciencecities`, `exercises`, `data`) around or beside it and the packages of \
its `requirements.txt`. The folder is in `notebooks.zip`: menu *Download* on the page of any chapter, *All notebooks*.

- **Binder, JupyterHub**: open the book there and upload this notebook into its folder.
- **JupyterLab, VS Code**: put this notebook into the book's folder and run \
`python -m pip install -r requirements.txt` once.
- **Colab**: upload this notebook; bring the book's folder into the session and \
run `%cd` to it, then `%pip install -q -r requirements.txt`.

The chapter is the notebook in the folder `chapters` whose name begins with {chapter:02d}: where a text asks for \
figures of the chapter, they stand there.

Write your answers where the dots are, and run each cell. `check` tells you what is right or wrong with an answer as \
often as you like. Do not rename or delete cells. Hand in this one file.
"""


def student_notebook(
    exercises: Sequence[Exercise],
    settings: Mapping[str, Mapping[str, Any]],
    student: str = "",
    name: str = "",
) -> nbformat.NotebookNode:
    """A notebook to answer in: prompts, starters, `check`; no solution, no expected value.

    Args: exercises of one chapter; settings: the parameters of this copy, by exercise id; student: the id that the
    grader will find in the notebook, and the name to greet with, where the copy is somebody's own.
    """
    chapter = exercises[0].chapter
    greeting = f" for {name}" if name else ""
    points, minutes = sum(one.points for one in exercises), sum(one.minutes for one in exercises)
    head = f"# Assignment {chapter}{greeting}\n\n{points} points, about {minutes} minutes."
    cells = [_fixed(head), _fixed(_START.format(chapter=chapter)), _locked_code(_FIND)]
    for one in exercises:
        cells += [_fixed(prompt(one, settings[one.id])), _answer_cell(one, settings[one.id])]
    return _notebook(cells, {"assignment": f"{chapter:02d}", "student": student})


def key_notebook(
    exercises: Sequence[Exercise], settings: Mapping[str, Mapping[str, Any]]
) -> nbformat.NotebookNode:
    """The teacher's key: the same notebook with each solution in place, and what typical wrong answers are told."""
    chapter = exercises[0].chapter
    cells = [_fixed(f"# Key to assignment {chapter}\n\nNot for students."), _locked_code(_FIND)]
    for one in exercises:
        told = "\n".join(f"- {wrong.feedback}" for wrong in one.wrong)
        answer = one.answer.name if isinstance(one.answer, Function) else "answer"
        cells += [
            _fixed(f"{prompt(one, settings[one.id])}\n\n**What typical wrong answers are told**\n\n{told}"),
            _code(
                f"{one.code(one.solution, settings[one.id])}\n"
                f'check("{one.id}", {answer}, {dict(settings[one.id])!r})'
            ),
        ]
    return _notebook(cells, {"key": f"{chapter:02d}"})


def prompt(one: Exercise, settings: Mapping[str, Any]) -> str:
    """An exercise in Markdown: title, what it costs and brings, question, its table, and the rubric of a text."""
    parts = [f"## Exercise {one.id}: {one.title}", f"*{facts(one)}*", one.text(settings)]
    table = solve.given(one, settings)
    if table is not None:
        parts.append(f"```\n{as_text(table)}\n```")
    if isinstance(one.answer, Text):
        rows = "\n".join(
            f"| {row.criterion} | {row.points} | {row.full_marks} |" for row in one.answer.rubric
        )
        parts.append(f"| What is judged | Points | Full marks |\n|---|---|---|\n{rows}")
    return "\n\n".join(parts)


def _answer_cell(one: Exercise, settings: Mapping[str, Any]) -> nbformat.NotebookNode:
    return _code(one.cell(settings).rstrip("\n"), {MARK: {"exercise": one.id}, "deletable": False})


def _fixed(text: str) -> nbformat.NotebookNode:
    from nbformat.v4 import new_markdown_cell

    return new_markdown_cell(text, metadata={"editable": False, "deletable": False})


def _locked_code(text: str) -> nbformat.NotebookNode:
    return _code(text.rstrip("\n"), {"editable": False, "deletable": False})


def _code(text: str, metadata: dict[str, Any] | None = None) -> nbformat.NotebookNode:
    # Here, because it takes seconds to load beside some packages, and the grader, which needs none of it, loads this.
    from nbformat.v4 import new_code_cell

    return new_code_cell(text, metadata=metadata or {})


def _notebook(cells: list[nbformat.NotebookNode], own: dict[str, str]) -> nbformat.NotebookNode:
    from nbformat.v4 import new_notebook

    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number:03d}"  # a drawn id would make every copy differ from the last
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        MARK: {**own, "version": sciencecities.__version__},
    }
    return new_notebook(cells=cells, metadata=metadata)
