"""What the tests of a chapter's exercises share: its cells, its prose, and the plainest of readers for a table."""

import ast
import csv
import json
import re
from pathlib import Path

from sciencecities.classroom import get
from sciencecities.classroom.key import answer_key

ROOT = Path(__file__).resolve().parent.parent
# The chapters, each by its file without the ending.
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))


def expected(exercise_id, params=None):
    """The right answer of an exercise, for its own values or for those given."""
    return answer_key(get(exercise_id), params)["expected"]


def rows(name):
    """A table as a list of dicts of texts."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(chapter, kind):
    """The sources of a chapter's cells of one kind; chapter is its file without the ending."""
    path = ROOT / "chapters" / f"{chapter}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def objectives(chapter):
    """The learning objectives that the chapter lists, without their bold type."""
    text = re.sub(r"<!--.*?-->", "", "\n".join(cells(chapter, "markdown")))
    overview = text.split("## Before you start")[0]
    return [line.replace("*", "") for line in re.findall(r"^\d\. (.+?)[;.]$", overview, re.MULTILINE)]


def stands(chapter, shown):
    """Whether a number, as it would be printed, stands in the prose of a chapter; exercise 4.1 is no number."""
    text = re.sub(r"<!--.*?-->", "", "\n".join(cells(chapter, "markdown")))
    text = re.sub(r"\bexercises? \d\.\d(?:(?:,| and| to) \d\.\d)*", "exercise", text)
    return re.search(rf"(?<![\d.,]){re.escape(shown.lstrip('-'))}(?![\d.]?\d)", text) is not None


def misplaced(chapter, exercises):
    """The exercises that do not have their box in the chapter, with the cell to answer in right below it."""
    code = cells(chapter, "code")
    wrong = []
    for one in exercises:
        box = f'exercise("{one.id}")'
        below = code[code.index(box) + 1] if box in code[:-1] else ""
        # Compared as code, so that a formatter may set it as it likes.
        if ast.dump(ast.parse(below)) != ast.dump(ast.parse(one.cell())):
            wrong.append(f"below {box} belongs:\n{one.cell()}")
    return wrong
