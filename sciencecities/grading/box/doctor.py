"""Start a real box and see what holds."""

from __future__ import annotations

from .launch import Box


def doctor(box: Box) -> list[tuple[str, bool, str]]:
    """x"""
    return []
