"""*Build a synthetic Hefei* in Python: values and table against the measures, sentences, bad settings."""

from __future__ import annotations

import numpy as np
import pytest
import traitlets

from sciencecities import measures, samples
from sciencecities.explorables import Synthetic
from sciencecities.explorables.synthetic import FEWEST_DONORS, compared

SAMPLES = samples.growth_samples()
CASES = [
    {},
    {"out": ["Shenyang"]},
    {"event": 2005, "penalty": 0.1},
    {"sample": "cities14", "event": 2012, "out": ["Tianjin", "Hubei"]},
    {"sample": "provinces31", "event": 2017},
    {"sample": "provinces31", "event": 2017, "out": ["Hubei"]},
    {"sample": "provinces31", "event": 2008, "penalty": 0.1},
]


@pytest.mark.parametrize("settings", CASES)
def test_value_is_what_the_measures_give(settings: dict[str, object]) -> None:
    figure = Synthetic(**settings)
    sample = SAMPLES[figure.sample]
    sample = sample.without(*(unit for unit in figure.out if unit in sample.donors))
    pre = sample.pre(figure.event)
    twin = measures.synthetic_control(sample.own, sample.donors, pre, figure.penalty)
    placebos = measures.placebo_ranks(sample.levels, pre, figure.penalty)
    own = list(sample.levels).index(sample.treated)
    value = figure.value
    assert value["weights"] == pytest.approx(dict(zip(sample.donors, twin.weights, strict=True)))
    assert value["gap"] == pytest.approx(twin.gap) and value["synthetic"] == pytest.approx(twin.synthetic)
    assert value["gap_pct"] == pytest.approx(100 * (sample.own.iloc[-1] / twin.synthetic[-1] - 1))
    assert (value["rank"], value["n"]) == (placebos.rank[own], len(sample.levels.columns))
    assert value["ratio"] == pytest.approx(twin.ratio)
    assert value["p_value"] == pytest.approx(placebos.p_value[own])
    assert value["biggest"] == sample.donors.columns[np.argmax(twin.weights)]
    table = figure.table().set_index("unit")
    assert table.index[0] == sample.treated and list(table.index[1:]) == list(sample.donors)
    assert table["rank"].to_dict() == dict(zip(sample.levels, placebos.rank, strict=True))
    assert (
        table["weight_pct"].sum() == pytest.approx(100, abs=0.1)
        and table.loc[sample.treated, "weight_pct"] == 0
    )
    assert table.loc[sample.treated, "gap_pct"] == pytest.approx(value["gap_pct"], abs=0.005)
    assert table.loc[sample.treated, "rmspe_before"] == pytest.approx(value["rmspe_pre"], abs=0.0005)


def test_the_page_gets_the_published_growth_and_nothing_is_lost() -> None:
    for kind in Synthetic().data["samples"]:
        sample = SAMPLES[kind["id"]]
        assert kind["units"] == list(sample.levels)
        for unit, growth in zip(kind["units"], kind["growth"], strict=True):
            assert measures.chain_index(growth) == pytest.approx(sample.levels[unit].to_numpy(), rel=1e-12)
        assert kind["first"] == sample.levels.index[0]
        assert tuple(range(kind["events"][0], kind["events"][1] + 1)) == sample.events


def test_names_from_another_sample_change_nothing_and_three_donors_stay() -> None:
    assert Synthetic(out=["Hubei", "Yunnan"]).value["out"] == []
    assert Synthetic(out=["Hubei"]).value["gap_pct"] == Synthetic().value["gap_pct"]
    donors = Synthetic().limits["out"]["options"]
    for name, sample in SAMPLES.items():
        figure = Synthetic(sample=name, out=donors[:-FEWEST_DONORS])
        value = figure.value
        assert value["donors"] == FEWEST_DONORS and value["n"] == FEWEST_DONORS + 1
        assert list(value["weights"]) == list(sample.donors)[-FEWEST_DONORS:]
        assert f"of {FEWEST_DONORS + 1} such ratios" in figure.sentence()


