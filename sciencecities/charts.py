"""More chart forms in the book's look: series with breaks and dates, dumbbells, bars, scatters in rows, changes.

Each takes a plain table and returns a figure for `look.show`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MultipleLocator, NullLocator

from sciencecities import look
from sciencecities.palette import LIGHT

_DASHES = (0, (4, 3))
# A row of a chart that names every province: high enough for a 9-point name.
_ROW = 0.19


def decimal_year(date: str) -> float:
    """A date as exact as known ("2016", "2016-05", "2016-05-19") as a point on an axis of years.

    The middle of the year or month is meant where no day is given.
    """
    year, month, day = (int(part) for part in [*date.split("-"), "0", "0"][:3])
    if not month:
        return year + 0.5
    return year + (month - 1) / 12 + ((day or 15) - 1) / 365


def interrupted(
    frame: pd.DataFrame,
    unit: str,
    breaks: Mapping[float, str],
    colors: Mapping[str, str],
    older: pd.DataFrame | None = None,
    dates: pd.DataFrame | None = None,
    level: float | None = None,
    band: tuple[float, float] | None = None,
    bottom: float | None = 0,
    height: float = 3.4,
) -> Figure:
    """Series over years that are not joined where their basis changes.

    Args:
        frame: one row a year (the index), one column a series. unit: what the vertical axis counts.
        breaks: where the basis changes (2014.5 lies between 2014 and 2015) and what is written there; "" for a thin
            line without words.
        colors: series to palette name; the names stand right of the lines, moved apart where they would overlap.
        older: the same columns on the older basis, for the years after the break: drawn dotted.
        dates: events under the chart: columns row (a name), date (as `decimal_year` reads it), color; one line a row.
        level: a value to mark with a dashed line across. band: years to shade.
        bottom: of the vertical axis. height: inches.
    """
    with look.style():
        figure = Figure(figsize=(look.WIDTH, height), layout="constrained")
        if dates is None:
            axes = figure.add_subplot()
        else:
            rows = dates["row"].nunique()
            axes, strip = figure.subplots(
                2, 1, sharex=True, height_ratios=(height - 0.25 * rows, 0.25 * rows)
            )
            _strip(strip, dates)
        axes.grid(True, axis="y")
        if band is not None:
            axes.axvspan(*band, color=LIGHT["land"], lw=0)
        if level is not None:
            axes.axhline(level, color=LIGHT["muted"], lw=1, ls=_DASHES)
        for name, color in colors.items():
            if older is not None:
                axes.plot(older.index, older[name], color=LIGHT[color], lw=1.5, ls=":")
            for piece in _pieces(frame[name], breaks):
                mark = "o" if len(piece) == 1 else None
                axes.plot(piece.index, piece, color=LIGHT[color], marker=mark, solid_capstyle="round")
        axes.set_ylim(bottom=bottom)
        _uprights(axes, breaks)
        _names(axes, frame, colors)
        axes.set_ylabel(unit)
        axes.xaxis.set_major_locator(MultipleLocator(5))
        axes.tick_params(labelbottom=True)
    return figure


def _pieces(series: pd.Series, breaks: Mapping[float, str]) -> list[pd.Series]:
    """A series cut where its basis changes."""
    known = series.dropna()
    side = np.searchsorted(sorted(breaks), known.index)
    return [known[side == number] for number in np.unique(side)]


def _uprights(axes: Axes, breaks: Mapping[float, str]) -> None:
    """A dashed upright at each break that has words, a dotted one at the others; the words on top."""
    for place, text in breaks.items():
        style: Any = _DASHES if text else ":"
        axes.axvline(place, color=LIGHT["muted"], ls=style, lw=1.2 if text else 1)
        if text:
            axes.annotate(
                text,
                (place, 1),
                (4, -2),
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
                ha="left",
                va="top",
                color=LIGHT["muted"],
                fontsize=9,
            )


def _names(axes: Axes, frame: pd.DataFrame, colors: Mapping[str, str]) -> None:
    """Write each series' name right of its last value; names that would touch are moved apart, the middle held."""
    ends = {name: float(frame[name].dropna().iloc[-1]) for name in colors}
    low, high = axes.get_ylim()
    least = 0.075 * (high - low)
    order = sorted(ends, key=lambda name: ends[name])
    heights = [ends[name] for name in order]
    for _ in range(50):
        for below in range(len(heights) - 1):
            lack = least - (heights[below + 1] - heights[below])
            if lack > 0:
                heights[below] -= lack / 2
                heights[below + 1] += lack / 2
    last = max(frame[name].dropna().index[-1] for name in colors)
    for name, height in zip(order, heights, strict=True):
        look.label(axes, name, (last, height), colors[name])


