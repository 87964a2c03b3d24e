"""What a check says: a status, points, and one sentence."""

from __future__ import annotations

import html
from dataclasses import dataclass

RIGHT, PARTLY, WRONG, INVALID, EMPTY, READY = "right", "partly", "wrong", "invalid", "empty", "ready"
HEADLINES = {
    RIGHT: "Right",
    PARTLY: "Partly right",
    WRONG: "Not yet",
    INVALID: "Cannot be read",
    EMPTY: "No answer yet",
    READY: "Long enough to hand in",
}


@dataclass(frozen=True)
class Result:
    """The outcome of one check.

    status: right, partly, wrong, invalid (not the kind of value asked for), empty (nothing given), ready (a text that
    a person will mark). points of `of`; None when a person decides. feedback: one or two sentences. advice: what a
    text that is ready could still lack, one sentence each; the feedback holds them too.
    """

    exercise: str
    status: str
    points: float | None
    of: int
    feedback: str
    advice: tuple[str, ...] = ()

    @property
    def correct(self) -> bool | None:
        """True or False; None for a text, which a person judges."""
        return None if self.status == READY else self.status == RIGHT

    @property
    def headline(self) -> str:
        """The status in words, with the points where there are any to tell."""
        words = HEADLINES[self.status]
        return f"{words} ({self.points:g} of {self.of} points)" if self.status in (RIGHT, PARTLY) else words

    def __repr__(self) -> str:
        return f"Exercise {self.exercise}: {self.headline}. {self.feedback}"

    def _repr_html_(self) -> str:
        return (
            f'<p class="sc-result sc-result--{self.status}" role="status">'
            f"<strong>Exercise {html.escape(self.exercise)}: {html.escape(self.headline)}.</strong> "
            f"{html.escape(self.feedback)}</p>"
        )
