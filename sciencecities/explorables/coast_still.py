"""The still picture of *Draw the coast yourself*: the map in two groups, and what lies between and within."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .map_still import provinces
from .svg import element, hatch, picture, text
from .words import fixed, percent

if TYPE_CHECKING:
    from .coast import Coast

WIDTH, MAP_HEIGHT, ROW = 400, 336, 46
TOP = MAP_HEIGHT + 52  # of the bars, below two lines that explain the map


def draw(coast: Coast) -> str:
    """The picture of the figure's present settings."""
    v = coast.value
    heads = dict(coast.table()[["province", "gdp_per_head"]].to_numpy().tolist())
    most = max(heads.values())

    def tint(unit: dict[str, Any]) -> tuple[str, float]:
        return "blue" if unit["id"] in coast.coast else "orange", (
            0.4 if unit["id"] in coast.coast else 0.15
        ) + 0.6 * heads[unit["name"]] / most

    rows = [(v["year"], "")] if v["year"] == v["since"] else [(v["since"], "since_"), (v["year"], "")]
    scale = WIDTH / max(v[f"{key}total"] for _, key in rows)
    bars = []
    for place, (year, key) in enumerate(rows):
        y = TOP + ROW * place
        edge = v[f"{key}between"] * scale
        bars += [
            text(0, y - 5, f"{year}: between {percent(v[f'{key}share'])}", "purple", 12, font_weight=700),
            text(
                WIDTH,
                y - 5,
                f"within; Theil index {fixed(v[f'{key}total'], 3)}",
                "muted",
                11,
                text_anchor="end",
            ),
            element("rect", fill="purple", x=0, y=y, width=edge, height=18),
            element(
                "rect",
                fill="hatch",
                x=edge,
                y=y,
                width=v[f"{key}within"] * scale,
                height=18,
                fill_opacity=0.6,
            ),
        ]
    return picture(
        WIDTH,
        TOP - 12 + ROW * len(rows),
        coast.alt(),
        hatch("coast-apart"),
        element(
            "g",
            *provinces(coast.data["map"], "coast-apart", tint),
            transform=f"scale({WIDTH / coast.data['map']['width']})",
        ),
        text(0, MAP_HEIGHT + 10, "blue: coast; orange: interior; the stronger, the richer", "muted", 11),
        text(0, MAP_HEIGHT + 24, "hatched: reports separately", "muted", 11),
        *bars,
    )
