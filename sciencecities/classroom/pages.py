"""The pages for teachers: prose by hand, and parts made from the chapters, the exercises and the figures.

    python -m sciencecities.classroom.pages     # writes the made parts anew and leaves the prose as it is

A made part stands between two comments, `<!-- made: NAME ARGUMENTS -->` and `<!-- end -->`; NAME is a key of PARTS.
The pages do not show comments. A test holds each page to what would be made of it now.
"""

from __future__ import annotations

import html
import json
import math
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sciencecities import claims
from sciencecities._package import write_whole

from .exercise import Choice, Exercise, Function, Number, Table, Text, Wrong
from .moments import MOMENTS, Moment
from .registry import get, ids

ROOT = Path(__file__).resolve().parent.parent.parent
CHAPTERS = ROOT / "chapters"
PAGES = tuple(ROOT / "reference" / f"{name}.md" for name in ("teaching", "exercises", "claim-check"))

_MADE = re.compile(
    r"<!-- made: (?P<name>[a-z-]+)(?P<arguments>[^>]*?) -->(?P<old>.*?)<!-- end -->", re.DOTALL
)
_WHERE = {
    Number: "a number, on the page",
    Choice: "a choice, on the page",
    Table: "a table, in a notebook",
    Function: "a function, in a notebook",
    Text: "a text, marked by a person",
}


@dataclass(frozen=True)
class Chapter:
    """What a chapter says of itself: number, file without ending, title, minutes to read, objectives, figures."""

    number: int
    stem: str
    title: str
    minutes: int
    objectives: tuple[str, ...]
    figures: tuple[str, ...]

    @property
    def exercises(self) -> list[Exercise]:
        """Its exercises, in order."""
        return [one for one in map(get, ids()) if one.chapter == self.number]


@lru_cache(maxsize=1)
def chapters() -> tuple[Chapter, ...]:
    """All chapters of the book, in order, read from their notebooks."""
    return tuple(_chapter(path) for path in sorted(CHAPTERS.glob("*.ipynb")))


def _chapter(path: Path) -> Chapter:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = {
        kind: "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == kind)
        for kind in ("markdown", "code")
    }
    text = re.sub(r"<!--.*?-->", "", sources["markdown"])
    overview = text.split("## Before you start")[0]
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    minutes = re.search(r"^Time: about (\d+) minutes to read", text, re.MULTILINE)
    if not title or not minutes:
        raise ValueError(f"{path.name}: a title and a line 'Time: about … minutes to read' are needed")
    imported = re.findall(r"^from sciencecities\.explorables import (.+)$", sources["code"], re.MULTILINE)
    return Chapter(
        number=int(path.stem[:2]),
        stem=path.stem,
        title=title[1],
        minutes=int(minutes[1]),
        objectives=tuple(
            line.replace("*", "") for line in re.findall(r"^\d\. (.+?)[;.]$", overview, re.MULTILINE)
        ),
        figures=tuple(name for names in imported for name in names.split(", ")),
    )


# --- the made parts


def objectives() -> str:
    """Each chapter's objectives, each with the exercises that test it; one without any says so."""
    return "\n\n".join(_objectives_of(chapter) for chapter in chapters())


def _objectives_of(chapter: Chapter) -> str:
    lines = [f"**[{chapter.number} {chapter.title}](../chapters/{chapter.stem}.ipynb)**", ""]
    for number, objective in enumerate(chapter.objectives, start=1):
        tests = [one for one in chapter.exercises if one.objective == objective]
        by = ", ".join(_teacher_link(one) for one in tests) or "no exercise tests it"
        lines.append(f"{number}. {objective}: {by}")
    return "\n".join(lines)


def times() -> str:
    """A table of the chapters: minutes to read, minutes and points of the exercises."""
    lines = ["| Chapter | To read and play | Exercises | Points |", "|---|--:|--:|--:|"]
    for one in chapters():
        minutes, points = _load(one.exercises)
        lines.append(f"| {one.number} {one.title} | {one.minutes} min | {minutes} min | {points} |")
    minutes, points = _load([one for chapter in chapters() for one in chapter.exercises])
    read = sum(one.minutes for one in chapters())
    lines.append(f"| All | {read} min | {minutes} min | {points} |")
    return "\n".join(lines)


