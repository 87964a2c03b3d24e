"""*What does a yuan of R&D buy?* The same spending pays back soon, late or never: the assumptions decide."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import traitlets as t

from sciencecities import data, measures

from .base import Explorable
from .words import fixed
from .yuan_still import draw

YEAR = 2024  # the last year whose GDP is final
HORIZON = 100  # years after which nobody asks any more
SHOWN = 40

# Each setting's scale: lowest, highest, step, unit on the slider, and what the sentence calls it.
_SCALES: dict[str, tuple[float, float, float, str]] = {
    "depreciation": (0, 30, 1, "forgetting"),
    "elasticity": (0.0, 0.2, 0.01, "the elasticity"),
    "lag": (0, 10, 1, "the wait"),
    "discount": (0, 10, 1, "the discount rate"),
}
_NOTE = (
    f"China's R&D spending, 2000 to {YEAR}, in prices of {YEAR} by the consumer price index (a price index of "
    "research does not exist here, and that of GDP has gaps). The stock before 2000 is estimated from the average "
    f"growth since. Output is the GDP of {YEAR}; a yuan's return stays the same but for what is forgotten. The "
    "return is to the whole economy, not to the treasury. Forgetting less makes a yuan last, and the stock larger, "
    "so that one more counts for less. Never means: not within a century. The elasticity is the boldest assumption: "
    "it takes all that goes with knowledge for its effect."
)


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: real R&D spending year by year, output, and the scales."""
    nation = data.load("national_year")
    nation = nation[nation["year"] <= YEAR]
    prices = measures.chain_index(nation["cpi"].to_numpy(float)[1:] - 100)
    real = nation["rd_expenditure"].to_numpy(float) * prices[-1] / prices
    return {
        "years": [int(year) for year in nation["year"]],
        "rd": [float(value) for value in real],
        "output": float(nation["gdp"].iloc[-1]),
        "horizon": HORIZON,
        "shown": SHOWN,
        "scales": [
            {"id": name, "name": called, "step": step, "values": _values(low, high, step)}
            for name, (low, high, step, called) in _SCALES.items()
        ],
        "note": _NOTE,
        "presets": [
            _preset("A cautious reader", 15, 0.02, 8, 8),
            _preset("An enthusiast", 15, 0.15, 2, 3),
            _preset("Nothing is forgotten", 0, 0.1, 5, 5),
        ],
    }


def _preset(label: str, depreciation: int, elasticity: float, lag: int, discount: int) -> dict[str, Any]:
    """A setting worth seeing: all four assumptions."""
    values = (depreciation, elasticity, lag, discount)
    return {"label": label, "set": dict(zip(_SCALES, values, strict=True))}


def _values(low: float, high: float, step: float) -> list[float]:
    """All values that a slider with this step can take."""
    return [round(low + step * place, 6) for place in range(round((high - low) / step) + 1)]


def _stock(depreciation: float) -> Any:
    return measures.knowledge_stock(_model()["rd"], depreciation / 100)


def _flows(first_return: float, depreciation: float, lag: int) -> Any:
    flows = measures.return_path(first_return, depreciation / 100, lag, HORIZON)
    flows[0] -= 1
    return flows


def _value(settings: dict[str, Any]) -> dict[str, Any]:
    """What the assumptions give: Yuan.value."""
    stock = float(_stock(settings["depreciation"])[-1])
    first = measures.marginal_return(settings["elasticity"], _model()["output"], stock)
    flows, rate = _flows(first, settings["depreciation"], settings["lag"]), settings["discount"] / 100
    return {
        "stock": stock,
        "first_return": first,
        "payback": measures.payback_years(rate, flows),
        "present_value": measures.npv(rate, flows),
    }


def _years(count: int) -> str:
    return f"{count} year" if count == 1 else f"{count} years"


def _ends(soonest: int | None, latest: int | None) -> str:
    """From the soonest to the latest pay-back, in words."""
    if soonest is None:
        return "never"
    if latest is None:
        return f"{_years(soonest)} to never"
    return _years(latest) if soonest == latest else f"{soonest} to {_years(latest)}"


def _limits() -> dict[str, Any]:
    kinds = {"elasticity": "number"}
    return {
        name: {"kind": kinds.get(name, "int"), "min": low, "max": high}
        for name, (low, high, _, _) in _SCALES.items()
    }


