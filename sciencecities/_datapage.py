"""The data page of the book (`reference/data.md`), written from the data package."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sciencecities._cards import emptiness, licence_line, meaning, observed
from sciencecities._schema import Resource

HEAD = """\
---
myst:
  html_meta:
    description: "Every table of the book: what a row is, its source, its breaks, and the file."
---

<!-- Written by `python -m sciencecities data --write-page` from data/datapackage.json: change it there. -->

# Data

Every number in this book stands in one of {count} tables. Each has a card here: what a row is, where the figures
come from, what breaks in the series, and the file itself. They form one [Frictionless](https://frictionlessdata.io/)
data package, described in {{download}}`datapackage.json <../data/datapackage.json>`.

In a notebook, `data.load("science_cities")` gives a table, and `print(data.card("science_cities"))` its card.
In a terminal, `python -m sciencecities data science_cities` does the same.

A gap stays a gap: nothing is interpolated. A break is a place where two neighbouring figures do not mean the same.
The link of a card is its table name, as in `data.html#science_cities`.

| Table | What it holds | Rows | Chapters |
|---|---|---:|---|
"""


def render_page(tables: dict[str, tuple[Resource, pd.DataFrame]]) -> str:
    """The page as MyST Markdown: a list of the tables, then one card each."""
    lines = [HEAD.format(count=len(tables)).rstrip("\n")]
    for name, (resource, frame) in tables.items():
        chapters = ", ".join(str(number) for number in resource["consumers"])
        lines.append(
            f"| [`{name}`](#table-{name}) | {_cell(resource['title'])} | {len(frame)} | {chapters} |"
        )
    for resource, frame in tables.values():
        lines += ["", *_card(resource, frame)]
    return "\n".join(lines) + "\n"


def _card(resource: Resource, frame: pd.DataFrame) -> list[str]:
    name = resource["name"]
    files = [(resource["path"], resource["path"])]
    if "geometry" in resource:
        files.append((resource["geometry"].rpartition("/")[2], resource["geometry"]))
    downloads = ", ".join(f"{{download}}`{shown} <../data/{path}>`" for shown, path in files)
    lines = [
        f"(table-{name})=",
        f"## {resource['title']}",
        "",
        f'<span id="{name}"></span>',
        "",
        f"`{name}`, {len(frame)} rows: {downloads}",
        "",
        f"**A row is:** {_prose(resource['description'])}",
        "",
        f"**Key:** {', '.join(f'`{column}`' for column in resource['schema']['primaryKey'])}. "
        f"**Vintage:** {_prose(resource['vintage'])}",
        "",
        "| Column | What | Unit | Holds | Empty |",
        "|---|---|---|---|---|",
    ]
    lines += [_row(field, frame[field["name"]]) for field in resource["schema"]["fields"]]
    lines += ["", "**Sources**", "", *[f"- {_source(item)}" for item in resource["sources"]]]
    if resource["breaks"]:
        lines += ["", "**Breaks in the series**", ""]
        lines += [f"- *{_prose(item['where'])}:* {_prose(item['what'])}" for item in resource["breaks"]]
    if resource["gaps"]:
        lines += ["", "**Gaps**", "", *[f"- {_prose(item)}" for item in resource["gaps"]]]
    lines += [
        "",
        f"**How it was made:** {_prose(resource['made'])}",
        "",
        f"**Licence:** {_prose(licence_line(resource))}",
    ]
    return lines


def _row(field: dict[str, Any], column: pd.Series) -> str:
    cells = (meaning(field), field.get("unit", ""), observed(field, column), emptiness(field, column))
    return f"| `{field['name']}` | " + " | ".join(_cell(cell) for cell in cells) + " |"


def _source(source: dict[str, str]) -> str:
    title = f"[{_prose(source['title'])}]({source['path']})" if "path" in source else _prose(source["title"])
    read = f"; read in {_prose(source['read'])}" if "read" in source else ""
    return title + read + (f" ([about this source](sources.md#{source['cite']}))" if "cite" in source else "")


def _prose(text: str) -> str:
    """Text that Markdown leaves as it is."""
    for mark in "*$<[]":
        text = text.replace(mark, f"\\{mark}")
    return text


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|")
