"""The still picture of *Build your own index*: a bar a city, made of the parts of its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .svg import element, picture, text
from .words import fixed

if TYPE_CHECKING:
    from .composite import Composite

WIDTH, ROW, LEFT, RIGHT, KEY = 400, 24, 96, 44, 18


def draw(index: Composite) -> str:
    """The picture of the figure's present settings."""
    indicators, table = index.data["indicators"], index.table()
    rows = table.to_dict("records")
    parts = table[[one["id"] for one in indicators]].to_numpy()
    low = min(0.0, *parts.clip(max=0).sum(axis=1))
    high = max(low + 1.0, *parts.clip(min=0).sum(axis=1))
    if index.method != "z-score":
        low, high = 0.0, 100.0
    top = KEY * len(indicators) + 10

    def x(value: float) -> float:
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    shapes = []
    for place, one in enumerate(indicators):
        y = place * KEY
        shapes.append(element("rect", fill=one["color"], x=0, y=y, width=12, height=12, rx=2))
        shapes.append(text(18, y + 10.5, f"{one['label']}: weight {index.weights()[place]}", "muted", 11))
    for place, row in enumerate(rows):
        y = top + ROW * place
        first = row["rank"] == 1
        shapes.append(text(0, y + 15, row["city"], "ink", 12, font_weight=700 if first else 400))
        if row["can_be_first"] == "yes":
            shapes.append(text(LEFT - 18, y + 15, "★", "ink", 11))
        ends = [x(0.0), x(0.0)]  # of the parts below zero, and of those above
        for one in indicators:
            part = float(row[one["id"]])
            width, side = abs(x(part) - x(0.0)), int(part > 0)
            left = ends[1] if part > 0 else ends[0] - width
            ends[side] += width if part > 0 else -width
            if width > 0:
                bar = {"x": left, "y": y + 3, "width": width, "height": ROW - 8}
                shapes.append(element("rect", fill=one["color"], stroke="paper", **bar))
        if row["score"] == row["score"]:
            score = fixed(row["score"], 2 if index.method == "z-score" else 0)
            shapes.append(text(WIDTH, y + 15, score, "ink", 12, text_anchor="end"))
            if low < 0:
                at = x(row["score"])
                shapes.append(element("path", d=f"M{at:.1f} {y}v{ROW - 2}", stroke="ink", stroke_width=2))
    bottom = top + ROW * len(rows)
    shapes.append(element("path", d=f"M{x(0.0):.1f} {top}V{bottom}", stroke="hatch"))
    shapes.append(text(0, bottom + 14, "★ some weights put this city first", "muted", 11))
    return picture(WIDTH, bottom + 20, index.alt(), *shapes)