def work(*names: str) -> str:
    """Some exercises in a line, with what they take together."""
    chosen = [get(name) for name in names]
    minutes, points = _load(chosen)
    return f"{', '.join(_teacher_link(one) for one in chosen)} ({minutes} minutes, {points} points)"


def moments(number: str) -> str:
    """The moments of a chapter: link, question, how to collect guesses, what the figure then says, what next."""
    (chapter,) = (one for one in chapters() if one.number == int(number))
    lines = []
    for name in chapter.figures:
        chosen = [one for one in MOMENTS if one.figure == name]
        lines += [f"**{chosen[0].kind.title}**", "", *(_moment(chapter, one) for one in chosen), ""]
    return "\n".join(lines).rstrip("\n")


def _moment(chapter: Chapter, one: Moment) -> str:
    lines = [
        f"- {_figure_link(chapter, one)}",
        f"  - **Ask:** {one.ask}",
        f"  - **Collect:** {one.hands}",
        f"  - **It says:** “{one.said}”",
        f"  - **Then:** {one.then}",
    ]
    return "\n".join(lines)


def _figure_link(chapter: Chapter, one: Moment) -> str:
    address = f"../chapters/{chapter.stem}.html?{one.query()}#explorable-{one.kind.module}"
    return f'<a href="{html.escape(address)}">{html.escape(one.label)}</a>'


def link(figure: str, number: str) -> str:
    """The link of one moment: the class of the figure, and which of its moments, from 1."""
    (chapter,) = (one for one in chapters() if figure in one.figures)
    chosen = [one for one in MOMENTS if one.figure == figure][int(number) - 1]
    return _figure_link(chapter, chosen)


def overview(number: str) -> str:
    """The exercises of a chapter in a table."""
    (chapter,) = (one for one in chapters() if one.number == int(number))
    lines = [
        "| Exercise | Level | Minutes | Points | Answer | How | Variants |",
        "|---|---|--:|--:|---|---|--:|",
    ]
    for one in chapter.exercises:
        lines.append(
            f"| {_teacher_link(one)} {one.title} | {one.level} | {one.minutes} | {one.points} "
            f"| {_WHERE[type(one.answer)].partition(',')[0]} | {_how(one)} | {_variants(one)} |"
        )
    return "\n".join(lines)


def exercise(name: str) -> str:
    """The head of an exercise's fold; the page goes on with a note by hand and closes the fold."""
    one = get(name)
    lines = [
        f'<span id="{_anchor(one)}"></span>',
        "",
        f":::{{admonition}} {one.id} {one.title} ({one.level}, {one.minutes} min, {one.points} points)",
        ":class: dropdown",
        f"**Objective.** {one.objective[0].upper()}{one.objective[1:]}.",
        "",
        f"**Answer.** {_WHERE[type(one.answer)].capitalize()}. "
        f'<a href="{_box_address(one)}">See the exercise</a>. {_own_values(one)}',
        "",
    ]
    return "\n".join(lines + (_written(one, one.answer) if isinstance(one.answer, Text) else _errors(one)))


def _errors(one: Exercise) -> list[str]:
    return [
        "**Common errors**, and the rest of what the student is told:",
        "",
        *(_error(one, w) for w in one.wrong),
    ]


def _error(one: Exercise, wrong: Wrong) -> str:
    meaning, _, rest = re.sub(r"([.!?]) ", r"\1\n", wrong.feedback, count=1).partition("\n")
    earned = round(wrong.credit * one.points, 2)
    return f"- **{meaning}** {rest} ({earned:g} of {one.points})".replace("  ", " ")


def _written(one: Exercise, answer: Text) -> list[str]:
    rows = (f"| {row.criterion} | {row.points} | {row.full_marks} |" for row in answer.rubric)
    return [
        "**Rubric**",
        "",
        "| Criterion | Points | Full marks look like this |",
        "|---|--:|---|",
        *rows,
        "",
        f"**What the check says.** It counts words ({answer.words[0]} to {answer.words[1]} are asked for) and looks "
        "for signs of what is missing. It gives advice and no marks:",
        "",
        *(
            f"- {wrong.feedback}{'' if wrong.feedback.endswith(('.', '?', '!')) else '.'}"
            for wrong in one.wrong
        ),
    ]


