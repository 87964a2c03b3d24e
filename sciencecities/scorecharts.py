"""Charts of verdicts and forecasts: the ledger as a picture, moves in a league table, calibration, scores of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from sciencecities import look, measures
from sciencecities.palette import LIGHT

# One colour a verdict, as on the badges; the order is that of the ledger.
VERDICT_COLORS = {
    "supported": "green",
    "mostly supported": "sky",
    "overstated": "sand",
    "wrong": "red",
    "untestable": "purple",
    "too early": "hatch",
}
# Where the paper's colour is read better on the mark than the ink's.
_DARK_MARKS = ("green", "red", "purple")
_PER_ROW = 3


def ledger(table: pd.DataFrame, kinds: Sequence[str], height: float = 5.6) -> Figure:
    """The ledger as a picture: a column for each verdict, a band for each kind, a numbered mark for each claim.

    Args: table: columns id, kind, verdict. kinds: the bands from top to bottom. height: inches.
    """
    figure, axes = look.chart(height)
    groups = {key: list(rows["id"]) for key, rows in table.groupby(["kind", "verdict"])}
    top = 0.0
    ticks = []
    with look.style():
        for kind in kinds:
            fullest = max(len(ids) for (of, _), ids in groups.items() if of == kind)
            deep = -(-fullest // _PER_ROW)
            for column, verdict in enumerate(VERDICT_COLORS):
                _marks(axes, groups.get((kind, verdict), []), column, top, VERDICT_COLORS[verdict])
            ticks.append(top + deep / 2)
            top += deep + 0.7
            axes.axhline(top - 0.35, color=LIGHT["grid"], lw=0.8)
        axes.set_yticks(ticks, list(kinds))
        axes.set_xticks(
            [column + 0.5 for column in range(len(VERDICT_COLORS))],
            [verdict.replace(" ", "\n") for verdict in VERDICT_COLORS],
            fontsize=8.5,
        )
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.grid(False)
        for column in range(1, len(VERDICT_COLORS)):
            axes.axvline(column, color=LIGHT["grid"], lw=0.8)
        axes.set_xlim(0, len(VERDICT_COLORS))
        axes.set_ylim(top - 0.35, -0.35)
        axes.spines[:].set_visible(False)
    return figure


def _marks(axes: Axes, ids: Sequence[str], column: int, top: float, color: str) -> None:
    """The claims of one cell, three to a row; each bears its number."""
    ink = LIGHT["paper"] if color in _DARK_MARKS else LIGHT["ink"]
    for at, claim in enumerate(sorted(ids)):
        x, y = column + 0.04 + 0.31 * (at % _PER_ROW), top + at // _PER_ROW
        box = FancyBboxPatch(
            (x, y + 0.06), 0.28, 0.88, "round,pad=0,rounding_size=0.06", fc=LIGHT[color], ec="none"
        )
        axes.add_patch(box)
        axes.text(x + 0.14, y + 0.5, claim[1:], ha="center", va="center", fontsize=8, color=ink)


def verdict_bars(counts: pd.DataFrame, height: float = 3.4) -> Figure:
    """A bar for each row of the table, cut by verdict, with the number of claims in each piece.

    Args: counts: index the bars' names from top to bottom, one column a verdict, whole numbers. An empty name leaves
        room. height: inches.
    """
    figure, axes = look.chart(height)
    names = list(counts.index)
    with look.style():
        for place, (_, row) in enumerate(counts.iterrows()):
            left = 0
            for verdict, color in VERDICT_COLORS.items():
                number = int(row[verdict])
                axes.barh(place, number, left=left, color=LIGHT[color], ec=LIGHT["paper"], lw=1)
                if number:
                    ink = LIGHT["paper"] if color in _DARK_MARKS else LIGHT["ink"]
                    axes.text(
                        left + number / 2,
                        place,
                        str(number),
                        ha="center",
                        va="center",
                        fontsize=8.5,
                        color=ink,
                    )
                left += number
        handles = [
            axes.barh(0, 0, color=LIGHT[color], label=verdict) for verdict, color in VERDICT_COLORS.items()
        ]
        figure.legend(handles=handles, loc="outside upper left", ncols=3, frameon=False, fontsize=9)
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.grid(False)
        axes.set_xlabel("claims")
    return figure


def club_sizes(counts: pd.DataFrame, break_at: float, break_label: str, height: float = 3.2) -> Figure:
    """How many cities stand in a club by edition: dots with numbers, joined between editions on one list only.

    Args: counts: index edition, one column a club. break_at: where the list changed. height: inches.
    """
    figure, axes = look.chart(height)
    with look.style():
        for name, color in zip(counts.columns, look.SERIES, strict=False):
            for side in (counts[counts.index < break_at][name], counts[counts.index > break_at][name]):
                axes.plot(side.index, side, color=LIGHT[color], marker="o", ms=6, lw=1.6)
                for edition, number in side.items():
                    look.label(axes, str(number), (edition, number), color, (0, 10), "center", 9)
            look.label(axes, name, (counts.index[-1], counts[name].iloc[-1]), color, (8, 0))
        look.upright(axes, break_at, break_label, above=False)
        axes.set_ylim(0, counts.to_numpy().max() + 1.5)
        axes.set_ylabel("Chinese mainland cities")
        axes.set_xticks(list(counts.index), [str(edition) for edition in counts.index])
    return figure


def moves(
    panels: Mapping[str, pd.Series], coloured: Sequence[str], faded: Sequence[str] = (), height: float = 4.6
) -> Figure:
    """Piled dots: one for each city, at the number of places that it gained or lost, a strip for each pair of editions.

    Args:
        panels: name of the strip to places gained, by city.
        coloured: the cities drawn in blue; others are orange.
        faded: strips drawn hollow, because their two editions must not be compared.
        height: inches.
    """
    figure = look.chart(height)[0]
    figure.clear()
    with look.style():
        rows = figure.subplots(len(panels), sharex=True)
        for axes, (name, gained) in zip(np.atleast_1d(rows), panels.items(), strict=True):
            for places, cities in gained.groupby(gained):
                order = sorted(cities.index, key=lambda city: (city not in coloured, city))
                for level, city in enumerate(order):
                    color = LIGHT["blue" if city in coloured else "orange"]
                    face = LIGHT["paper"] if name in faded else color
                    axes.plot(places, level + 0.5, "o", ms=7, mfc=face, mec=color, mew=1.4)
            axes.set_ylim(0, max(gained.value_counts()) + 0.6)
            axes.set_yticks([])
            axes.set_title(name, loc="left", fontsize=9, color=LIGHT["muted"])
            axes.axvline(0, color=LIGHT["grid"], lw=1, zorder=0)
        low = min(gained.min() for gained in panels.values())
        high = max(gained.max() for gained in panels.values())
        axes.set_xlim(low - 0.7, high + 0.7)
        ticks = range(low, high + 1)
        axes.set_xticks(ticks, [f"{tick:+d}".replace("-", "−") if tick else "0" for tick in ticks])
        axes.set_xlabel("places gained (+) or lost (−)")
    return figure


def calibration(
    rows: pd.DataFrame,
    band: tuple[float, float, float] | None = None,
    band_name: str = "",
    height: float = 3.9,
) -> Figure:
    """Said against happened: a circle for each group of forecasts, larger for more of them, and the honest diagonal.

    Args:
        rows: columns said, happened (parts of 1), count, name.
        band: a word's range of probabilities and how often it came true: (low, high, happened).
        height: inches.
    """
    figure, axes = look.chart(height)
    with look.style():
        axes.plot([0, 1], [0, 1], color=LIGHT["muted"], lw=1.2, ls=(0, (4, 3)))
        look.label(axes, "honest", (0.86, 0.86), "muted", (-6, 6), "right", 9)
        for row in rows.to_dict("records"):
            axes.scatter(row["said"], row["happened"], s=14 * row["count"], color=LIGHT["blue"], zorder=3)
            away = (4 + np.sqrt(14 * row["count"]) / 2, 0)
            look.label(axes, row["name"], (row["said"], row["happened"]), "blue", away, size=9)
        if band is not None:
            low, high, happened = band
            axes.plot([low, high], [happened, happened], color=LIGHT["orange"], lw=6, solid_capstyle="butt")
            look.label(axes, band_name, ((low + high) / 2, happened), "orange", (0, -12), "center", 9)
        axes.set_xlim(-0.04, 1)
        axes.set_ylim(-0.04, 1)
        axes.grid(True, axis="both")
        axes.set_xlabel("probability said")
        axes.set_ylabel("part that happened")
    return figure


def word_scores(
    papers: Mapping[str, tuple[pd.Series, tuple[float, float], float]], height: float = 3.9
) -> Figure:
    """The Brier score of a word against the probability that one reads into it, for each list of questions.

    Args:
        papers: name to (outcomes, 1 or 0; the range of probabilities a fair reader could mean; what the past said).
            The range is drawn thick, the past as a diamond.
        height: inches.
    """
    figure, axes = look.chart(height)
    grid = np.linspace(0, 1, 101)
    with look.style():
        axes.axhline(0.25, color=LIGHT["muted"], lw=1.2, ls=(0, (4, 3)))
        look.label(axes, "always fifty-fifty", (0, 0.25), "muted", (2, 7), "left", 8.5)
        for (name, (happened, (low, high), past)), color in zip(
            papers.items(), ("blue", "orange"), strict=False
        ):
            curve = np.array([_constant(p, happened) for p in grid])
            inside = (grid >= low - 1e-9) & (grid <= high + 1e-9)
            axes.plot(grid, curve, color=LIGHT[color], lw=1.2)
            axes.plot(
                grid[inside], curve[inside], color=LIGHT[color], lw=5, solid_capstyle="butt", label=name
            )
            axes.plot(
                past, _constant(past, happened), "D", ms=8, mfc=LIGHT["paper"], mec=LIGHT[color], mew=1.8
            )
        axes.plot(
            [], [], "D", ms=8, mfc=LIGHT["paper"], mec=LIGHT["muted"], mew=1.8, label="what the past said"
        )
        figure.legend(loc="outside upper left", ncols=1, frameon=False, fontsize=9)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 0.7)
        axes.set_xlabel("probability read into the word")
        axes.set_ylabel("Brier score (0 is perfect)")
    return figure


def _constant(p: float, happened: pd.Series) -> float:
    return measures.brier_score([p] * len(happened), happened)
