"""The still picture of *How firm is a rank?*: one row a city, its range of ranks and its printed rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .svg import element, picture, text

if TYPE_CHECKING:
    from .rank import FirmRank

WIDTH, ROW, TOP = 400, 19, 40


def draw(firm: FirmRank) -> str:
    """The picture of the figure's present settings."""
    rows = firm.table().to_dict("records")
    step = (WIDTH - 12) / len(rows)

    def x(rank: float) -> float:
        return 6 + (rank - 0.5) * step

    shapes = [text(0, 12, f"rank among these {len(rows)} cities", "muted", 11)]
    bottom = TOP + ROW * len(rows)
    for rank in (1, 5, 10, 15, 20, 25):
        shapes.append(element("path", d=f"M{x(rank):.1f} {TOP - 4}V{bottom}", stroke="grid"))
        shapes.append(text(x(rank), TOP - 10, str(rank), "muted", 11, text_anchor="middle"))
    colors = {firm.city: "blue", firm.rival: "orange"}
    colors.setdefault(firm.data["also"], "purple")
    for place, row in enumerate(rows):
        color = colors.get(row["city"], "hatch")
        y = TOP + ROW * (place + 0.5)
        left, right = x(row["low"] - 0.5), x(row["high"] + 0.5)
        shapes.append(
            element(
                "rect", fill=color, x=left, y=y - 6, width=right - left, height=12, rx=6, fill_opacity=0.35
            )
        )
        shapes.append(element("circle", fill=color, cx=x(row["rank"]), cy=y, r=4.5))
        first = row["rank"] <= len(rows) / 2
        edge, anchor = (right + 6, "start") if first else (left - 6, "end")
        ink, weight = (color, 700) if color != "hatch" else ("muted", 400)
        shapes.append(text(edge, y + 4, row["city"], ink, 11, text_anchor=anchor, font_weight=weight))
    return picture(WIDTH, bottom + 4, firm.alt(), *shapes)