def _strip(axes: Axes, dates: pd.DataFrame) -> None:
    """Events as dots, one line a row, the row's name on the side that has room."""
    middle = 2011
    for line, (name, row) in enumerate(dates.groupby("row", sort=False)):
        places = [decimal_year(date) for date in row["date"]]
        color = row["color"].iloc[0]
        axes.plot(places, [line] * len(places), "o", ms=6, color=LIGHT[color])
        if min(places) < middle:
            look.label(axes, str(name), (max(places), line), color, (7, 0), "left", 9)
        else:
            look.label(axes, str(name), (min(places), line), color, (-7, 0), "right", 9)
    axes.set_ylim(dates["row"].nunique() - 0.5, -0.5)
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(bottom=False, labelbottom=False)
    axes.yaxis.set_major_locator(NullLocator())


def dumbbells(
    frame: pd.DataFrame, start: str, end: str, group: str, unit: str, colors: Mapping[str, str]
) -> Figure:
    """One row a place, from its first value (hollow) to its last (full), on one scale, the largest on top.

    Args:
        frame: indexed by place. start, end: columns of values. group: column that decides the colour.
        unit: what the horizontal axis counts. colors: group to palette name, in the order of the legend.
    """
    rows = frame.sort_values(end)
    figure, axes = look.chart(_ROW * len(rows) + 0.8)
    heights = np.arange(len(rows))
    with look.style():
        for name, color in colors.items():
            inside = (rows[group] == name).to_numpy()
            axes.hlines(heights[inside], rows[start][inside], rows[end][inside], color=LIGHT[color], lw=1.6)
            axes.plot(rows[start][inside], heights[inside], "o", ms=5, mfc=LIGHT["paper"], color=LIGHT[color])
            axes.plot(rows[end][inside], heights[inside], "o", ms=6, color=LIGHT[color], label=name)
        axes.plot([], [], "o", ms=5, mfc=LIGHT["paper"], color=LIGHT["muted"], label=start)
        axes.plot([], [], "o", ms=6, color=LIGHT["muted"], label=end)
        axes.legend(frameon=False, loc="lower right", fontsize=9)
        _rows(axes, list(rows.index))
        axes.set_xlim(left=0)
        axes.set_xlabel(unit)
    return figure


def _rows(axes: Axes, names: Sequence[str]) -> None:
    """Names down the left side, one a row, and a grid for reading values instead of rows."""
    axes.set_yticks(range(len(names)), names, fontsize=9)
    axes.set_ylim(-0.7, len(names) - 0.3)
    axes.grid(False, axis="y")
    axes.grid(True, axis="x")


def bars(values: pd.Series, unit: str, colors: tuple[str, str], highlight: Sequence[str] = ()) -> Figure:
    """Bars left and right of zero, one a place, the largest on top, each with its value.

    Args:
        values: indexed by place. unit: what the horizontal axis counts.
        colors: palette names below and above zero. highlight: places whose name and value are set in bold.
    """
    ordered = values.sort_values()
    figure, axes = look.chart(_ROW * len(ordered) + 0.7)
    with look.style():
        below, above = (LIGHT[color] for color in colors)
        axes.barh(
            range(len(ordered)),
            ordered,
            height=0.72,
            color=[below if value < 0 else above for value in ordered],
        )
        _rows(axes, [str(place) for place in ordered.index])
        for tick, (line, (place, value)) in zip(
            axes.get_yticklabels(), enumerate(ordered.items()), strict=True
        ):
            weight = "bold" if place in highlight else "normal"
            tick.set_fontweight(weight)
            axes.annotate(
                f"{value:+.0f}".replace("-", "−") if round(value) else "0",
                (value, line),
                (3 if value >= 0 else -3, 0),
                textcoords="offset points",
                ha="left" if value >= 0 else "right",
                va="center",
                fontsize=9,
                fontweight=weight,
                color=LIGHT["ink"],
            )
        axes.axvline(0, color=LIGHT["muted"], lw=1)
        axes.margins(x=0.14)
        axes.set_xlabel(unit)
    return figure


