"""Messages between two processes: four bytes of length, then so many bytes of JSON. Nothing is ever unpickled."""

from __future__ import annotations

import builtins
import json
import select
import socket
import struct
import time
from typing import Any

# A cell may bend builtins and modules; what is here keeps the straight ones.
globals()["__builtins__"] = dict(vars(builtins))

LARGEST = 4_000_000
"""Bytes in one message; one that claims to be longer is refused unread."""
_dumps, _loads, _pack, _unpack = json.dumps, json.loads, struct.pack, struct.unpack


class Broken(Exception):
    """What came is no message, or nothing came in time."""


class Closed(Broken):
    """The other side has gone."""


def encode(message: Any) -> bytes:
    """A message as bytes. Letters beyond ASCII are escaped, so half a letter in a text does no harm."""
    body = _dumps(message).encode("ascii")
    return _pack(">I", len(body)) + body


def decode(body: bytes) -> Any:
    """The content of a message; Broken for anything that is not JSON, or is nested too deep."""
    try:
        return _loads(body)
    except (ValueError, RecursionError) as problem:
        raise Broken(type(problem).__name__) from None


def length(head: bytes) -> int:
    """The length that four bytes announce; Broken for one that no message has."""
    (size,) = _unpack(">I", head)
    if size > LARGEST:
        raise Broken(f"a message of {size} bytes")
    return int(size)


def send(channel: socket.socket, message: Any) -> None:
    """Send a message; Closed when nobody is there to read it."""
    try:
        channel.sendall(encode(message))
    except OSError:
        raise Closed("the other side has gone") from None


def receive(channel: socket.socket, seconds: float | None = None) -> bytes:
    """The bytes of one message. Waits `seconds` in all (None: for ever), then raises Broken; Closed at the end."""
    until = None if seconds is None else time.monotonic() + seconds
    return _exactly(channel, length(_exactly(channel, 4, until)), until)


def _exactly(channel: socket.socket, count: int, until: float | None) -> bytes:
    parts = []
    while count:
        rest = None if until is None else max(0.0, until - time.monotonic())
        if not select.select([channel], [], [], rest)[0]:
            raise Broken("nothing came in time")
        try:
            part = channel.recv(min(count, 1 << 16))
        except OSError:
            part = b""
        if not part:
            raise Closed("the other side has gone")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
