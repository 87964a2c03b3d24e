"""The still picture of *When would it close?*: the ratio as it was, its path from here, and the leads of the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .svg import element, path, picture, text

if TYPE_CHECKING:
    from .closing import Closing

WIDTH, HEIGHT = 400, 250
LEFT, RIGHT, TOP, BOTTOM = 28, 392, 24, 226
LOW, HIGH = 0.5, 2.5
ROW = 20


def draw(closing: Closing) -> str:
    """The picture of the figure's present settings."""
    table = closing.table()
    first, last = int(table["year"].iloc[0]), int(table["year"].iloc[-1])

    def x(year: float) -> float:
        return LEFT + (year - first) / (last - first) * (RIGHT - LEFT)

    def y(ratio: float) -> float:
        return BOTTOM - (ratio - LOW) / (HIGH - LOW) * (BOTTOM - TOP)

    shapes = [text(0, 12, "coast divided by interior, GDP per head; from the ring on a path", "muted", 11)]
    for ratio in (1, 1.5, 2, 2.5):
        strong = {"stroke": "ink", "stroke_width": 1.5} if ratio == 1 else {"stroke": "grid"}
        shapes.append(element("path", d=f"M{LEFT} {y(ratio):.1f}H{RIGHT}", **strong))
        shapes.append(text(0, y(ratio) + 4, f"{ratio:g}", "muted", 11))
    shapes.append(text(LEFT + 4, y(1) + 14, "level", "muted", 11))
    pieces = closing.data["pieces"]
    for start, end in zip(pieces, [*pieces[1:], last + 1], strict=True):
        rows = table[table["year"].between(start, end - 1) & table["observed"].notna()]
        points = [(x(year), y(ratio)) for year, ratio in zip(rows["year"], rows["observed"], strict=True)]
        shapes.append(element("path", d=path(points), stroke="ink", stroke_width=2.5))
    ahead = table[table["path"].between(LOW, HIGH)]
    points = [(x(year), y(ratio)) for year, ratio in zip(ahead["year"], ahead["path"], strict=True)]
    v = closing.value
    shapes += [
        element("path", d=path(points), stroke="blue", stroke_width=2.5, stroke_dasharray="5 4"),
        element(
            "circle", cx=x(v["start"]), cy=y(v["ratio"]), r=6, fill="paper", stroke="blue", stroke_width=2.5
        ),
        text(LEFT, HEIGHT - 8, str(first), "muted", 11),
        text(RIGHT, HEIGHT - 8, str(last), "muted", 11, text_anchor="end"),
    ]
    if v["years"] is not None and v["start"] + v["years"] <= last:
        level = v["start"] + v["years"]
        shapes += [
            element("circle", fill="blue", cx=x(level), cy=y(1), r=6),
            text(x(level), y(1) - 12, f"{level:.0f}", "blue", 12, text_anchor="middle", font_weight=700),
        ]
    return picture(
        WIDTH, HEIGHT + 26 + ROW * len(closing.data["seen"]), closing.alt(), *shapes, *_leads(closing)
    )


def _leads(closing: Closing) -> list[str]:
    """One row for each period: how fast the ratio fell, and the same in real terms."""
    low, high = closing.limits["lead"]["min"], closing.limits["lead"]["max"]

    def x(lead: float) -> float:
        return 90 + (lead - low) / (high - low) * (RIGHT - 90)

    bottom = HEIGHT + 24 + ROW * len(closing.data["seen"])
    shapes = [
        text(
            0,
            HEIGHT + 14,
            "the interior's lead, points a year: dot as the ratio fell, ring real",
            "muted",
            11,
        ),
        element("path", d=f"M{x(0):.1f} {HEIGHT + 20}V{bottom}", stroke="grid"),
        element(
            "path", d=f"M{x(closing.lead):.1f} {HEIGHT + 20}V{bottom}", stroke="blue", stroke_dasharray="5 4"
        ),
    ]
    for place, one in enumerate(closing.data["seen"]):
        y = HEIGHT + 36 + ROW * place
        shapes += [
            text(0, y + 4, one["label"], "muted", 11),
            element("path", d=f"M{x(one['real']):.1f} {y}H{x(one['nominal']):.1f}", stroke="ink"),
            element("circle", cx=x(one["real"]), cy=y, r=4, fill="paper", stroke="ink", stroke_width=2),
            element("circle", cx=x(one["nominal"]), cy=y, r=5, fill="ink"),
        ]
    return [*shapes, text(x(0) + 3, bottom, "0", "muted", 11)]
