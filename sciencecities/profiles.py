"""One city on one page: where it lies, what is known of it, how it went, what it is good at, what it bet on.

`profile(city)` draws the same five parts for each of the eight cities of chapter 3. What the sources do not print is
said in words, `MISSING`, and never left blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sciencecities import cityscape, data, look, maps, projection
from sciencecities.palette import LIGHT

MISSING = "not published in the sources used"
BREAK = 2023.5
"""Between the editions of 2023 and 2024 the journal list changed: ranks on its two sides are not joined."""
SUBJECTS = (
    "physical sciences",
    "chemistry",
    "earth and environmental sciences",
    "biological sciences",
    "health sciences",
)
SOURCE = (
    "Nature Index Science Cities 2018 to 2025 and annual tables 2021, quoted, (c) Springer Nature; NBS and China City "
    "Statistical Yearbooks; own compilation of bets and facilities; base map Natural Earth"
)
HATCHED = "Hatched: reports its figures separately."
_MARKS = {"working": "●", "failed": "✕", "being built": "○", "held": "●"}
_SHORT = {"earth and environmental sciences": "earth and environment"}
_WORST = 34
# Inches: at the edge of the picture, under a heading, left of and below numbers, left of words, left of the figures.
_EDGE, _HEADING, _TICKS, _WORDS, _NUMBERS = 0.04, 0.27, 0.28, 1.74, 2.25
# The height of the part with the map and the figures beside it, in inches.
_PLACE = 2.5


@dataclass(frozen=True)
class Facts:
    """What the tables say of one city.

    place: latitude and longitude in degrees. figures: columns item, shown, value, unit, year. ranks: by edition, the
    place in the overall list. growth: by year, per cent, with gaps. subjects: columns subject, edition, rank, the last
    printed one of each subject, missing where none is printed. bets: columns year, bet, status, source.
    """

    city: str
    place: tuple[float, float]
    figures: pd.DataFrame
    ranks: pd.Series
    growth: pd.Series
    subjects: pd.DataFrame
    bets: pd.DataFrame


def facts(city: str) -> Facts:
    """The figures of one of the eight cities, straight from the tables.

    Raises ValueError for any other city, with the eight that there are.
    """
    if city not in cityscape.PROFILE_CITIES:
        known = ", ".join(cityscape.PROFILE_CITIES)
        raise ValueError(f"There is no profile of {city!r}: choose one of {known}.")
    spot = _of("cities", city)
    ranks = _of("science_cities", city).set_index("edition")["rank"].astype("Int64")
    growth = _of("city_year", city).set_index("year")["real_growth"]
    return Facts(
        city,
        (spot["lat"].item(), spot["lon"].item()),
        _figures(city),
        ranks.reindex([2018, *range(2020, 2026)]),
        growth.loc[2002:2023],
        _subjects(city),
        _bets(city),
    )


def _of(table: str, city: str) -> pd.DataFrame:
    """The rows of a table that are about a city."""
    frame = data.load(table)
    return frame[frame["city"] == city]


def _figures(city: str) -> pd.DataFrame:
    """The six figures beside the map, each with its year; `shown` is what the picture prints."""
    row = cityscape.indicators().loc[city]
    research = f"{row['rd_year']:.0f}"
    vehicles, least = _vehicles(city)
    items = (
        ("Residents", row["population"], "million", "2023", ".1f"),
        ("GDP per head", row["gdp_per_head"], "thousand yuan", "2023", ".0f"),
        ("R&D over GDP", row["rd_intensity"], "per cent", research, ".2f"),
        ("Place in the Nature Index", row["rank_2025"], "", "edition 2025", ".0f"),
        ("University Share per million", row["university_share"], "articles", "2020", ".1f"),
        ("New-energy vehicles", vehicles, "thousand", "2023", ".0f"),
    )
    table = pd.DataFrame(items, columns=["item", "value", "unit", "year", "form"])
    table["shown"] = [
        MISSING
        if pd.isna(value)
        else f"{least if item == 'New-energy vehicles' else ''}{value:{form}} {unit}".strip()
        for item, value, unit, _, form in items
    ]
    return table.drop(columns="form")


def _vehicles(city: str) -> tuple[float, str]:
    """New-energy vehicles made in 2023 in thousands, or a missing value; and 'at least ' where that is all we know."""
    made = _of("nev_output", city).query("year == 2023 and period == 'year' and recommended")
    if made.empty:
        return float("nan"), ""
    return 10 * made["nev_output"].item(), "at least " if made["value_type"].item() == "lower bound" else ""


def _subjects(city: str) -> pd.DataFrame:
    """The last printed place of the city in each subject."""
    last = _of("science_city_subjects", city).sort_values("edition").drop_duplicates("subject", keep="last")
    frame = last.set_index("subject")[["edition", "rank"]].astype("Int64").reindex(SUBJECTS)
    return frame.rename_axis("subject").reset_index()


def _bets(city: str) -> pd.DataFrame:
    """Facilities, deals and other bets of a city, the oldest first, those without a year last."""
    sites = _of("facilities", city)
    under = sites["status"].isin(["under construction", "commissioning"])
    sites = pd.DataFrame(
        {
            "year": sites["year"].fillna(sites["year_begun"]),
            "bet": sites["name"].str.replace(
                "Comprehensive National Science Centre: ", "National science centre "
            ),
            "status": under.map({True: "being built", False: "working"}),
            "source": sites["source"],
        }
    )
    deals = _of("deals", city).drop_duplicates("firm").rename(columns={"firm": "bet"})
    parts = [sites, deals, _of("city_bets", city)]
    frame = pd.concat([part[["year", "bet", "status", "source"]].astype({"year": "Int64"}) for part in parts])
    return frame.sort_values("year", kind="stable").reset_index(drop=True)


def profile(city: str) -> look.Picture:
    """The profile of a city as one tall picture: place and figures, rank path, growth, subjects, bets.

    Raises ValueError for a city that is not one of the eight.
    """
    known = facts(city)
    unseen = known.ranks.isna().all()
    # For each part: what draws it, its height, and what its axes leave free on the left and below, all in inches.
    parts = (
        (_draw_figures, _PLACE, _NUMBERS, _EDGE),
        (_draw_ranks, 0.6, _EDGE, _EDGE) if unseen else (_draw_ranks, 1.75, _TICKS, _TICKS),
        (_draw_growth, 1.75, _TICKS, _TICKS),
        (_draw_subjects, 1.55, _WORDS, _TICKS),
        (_draw_bets, 0.35 + 0.2 * max(len(known.bets), 1), _EDGE, _EDGE),
    )
    with look.style():
        figure = Figure(figsize=(look.WIDTH, sum(height for _, height, _, _ in parts)))
        _draw_place(_axes(figure, 0, _PLACE, _EDGE, _EDGE, look.WIDTH - _NUMBERS + 0.1), known)
        top = 0.0
        for draw, height, left, bottom in parts:
            draw(_axes(figure, top, height, left, bottom), known)
            top += height
    name = "profile-" + city.lower().replace("'", "")
    return look.show(figure, name, _caption(known), _alt(known), SOURCE, _table(known))


def _axes(
    figure: Figure, top: float, height: float, left: float, bottom: float, right: float = _EDGE
) -> Axes:
    """Axes in a part of the picture that begins `top` below its upper edge, with room for a heading; all in inches.

    That all eight pictures have the same margins is known, and to find them anew takes longer than to draw.
    """
    wide, tall = figure.get_size_inches()
    low = tall - top - height + bottom
    return figure.add_axes(
        (left / wide, low / tall, 1 - (left + right) / wide, (height - _HEADING - bottom) / tall)
    )


def _title(axes: Axes, text: str) -> None:
    """A heading at the left edge of the part, above whatever stands beside its axes."""
    axes.annotate(
        text,
        (0.01, 1),
        (0, 72 * (_HEADING - _EDGE)),
        xycoords=("figure fraction", "axes fraction"),
        textcoords="offset points",
        va="top",
        color=LIGHT["ink"],
        fontweight="bold",
        annotation_clip=False,
    )


def _blank(axes: Axes) -> None:
    """An axes that holds words only, from 0 to 1 both ways."""
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)


@cache
def _ground() -> pd.DataFrame:
    """The provinces, the same on all eight maps."""
    return maps.outlines(data.load("provinces"), 25_000)


def _draw_place(axes: Axes, known: Facts) -> None:
    maps.backdrop(axes, _ground())
    lat, lon = known.place
    [[x, y]] = projection.albers([[lon, lat]])
    axes.plot(x, y, "o", ms=9, color=LIGHT["blue"], mec=LIGHT["paper"])


def _draw_figures(axes: Axes, known: Facts) -> None:
    _title(axes, known.city)
    _blank(axes)
    step = 1 / len(known.figures)
    for row, (item, year, shown) in enumerate(
        known.figures[["item", "year", "shown"]].itertuples(index=False)
    ):
        high = 1 - step * row
        label = f"{item}, {year}" if year and len(item) < 20 else item
        axes.text(0, high, label, va="top", color=LIGHT["muted"])
        color, weight = ("muted", "normal") if shown == MISSING else ("ink", "bold")
        axes.text(0, high - step * 0.45, shown, va="top", color=LIGHT[color], fontweight=weight)


def _draw_ranks(axes: Axes, known: Facts) -> None:
    _title(axes, "Place in the Nature Index, all subjects")
    if known.ranks.isna().all():
        _say_missing(axes)
        return
    for side in (known.ranks[known.ranks.index < BREAK], known.ranks[known.ranks.index > BREAK]):
        seen = side.dropna()
        axes.plot(seen.index, seen, color=LIGHT["blue"], lw=1.2, ls=":")
        axes.plot(side.index, side.astype(float), color=LIGHT["blue"], marker="o", ms=6)
        for edition, rank in seen.items():
            look.label(axes, str(rank), (edition, rank), "ink", (0, 11), "center")
    axes.axvline(BREAK, color=LIGHT["muted"], ls=(0, (4, 3)), lw=1.2)
    axes.annotate(
        "new\njournal list", (BREAK, _WORST), (4, 2), textcoords="offset points", color=LIGHT["muted"]
    )
    axes.set_ylim(_WORST, -3)
    axes.set_yticks([1, 10, 20, 30])
    axes.set_xlim(2017.6, 2025.4)
    axes.set_xticks([2018, 2020, 2022, 2024])


def _draw_growth(axes: Axes, known: Facts) -> None:
    _title(axes, "Real growth of GDP, per cent (grey: China)")
    nation = (data.load("national_year").set_index("year")["gdp_real_index"].loc[2002:2023] - 100).dropna()
    look.label(
        axes, f"to {nation.index[-1]}", (nation.index[-1], nation.iloc[-1]), "muted", (0, -10), "right"
    )
    axes.plot(nation.index, nation, color=LIGHT["hatch"], lw=1.6)
    axes.plot(known.growth.index, known.growth, color=LIGHT["blue"], marker="o", ms=3.5, lw=1.8)
    axes.axhline(0, color=LIGHT["muted"], lw=0.8)
    missing = [str(year) for year in known.growth.index[known.growth.isna()]]
    if missing:
        axes.annotate(
            f"{' and '.join(missing)}: not published",
            (0, 0.06),
            xycoords="axes fraction",
            color=LIGHT["muted"],
        )
    axes.set_ylim(-6, 19)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.set_xticks([2002, 2007, 2012, 2017, 2022])


def _draw_subjects(axes: Axes, known: Facts) -> None:
    _title(axes, "Last printed place by subject (edition)")
    frame = known.subjects
    for row, (edition, rank) in enumerate(frame[["edition", "rank"]].itertuples(index=False)):
        if pd.isna(rank):
            axes.text(1, row, MISSING, va="center", color=LIGHT["muted"])
            continue
        axes.plot(rank, row, "o", ms=8, color=LIGHT["blue"])
        look.label(axes, f"{rank}  ({edition})", (rank, row), "ink", (9, 0))
    axes.set_ylim(len(frame) - 0.5, -0.6)
    axes.set_xlim(0, 50)  # room for the edition beside the last place
    axes.set_xticks([1, 10, 20, 30])
    axes.set_yticks(range(len(frame)), [_SHORT.get(each, each) for each in frame["subject"]])
    axes.grid(False)


def _draw_bets(axes: Axes, known: Facts) -> None:
    _title(axes, "What it bet on (● there, ○ being built, ✕ failed)")
    _blank(axes)
    axes.set_ylim(len(known.bets), 0)
    for row, (year, bet, status) in enumerate(known.bets[["year", "bet", "status"]].itertuples(index=False)):
        color = "red" if status == "failed" else "blue"
        axes.text(0, row + 0.5, _MARKS[status], va="center", color=LIGHT[color])
        axes.text(
            0.05, row + 0.5, "no year" if pd.isna(year) else str(year), va="center", color=LIGHT["muted"]
        )
        axes.text(0.19, row + 0.5, bet, va="center", color=LIGHT["ink"])


def _say_missing(axes: Axes) -> None:
    _blank(axes)
    axes.text(0.02, 0.6, MISSING, va="center", color=LIGHT["muted"])


def _caption(known: Facts) -> str:
    """That city's finding in one sentence or two, made from the figures, and the note of the map."""
    failed = known.bets[known.bets["status"] == "failed"]["bet"].tolist()
    bets = f"Of {len(known.bets)} entries in our list of bets, {len(failed) or 'none'} failed"
    bets += f": {' and '.join(failed)}." if failed else "."
    return f"{known.city}: {_standing(known)} {bets} {maps.NOTE} {HATCHED}"


