"""Which variant of an exercise a student gets: the same for the same id on every machine, and hard to guess without it.

Source of the method: a keyed hash (HMAC-SHA256, RFC 2104), read as a number, picks one of the tested settings.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import Any

from .exercise import Exercise


def normal_id(student: str) -> str:
    """A student's id as it is compared: no blanks around it, one spelling of its characters, small letters."""
    return unicodedata.normalize("NFKC", student).strip().casefold()


def settings_for(exercise: Exercise, student: str, key: str) -> dict[str, Any]:
    """The parameters of this student's copy of an exercise, one of `exercise.all_settings()`.

    Args: student: the id as the roster has it; key: any text, the same for a whole class. An exercise without
    variants has one setting for all.
    """
    message = f"{exercise.id}\n{normal_id(student)}".encode()
    number = int.from_bytes(hmac.new(key.encode(), message, hashlib.sha256).digest(), "big")
    choices = exercise.all_settings()
    return choices[number % len(choices)]
