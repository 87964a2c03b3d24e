"""*Drop a province, change the story*: with 31 provinces, a line depends on who is in it and what is held fixed."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import traitlets as t

from sciencecities import data, measures

from .base import Explorable
from .drop_still import draw
from .words import fixed, names, signed

WINDOWS = [(2010, 2024), (2010, 2019), (2015, 2024)]
# Six provinces leave three degrees of freedom beside constant, slope and control.
FEWEST = 6
LARGEST_SEARCH = 5
LEVEL = 0.95
_CAUTION = "Provinces that spend more differ in much else: the line describes, it does not explain."
_QUESTION = (
    "Provinces that spent a larger part of GDP on R&D in {start}: did they grow faster or slower afterwards, until "
    "{end}? Guess the correlation of all 31, times 100: from \u2212100 (a falling line) over 0 (no line) to 100 (a "
    "climbing line)."
)
_NOTE = (
    "R&D as a part of GDP, on GDP as revised after the census of 2023. Growth chains the real index, until 2015 as "
    "after the census of 2018, from 2016 as after that of 2023 (they differ by 0.3 points at most). Income is the "
    "logarithm of the first year's GDP per head, on the older GDP; held fixed, both axes show what a line on it "
    "leaves. Band and interval are those of least squares, as if provinces were drawn by chance."
)
MUNICIPALITIES = ["CN-BJ", "CN-TJ", "CN-SH"]


def _window(panel: pd.DataFrame, start: int, end: int) -> dict[str, Any]:
    """R&D intensity and income of the first year, and real growth a year until the last, province by province."""
    first = panel[panel["year"] == start].set_index("id")
    index = panel[panel["year"].between(start + 1, end)].pivot(
        index="id", columns="year", values="gdp_real_index"
    )
    chained = [
        float(measures.chain_index(row - 100, 1.0)[-1]) for row in index.loc[first.index].to_numpy(float)
    ]
    return {
        "id": f"{start}-{end}",
        "start": start,
        "end": end,
        "question": _QUESTION.format(start=start, end=end),
        "x": [float(value) for value in first["rd_intensity"]],
        "y": [100 * (value ** (1 / (end - start)) - 1) for value in chained],
        "income": [int(value) for value in first["gdp_per_capita"]],
        "z": [float(np.log(value)) for value in first["gdp_per_capita"]],
    }


def _fit(window: dict[str, Any], kept: list[int], control: bool) -> measures.Regression:
    """Growth on R&D intensity, for some of the provinces; with log income beside it where that is held fixed."""
    columns = ["x", "z"] if control else ["x"]
    table = np.array([window[name] for name in columns]).T[kept]
    return measures.ols(np.array(window["y"])[kept], table, columns, LEVEL)


def _search(ids: list[str], windows: list[dict[str, Any]]) -> dict[str, Any]:
    """The most flattering line for the essay that leaving out a few provinces can make, and how many were tried.

    For each window, with and without the control, it leaves out one province after the other, each time the one whose
    leaving raises t of the slope most. The setting with the largest t of all wins.
    """
    found = []
    tried = 0
    for window, control in product(windows, ("no", "yes")):
        out: list[int] = []
        scores = {-1: _score(ids, window, control, out)}
        while True:
            tried += len(scores)
            best = max(scores, key=lambda place: scores[place])
            out = sorted([*out, best] if best >= 0 else out)
            chosen = {"out": [ids[place] for place in out], "control": control, "window": window["id"]}
            found.append((scores[best], chosen))
            if len(out) == LARGEST_SEARCH:
                break
            scores = {
                place: _score(ids, window, control, [*out, place])
                for place in range(len(ids))
                if place not in out
            }
    text = (
        f"A search that drops one province after another, {LARGEST_SEARCH} at most, tried {fixed(tried)} lines for the "
        "essay's side: this is the most flattering. A longer list can do more. Do not believe a line picked so."
    )
    return {**max(found, key=lambda pair: pair[0])[1], "tried": tried, "text": text}


def _score(ids: list[str], window: dict[str, Any], control: str, out: list[int]) -> float:
    """t of the slope without some provinces."""
    kept = [place for place in range(len(ids)) if place not in out]
    return float(_fit(window, kept, control == "yes").t[1])


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: the provinces, three windows of years, quantiles of t, and the flattering search."""
    from scipy.special import stdtrit  # here, and not from scipy.stats, which takes a second to load

    panel = data.load("province_year")
    first = panel[panel["year"] == WINDOWS[0][0]]
    ids = [str(unit) for unit in first["id"]]
    windows = [_window(panel, start, end) for start, end in WINDOWS]
    found = _search(ids, windows)
    default = windows[0]["id"]
    flattered = {key: found[key] for key in ("out", "control", "window")}
    return {
        "ids": ids,
        "names": [str(name) for name in first["province"]],
        "windows": windows,
        # By degrees of freedom: t[0] is unused, so that the place is the number.
        "t": [None, *(float(stdtrit(degrees, (1 + LEVEL) / 2)) for degrees in range(1, len(ids) - 1))],
        "search": found,
        "note": _NOTE,
        "caution": _CAUTION,
        "presets": [
            _preset("Without Beijing, Tianjin, Shanghai", MUNICIPALITIES, "no", default),
            _preset("Without Xizang (Tibet)", ["CN-XZ"], "no", default),
            _preset("Hold income fixed", [], "yes", default),
            {"label": "Cherry-picked for the essay", "set": flattered},
        ],
    }


