"""The still picture of *Build a synthetic Hefei*: the unit and its twin above, all placebo gaps below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .svg import element, path, picture, text

if TYPE_CHECKING:
    from .synthetic import Synthetic

WIDTH, LEFT, RIGHT = 400, 34, 330
TWIN, GAPS, SPACE = 190, 210, 26
# A placebo's line ends where its gap is more than twice the unit's, as on the page: one without a likeness would
# flatten the rest.
NEAREST_EDGE, TIMES_OWN = 20, 2


def draw(synthetic: Synthetic) -> str:
    """The picture of the figure's present settings."""
    sample, twin, placebos = synthetic.solved()
    years, own = [int(year) for year in sample.levels.index], list(sample.own)
    table = sample.levels.to_numpy()
    gaps = 100 * placebos.gaps / (table - placebos.gaps)
    mine = list(sample.levels).index(sample.treated)
    reach = max(NEAREST_EDGE, TIMES_OWN * float(np.abs(gaps[:, mine]).max()))

    def x(year: float) -> float:
        return LEFT + (year - years[0]) / (years[-1] - years[0]) * (RIGHT - LEFT)

    def level(value: float) -> float:
        return TWIN - (value - 100) / (max(max(own), twin.synthetic.max()) - 100) * (TWIN - 30)

    def gap(value: float) -> float:
        return TWIN + SPACE + GAPS / 2 - value / reach * (GAPS / 2 - 14)

    def line(values: list[float], color: str, width: float, **more: Any) -> str:
        points = [(x(year), value) for year, value in zip(years, values, strict=False)]
        return element("path", d=path(points), stroke=color, stroke_width=width, **more)

    def end(y: float, words: str, color: str) -> str:
        return text(RIGHT + 6, y + 4, words, color, 12, font_weight=600)

    ends = [level(own[-1]), level(twin.synthetic[-1])]
    if abs(ends[1] - ends[0]) < 14:
        ends[1] = ends[0] + (14 if ends[1] >= ends[0] else -14)
    start = x(synthetic.event - 0.5)
    bottom = TWIN + SPACE + GAPS
    shapes = [
        text(0, 12, f"real GDP, {years[0]} = 100", "muted", 11),
        text(0, TWIN + SPACE + 4, "gap to the twin, per cent of it; grey: placebos", "muted", 11),
        element("path", d=path([(start, 20), (start, TWIN)]), stroke="muted", stroke_dasharray="3 3"),
        element(
            "path",
            d=path([(start, TWIN + SPACE + 10), (start, bottom)]),
            stroke="muted",
            stroke_dasharray="3 3",
        ),
        text(start + 4, 28, f"after: from {synthetic.event}", "muted", 11),
        line([level(value) for value in twin.synthetic], "orange", 2.5, stroke_dasharray="6 4"),
        line([level(value) for value in own], "blue", 2.5),
        end(ends[0], sample.treated, "blue"),
        end(ends[1], "its twin", "orange"),
        element("path", d=path([(LEFT, gap(0)), (RIGHT, gap(0))]), stroke="muted"),
    ]
    step = 10 if reach < 30 else 20 if reach < 60 else 50
    for value in (-step, 0, step):
        words = str(value).replace("-", "−")
        shapes.append(text(LEFT - 6, gap(value) + 4, words, "muted", 11, text_anchor="end"))
    for unit in range(gaps.shape[1]):
        if unit != mine:
            far = np.abs(gaps[:, unit]) > reach
            inside = int(far.argmax()) if far.any() else len(years)
            shapes.append(line([gap(value) for value in gaps[:inside, unit]], "hatch", 1, stroke_opacity=0.6))
    shapes.append(line([gap(value) for value in gaps[:, mine]], "blue", 2.5))
    shapes.append(end(gap(gaps[-1, mine]), sample.treated, "blue"))
    for year, anchor in ((years[0], "start"), (years[-1], "end")):
        shapes.append(text(x(year), bottom + 12, str(year), "muted", 11, text_anchor=anchor))
    return picture(WIDTH, bottom + 18, synthetic.alt(), *shapes)
