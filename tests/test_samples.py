"""The samples of chapter 5: whole panels, chained from published growth, and what is said about their donors."""

import numpy as np
import pytest

from sciencecities import data, samples

SAMPLES = samples.growth_samples()


@pytest.mark.parametrize(
    "name, years, units", [("cities38", 12, 38), ("cities14", 16, 14), ("provinces31", 26, 31)]
)
def test_a_sample_is_a_whole_panel(name, years, units):
    sample = SAMPLES[name]
    assert sample.name == name and str(units) in sample.title
    assert sample.levels.shape == (years, units)
    assert sample.levels.notna().all().all()
    assert (sample.levels.iloc[0] == 100).all()
    assert list(sample.levels) == sorted(sample.levels)
    assert sample.donors.shape[1] == units - 1 and sample.treated not in sample.donors


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_events_leave_years_on_both_sides(sample):
    assert sample.event in sample.events and sorted(sample.events) == list(sample.events)
    assert sample.pre() == sample.event - sample.levels.index[0]
    assert all(sample.pre(event) >= 4 for event in sample.events)
    assert sample.levels.index[-1] - sample.events[-1] >= 1
    for outside in (sample.levels.index[0], sample.levels.index[-1] + 1):
        with pytest.raises(ValueError, match="choose a year"):
            sample.pre(outside)


def test_levels_are_the_chained_growth_rates():
    growth = data.load("city_year").set_index(["city", "year"])["real_growth"]
    levels = SAMPLES["cities14"].levels["Hefei"]
    assert np.allclose(levels.pct_change().dropna() * 100, growth["Hefei"].loc[2002:2016])
    index = data.load("province_year").set_index(["province", "year"])["gdp_real_index"]
    anhui = SAMPLES["provinces31"].levels["Anhui"]
    assert np.allclose((anhui / anhui.shift()).dropna() * 100, index["Anhui"])


def test_the_small_sample_is_a_part_of_the_large_one():
    large, small = SAMPLES["cities38"].levels, SAMPLES["cities14"].levels
    assert np.allclose(small.loc[large.index], large[small.columns])


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_caveats_and_doubts_are_about_units_of_the_sample(sample):
    assert set(sample.caveats) <= set(sample.levels)
    assert set(sample.doubtful) <= set(sample.caveats) & set(sample.donors)


def test_a_sample_without_a_donor():
    sample = SAMPLES["cities38"]
    fewer = sample.without("Shenyang", "Dalian")
    assert fewer.levels.shape[1] == 36 and fewer.doubtful == ("Hohhot", "Tianjin")
    assert sample.levels.shape[1] == 38
    with pytest.raises(ValueError, match="'Hefei' is not a donor"):
        sample.without("Hefei")


def test_tidy_has_a_row_for_each_unit_and_year():
    tidy = SAMPLES["cities14"].tidy()
    assert list(tidy) == ["unit", "year", "level", "treated"]
    assert len(tidy) == 14 * 16 and not tidy.duplicated(["unit", "year"]).any()
    assert tidy.loc[tidy["treated"], "unit"].unique().tolist() == ["Hefei"]
