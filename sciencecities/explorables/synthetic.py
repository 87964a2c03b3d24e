"""*Build a synthetic Hefei*: a twin mixed from other places, and what the gap to it is worth."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np
import pandas as pd
import traitlets as t

from sciencecities import measures, samples

from .base import Explorable
from .synthetic_still import draw
from .words import fixed, names, ordinal, percent

PENALTIES = [0.01, 0.1]
# A twin needs something to be mixed from: donors left out beyond that come back, the last of the alphabet first.
FEWEST_DONORS = 3
# Ratios that one unit in ten reaches, or fewer.
RARE = 0.1
# A part of the twin that is worth a name.
NAMED = 0.005

_NOTE = (
    "Real GDP chains published growth. The weights are found on the years before; a penalty on donors unlike the unit "
    "makes them definite. A placebo is the same done for a donor, as if it had been the one; its line leaves the frame "
    "where its gap is more than twice as large as any of the unit's. Hefei took in a part of Chaohu in August 2011. At "
    "least three donors stay."
)
_SHORT = {
    "cities38": "38 cities, to 2012",
    "cities14": "14 cities, to 2016",
    "provinces31": "31 provinces, to 2024",
}


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: per sample its units, first year, events and yearly growth in per cent."""
    found = []
    for sample in samples.growth_samples().values():
        rates = (sample.levels / sample.levels.shift() - 1).iloc[1:] * 100
        found.append(
            {
                "id": sample.name,
                "label": _SHORT[sample.name],
                "treated": sample.treated,
                "event": sample.event,
                "events": [sample.events[0], sample.events[-1]],
                "first": int(sample.levels.index[0]),
                "units": list(sample.levels),
                # As published: two decimals at most, so nothing is lost.
                "growth": [rates[unit].round(2).tolist() for unit in sample.levels],
                "caveats": dict(sample.caveats),
            }
        )
    city = {"sample": "cities38", "event": 2008, "penalty": 0.01, "out": []}
    province = {**city, "sample": "provinces31", "event": 2017}
    return {
        "note": _NOTE,
        "samples": found,
        "presets": [
            {"label": "Without its largest donor", "set": {**city, "out": ["Shenyang"]}},
            {"label": "Years before any bet", "set": {**city, "event": 2005}},
            {"label": "Anhui since the science centre", "set": province},
            {"label": "… without Hubei", "set": {**province, "out": ["Hubei"]}},
            {"label": "As in the chapter", "set": city},
        ],
    }


def _limits(model: dict[str, Any]) -> dict[str, Any]:
    kinds = model["samples"]
    treated = {kind["treated"] for kind in kinds}
    donors = sorted({unit for kind in kinds for unit in kind["units"]} - treated)
    return {
        "sample": {"kind": "choice", "options": [kind["id"] for kind in kinds]},
        "event": {
            "kind": "int",
            "min": min(kind["events"][0] for kind in kinds),
            "max": max(kind["events"][1] for kind in kinds),
        },
        "penalty": {"kind": "choice", "options": PENALTIES},
        "out": {"kind": "subset", "options": donors, "least": FEWEST_DONORS},
    }


def _dropped(sample: samples.Sample, out: tuple[str, ...]) -> tuple[str, ...]:
    """The donors of the sample that are left out, as long as enough remain."""
    asked = [unit for unit in sample.donors if unit in out]
    return tuple(asked[: len(sample.donors.columns) - FEWEST_DONORS])


@lru_cache(maxsize=32)
def _solved(
    name: str, event: int, penalty: float, out: tuple[str, ...]
) -> tuple[samples.Sample, measures.SyntheticControl, measures.PlaceboRanks]:
    """The sample without the donors left out, the twin, and the placebos."""
    sample = _samples()[name]
    sample = sample.without(*_dropped(sample, out))
    pre = sample.pre(event)
    twin = measures.synthetic_control(sample.own, sample.donors, pre, penalty)
    return sample, twin, measures.placebo_ranks(sample.levels, pre, penalty)


_samples = cache(samples.growth_samples)