class Yuan(Explorable):
    """What does a yuan of R&D buy? The knowledge stock, what one more yuan returns, and when it is paid back.

    Settings: depreciation (per cent of knowledge that goes stale in a year, 0 to 30), elasticity (per cent of output
    that go with one per cent of knowledge, 0 to 0.2), lag (years that a yuan waits before it is in use, 0 to 10),
    discount (per cent a year, 0 to 10). The default is the middle of each scale. `value` gives stock, first_return,
    payback (years, None if not within a hundred) and present_value, `table()` the stock year by year, `path()` the
    worth of one yuan so far. Built from `measures.knowledge_stock`, `marginal_return`, `return_path`, `payback_years`
    and `npv`. All four settings are assumptions: nothing here estimates them.
    Raises TraitError for a setting out of range.
    """

    module = "yuan"
    title = "What does a yuan of R&D buy?"

    depreciation = t.Int(15).tag(sync=True)
    elasticity = t.Float(0.1).tag(sync=True)
    lag = t.Int(5).tag(sync=True)
    discount = t.Int(5).tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        super().__init__(name, _model(), _limits(), settings)

    @t.validate("depreciation", "elasticity", "lag", "discount")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    def stock(self) -> Any:
        """The knowledge stock at the end of each year, in 100 million yuan of the last year's prices."""
        return _stock(self.depreciation)

    def table(self) -> pd.DataFrame:
        """Year by year: rd (100 million yuan at prices of the last year), stock (the same), stock_to_rd."""
        stock, rd = self.stock(), np.array(self.data["rd"])
        return pd.DataFrame(
            {
                "year": self.data["years"],
                "rd": rd.round(1),
                "stock": stock.round(1),
                "stock_to_rd": (stock / rd).round(2),
            }
        )

    def flows(self) -> Any:
        """What one yuan costs and brings, year 0 to 100, not discounted."""
        return _flows(self.value["first_return"], self.depreciation, self.lag)

    def path(self) -> Any:
        """What one yuan is worth by the end of each year, 0 to 100: discounted returns so far, less the yuan."""
        return np.cumsum(self.flows() * (1 + self.discount / 100) ** -np.arange(HORIZON + 1.0))

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show: stock (100 million yuan), first_return (yuan a year), payback (years or None) and
        present_value (yuan, over a hundred years, less the yuan itself)."""
        return _value(self.settings())

    def spans(self) -> dict[str, tuple[int | None, int | None]]:
        """For each setting, the soonest and the latest payback when it alone moves over its scale; None is never."""
        out = {}
        for scale in self.data["scales"]:
            years = [_value({**self.settings(), scale["id"]: value})["payback"] for value in scale["values"]]
            found = [one for one in years if one is not None]
            out[scale["id"]] = (min(found, default=None), max(found) if len(found) == len(years) else None)
        return out

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: when a yuan is paid back, if ever; then what each assumption alone could do."""
        v = self.value
        never = v["payback"] is None
        wait = "no wait" if self.lag == 0 else f"a wait of {_years(self.lag)}"
        worth = v["present_value"]
        first = (
            f"If {self.depreciation}\u00a0% of knowledge is forgotten each year, at an elasticity of "
            f"{fixed(self.elasticity, 2)}, {wait} and a discount rate of {self.discount}\u00a0%, one more yuan of "
            f"R&D first returns {fixed(v['first_return'], 2)} yuan a year. Over a century it is worth "
            f"{fixed(abs(worth), 2)} yuan {'more' if worth >= 0 else 'less'} than it cost."
        )
        moved = ", ".join(
            f"{scale['name']} {_ends(*span)}"
            for scale, span in zip(self.data["scales"], self.spans().values(), strict=True)
        )
        headline = "Not paid back within a century." if never else f"Paid back after {_years(v['payback'])}."
        more = f"The data stand still. Each assumption, moved alone over its scale, gives: {moved}."
        return {"headline": headline, "first": first, "more": more}

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        return (
            f"Curve of what one yuan is worth over {SHOWN} years, and curve of the knowledge stock. "
            f"{self.sentence()}"
        )

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)
