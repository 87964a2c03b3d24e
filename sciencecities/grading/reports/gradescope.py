"""A graded submission as the `results.json` that Gradescope reads.

Source: Gradescope's autograder specification, 'Output format', 'Test case status' and 'Output String Formatting'.
"""

from __future__ import annotations

import json
from typing import Any

from sciencecities.grading.model import Graded, Mark

from .words import FULL, OPEN, headline, kind, line, tidy

_LONGEST = 5_000


def gradescope_results(graded: Graded) -> dict[str, Any]:
    """What Gradescope shows: the score and one test an exercise.

    A text that a person has yet to mark is a test without a score, and does not count until then. Every text is of the
    format "text": by default Gradescope would read the topmost `output` as HTML. What the grader printed stays hidden.
    """
    return {
        "score": graded.points,
        "output": _output(graded),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(mark) for mark in graded.marks],
    }


def results_json(graded: Graded) -> str:
    """The content of `results.json`."""
    return json.dumps(gradescope_results(graded), indent=1, allow_nan=False) + "\n"


def _output(graded: Graded) -> str:
    said = [line(remark, 1_000) for remark in graded.remarks]
    if graded.open:
        texts = "1 text" if graded.open == 1 else f"{graded.open} texts"
        said.append(f"A person has yet to read {texts}: the score will grow by the points for that.")
    return "\n".join(said)


def _test(mark: Mark) -> dict[str, Any]:
    said = "\n".join([f"{headline(mark)}. {mark.feedback}", *mark.advice])
    test: dict[str, Any] = {
        "name": line(f"Exercise {mark.exercise}: {mark.title}"),
        "number": line(mark.exercise),
        "output": tidy(said, _LONGEST),
        "visibility": "visible",
    }
    if kind(mark) != OPEN:
        test |= {
            "score": mark.points,
            "max_score": mark.of,
            "status": "passed" if kind(mark) == FULL else "failed",
        }
    else:
        test["status"] = "passed"
    return test
