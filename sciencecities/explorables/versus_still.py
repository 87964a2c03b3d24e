"""The still picture of *City against city*: a scale an indicator, a mark a city, the better end on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .svg import element, picture, text
from .words import fixed

if TYPE_CHECKING:
    from .versus import Versus

WIDTH, ROW, TOP = 400, 70, 24
GAP = "not published"


def draw(versus: Versus) -> str:
    """The picture of the figure's present settings."""
    shapes = [
        element("circle", fill="blue", cx=7, cy=9, r=6),
        text(20, 13, versus.city, "blue", 13, font_weight=700),
        element("path", fill="orange", d=_diamond(WIDTH / 2 + 7, 9)),
        text(WIDTH / 2 + 20, 13, versus.rival, "orange", 13, font_weight=700),
    ]
    for place, row in enumerate(versus.data["rows"]):
        shapes.extend(_scale(versus, row, TOP + ROW * place))
    return picture(WIDTH, TOP + ROW * len(versus.data["rows"]), versus.alt(), *shapes)


def _scale(versus: Versus, row: dict[str, Any], top: float) -> list[str]:
    """One indicator: its name, all cities, and the two with their figures."""
    spec = row[versus.count]
    known = [value for value in spec["values"] if value is not None]
    low, high = (0.0, max(known)) if row["better"] else (max(known), 1.0)

    def x(value: float) -> float:
        return 7 + (value - low) / (high - low) * (WIDTH - 14)

    y = top + 32
    shapes = [
        text(0, top + 14, row["label"], "ink", 12, font_weight=600),
        text(WIDTH, top + 14, spec["unit"], "muted", 11, text_anchor="end"),
        element("path", d=f"M7 {y}H{WIDTH - 7}", stroke="grid"),
    ]
    shapes += [element("path", d=f"M{x(value):.1f} {y - 6}v12", stroke="hatch") for value in known]
    first, second = versus.pair(row, versus.count)
    if first is not None:
        shapes.append(element("circle", fill="blue", stroke="paper", cx=x(first), cy=y, r=6))
    if second is not None:
        shapes.append(element("path", fill="orange", stroke="paper", d=_diamond(x(second), y)))
    said = [GAP if value is None else fixed(value, spec["digits"]) for value in (first, second)]
    shapes.append(text(0, y + 22, said[0], "blue", 12, font_weight=600))
    shapes.append(text(WIDTH / 2, y + 22, said[1], "orange", 12, font_weight=600))
    best = element("path", d=f"M{WIDTH - 10} {y + 13}l6 5l-6 5", stroke="muted")
    return [*shapes, text(WIDTH - 16, y + 22, "better", "muted", 11, text_anchor="end"), best]


def _diamond(x: float, y: float) -> str:
    return f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z"