def _standing(known: Facts) -> str:
    """How the city stands in the index, and in which subject it stands highest."""
    seen = known.ranks.dropna()
    best = known.subjects.dropna(subset=["rank"]).sort_values(["rank", "edition"], ascending=[True, False])
    if seen.empty:
        return f"its places in the Nature Index are {MISSING}, overall and by subject."
    first, last = seen.index[0], seen.index[-1]
    path = f"place {seen[last]} in edition {last}"
    if first != last:
        path = f"place {seen[first]} in edition {first} and {seen[last]} in {last}"
        path += ", on another journal list" if first < BREAK < last else ""
    if best.empty:
        return f"{path}; by subject, {MISSING}."
    top = best.iloc[0]
    printed = f"{top['rank']}, in {top['subject']} ({top['edition']})"
    return f"{path}; its best place by subject, as last printed, is {printed}."


def _alt(known: Facts) -> str:
    growth = known.growth.dropna()
    gaps = known.growth.index[known.growth.isna()].astype(str).tolist()
    broken = "broken in " + " and ".join(gaps) if gaps else "without a gap"
    pairs = known.figures[["item", "shown"]].itertuples(index=False)
    figures = "; ".join(f"{item}: {shown}" for item, shown in pairs)
    bets = "; ".join(known.bets["bet"] + " (" + known.bets["status"] + ")")
    return (
        f"Five parts from top to bottom: a map of China with a dot at {known.city} and figures beside it ({figures}); "
        f"the rank path; a line of real growth, highest in {growth.idxmax()} with {growth.max():.1f} per cent, lowest "
        f"in {growth.idxmin()} with {growth.min():.1f}, {broken}; places by subject as dots; a list of bets: {bets}."
    )


def _table(known: Facts) -> pd.DataFrame:
    """Everything in the picture as one tidy table: part, item, year, value, unit."""
    subjects = known.subjects.rename(columns={"subject": "item", "edition": "year", "rank": "value"})
    parts = {
        "figure": known.figures[["item", "year", "value", "unit"]],
        "rank": pd.DataFrame(
            {"item": "all subjects", "year": known.ranks.index, "value": known.ranks.to_numpy()}
        ),
        "subject rank": subjects,
        "real growth": pd.DataFrame(
            {"item": "GDP", "year": known.growth.index, "value": known.growth.to_numpy(), "unit": "per cent"}
        ),
        "bet": known.bets.rename(columns={"bet": "item", "status": "value"})[["item", "year", "value"]],
    }
    table = pd.concat([frame.astype(object).assign(part=part) for part, frame in parts.items()])
    return table[["part", "item", "year", "value", "unit"]].reset_index(drop=True)