def sentences(*names: str) -> str:
    """Claims of the ledger as a list: number, wording, verdict."""
    chosen = [claims.get(name) for name in names]
    return "\n".join(f"- [{one.id}](claims.md#{one.anchor}) {one.claim} *({one.verdict})*" for one in chosen)


def box(name: str) -> str:
    """The link to an exercise in its chapter, as students see it."""
    one = get(name)
    return f'<a href="{_box_address(one)}">{one.id}</a>'


def ticks(what: str) -> str:
    """The verdicts or the kinds of the ledger as boxes to tick on paper, for a cell of a table in HTML."""
    words = {"verdicts": claims.VERDICTS, "kinds": claims.KINDS}[what]
    return f'<ul class="sc-ticks">{"".join(f"<li>{word}</li>" for word in words)}</ul>'


def _load(exercises: list[Exercise]) -> tuple[int, int]:
    return sum(one.minutes for one in exercises), sum(one.points for one in exercises)


def _anchor(one: Exercise) -> str:
    return f"teach-{one.id.replace('.', '-')}"


def _box_address(one: Exercise) -> str:
    (stem,) = (chapter.stem for chapter in chapters() if chapter.number == one.chapter)
    return f"../chapters/{stem}.html#{one.anchor}"


def _teacher_link(one: Exercise) -> str:
    return f"[{one.id}](exercises.md#{_anchor(one)})"


def _how(one: Exercise) -> str:
    """What it takes to work an exercise out, and from which tables; a text rests on the chapter."""
    if isinstance(one.answer, Text):
        return "in words"
    return ": ".join([_means(one), ", ".join(f"`{name}`" for name in one.tables)]).removesuffix(": ")


def _means(one: Exercise) -> str:
    """A spreadsheet has regressions, but no synthetic control."""
    if isinstance(one.answer, Function) or "measures.synthetic_control" in one.solution:
        return "code"
    if re.search(r"measures\.(ols|beta_convergence)\(", one.solution):
        return "spreadsheet with a regression"
    return "spreadsheet" if one.tables else "paper"


def _variants(one: Exercise) -> str:
    count = math.prod(len(values) for values in one.variants.values())
    return str(count) if one.variants else "none"


def _own_values(one: Exercise) -> str:
    if not one.variants:
        return "It has no variants."
    return f"Variants: {_variants(one)}, by {', '.join(f'`{name}`' for name in one.variants)}."


PARTS: dict[str, Callable[..., str]] = {
    "objectives": objectives,
    "times": times,
    "work": work,
    "moments": moments,
    "link": link,
    "overview": overview,
    "exercise": exercise,
    "box": box,
    "sentences": sentences,
    "ticks": ticks,
}


def render(page: str) -> str:
    """The page with its made parts made anew. A part that is not known, or not with these arguments: ValueError."""
    return _MADE.sub(_part, page)


def _part(found: re.Match[str]) -> str:
    name, arguments = found["name"], found["arguments"].split()
    if name not in PARTS:
        raise ValueError(f"there is no part 'made: {name}'; choose one of: {', '.join(PARTS)}")
    try:
        text = PARTS[name](*arguments)
    except (TypeError, KeyError, ValueError) as problem:
        raise ValueError(f"'made: {' '.join([name, *arguments])}' cannot be made: {problem}") from problem
    # On lines of its own it is a block of the page; else a piece of a sentence.
    edge = "\n\n" if found["old"].startswith("\n") else ""
    before = found.string[: found.start()].rpartition("\n")[2]
    if not edge and re.fullmatch(r"\s*([-*]|\d+\.)?\s*", before):
        raise ValueError(
            f"'made: {' '.join([name, *arguments])}' begins a line, where Markdown drops what follows a comment: "
            "put a word before it, or each comment on a line of its own"
        )
    return f"<!-- made: {' '.join([name, *arguments])} -->{edge}{text}{edge}<!-- end -->"


def write() -> list[Path]:
    """Write the made parts of all pages anew and return the pages' paths."""
    for path in PAGES:
        try:
            write_whole(path, render(path.read_text(encoding="utf-8")))
        except ValueError as problem:
            raise ValueError(f"{path.relative_to(ROOT)}: {problem}") from problem
    return list(PAGES)


def main() -> int:
    """Write the pages and say where; 2 when a part of a page cannot be made."""
    try:
        print("\n".join(f"Wrote {path}." for path in write()))
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
