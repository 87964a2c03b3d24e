"""The right answers of chapter 5's exercises, reached by another way than their solutions take."""

import math
import re

import numpy as np
import pytest
from exercise_kit import expected, rows

from sciencecities import measures
from sciencecities.classroom import check, get, solve
from sciencecities.classroom.key import answer_key


def test_prompts_say_how_many_decimals():
    for exercise_id, words in (("5.1", "one"), ("5.2", "one"), ("5.3", "two"), ("5.4", "two")):
        assert re.search(rf"\b{words} decimals?\b", get(exercise_id).prompt)


HEFEI = {int(row["year"]): row for row in rows("city_year") if row["city"] == "Hefei"}


@pytest.mark.parametrize("base", get("5.1").variants["base"])
@pytest.mark.parametrize("final", get("5.1").variants["final"])
def test_5_1_by_logarithms(base, final):
    settings = {"base": base, "final": final}
    rates = [float(HEFEI[year]["real_growth"]) for year in range(base + 1, final + 1)]
    right = 100 * math.expm1(sum(math.log1p(rate / 100) for rate in rates))
    assert expected("5.1", settings) == pytest.approx(right)
    assert "You added the percentages." in check("5.1", round(sum(rates), 1), settings).feedback
    nominal = 100 * (float(HEFEI[final]["gdp"]) / float(HEFEI[base]["gdp"]) - 1)
    assert nominal > right and "growth in yuan" in check("5.1", round(nominal, 1), settings).feedback
    assert base < 2011 < final  # the new boundary lies between


def test_5_1_by_hand_and_by_a_pocket_calculator():
    # 1.178, 1.175, 1.154 and 1.136, rounded to two decimals on the way.
    assert check("5.1", 100 * (round(1.178 * 1.175, 2) * round(1.154 * 1.136, 2) - 1)).feedback.startswith(
        ("Well done.", "Close, but not it.")
    )
    assert check("5.1", 0.815).feedback.startswith("That is a part of 1.")
    assert "how many times" in check("5.1", 1.81).feedback


@pytest.mark.parametrize("settings", get("5.2").all_settings(limit=1000), ids=str)
def test_5_2_the_twin_fits_before_and_the_gap_is_what_is_left(settings):
    a, b = [100, 105, 110, settings["a_after"]], [100, 115, 130, settings["b_after"]]
    assert "donor A at 100, 105 and 110, donor B at 100, 115 and 130" in " ".join(get("5.2").text().split())
    own = [*settings["ours"], settings["ours_after"]]
    found = measures.synthetic_control(own, np.column_stack([a, b]), pre=3)
    assert found.rmspe_pre == pytest.approx(0, abs=1e-9)
    assert expected("5.2", settings) == pytest.approx(found.gap[-1])
    assert abs(found.gap[-1]) >= 1 and not math.isclose(found.weights[0], 0.5)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (5, "You took half of each donor."),
        (-1, "You swapped the weights"),
        (20, "You took the nearer donor alone."),
        (123, "That is where the twin stands"),
        (-11, "That is the twin less our city"),
        (8.94, "That is the gap in percent of the twin."),
        (11, "Well done."),
    ],
)
def test_5_2_by_hand(answer, words):
    """116 is three tenths of the way from 110 to 130: 0.7 of A and 0.3 of B, 79.8 and 43.2, so 123."""
    assert check("5.2", answer).feedback.startswith(words)


def chained():
    """Real GDP of the provinces, 1999 as 100, by year and name."""
    years = sorted({int(row["year"]) for row in rows("province_year")})
    levels = {1999: dict.fromkeys({row["province"] for row in rows("province_year")}, 100.0)}
    for year in years:
        index = {
            row["province"]: float(row["gdp_real_index"])
            for row in rows("province_year")
            if row["year"] == str(year)
        }
        levels[year] = {name: levels[year - 1][name] * index[name] / 100 for name in index}
    return levels


LEVELS = chained()


