"""What happened to a cell, in words for a student, and in full for the teacher."""

from __future__ import annotations

from typing import Any

from ..model import FAILED, KILLED, NO_PYTHON, NOT_REACHED, RAN, SLOW, Outcome
from . import claims
from .limits import Limits

_LOOP = "look for a loop that never ends, or for a calculation that is much too long"
_KNOWN = {
    "RecursionError": "This cell called itself too often: look for a function that never comes to an end.",
    "SystemExit": "This cell asked Python to stop (exit or sys.exit): take that out.",
    "KeyboardInterrupt": "This cell was interrupted.",
    "EOFError": "This cell waits for somebody to type something (input), and nobody is there when it is graded: write "
    "the value into the cell.",
}
TOO_LATE = "This cell was not run: the cells before it had used all the time that there is for one notebook."


def ended(end: dict[str, Any], reply: Any, limits: Limits, all_used: bool) -> Outcome:
    """How a cell ended. `all_used`: the time for the whole notebook ran out in it."""
    how, detail = str(end.get("end")), claims.text(end.get("detail"), 300)
    failed = reply.get("failed") if isinstance(reply, dict) else None
    if how == "done":
        return _by_itself(failed, reply, limits)
    trace = claims.text(failed.get("trace"), 4000) if isinstance(failed, dict) else ""
    detail = "\n".join(part for part in (f"{how}: {detail}" if detail else how, trace) if part)
    if how == "slow":
        says = (
            f"This cell was stopped: the whole notebook may run for {limits.total:g} seconds, and they were over."
            if all_used
            else f"This cell ran for more than {limits.cell:g} seconds and was stopped: {_LOOP}."
        )
        return Outcome(SLOW, says, detail)
    return Outcome(KILLED, _killed(how, limits), detail)


def late() -> Outcome:
    """A cell whose turn never came."""
    return Outcome(NOT_REACHED, TOO_LATE)


def _by_itself(failed: Any, reply: Any, limits: Limits) -> Outcome:
    if not isinstance(reply, dict):
        return Outcome(KILLED, _killed("garbled", limits), "an answer of another form than the worker gives")
    if not isinstance(failed, dict):
        return Outcome(RAN)
    kind, message = claims.text(failed.get("kind"), 100), claims.text(failed.get("message"), 300)
    line = failed.get("line")
    where = f" in line {line}" if type(line) is int and 0 < line < 100_000 else ""
    said = f"{kind}: {message}" if message else kind
    limit = _limit(kind, message)
    if limit:
        says = _killed(limit, limits)
    elif kind in ("SyntaxError", "IndentationError", "TabError"):
        says = f"{NO_PYTHON}: something is wrong{where} ({said})."
    else:
        says = _KNOWN.get(kind) or f"This cell stopped{where} with {said}."
    return Outcome(FAILED, says, claims.text(failed.get("trace"), 4000))


def _limit(kind: str, message: str) -> str:
    """The limit that a cell met before the watch ended it; '' for an error of another kind."""
    if kind == "MemoryError":
        return "memory"
    return "processes" if kind == "BlockingIOError" or message == "can't start new thread" else ""


def _killed(how: str, limits: Limits) -> str:
    return {
        "memory": f"This cell used more than {limits.memory // 1_000_000:,} MB of memory and was stopped: look for a "
        "list or table that grows without end.",
        "processes": f"This cell started more than {limits.processes} processes or threads and was stopped.",
        "output": f"This cell printed more than {limits.output // 1000:,} kB and was stopped: look for a print inside "
        "a loop.",
        "files": f"This cell made more than {limits.files:,} files and was stopped.",
    }.get(how, "This cell ended Python itself, so nothing after that line ran: take out what ends it.")
