"""What comes out of grading: marks for teacher and platform, a page for each student, the teacher's page and log.

The parts are imported where they are used: on Gradescope only `gradescope` is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sciencecities._package import write_whole
from sciencecities.grading.model import Graded

if TYPE_CHECKING:
    from .feedback import About


def write(graded: Sequence[Graded], about: About, folder: Path, partial: bool = False) -> dict[str, Path]:
    """Write all reports of a class into a folder, by what they are; the same class gives the same bytes.

    marks.csv, moodle.csv, canvas.csv (the last two without students that have open texts, unless `partial`),
    index.html, grading.log; for each student feedback/KEY.html and gradescope/KEY.json. Each file is written whole.
    """
    from . import classpage, feedback, gradescope, log, tables

    graded = sorted(graded, key=lambda one: (one.name.casefold(), one.key))

    def files() -> Iterator[tuple[str, str]]:
        yield "marks.csv", tables.marks_csv(graded)
        yield "moodle.csv", tables.moodle_csv(graded, partial)
        yield "canvas.csv", tables.canvas_csv(graded, about.canvas_column, partial)
        for one in graded:
            yield f"feedback/{one.key}.html", feedback.feedback_page(one, about)
            yield f"gradescope/{one.key}.json", gradescope.results_json(one)
        yield "index.html", classpage.class_page(graded, about)
        yield "grading.log", log.grading_log(graded)

    made: dict[str, Path] = {}
    for name, text in files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        made[name.split("/")[0]] = path if "/" not in name else path.parent
    return made