def gap_of_anhui(cut_off, without=()):
    """The gap of 2024 in percent of the twin, and the weights, which are checked to be the best by their slopes."""
    names = [name for name in sorted(LEVELS[1999]) if name != "Anhui" and name not in without]
    own = np.array([LEVELS[year]["Anhui"] for year in sorted(LEVELS)])
    pool = np.array([[LEVELS[year][name] for name in names] for year in sorted(LEVELS)])
    before = cut_off - 1999
    weights = measures.synthetic_control(own, pool, before, 0.01).weights
    apart = np.sum((pool[:before] - own[:before, None]) ** 2, axis=0)
    slopes = 2 * pool[:before].T @ (pool[:before] @ weights - own[:before]) + 0.01 * apart
    # At the best mix no weight could be moved to another donor with a gain (Karush, Kuhn and Tucker).
    assert weights.min() >= 0 and weights.sum() == pytest.approx(1)
    assert np.ptp(slopes[weights > 1e-6]) < 1e-3 and slopes.min() > slopes[weights > 1e-6].max() - 1e-3
    twin = pool[-1] @ weights
    return 100 * (own[-1] / twin - 1), dict(zip(names, weights, strict=True))


@pytest.mark.parametrize("cut_off", get("5.3").variants["cut_off"])
def test_5_3_at_the_best_weights(cut_off):
    settings = {"cut_off": cut_off}
    right, _ = gap_of_anhui(cut_off, without=("Hubei",))
    assert expected("5.3", settings) == pytest.approx(right, abs=1e-4)
    assert check("5.3", round(right, 2), settings).correct
    everyone, weights = gap_of_anhui(cut_off)
    assert "with Hubei among the donors" in check("5.3", round(everyone, 2), settings).feedback
    assert weights["Hubei"] > 0.5 and 0 < right < everyone - 1  # the praise: much of the gap goes with Hubei


def test_5_3_the_praise_fits_the_figures():
    everyone, weights = gap_of_anhui(2021)
    assert weights["Hubei"] < 1e-6
    assert gap_of_anhui(2021, without=("Hubei",))[0] == pytest.approx(everyone, abs=1e-4)
    assert 2017 not in get("5.3").variants["cut_off"]  # the chapter prints that one


def test_5_3_agrees_with_the_samples_of_the_chapter():
    from sciencecities.samples import growth_samples

    sample = growth_samples()["provinces31"].without("Hubei")
    found = measures.synthetic_control(sample.own, sample.donors, sample.pre(2016), 0.01)
    assert expected("5.3") == pytest.approx(100 * found.gap[-1] / found.synthetic[-1], abs=1e-4)


@pytest.mark.parametrize("settings", get("5.4").all_settings(limit=1000), ids=str)
def test_5_4_as_the_average_of_two_cities(settings):
    cost, sale, half = settings["cost"], settings["sale"], settings["tax"] / 2
    lives = measures.npv(settings["rate"] / 100, [-cost, half, half, half, half, half + sale])
    chance = settings["chance"] / 100
    assert expected("5.4", settings) == pytest.approx(chance * lives + (1 - chance) * -cost)
    assert lives > 0
    assert "the survivor's story" in check("5.4", round(lives, 2), settings).feedback


def test_5_4_by_hand():
    # At 6 percent a yuan a year for five years is worth 4.212, a yuan in five years 0.747.
    assert expected("5.4") == pytest.approx(0.4 * (0.6 * 4.212 + 12 * 0.747) - 5, abs=0.01)
    assert expected("5.4") < 0  # a bad plan with a good speaker
    assert check("5.4", 0.61).feedback.startswith("You counted all of the taxes.")
    assert check("5.4", -1.41).feedback.startswith("That is the cash from the shares alone.")
    # 4.465 in place of 4.212: the taxes discounted by 0 to 4 years.
    assert check("5.4", -0.34).feedback.startswith("You took the first tax as paid today.")


def synthetic_two(*args):
    return solve.run(get("5.5"), get("5.5").solution, {})["synthetic_two"](*args)


