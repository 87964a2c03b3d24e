"""The box in which an exercise is shown: HTML for page and notebook, plain text for everything else.

On the built page a script (`_assets/exercises.js`) brings the form to life from the key in its data attribute. Where
that script does not run, in a notebook or with JavaScript off, the form stays hidden: no control without a function.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from . import solve
from .exercise import Choice, Exercise, Function, Number, Table, Text
from .judge import CLOSE
from .key import answer_key
from .registry import get
from .result import HEADLINES

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")

DATA_PAGE = "../reference/data.html"
PUBLIC = "Solutions are public: these exercises are for practice, not for marks."
_NOTEBOOK = "This one cannot be checked on the page: it needs a notebook."
_ELSEWHERE = {
    Function: _NOTEBOOK,
    Table: _NOTEBOOK,
    Text: "This one cannot be checked on the page: it needs a pen, and the rubric that follows.",
}


class Box:
    """An exercise as it is displayed at the end of a cell."""

    def __init__(self, source: Exercise, params: Mapping[str, Any] | None = None) -> None:
        self._exercise, self._settings = source, source.settings(params)

    def __repr__(self) -> str:
        one = self._exercise
        table = solve.given(one, self._settings)
        below = "" if table is None else f"\n{as_text(table)}"
        return f"Exercise {one.id}: {one.title} ({facts(one)})\n{one.text(self._settings)}{below}"

    def _repr_html_(self) -> str:
        one = self._exercise
        parts = [
            f'<section class="sc-exercise" id="{one.anchor}" aria-labelledby="{one.anchor}-title">',
            f'<h3 class="sc-exercise__title" id="{one.anchor}-title">'
            f"Exercise {one.id}: {html.escape(one.title)} "
            f'<a class="headerlink" href="#{one.anchor}" aria-label="Link to exercise {one.id}">#</a></h3>',
            f'<p class="sc-exercise__facts">{facts(one)}. Objective: {html.escape(one.objective)}.</p>',
            f'<div class="sc-exercise__prompt">{_markdown(one.text(self._settings))}</div>',
            _given(one, self._settings),
            _tables(one),
            _form(one, self._settings),
            _solution(one, self._settings),
            "</section>",
        ]
        return "\n".join(part for part in parts if part)


def exercise(exercise_id: str, params: Mapping[str, Any] | None = None) -> Box:
    """The box of an exercise, to be shown as the last line of a cell.

    Args: exercise_id as "1.2"; params: a student's own parameters, where they differ from the book's. An unknown id
    or parameter raises ValueError that lists the known ones.
    """
    return Box(get(exercise_id), params)


def facts(one: Exercise) -> str:
    """Level, minutes and points in words."""
    return f"{one.level.capitalize()}, {_count(one.minutes, 'minute')}, {_count(one.points, 'point')}"


def as_text(table: pd.DataFrame) -> str:
    """A given table in plain text."""
    return table.to_string(index=_tells(table.index))


def page_key(one: Exercise, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What the page's script needs to check a number or a choice with no kernel."""
    return {**answer_key(one, settings), "close": CLOSE, "headlines": HEADLINES}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _markdown(text: str) -> str:
    return _MARKDOWN.render(text).strip()


