"""Bad input: every measure says in one sentence which argument is wrong and where."""

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sciencecities import measures

NAN, INF = float("nan"), float("inf")

# Functions of one list of amounts, with the smallest call that works.
ONE_LIST = {
    "shares": lambda values: measures.shares(values),
    "top_share": lambda values: measures.top_share(values, 1),
    "herfindahl": lambda values: measures.herfindahl(values),
    "effective_number": lambda values: measures.effective_number(values),
    "lorenz": lambda values: measures.lorenz(values),
    "gini": lambda values: measures.gini(values),
    "theil": lambda values: measures.theil(values),
    "theil_decomposition": lambda values: measures.theil_decomposition(values, None, ["a"] * len(values)),
    "coefficient_of_variation": lambda values: measures.coefficient_of_variation(values),
    "percentile_ratio": lambda values: measures.percentile_ratio(values),
    "noisy_values": lambda values: measures.noisy_values(values, 0.1, 2, 1),
    "noisy_ranks": lambda values: measures.noisy_ranks(values, 0.1, 2, 1),
    "rank_range": lambda values: measures.rank_range(values, 0.1),
    "probability_above": lambda values: measures.probability_above(values, 0, 1, 0.1),
    "rank_size": lambda values: measures.rank_size(values),
}


@pytest.mark.parametrize("name", ONE_LIST)
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([4.0, 3.0, -2.0, 5.0], r"^values\[2\] is -2: values must (not be negative|be greater than 0)\.$"),
        ([4.0, NAN, 3.0, 5.0], r"^values\[1\] is missing \(NaN\): drop that row or fill the gap first\.$"),
        ([4.0, 3.0, 5.0, None], r"^values\[3\] is missing \(NaN\)"),
        ([4.0, 3.0, pd.NA, 5.0], r"^values\[2\] is missing \(NaN\)"),
        ([INF, 4.0, 3.0, 5.0], r"^values\[0\] is infinite: every value must be finite\.$"),
        ([], r"^values is empty: at least \d values? needed\.$"),
        (["4", "3", "2"], r"^values holds text, not numbers: convert it to numbers first\.$"),
        ([[4.0, 3.0], [2.0, 1.0]], r"^values has 2 dimensions, not 1: give a plain list of numbers\.$"),
        ([[4.0, 3.0], [2.0]], r"^values has rows of different length"),
    ],
)
def test_a_bad_list_of_amounts(name, values, message):
    ONE_LIST[name]([4.0, 3.0, 2.0, 5.0])
    with pytest.raises(ValueError, match=message):
        ONE_LIST[name](values)


WEIGHTED = {
    "lorenz": measures.lorenz,
    "gini": measures.gini,
    "theil": measures.theil,
    "coefficient_of_variation": measures.coefficient_of_variation,
    "percentile_ratio": measures.percentile_ratio,
    "theil_decomposition": lambda values, weights: measures.theil_decomposition(
        values, weights, ["a", "a", "b"]
    ),
}


@pytest.mark.parametrize("name", WEIGHTED)
@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, -1, 2], r"^weights\[1\] is -1: weights must not be negative\.$"),
        ([1, 2, NAN], r"^weights\[2\] is missing"),
        ([1, 2], r"^weights has 2 values but values has 3: they must match one to one\.$"),
        ([0, 0, 0], r"^weights sum to zero"),
        ([], r"^weights is empty"),
    ],
)
def test_bad_weights(name, weights, message):
    WEIGHTED[name]([1, 2, 3], [1, 1, 1])
    with pytest.raises(ValueError, match=message):
        WEIGHTED[name]([1, 2, 3], weights)


GOOD_Y, GOOD_X = [1.0, 3.0, 2.0, 5.0], [1.0, 2.0, 3.0, 4.0]
DONORS = [[1.0, 2.0], [2.0, 4.0], [3.0, 5.0]]

