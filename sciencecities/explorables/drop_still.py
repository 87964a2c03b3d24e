"""The still picture of *Drop a province, change the story*: dots, the line with its band, and the slope's interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .svg import element, path, picture, text

if TYPE_CHECKING:
    from .drop import Drop

WIDTH, HEIGHT = 400, 360
LEFT, RIGHT, TOP, BOTTOM = 30, 392, 34, 312
MARGIN = 0.06
LETTER = 5.6  # average width of a letter, in units of the picture


def draw(drop: Drop) -> str:
    """The picture of the figure's present settings."""
    points = drop.points()
    kept = np.array([unit not in drop.out for unit in drop.data["ids"]])
    held = drop.control == "yes"
    window = drop.window.replace("-", " to ")
    (x_low, x_high), (y_low, y_high) = (_range(points[:, axis]) for axis in (0, 1))

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + (x - x_low) / (x_high - x_low) * (RIGHT - LEFT),
            BOTTOM - (y - y_low) / (y_high - y_low) * (BOTTOM - TOP),
        )

    left = ", income held fixed" if held else ""
    shapes = [
        text(0, 12, f"real growth {window}, per cent a year{left}", "muted", 11),
        text(
            RIGHT,
            HEIGHT - 12,
            f"R&D in {window[:4]}, per cent of GDP{left}",
            "muted",
            11,
            text_anchor="end",
        ),
    ]
    for tick in _ticks(y_low, y_high):
        y = at(x_low, tick)[1]
        shapes.append(element("path", d=path([(LEFT, y), (RIGHT, y)]), stroke="grid"))
        shapes.append(text(LEFT - 6, y + 4, _plain(tick), "muted", 11, text_anchor="end"))
    for tick in _ticks(x_low, x_high):
        shapes.append(text(at(tick, 0)[0], BOTTOM + 16, _plain(tick), "muted", 11, text_anchor="middle"))
    shapes += _line(drop, points[kept], at)
    places = [at(float(x), float(y)) for x, y in points]
    for (x, y), inside in zip(places, kept, strict=True):
        paint: dict[str, Any] = (
            {"fill": "blue", "stroke": "paper"} if inside else {"fill": "paper", "stroke": "orange"}
        )
        shapes.append(element("circle", cx=x, cy=y, r=4.5, stroke_width=1.5, **paint))
    return picture(
        WIDTH, HEIGHT, drop.alt(), *shapes, *_labels(places, drop.data["names"], kept, points[:, 0])
    )


def _line(drop: Drop, kept: Any, at: Any) -> list[str]:
    """The fitted line between the outermost provinces, and its band."""
    value, (x, y) = drop.value, kept.T
    middle, spread = x.mean(), ((x - x.mean()) ** 2).sum()
    # From the interval of the slope to that of the line: its half width is t times the standard error.
    half = (value["high"] - value["low"]) / 2
    across = np.linspace(x.min(), x.max(), 25)
    line = y.mean() + value["slope"] * (across - middle)
    band = half * np.sqrt(spread / len(x) + (across - middle) ** 2)
    upper = [at(*pair) for pair in zip(across, line + band, strict=True)]
    lower = [at(*pair) for pair in zip(across, line - band, strict=True)]
    clip = element(
        "clipPath",
        element("rect", x=LEFT, y=TOP - 6, width=RIGHT - LEFT, height=BOTTOM - TOP + 6),
        id="drop-clip",
    )
    shapes = [
        element("path", d=path(upper + lower[::-1], close=True), fill="blue", fill_opacity=0.15),
        element("path", d=path([at(across[0], line[0]), at(across[-1], line[-1])]), stroke="blue"),
    ]
    return [f"<defs>{clip}</defs>", element("g", *shapes, clip_path="url(#drop-clip)", stroke_width=2.5)]


def _labels(places: list[tuple[float, float]], labels: list[str], kept: Any, x: Any) -> list[str]:
    """Names where there is room, first of those left out, then from the outermost inwards."""
    order = sorted(range(len(labels)), key=lambda i: (bool(kept[i]), -abs(x[i] - np.median(x))))
    taken = [(a - 5, b - 5, a + 5, b + 5) for a, b in places]
    out = []
    for i in order:
        (a, b), width = places[i], LETTER * len(labels[i])
        for left, base in ((a + 8, b + 4), (a - 8 - width, b + 4), (a - width / 2, b - 8)):
            box = (left, base - 10, left + width, base + 2)
            if left < LEFT or box[2] > WIDTH or box[1] < TOP - 10:
                continue
            if any(_overlap(box, other) for other in taken):
                continue
            taken.append(box)
            out.append(text(left, base, labels[i], "ink" if kept[i] else "orange", 11))
            break
    return out


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _range(values: Any) -> tuple[float, float]:
    """From the smallest to the largest value and a little further."""
    room = MARGIN * float(np.ptp(values))
    return float(values.min()) - room, float(values.max()) + room


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers within a range, a handful."""
    step = next(step for step in (0.1, 0.2, 0.5, 1, 2, 5, 10) if (high - low) / step < 7)
    return [i * step for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _plain(number: float) -> str:
    return f"{number:.4g}".replace("-", "\u2212")
