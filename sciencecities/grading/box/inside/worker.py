"""The process that runs a student's cells, forked from the supervisor, with limits of its own.

Whatever a cell does to this process, it does to itself: what is sent from here is a claim, and is judged outside.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import inspect
import os
import resource
import shutil
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from sciencecities.classroom.plain import NotPlain, form, plain

from . import frames

# A cell may bend builtins and modules; what is here keeps the straight ones.
globals()["__builtins__"] = dict(vars(builtins))

_getpid, _leave = os.getpid, os._exit

_FIRST_CELL = """\
import numpy as np
import pandas as pd
from sciencecities import data, look, measures
from sciencecities.classroom import check
"""
_LATER = """\
from scipy import optimize, special, stats
from sciencecities import cityscape, maps, scoring, vintages
"""
_MISSING = object()
_LONGEST = 300  # characters of an error's message
_TRACE = 4000  # characters of a traceback, its end
_BIGGEST = 10**400  # stands for a number that is too big to be sent: larger than any float, as that is
_BITS = 4000
_ROOM = 2_000_000  # bytes of one answer


def prepare(home: Path, fonts: Path) -> Any:
    """Load what the notebooks use, once, before any worker is forked; the shell that runs cells.

    Args: home: a folder to write in; fonts: a list of fonts made outside, which saves matplotlib half a second.
    """
    os.chdir(home)
    config = Path(os.environ["MPLCONFIGDIR"])
    config.mkdir(exist_ok=True)
    if fonts.is_file():
        shutil.copy(fonts, config)
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    # What the first cell of a copy imports: one who lost that cell, or broke it, has not lost all answers.
    given: dict[str, Any] = {}
    with contextlib.suppress(ImportError):
        exec(_FIRST_CELL, given)
        del given["__builtins__"]

    class Shell(InteractiveShell):
        """IPython's shell, which keeps errors to itself: they are read from the result."""

        def showtraceback(self, *_: Any, **__: Any) -> None:
            """Say nothing."""

        def showsyntaxerror(self, *_: Any, **__: Any) -> None:
            """Say nothing."""

        def enable_matplotlib(self, gui: Any = None) -> tuple[Any, str]:
            """Draw into nothing, whatever %matplotlib asks for: there is no window, and no page."""
            return gui, "agg"

    settings = Config()
    settings.HistoryManager.enabled = False  # it would start a thread
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.cache_size = 0
    shell = Shell.instance(config=settings)
    shell.magics_manager.magics["line"]["config"] = (
        _nothing  # of a notebook's own display, which is not there
    )
    shell.user_ns.update(given)
    return shell


def _nothing(line: str) -> None:
    """Do nothing."""


def warm() -> None:
    """Load what many notebooks come to use: modules, the tables, and all that a first figure needs."""
    from sciencecities import data

    for name in data.names():
        data.load(name)
    exec(_LATER, {})
    import matplotlib.pyplot as plt

    plt.plot([1, 2])
    plt.gcf().canvas.draw()
    plt.close("all")


def work(channel: socket.socket, output: int, limits: dict[str, Any], shell: Any) -> None:
    """Serve the supervisor in a process of its own; never returns."""
    code = 70
    try:
        _settle(output, limits)
        Worker(channel, shell).serve()
    except frames.Broken:
        code = 0
    finally:
        _leave(code)


