"""Maps in one look: the world, and China's provinces with the areas that report separately hatched.

Base map: Natural Earth, public domain, which shows boundaries as they are on the ground and takes no side on the
legal status of any territory. `NOTE` is the sentence that stands in the caption of every map of China.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path
from numpy.typing import ArrayLike

from sciencecities import look, projection
from sciencecities.palette import LIGHT
from sciencecities.projection import Points

Projection = Callable[[ArrayLike], Points]
NOTE = (
    "Base map: Natural Earth, boundaries as they are on the ground, "
    "no judgement on the legal status of any territory."
)
APART = ("TW", "HK", "MO")
# Those whose marks the map of China shows, by the names of the table `cities`.
_ON_THE_MAP = ("China", "Hong Kong SAR, China")
# The east, where all the cities lie that our maps mark, in metres of Albers' projection: left, right, bottom, top.
EAST = (-750_000, 2_050_000, -2_050_000, 900_000)
# Where a name stands beside its dot, for cities that would write over each other; all others write to the right.
_SIDES = {
    "Nanjing": "above",
    "Hefei": "left",
    "Wuhan": "left",
    "Xi'an": "left",
    "Hangzhou": "below",
    "Kunming": "below",
}
_OFFSETS = {
    "right": ((7, 0), "left"),
    "left": ((-7, 0), "right"),
    "above": ((4, 10), "right"),
    "over": ((-2, 10), "left"),
    "below": ((4, -11), "center"),
}


def points(cities: pd.DataFrame, project: Projection = projection.albers) -> pd.DataFrame:
    """A table with `lat` and `lon` (degrees), with the columns `x` and `y` (metres) of a map projection added."""
    x, y = project(cities[["lon", "lat"]]).T
    return cities.assign(x=x, y=y)


def china(provinces: pd.DataFrame, height: float = 3.9) -> tuple[Figure, Axes]:
    """China's provinces in grey; Taiwan, Hong Kong and Macao hatched, because they report their figures separately.

    Args: provinces: the table `provinces`. height: inches. Returns the figure and its axes, in Albers' projection.
    """
    figure, axes = look.chart(height)
    _paint(axes, outlines(provinces))
    return figure, axes


def outlines(
    table: pd.DataFrame, tolerance: float = 6000, project: Projection = projection.albers
) -> pd.DataFrame:
    """A table's outlines (degrees) in a map projection, simplified to within `tolerance` metres."""
    flat = shapely.transform(table["geometry"].to_numpy(), project)
    return table.assign(geometry=shapely.simplify(flat, tolerance))


def _paint(axes: Axes, shapes: pd.DataFrame, border: float = 0.8, hatched: float = 0.8) -> None:
    """The base map: grey land, hatched where figures are reported separately; border widths in points."""
    apart = shapes["id"].isin(APART)
    with look.style():
        _fill(axes, shapes[~apart], "land", "paper", border)
        _fill(axes, shapes[apart], "paper", "hatch", hatched, hatch="/////")
    _bare(axes)


def _fill(
    axes: Axes, shapes: pd.DataFrame, color: str, edge: str, width: float, hatch: str | None = None
) -> None:
    """Fill outlines in a palette's colour; the width of their edges in points."""
    paths = [
        Path.make_compound_path(*(Path(ring.coords) for ring in (part.exterior, *part.interiors)))
        for part in shapely.get_parts(shapes["geometry"])
    ]
    axes.add_collection(
        PathCollection(paths, facecolor=LIGHT[color], edgecolor=LIGHT[edge], linewidth=width, hatch=hatch)
    )
    axes.autoscale_view()


def backdrop(axes: Axes, shapes: pd.DataFrame) -> None:
    """Paint China's provinces as a small map into axes that are there already.

    Args: shapes: what `outlines` makes of the table `provinces`, once for all small maps of it.
    """
    _paint(axes, shapes, border=0.5, hatched=0.6)


def classes(
    provinces: pd.DataFrame,
    values: pd.Series,
    bounds: tuple[float, ...],
    names: tuple[str, ...],
    colors: tuple[str, ...],
    height: float = 4.3,
) -> Figure:
    """A map of provinces coloured by class.

    Args:
        provinces: the table `provinces`. values: one number a province, indexed by province id.
        bounds: the inner class limits, rising; a value on a limit belongs to the class above it.
        names: the classes' names in the legend, from low to high, one more than bounds.
        colors: their palette names. height: inches.
    """
    figure, axes = look.chart(height)
    shapes = outlines(provinces)
    _paint(axes, shapes)
    shapes = shapes.set_index("id")
    number = np.digitize(values, bounds)
    with look.style():
        for place, (name, color) in enumerate(zip(names, colors, strict=True)):
            chosen = values.index[number == place]
            _fill(axes, shapes.loc[chosen], color, "paper", 0.8)
            axes.scatter([], [], marker="s", s=60, color=LIGHT[color], label=name)
        axes.legend(
            frameon=False, fontsize=9, loc="lower left", bbox_to_anchor=(-0.02, -0.02), labelspacing=0.3
        )
        name_apart(axes)
    return figure


