"""The tables of the book: load one by name, typed and checked against its description.

    from sciencecities import data

    data.names()                     # what there is
    data.load("science_cities")      # a DataFrame
    print(data.card("science_cities"))

The tables are the CSV files in `data/`, described in `data/datapackage.json` (a Frictionless data package).
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from sciencecities import _package, _schema, _topology
from sciencecities._cards import render_card
from sciencecities._schema import DataError, Resource

__all__ = ["DATA", "DataError", "card", "describe", "load", "names", "problems"]

DATA: Path = _package.folder()
"""Folder of the data package at import."""


def names() -> list[str]:
    """Names of all tables, in the order of the descriptor."""
    return list(_package.tables(_package.folder()))


def describe(name: str) -> dict[str, Any]:
    """Description of a table (a copy): title, fields, sources, licences, vintage, breaks, gaps, rows.

    Raises DataError for an unknown name.
    """
    return copy.deepcopy(_resource(name, _package.folder()))


def load(name: str) -> pd.DataFrame:
    """A table as a typed DataFrame, checked against its description; `provinces` and `countries` have outlines.

    Columns are int64, float64, bool and str; with gaps Int64 and boolean. The column `geometry` holds shapely's
    Polygons and MultiPolygons in EPSG:4326 (degrees): geopandas.GeoDataFrame(table, crs="EPSG:4326") takes it as it is.
    Each call hands out a copy. Raises DataError for an unknown name, and for a table that breaks a rule, in one
    sentence: file, line, column, value, rule.
    """
    return _load(name, _package.folder()).copy()


def card(name: str) -> str:
    """The card of a table as text: what a row is, columns, source, licence, breaks, first rows."""
    return render_card(describe(name), load(name))


def problems(path: Path | str | None = None) -> list[str]:
    """Everything wrong with the data package in a folder (default: the book's), one sentence each.

    Looks at size, hash and rows of every file, at each cell against its rules, at keys and joins between tables,
    and at the outlines. An empty list means that all is well.
    """
    where = Path(path) if path is not None else _package.folder()
    found: list[str] = []
    for resource in _package.descriptor(where)["resources"]:
        found += _package.fingerprint_problems(where, resource)
        if "schema" not in resource or not (where / resource["path"]).exists():
            continue
        try:
            cells = _cells(resource, where)
            broken = list(_problems_of(cells, resource, where))
            if len(cells) != resource.get("rows"):
                broken.append(
                    f"{_label(resource)}: {len(cells)} rows, but datapackage.json says {resource['rows']}."
                )
            if "geometry" in resource and not broken:
                _with_outlines(cells, resource, where)
            found += broken
        except DataError as error:
            found.append(str(error))
    return found


@lru_cache(maxsize=64)
def _load(name: str, where: Path) -> pd.DataFrame:
    resource = _resource(name, where)
    cells = _cells(resource, where)
    for problem in _problems_of(cells, resource, where):
        raise DataError(problem)
    frame = _schema.cast(cells, resource)
    return _with_outlines(frame, resource, where) if "geometry" in resource else frame


def _resource(name: str, where: Path) -> Resource:
    tables = _package.tables(where)
    if name not in tables:
        near = difflib.get_close_matches(str(name), tables, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise DataError(f"No table is called {name!r}.{hint} Tables: {', '.join(tables)}.")
    return tables[name]


def _label(resource: Resource) -> str:
    return _package.label(Path(resource["path"]))


def _cells(resource: Resource, where: Path) -> pd.DataFrame:
    return _schema.read_text(where / resource["path"], _label(resource))


def _problems_of(cells: pd.DataFrame, resource: Resource, where: Path) -> Iterator[str]:
    found = list(_schema.table_problems(cells, resource, _label(resource)))
    yield from found
    if found:
        return
    for reference in resource["schema"].get("foreignKeys", []):
        parent = _cells(_resource(reference["reference"]["resource"], where), where)
        yield from _schema.reference_problems(cells, reference, parent, _label(resource))


def _with_outlines(frame: pd.DataFrame, resource: Resource, where: Path) -> pd.DataFrame:
    """The table with the outline of each row; key and shapes must match one to one."""
    [key] = resource["schema"]["primaryKey"]
    try:
        shapes = _topology.read(where / resource["geometry"], key)
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"data/{resource['geometry']} is no TopoJSON with one layer of shapes that have {key}: restore it."
        ) from error
    if sorted(name for name, _ in shapes) != sorted(frame[key]):
        odd = sorted({name for name, _ in shapes} ^ set(frame[key])) or ["a shape that occurs twice"]
        raise DataError(
            f"data/{resource['geometry']}, column {key}: {', '.join(odd)} must occur once both here "
            f"and in {_label(resource)}."
        )
    return frame.assign(geometry=frame[key].map(dict(shapes)))
