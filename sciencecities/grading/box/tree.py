"""What a box can read of the book: its package without answers, its tables, and the scripts that run inside."""

from __future__ import annotations

import compileall
import shutil
import sysconfig
from pathlib import Path

import matplotlib
from matplotlib import font_manager

import sciencecities
from sciencecities import data

PACKAGE = Path(sciencecities.__file__).resolve().parent
ROOT = PACKAGE.parent
HIDDEN = ("classroom", "grading", "book", "__main__.py", "_ledgerpage.py", "_datapage.py")
"""What of the package stays outside: exercises and their keys hang on these."""

_INSIDE = Path(__file__).resolve().parent / "inside"
_PLAIN = PACKAGE / "classroom" / "plain.py"

_CLASSROOM = '''\
"""Inside the grader nothing is checked: marks are computed outside, from the values that stand in the variables."""


class HandedIn:
    """What `check` and `exercise` give here."""

    correct = points = None
    feedback = ""

    def __init__(self, exercise):
        self.exercise = exercise

    def __repr__(self):
        return f"Exercise {self.exercise}: handed in."


def check(exercise_id, answer=None, params=None):
    return HandedIn(exercise_id)


def exercise(exercise_id, params=None):
    return HandedIn(exercise_id)
'''


def build(stage: Path) -> None:
    """Fill an empty folder: book/ (package and data), run/inside/ (scripts), run/fonts.json. All may read it.

    The bytes are compiled here, once: a box cannot write them, and to compile them in each would take seconds.
    """
    book, run = stage / "book", stage / "run"
    package = book / "sciencecities"
    shutil.copytree(PACKAGE, package, ignore=_without_answers)
    classroom = package / "classroom"
    classroom.mkdir()
    (classroom / "__init__.py").write_text(_CLASSROOM, encoding="utf-8")
    shutil.copy(_PLAIN, classroom)
    shutil.copytree(data.DATA, book / "data", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(_INSIDE, run / "inside", ignore=shutil.ignore_patterns("__pycache__"))
    name = f"fontlist-v{font_manager.FontManager.__version__}.json"
    known = Path(matplotlib.get_cachedir()) / name
    if known.is_file():
        shutil.copy(known, run / name)
    compileall.compile_dir(stage, quiet=2)
    for path in (stage, *stage.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def fonts(stage: Path) -> str:
    """The name of the list of fonts in the stage; '' where there is none."""
    return next((path.name for path in (stage / "run").glob("fontlist-*.json")), "")


def packages() -> list[Path]:
    """The folders with the installed packages, most often one."""
    return list(dict.fromkeys(Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib")))


def _without_answers(folder: str, names: list[str]) -> set[str]:
    top = set(HIDDEN) if Path(folder) == PACKAGE else set()
    return {name for name in names if name in top or name == "__pycache__" or name.startswith(".")}
