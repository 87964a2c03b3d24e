"""The charts of chapter 5: growth with its breaks, a timeline, a city and its twin, placebos, deals, firms, vehicles.

And one table, for rows that are sentences: `Sheet`.

All are drawn with letters of 10 points or nearly, which a 360-pixel screen shows at more than 9 pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sciencecities import look
from sciencecities.palette import LIGHT

_DASH = (0, (4, 3))


class Gaps(NamedTuple):
    """One panel of `placebos`: its title, the gaps (index years, a column a unit), the treated unit, the event."""

    title: str
    gaps: pd.DataFrame
    treated: str
    event: int


class Sheet:
    """A table of texts as the last line of a cell: lines wrap, the first column heads its row."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Args: frame: the rows; numbers are shown as they stand, the index is not shown."""
        self.frame = frame

    def __repr__(self) -> str:
        return self.frame.astype(object).fillna("not seen").to_string(index=False)

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in self.frame.columns)
        rows = []
        for first, *rest in self.frame.itertuples(index=False):
            cells = "".join(f"<td>{_words(value)}</td>" for value in rest)
            rows.append(f'<tr><th scope="row">{_words(first)}</th>{cells}</tr>')
        return (
            f'<div class="sc-table"><table class="sc-sheet"><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )


def _words(value: object) -> str:
    """One cell of a `Sheet`."""
    if pd.isna(value):  # type: ignore[call-overload]
        return "not seen"
    return f"{value:g}" if isinstance(value, float) else escape(str(value))


def _panels(rows: int, height: float, share: bool = False) -> tuple[Figure, list[Axes]]:
    """An empty figure of panels one under the other."""
    with look.style():
        figure = Figure(figsize=(look.WIDTH, height), layout="constrained")
        axes = figure.subplots(rows, 1, sharex=share, squeeze=False)
    return figure, [row[0] for row in axes]


def _upright(axes: Axes, year: float, text: str = "", top: bool = True) -> None:
    """A dashed upright at a year, with a few words beside it."""
    axes.axvline(year, color=LIGHT["muted"], ls=_DASH, lw=1.2)
    if text:
        axes.annotate(
            text,
            (year, 1 if top else 0),
            (4, -3 if top else 3),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="left",
            va="top" if top else "bottom",
            fontsize=9,
            color=LIGHT["muted"],
        )


def growth_and_rank(growth: pd.DataFrame, rank: pd.Series, breaks: Mapping[int, str]) -> Figure:
    """Two panels over the same years: nominal and real growth, and the rank by GDP; uprights where a series breaks.

    Args: growth: index year, columns nominal and real, per cent; gaps interrupt a line. rank: index year, 1 = first;
    its line is cut at each break. breaks: first year after a break to what happened.
    """
    figure, (above, below) = _panels(2, 4.8, share=True)
    with look.style():
        for name, color in (("nominal", "orange"), ("real", "blue")):
            above.plot(growth.index, growth[name], color=LIGHT[color], marker="o", ms=3.5)
            at = growth.index[round(0.3 * len(growth))]
            look.label(
                above,
                name,
                (at, growth.loc[at, name]),
                color,
                (0, 16 if name == "nominal" else -13),
                "center",
            )
        above.set_ylabel("growth, % a year")
        above.set_ylim(0, growth.max().max() * 1.28)
        edges = [rank.index[0], *sorted(breaks), rank.index[-1] + 1]
        for first, after in pairwise(edges):
            side = rank[(rank.index >= first) & (rank.index < after)]
            below.plot(side.index, side, color=LIGHT["blue"], marker="o", ms=4)
        below.invert_yaxis()
        below.set_ylabel("rank by GDP (1 = first)")
        for year, text in breaks.items():
            _upright(above, year - 0.5, text)
            _upright(below, year - 0.5)
        below.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    return figure


def timeline(left: Mapping[str, int], right: Mapping[str, int], titles: tuple[str, str]) -> Figure:
    """Years running down the page, with events of two kinds on either side of the line.

    Args: left, right: a few words to the year, in the order of the years. titles: what the two sides are.
    """
    years = [*left.values(), *right.values()]
    figure, axes = look.chart(5.4)
    with look.style():
        axes.axvline(0, color=LIGHT["hatch"], lw=1.5)
        for side, (events, color) in enumerate(((left, "purple"), (right, "blue"))):
            sign = 1 if side else -1
            height = -9999.0
            for text, year in events.items():
                height = max(height + (max(years) - min(years)) / 21, float(year))
                axes.plot([0, sign * 0.12], [year, height], color=LIGHT[color], lw=0.9)
                axes.plot(0, year, "o", ms=5, color=LIGHT[color], zorder=3)
                look.label(
                    axes,
                    f"{year} {text}" if side else f"{text} {year}",
                    (sign * 0.12, height),
                    color,
                    (sign * 2, 0),
                    "left" if side else "right",
                    9.5,
                )
            axes.set_title(titles[side], loc="right" if side else "left", fontsize=10, color=LIGHT[color])
        axes.set_xlim(-1.25, 1.25)
        axes.set_ylim(max(years) + 1.5, min(years) - 1.5)
        axes.grid(False)
        axes.spines[["bottom", "left"]].set_visible(False)
        axes.set_xticks([])
        axes.set_yticks([])
    return figure


def twin(own: pd.Series, synthetic: pd.Series, event: int, others: pd.DataFrame) -> Figure:
    """A unit and its synthetic twin over the years, the donors thin behind them, an upright at the event.

    Args: own, synthetic: index year, in one unit. event: first year after. others: index year, a column a donor.
    """
    figure, axes = look.chart(3.6)
    with look.style():
        axes.plot(others.index, others, color=LIGHT["land"], lw=0.9, zorder=1)
        axes.plot(synthetic.index, synthetic, color=LIGHT["orange"], ls=_DASH)
        axes.plot(own.index, own, color=LIGHT["blue"])
        last = own.index[-1]
        look.label(axes, str(own.name), (last, own[last]), "blue")
        look.label(axes, str(synthetic.name), (last, synthetic[last]), "orange")
        _upright(axes, event - 0.5, f"{event}: the bet")
        axes.set_ylabel(f"real GDP, {own.index[0]} = 100")
        axes.set_ylim(80, 1.03 * max(own.max(), float(others.to_numpy().max())))
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    return figure


def placebos(panels: Sequence[Gaps]) -> Figure:
    """A panel a sample: the gap of each placebo in grey, the band of the middle eight in ten, the treated in blue.

    Args: panels: gaps in per cent of the twin.
    """
    figure, rows = _panels(len(panels), 2.15 * len(panels))
    with look.style():
        for axes, panel in zip(rows, panels, strict=True):
            rest = panel.gaps.drop(columns=panel.treated)
            low, high = rest.quantile(0.1, axis=1), rest.quantile(0.9, axis=1)
            axes.plot(rest.index, rest, color=LIGHT["hatch"], lw=0.5, zorder=1)
            axes.fill_between(rest.index, low, high, color=LIGHT["land"], lw=0, zorder=0)
            axes.plot(panel.gaps.index, panel.gaps[panel.treated], color=LIGHT["blue"], zorder=3)
            look.label(
                axes,
                panel.treated,
                (panel.gaps.index[-1], panel.gaps[panel.treated].iloc[-1]),
                "blue",
                (5, 0),
            )
            _upright(axes, panel.event - 0.5, str(panel.event), top=False)
            reach = 1.6 * float(max(high.abs().max(), low.abs().max(), panel.gaps[panel.treated].abs().max()))
            axes.set_ylim(-reach, reach)
            axes.set_title(panel.title, loc="left", fontsize=10, color=LIGHT["ink"])
            axes.set_ylabel("gap, %")
            axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    return figure


def cutoffs(panels: Mapping[str, pd.DataFrame]) -> Figure:
    """A panel a sample: the gap at the end for each cut-off year, a line for each strength of the penalty.

    Args: panels: title to a table, index first year after, a column a penalty, values in per cent.
    """
    figure, rows = _panels(len(panels), 1.95 * len(panels))
    with look.style():
        for axes, (title, table) in zip(rows, panels.items(), strict=True):
            for penalty, color, marker in zip(table, ("orange", "blue", "green"), "osD", strict=False):
                axes.plot(
                    table.index,
                    table[penalty],
                    color=LIGHT[color],
                    marker=marker,
                    ms=4.5,
                    lw=1.4,
                    label=f"{penalty:g}",
                )
            axes.axhline(0, color=LIGHT["muted"], lw=1)
            axes.set_title(title, loc="left", fontsize=10, color=LIGHT["ink"])
            axes.set_ylabel("gap, %")
            axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        rows[0].legend(frameon=False, ncols=3, loc="lower left", title="penalty", fontsize=9.5)
        rows[-1].set_xlabel("first year counted as after")
    return figure


def left_out(groups: Mapping[str, tuple[float, pd.Series]]) -> Figure:
    """A row a donor: the gap at the end without it, against the gap with all donors.

    Args: groups: title to (gap with all, a gap for each donor left out), in per cent.
    """
    count = sum(len(without) + 1 for _, without in groups.values())
    figure, axes = look.chart(0.8 + 0.27 * count)
    row = 0
    ticks: dict[int, str] = {}
    with look.style():
        for (title, (full, without)), color in zip(groups.items(), ("blue", "green", "orange"), strict=False):
            look.label(axes, title, (0, row), "ink", (2, 0), "left", 9.5)
            rows = range(row + 1, row + 1 + len(without))
            axes.plot([full, full], [row + 0.55, rows[-1] + 0.45], color=LIGHT[color], ls=_DASH, lw=1.2)
            axes.plot(without, rows, "o", ms=7, color=LIGHT[color])
            ticks |= dict(zip(rows, (f"no {donor}" for donor in without.index), strict=True))
            row = rows[-1] + 1
        axes.set_yticks(list(ticks), list(ticks.values()))
        axes.set_ylim(row - 0.4, -0.6)
        axes.set_xlim(left=0)
        axes.grid(False)
        axes.grid(True, axis="x")
        axes.set_xlabel("gap at the end, % (dashed: all donors)")
    return figure


def bars(table: pd.DataFrame, unit: str, colors: Mapping[str, str]) -> Figure:
    """A bar a row with its number, coloured by kind, the first row on top.

    Args: table: index the name of a bar, columns value and kind. unit: of the values. colors: kind to palette name,
    in the order of the legend.
    """
    figure, axes = look.chart(0.9 + 0.29 * len(table))
    with look.style():
        for kind, color in colors.items():
            rows = [row for row, found in enumerate(table["kind"]) if found == kind]
            axes.barh(rows, table["value"].iloc[rows], color=LIGHT[color], height=0.66, label=kind)
        for row, value in enumerate(table["value"]):
            look.label(axes, f"{value:g}", (value, row), "ink", (3, 0))
        axes.set_yticks(range(len(table)), list(table.index))
        axes.set_ylim(len(table) - 0.4, -0.6)
        axes.set_xlim(0, table["value"].max() * 1.12)
        axes.grid(False)
        axes.grid(True, axis="x")
        axes.set_xlabel(unit)
        axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(-0.02, 0.98), ncols=len(colors))
    return figure