def _preset(label: str, out: list[str], control: str, window: str) -> dict[str, Any]:
    """A setting worth seeing, with all that its label depends on."""
    return {"label": label, "set": {"out": out, "control": control, "window": window}}


def _limits(model: dict[str, Any]) -> dict[str, Any]:
    return {
        "out": {"kind": "subset", "options": model["ids"], "least": FEWEST},
        "control": {"kind": "choice", "options": ["no", "yes"]},
        "window": {"kind": "choice", "options": [window["id"] for window in model["windows"]]},
    }


class Drop(Explorable):
    """Drop a province, change the story: R&D intensity and later growth, with some provinces left out.

    Settings: out (ids of the provinces left out; at least 6 stay), control ('yes' holds the logarithm of GDP per head
    in the first year fixed), window ('2010-2024', '2010-2019', '2015-2024': R&D spending as a part of GDP in the first
    year against real growth a year from then to the last). `value` gives the slope with its 95 % interval and the
    correlation, `table()` the provinces. The line is that of `measures.ols`: it describes, it does not say why.
    Raises TraitError for an unknown id, control or window, or when fewer than 6 provinces stay.
    """

    module = "drop"
    title = "Drop a province, change the story"

    out = t.List(t.Unicode()).tag(sync=True)
    control = t.Unicode("no").tag(sync=True)
    window = t.Unicode().tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        model = _model()
        super().__init__(name, model, _limits(model), {"window": model["windows"][0]["id"], **settings})

    @t.validate("out", "control", "window")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    def _years(self) -> dict[str, Any]:
        """The window of years on show."""
        window = self.admitted("window", self.window)
        return next(one for one in self.data["windows"] if one["id"] == window)

    def _kept(self) -> list[int]:
        return [place for place, unit in enumerate(self.data["ids"]) if unit not in self.out]

    def table(self) -> pd.DataFrame:
        """Provinces from the largest R&D intensity down: province, rd_intensity (per cent of GDP), growth (per cent a
        year), gdp_per_head (yuan), in_line; with income held fixed also what is left of the first two."""
        window = self._years()
        out = pd.DataFrame(
            {
                "province": self.data["names"],
                "rd_intensity": window["x"],
                "growth": np.round(window["y"], 3),
                "gdp_per_head": window["income"],
                "in_line": ["no" if unit in self.out else "yes" for unit in self.data["ids"]],
            }
        )
        if self.control == "yes":
            left = self.points()
            out["rd_left"], out["growth_left"] = left.T.round(3)
        return out.sort_values("rd_intensity", ascending=False, kind="stable", ignore_index=True)

    def points(self) -> Any:
        """Where the provinces stand in the picture: (31, 2), R&D and growth, or what income leaves of the two.

        What is left of a province that is out is measured from the lines of those that are in.
        """
        window, kept = self._years(), self._kept()
        pair = [np.array(window[name]) for name in ("x", "y")]
        if self.control == "no":
            return np.column_stack(pair)
        z = np.array(window["z"])
        lines = [measures.ols(values[kept], z[kept]).coefficients for values in pair]
        return np.column_stack(
            [values - a - b * z for values, (a, b) in zip(pair, lines, strict=True)],
        )

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show: n provinces, slope (points of growth a year for one point of R&D), low and high (its
        95 % interval), r (the correlation, with income held fixed where control says so) and zero_inside."""
        window, kept = self._years(), self._kept()
        control = self.control == "yes"
        fit = _fit(window, kept, control)
        x, y, z = (np.array(window[name])[kept] for name in "xyz")
        low, high = (float(end) for end in fit.intervals[1])
        return {
            "out": list(self.out),
            "control": self.control,
            "window": self.window,
            "n": len(kept),
            "slope": float(fit.coefficients[1]),
            "low": low,
            "high": high,
            "r": measures.partial_correlation(x, y, z) if control else measures.correlation(x, y),
            "zero_inside": low <= 0 <= high,
        }

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: which way the line goes, slope and interval, and who is left out."""
        v, window = self.value, self._years()
        start, end = window["start"], window["end"]
        way = "could be flat" if v["zero_inside"] else "climbs" if v["low"] > 0 else "falls"
        equal = f", at equal GDP per head in {start}" if v["control"] == "yes" else ""
        first = (
            f"Among {v['n']} provinces{equal}, one more percentage point of GDP spent on R&D in {start} went with "
            f"{fixed(abs(v['slope']), 2)} points {'more' if v['slope'] > 0 else 'less'} growth a year until {end}. "
            f"The 95\u00a0% interval runs from {signed(v['low'])} to {signed(v['high'])}: zero is "
            f"{'inside' if v['zero_inside'] else 'outside'}. The correlation is {signed(v['r'])}."
        )
        return {"headline": f"The line {way}.", "first": first, "more": self._remarks()}

    def _remarks(self) -> str:
        """Who is left out, and how far to trust the line."""
        search = self.data["search"]
        picked = all(getattr(self, name) == search[name] for name in ("out", "control", "window"))
        who = (
            names([self._label(unit) for unit in self.out], LARGEST_SEARCH if picked else 3)
            if self.out
            else ""
        )
        caution = search["text"] if picked else self.data["caution"]
        return f"{f'Left out: {who}.' if who else 'No province is left out.'} {caution}"

    def _label(self, unit: str) -> str:
        return str(self.data["names"][self.data["ids"].index(unit)])

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        return f"Provinces as dots, R&D across, growth upwards, with a fitted line and its band. {self.sentence()}"

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)