def test_5_5_by_hand():
    # The chapter's example: half of each.
    assert synthetic_two([100, 106, 112], [100, 104, 108], [100, 108, 116]) == pytest.approx(0.5)
    # At the edge: treated - b is 0, -2 and 0, a - b is 0, -1 and -1, so 2 / 2.
    assert synthetic_two([100, 108, 120], [100, 109, 119], [100, 110, 120]) == pytest.approx(1.0)
    assert synthetic_two([100, 90, 80], [100, 105, 110], [100, 101, 102]) == 0
    assert synthetic_two([100, 120], [100, 110], [100, 101]) == 1
    assert synthetic_two([100, 120], [100, 110], [100, 110]) is None
    for bad in (([], [], []), ([1, 2], [1, 2], [1]), ([1], [1, 2], [1, 2])):
        with pytest.raises(ValueError, match="the same years"):
            synthetic_two(*bad)


def test_5_5_agrees_with_the_measure():
    for names in (("Hubei", "Hunan"), ("Shanghai", "Guizhou"), ("Beijing", "Hebei")):
        own, a, b = ([LEVELS[year][name] for year in range(1999, 2012)] for name in ("Anhui", *names))
        ready = measures.synthetic_control(own, np.column_stack([a, b]), pre=9)
        assert synthetic_two(own[:9], a[:9], b[:9]) == pytest.approx(ready.weights[0], abs=1e-6)


def test_5_5_numpy_will_do_and_typical_slips_are_told():
    def with_numpy(treated, a, b, clip=True):
        if not len(treated) or not len(treated) == len(a) == len(b):
            raise ValueError
        t, x, y = (np.array(one, float) for one in (treated, a, b))
        if (x == y).all():
            return None
        best = (t - y) @ (x - y) / ((x - y) @ (x - y))
        return np.clip(best, 0, 1) if clip else best

    assert check("5.5", with_numpy).correct
    assert "no extrapolation" in check("5.5", lambda t, a, b: with_numpy(t, a, b, clip=False)).feedback
    other = check("5.5", lambda t, a, b: with_numpy(t, b, a))
    assert other.status == "partly" and "weight of b" in other.feedback
    for instead in (0, 1):
        equal = check(
            "5.5",
            lambda t, a, b, instead=instead: (
                instead if t and len(a) == len(t) and a == b else with_numpy(t, a, b)
            ),
        )
        assert equal.points == 2 and f"you give {instead}" in equal.feedback
    rounded = check(
        "5.5", lambda t, a, b: None if (found := with_numpy(t, a, b)) is None else round(found, 2)
    )
    assert rounded.points == 3 and "you searched on a grid, or rounded" in rounded.feedback
    unguarded = check("5.5", lambda t, a, b: with_numpy(t, a, b) if len(t) == len(a) == len(b) > 0 else 0)
    assert unguarded.status == "partly" and "raise a ValueError" in unguarded.feedback


def test_5_5_no_two_mistakes_agree_on_any_draw():
    for seed in range(20):
        key = answer_key(get("5.5"), seed=str(seed))
        outcomes = [key["expected"], *(near["value"] for near in key["near"])]
        assert all(one != other for at, one in enumerate(outcomes) for other in outcomes[:at])


