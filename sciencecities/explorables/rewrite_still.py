"""The still picture of *Rewrite the claim*: the claim, four choices, and what became of those that are explained."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from .svg import element, picture, text

if TYPE_CHECKING:
    from .rewrite import Rewrite

WIDTH, LINE, WIDE = 400, 17, 58


def draw(rewrite: Rewrite) -> str:
    """The picture of the figure's present settings."""
    now, v = rewrite.now, rewrite.value
    shapes = [text(0, 14, f"{now['id']}, as it stands {now['verdict']}:", "muted", 12)]
    y = 34
    for line in wrap(now["claim"], WIDE - 6):
        shapes.append(text(0, y, line, "ink", 14, font_weight=600))
        y += 19
    for number, one in enumerate(now["options"], start=1):
        explained = number in v["explained"]
        y += 12
        shapes.append(_mark(9, y + 1, one["holds"] if explained else None))
        for line in wrap(one["phrase"], WIDE - 4):
            shapes.append(text(28, y + 5, line, "ink", 13, font_weight=700 if number == v["option"] else 400))
            y += LINE
        for line in wrap(f"{one['why']} ({one['figure']}.)", WIDE) if explained else []:
            shapes.append(text(28, y + 4, line, "muted", 11.5))
            y += LINE - 2
    return picture(WIDTH, y + 8, rewrite.alt(), *shapes)


def _mark(x: float, y: float, holds: bool | None) -> str:
    """A tick in a disc, a cross in a ring, or an empty ring."""
    if holds is None:
        return element("circle", stroke="hatch", stroke_width=2, cx=x, cy=y, r=7)
    if holds:
        tick = element("path", stroke="paper", stroke_width=2, d=f"M{x - 4} {y}l3 3l5 -6")
        return element("g", element("circle", fill="blue", cx=x, cy=y, r=8), tick)
    cross = element("path", stroke="orange", stroke_width=2, d=f"M{x - 4} {y - 4}l8 8m0 -8l-8 8")
    return element("g", element("circle", stroke="orange", stroke_width=1.5, cx=x, cy=y, r=8), cross)