def _settle(output: int, limits: dict[str, Any]) -> None:
    """Become an ordinary process with limits and with nowhere to read from."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    for spare in (nothing, output):
        os.close(spare)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = os.fdopen(number, "w", encoding="utf-8", errors="replace", closefd=False)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    builtins.input = _no_input
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # dumpable again, or it could not read its own /proc
        Path("/proc/self/oom_score_adj").write_text("1000")
    taken = _address_space()
    cpu = int(limits["total"]) + 10
    for what, amount in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_CPU", cpu),
        ("RLIMIT_FSIZE", limits["file"]),
        ("RLIMIT_NOFILE", 256),
        ("RLIMIT_MEMLOCK", 0),
        ("RLIMIT_MSGQUEUE", 0),
        # A little above what the watch ends, so that it sees a flood and not only its echo.
        ("RLIMIT_NPROC", limits["processes"] + 8 if limits["boxed"] else None),
        ("RLIMIT_AS", taken + limits["memory"] if taken else None),
    ):
        if amount is not None and hasattr(resource, what):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(getattr(resource, what), (amount, amount))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _no_input(prompt: object = "") -> str:
    raise EOFError(
        "nobody is there to type an answer when the notebook is graded: write the value into the cell"
    )


class Worker:
    """Runs cells and calls in one namespace, and reads answers from it."""

    def __init__(self, channel: socket.socket, shell: Any) -> None:
        self._channel, self._shell = channel, shell
        self._run, self._namespace = shell.run_cell, shell.user_ns
        self._transform = shell.transform_cell
        self._seen: dict[str, Any] = {}  # by name: the object that was read last
        self._bound: dict[str, bool] = {}  # by name: whether a cell since then binds it

    def serve(self) -> None:
        """Do what comes, one thing at a time."""
        me = _getpid()
        while True:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            order = frames.decode(frames.receive(self._channel))
            reply = self._cell(order) if order["do"] == "cell" else self._call(order)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            if _getpid() != me:  # a child that the cell forked and that fell out of it: only one may answer
                _leave(0)
            self._send(reply)

    def _send(self, reply: dict[str, Any]) -> None:
        data = frames.encode(reply)
        if len(data) > _ROOM:
            reply |= {
                "answer": {"state": "not plain", "says": _TOO_MUCH},
                "outcome": _outcome_error(_TOO_MUCH),
            }
            data = frames.encode(reply)
        try:
            self._channel.sendall(data)
        except OSError:
            raise frames.Closed("the supervisor has gone") from None

    def _cell(self, order: dict[str, Any]) -> dict[str, Any]:
        source, name = order["source"], order["read"]
        for known in self._bound:
            self._bound[known] = self._bound[known] or self._binds(source, known)
        reply: dict[str, Any] = {"failed": None}
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            result = self._run(source, store_history=False, silent=False)
            problem = result.error_before_exec or result.error_in_exec
            if problem is not None:
                reply["failed"] = _failure(problem)
            self._close_figures()
            if name:
                reply["answer"] = self._read(name, problem is not None)
        except BaseException as problem:  # also what a cell raises on its way out, and the order to stop
            reply["failed"] = reply["failed"] or _failure(problem)
            if name and "answer" not in reply:
                reply["answer"] = {"state": "not plain", "says": _unreadable(problem)}
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        return reply

    def _close_figures(self) -> None:
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None and pyplot.get_fignums():
            pyplot.close("all")

    def _binds(self, source: str, name: str) -> bool:
        """Whether a cell gives the name a value anywhere."""
        try:
            nodes = list(ast.walk(ast.parse(self._transform(source))))
        except Exception:
            return False
        return any(
            (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name)
            or (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == name)
            or (isinstance(node, ast.alias) and (node.asname or node.name) == name)
            for node in nodes
        )

    def _read(self, name: str, failed: bool) -> dict[str, Any]:
        """What stands in a variable. What an earlier exercise left there is not this one's answer."""
        value = self._namespace.get(name, _MISSING)
        stale = value is self._seen.get(name, self) and (failed or not self._bound[name])
        self._seen[name], self._bound[name] = value, False
        if value is _MISSING or stale:
            return {"state": "missing"}
        return _answer(value)

    def _call(self, order: dict[str, Any]) -> dict[str, Any]:
        function = self._namespace.get(order["name"], _MISSING)
        if not callable(function):
            return {"takes": True, "outcome": _outcome_error("there is no such function")}
        if not _takes(function, len(order["args"])):
            return {"takes": False}
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            return {"takes": True, "outcome": _outcome(function, order["args"])}
        except BaseException as problem:
            return {"takes": True, "outcome": {"raised": type(problem).__name__, "says": ""}}


_TOO_MUCH = "Your answer is too large to be read: give a smaller one."


def _answer(value: Any) -> dict[str, Any]:
    """An answer as plain values, by the rules by which `check` reads it in the notebook."""
    try:
        return {"state": "value", "value": _sendable(plain(value)), "form": form(value)}
    except NotPlain as problem:
        says = f"{str(problem)[:1].upper()}{str(problem)[1:]}."
        state = "function" if callable(value) else "not plain"
        return {"state": state, "says": says, "form": form(value)}
    except Exception as problem:
        return {"state": "not plain", "says": _unreadable(problem)}


def _outcome(function: Any, args: list[Any]) -> dict[str, Any]:
    try:
        return {"value": _sendable(plain(function(*args)))}
    except Exception as problem:
        return {"raised": type(problem).__name__, "says": str(problem)[:200]}


def _outcome_error(says: str) -> dict[str, Any]:
    return {"raised": "NotPlain", "says": says}


def _sendable(value: Any) -> Any:
    """Plain values with numbers of thousands of digits, which no text can hold, cut to one beyond all floats."""
    if isinstance(value, list):
        return [_sendable(one) for one in value]
    if isinstance(value, dict):
        return {name: _sendable(one) for name, one in value.items()}
    if type(value) is int and value.bit_length() > _BITS:
        return _BIGGEST if value > 0 else -_BIGGEST
    return value


def _takes(function: Any, count: int) -> bool:
    """Whether it can be called with so many arguments; a function that does not tell is given the chance."""
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    except Exception:
        return True
    return True


def _unreadable(problem: BaseException) -> str:
    return f"Your answer could not be read ({type(problem).__name__}): give a plain value."


def _failure(problem: BaseException) -> dict[str, Any]:
    """What a student and a teacher need to know of an error; its own text may misbehave too."""
    kind = type(problem).__name__
    try:
        # That of a syntax error would name a file that no student has.
        message = str(problem.msg if isinstance(problem, SyntaxError) else problem)[:_LONGEST]
        trace = "".join(traceback.format_exception(problem, limit=-8))[-_TRACE:]
        line = problem.lineno if isinstance(problem, SyntaxError) else _line(problem)
    except BaseException as second:
        message, trace, line = "", f"{kind}, whose text raises {type(second).__name__}", None
    return {"kind": kind, "message": message, "line": line, "trace": trace}


def _line(problem: BaseException) -> int | None:
    """The line of the cell in which it came up: of the last frame that is a cell's own."""
    cells = [
        frame.lineno
        for frame in traceback.extract_tb(problem.__traceback__)
        if "ipython-input" in frame.filename
    ]
    return cells[-1] if cells else None
