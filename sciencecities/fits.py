"""Charts of a fitted line: the cloud with its line and band, and estimates as dots with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sciencecities import look, measures
from sciencecities.palette import LIGHT


def cloud(
    x: pd.Series,
    y: pd.Series,
    x_label: str,
    y_label: str,
    highlight: Mapping[str, tuple[str, tuple[float, float], str]],
    height: float = 3.8,
    held: int = 0,
) -> Figure:
    """A cloud of points with its least-squares line and the 95 per cent band of the line.

    Args:
        x, y: one value a unit, indexed by the same names.
        x_label, y_label: axis titles with units.
        highlight: a unit to (palette name, offset of its name in points, side that is held there: "left", "right" or
            "center"); the others are grey and unnamed.
        height: inches.
        held: how many other variables have been taken out of x and y before, so that the band knows its degrees of
            freedom.
    """
    figure, axes = look.chart(height)
    with look.style():
        _line(axes, x, y, held)
        axes.scatter(x, y, s=26, color=LIGHT["muted"], lw=0, zorder=3)
        for unit, (color, offset, align) in highlight.items():
            place = (x[unit], y[unit])
            axes.scatter(*place, s=46, color=LIGHT[color], zorder=4)
            look.label(axes, unit, place, color, offset, align)
        axes.grid(True, axis="both")
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
    return figure


def _line(axes: Axes, x: pd.Series, y: pd.Series, held: int) -> None:
    """The line from the smallest x to the largest, and where it could lie in 95 of 100 such samples."""
    from scipy.special import stdtrit  # here, and not from scipy.stats, which takes a second to load

    fit = measures.ols(y, x)
    ends = np.linspace(x.min(), x.max(), 60)
    middle = fit.coefficients[0] + fit.coefficients[1] * ends
    free = len(x) - 2 - held
    spread = np.sqrt((fit.residuals**2).sum() / free)
    away = (ends - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum()
    band = stdtrit(free, 0.975) * spread * np.sqrt(1 / len(x) + away)
    axes.fill_between(ends, middle - band, middle + band, color=LIGHT["grid"], lw=0, zorder=1)
    axes.plot(ends, middle, color=LIGHT["blue"], zorder=2)


def estimates(
    frame: pd.DataFrame,
    x_label: str,
    colors: Sequence[str],
    whole: tuple[float, str] | None = None,
    height: float = 4.0,
) -> Figure:
    """Estimates as dots with their intervals, one row each, the first on top, and an upright at zero.

    Args:
        frame: index the rows' names; columns estimate, low, high. x_label: what is estimated, with its unit.
        colors: a palette name for each row.
        whole: an estimate to compare with, and its name; drawn as a dashed upright.
        height: inches.
    """
    figure, axes = look.chart(height)
    places = range(len(frame))
    with look.style():
        axes.axvline(0, color=LIGHT["ink"], lw=1)
        if whole is not None:
            look.upright(axes, whole[0], whole[1])
        for place, color, row in zip(places, colors, frame.to_dict("records"), strict=True):
            axes.plot([row["low"], row["high"]], [place, place], color=LIGHT[color], lw=1.6)
            axes.plot(row["estimate"], place, "o", ms=5.5, color=LIGHT[color])
        axes.set_yticks(list(places), [str(name) for name in frame.index], fontsize=9)
        axes.set_ylim(len(frame) - 0.4, -0.6)
        axes.grid(True, axis="x")
        axes.grid(False, axis="y")
        axes.set_xlabel(x_label)
    return figure


def points_in_time(frame: pd.DataFrame, unit: str, height: float = 3.4) -> Figure:
    """A dot for every figure that was found, joined only to its neighbour in the next year; names at the last dots.

    Args: frame: one row a year (the index), one column a series. unit: of the vertical axis. height: inches.
    """
    figure, axes = look.chart(height)
    with look.style():
        for column, color in zip(frame.columns, look.SERIES, strict=False):
            axes.plot(frame.index, frame[column], color=LIGHT[color], marker="o", ms=6, lw=1.6)
            known = frame[column].dropna()
            look.label(axes, str(column), (known.index[-1], known.iloc[-1]), color, (8, 0))
        axes.set_ylim(bottom=0)
        axes.set_ylabel(unit)
        axes.set_xticks(list(frame.index), [str(year) for year in frame.index])
    return figure
