"""One look for all pictures: a style, a few chart forms, and `show`, which adds caption, alt text, source and data.

Charts are drawn in the light colours of `palette`; the build writes the dark twin. Sizes suit a phone: 4.8 inches
wide with 10-point text, so that a 360-pixel screen shrinks the text hardly at all.
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sciencecities.palette import LIGHT

WIDTH = 4.8
MIME = "application/vnd.sciencecities.figure+json"
SERIES = ("blue", "orange", "green", "purple", "red", "yellow")

_STYLE: Any = {
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Arial", "sans-serif"],
    "font.size": 10,
    "svg.fonttype": "none",
    "svg.hashsalt": "sciencecities",
    "figure.facecolor": LIGHT["paper"],
    "axes.facecolor": LIGHT["paper"],
    "savefig.facecolor": LIGHT["paper"],
    "text.color": LIGHT["ink"],
    "axes.labelcolor": LIGHT["muted"],
    "axes.edgecolor": LIGHT["muted"],
    "xtick.color": LIGHT["muted"],
    "ytick.color": LIGHT["muted"],
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": LIGHT["grid"],
    "grid.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "ytick.major.size": 0,
    "lines.linewidth": 2.2,
    "hatch.color": LIGHT["hatch"],
    "hatch.linewidth": 0.7,
}


@contextmanager
def style() -> Iterator[None]:
    """Apply the book's matplotlib settings inside a `with` block and leave the reader's own settings as they were."""
    with matplotlib.rc_context(_STYLE):
        yield


def chart(height: float = 3.0) -> tuple[Figure, Axes]:
    """An empty chart in the book's style.

    Args: height in inches; the width is `WIDTH`. Returns the figure and its axes. The figure is not known to pyplot,
    so it is shown once, by `show`, and never a second time at the end of a cell.
    """
    with style():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
    return figure, axes


def label(
    axes: Axes,
    text: str,
    point: tuple[Any, Any],
    color: str,
    offset: tuple[float, float] = (6, 0),
    align: str = "left",
    size: float = _STYLE["font.size"],
) -> None:
    """Write beside a point, beyond the edge of the chart if need be.

    Args: point: in the units of the axes. color: a palette name. offset: from the point, in points. align: which side
    of the text is held there, "left", "right" or "center". size: of the letters, in points.
    """
    axes.annotate(
        text,
        point,
        offset,
        textcoords="offset points",
        ha=align,
        va="center",
        fontsize=size,
        color=LIGHT[color],
        annotation_clip=False,
    )


def upright(axes: Axes, at: float, text: str, above: bool = True) -> None:
    """A dashed upright with a few words: over its upper end, or left of its lower end.

    Args: axes: the chart. at: where, in the units of the horizontal axis. text: what it marks.
    """
    axes.axvline(at, color=LIGHT["muted"], ls=(0, (4, 3)), lw=1.2)
    axes.annotate(
        text,
        (at, 1 if above else 0),
        (0, 3) if above else (-4, 2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center" if above else "right",
        va="bottom",
        color=LIGHT["muted"],
        fontsize=9,
        annotation_clip=False,
    )


def lines(frame: pd.DataFrame, unit: str, height: float = 3.0) -> Figure:
    """A line for each column, named at its right end instead of in a legend.

    Args:
        frame: one row a year (the index), one column a series; gaps (missing values) interrupt the line.
        unit: what the vertical axis counts, for example "per cent of the nation".
        height: inches.
    """
    figure, axes = chart(height)
    colors = dict(zip(frame.columns, SERIES, strict=False))
    with style():
        for column in frame.columns:
            axes.plot(frame.index, frame[column], color=LIGHT[colors[column]], solid_capstyle="round")
        _label_ends(axes, frame, colors)
        axes.set_ylabel(unit)
        axes.set_ylim(bottom=0)
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    return figure


def _label_ends(axes: Axes, frame: pd.DataFrame, colors: Mapping[str, str], gap: float = 0.075) -> None:
    """Write each column's name right of its last value, moved apart so that no two names overlap."""
    ends = {column: frame[column].dropna().iloc[-1] for column in frame.columns}
    least = gap * max(ends.values())
    height = -np.inf
    for column in sorted(ends, key=lambda name: ends[name]):
        height = max(ends[column], height + least)
        last_year = frame[column].dropna().index[-1]
        label(axes, str(column), (last_year, height), colors[column])


def paths(
    ranks: pd.DataFrame,
    highlight: Mapping[str, str],
    break_at: float | None,
    break_label: str,
    height: float = 4.2,
) -> Figure:
    """Rank paths: one line a place, first place on top, dotted over gaps, a dashed upright where the series breaks.

    Args:
        ranks: index edition (year), one column a place, values are ranks (1 = first) or missing.
        highlight: place to palette name; all other places are drawn in grey.
        break_at: where on the horizontal axis the method changed; lines are not joined across it. None for no break.
        break_label: what changed there, in a few words.
        height: inches.
    """
    figure, axes = chart(height)
    sides = [ranks] if break_at is None else [ranks[ranks.index < break_at], ranks[ranks.index > break_at]]
    with style():
        for place in ranks.columns:
            color, width, order = (
                (LIGHT[highlight[place]], 2.4, 3) if place in highlight else (LIGHT["hatch"], 1.1, 2)
            )
            for side in sides:
                known = side[place].dropna()
                axes.plot(known.index, known, color=color, lw=width / 2, ls=":", zorder=order)
                axes.plot(
                    side.index, side[place], color=color, lw=width, marker="o", ms=2 * width, zorder=order
                )
        last = ranks.iloc[-1].dropna()
        for place in [name for name in highlight if name in last]:
            label(axes, place, (ranks.index[-1], last[place]), highlight[place], (8, 0))
        if break_at is not None:
            upright(axes, break_at, break_label, above=False)
        axes.invert_yaxis()
        axes.set_yticks([1, 5, 10, 15, 20, 25, 30])
        axes.set_ylabel("rank in the world")
        axes.set_xticks(list(ranks.index), [str(year) for year in ranks.index])
        axes.tick_params(axis="x", labelsize=9)
    return figure