CASES = [
    (lambda: measures.shares([0, 0]), r"^values sum to zero: there is nothing to share out\.$"),
    (lambda: measures.gini([0, 0]), r"^values sum to zero: there is nothing to compare\.$"),
    (lambda: measures.shares([1, "many"]), r"^values holds text"),
    (lambda: measures.shares(np.array([1, "many"], dtype=object)), r"^values\[1\] is the text 'many'"),
    (lambda: measures.shares(pd.to_datetime(["2020-01-01"])), r"^values holds datetime64"),
    (lambda: measures.shares(5), r"^values has 0 dimensions, not 1"),
    (lambda: measures.top_share([1, 2], 0), r"^k is 0: it must be between 1 and 2\.$"),
    (lambda: measures.top_share([1, 2], 3), r"^k is 3: it must be between 1 and 2\.$"),
    (lambda: measures.top_share([1, 2], 1.5), r"^k is 1\.5: it must be a whole number\.$"),
    (lambda: measures.balassa_index([1, 2]), r"^values has 1 dimension, not 2: give a table"),
    (lambda: measures.balassa_index([[1, 2], [0, 0]]), r"^values: row 1 sums to zero"),
    (lambda: measures.balassa_index([[0, 2], [0, 1]]), r"^values: column 0 sums to zero"),
    (lambda: measures.balassa_index([[1, -2], [1, 1]]), r"^values\[0, 1\] is -2"),
    (lambda: measures.theil_decomposition([1, 2], None, ["a"]), r"^groups has 1 label but values has 2"),
    (lambda: measures.theil_decomposition([1, 2], None, ["a", None]), r"^groups\[1\] is missing"),
    (lambda: measures.theil_decomposition([1, 2], None, ["a", NAN]), r"^groups\[1\] is missing"),
    (lambda: measures.theil_decomposition([1, 2], None, ["a", pd.NA]), r"^groups\[1\] is missing"),
    (
        lambda: measures.theil_decomposition([1, 2], [1, 0], ["a", "b"]),
        r"^groups: the group 'b' has a weight of zero",
    ),
    (lambda: measures.percentile_ratio([1, 0]), r"^values\[1\] is 0: values must be greater than 0\.$"),
    (lambda: measures.percentile_ratio([1, 2], low=0), r"^low is 0: it must be greater than 0\.$"),
    (lambda: measures.percentile_ratio([1, 2], high=101), r"^high is 101: it must be at most 100\.$"),
    (
        lambda: measures.percentile_ratio([1, 2], high=10),
        r"^low is 10 and high is 10: low must be the smaller",
    ),
    (lambda: measures.ranks([]), r"^values is empty"),
    (lambda: measures.ranks([1, NAN]), r"^values\[1\] is missing"),
    (lambda: measures.noisy_values([1], -0.1, 2, 1), r"^noise is -0\.1: it must be at least 0\.$"),
    (lambda: measures.noisy_values([1], NAN, 2, 1), r"^noise is nan: it must be a finite number\.$"),
    (lambda: measures.noisy_values([1], [0.1], 2, 1), r"^noise must be one number, not a list\.$"),
    (lambda: measures.noisy_ranks([1], 0.1, 0, 1), r"^draws is 0: it must be between 1 and"),
    (lambda: measures.noisy_ranks([1], 0.1, 2, -1), r"^seed is -1: it must be between 0 and 4294967295\.$"),
    (lambda: measures.rank_range([1], 0.1, coverage=0), r"^coverage is 0: it must be greater than 0\.$"),
    (lambda: measures.rank_range([1], 0.1, coverage=1.1), r"^coverage is 1\.1: it must be at most 1\.$"),
    (lambda: measures.probability_above([1, 2], 0, 2, 0.1), r"^j is 2: it must be between 0 and 1\.$"),
    (lambda: measures.probability_above([1, 2], -1, 0, 0.1), r"^i is -1: it must be between 0 and 1\.$"),
    (lambda: measures.deterministic_normals(-1, 1), r"^n is -1"),
    (lambda: measures.deterministic_uniforms(3, 2**32), r"^seed is 4294967296"),
    (lambda: measures.rank_size([3, 2]), r"^values has 2 values: at least 3 needed\.$"),
    (lambda: measures.rank_size([3, 3, 3]), r"^values are all equal"),
    (lambda: measures.rank_size([3, 0, 1]), r"^values\[1\] is 0: values must be greater than 0\.$"),
    (lambda: measures.sigma_convergence([1, 2]), r"^values has 1 dimension, not 2"),
    (lambda: measures.sigma_convergence([[1], [2]]), r"^values has 1 column: at least 2 needed\.$"),
    (lambda: measures.sigma_convergence([[1, 2], [3, 0]]), r"^values\[1, 1\] is 0"),
    (lambda: measures.beta_convergence([1, 2, 3], [1, 2], 5), r"^final has 2 values but initial has 3"),
    (lambda: measures.beta_convergence([1, 2, 0], [1, 2, 3], 5), r"^initial\[2\] is 0"),
    (lambda: measures.beta_convergence([1, 2, 3], [1, NAN, 3], 5), r"^final\[1\] is missing"),
    (
        lambda: measures.beta_convergence([1, 2, 3], [2, 3, 4], 0),
        r"^years is 0: it must be greater than 0\.$",
    ),
    (lambda: measures.beta_convergence([2, 2, 2], [2, 3, 4], 5), r"^initial values are all equal"),
    (lambda: measures.beta_convergence([1, 2, 4], [2, 4, 8], 5), r"^final is the same multiple of initial"),
    (lambda: measures.chain_index([]), r"^growth_pct is empty"),
    (
        lambda: measures.chain_index([5, -100]),
        r"^growth_pct\[1\] is -100: growth_pct must be greater than -100\.$",
    ),
    (lambda: measures.chain_index([5], base=0), r"^base is 0: it must be greater than 0\.$"),
    (lambda: measures.knowledge_stock([1, -1], 0.1), r"^rd\[1\] is -1: rd must not be negative\.$"),
    (lambda: measures.knowledge_stock([0, 1], 0.1), r"^rd\[0\] is 0: the first year needs spending"),
    (lambda: measures.knowledge_stock([1, 1], -0.1), r"^depreciation is -0\.1: it must be at least 0\.$"),
    (lambda: measures.knowledge_stock([1, 1], 0), r"^growth 0 plus depreciation 0 must be above 0"),
    (lambda: measures.knowledge_stock([1, 1], 1.5), r"^depreciation is 1\.5: it must be at most 1\.$"),
    (lambda: measures.knowledge_stock([1], 0.1), r"^rd does not show its growth"),
    (lambda: measures.knowledge_stock([1, 0], 0.1), r"^rd does not show its growth"),
    (lambda: measures.knowledge_stock([4, 1], 0.1), r"^growth -0\.75 plus depreciation 0\.1 must be above 0"),
    (lambda: measures.knowledge_stock([1], 0.1, -1), r"^initial_growth is -1: it must be greater than -1\.$"),
    (lambda: measures.marginal_return(-0.1, 1, 1), r"^elasticity is -0\.1: it must be at least 0\.$"),
    (lambda: measures.marginal_return(0.1, 0, 1), r"^output is 0: it must be greater than 0\.$"),
    (lambda: measures.marginal_return(0.1, 1, 0), r"^stock is 0: it must be greater than 0\.$"),
    (lambda: measures.return_path(-1, 0.1, 0, 5), r"^first_return is -1"),
    (lambda: measures.return_path(1, 1.1, 0, 5), r"^depreciation is 1\.1: it must be at most 1\.$"),
    (lambda: measures.return_path(1, 0.1, -1, 5), r"^lag is -1: it must be between 0 and 10000\.$"),
    (lambda: measures.return_path(1, 0.1, 1.5, 5), r"^lag is 1\.5: it must be a whole number\.$"),
    (lambda: measures.return_path(1, 0.1, 0, 0), r"^years is 0: it must be between 1 and 10000\.$"),
    (lambda: measures.payback_years(-1, [-1, 2]), r"^rate is -1: it must be greater than -1\.$"),
    (lambda: measures.payback_years(0.1, []), r"^cash_flows is empty"),
    (lambda: measures.play_bets(0, 1, 1, 0.5, 2, 1), r"^cities is 0: it must be between 1 and 5000000\.$"),
    (lambda: measures.play_bets(9, 1, 1, 1.5, 2, 1), r"^chance is 1\.5: it must be at most 1\.$"),
    (lambda: measures.play_bets(9, 1, 1, 0.5, -2, 1), r"^multiple is -2: it must be at least 0\.$"),
    (lambda: measures.play_bets(9, 1, 1, 0.5, 2, 1, 0), r"^stake is 0: it must be greater than 0\.$"),
    (
        lambda: measures.play_bets(5000, 100, 20, 0.5, 2, 1),
        r"^cities \* rounds \* bets is 10000000: it must be",
    ),
    (lambda: measures.correlation([1, 2], [1, 2, 3]), r"^x has 2 values but y has 3"),
    (lambda: measures.correlation([1, 1], [1, 2]), r"^x is constant"),
    (lambda: measures.correlation([1, 2], [3, 3]), r"^y is constant"),
    (lambda: measures.correlation([1], [1]), r"^x has 1 value: at least 2 needed\.$"),
    (lambda: measures.partial_correlation(GOOD_X, GOOD_Y, [1, 2]), r"^x has 4 values but controls has 2"),
    (lambda: measures.partial_correlation(GOOD_X, GOOD_Y, GOOD_X), r"^controls explain x completely"),
    (lambda: measures.ols(GOOD_Y, [1, 2, 3]), r"^x has 3 rows but y has 4:"),
    (lambda: measures.ols(GOOD_Y, [1, 2, NAN, 4]), r"^x\[2\] is missing"),
    (lambda: measures.ols([1, NAN, 2, 3], GOOD_X), r"^y\[1\] is missing"),
    (lambda: measures.ols([2, 2, 2, 2], GOOD_X), r"^y is constant"),
    (lambda: measures.ols(GOOD_Y, [7, 7, 7, 7]), r"^x has a column that is constant or repeats the others"),
    (
        lambda: measures.ols(GOOD_Y, np.column_stack((GOOD_X, GOOD_X))),
        r"^x has a column that is constant or repeats",
    ),
    (
        lambda: measures.ols([1, 2], [1, 3]),
        r"^y has 2 values for 2 coefficients with the constant: at least 3 needed\.$",
    ),
    (lambda: measures.ols(GOOD_Y, GOOD_X, ["a", "b"]), r"^names has 2 names but x has 1 column:"),
    (lambda: measures.ols(GOOD_Y, GOOD_X, level=2), r"^level is 2: it must be at most 1\.$"),
    (
        lambda: measures.ols(GOOD_Y, GOOD_X, weights=[1, 0, 1, 1]),
        r"^weights\[1\] is 0: weights must be greater",
    ),
    (lambda: measures.ols(GOOD_Y, GOOD_X, weights=[1, 1]), r"^weights has 2 values but y has 4"),
    (
        lambda: measures.ols(GOOD_Y, [0, 0, 1, 0], robust=True),
        r"^row 2 of x alone decides a coefficient, so its error is not seen: leave robust out\.$",
    ),
    (lambda: measures.predict(GOOD_Y, GOOD_X, [1, 2]), r"^at has 2 values but the columns of x has 1"),
    (lambda: measures.predict(GOOD_Y, GOOD_X, NAN), r"^at\[0\] is missing"),
    (lambda: measures.leave_one_out([1, 2, 4], [1, 2, 3]), r"^y has 2 values for 2 coefficients"),
    (
        lambda: measures.synthetic_control([1, 2, 3], DONORS[:2], 1),
        r"^donors has 2 periods but treated has 3",
    ),
    (lambda: measures.synthetic_control([1, 2, 3], DONORS, 3), r"^pre is 3: it must be between 1 and 2\.$"),
    (lambda: measures.synthetic_control([1, 2, 3], DONORS, 0), r"^pre is 0: it must be between 1 and 2\.$"),
    (
        lambda: measures.synthetic_control([1, 2, 3], DONORS, 2, -1),
        r"^penalty is -1: it must be at least 0\.$",
    ),
    (lambda: measures.synthetic_control([1, NAN, 3], DONORS, 2), r"^treated\[1\] is missing"),
    (
        lambda: measures.synthetic_control([1, 2, 3], [[1, 2], [NAN, 4], [3, 5]], 2),
        r"^donors\[1, 0\] is missing",
    ),
    (
        lambda: measures.synthetic_control([1, 2, 3], [[], [], []], 2),
        r"^donors has 0 columns: at least 1 needed\.$",
    ),
    (lambda: measures.gap_range([1, 2, 3], DONORS[:2], 1), r"^donors has 2 periods but treated has 3"),
    (lambda: measures.placebo_ranks(DONORS, 2), r"^outcomes has 2 columns: at least 3 needed\.$"),
    (lambda: measures.placebo_ranks([[1, 2, NAN], [1, 2, 3]], 1), r"^outcomes\[0, 2\] is missing"),
    (lambda: measures.irr([-1, -2]), r"^cash_flows never change sign"),
    (lambda: measures.irr([-1, 3, -1]), r"^cash_flows change sign 2 times"),
    (lambda: measures.irr([-1]), r"^cash_flows has 1 value: at least 2 needed\.$"),
    (lambda: measures.irr([-1, NAN]), r"^cash_flows\[1\] is missing"),
    (lambda: measures.npv(-1, [1, 2]), r"^rate is -1: it must be greater than -1\.$"),
    (lambda: measures.npv(0.1, []), r"^cash_flows is empty"),
    (
        lambda: measures.brier_score([0.5, 1.2], [0, 1]),
        r"^forecasts\[1\] is 1\.2: forecasts must be at most 1\.$",
    ),
    (
        lambda: measures.brier_score([-0.5], [0]),
        r"^forecasts\[0\] is -0\.5: forecasts must not be negative\.$",
    ),
    (
        lambda: measures.brier_score([0.5], [0.5]),
        r"^outcomes\[0\] is 0\.5: an outcome is 1 \(happened\) or 0",
    ),
    (lambda: measures.brier_score([0.5], [0, 1]), r"^outcomes has 2 values but forecasts has 1"),
    (lambda: measures.brier_decomposition([], []), r"^forecasts is empty"),
    (lambda: measures.calibration_table([0.5], [1], 0), r"^bins is 0"),
    (lambda: measures.base_rate([1, 2]), r"^outcomes\[1\] is 2"),
    (lambda: measures.base_rate([1, NAN]), r"^outcomes\[1\] is missing"),
    (lambda: measures.great_circle_km(91, 0, 0, 0), r"^lat1 is 91: it must be at most 90\.$"),
    (lambda: measures.great_circle_km(0, 0, 0, -181), r"^lon2 is -181: it must be at least -180\.$"),
    (
        lambda: measures.great_circle_km([0, 95], [0, 0], 0, 0),
        r"^lat1\[1\] is 95: lat1 must be at most 90\.$",
    ),
    (lambda: measures.great_circle_km([0, 1], [0], 0, 0), r"^lat1 has 2 values but lon1 has 1"),
    (lambda: measures.great_circle_km([0, 1], [0, 1], [0], [0]), r"^lat1 has 2 values but lat2 has 1"),
    (lambda: measures.great_circle_km(NAN, 0, 0, 0), r"^lat1 is nan: it must be a finite number\.$"),
    (lambda: measures.cross_track_km(0, 0, 10, 20, 10, 20), r"^A and B are the same or opposite points"),
    (lambda: measures.cross_track_km(0, 0, 10, 20, -10, -160), r"^A and B are the same or opposite points"),
    (
        lambda: measures.cross_track_km([0], [190], 0, 0, 0, 1),
        r"^lon\[0\] is 190: lon must be at most 180\.$",
    ),
    (lambda: measures.cross_track_km(0, [19], 0, 0, 0, 1), r"^lat is one number but lon is a list"),
    (lambda: measures.normalise([1, 2], "max"), r"^method is 'max': choose one of min-max, z-score, rank\.$"),
    (lambda: measures.normalise([1], "rank"), r"^values has 1 value: at least 2 needed\.$"),
    (lambda: measures.normalise([1, None], "rank"), r"^values\[1\] is missing"),
    (lambda: measures.normalise([3, 3], "rank"), r"^values has 3 for every unit"),
    (
        lambda: measures.composite([[1, 2], [2, 2]], [1, 1], "rank"),
        r"^column 1 of table has 2 for every unit",
    ),
    (lambda: measures.composite([[1, 2], [2, 1]], [0, 0], "rank"), r"^weights sum to zero"),
    (lambda: measures.composite([[1, 2], [2, 1]], [1, -1], "rank"), r"^weights\[1\] is -1"),
    (
        lambda: measures.composite([[1, 2], [2, 1]], [1], "rank"),
        r"^weights has 1 value but the columns of table",
    ),
    (
        lambda: measures.composite([[1, 2], [2, 1]], [1, 1], "rank", [True]),
        r"^directions has 1 value but table has 2 columns: they must match one to one\.$",
    ),
    (lambda: measures.possible_firsts([[1, 2]], "rank"), r"^table has 1 row: at least 2 needed\.$"),
    (lambda: measures.possible_firsts([[1, NAN], [2, 1]], "rank"), r"^table\[0, 1\] is missing"),
]


@pytest.mark.parametrize(("call", "message"), CASES)
def test_a_bad_call_is_refused_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_every_measure_is_among_these_tests():
    functions = {name for name in measures.__all__ if callable(getattr(measures, name)) and name[0].islower()}
    source = Path(__file__).read_text(encoding="utf-8")
    assert {name for name in functions if f"measures.{name}(" not in source and name not in WEIGHTED} == set()


def test_nothing_is_changed_in_place():
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0])
    for name, measure in WEIGHTED.items():
        measure(values, weights)
        assert (values.tolist(), weights.tolist()) == ([3, 1, 2], [1, 2, 3]), name


def test_measures_know_no_data_and_no_plotting():
    allowed = {"collections", "dataclasses", "math", "numpy", "operator", "pandas", "scipy", "typing"}
    files = list(Path(measures.__file__).parent.glob("*.py"))
    assert len(files) > 5
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            else:
                continue
            assert {name.split(".")[0] for name in names} <= allowed, f"{file.name} imports {names}"
