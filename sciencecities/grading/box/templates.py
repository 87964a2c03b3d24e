"""Processes that have loaded the packages, from which boxes are forked: one box at a time from each."""

from __future__ import annotations

import contextlib
import queue
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ..model import GradeError
from . import seccomp
from .inside import frames, watch
from .limits import Limits
from .process import Process

_OPEN, _END = 30.0, 15.0  # seconds that a busy machine may take to open a room, and to end what is in it


class Template:
    """One such process, and the room that it has open, if any.

    own: the numbers of its own processes, which are none of a room.
    """

    def __init__(self, stage: Path, limits: Limits) -> None:
        self.process = Process("template", stage, limits, {}, sealed=False)

    def ready(self) -> None:
        """Wait until it has loaded all; GradeError when it does not come so far."""
        self.process.ready()
        self.own = {self.process.pid, *watch.below(self.process.pid)}

    @contextlib.contextmanager
    def room(self, limits: dict[str, Any]) -> Iterator[socket.socket]:
        """The channel to a new box, which ends with all in it at the end. GradeError when there is none to be had."""
        ours, theirs = socket.socketpair()
        control, filter_ = self.process.channel, seccomp.program().hex()
        with ours:
            try:
                with theirs:
                    told = limits | {"home": self.process.home, "boxed": True}
                    frames.send(control, {"do": "open", "limits": told, "filter": filter_})
                    socket.send_fds(control, [b"."], [theirs.fileno()])
                first = frames.decode(frames.receive(ours, _OPEN))
            except (frames.Broken, OSError) as problem:
                raise GradeError(f"A box did not start ({problem}): run grade --doctor.") from None
            if first.get("ready") is not True:
                raise GradeError(f"A box did not start ({first.get('says')}): run grade --doctor.")
            yield ours

    def end(self) -> bool:
        """End the room and all in it; whether that is certain."""
        try:
            frames.send(self.process.channel, {"do": "end"})
            return frames.decode(frames.receive(self.process.channel, _END)) == {"left": 0}
        except frames.Broken:
            return False


class Templates:
    """As many templates as there are boxes at one time, each started when it is needed, and used again.

    usable: whether boxes can be had from them; not, once one could not, as on systems that let no process inside make
    a room of its own.
    """

    def __init__(self, stage: Path, limits: Limits) -> None:
        self.usable = True
        self._stage, self._limits = stage, limits
        self._idle: queue.SimpleQueue[Template] = queue.SimpleQueue()
        # The kernel ends a template with the thread that started it: this one lives until `close`.
        self._starter = ThreadPoolExecutor(1)

    @contextlib.contextmanager
    def room(self, limits: dict[str, Any]) -> Iterator[tuple[Template, socket.socket]]:
        """A template and the channel to a box made from it, which has the template to itself.

        The template is used again when that box has ended for certain; else it ends as well. GradeError when there is
        none to be had.
        """
        template = self._take()
        try:
            with template.room(limits) as channel:
                yield template, channel
        finally:
            if template.end():
                self._idle.put(template)
            else:
                template.process.close()

    def close(self) -> None:
        """End all of them. None may be in use."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().process.close()
        self._starter.shutdown()

    def _take(self) -> Template:
        with contextlib.suppress(queue.Empty):
            while True:
                template = self._idle.get_nowait()
                if template.process.alive():
                    return template
                template.process.close()
        template = self._starter.submit(Template, self._stage, self._limits).result()
        template.ready()
        return template
