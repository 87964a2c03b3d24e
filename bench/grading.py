"""How long grading takes, beside otter-grader and nbgrader on the same answers: python bench/grading.py

Each grader gets the same right answers to the same chapter, and a cell that draws a plot. The two others are installed
into an environment of their own, below _build/bench, at the first call. Prints for a submission the seconds on the
clock, with the two at a time that `grade` runs by itself, and those of a processor, which other work on the machine
hardly changes; and the ratio of the latter.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook
from rich.console import Console
from rich.table import Table

from sciencecities.classroom import Choice, Function, Number, get, ids, solve

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "_build" / "bench" / "peers"
PINS = ("otter-grader==7.0.0", "nbgrader==0.9.6")
START = "import numpy as np\nimport pandas as pd\nfrom sciencecities import data, look, measures"
PLOT = "pd.Series(range(20)).plot()"
MARK = "sciencecities"


def main() -> int:
    """Time the three, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chapter", type=int, default=4)
    parser.add_argument("--submissions", type=int, default=10)
    options = parser.parse_args()
    exercises = [one for one in map(get, ids()) if one.chapter == options.chapter]
    install()
    graders = {"this book": ours, "otter-grader 7.0.0": otter, "nbgrader 0.9.6": nbgrader}
    seconds = {}
    for name, grader in graders.items():
        with tempfile.TemporaryDirectory(prefix="bench.") as folder:
            print(
                f"{name}: {options.submissions} submissions of {len(exercises)} exercises …", file=sys.stderr
            )
            took = grader(exercises, options.submissions, Path(folder))
            seconds[name] = [one / options.submissions for one in took]
    table = Table("grader", "seconds a submission", "of a processor", "times the book's", box=None)
    for name, (clock, processor) in seconds.items():
        ratio = processor / seconds["this book"][1]
        table.add_row(name, f"{clock:.2f}", f"{processor:.2f}", f"{ratio:.1f}")
    Console().print(table)
    return 0


def install() -> None:
    """The peers, with what a chapter needs, in an environment of their own."""
    if (PEERS / "done").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", PEERS], check=True)
    wanted = [
        line.split("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line
    ]
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", PEERS / "bin" / "python"]
    subprocess.run([*uv, *wanted, *PINS], check=True)
    (PEERS / "done").touch()


def answered(one) -> str:
    """An exercise's cell as a good student leaves it."""
    return one.code(one.solution).rstrip("\n")


def condition(one) -> str:
    """What the peers test of an answer, inside the student's kernel as they do."""
    if isinstance(one.answer, Function):
        return f"callable({one.answer.name})"
    if isinstance(one.answer, Number):
        right = solve.value(one, one.solution, one.settings())
        return f"abs(answer - {right!r}) <= {one.answer.tolerance!r}"
    if isinstance(one.answer, Choice):
        return f"answer == {solve.value(one, one.solution, one.settings())!r}"
    return "answer is not None"


def timed(command: list[str | Path], cwd: Path) -> np.ndarray:
    """The seconds that a command takes: on the clock, and of a processor. Its words are shown when it fails."""
    begun = now()
    result = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        env={"PATH": f"{PEERS}/bin:/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(PEERS)},
    )
    if result.returncode:
        raise SystemExit(
            f"{' '.join(map(str, command))} failed:\n{result.stdout[-2000:]}{result.stderr[-2000:]}"
        )
    return now() - begun


def now() -> np.ndarray:
    """The time on the clock, and what all children that have ended took of a processor, in seconds."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return np.array([time.monotonic(), children.ru_utime + children.ru_stime])


def ours(exercises, count: int, folder: Path) -> np.ndarray:
    """This book's grader, in its sandbox."""
    cells = [new_code_cell(START)]
    cells += [new_code_cell(answered(one), metadata={MARK: {"exercise": one.id}}) for one in exercises]
    notebook = new_notebook(
        cells=[*cells, new_code_cell(PLOT)], metadata={MARK: {"assignment": f"{exercises[0].chapter:02d}"}}
    )
    for number in range(count):
        place = folder / "in" / f"student{number}"
        place.mkdir(parents=True)
        nbformat.write(notebook, place / "assignment.ipynb")
    chapter = f"{exercises[0].chapter:02d}"
    took = timed(
        [
            sys.executable,
            "-m",
            "sciencecities",
            "grade",
            folder / "in",
            "--assignment",
            chapter,
            "--out",
            folder / "out",
        ],
        ROOT,
    )
    marks = [json.loads(path.read_text()) for path in (folder / "out" / "results").glob("*.json")]
    assert len(marks) == count, f"{len(marks)} results for {count} submissions"
    return took


def otter(exercises, count: int, folder: Path) -> np.ndarray:
    """otter-grader without its container: `otter run`, one call a submission as it is on Gradescope."""
    (folder / "tests").mkdir()
    cells = [new_code_cell(f"import otter\ngrader = otter.Notebook()\n{START}")]
    for one in exercises:
        name = f"q{one.id.replace('.', '_')}"
        case = {"code": f">>> bool({condition(one)})\nTrue", "hidden": False, "locked": False}
        suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": name, "points": one.points, "suites": [suite]}
        (folder / "tests" / f"{name}.py").write_text(f"test = {test!r}\n")
        cells += [new_code_cell(answered(one)), new_code_cell(f'grader.check("{name}")')]
    notebook = new_notebook(cells=[*cells, new_code_cell(PLOT)])
    nbformat.write(notebook, folder / "submission.ipynb")
    program = PEERS / "bin" / "otter"
    timed([program, "generate", "-t", "tests", "-o", "autograder.zip"], folder)
    took = np.zeros(2)
    for number in range(count):
        (folder / f"out{number}").mkdir()
        took += timed(
            [program, "run", "-a", "autograder.zip", "-o", f"out{number}", "submission.ipynb"], folder
        )
        assert (folder / f"out{number}" / "results.json").exists()
    return took


def nbgrader(exercises, count: int, folder: Path) -> np.ndarray:
    """nbgrader: `autograde` over all submissions of a course made here."""
    cells = [new_code_cell(START)]
    for one in exercises:
        name = f"q{one.id.replace('.', '_')}"
        common = {"locked": False, "schema_version": 3}
        answer = {**common, "grade": False, "grade_id": f"{name}-answer", "solution": True, "task": False}
        test = {
            **common,
            "grade": True,
            "grade_id": name,
            "locked": True,
            "points": one.points,
            "solution": False,
            "task": False,
        }
        cells.append(
            new_code_cell(
                f"### BEGIN SOLUTION\n{answered(one)}\n### END SOLUTION", metadata={"nbgrader": answer}
            )
        )
        cells.append(new_code_cell(f"assert {condition(one)}", metadata={"nbgrader": test}))
    cells.append(new_code_cell(PLOT))
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    source = folder / "source" / "ps1"
    source.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells, metadata=kernel), source / "ps.ipynb")
    (folder / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "bench"\n')
    program = PEERS / "bin" / "nbgrader"
    timed([program, "generate_assignment", "ps1", "--create"], folder)
    for number in range(count):
        place = folder / "submitted" / f"student{number}" / "ps1"
        place.mkdir(parents=True)
        nbformat.write(new_notebook(cells=cells, metadata=kernel), place / "ps.ipynb")
    return timed([program, "autograde", "ps1", "--create"], folder)


if __name__ == "__main__":
    sys.exit(main())
