"""*What does a yuan of R&D buy?* against a computation of its own, and what it says in every case."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
import traitlets

from sciencecities import data
from sciencecities.explorables import Yuan


def by_hand(depreciation: float, elasticity: float, lag: int, discount: float) -> dict[str, object]:
    """The model once more in plain loops, from the table."""
    nation = data.load("national_year").set_index("year").loc[2000:2024]
    to_2024 = [float(np.prod(nation["cpi"].loc[year + 1 :] / 100)) for year in nation.index]
    real = [spent * factor for spent, factor in zip(nation["rd_expenditure"], to_2024, strict=True)]
    growth = (real[-1] / real[0]) ** (1 / 24) - 1
    stock = real[0] * (1 + growth) / (growth + depreciation / 100)
    for spent in real[1:]:
        stock += spent - stock * depreciation / 100
    first = elasticity * nation["gdp"].loc[2024] / stock
    worth, payback = -1.0, None
    for year in range(1, 101):
        if year > lag:
            worth += first * (1 - depreciation / 100) ** (year - lag - 1) / (1 + discount / 100) ** year
        if worth >= 0 and payback is None:
            payback = year
    return {"stock": stock, "first_return": first, "payback": payback, "present_value": worth}


@pytest.mark.parametrize(
    "settings",
    [
        (15, 0.1, 5, 5),
        (0, 0.1, 5, 5),
        (30, 0.2, 0, 0),
        (0, 0.0, 10, 10),
        (0, 0.003, 10, 0),
        (15, 0.02, 8, 8),
        (7, 0.137, 3, 4),
    ],
)
def test_value_is_that_of_plain_loops(settings: tuple[float, float, int, float]) -> None:
    value = Yuan(**dict(zip(("depreciation", "elasticity", "lag", "discount"), settings, strict=True))).value
    for name, wanted in by_hand(*settings).items():
        assert value[name] == (wanted if wanted is None else pytest.approx(wanted, rel=1e-9, abs=1e-9)), name


def test_the_default_is_the_middle_of_each_scale() -> None:
    yuan = Yuan()
    for name, limit in yuan.limits.items():
        assert getattr(yuan, name) == pytest.approx((limit["min"] + limit["max"]) / 2)
    assert yuan.value["payback"] == 7


def test_the_present_value_is_that_of_the_endless_sum() -> None:
    """Where a yuan is forgotten and discounted, a hundred years are as good as for ever: a closed form."""
    for depreciation, elasticity, lag, discount in [(15, 0.1, 5, 5), (20, 0.05, 0, 8), (30, 0.2, 10, 3)]:
        yuan = Yuan(depreciation=depreciation, elasticity=elasticity, lag=lag, discount=discount)
        rate, lost = discount / 100, depreciation / 100
        endless = yuan.value["first_return"] / ((1 + rate) ** lag * (rate + lost)) - 1
        assert yuan.value["present_value"] == pytest.approx(endless, abs=1e-6)


def test_the_table_and_the_path() -> None:
    yuan = Yuan(depreciation=10)
    table = yuan.table()
    assert table["year"].tolist() == list(range(2000, 2025))
    nation = data.load("national_year").set_index("year")
    assert table["rd"].iloc[-1] == round(nation["rd_expenditure"].loc[2024], 1)
    assert (table["rd"].iloc[:-1].to_numpy() > nation["rd_expenditure"].loc[2000:2023].to_numpy()).all()
    grown = table["stock"].iloc[:-1].to_numpy() * 0.9 + table["rd"].iloc[1:].to_numpy()
    assert table["stock"].iloc[1:].to_numpy() == pytest.approx(grown, abs=0.2)
    path = yuan.path()
    assert len(path) == 101 and path[0] == -1 and path[yuan.lag] == -1 and (np.diff(path) >= 0).all()
    payback = yuan.value["payback"]
    assert path[payback] >= 0 > path[payback - 1]
    assert path[-1] == pytest.approx(yuan.value["present_value"])


def test_forgetting_nothing_makes_the_next_yuan_count_for_less() -> None:
    """The lesson of the third preset: it lasts longer, is worth more in the end, and is paid back later."""
    never = Yuan(depreciation=0).value
    middle = Yuan().value
    assert never["first_return"] < middle["first_return"] and never["stock"] > middle["stock"]
    assert never["payback"] > middle["payback"] and never["present_value"] > middle["present_value"]


def test_the_spans_move_one_assumption_alone() -> None:
    yuan = Yuan(elasticity=0.04, lag=2)
    for name, (soonest, latest) in yuan.spans().items():
        limit = yuan.limits[name]
        steps = np.arange(limit["min"], limit["max"] + 1e-9, 0.01 if name == "elasticity" else 1)
        paid = [
            Yuan(
                **{**yuan.settings(), name: round(float(step), 2) if name == "elasticity" else int(step)}
            ).value["payback"]
            for step in steps
        ]
        known = [one for one in paid if one is not None]
        assert soonest == min(known) and latest == (max(known) if len(known) == len(paid) else None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"depreciation": 31}, "depreciation is 31: choose a value from 0 to 30"),
        ({"elasticity": 0.21}, "elasticity is 0.21: choose a value from 0.0 to 0.2"),
        ({"lag": -1}, "lag is -1: choose a value from 0 to 10"),
        ({"discount": 11}, "discount is 11: choose a value from 0 to 10"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        Yuan(**change)


def test_the_sentence_in_each_case() -> None:
    assert Yuan().sentence() == (
        "Paid back after 7 years. If 15\u00a0% of knowledge is forgotten each year, at an elasticity of 0.10, a "
        "wait of 5 years and a discount rate of 5\u00a0%, one more yuan of R&D first returns 0.83 yuan a year. Over "
        "a century it is worth 2.24 yuan more than it cost. The data stand still. Each assumption, moved alone over "
        "its scale, gives: forgetting 7 to 9 years, the elasticity 6 years to never, the wait 2 to 13 years, the "
        "discount rate 7 to 8 years."
    )
    cautious = Yuan(**Yuan().data["presets"][0]["set"])
    assert cautious.sentence().startswith("Not paid back within a century.")
    assert "yuan less than it cost" in cautious.sentence() and "forgetting never" in cautious.sentence()
    assert "no wait and a discount" in Yuan(lag=0).sentence()
    assert "a wait of 1 year and" in Yuan(lag=1).sentence()
    soon = Yuan(elasticity=0.2, lag=0, discount=0)
    assert soon.sentence().startswith("Paid back after 1 year.")
    assert "the discount rate 1 year." in soon.sentence()


def test_the_still_marks_the_pay_back_only_where_there_is_one() -> None:
    assert "paid back: year 7" in Yuan().still()
    assert "paid back: year" not in Yuan(elasticity=0.0).still()
    assert isinstance(Yuan(elasticity=0.2, depreciation=0, discount=0, lag=0).table(), pd.DataFrame)