def catching_up(
    periods: Mapping[str, pd.DataFrame],
    slopes: Mapping[str, float],
    notes: Mapping[str, str],
    group: str,
    colors: Mapping[str, str],
    named: Mapping[str, Mapping[str, float]],
) -> Figure:
    """Growth against the start, one panel a period, one under the other, all to the same scale.

    Args:
        periods: title to a table indexed by place, with columns start (nation = 100), growth (per cent a year) and
            `group`. slopes: title to the slope of growth on the logarithm of start; the line goes through the means.
        notes: title to what is written in the panel. colors: group to palette name. named: title to the places
            to name and by how many points above its dot each name stands.
    """
    with look.style():
        figure = Figure(figsize=(look.WIDTH, 2.1 * len(periods) + 0.3), layout="constrained")
        panels = figure.subplots(len(periods), 1, sharex=True)
        reach = 1 + max(abs(table["growth"] - table["growth"].mean()).max() for table in periods.values())
        for axes, (title, table) in zip(panels, periods.items(), strict=True):
            for name, color in colors.items():
                part = table[table[group] == name]
                axes.scatter(part["start"], part["growth"], s=24, color=LIGHT[color], lw=0, label=name)
            ends = np.array([table["start"].min(), table["start"].max()])
            middle = table["growth"].mean()
            rise = slopes[title] * (np.log(ends) - np.log(table["start"]).mean())
            axes.plot(ends, middle + rise, color=LIGHT["ink"], lw=1.6)
            axes.set_ylim(middle - reach, middle + reach)
            for place, above in named[title].items():
                point = table["start"][place], table["growth"][place]
                look.label(axes, place, point, "muted", (0, above), "left" if point[0] < 100 else "center", 9)
            axes.grid(True, axis="both")
            axes.set_title(title, loc="left", fontsize=10, fontweight="bold", color=LIGHT["ink"])
            axes.set_title(notes[title], loc="right", fontsize=9, color=LIGHT["muted"])
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(FixedLocator([50, 100, 200, 400]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel("GDP per head at the start, nation = 100")
        panels[len(panels) // 2].set_ylabel("real growth per head, % a year")
        panels[-1].legend(frameon=False, loc="lower left", fontsize=9, ncols=len(colors), handletextpad=0)
    return figure


def changes(frame: pd.DataFrame, unit: str, columns: Mapping[str, str], height: float = 4.4) -> Figure:
    """How far each measure moved, in several periods: one row a measure, one dot a variant.

    Args:
        frame: columns measure, variant and one of per cent for each period. unit: of the horizontal axis.
        columns: period to palette name. height: inches.
    """
    figure, axes = look.chart(height)
    order = list(dict.fromkeys(zip(frame["measure"], frame["variant"], strict=True)))
    gaps = np.cumsum([0] + [before[0] != now[0] for before, now in itertools.pairwise(order)])
    lines = -(np.arange(len(order)) + 0.7 * gaps)
    with look.style():
        for period, color in columns.items():
            axes.plot(frame[period], lines, "o", ms=6, color=LIGHT[color], label=period)
        axes.axvline(0, color=LIGHT["muted"], lw=1.2)
        axes.set_yticks(lines, [f"{measure}, {variant}" for measure, variant in order], fontsize=9)
        axes.grid(False, axis="y")
        axes.grid(True, axis="x")
        axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.35, 1), ncols=2, handletextpad=0.1)
        axes.margins(x=0.1)
        axes.set_xlabel(unit)
    return figure