def test_5_6_the_words_of_the_model_answer_fit_the_figures():
    from sciencecities.samples import growth_samples

    text = solve.value(get("5.6"), get("5.6").solution, {})
    wide = growth_samples()["cities38"]
    found = measures.synthetic_control(wide.own, wide.donors, 2008 - 2001, 0.01)
    lead = 100 * (wide.own.iloc[-1] / found.synthetic[-1] - 1)
    assert f"In 2012 Hefei stood {lead:.0f} percent above" in text and wide.levels.index[-1] == 2012
    ratios = {}
    for city in wide.levels:
        own, pool = wide.levels[city], wide.levels.drop(columns=city)
        gap = own - pool.to_numpy() @ measures.synthetic_control(own, pool, 7, 0.01).weights
        ratios[city] = (gap[7:] ** 2).mean() / (gap[:7] ** 2).mean()
    place = sum(ratio >= ratios["Hefei"] for ratio in ratios.values())
    assert (
        f"each of the 38 cities gets a twin, Hefei's ratio is only number {place} (p = {place / 38:.2f})"
        in text
    )
    all_donors, without = gap_of_anhui(2017)[0], gap_of_anhui(2017, without=("Hubei",))[0]
    assert f"shrinks from {all_donors:.1f} to {without:.1f} percent without Hubei" in text
    failed = [row for row in rows("deals") if row["status"] == "failed"]
    works = next(row for row in failed if row["firm"].startswith("HSMC"))
    assert f"{len(failed)} failures" in text and works["city"] == "Wuhan"
    assert f"{works['amount']} billion yuan planned" in text and works["note"].startswith(
        "Planned, not paid."
    )
    back = sum(float(row["flow"]) for row in rows("nio_cash") if row["year"] == "2021")
    assert f"got {back:.1f} billion for shares in 2021" in text
    assert (
        "Which" in next(row for row in rows("nio_cash") if row["year"] == "2021")["note"]
    )  # who sold was not named
    assert next(row for row in rows("hefei_firms") if row["firm"] == "NIO")["origin"] == "Shanghai"


def test_5_6_is_ready_but_never_marked_by_a_machine():
    result = check("5.6", solve.value(get("5.6"), get("5.6").solution, {}))
    assert (result.status, result.points, result.correct) == ("ready", None, None)
    assert "A person marks it" in result.feedback and result.advice == ()


# Honest answers in words of their own; neither uses the phrases of the model answer.
HONEST = (
    """Dear mayor, please wait before you open your wallet. The word "shows" promises a proof, and for a proof we would
have to know how Hefei would have grown if it had kept its money. Nobody knows. In the chapter they built an artificial
Hefei from Shenyang, Qingdao and Zhengzhou. The real one was 16% ahead of it in 2012. That sounds like a lot, but in the
placebo test a third of all cities did as well (p = 0.34), although they had made no such bets, or different ones.
Besides, about half of the artificial city is Shenyang, and the province around it later admitted that its growth
figures had been inflated. If they were, the artificial city is too fast and the true lead even larger, so this
particular problem does not help me. Next, you have read about Hefei because it won. In Wuhan a chip factory for 128
billion yuan died before it made a chip, and the town of Rugao paid for 31 cars. Their mayors are not on stage. And even
a profit on shares is only the treasury's profit: NIO had its headquarters in Shanghai, so somebody lost what Hefei got.
I would want to see a register of all deals, made before anyone knows how they end, with jobs and taxes ten years
later in towns that bought and in towns that nearly did.""",
    """I disagree with this sentence for three reasons. The first is logic. One city that bought shares and grew is one
observation. You need similar cities that did not buy, and even the best match in the book is a weighted average whose
weights were found by a computer. With it the gap was 16 percent in 2012 but the rank of Hefei was 13 of 38, which I
would call ordinary. For the province the gap in 2024 depends on one neighbour: Hubei had the pandemic and a lockdown
in 2020, and when it is removed the gap goes from 5.5 to 3.2 percent. The second reason is selection. We study winners,
because losers such as HSMC or Byton disappear, so an average over famous cases is too high. The third reason is what
we call a success. The investors were paid 8 billion yuan by NIO in 2021 and that is great for them. But the money came
from other shareholders and the cars might have been built in another place, so for the country as a whole the gain may
be small. What I would need to know before I agree is the result of every fund in China, good or bad, compared with what
happened in cities with the same income and industry that stayed out, for at least one decade.""",
)


@pytest.mark.parametrize("text", HONEST)
def test_5_6_honest_texts_are_ready_without_a_but(text):
    result = check("5.6", text)
    assert (result.status, result.advice) == ("ready", ()), result.feedback
