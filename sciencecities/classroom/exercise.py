"""What an exercise is: one frozen record from which page, notebook, student copy and grader are made."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

LEVELS = ("easy", "medium", "hard", "written")


@dataclass(frozen=True)
class Wrong:
    """A typical wrong answer.

    `code` reaches it from the same tables as the solution does (it assigns `answer`, or defines the function);
    `feedback` is what its author is told; `credit` is the part of the points it still earns (0 to below 1);
    `tolerance`, for a number on a scale of its own, is how far off it is still taken for this mistake (None: the
    answer's tolerance).
    """

    code: str
    feedback: str
    credit: float = 0.0
    tolerance: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.credit < 1:
            raise ValueError(f"credit of a wrong answer is {self.credit}: give a part from 0 to below 1")


@dataclass(frozen=True)
class Number:
    """The answer is one number, right when it is within `tolerance` (same unit) of the solution's."""

    tolerance: float
    unit: str = ""


@dataclass(frozen=True)
class Choice:
    """The answer is one of `options`, given as text."""

    options: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The answer is a list of values or of rows (a DataFrame counts as its rows); numbers may differ by `tolerance`."""

    tolerance: float = 1e-6


@dataclass(frozen=True)
class Function:
    """The answer is a function called `name` that takes `arguments`.

    `draw(rng)` returns the inputs on which it is tried, each a tuple of plain arguments. The grader draws them anew
    for each submission, so they cannot be known beforehand. Numbers may differ by `tolerance`.
    """

    name: str
    arguments: tuple[str, ...]
    draw: Callable[[random.Random], list[tuple[Any, ...]]]
    tolerance: float = 1e-9


@dataclass(frozen=True)
class Row:
    """One line of a rubric: what is judged, how many points it carries, and what full marks look like."""

    criterion: str
    points: int
    full_marks: str


@dataclass(frozen=True)
class Mention:
    """At least `at_least` of the regular expressions `patterns` should occur in the text, else `feedback` is advised.

    Words are no proof of a thought, nor is their absence of its absence: this never refuses a text.
    """

    patterns: tuple[str, ...]
    at_least: int
    feedback: str


@dataclass(frozen=True)
class Text:
    """The answer is prose of `words` (lowest, highest), marked by a person with `rubric`; `mentions` are advice."""

    words: tuple[int, int]
    rubric: tuple[Row, ...]
    mentions: tuple[Mention, ...] = ()


Answer = Number | Choice | Table | Function | Text


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise, complete.

    id: chapter and number, as "1.2". objective: the chapter's learning objective that it tests. minutes: for a median
    student; points: full marks. prompt: Markdown; `{year}` stands for the parameter `year`. starter: code shown to
    the student, with `answer = ...` or the head of a function. solution: code that assigns `answer` or defines the
    function. setup: code that runs before either and gives nothing away. given: an expression in the setup's names
    that is a small DataFrame: the box prints it, so that who reads the page has it as well. All code sees `data`,
    `measures`, `look`, `pd`, `np` and the parameters by name. wrong: at least two typical wrong answers. hint: what to
    look at again when a number or a choice is wrong in no known way, worded to follow a colon. praise: what a right
    answer is told. params: the values used on the page (of the kinds that JSON knows); variants: all values that a
    student's own copy may have.
    """

    id: str
    title: str
    level: str
    minutes: int
    points: int
    objective: str
    prompt: str
    starter: str
    solution: str
    answer: Answer
    wrong: tuple[Wrong, ...]
    setup: str = ""
    given: str = ""
    hint: str = ""
    praise: str = "Well done."
    params: Mapping[str, Any] = field(default_factory=dict)
    variants: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        where = f"exercise {self.id!r}"
        if not re.fullmatch(r"[1-9]\d*\.[1-9]\d*", self.id):
            raise ValueError(f"{where}: the id must be chapter and number, as '1.2'")
        if self.level not in LEVELS:
            raise ValueError(f"{where}: level {self.level!r} is none of {', '.join(LEVELS)}")
        if self.points <= 0 or self.minutes <= 0:
            raise ValueError(f"{where}: points and minutes must be above 0")
        if len(self.wrong) < 2:
            raise ValueError(f"{where}: name at least two typical wrong answers")
        for name, values in self.variants.items():
            if name not in self.params:
                raise ValueError(f"{where}: variant {name!r} is not among the params")
            if self.params[name] not in values:
                raise ValueError(
                    f"{where}: the default {name}={self.params[name]!r} is missing from its variants"
                )
        if isinstance(self.answer, Text) and sum(row.points for row in self.answer.rubric) != self.points:
            raise ValueError(f"{where}: the rubric's points do not add up to {self.points}")

    @property
    def chapter(self) -> int:
        """The chapter's number."""
        return int(self.id.split(".")[0])

    @property
    def tables(self) -> list[str]:
        """The names of the tables that its code loads, in order."""
        return list(dict.fromkeys(re.findall(r'data\.load\("(\w+)"\)', self.setup + self.solution)))

    @property
    def anchor(self) -> str:
        """The id of its box in the page."""
        return f"exercise-{self.id.replace('.', '-')}"

    def settings(self, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """All parameters, with `params` in place of the defaults. A name or value that is not allowed: ValueError."""
        chosen = dict(self.params)
        for name, value in (params or {}).items():
            if name not in chosen:
                raise ValueError(
                    f"exercise {self.id} has no parameter {name!r}; it has: {', '.join(chosen) or 'none'}"
                )
            if value != chosen[name] and value not in self.variants.get(name, ()):
                raise ValueError(f"exercise {self.id} cannot be asked with {name}={value!r}")
            chosen[name] = value
        return chosen

    def all_settings(self, limit: int = 20) -> list[dict[str, Any]]:
        """The default first, then the variants' combinations: all of them, or `limit` spread by a fixed draw."""
        names = list(self.variants)
        combinations = [
            {**self.params, **dict(zip(names, values, strict=True))}
            for values in itertools.product(*(self.variants[name] for name in names))
        ]
        others = [settings for settings in combinations if settings != dict(self.params)]
        if len(others) >= limit:
            others = random.Random(self.id).sample(others, limit - 1)
        return [dict(self.params), *others]

    def text(self, params: Mapping[str, Any] | None = None) -> str:
        """The prompt in Markdown with the parameters filled in."""
        return fill(self.prompt, self.settings(params))

    def code(self, body: str, params: Mapping[str, Any] | None = None) -> str:
        """`body` as a student sees and runs it: one line per parameter, the setup, then the body."""
        lines = [f"{name} = {value!r}" for name, value in self.settings(params).items()]
        parts = ("\n".join(lines), self.setup.strip("\n"), body.strip("\n"))
        return "\n".join(part for part in parts if part) + "\n"

    def cell(self, params: Mapping[str, Any] | None = None) -> str:
        """The cell below the box, in the chapter and in a student's copy: parameters, setup, starter, and the check."""
        answer = self.answer.name if isinstance(self.answer, Function) else "answer"
        settings = self.settings(params)
        changed = "" if settings == dict(self.params) else f", {settings!r}"
        return f'{self.code(self.starter, params)}\ncheck("{self.id}", {answer}{changed})\n'


def fill(template: str, settings: Mapping[str, Any]) -> str:
    """Replace `{name}` by the parameter of that name, a list as "1, 2 and 3"; other braces stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda m: _words(settings[m[1]]) if m[1] in settings else m[0], template)


def _words(value: Any) -> str:
    if isinstance(value, (list, tuple)) and len(value) > 1:
        return f"{', '.join(map(str, value[:-1]))} and {value[-1]}"
    return str(value)
