"""The command `grade`: a class's submissions in, marks and feedback out."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def add_grade(commands: argparse._SubParsersAction[Any]) -> None:
    """The command `grade`: run what a class handed in, each notebook in a sandbox, and write marks and feedback."""
    parser = commands.add_parser("grade", help="grade what a class handed in, each notebook in a sandbox")
    parser.set_defaults(run=run_grade)
    parser.add_argument(
        "submissions",
        nargs="?",
        type=Path,
        metavar="SUBMISSIONS",
        help="a folder, a zip of Moodle or Canvas, a notebook",
    )
    parser.add_argument(
        "--assignment",
        metavar="NAME",
        help="a chapter, as 04, or the folder that assign made (needed for variants)",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where results go; run again, it takes up what is there"
    )
    parser.add_argument("--roster", type=Path, metavar="CSV", help="the class, with a chapter as assignment")
    parser.add_argument(
        "--key", default="", metavar="TEXT", help="as given to assign, with a chapter as assignment"
    )
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="how many at a time (2)")
    parser.add_argument("--seconds", type=float, metavar="S", help="how long one cell may run")
    parser.add_argument(
        "--partial", action="store_true", help="give platforms a grade while texts are still unmarked"
    )
    parser.add_argument(
        "--merge", type=Path, metavar="CSV", help="fold in the marked texts: written.csv, filled in"
    )
    parser.add_argument(
        "--gradescope", type=Path, metavar="JSON", help="grade one submission, and write only this file"
    )
    parser.add_argument(
        "--student", default="", metavar="ID", help="whose the one submission is, with --gradescope"
    )
    parser.add_argument("--doctor", action="store_true", help="start a real box and say what holds")
    parser.add_argument(
        "--i-trust-these-notebooks",
        action="store_true",
        dest="trusted",
        help="run them without a sandbox: their code can do all that you can",
    )


def run_grade(options: argparse.Namespace) -> int:
    """Do what the options of `grade` ask for, and say what was made and where."""
    # Only this command needs the sandbox and the page templates; `data` works with requirements.txt alone.
    from sciencecities.classroom.roster import RosterError

    from .model import GradeError

    try:
        if options.doctor:
            return _doctor(options.trusted)
        if options.merge:
            return _merge(options)
        if options.gradescope:
            return _grade_one(options)
        return _grade(options)
    except (GradeError, RosterError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:  # a full disk, a folder that may not be written, a sheet that is open in Excel
        where = f"{problem.filename}: " if problem.filename else ""
        print(
            f"Nothing more could be written ({where}{problem.strerror or problem}). What is graded is kept: mend that, "
            "and run it again.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("Stopped. What is graded is kept: run it again, and it goes on from there.", file=sys.stderr)
        return 130


def _grade(options: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.progress import track

    from . import marksheet, written
    from .assignment import read_assignment
    from .reports import write
    from .reports.feedback import About
    from .run import OWN_COPY, RESULTS, Grader, grade_class
    from .submissions import COPIED, collect

    source, assignment_name = (
        _needed(options.submissions, "SUBMISSIONS"),
        _needed(options.assignment, "--assignment"),
    )
    out = _folder(_needed(options.out, "--out"), source)
    assignment = read_assignment(assignment_name, options.roster, options.key)
    _same_exercises(out, [one.id for one in assignment.exercises])
    handed = collect(source, assignment.students, assignment.name)
    console = Console(stderr=True)
    # To load the packages once pays off where each of those that load them has a few notebooks to run.
    many = len(handed) > 4 * options.workers
    with _box(options, many) as box, _alone(out / RESULTS):
        grader = Grader(assignment, _runner(box), out / RESULTS)
        graded = grade_class(
            grader,
            handed,
            options.workers,
            lambda done, total: track(done, "Grading", total=total, console=console),
        )
    about = About.of(assignment.name)
    made = [*write(graded, about, out, options.partial).values()]
    made += written.write(graded, assignment.exercises, about, out)
    present = sum(bool(one.files) for one in graded)
    absent = f" ({len(graded) - present} of the roster handed in nothing)" if present < len(graded) else ""
    print(
        f"Graded {present} submission{'' if present == 1 else 's'} of assignment {assignment.name}{absent}:"
    )
    _tell(graded, made, marksheet.finished(out / written.SHEET))
    strangers = sum(not one.student for one in graded) if assignment.students else 0
    if strangers:
        print(
            f"{strangers} of them could be given to nobody in the roster, or to more than one of a name, so their "
            "numbers may be wrong: grading.log says which. Is it the roster of this class?"
        )
    if held := sum(one.held_back for one in graded):
        print(
            f"{held} of these are left out of the files for Moodle and Canvas, since more than one may be meant: "
            "grading.log says who. Put the id into the names of their files, and grade again."
        )
    if copies := sum(any(entry.endswith(COPIED) for entry in one.log) for one in graded):
        print(
            f"{copies} of them {'bears' if copies == 1 else 'bear'} the id of somebody else. Was one copied? "
            "grading.log says which."
        )
    start = OWN_COPY.partition("{")[0]
    if own := sum(any(entry.startswith(start) for entry in one.log) for one in graded):
        print(
            f"{own} notebooks say whose copy they are, but were marked by the book's own numbers: if each student had "
            "others, grade again into a new folder, with the folder that assign made as --assignment."
        )
    return 0


def _grade_one(options: argparse.Namespace) -> int:
    """Grade what one student handed in, and write nothing but Gradescope's file."""
    import tempfile

    from sciencecities._package import write_whole

    from .assignment import read_assignment
    from .reports.gradescope import results_json
    from .run import Grader, grade_class
    from .submissions import collect_one

    source = _needed(options.submissions, "SUBMISSIONS")
    assignment = read_assignment(_needed(options.assignment, "--assignment"), options.roster, options.key)
    handed = collect_one(source, options.student, assignment.students, assignment.name)
    with _box(options) as box, tempfile.TemporaryDirectory() as folder:
        [graded] = grade_class(Grader(assignment, _runner(box), Path(folder)), [handed], 1)
    write_whole(options.gradescope, results_json(graded))
    print(f"Wrote {options.gradescope}.")
    return 0