def _code(text: str) -> str:
    inner = highlight(text, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n")
    # As the book's cells: a line that is too long turns over further in than where it began.
    lines = "\n".join(f'<span class="sc-line">{line}</span>' for line in inner.split("\n"))
    return f'<div class="sc-exercise__code highlight"><pre><code>{lines}</code></pre></div>'


def _given(one: Exercise, settings: Mapping[str, Any]) -> str:
    """The table of the exercise itself, with its numbers as they stand."""
    table = solve.given(one, settings)
    if table is None:
        return ""
    # On a phone the name of a column may turn over at its underscores, and nowhere else.
    told = _tells(table.index)
    shown = [table.index.name, *table] if told else [*table]
    names = (html.escape(str(name)).replace("_", "_<wbr/>") for name in shown)
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    columns = [_aligned(list(table[name])) for name in table]
    firsts = [f'<th scope="row">{html.escape(str(name))}</th>' if told else "" for name in table.index]
    rows = "\n".join(
        f"<tr>{first}{''.join(f'<td>{one}</td>' for one in row)}</tr>"
        for first, row in zip(firsts, zip(*columns, strict=True), strict=True)
    )
    table_html = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    return f'<div class="sc-table"><table class="sc-exercise__given">\n{table_html}</div>'


def _tells(index: pd.Index) -> bool:
    """Whether an index names its rows; the one that pandas gives to a table without one only counts them."""
    return index.name is not None or not isinstance(index, pd.RangeIndex)


def _aligned(numbers: list[float]) -> list[str]:
    """Numbers as texts with one count of decimals: as many as the one with most of them has."""
    decimals = max(len(f"{one:g}".partition(".")[2]) for one in numbers)
    return [f"{one:.{decimals}f}" for one in numbers]


def _tables(one: Exercise) -> str:
    """Where the tables that it needs can be read and downloaded."""
    links = " and ".join(f'<a href="{DATA_PAGE}#{name}"><code>{name}</code></a>' for name in one.tables)
    label = "tables" if len(one.tables) > 1 else "table"
    return f'<p class="sc-exercise__tables">It needs the {label} {links}.</p>' if links else ""


def _form(one: Exercise, settings: Mapping[str, Any]) -> str:
    if isinstance(one.answer, Number):
        unit = f", in {html.escape(one.answer.unit)}" if one.answer.unit else ""
        field = (
            f'<label for="{one.anchor}-answer">Your answer{unit}</label>\n'
            f'<input id="{one.anchor}-answer" name="answer" type="text" inputmode="decimal" autocomplete="off">'
        )
    elif isinstance(one.answer, Choice):
        radios = "\n".join(
            f'<label><input type="radio" name="answer" value="{html.escape(option)}"> {html.escape(option)}</label>'
            for option in one.answer.options
        )
        field = f"<fieldset><legend>Your answer</legend>\n{radios}\n</fieldset>"
    else:
        return f'<p class="sc-exercise__elsewhere">{_ELSEWHERE[type(one.answer)]}</p>'
    key = html.escape(json.dumps(page_key(one, settings)))
    return (
        f'<form class="sc-exercise__form" data-key="{key}" hidden>\n{field}\n'
        '<button type="submit">Check</button>\n'
        '<p class="sc-result" role="status"></p>\n</form>'
    )


def _solution(one: Exercise, settings: Mapping[str, Any]) -> str:
    if isinstance(one.answer, Text):
        return _rubric(one, one.answer, settings)
    mistakes = "\n".join(f"<li>{_markdown(wrong.feedback)}</li>" for wrong in one.wrong)
    return (
        '<details class="sc-exercise__solution">\n<summary>Solution and typical mistakes</summary>\n'
        f"<p>{PUBLIC}</p>\n{_code(one.code(one.solution, settings).rstrip())}\n"
        f"<p>If your answer is another one, it may be one of these:</p>\n<ul>\n{mistakes}\n</ul>\n</details>"
    )


def _rubric(one: Exercise, answer: Text, settings: Mapping[str, Any]) -> str:
    rows = "\n".join(
        f"<li><strong>{html.escape(row.criterion)}</strong> ({_count(row.points, 'point')}): "
        f"{html.escape(row.full_marks)}</li>"
        for row in answer.rubric
    )
    mistakes = "\n".join(f"<li>{_markdown(wrong.feedback)}</li>" for wrong in one.wrong)
    model = _markdown(str(solve.value(one, one.solution, settings)))
    return (
        f'<div class="sc-exercise__rubric">\n<p>Full marks look like this:</p>\n<ul>\n{rows}\n</ul>\n</div>\n'
        '<details class="sc-exercise__solution">\n<summary>One good answer, and what weak ones are told</summary>\n'
        f"<p>{PUBLIC}</p>\n<p>What weak answers are told:</p>\n<ul>\n{mistakes}\n</ul>\n"
        f"<p>One good answer among many:</p>\n<blockquote>{model}</blockquote>\n</details>"
    )
