"""The map of China's provinces in still pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .svg import element, text

HALO = {"stroke": "paper", "stroke_width": 8, "paint_order": "stroke", "stroke_linejoin": "round"}


def provinces(
    shape: dict[str, Any], hatch: str, tint: Callable[[dict[str, Any]], tuple[str, float]]
) -> list[str]:
    """The provinces' outlines, small ones with a dot: `tint` gives a unit's colour and how strong it is, from 0 to 1.

    shape: what `outline.provinces` makes. hatch: name of the pattern for what reports separately.
    """
    shapes = []
    for unit in shape["units"]:
        if unit["apart"]:
            paint: dict[str, Any] = {"fill": f"url(#{hatch})"}
        else:
            color, strength = tint(unit)
            paint = {"fill": color, "fill_opacity": round(strength, 3)}
        edge: dict[str, Any] = {"stroke": "hatch" if unit["apart"] else "paper", "stroke_width": 2.5}
        shapes.append(element("path", d=unit["path"], **edge, **paint))
        if unit["small"] and not unit["apart"]:
            shapes.append(element("circle", cx=unit["x"], cy=unit["y"], r=13, **edge, **paint))
    return shapes


def label(unit: dict[str, Any]) -> str:
    """The name of a unit above its middle."""
    return text(
        unit["x"],
        unit["y"] - 26,
        unit["name"],
        "ink",
        30,
        text_anchor="middle",
        font_weight=600,
        **HALO,
    )
