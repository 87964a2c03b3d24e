"""The charts of chapter 5 on small tables, its table of sentences, and the numbers that the ledger quotes from it."""

import numpy as np
import pandas as pd
import pytest

from sciencecities import casecharts, data, look, measures, samples

YEARS = range(2000, 2011)
OWN = pd.Series(np.linspace(100, 200, 11), YEARS, name="Ours")
OTHERS = pd.DataFrame({name: OWN * factor for name, factor in (("A", 0.9), ("B", 1.1), ("C", 0.8))})


def svg(figure) -> str:
    return look.show(
        figure, "small", "A finding.", "A small chart with a few lines, for a test.", "nobody"
    ).svg


def test_a_sheet_heads_its_rows_escapes_and_names_gaps():
    frame = pd.DataFrame({"firm": ["A & B", "C"], "sum": [1.5, None], "what": ["<paid>", None]})
    html = casecharts.Sheet(frame)._repr_html_()
    assert '<th scope="row">A &amp; B</th><td>1.5</td><td>&lt;paid&gt;</td>' in html
    assert html.count("not seen") == 2 and html.count('scope="col"') == 3
    assert "not seen" in repr(casecharts.Sheet(frame))


def test_growth_and_rank_does_not_join_ranks_over_a_break():
    growth = pd.DataFrame({"nominal": 10.0, "real": 8.0}, index=YEARS)
    figure = casecharts.growth_and_rank(growth, pd.Series(range(11, 0, -1), YEARS), {2005: "census"})
    below = figure.axes[1]
    pieces = [line for line in below.lines if len(line.get_xdata()) > 2]
    assert [len(piece.get_xdata()) for piece in pieces] == [5, 6]
    assert "census" in svg(figure)


def test_vehicles_are_not_joined_over_a_new_base_or_a_recount():
    table = pd.DataFrame({"Here": [1.0, 2, 3, 4], "There": [2.0, 3, 4, np.nan]}, index=range(2022, 2026))
    lower = table.isna() | (table == 3)
    figure = casecharts.outputs(table, lower, {"Here": 2023}, (2024.5, "anew"), below=["There"])
    joined = [tuple(line.get_xdata()) for line in figure.axes[0].lines if line.get_linestyle() == "-"]
    assert (2023, 2024) in joined and (2022, 2023, 2024) in joined
    assert not any({2022, 2023} <= set(years) for years in joined if len(years) == 2)
    assert not any({2024, 2025} <= set(years) for years in joined)
    assert "anew" in svg(figure)


@pytest.mark.parametrize(
    "figure, words",
    [
        (casecharts.twin(OWN, (OWN * 0.9).rename("its twin"), 2005, OTHERS), ["its twin", "2005: the bet"]),
        (casecharts.timeline({"plan": 2001}, {"bet": 2008}, ("centre", "city")), ["plan 2001", "2008 bet"]),
        (
            casecharts.placebos([casecharts.Gaps("small", OTHERS.assign(Ours=OWN), "Ours", 2005)]),
            ["small", "Ours"],
        ),
        (casecharts.cutoffs({"small": OTHERS.rename(columns={"A": 0, "B": 0.1, "C": 1})}), ["penalty"]),
        (casecharts.left_out({"fit": (5.0, pd.Series({"A": 4.0, "B": 6.0}))}), ["no A", "no B", "fit"]),
        (
            casecharts.bars(
                pd.DataFrame({"value": [1.5], "kind": ["failed"]}, index=["chips"]),
                "billion",
                {"failed": "orange"},
            ),
            ["chips", "1.5", "failed"],
        ),
        (
            casecharts.arrivals(
                pd.DataFrame({"firm": ["A"], "origin": ["B"], "kind": ["c"], "year": [2000]}), {"c": "blue"}
            ),
            ["A, B"],
        ),
    ],
)
def test_a_chart_says_its_names(figure, words):
    drawn = svg(figure)
    assert all(f">{word}<" in drawn for word in words), words


def test_the_cash_of_the_rescue_adds_up():
    cash = data.load("nio_cash")
    paid = cash[cash["flow"] < 0].groupby("year")["flow"].sum()
    assert paid[2020] == -(7 - 2)  # seven promised, two of them taken over by NIO
    assert cash["flow"][cash["flow"] > 0].sum() == pytest.approx(8.5115)
    assert cash["stake"].notna().equals(cash["flow"] > 0)


def p_values(sample, year, penalty):
    """Of the treated unit: by the ratio, and by the gap among units with squared misses up to five times its own."""
    pre, here = sample.pre(year), list(sample.levels).index(sample.treated)
    ranks = measures.placebo_ranks(sample.levels, pre, penalty)
    off = (ranks.gaps[:pre] ** 2).mean(axis=0)
    close = off <= 5 * off[here]
    lead = ranks.gaps[-1] / (sample.levels.iloc[-1].to_numpy() - ranks.gaps[-1])
    return ranks.p_value[here], (lead[close] >= lead[here]).sum() / close.sum()


def test_the_ledger_quotes_the_chapter():
    sample = samples.growth_samples()["cities38"]
    fit = measures.synthetic_control(sample.own, sample.donors, sample.pre(), 0.01)
    ranks = measures.placebo_ranks(sample.levels, sample.pre(), 0.01)
    here = list(sample.levels).index("Hefei")
    claim = data.load("claims").set_index("id").loc["C39"]
    assert f"{100 * fit.gap[-1] / fit.synthetic[-1]:.0f}% above its twin" in claim["deciding"]
    ends = [
        p for year in sample.events for penalty in (0, 0.01, 0.1) for p in p_values(sample, year, penalty)
    ]
    assert f"rank p {min(ends):.2f} to {max(ends):.2f} by choices" in claim["deciding"]
    ahead = ranks.ratio > ranks.ratio[here]
    assert f"{ahead.sum()} of {len(ahead) - 1} placebo cities" in claim["evidence"]
    assert (ranks.gaps[-1][ahead] < 0).sum() == 4 and "(four of them below their twins)" in claim["evidence"]


def test_the_ledger_measures_the_bet_by_the_output_of_its_year():
    cities = data.load("city_year").set_index(["city", "year"])
    part = 10 * 100 / cities.loc[("Hefei", 2009), "gdp"]  # of 1 billion yuan, in per cent
    claim = data.load("claims").set_index("id").loc["C31"]
    assert f"3bn for BOE ({3 * part:.1f}% of GDP)" in claim["deciding"] and claim["confidence"] == "medium"
    assert (
        f"{3 * part:.1f}% of the city's GDP of that year, the 12bn at risk {12 * part:.1f}%"
        in claim["evidence"]
    )
