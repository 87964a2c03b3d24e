"""Outlines out of a TopoJSON file, in which neighbours share one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

Arcs = list[np.ndarray]


def read(path: Path, key: str) -> list[tuple[str, Any]]:
    """The shapes of a file with one layer: the property `key` of each, and its outline in degrees.

    A shape comes as a shapely Polygon or MultiPolygon, points as (longitude, latitude). Method: each line is kept as
    whole steps on a grid, and a ring names its lines in order, ~n for line n walked backwards (TopoJSON
    Specification 1.0, sections 2.1.2 to 2.1.4). Raises KeyError, TypeError or ValueError for a file of another make.
    """
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale, origin = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    arcs = [np.cumsum(steps, axis=0) * scale + origin for steps in topology["arcs"]]
    [layer] = topology["objects"].values()
    return [(shape["properties"][key], _outline(shape, arcs)) for shape in layer["geometries"]]


def _outline(shape: dict[str, Any], arcs: Arcs) -> Any:
    if shape["type"] == "Polygon":
        return _polygon(shape["arcs"], arcs)
    return shapely.MultiPolygon([_polygon(rings, arcs) for rings in shape["arcs"]])


def _polygon(rings: list[list[int]], arcs: Arcs) -> Any:
    outer, *holes = (np.concatenate(list(_lines(ring, arcs))) for ring in rings)
    return shapely.Polygon(outer, holes)


def _lines(ring: list[int], arcs: Arcs) -> Iterator[np.ndarray]:
    """The lines of a ring, the first whole, the others without the point that they share with the one before."""
    for place, number in enumerate(ring):
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        yield line[1:] if place else line
