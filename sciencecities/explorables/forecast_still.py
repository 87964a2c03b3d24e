"""The still picture of *Place your forecast*: a scale a statement, with your number, the base rate and the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .svg import element, picture, text
from .words import SPACE

if TYPE_CHECKING:
    from .forecast import Forecast

WIDTH, ROW, TOP = 400, 52, 24


def draw(forecast: Forecast) -> str:
    """The picture of the figure's present settings."""
    v = forecast.value
    shapes = [
        element("circle", fill="blue", cx=7, cy=9, r=6),
        text(20, 13, "your number", "blue", 12, font_weight=600),
        element("path", fill="orange", d=_diamond(127, 9)),
        text(140, 13, "base rate", "orange", 12, font_weight=600),
        element("circle", stroke="ink", stroke_width=2, cx=227, cy=9, r=6),
        text(
            240, 13, "outcome" if v["mine"] is not None else "outcome: not shown", "ink", 12, font_weight=600
        ),
    ]
    for place, one in enumerate(forecast.round["statements"]):
        shapes.extend(_scale(one, v, place))
    return picture(WIDTH, TOP + ROW * v["n"] + 4, forecast.alt(), *shapes)


def _scale(one: dict[str, Any], v: dict[str, Any], place: int) -> list[str]:
    """One statement: its words, how often it was true, and the marks between 0 and 100 per cent."""
    top = TOP + ROW * place
    y = top + 34
    said, rate = v["forecasts"][place], v["base_rates"][place]
    shapes = [
        text(0, top + 17, one["words"], "ink", 12.5, font_weight=600),
        text(WIDTH, top + 17, f"true in {one['true']} of {one['read']}", "muted", 11, text_anchor="end"),
        element("path", d=f"M{_x(0):.1f} {y}H{_x(1):.1f}", stroke="grid", stroke_width=2),
        text(0, y + 4, "0", "muted", 11),
        text(WIDTH, y + 4, f"100{SPACE}%", "muted", 11, text_anchor="end"),
    ]
    if v["mine"] is not None:
        end = _x(float(one["truth"]))
        shapes.append(element("path", d=f"M{_x(said):.1f} {y}H{end:.1f}", stroke="blue", stroke_width=3))
        shapes.append(element("circle", stroke="ink", stroke_width=2, cx=end, cy=y, r=10))
    shapes.append(element("path", fill="orange", stroke="paper", d=_diamond(_x(rate), y)))
    shapes.append(element("circle", fill="blue", stroke="paper", cx=_x(said), cy=y, r=5))
    return shapes


def _x(part: float) -> float:
    return 26 + part * (WIDTH - 80)


def _diamond(x: float, y: float) -> str:
    return f"M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8z"