def waypoints(
    provinces: pd.DataFrame, cities: pd.DataFrame, line: tuple[str, str], highlight: Mapping[str, str]
) -> Figure:
    """Cities beside the straight line between two others, each with its distance from that line.

    Args:
        provinces: the table `provinces`. cities: columns city, lat, lon, km (distance from the line; 0 for its ends).
        line: the two cities at the ends of the line. highlight: city to palette name.
    """
    figure, axes = china(provinces)
    spots = points(cities).set_index("city")
    ends = spots.loc[list(line)]
    with look.style():
        axes.plot(ends["x"], ends["y"], color=LIGHT["ink"], lw=1.8, ls=(0, (4, 2)))
        for city, spot in spots.iterrows():
            color = highlight.get(str(city), "ink")
            axes.plot(spot["x"], spot["y"], "o", ms=6, color=LIGHT[color])
            text = str(city) if city in line else f"{city} {spot['km']:,.0f} km"
            _name(axes, str(city), text, (spot["x"], spot["y"]), color)
    _east(axes)
    return figure


def places(
    provinces: pd.DataFrame,
    spots: pd.DataFrame,
    colors: Mapping[str, str],
    line: tuple[str, str],
    line_text: str,
    sides: Mapping[str, str] | None = None,
) -> Figure:
    """The whole country with a named mark for each place, coloured by group, and one dashed line between two of them.

    Args:
        provinces: the table `provinces`.
        spots: columns city, lat, lon (degrees), group, text (what is written beside the mark).
        colors: group to palette name, in the order of the legend.
        line: the two places that the dashed line joins. line_text: what is written on it.
        sides: place to the side of its mark on which its text stands, where the usual one is taken.
    """
    figure, axes = china(provinces, height=4.0)
    marks = points(spots).set_index("city")
    ends = marks.loc[list(line)]
    with look.style():
        axes.plot(ends["x"], ends["y"], color=LIGHT["red"], lw=1.4, ls=(0, (4, 3)))
        look.label(axes, line_text, (ends["x"].mean(), ends["y"].mean()), "red", (6, 8), "left", 9)
        for group, color in colors.items():
            chosen = marks[marks["group"] == group]
            _dots(axes, chosen, group, color, 26)
            for city, mark in chosen.iterrows():
                side = (sides or {}).get(str(city))
                _name(axes, str(city), mark["text"], (mark["x"], mark["y"]), color, side)
        figure.legend(frameon=False, loc="outside upper left", ncols=1, fontsize=9, handletextpad=0.2)
    name_apart(axes)
    return figure


def _east(axes: Axes) -> None:
    """Show the east of the country only, where the cities lie, and say what the hatching means."""
    left, right, bottom, top = EAST
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    name_apart(axes)


def _name(
    axes: Axes, city: str, text: str, place: tuple[float, float], color: str, side: str | None = None
) -> None:
    """Write a city's text beside its dot, on the side that keeps neighbours apart unless another is asked for."""
    offset, align = _OFFSETS[side or _SIDES.get(city, "right")]
    look.label(axes, text, place, color, offset, align, size=9)


def name_apart(axes: Axes) -> None:
    """Say in the map what the hatching means."""
    with look.style():
        axes.annotate(
            "hatched: reports separately",
            (1, 0),
            xycoords="axes fraction",
            ha="right",
            va="bottom",
            color=LIGHT["muted"],
            fontsize=9,
        )


def then_and_now(
    countries: pd.DataFrame, provinces: pd.DataFrame, cities: pd.DataFrame, colors: Mapping[str, str]
) -> Figure:
    """The world above, China below, with one mark a city, coloured by a group such as 'then', 'now' or 'both'.

    Args:
        countries, provinces: the tables of those names.
        cities: columns city, country, lat, lon, group.
        colors: group to palette name, in the order of the legend.
    """
    with look.style():
        figure = Figure(figsize=(look.WIDTH, 5.6), layout="constrained")
        world, inset = figure.subplots(2, 1, height_ratios=(1, 1.35))
        land = countries[countries["iso_a3"] != "ATA"]
        _fill(world, outlines(land, 30_000, projection.equal_earth), "land", "paper", 0.3)
        _paint(inset, outlines(provinces, tolerance=8000), border=0.6, hatched=0.7)
        _marks(world, points(cities, projection.equal_earth), colors, named=False)
        _marks(inset, points(cities[cities["country"].isin(_ON_THE_MAP)]), colors, named=True)
        world.legend(
            frameon=False,
            loc="upper center",
            bbox_to_anchor=(0.5, 1.16),
            ncols=len(colors),
            fontsize=9,
            handletextpad=0.2,
            columnspacing=1,
        )
    _bare(world)
    _east(inset)
    return figure


def _dots(axes: Axes, chosen: pd.DataFrame, group: str, color: str, size: float) -> None:
    """The dots of one group, with its line in the legend; size in square points."""
    axes.scatter(
        chosen["x"],
        chosen["y"],
        s=size,
        color=LIGHT[color],
        label=group,
        zorder=3,
        edgecolor=LIGHT["paper"],
        linewidth=0.6,
    )


def _marks(axes: Axes, spots: pd.DataFrame, colors: Mapping[str, str], named: bool) -> None:
    """One dot a city in its group's colour; on the large map also the name."""
    for group, color in colors.items():
        chosen = spots[spots["group"] == group]
        _dots(axes, chosen, group, color, 30)
        for city, x, y in zip(chosen["city"], chosen["x"], chosen["y"], strict=True) if named else ():
            _name(axes, city, city, (x, y), color)


def _bare(axes: Axes) -> None:
    """No frame, no ticks: a map is read by its shapes."""
    axes.set_axis_off()
    axes.set_aspect("equal")
