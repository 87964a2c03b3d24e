"""The charts and maps of chapter 3: comparative advantage, places by subject, facilities by period, indices.

All are drawn with letters of 10 points, which a 360-pixel screen shows at more than 9 pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sciencecities import look, maps
from sciencecities.palette import LIGHT

PERIODS = ((1980, 1999), (2000, 2009), (2010, 2019), (2020, 2025))
"""First and last year of each panel of the map of facilities."""
# Maps without ticks, each with a heading: in parts of the picture, and gaps in parts of a map.
_CLOSE = {"left": 0.0, "right": 0.95, "bottom": 0.005, "top": 0.965, "wspace": 0.04, "hspace": 0.12}


def advantage(table: pd.DataFrame, highlight: Mapping[str, str]) -> Figure:
    """A row a city, a dot for each field: how much more of the field than usual it does, the usual at 1.

    Args: table: index city, a column a field, values of the Balassa index, in the order to be drawn from the top.
    highlight: the colour name of each field.
    """
    figure, axes = look.chart(0.9 + 0.24 * len(table))
    with look.style():
        for row, (_, values) in enumerate(table.iterrows()):
            axes.plot([values.min(), values.max()], [row, row], color=LIGHT["grid"], lw=3, zorder=1)
        for (field, color), marker in zip(highlight.items(), "os", strict=False):
            axes.plot(
                table[field], range(len(table)), marker, ms=7, color=LIGHT[color], label=field, zorder=3
            )
        axes.axvline(1, color=LIGHT["muted"], ls=(0, (4, 3)), lw=1.2)
        _rows(axes, list(table.index))
        axes.set_xlabel("times the usual part (as usual = 1)")
        axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(-0.4, 1), ncols=2, handletextpad=0.2)
    return figure


def _rows(axes: Axes, names: list[str]) -> None:
    """A row for each name, the first on top, with room above and below."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(False)
    axes.grid(True, axis="x")


def subject_places(places: pd.DataFrame, subjects: list[str], highlight: Mapping[str, str]) -> Figure:
    """A row a subject with the places one to ten: named dots, dots of other cities, rings where no place was seen.

    Args: places: columns subject, rank, city. subjects: the rows from the top. highlight: city to colour name; other
    cities are grey and unnamed.
    """
    figure, axes = look.chart(0.9 + 0.66 * len(subjects))
    ten = range(1, 11)
    with look.style():
        for row, subject in enumerate(subjects):
            axes.plot(ten, [row] * 10, "o", ms=7, mfc=LIGHT["paper"], mec=LIGHT["hatch"], mew=0.8)
            of_subject = places[places["subject"] == subject].sort_values("rank")
            named = 0
            for rank, city in of_subject[["rank", "city"]].itertuples(index=False):
                color = highlight.get(city, "muted")
                axes.plot(rank, row, "o", ms=8, color=LIGHT[color], zorder=3)
                if city in highlight:
                    look.label(axes, city, (rank, row), color, (0, -13 if named % 2 else 13), "center")
                    named += 1
        _rows(axes, [subject.replace("earth and environmental", "Earth") for subject in subjects])
        axes.grid(False)
        axes.set_xlim(0, 10.6)
        axes.set_xticks(ten)
        axes.set_xlabel("place in the world (grey: outside China;\nring: not seen)")
    return figure


def facilities_by_period(provinces: pd.DataFrame, sites: pd.DataFrame) -> Figure:
    """Six small maps: what opened in each of four periods, what is not open or undated, and the science centres.

    Args:
        provinces: the table `provinces`.
        sites: columns name, kind, lat, lon, year (of opening, or missing); a row without a place is not drawn.
    """
    placed = maps.points(sites.dropna(subset=["lat"]))
    centres = placed[placed["kind"] == "science centre"]
    machines = placed[placed["kind"] == "facility"]
    panels = [
        (
            f"{first} to {last}" if number else f"up to {last}",
            machines[machines["year"].between(first, last)],
            "blue",
        )
        for number, (first, last) in enumerate(PERIODS)
    ]
    panels += [
        ("not open, or no year", machines[machines["year"].isna()], "purple"),
        ("science centres named", centres, "orange"),
    ]
    ground = maps.outlines(provinces, 30_000)
    with look.style():
        figure = Figure(figsize=(look.WIDTH, 7.2))
        maps_in_rows = figure.subplots(3, 2, gridspec_kw=_CLOSE).flat
        for axes, (title, shown, color) in zip(maps_in_rows, panels, strict=True):
            maps.backdrop(axes, ground)
            axes.set_xlim(*maps.EAST[:2])
            axes.set_ylim(*maps.EAST[2:])
            _circles(axes, shown, color)
            axes.set_title(f"{title}: {len(shown)}", fontsize=10, color=LIGHT["ink"])
            for _, centre in (shown if color == "orange" else shown.iloc[:0]).iterrows():
                spot = (centre["x"], centre["y"])
                # Hefei's year to the left, or it would run into Shanghai's dot.
                side = (-6, "right") if centre["city"] == "Hefei" else (6, "left")
                look.label(axes, f"{centre['year']}", spot, color, (side[0], 8), side[1])
    return figure


