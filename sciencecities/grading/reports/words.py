"""Words for reports: whatever a student wrote, made fit to be shown; points and statuses as people say them."""

from __future__ import annotations

import re
import unicodedata

from sciencecities.classroom.result import EMPTY, HEADLINES, INVALID, PARTLY, READY, RIGHT, WRONG
from sciencecities.grading.model import Mark

LONGEST = 20_000
"""Characters of one text that a report shows."""

FULL, PART, NONE, OPEN = "full", "part", "none", "open"

# Signs that turn the order of what follows them, on the page and in a terminal: overrides, embeddings, isolates.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85]")
_HEADLINES = {**HEADLINES, EMPTY: "No answer"}


def tidy(text: str, most: int = LONGEST) -> str:
    """A text of a stranger, harmless and legible, of at most `most` characters and a note of how many more there are.

    Control characters become their pictures, and what turns the order of letters or is no character a mark of
    replacement; line ends become plain ones. Not escaped for HTML: the templates do that.
    """
    more = len(text) - most
    text = _TURNING.sub("\ufffd", _BREAKS.sub("\n", text[:most]))
    shown = "".join(_shown(one) for one in text)
    return f"{shown} … ({more:,} more characters)" if more > 0 else shown


def _shown(one: str) -> str:
    number_ = ord(one)
    none = number_ & 0xFFFE == 0xFFFE or 0xFDD0 <= number_ <= 0xFDEF  # no characters, by the standard
    if one in "\n\t" or not (none or unicodedata.category(one) in ("Cc", "Cs")):
        return one
    if one < " ":
        return chr(0x2400 + ord(one))
    return "\ufffd"


def line(text: str, most: int = 200) -> str:
    """The same as one line."""
    return " ".join(tidy(text, most).split())


def number(points: float) -> str:
    """Points with two decimals at most, and none where they say nothing."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def kind(mark: Mark) -> str:
    """How a mark stands, whatever its status: full, part, none, or open while a person has yet to judge."""
    if mark.points is None:
        return OPEN
    if mark.points >= mark.of:
        return FULL
    return PART if mark.points > 0 else NONE


def headline(mark: Mark) -> str:
    """A mark's status in words for its student."""
    if mark.points is None:
        return "Waiting to be read"
    if mark.status == READY:
        return "Read and marked"
    if mark.status in (RIGHT, PARTLY, WRONG, INVALID, EMPTY):
        return _HEADLINES[mark.status]
    return line(mark.status).capitalize() or "Not marked"