def arrivals(firms: pd.DataFrame, colors: Mapping[str, str]) -> Figure:
    """A dot a firm at the year in which it began in the city, with its name and where it came from.

    Args: firms: columns firm, origin, kind, year, sorted by year. colors: kind to palette name, in the order of the
    legend; kinds differ in marker too.
    """
    figure, axes = look.chart(0.8 + 0.3 * len(firms))
    markers = dict(zip(colors, "sDo", strict=False))
    with look.style():
        for kind, color in colors.items():
            rows = [row for row, found in enumerate(firms["kind"]) if found == kind]
            axes.plot(
                firms["year"].iloc[rows],
                rows,
                markers[kind],
                ms=7.5,
                color=LIGHT[color],
                label=kind,
                zorder=3,
            )
        middle = (firms["year"].min() + firms["year"].max()) / 2
        for row, firm in enumerate(firms.itertuples()):
            early = firm.year < middle
            text = f"{firm.firm}, {firm.origin}"
            offset, align = ((8, 0), "left") if early else ((-8, 0), "right")
            look.label(axes, text, (firm.year, row), colors[str(firm.kind)], offset, align, 9.5)
        axes.set_ylim(len(firms) - 0.4, -0.6)
        axes.set_yticks([])
        axes.grid(False)
        axes.grid(True, axis="x")
        axes.legend(frameon=False, loc="lower left", fontsize=9.5)
    return figure