def _circles(axes: Axes, spots: pd.DataFrame, color: str) -> None:
    """A circle for each place, its area by how many there are within about 40 kilometres, with the number if over 1."""
    cell: Any = (spots["x"] // 80_000, spots["y"] // 80_000)
    for _, group in spots.groupby([cell[0].rename("x"), cell[1].rename("y")]):
        x, y = group["x"].mean(), group["y"].mean()
        many = len(group) > 1
        axes.scatter(
            x, y, s=130 if many else 42, color=LIGHT[color], edgecolor=LIGHT["paper"], lw=0.7, zorder=3
        )
        if many:
            axes.text(
                x, y, str(len(group)), ha="center", va="center_baseline", color=LIGHT["paper"], zorder=4
            )


def prediction(
    cities: pd.DataFrame, predicted: float, low: float, high: float, city: str, named: Mapping[str, str]
) -> Figure:
    """What each city has against what a line through the others predicts, and the interval of one of them.

    Args: cities: index city, columns share and fitted, in articles. predicted, low, high: for `city`, from the fit
    without it. named: city to colour name.
    """
    figure, axes = look.chart(4.2)
    with look.style():
        axes.plot([10, 4000], [10, 4000], color=LIGHT["muted"], lw=1.2, ls=(0, (4, 3)))
        spots = cities[["fitted", "share"]].astype(float).T.to_dict("list")
        height = spots[city][1]
        spots[city][0] = predicted
        axes.plot([low, high], [height, height], color=LIGHT[named[city]], lw=2.4, alpha=0.5)
        axes.scatter(cities["fitted"], cities["share"], s=26, color=LIGHT["hatch"], lw=0)
        for name, color in named.items():
            x, y = spots[name]
            axes.scatter(x, y, s=44, color=LIGHT[color], zorder=3)
            look.label(axes, name, (x, y), color, (0, 11 if y > x else -12), "center")
        axes.set_xscale("log")
        axes.set_yscale("log")
        ticks = [10, 30, 100, 300, 1000, 3000]
        axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        axes.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
        axes.minorticks_off()
        axes.grid(True, axis="both")
        axes.set_xlabel("Share predicted from people and GDP per head")
        axes.set_ylabel("Share of the listed universities")
    return figure


def rank_spread(ranks: pd.DataFrame, marks: Mapping[str, tuple[str, str]]) -> Figure:
    """For each unit a bar over all the ranks it can take, with marks on some of them.

    Args: ranks: index unit, columns low and high (the ends of the bar) and one column for each key of marks, drawn in
    the order of the rows. marks: column to (marker, colour name).
    """
    figure, axes = look.chart(0.9 + 0.28 * len(ranks))
    with look.style():
        for row, (low, high) in enumerate(ranks[["low", "high"]].to_numpy()):
            axes.plot([low, high], [row, row], color=LIGHT["sky"], lw=8, solid_capstyle="round", zorder=1)
        for column, (marker, color) in marks.items():
            axes.plot(
                ranks[column], range(len(ranks)), marker, ms=7, color=LIGHT[color], label=column, zorder=3
            )
        _rows(axes, list(ranks.index))
        axes.set_xticks(range(1, len(ranks) + 1))
        axes.set_xlabel("rank in the index")
        axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(-0.2, 1), ncols=3, handletextpad=0.2)
    return figure


def weight_lines(scores: pd.DataFrame, x_label: str, colors: Mapping[str, str]) -> Figure:
    """The index of each unit as the weight of the first of two indicators runs from 0 to 1: straight lines that cross.

    Args: scores: index unit, two columns of normalised indicators. x_label: of the weight. colors: unit to colour name.
    """
    figure, axes = look.chart(2.7)
    weight = np.array([0.0, 1.0])
    with look.style():
        for unit, (first, second) in zip(scores.index, scores.to_numpy(), strict=True):
            ends = second + weight * (first - second)
            axes.plot(weight, ends, color=LIGHT[colors[unit]])
            look.label(axes, str(unit), (1.0, ends[1]), colors[unit])
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_xlabel(x_label)
        axes.set_ylabel("index")
    return figure


def shares_and_places(table: pd.DataFrame, highlight: Mapping[str, str]) -> Figure:
    """Bars from zero for a quantity, in the order of a league table, each with its printed place before its name.

    Args: table: index city, columns rank and share, in the order to be drawn. highlight: city to colour name; other
    bars are grey.
    """
    figure, axes = look.chart(0.7 + 0.24 * len(table))
    with look.style():
        colors = [LIGHT[highlight.get(str(city), "hatch")] for city in table.index]
        axes.barh(range(len(table)), table["share"], color=colors, height=0.72)
        for row, value in enumerate(table["share"]):
            look.label(axes, f"{value:,.0f}", (value, row), "muted", (5, 0))
        _rows(axes, [f"{city}  {rank}" for city, rank in table["rank"].items()])
        axes.set_xlabel("Share: articles, each split among its authors")
    return figure
