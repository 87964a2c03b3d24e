"""The still picture of *What does a yuan of R&D buy?*: what one yuan is worth so far, and the stock it joins."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .svg import element, path, picture, text
from .words import fixed, signed

if TYPE_CHECKING:
    from .yuan import Yuan

WIDTH, MIDDLE, HEIGHT = 400, 250, 400
LEFT, RIGHT = 34, 388
TRILLION = 10_000  # of 100 million yuan


def draw(yuan: Yuan) -> str:
    """The picture of the figure's present settings."""
    return picture(WIDTH, HEIGHT, yuan.alt(), *_worth(yuan), *_stock(yuan))


def _worth(yuan: Yuan) -> list[str]:
    """One yuan over the years: below zero until it is paid back."""
    last = yuan.data["shown"]
    worth = [float(one) for one in yuan.path()[: last + 1]]
    top, bottom, most = 34, MIDDLE - 40, max(1.0, 2.0 ** math.ceil(math.log2(max(*worth, 0.5))))

    def at(year: float, yuan_: float) -> tuple[float, float]:
        return LEFT + year / last * (RIGHT - LEFT), top + (most - yuan_) / (most + 1) * (bottom - top)

    shapes = [text(0, 12, "what one yuan is worth so far, in yuan", "muted", 11)]
    for tick in (-1.0, 0.0, most / 2, most):
        y = at(0, tick)[1]
        ink = "muted" if tick == 0 else "grid"
        shapes.append(element("path", d=path([(LEFT, y), (RIGHT, y)]), stroke=ink))
        shapes.append(
            text(LEFT - 6, y + 4, signed(tick, 0 if tick == int(tick) else 1), "muted", 11, text_anchor="end")
        )
    for year in range(0, last + 1, 10):
        shapes.append(text(at(year, 0)[0], bottom + 16, str(year), "muted", 11, text_anchor="middle"))
    shapes.append(text(RIGHT, bottom + 32, "years after it was spent", "muted", 11, text_anchor="end"))
    line = path([at(year, one) for year, one in enumerate(worth)])
    shapes.append(element("path", d=line, stroke="blue", stroke_width=2.5, stroke_linejoin="round"))
    payback = yuan.value["payback"]
    if payback is not None and payback <= last:
        x, y = at(payback, worth[payback])
        shapes.append(element("circle", cx=x, cy=y, r=5, fill="blue", stroke="paper", stroke_width=2))
        shapes.append(text(x + 9, y + 15, f"paid back: year {payback}", "blue", 13, font_weight=700))
    return shapes


def _stock(yuan: Yuan) -> list[str]:
    """The knowledge stock as a line above the spending of each year."""
    years, stock = yuan.data["years"], [float(one) / TRILLION for one in yuan.stock()]
    top, bottom = MIDDLE + 34, HEIGHT - 22
    step = (RIGHT - LEFT) / len(years)

    def at(place: int, amount: float) -> tuple[float, float]:
        return LEFT + (place + 0.5) * step, bottom - amount / stock[-1] * (bottom - top)

    shapes = [
        text(0, MIDDLE + 12, f"knowledge stock and yearly R&D, trillion yuan of {years[-1]}", "muted", 11),
        element("path", d=path([(LEFT, bottom), (RIGHT, bottom)]), stroke="muted"),
    ]
    for place, amount in enumerate(yuan.data["rd"]):
        x, y = at(place, amount / TRILLION)
        shapes.append(
            element("rect", fill="hatch", x=x - step / 2 + 1, y=y, width=step - 2, height=bottom - y)
        )
    line = path([at(place, amount) for place, amount in enumerate(stock)])
    shapes.append(element("path", d=line, stroke="blue", stroke_width=2.5))
    x, y = at(len(stock) - 1, stock[-1])
    label = f"{fixed(stock[-1], 1)}"
    shapes.append(text(x, y - 8, label, "blue", 13, text_anchor="end", font_weight=700))
    shapes.append(text(LEFT, HEIGHT - 6, str(years[0]), "muted", 11))
    shapes.append(text(RIGHT, HEIGHT - 6, str(years[-1]), "muted", 11, text_anchor="end"))
    return shapes
