"""China's provinces as short SVG paths, light enough to travel inside a page.

Base map: Natural Earth, public domain, boundaries as they are on the ground. Taiwan, Hong Kong and Macao report
their figures separately and are marked `apart`. Islets too small to be seen at this size are left out.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely

from sciencecities import data, projection

WIDTH = 1000  # units of the drawing from west to east
TOLERANCE_M = 9000  # about one pixel on a phone
ISLET_M2 = 1.0e9
SMALL_M2 = 2.0e10  # below this a province is also marked by a dot


@cache
def provinces() -> dict[str, Any]:
    """The drawing: its width and height, and for each of 34 units id, name, path, dot (x, y), apart, small.

    The paths are in whole drawing units, y downwards. Neighbours share their borders, so no gaps open.
    """
    table = data.load("provinces")
    flat = shapely.transform(table["geometry"].to_numpy(), projection.albers)
    shapes = shapely.coverage_simplify(flat, TOLERANCE_M)
    shapes = [_without_islets(shape) for shape in shapes]
    west, south, east, north = shapely.total_bounds(shapes)
    scale = WIDTH / (east - west)

    def place(points: Any) -> Any:
        x, y = np.asarray(points).T
        return np.rint(np.column_stack(((x - west) * scale, (north - y) * scale))).astype(int)

    units = []
    for row, shape in zip(table.itertuples(), shapes, strict=True):
        middle = shapely.get_coordinates(
            shapely.point_on_surface(max(_parts(shape), key=lambda part: part.area))
        )
        x, y = (int(number) for number in place(middle)[0])
        units.append(
            {
                "id": row.id,
                "name": row.name,
                "path": "".join(_ring(place(ring.coords)) for part in _parts(shape) for ring in _rings(part)),
                "x": x,
                "y": y,
                "apart": not str(row.id).startswith("CN-"),
                "small": bool(shape.area < SMALL_M2),
            }
        )
    return {"width": WIDTH, "height": int(np.ceil((north - south) * scale)), "units": units}


def _parts(shape: Any) -> list[Any]:
    return list(shapely.get_parts(shape))


def _rings(part: Any) -> list[Any]:
    return [part.exterior, *part.interiors]


def _without_islets(shape: Any) -> Any:
    """The shape without parts too small to see; its largest part always stays."""
    parts = sorted(_parts(shape), key=lambda part: -part.area)
    return shapely.multipolygons(
        [part for place, part in enumerate(parts) if place == 0 or part.area > ISLET_M2]
    )


def _ring(points: Any) -> str:
    """A closed ring as a relative path, steps of no length left out."""
    steps = np.diff(points[:-1], axis=0)
    moves = "".join(f"{x}{' ' if y >= 0 else ''}{y}{' '}" for x, y in steps if x or y)
    return f"M{points[0][0]} {points[0][1]}l{moves.strip()}z" if moves else ""
