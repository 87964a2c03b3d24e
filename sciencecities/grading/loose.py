"""Texts that a student wrote where no variable holds them: a person should read them all the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sciencecities.classroom.exercise import Exercise, Text
from sciencecities.classroom.plain import MAX_TEXT

_GIVEN = re.compile(r"#{1,2} (?:Assignment|Exercise|Before you start)\b")
_AROUND = re.compile(r"^\s*(?:answer\s*=\s*)?[\s(]*[fr]?[\"']*|[\"']*[\s)]*$")
_CHECK = re.compile(r"^[^\n]*\bcheck\([^\n]*$", re.MULTILINE)
_HINT = "  # your text, between three quotation marks"


def in_markdown(cells: Sequence[Mapping[str, Any]], exercises: Sequence[Exercise]) -> dict[str, str]:
    """By exercise that asks for a text, what stands in Markdown cells of the student's own, from its cell on.

    Args: cells: each with `kind`, `source`, `exercise` (that it answers, or '') and `locked` (as it was given out).
    """
    asked = {one.id for one in exercises if isinstance(one.answer, Text)}
    found: dict[str, list[str]] = {}
    now = ""
    for cell in cells:
        now = cell["exercise"] or now
        given = cell["locked"] or _GIVEN.match(cell["source"])
        if cell["kind"] != "code" and now in asked and not given and cell["source"].strip():
            found.setdefault(now, []).append(cell["source"].strip())
    return {own: "\n\n".join(texts)[:MAX_TEXT] for own, texts in found.items()}


def in_code(source: str) -> str:
    """The text in a code cell that Python cannot read: without the check, and the quotation marks around it."""
    text = _CHECK.sub("", source[:MAX_TEXT].replace(_HINT, "")).strip()
    text = _AROUND.sub("", text)
    return text if text.strip(". \n") else ""
