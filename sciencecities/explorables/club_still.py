"""The still picture of *Who is in the club?*: the map above, the Lorenz curve below, made for a phone's width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sciencecities import measures

from .map_still import label, provinces
from .svg import element, hatch, path, picture, text
from .words import percent

if TYPE_CHECKING:
    from .club import Club

WIDTH, MAP_HEIGHT, CURVE_HEIGHT = 400, 336, 250


def draw(club: Club) -> str:
    """The picture of the club's present settings."""
    parts = {row["province"]: row["per_cent"] / 100 for row in club.table().to_dict("records")}
    return picture(
        WIDTH,
        MAP_HEIGHT + CURVE_HEIGHT,
        club.alt(),
        hatch("club-apart"),
        element("g", *_map(club, parts), transform=f"scale({WIDTH / club.data['map']['width']})"),
        text(0, MAP_HEIGHT - 4, "hatched: reports separately", "muted", 11),
        element("g", *_curve(club), transform=f"translate(0 {MAP_HEIGHT})"),
    )


def _map(club: Club, parts: dict[str, float]) -> list[str]:
    members, largest = club.value["members"], max(parts.values())

    def tint(unit: dict[str, Any]) -> tuple[str, float]:
        return "blue", 1 if unit["id"] in members else 0.08 + 0.4 * parts.get(unit["name"], 0) / largest

    shapes = provinces(club.data["map"], "club-apart", tint)
    for unit in club.data["map"]["units"]:
        if unit["id"] in club.data["pair"]:
            shapes.append(
                element(
                    "circle", cx=unit["x"], cy=unit["y"], r=20, stroke="orange", stroke_width=6, fill="none"
                )
            )
        if unit["id"] in members[:4]:
            shapes.append(label(unit))
    return shapes


def _curve(club: Club) -> list[str]:
    values = club.table()["value"].to_numpy()
    p, l = measures.lorenz(values)  # noqa: E741 (p and l are the names of the two axes)
    left, right, top, bottom = 10, 300, 16, CURVE_HEIGHT - 30

    def at(across: float, up: float) -> tuple[float, float]:
        return left + across * (right - left), bottom - up * (bottom - top)

    door = 1 - club.k / len(values)
    height = 1 - club.value["top_share"]
    x, y = at(door, height)
    points = [at(float(a), float(b)) for a, b in zip(p, l, strict=True)]
    inside = [point for point in points if point[0] >= x - 0.01]
    return [
        element(
            "path",
            d=path([(x, bottom), *inside, (right, bottom)], close=True),
            fill="blue",
            fill_opacity=0.18,
        ),
        element("path", d=path([at(0, 0), at(1, 1)]), stroke="muted", stroke_dasharray="4 4"),
        element("path", d=path([at(0, 0), at(1, 0), at(1, 1)]), stroke="grid"),
        element("path", d=path(points), stroke="blue", stroke_width=2.5),
        element("path", d=path([(x, top), (x, bottom)]), stroke="ink", stroke_width=1.5),
        element(
            "path",
            d=path([(right + 8, top), (right + 14, top), (right + 14, y), (right + 8, y)]),
            stroke="blue",
        ),
        text(right + 20, (top + y) / 2, percent(club.value["top_share"]), "blue", 16, font_weight=700),
        text(right + 20, (top + y) / 2 + 16, f"top {club.k}", "muted", 12),
        text(at(0.42, 0.47)[0], at(0.42, 0.47)[1], "if all had the same", "muted", 11, text_anchor="end"),
        text(left, CURVE_HEIGHT - 10, "provinces, from the smallest to the largest", "muted", 11),
    ]
