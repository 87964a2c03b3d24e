"""The command line: `python -m sciencecities COMMAND`.

A command is a function that adds its parser to the subcommands and sets `run`; list it in COMMANDS.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from sciencecities import _package, data
from sciencecities._datapage import render_page
from sciencecities.grading.command import add_grade

DATA_PAGE = Path(__file__).resolve().parent.parent / "reference" / "data.md"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when all is well, 1 when a check failed, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m sciencecities", description="Work with the book.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in COMMANDS:
        add(commands)
    options = parser.parse_args(arguments)
    try:
        code = options.run(options)
        sys.stdout.flush()
        return code
    except data.DataError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has seen enough (`| head`): no traceback, and nothing more to write
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def add_data(commands: argparse._SubParsersAction[Any]) -> None:
    """The command `data`: list the tables, show a card, check, seal, write the data page."""
    parser = commands.add_parser("data", help="list the tables, or show the card of one")
    parser.set_defaults(run=run_data)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("name", nargs="?", metavar="NAME", help="a table: print its card")
    what.add_argument("--check", action="store_true", help="check every file, cell, key and join")
    what.add_argument(
        "--seal", action="store_true", help="after a change on purpose: write sizes, hashes and rows anew"
    )
    what.add_argument("--write-page", action="store_true", help="write reference/data.md from the package")


def run_data(options: argparse.Namespace) -> int:
    """Do what the options of `data` ask for."""
    if options.seal:
        changed = _package.seal(_package.folder())
        print(f"Sealed anew: {', '.join(changed)}." if changed else "Nothing has changed.")
    if options.seal or options.check:
        return _report(data.problems())
    if options.write_page:
        _package.write_whole(DATA_PAGE, data_page())
        print(f"Wrote {DATA_PAGE}.")
    elif options.name:
        print(data.card(options.name), end="")
    else:
        _list_tables()
    return 0


def data_page() -> str:
    """The data page of the book, as it should stand in reference/data.md."""
    return render_page({name: (data.describe(name), data.load(name)) for name in data.names()})


def _report(problems: list[str]) -> int:
    for problem in problems:
        print(problem)
    if not problems:
        print("All tables are well.")
    return 1 if problems else 0


def _list_tables() -> None:
    table = Table("table", "rows", "chapters", "what it holds", box=None, pad_edge=False)
    for name in data.names():
        resource = data.describe(name)
        chapters = ",".join(str(number) for number in resource["consumers"])
        table.add_row(name, str(resource["rows"]), chapters, resource["title"])
    Console(highlight=False).print(table)


def add_assign(commands: argparse._SubParsersAction[Any]) -> None:
    """The command `assign`: student notebooks, key and rubric sheet of a chapter's exercises."""
    parser = commands.add_parser("assign", help="make student notebooks, key and rubric sheet of a chapter")
    parser.set_defaults(run=run_assign)
    parser.add_argument("chapter", metavar="CHAPTER", help="the chapter's number, as 04")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or empty folder")
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help="the class, with a column id: each student gets other numbers",
    )
    parser.add_argument(
        "--key", default="", metavar="TEXT", help="draws other variants for another class or year"
    )


def run_assign(options: argparse.Namespace) -> int:
    """Make what the options of `assign` ask for, and say what was made and where."""
    # Only this command needs what builds the book; `data` works with requirements.txt alone.
    from rich.progress import track

    from sciencecities.classroom.assign import AssignError, assign, exercises_of, largest_groups
    from sciencecities.classroom.roster import RosterError, read_roster

    try:
        exercises = exercises_of(options.chapter)
        students = read_roster(options.roster) if options.roster else []
        made = assign(
            exercises,
            options.out,
            students,
            options.key,
            lambda todo: track(todo, "Writing notebooks", console=Console(stderr=True)),
        )
    except (AssignError, RosterError) as problem:
        print(problem, file=sys.stderr)
        return 2
    copies = f"{len(students)} notebooks, one a student" if students else "one student notebook"
    print(f"Made {copies}, with {len(exercises)} exercises, and the teacher's key and rubric sheet:")
    for path in made:
        print(f"  {path}")
    if students:
        groups = largest_groups(exercises, students, options.key)
        said = ", ".join(
            f"{name}: {'all' if size == len(students) else size}" for name, size in groups.items()
        )
        print(f"How many of the {len(students)} share the same numbers at most, by exercise: {said}.")
    return 0


def add_exercises(commands: argparse._SubParsersAction[Any]) -> None:
    """The command `exercises`: what an author has to see hold before a student meets an exercise."""
    parser = commands.add_parser(
        "exercises", help="check that solutions, starters and wrong answers get what they should"
    )
    parser.set_defaults(run=run_exercises)
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help="exercises, as 4.1, or chapters, as 4; none: all"
    )


def run_exercises(options: argparse.Namespace) -> int:
    """Check the exercises over their variants, and print what is wrong with them."""
    from rich.progress import track

    from sciencecities.classroom import get, ids
    from sciencecities.classroom.selftest import selftest

    chosen = [one for one in ids() if not options.ids or {one, one.split(".")[0]} & set(options.ids)]
    unknown = [one for one in options.ids if not any(one in (known, known.split(".")[0]) for known in ids())]
    if unknown:
        print(f"There is no exercise {unknown[0]!r}: choose from {', '.join(ids())}.", file=sys.stderr)
        return 2
    todo = track(chosen, "Trying answers", console=Console(stderr=True))
    faults = [fault for one in todo for fault in selftest(get(one))]
    for fault in faults:
        print(fault)
    variants = sum(len(get(one).all_settings()) for one in chosen)
    if not faults:
        print(f"All is well with {len(chosen)} exercises in {variants} variants.")
    return 1 if faults else 0


COMMANDS: list[Callable[[argparse._SubParsersAction[Any]], None]] = [
    add_data,
    add_assign,
    add_grade,
    add_exercises,
]

if __name__ == "__main__":
    sys.exit(main())
