"""The picture that a shared link shows: the page's title on the book's colours, 1200 by 630 pixels."""

from __future__ import annotations

import textwrap
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sciencecities.palette import LIGHT

# Inches, at 100 pixels each.
_SIZE = (12.0, 6.3)


def card(path: Path, heading: str, kicker: str, book: str) -> None:
    """Write the picture as PNG: a small line, the heading in up to three lines, and the book's name below."""
    figure = Figure(figsize=_SIZE, dpi=100, facecolor=LIGHT["paper"])
    FigureCanvasAgg(figure)
    figure.add_artist(Rectangle((0, 0), 0.025, 1, color=LIGHT["blue"]))
    if kicker:
        figure.text(0.08, 0.82, kicker, fontsize=26, color=LIGHT["orange"], weight="bold", va="top")
    lines = textwrap.wrap(heading, 26, max_lines=3, placeholder=" …")
    figure.text(
        0.08,
        0.7,
        "\n".join(lines),
        fontsize=50,
        color=LIGHT["ink"],
        weight="bold",
        va="top",
        linespacing=1.15,
    )
    if heading != book:
        figure.text(0.08, 0.1, book, fontsize=24, color=LIGHT["muted"])
    figure.savefig(path, metadata={"Software": None})
