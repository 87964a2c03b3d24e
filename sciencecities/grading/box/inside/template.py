"""The process that boxes are forked from. It loads the packages and the tables once for many submissions.

No student's line runs in it, or can reach it: each box is a fork that moves into a room of its own (`room`) before it
takes its first cell, and is ended, with all in it, before the next one is made.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
from pathlib import Path
from typing import Any

from . import frames, room, supervisor, watch, worker


def main() -> None:
    """Serve the grader at the other end of standard input until it goes."""
    control = socket.socket(fileno=os.dup(0))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    nothing = os.open(os.devnull, os.O_RDWR)
    try:
        hello = frames.decode(frames.receive(control))
        shell = worker.prepare(Path(hello["home"]), Path(hello["fonts"]))
        worker.warm()
        frames.send(control, {"ready": True})
        os.dup2(nothing, 0)
        os.close(nothing)
        while True:
            order = frames.decode(frames.receive(control))
            if order["do"] == "open":
                _open(control, order, shell)
            else:
                watch.end_all(0, True)
                frames.send(control, {"left": len(watch.others())})
    except frames.Broken:
        pass
    os._exit(0)


def _open(control: socket.socket, order: dict[str, Any], shell: Any) -> None:
    """Fork a box, which answers for itself at the end of the channel that comes with the order."""
    _, handles, _, _ = socket.recv_fds(control, 1, 1)
    channel = socket.socket(fileno=handles[0])
    gc.freeze()  # what is there already is shared, and stays so
    if os.fork() == 0:
        control.close()
        for stream in (1, 2):
            os.dup2(0, stream)
        try:
            room.enter(order["limits"], bytes.fromhex(order["filter"]))
        except OSError as problem:
            frames.send(channel, {"ready": False, "says": str(problem)})
            os._exit(1)
        supervisor.serve(channel, order["limits"], shell)
    channel.close()
