"""China's large science facilities: a map by field and cost, and a short card of each."""

from __future__ import annotations

import html
from collections.abc import Iterable

import pandas as pd
from matplotlib.figure import Figure

from sciencecities import data, look, maps
from sciencecities.palette import LIGHT

UNKNOWN = "not published in the sources used"
# Our own grouping of the fields in the table; the palette name is that of the map.
FAMILIES = {
    "sky and cosmic rays": (
        "blue",
        ("radio astronomy", "optical astronomy", "cosmic rays", "space physics"),
    ),
    "particles and nuclei": (
        "orange",
        (
            "neutrinos",
            "dark matter, nuclear astrophysics",
            "particle physics",
            "heavy-ion physics",
            "nuclear physics",
            "nuclear energy",
        ),
    ),
    "light and neutrons": (
        "purple",
        (
            "synchrotron, second generation",
            "synchrotron, third generation",
            "synchrotron, fourth generation",
            "synchrotron, fourth generation, low energy",
            "free-electron laser",
            "neutron scattering",
        ),
    ),
    "fusion, magnets, quanta": (
        "red",
        ("fusion", "magnetism, materials", "quantum information", "condensed matter"),
    ),
    "life": ("green", ("biodiversity", "virology")),
}
# Where a name stands beside its mark on the map: offset in points, and the side that is held there.
_NAMED = {
    "FAST, 500-metre radio telescope": ("FAST", (0, 13), "center"),
    "Germplasm Bank of Wild Species": ("seed bank", (0, -11), "center"),
    "EAST superconducting tokamak": ("EAST", (-8, 6), "right"),
    "JUNO neutrino observatory": ("JUNO", (-6, -8), "right"),
    "LHAASO cosmic-ray observatory": ("LHAASO", (-12, 8), "right"),
    "SHINE hard X-ray free-electron laser": ("SHINE", (-4, 20), "right"),
    "High Energy Photon Source (HEPS)": ("HEPS", (10, 12), "left"),
}


def placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table `facilities`; where one has a city and no coordinates, those of the city stand in (degrees)."""
    cities = data.load("cities").set_index("city")
    return rows.assign(**{axis: rows[axis].fillna(rows["city"].map(cities[axis])) for axis in ("lat", "lon")})


def table() -> pd.DataFrame:
    """The facilities, without the science centres, with place and family; one row each, costs in million yuan."""
    every = data.load("facilities")
    family = {field: name for name, (_, fields) in FAMILIES.items() for field in fields}
    found = placed(every[every["kind"] == "facility"].reset_index(drop=True))
    return found.assign(family=found["field"].map(family))


def chart(provinces: pd.DataFrame, rows: pd.DataFrame) -> Figure:
    """A map of the facilities that have a place: colour by family, area by cost, hollow where no cost was seen.

    Args: provinces: the table `provinces`. rows: as `table` gives them; those without a place are left out.
    """
    figure, axes = maps.china(provinces, height=4.6)
    spots = maps.points(rows.dropna(subset=["lat"]))
    with look.style():
        for name, (color, _) in FAMILIES.items():
            own = spots[spots["family"] == name]
            known, unseen = own[own["cost"].notna()], own[own["cost"].isna()]
            axes.scatter(
                known["x"],
                known["y"],
                s=_area(known["cost"]),
                color=LIGHT[color],
                alpha=0.65,
                lw=0,
                zorder=3,
            )
            axes.scatter(
                unseen["x"],
                unseen["y"],
                s=34,
                facecolor="none",
                edgecolor=LIGHT[color],
                lw=1.6,
                zorder=4,
            )
            axes.scatter([], [], s=40, color=LIGHT[color], label=name)
        for facility, (text, offset, align) in _NAMED.items():
            spot = spots[spots["name"] == facility].iloc[0]
            year = f" {spot['year']:.0f}" if pd.notna(spot["year"]) else ""
            look.label(axes, text + year, (spot["x"], spot["y"]), "ink", offset, align, size=9)
        axes.scatter([], [], s=34, facecolor="none", edgecolor=LIGHT["muted"], lw=1.6, label="no cost seen")
        axes.legend(
            frameon=False, fontsize=9, loc="lower left", bbox_to_anchor=(-0.03, -0.04), labelspacing=0.3
        )
        maps.name_apart(axes)
    return figure


def _area(cost: pd.Series) -> pd.Series:
    """The area of a mark in square points: in proportion to the cost in million yuan, and never too small to see."""
    return (cost.astype(float) / 16).clip(lower=14)


class Cards:
    """Short cards, one below the other: what it is, where, since when, at what cost, and who says so."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.rows = rows

    def __repr__(self) -> str:
        return "\n".join("; ".join(f"{name}: {text}" for name, text in row.items()) for row in self.rows)

    def _repr_html_(self) -> str:
        cards = []
        for row in self.rows:
            name, *rest = row.items()
            facts = "".join(f"<dt>{html.escape(key)}</dt><dd>{html.escape(text)}</dd>" for key, text in rest)
            cards.append(f'<li><p class="sc-cards__name">{html.escape(name[1])}</p><dl>{facts}</dl></li>')
        return f'<ul class="sc-cards">{"".join(cards)}</ul>'


def cards(names: Iterable[str]) -> Cards:
    """Cards of the named facilities, made from the table. Unknown name: ValueError that lists the known ones."""
    every = {str(row["name"]): row for _, row in table().iterrows()}
    wanted = list(names)
    for name in wanted:
        if name not in every:
            raise ValueError(f"there is no facility {name!r}; choose one of: {'; '.join(every)}")
    return Cards([_card(name, every[name]) for name in wanted])


def _card(name: str, row: pd.Series) -> dict[str, str]:
    """One facility's facts as texts; what is not known is said."""
    places = data.load("provinces").set_index("id")["name"]
    where = [row["place"], row["city"], places.get(row["province_id"])]
    begun = f"begun {row['year_begun']:.0f}, " if pd.notna(row["year_begun"]) else ""
    since = f"working since {row['year']:.0f}" if pd.notna(row["year"]) else f"year {UNKNOWN}"
    return {
        "name": name,
        "Field": row["field"],
        "Place": ", ".join(dict.fromkeys(str(part) for part in where if pd.notna(part))),
        "Year": f"{begun}{since} ({row['status']})",
        "Cost": _cost(row),
        "Source": _source(row["source"]),
    }


def _cost(row: pd.Series) -> str:
    """The cost in yuan with what is said about it, or what is said instead of one."""
    note = row["cost_note"] if pd.notna(row["cost_note"]) else ""
    if pd.notna(row["cost"]):
        return f"{row['cost']:,.0f} million yuan" + (f" ({note[0].lower()}{note[1:]})" if note else "")
    return UNKNOWN if note in ("", "Cost not seen") else note


def _source(source: str) -> str:
    """The sources, marked when there is one and it is not the body that runs or pays the facility."""
    official = ("Observatories", "Institute", "Academy", "University", "land department", "government")
    alone = ";" not in source and not any(word in source for word in official)
    return f"{source} (one weak source)" if alone else source
