"""Reads a CSV table as text and casts it by its Table Schema, naming what breaks a rule.

Every problem is one sentence: file, line in the file, column, value, rule.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

Resource = dict[str, Any]

TYPE_RULES = {
    "integer": (r"-?\d+", "must be a whole number"),
    "number": (r"-?\d+(\.\d+)?([eE][+-]?\d+)?", "must be a number"),
    "boolean": (r"true|false", "must be true or false"),
}


class DataError(ValueError):
    """A table is missing, unknown or breaks a rule of its description."""


def read_text(path: Path, label: str) -> pd.DataFrame:
    """The CSV file as text cells, nothing interpreted; empty cells are empty strings.

    Raises DataError when the file is missing, empty or not UTF-8, or when its rows differ in length.
    """
    try:
        text = path.read_text(encoding="utf-8")
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except FileNotFoundError:
        raise DataError(f"{label} is missing: restore it, or correct its path in datapackage.json.") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{label} is not UTF-8 text (byte {error.start}): save it as UTF-8.") from None
    except csv.Error as error:
        raise DataError(f"{label} is not a CSV table: {error}.") from None
    except ValueError:
        raise DataError(f"{label} is empty: it needs at least a header.") from None
    for line, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise DataError(f"{label}, line {line}: {len(row)} cells, but the header has {len(header)}.")
    return pd.DataFrame(rows, columns=header, dtype="str")


def table_problems(cells: pd.DataFrame, resource: Resource, label: str) -> Iterator[str]:
    """Problems of header, types, constraints and primary key, one sentence each."""
    fields = resource["schema"]["fields"]
    expected, found = [field["name"] for field in fields], list(cells.columns)
    if expected != found:
        yield f"{label}, line 1: the header is {', '.join(found)} but must be {', '.join(expected)}."
        return
    for field in fields:
        yield from _field_problems(cells[field["name"]], field, label)
    key = resource["schema"]["primaryKey"]
    twice = cells.duplicated(key)
    if twice.any():
        values = cells[key].agg(", ".join, axis=1)
        yield _sentence(label, twice, " + ".join(key), values, "must not occur twice (primary key)")


def reference_problems(
    cells: pd.DataFrame, reference: dict[str, Any], parent: pd.DataFrame, label: str
) -> Iterator[str]:
    """Problems of one foreign key: a filled cell that the parent table does not have."""
    [column], [target] = reference["fields"], reference["reference"]["fields"]
    values = cells[column]
    bad = (values != "") & ~values.isin(parent[target])
    if bad.any():
        rule = f"is not in column {target} of {reference['reference']['resource']}"
        yield _sentence(label, bad, column, values, rule)


def cast(cells: pd.DataFrame, resource: Resource) -> pd.DataFrame:
    """Checked text cells as typed columns: Int64 and boolean where there are gaps."""
    fields = resource["schema"]["fields"]
    return pd.DataFrame(
        {field["name"]: _cast_column(cells[field["name"]], field["type"]) for field in fields}
    )


def _cast_column(values: pd.Series, kind: str) -> pd.Series:
    missing = values == ""
    gaps = bool(missing.any())
    filled = values.mask(missing)
    if kind == "string":
        return filled if gaps else values
    if kind == "boolean":
        flags = filled.map({"true": True, "false": False})
        return flags.astype("boolean") if gaps else flags.astype(bool)
    numbers = pd.to_numeric(filled)
    if kind == "integer":
        return numbers.astype("Int64" if gaps else "int64")
    return numbers.astype("float64")


def _field_problems(values: pd.Series, field: dict[str, Any], label: str) -> Iterator[str]:
    """The first offending cell of each rule; later rules see only cells that passed the type."""
    name, rules = field["name"], field.get("constraints", {})
    missing = values == ""
    for bad, rule in _text_rules(values, missing, field, rules):
        if bad.any():
            yield _sentence(label, bad, name, values, rule)
            missing = missing | bad
    if field["type"] in ("integer", "number"):
        numbers = pd.to_numeric(values.mask(missing))
        for bound, bad in (
            ("minimum", numbers < rules.get("minimum", float("-inf"))),
            ("maximum", numbers > rules.get("maximum", float("inf"))),
        ):
            if bad.any():
                rule = f"is outside the range, {bound} {rules[bound]}"
                yield _sentence(label, bad, name, values, rule)


def _text_rules(
    values: pd.Series, missing: pd.Series, field: dict[str, Any], rules: dict[str, Any]
) -> Iterator[tuple[pd.Series, str]]:
    filled = ~missing
    yield values.str.contains(r"[\r\n]"), "must not hold a line break"
    if field["type"] in TYPE_RULES:
        pattern, rule = TYPE_RULES[field["type"]]
        yield filled & ~values.str.fullmatch(pattern), rule
    if rules.get("required"):
        yield missing, "must not be empty"
    if "pattern" in rules:
        yield filled & ~values.str.fullmatch(rules["pattern"]), f"must match {rules['pattern']}"
    if "enum" in rules:
        allowed = [str(value) for value in rules["enum"]]
        yield filled & ~values.isin(allowed), f"must be one of: {', '.join(allowed)}"
    if rules.get("unique"):
        yield filled & values.duplicated(), "must not occur twice"


def _line(bad: pd.Series) -> int:
    """Line in the file of the first true row: the header is line 1."""
    return int(bad.to_numpy().argmax()) + 2


def _sentence(label: str, bad: pd.Series, column: str, values: pd.Series, rule: str) -> str:
    """Names the first offending cell, and how many follow it."""
    line, more = _line(bad), int(bad.sum()) - 1
    return f"{label}, line {line}, column {column}: '{values.iloc[line - 2]}' {rule}" + (
        f" (and {more} more)." if more else "."
    )
