"""The card of a table as plain text for the terminal, and the pieces that the data page shares with it."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from sciencecities._schema import Resource

WIDTH = 100


def licence_line(resource: Resource) -> str:
    """The licences of a table in one line."""
    return "; ".join(item["title"] for item in resource["licenses"])


def meaning(field: dict[str, Any]) -> str:
    """What a column is: its title, and its description where it has one."""
    return ". ".join(part.rstrip(".") for part in (field["title"], field.get("description", "")) if part)


def observed(field: dict[str, Any], column: pd.Series) -> str:
    """What the column holds: least to greatest for numbers, the values of a short list, else the kind."""
    if field["type"] in ("integer", "number"):
        return f"{_plain(column.min())} to {_plain(column.max())}"
    if "enum" in field.get("constraints", {}):
        return ", ".join(str(value) for value in field["constraints"]["enum"])
    return "true, false" if field["type"] == "boolean" else "text"


def emptiness(field: dict[str, Any], column: pd.Series) -> str:
    """How many cells are empty, and why."""
    empty = int(column.isna().sum())
    return f"{empty}: {field['missing']}" if empty else "none"


def render_card(resource: Resource, frame: pd.DataFrame) -> str:
    """The card of one table as plain text, 100 columns wide."""
    stream = io.StringIO()
    console = Console(file=stream, width=WIDTH, color_system=None, highlight=False, markup=False)
    console.print(f"{resource['name']}: {resource['title']}\n")
    console.print(f"A row is: {resource['description']}")
    console.print(f"Rows: {len(frame)}   Key: {', '.join(resource['schema']['primaryKey'])}")
    console.print(f"Vintage: {resource['vintage']}")
    console.print(_columns_table(resource, frame))
    for heading, lines in (
        ("Source", [_source_line(item) for item in resource["sources"]]),
        ("Licence", [licence_line(resource)]),
        ("Break", [f"{item['where']}: {item['what']}" for item in resource["breaks"]]),
        ("Gap", resource["gaps"]),
        ("Made", [resource["made"]]),
    ):
        for line in lines:
            console.print(f"{heading}: {line}")
    console.print("\nFirst rows:")
    first = frame.drop(columns="geometry", errors="ignore").head(3)
    console.print(first.T.to_string(header=False, na_rep="", max_colwidth=24))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()).rstrip() + "\n"


def _columns_table(resource: Resource, frame: pd.DataFrame) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("column", no_wrap=True)
    for heading, ratio in (("what", 5), ("holds", 3), ("empty", 3)):
        table.add_column(heading, ratio=ratio)
    for field in resource["schema"]["fields"]:
        column = frame[field["name"]]
        unit = f" {field['unit']}" if "unit" in field else ""
        table.add_row(field["name"], meaning(field), observed(field, column) + unit, emptiness(field, column))
    return table


def _source_line(source: dict[str, str]) -> str:
    return source["title"] + (f" (read in {source['read']})" if "read" in source else "")


def _plain(value: float) -> str:
    """A number in full, without trailing zeros: 141488.9, not 1.41e5."""
    return f"{value:.10g}"