def outputs(
    table: pd.DataFrame,
    lower: pd.DataFrame,
    breaks: Mapping[str, int],
    recount: tuple[float, str],
    below: Sequence[str] = (),
) -> Figure:
    """A line a place over the years, not joined across a break; a figure that is only a lower bound is hollow.

    Args: table: index year, a column a place. lower: the same shape, True where a value is a lower bound. breaks: place
    to the first year on a new base. recount: where all were counted anew, and a few words. below: places named under
    their last dot instead of over it.
    """
    figure, axes = look.chart(3.6)
    colors = dict(zip(table.columns, look.SERIES, strict=False))
    with look.style():
        for place, color in colors.items():
            edges = sorted({0.0, recount[0], float(breaks.get(place, 0)), 9999.0})
            for first, after in pairwise(edges):
                known = table.loc[(table.index >= first) & (table.index < after), place].dropna()
                axes.plot(known.index, known, color=LIGHT[color], lw=1.8)
                hollow = lower[place].reindex(known.index).to_numpy(dtype=bool)
                for rows, face in ((known[~hollow], LIGHT[color]), (known[hollow], LIGHT["paper"])):
                    axes.plot(rows.index, rows, "o", ms=6, mec=LIGHT[color], mfc=face, zorder=3)
            last = table[place].dropna()
            offset = (0, -13 if place in below else 13)
            look.label(axes, str(place), (last.index[-1], last.iloc[-1]), color, offset, "center")
        _upright(axes, *recount)
        axes.set_ylim(0, table.max().max() * 1.2)
        axes.set_ylabel("10,000 vehicles a year")
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    return figure
