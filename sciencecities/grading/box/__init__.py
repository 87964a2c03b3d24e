"""The box: a student's cells run in it, and only plain values come out.

    with open_box() as box:
        attempt(cells, {"4.1": "answer"}, None, box)

What runs inside is in `inside`: a supervisor that never runs a student's line, and the worker that it forks; and for
a class, the template from which each box is forked into a room of its own. The rest stands outside, drives the
supervisor, and takes whatever comes back for a stranger's claim.
"""

from .attempts import attempt
from .checkup import doctor
from .launch import Box, open_box
from .limits import Limits

__all__ = ["Box", "Limits", "attempt", "doctor", "open_box"]
