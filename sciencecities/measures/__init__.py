"""The measures of the book: pure functions of numbers, the same in Python and on the page.

Nothing here knows the book's tables or draws a picture. Every function says in its text what goes in, in
which unit, what comes out, and who proposed it; `reference/methods.md` has a worked example of each. Bad
input raises ValueError with one sentence: which argument, which position, what to do.
"""

from .causal import PlaceboRanks, SyntheticControl, gap_range, placebo_ranks, synthetic_control
from .composite import NORMALISATIONS, PossibleFirsts, composite, normalise, possible_firsts
from .concentration import balassa_index, effective_number, herfindahl, shares, top_share
from .convergence import BetaConvergence, beta_convergence, sigma_convergence
from .distance import EARTH_RADIUS_KM, cross_track_km, great_circle_km
from .finance import irr, npv
from .forecasts import (
    BrierDecomposition,
    CalibrationRow,
    base_rate,
    brier_decomposition,
    brier_score,
    calibration_table,
)
from .growth import chain_index, knowledge_stock
from .inequality import (
    TheilDecomposition,
    TheilPart,
    coefficient_of_variation,
    gini,
    lorenz,
    percentile_ratio,
    theil,
    theil_decomposition,
)
from .knowledge import marginal_return, payback_years, return_path
from .mayors import PlayedBets, play_bets
from .noise import deterministic_normals, deterministic_uniforms
from .ranking import (
    RankRange,
    RankSize,
    noisy_ranks,
    noisy_values,
    probability_above,
    rank_range,
    rank_size,
    ranks,
)
from .regression import Prediction, Regression, correlation, leave_one_out, ols, partial_correlation, predict

__all__ = [
    "EARTH_RADIUS_KM",
    "NORMALISATIONS",
    "BetaConvergence",
    "BrierDecomposition",
    "CalibrationRow",
    "PlaceboRanks",
    "PlayedBets",
    "PossibleFirsts",
    "Prediction",
    "RankRange",
    "RankSize",
    "Regression",
    "SyntheticControl",
    "TheilDecomposition",
    "TheilPart",
    "balassa_index",
    "base_rate",
    "beta_convergence",
    "brier_decomposition",
    "brier_score",
    "calibration_table",
    "chain_index",
    "coefficient_of_variation",
    "composite",
    "correlation",
    "cross_track_km",
    "deterministic_normals",
    "deterministic_uniforms",
    "effective_number",
    "gap_range",
    "gini",
    "great_circle_km",
    "herfindahl",
    "irr",
    "knowledge_stock",
    "leave_one_out",
    "lorenz",
    "marginal_return",
    "noisy_ranks",
    "noisy_values",
    "normalise",
    "npv",
    "ols",
    "partial_correlation",
    "payback_years",
    "percentile_ratio",
    "placebo_ranks",
    "play_bets",
    "possible_firsts",
    "predict",
    "probability_above",
    "rank_range",
    "rank_size",
    "ranks",
    "return_path",
    "shares",
    "sigma_convergence",
    "synthetic_control",
    "theil",
    "theil_decomposition",
    "top_share",
]