def test_a_new_sample_brings_the_nearest_event() -> None:
    figure = Synthetic(sample="provinces31", event=2020)
    figure.sample = "cities38"
    assert figure.event == 2011
    with pytest.raises(traitlets.TraitError, match=r"2012 leaves too few years.* a year from 2005 to 2011"):
        figure.event = 2012
    assert figure.event == 2011


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sample": "cities99"}, "no sample 'cities99': choose one of cities38, cities14, provinces31"),
        ({"event": 1999}, "event is 1999: choose a value from 2003 to 2023"),
        ({"event": 2004}, "38 cities, to 2012: 2004 leaves too few years"),
        ({"penalty": 0.0}, "no penalty 0.0: choose one of 0.01, 0.1"),
        ({"out": ["Hefei"]}, "'Hefei' is not among them"),
        ({"out": ["Wuhan", "Wuhan"]}, "one stands twice"),
        ({"out": Synthetic().limits["out"]["options"]}, "names 63: choose 60 at most"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=message):
        Synthetic(**change)


def test_sentences_in_their_variants() -> None:
    lines = Synthetic().lines()
    assert lines["headline"] == "Not rare, by this score: suggestive at best, not proof."
    assert lines["first"].startswith("Hefei's real GDP of 2012 is 16.3\u00a0% above its synthetic twin's")
    assert (
        "The twin is 48\u00a0% Shenyang, 29\u00a0% Qingdao and 23\u00a0% Zhengzhou; before 2008"
        in lines["more"]
    )
    assert "13th of 38 such ratios, p = 0.34." in lines["more"]
    assert lines["more"].endswith(
        "Mind Shenyang: its province admitted in 2017 that figures of 2011 to 2014 were inflated."
    )
    without = Synthetic(out=["Shenyang"]).lines()
    assert without["first"].startswith("Without Shenyang, Hefei's") and "Shenyang" not in without["more"]
    early = Synthetic(sample="provinces31", event=2003).lines()["more"]
    assert "misses Anhui by under 0.1 index points. After, the gap is 20,048 times as large" in early
    alone = Synthetic(event=2011, penalty=0.1).lines()
    assert "The twin is 100\u00a0% Shenyang; before 2011" in alone["more"]
    anhui = Synthetic(sample="provinces31", event=2017)
    assert anhui.lines()["headline"] == "Rare, by this score: suggestive, not proof."
    assert "1st of 31 such ratios, p = 0.03." in anhui.lines()["more"]
    assert "Mind Hubei: the lockdown of Wuhan" in anhui.lines()["more"]
    below = Synthetic(sample="provinces31", event=2007, penalty=0.1).lines()["first"]
    assert "0.6\u00a0% below its synthetic twin's" in below


@pytest.mark.parametrize(
    ("gap", "words"),
    [(16.34, "16.3\u00a0% above"), (-2.0, "2.0\u00a0% below"), (0.04, "level with"), (-0.04, "level with")],
)
def test_a_gap_in_words(gap: float, words: str) -> None:
    assert compared(gap) == words


def test_the_presets_say_what_their_labels_say() -> None:
    found = {preset["label"]: Synthetic(**preset["set"]) for preset in Synthetic().data["presets"]}
    assert found["As in the chapter"].settings() == Synthetic().settings()
    assert found["Without its largest donor"].out == [Synthetic().value["biggest"]]
    assert found["Years before any bet"].event < 2008
    since, without = found["Anhui since the science centre"], found["… without Hubei"]
    assert since.value["rank"] == 1 < without.value["rank"] and since.value["biggest"] == "Hubei"
    assert without.out == ["Hubei"] and without.value["gap_pct"] < since.value["gap_pct"]


@pytest.mark.parametrize("settings", CASES)
def test_the_still_draws_a_line_for_every_unit(settings: dict[str, object]) -> None:
    figure = Synthetic(**settings)
    assert figure.still().count('class="s-hatch"') == figure.value["n"] - 1
    assert figure.still().count('class="s-orange"') == 1 and "NaN" not in figure.still()