def dots(
    frame: pd.DataFrame,
    x: str,
    y: str,
    name: str,
    x_label: str,
    y_label: str,
    highlight: Mapping[str, str],
    height: float = 3.6,
    invert: bool = False,
) -> Figure:
    """A scatter chart with the names of the points that the text speaks of.

    Args:
        frame: one row a point. x, y, name: its columns. x_label, y_label: axis titles with units.
        highlight: the name of a point to its palette name; other points are grey and unnamed.
        height: inches.
        invert: put small values of y on top, as for ranks.
    """
    figure, axes = chart(height)
    with style():
        axes.scatter(frame[x], frame[y], s=26, color=LIGHT["hatch"], lw=0)
        for point in frame[frame[name].isin(list(highlight))].to_dict("records"):
            place, color = (point[x], point[y]), highlight[point[name]]
            axes.scatter(*place, s=44, color=LIGHT[color], zorder=3)
            label(axes, point[name], place, color)
        axes.grid(True, axis="both")
        if invert:
            axes.invert_yaxis()
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
    return figure


def lorenz_chart(curves: Mapping[str, tuple[Any, Any]], unit: str, height: float = 3.6) -> Figure:
    """Lorenz curves under the line of equality.

    Args:
        curves: name to (part of the units, part of the total), both rising from 0 to 1.
        unit: what the units are, for example "provinces".
    """
    figure, axes = chart(height)
    with style():
        axes.plot([0, 1], [0, 1], color=LIGHT["muted"], lw=1.2, ls=(0, (4, 3)))
        axes.annotate("equal", (0.42, 0.45), rotation=38, color=LIGHT["muted"], ha="center", va="bottom")
        for (name, (p, share)), color in zip(curves.items(), SERIES, strict=False):
            axes.plot(p, share, color=LIGHT[color], label=name)
        axes.legend(frameon=False, loc="upper left")
        axes.grid(True, axis="both")
        axes.set_xlabel(f"part of the {unit}, smallest first")
        axes.set_ylabel("part of the total")
    return figure


@dataclass(frozen=True)
class Picture:
    """A finished figure: what a page or a notebook needs to show it with caption, alt text, source and data."""

    name: str
    svg: str
    alt: str
    caption: str
    source: str
    csv: str | None
    width: int
    height: int

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        image = base64.b64encode(self.svg.encode()).decode()
        markup = (
            f'<figure><img alt="{html.escape(self.alt, quote=True)}" width="{self.width}" height="{self.height}" '
            f'src="data:image/svg+xml;base64,{image}">'
            f"<figcaption>{html.escape(self.caption)}<br><small>Source: {html.escape(self.source)}</small>"
            "</figcaption></figure>"
        )
        return {MIME: dict(vars(self)), "text/html": markup, "text/plain": self.alt}


def show(
    figure: Figure, name: str, caption: str, alt: str, source: str, data: pd.DataFrame | None = None
) -> Picture:
    """Finish a figure: the last expression of a cell displays it.

    Args:
        figure: a matplotlib figure, as the functions of this module return it.
        name: a short name in lower case with hyphens; the text refers to the figure by it.
        caption: one sentence that says the finding.
        alt: at least 40 characters that say what a reader would see.
        source: who published the numbers.
        data: the table behind the figure, offered as CSV.

    Raises ValueError when the name is not a plain name or the alt text is too short.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"figure name {name!r}: use lower-case letters, digits and hyphens")
    if len(alt) < 40:
        raise ValueError(
            f"figure {name!r}: its alt text has {len(alt)} characters; say in 40 or more what is seen"
        )
    svg = _draw(figure)
    width, height = (round(96 * inches) for inches in figure.get_size_inches())
    csv = (
        None
        if data is None
        else data.to_csv(index=not isinstance(data.index, pd.RangeIndex), lineterminator="\n")
    )
    return Picture(name, _shorten(svg), _minus(alt), _minus(caption), source, csv, width, height)


def _minus(text: str) -> str:
    """The text with a minus sign before its negative numbers, where Python writes a hyphen."""
    return re.sub(r"(?<![^\s(])-(?=\d)", "\u2212", text)


def _draw(figure: Figure) -> str:
    """The figure as SVG. `savefig` alone would draw all of it twice, first for its layout: here that is found first."""
    FigureCanvasSVG(figure)
    engine = figure.get_layout_engine()
    buffer = io.StringIO()
    with style():
        if engine is not None:
            figure.set_dpi(72)
            engine.execute(figure)
            figure.set_layout_engine("none")
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def _shorten(svg: str) -> str:
    """Drop the XML prologue and cut coordinates to a tenth of a point: a third of the bytes, the same picture."""
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    return re.sub(r'(?<= d=")[^"]*', lambda path: re.sub(r"(-?\d+\.\d)\d+", r"\1", path.group()), svg)
