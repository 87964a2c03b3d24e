"""The command `grade`: a class's submissions in, marks and feedback out."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def add_grade(commands: argparse._SubParsersAction[Any]) -> None:
    """The command `grade`: run what a class handed in, each notebook in a sandbox, and write marks and feedback."""
    parser = commands.add_parser("grade", help="grade what a class handed in, each notebook in a sandbox")
    parser.set_defaults(run=run_grade)
    parser.add_argument(
        "submissions", nargs="?", type=Path, metavar="SUBMISSIONS", help="a folder, a zip of Moodle or Canvas, a notebook"
    )
    parser.add_argument(
        "--assignment", metavar="NAME", help="a chapter, as 04, or the folder that assign made (needed for variants)"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="where results go; run again, it takes up what is there")
    parser.add_argument("--roster", type=Path, metavar="CSV", help="the class, with a chapter as assignment")
    parser.add_argument("--key", default="", metavar="TEXT", help="as given to assign, with a chapter as assignment")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="how many at a time (2)")
    parser.add_argument("--seconds", type=float, metavar="S", help="how long one cell may run")
    parser.add_argument("--partial", action="store_true", help="give platforms a grade while texts are still unmarked")
    parser.add_argument("--merge", type=Path, metavar="CSV", help="fold in the marked texts: written.csv, filled in")
    parser.add_argument("--gradescope", type=Path, metavar="JSON", help="grade one submission, and write only this file")
    parser.add_argument("--student", default="", metavar="ID", help="whose the one submission is, with --gradescope")
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
            return _doctor(options)
        if options.merge:
            return _merge(options)
        return _grade(options)
    except (GradeError, RosterError) as problem:
        print(problem, file=sys.stderr)
        return 2
