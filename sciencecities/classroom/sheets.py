"""Tables for a spreadsheet: CSV in which no text of a stranger is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

BOM = "\ufeff"
"""Put before a sheet that is meant for a spreadsheet: without it Excel takes UTF-8 for the system's old encoding."""

# The signs by which a spreadsheet knows a formula, the wide forms of East Asian keyboards included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def sheet(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([[harmless(cell) for cell in row] for row in rows])
    return out.getvalue()


def harmless(cell: Any) -> Any:
    """The cell, with an apostrophe before a text that begins as a formula does."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def original(cell: str) -> str:
    """What `harmless` was given, from what it made."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
