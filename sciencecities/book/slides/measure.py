"""The steps of "The measure" as slides: a long step gets several, and no sentence of it is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sciencecities.book.slides.deck import Slide
from sciencecities.book.slides.text import chunks, count, numbered, off_slide, sentences, upper

# Words on a slide of the measure, and how many a formula takes the room of.
WORDS, FORMULA = 76, 16
_FORMULA = re.compile(r'(<div class="formula">.*?</div>)', re.DOTALL)


@dataclass
class Step:
    """A step of the measure: its title, and its paragraphs and formulas in order."""

    title: str = ""
    body: list[str] = field(default_factory=list)

    def formula(self, math: str) -> None:
        """Add a displayed formula."""
        self.body.append(f'<div class="formula">{math}</div>')

    def slides(self) -> list[Slide]:
        """The step on as many slides as it needs; what points off the slide goes to the notes."""
        shown, unsaid = _units(self.body)
        groups = chunks(shown, WORDS, len(shown), _room) if shown else []
        made = []
        for i, group in enumerate(groups):
            text = tuple(part.strip() for part in _FORMULA.split(" ".join(group)) if part.strip())
            kicker = numbered("The measure", i, len(groups))
            more = tuple(unsaid) if i == len(groups) - 1 else ()
            made.append(Slide("measure", self.title, kicker, text=(upper(text[0]), *text[1:]), more=more))
        return made


def _units(body: list[str]) -> tuple[list[str], list[str]]:
    """The sentences of a step, a formula with the one that leads to it; and the sentences that lead to something else.

    "In China, at constant prices:" leads to a table that is no part of the slide, and "That is in units of ..." is
    about it.
    """
    units: list[str] = []
    unsaid: list[str] = []
    about_table = False
    for i, part in enumerate(body):
        if part.startswith("<div"):
            if units:
                units[-1] += f" {part}"
            else:
                units.append(part)
            continue
        leads = i + 1 < len(body) and body[i + 1].startswith("<div")
        all_of_it = sentences(part)
        for j, sentence in enumerate(all_of_it):
            shown, rest = off_slide(sentence)
            dangling = sentence.endswith(":") and not (leads and j == len(all_of_it) - 1)
            if dangling or (about_table and j == 0 and sentence.startswith("That is")):
                unsaid.append(sentence)
            else:
                units += [shown] if shown else []
                unsaid += [rest] if rest else []
        about_table = part.endswith(":") and not leads
    return units, unsaid


def _room(unit: str) -> int:
    """How many words a unit takes the room of."""
    return count(_FORMULA.sub("", unit)) + FORMULA * len(_FORMULA.findall(unit))
