"""The still picture of *Two truths*: one row a province, GDP per head as first told and as told later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .svg import element, picture, text
from .words import fixed, signed

if TYPE_CHECKING:
    from .vintage import Vintage

WIDTH, ROW, TOP = 400, 17, 34
LEFT, RIGHT = 104, 300


def draw(vintage: Vintage) -> str:
    """The picture of the figure's present settings."""
    rows = vintage.table().to_dict("records")
    told = [row[column] for row in rows for column in ("per_head_first", "per_head")]
    least, most = min(told), max(told)
    bottom = TOP + ROW * len(rows)

    def x(yuan: float) -> float:
        return LEFT + (yuan - least) / (most - least) * (RIGHT - LEFT)

    shapes = [
        text(0, 12, "GDP per head, thousand yuan: ring first told, dot revised", "muted", 11),
        text(WIDTH, 12, "%, rank", "muted", 11, text_anchor="end"),
    ]
    for thousand in (50, 100):
        shapes.append(element("path", d=f"M{x(1000 * thousand):.1f} {TOP - 4}V{bottom}", stroke="grid"))
        shapes.append(text(x(1000 * thousand), TOP - 8, str(thousand), "muted", 11, text_anchor="middle"))
    for place, row in enumerate(rows):
        y = TOP + ROW * (place + 0.5)
        color = "purple" if row["province"] == vintage.follow else "orange" if row["change"] < 0 else "blue"
        weight = 700 if color == "purple" else 400
        once, now = x(row["per_head_first"]), x(row["per_head"])
        shapes += [
            text(0, y + 4, row["province"], "ink", 11, font_weight=weight),
            element("path", d=f"M{once:.1f} {y}H{now:.1f}", stroke=color, stroke_width=2.5),
            element("circle", cx=once, cy=y, r=4, fill="paper", stroke=color, stroke_width=2),
            element("circle", cx=now, cy=y, r=4.5, fill=color),
            text(
                RIGHT + 46, y + 4, signed(row["change"], 0), "ink", 11, text_anchor="end", font_weight=weight
            ),
            text(WIDTH, y + 4, ranks(row["rank_first"], row["rank"]), "muted", 11, text_anchor="end"),
        ]
    v = vintage.value
    names = vintage.data["words"]["measures"]
    for place, (key, name) in enumerate(names.items()):
        y = bottom + 24 + 16 * place
        change = 100 * (v[key] / v[f"first_{key}"] - 1)
        shapes += [
            text(0, y, name, "ink", 11),
            text(
                RIGHT, y, f"{fixed(v[f'first_{key}'], 3)} to {fixed(v[key], 3)}", "ink", 11, text_anchor="end"
            ),
            text(WIDTH, y, f"{signed(change, 1)} %", "ink", 11, text_anchor="end", font_weight=700),
        ]
    return picture(WIDTH, bottom + 30 + 16 * len(names), vintage.alt(), *shapes)


def ranks(once: int, now: int) -> str:
    """A rank, and what it became: '4', '4\u21927'."""
    return str(now) if once == now else f"{once}\u2192{now}"