def _merge(options: argparse.Namespace) -> int:
    """Fold the points of a filled-in sheet into the results, and write all reports anew."""
    from sciencecities.classroom.registry import get

    from . import store, written
    from .reports import write
    from .reports.feedback import About

    out = _needed(options.out, "--out")
    exercises = [get(mark.exercise) for mark in store.load_all(out / written.RESULTS)[0].marks]
    graded = written.merge(out, options.merge, exercises)
    made = write(graded, About.of(f"{exercises[0].chapter:02d}"), out, options.partial)
    print(f"Folded {options.merge} into {len(graded)} results:")
    _tell(graded, made.values())
    return 0


def _doctor(trusted: bool) -> int:
    """Start a real box, and print what holds; code 1 when something does not."""
    from rich.console import Console
    from rich.table import Table

    from .box import doctor, open_box
    from .model import GradeError

    try:
        with open_box(trusted=trusted, many=True) as box:
            checks, refusal = doctor(box), ""
    except GradeError as problem:
        checks, refusal = doctor(None), str(problem)
    table = Table("what", "holds", "how it was seen", box=None, pad_edge=False)
    for what, holds, says in checks:
        table.add_row(what, "yes" if holds else "NO", says)
    Console(highlight=False).print(table)
    if refusal:
        print(refusal, file=sys.stderr)
    return 1 if refusal or not all(holds for _, holds, _ in checks) else 0


def _box(options: argparse.Namespace, many: bool = False) -> Any:
    """The box with the limits of the options, for many notebooks or for few."""
    from dataclasses import replace

    from .box import Limits, open_box
    from .model import GradeError

    limits = Limits()
    if options.seconds is not None:
        if not 0.1 <= options.seconds <= limits.total:
            raise GradeError(f"--seconds {options.seconds:g} is out of range: give 0.1 to {limits.total:g}.")
        limits = replace(limits, cell=options.seconds)
    if not 1 <= options.workers <= 64:
        raise GradeError(f"--workers {options.workers} is out of range: give 1 to 64.")
    return open_box(limits, options.trusted, many)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Make a folder of results, and keep a second run out of it for as long as this one lives."""
    import fcntl

    from .model import GradeError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise GradeError(
            f"{folder.parent} cannot be made ({problem.strerror}): name another folder."
        ) from None
    with (folder / ".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise GradeError(f"Another run is at work in {folder.parent}: wait for its end.") from None
        yield


def _runner(box: Any) -> Any:
    from functools import partial

    from .box import attempt

    return partial(attempt, box=box)


def _needed(value: Any, name: str) -> Any:
    from .model import GradeError

    if not value:
        raise GradeError(f"{name} is missing: grade SUBMISSIONS --assignment 04 --out DIR.")
    return value


def _folder(out: Path, source: Path) -> Path:
    """The folder for results: not among the submissions, and nothing but what an earlier run has made."""
    from .model import GradeError
    from .run import RESULTS

    if source.is_dir() and out.resolve().is_relative_to(source.resolve()):
        raise GradeError(f"{out} lies among the submissions: name a folder elsewhere with --out.")
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / RESULTS).is_dir())):
        raise GradeError(f"{out} holds something else: name a new folder, or that of an earlier run.")
    return out


def _same_exercises(out: Path, asked: list[str]) -> None:
    """Refuse a folder with the results of another assignment: its marks would be written over."""
    from . import store
    from .model import GradeError
    from .run import RESULTS

    # All results of a folder have the same exercises, so one tells.
    if earlier := next((out / RESULTS).glob("*.json"), None):
        before = [mark.exercise for mark in store.load(earlier).marks]
        if before != asked:
            raise GradeError(
                f"{out} holds the results of exercises {before[0]} to {before[-1]}, and this assignment has {asked[0]} "
                f"to {asked[-1]}: name another folder with --out."
            )


def _tell(graded: Iterable[Any], made: Iterable[Path], filled: int = 0) -> None:
    """What was made and where, and what is left for a person. filled: open texts that the sheet has points for."""
    todo = sum(one.open for one in graded)
    for path in made:
        print(f"  {path}")
    if todo:
        texts = "1 text is" if todo == 1 else f"{todo} texts are"
        already = f", {filled} of them filled in already" if filled else ""
        print(
            f"{texts} for you to mark{already}: read written.html, fill in written.csv (what you filled in before is "
            "still there), run grade --merge written.csv."
        )