class Synthetic(Explorable):
    """Build a synthetic Hefei: choose the places that its twin is mixed from, and weigh the gap against placebos.

    Settings: sample ('cities38', 'cities14', 'provinces31': see `sciencecities.samples`; the treated unit is Hefei or
    Anhui), event (the first year that counts as after), penalty (0.01 or 0.1, on donors unlike the unit one by one),
    out (a list of donors left out; names that the sample does not have change nothing, and three donors always stay).
    `value` gives the numbers on show, `table()` every unit with its weight and its placebo. The weights are those of
    `measures.synthetic_control`, the ranks those of `measures.placebo_ranks`, found anew on the page.
    Raises TraitError for a sample, a year, a penalty or a donor that is not there.
    """

    module = "synthetic"
    title = "Build a synthetic Hefei"

    sample = t.Unicode("cities38").tag(sync=True)
    event = t.Int(2008).tag(sync=True)
    penalty = t.Float(0.01).tag(sync=True)
    out = t.List(t.Unicode()).tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        model = _model()
        super().__init__(name, model, _limits(model), settings)

    @t.validate("sample", "penalty", "out")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    @t.validate("event")
    def _leaves_years(self, proposal: Any) -> int:
        event, kind = int(self.admitted("event", proposal["value"])), self._kind()
        first, last = kind["events"]
        if not first <= event <= last:
            raise t.TraitError(
                f"{kind['label']}: {event} leaves too few years before or after; choose a year from {first} to {last}."
            )
        return event

    @t.observe("sample")
    def _nearest_event(self, change: Any) -> None:
        """A sample that ends too early, or begins too late, brings the nearest year it can have."""
        first, last = self._kind()["events"]
        self.event = min(max(self.event, first), last)

    def _kind(self) -> dict[str, Any]:
        name = self.admitted("sample", self.sample)
        return next(kind for kind in self.data["samples"] if kind["id"] == name)

    def solved(self) -> tuple[samples.Sample, measures.SyntheticControl, measures.PlaceboRanks]:
        """The sample in use, the twin, and the placebo of every unit in the sample's order."""
        return _solved(self.sample, self.event, self.penalty, tuple(self.out))

    def table(self) -> pd.DataFrame:
        """Every unit in use, the treated one first: unit, weight_pct in the twin, then of its own fit gap_pct (in the
        last year), rmspe_before, ratio (after over before), rank (1 = largest ratio)."""
        sample, twin, placebos = self.solved()
        gaps = pd.DataFrame(placebos.gaps, sample.levels.index, sample.levels.columns)
        before = np.sqrt((gaps.iloc[: sample.pre(self.event)] ** 2).mean())
        weights = pd.Series(twin.weights, sample.donors.columns).reindex(sample.levels.columns, fill_value=0)
        table = pd.DataFrame(
            {
                "unit": sample.levels.columns,
                "weight_pct": (100 * weights).round(2).to_numpy(),
                "gap_pct": (100 * gaps / (sample.levels - gaps)).iloc[-1].round(2).to_numpy(),
                "rmspe_before": before.round(3).to_numpy(),
                "ratio": placebos.ratio.round(2),
                "rank": placebos.rank,
            }
        )
        own = table["unit"] == sample.treated
        return pd.concat([table[own], table[~own]], ignore_index=True)

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show: unit, year (the last), event, out (as far as they are donors here), donors (how many),
        weights (donor: part), synthetic and gap (a value a year, first year of the unit = 100), gap_pct (of the twin,
        in the last year), rmspe_pre, ratio, rank and n (of the ratios), p_value, biggest (the donor with most
        weight)."""
        sample, twin, placebos = self.solved()
        own = list(sample.levels).index(sample.treated)
        weights = dict(zip(sample.donors.columns, twin.weights.tolist(), strict=True))
        return {
            "unit": sample.treated,
            "year": int(sample.levels.index[-1]),
            "event": self.event,
            "out": list(_dropped(_samples()[self.sample], tuple(self.out))),
            "donors": len(weights),
            "weights": weights,
            "synthetic": twin.synthetic.tolist(),
            "gap": twin.gap.tolist(),
            "gap_pct": float(100 * twin.gap[-1] / twin.synthetic[-1]),
            "rmspe_pre": twin.rmspe_pre,
            "ratio": float(placebos.ratio[own]),
            "rank": int(placebos.rank[own]),
            "n": len(placebos.ratio),
            "p_value": float(placebos.p_value[own]),
            "biggest": max(weights, key=lambda unit: weights[unit]),
        }

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: how rare, how large the gap; then the twin, the placebos, and a caveat."""
        v = self.value
        rare = (
            "Rare, by this score: suggestive"
            if v["p_value"] <= RARE
            else "Not rare, by this score: suggestive at best"
        )
        without = f"Without {names(v['out'])}, " if v["out"] else ""
        first = (
            f"{without}{v['unit']}'s real GDP of {v['year']} is {compared(v['gap_pct'])} its synthetic twin's, with "
            f"{v['event']} as the first year after."
        )
        misses = "under 0.1" if v["rmspe_pre"] < 0.05 else fixed(v["rmspe_pre"], 1)
        ratio = fixed(v["ratio"], 1 if v["ratio"] < 100 else 0)
        more = (
            f"The twin is {_mixed(v['weights'])}; before {v['event']} it misses {v['unit']} by "
            f"{misses} index points. After, the gap is {ratio} times as large: "
            f"{ordinal(v['rank'])} of {v['n']} such ratios, p = {fixed(v['p_value'], 2)}."
        )
        caveat = self._kind()["caveats"].get(v["biggest"])
        doubt = f" Mind {v['biggest']}: {caveat}." if caveat else ""
        return {"headline": f"{rare}, not proof.", "first": first, "more": f"{more}{doubt}"}

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        return f"Lines of real GDP and of gaps, one for each placebo. {self.sentence()}"

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)


def compared(gap: float) -> str:
    """A gap in per cent: '16.3 % above', '2.0 % below', 'level with'."""
    size = fixed(abs(gap), 1)
    return "level with" if size == "0.0" else f"{size}\u00a0% {'above' if gap > 0 else 'below'}"


def _mixed(weights: dict[str, float]) -> str:
    """The parts of the twin, the largest first: '48 % Shenyang, 29 % Qingdao and 23 % Zhengzhou'."""
    parts = sorted((unit for unit in weights if weights[unit] >= NAMED), key=lambda unit: -weights[unit])
    return names([f"{percent(weights[unit], 0)} {unit}" for unit in parts])
