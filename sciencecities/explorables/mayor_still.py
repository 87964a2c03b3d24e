"""The still picture of *Play mayor*: how many cities end where, on a scale of multiples."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from .svg import element, picture, text

if TYPE_CHECKING:
    from .mayor import Mayor

WIDTH, LEFT, RIGHT, TOP, HEIGHT = 400, 56, 350, 30, 320
BINS = 24


def draw(mayor: Mayor) -> str:
    """The picture of the figure's present settings."""
    final = mayor.played().wealth[-1]
    # A bin is the same step in multiples wherever it is; 1 stands at the edge of two, so that no bin holds both
    # those who lost and those who won.
    high, low = math.log10(max(float(final.max()), 2)), math.log10(min(float(final.min()), 0.5))
    step = (high - low) * 1.02 / BINS
    first = math.floor(low / step)
    places = np.floor(np.log10(final) / step + 1e-9).astype(int)
    counts = {int(place): int((places == place).sum()) for place in np.unique(places)}
    starred = {int(place) for place in places[mayor.stars()]}
    rows = math.ceil(high / step + 1e-9) - first + 1
    row, most = HEIGHT / rows, max(counts.values())

    def y(multiple: float) -> float:
        return TOP + HEIGHT - (math.log10(multiple) / step - first) * row

    shapes = [text(0, 12, "budget at the end, as a multiple of the start", "muted", 11)]
    for power in range(math.ceil(low), math.floor(high) + 1):
        shapes.append(element("path", d=f"M{LEFT} {y(10**power):.1f}H{RIGHT}", stroke="grid"))
        words = f"{10**power:,}×" if power >= 0 else f"1/{10**-power:,}"
        shapes.append(text(LEFT - 6, y(10**power) + 4, words, "muted", 11, text_anchor="end"))
    for place, count in counts.items():
        top = TOP + HEIGHT - (place + 1 - first) * row
        color = "orange" if place in starred else "sky" if place >= 0 else "hatch"
        width = max(2, count / most * (RIGHT - LEFT - 40))
        shapes.append(element("rect", fill=color, x=LEFT, y=top + 1, width=width, height=row - 2, rx=2))
        shapes.append(text(LEFT + width + 4, top + row / 2 + 4, f"{count}", "muted", 10))
    shapes.append(element("path", d=f"M{LEFT} {y(1):.1f}H{RIGHT}", stroke="ink", stroke_width=1.5))
    shapes.append(text(RIGHT, y(1) - 5, "as at the start", "ink", 11, text_anchor="end"))
    note = f"orange: where the top {mayor.data['stars']} end; grey: less than at the start"
    shapes.append(text(0, TOP + HEIGHT + 18, note, "muted", 11))
    return picture(WIDTH, TOP + HEIGHT + 24, mayor.alt(), *shapes)
