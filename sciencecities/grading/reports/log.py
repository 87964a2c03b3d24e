"""The teacher's log: what happened to each submission, in full, as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from sciencecities.grading.model import Graded

from .words import line, number, tidy

MOST_LINES, MOST_CHARACTERS = 400, 40_000
"""What one student may take of the log."""


def grading_log(graded: Sequence[Graded]) -> str:
    """One block a student. Only a heading starts at the margin, so that no text of a student can pass for one."""
    return "\n".join(_block(one) for one in graded)


def _block(one: Graded) -> str:
    late = ", late" if one.late else ""
    open_ = f", {one.open} open" if one.open else ""
    lines = [f"[{line(one.key)}] {line(one.name)}: {number(one.points)} of {one.of} points{open_}{late}"]
    lines += [f"file: {line(name, 500)}" for name in one.files] or ["no file"]
    for mark in one.marks:
        points = "open" if mark.points is None else f"{number(mark.points)} of {mark.of}"
        lines.append(f"{line(mark.exercise)}: {line(mark.status)}, {points}. {line(mark.feedback, 2_000)}")
    lines += [f"told: {line(remark, 2_000)}" for remark in one.remarks]
    for entry in one.log:
        first, *rest = tidy(entry, MOST_CHARACTERS).split("\n")
        lines += [f"note: {first}", *(f"      {more}" for more in rest)]
    return _bounded(lines)


def _bounded(lines: Sequence[str]) -> str:
    kept, characters = [], 0
    for number_, one in enumerate(lines):
        characters += len(one)
        if number_ >= MOST_LINES or characters > MOST_CHARACTERS:
            kept.append(f"… and {len(lines) - number_} more lines, left out here")
            break
        kept.append(one)
    return "\n".join([kept[0], *(f"  {one}" for one in kept[1:])]) + "\n"
