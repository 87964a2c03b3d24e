"""*Play mayor* in Python: values and table against a count of one's own, sentences, bad settings."""

from __future__ import annotations

import numpy as np
import pytest
import traitlets

from sciencecities import measures
from sciencecities.explorables import Mayor
from sciencecities.explorables.mayor import CITIES, STARS, times


def game(mayor: Mayor) -> tuple[np.ndarray, np.ndarray]:
    """What every city ends with, and how many of its bets paid."""
    played = measures.play_bets(
        CITIES, mayor.rounds, mayor.bets, mayor.chance / 100, mayor.multiple, mayor.seed
    )
    return played.wealth[-1], played.paid


@pytest.mark.parametrize(
    "settings",
    [{}, {"bets": 10}, {"rounds": 1, "seed": 77}, {"chance": 50, "multiple": 5, "rounds": 20}, {"chance": 5}],
)
def test_value_is_what_a_count_gives(settings: dict[str, int]) -> None:
    mayor = Mayor(**settings)
    final, paid = game(mayor)
    value = mayor.value
    top = sorted(range(CITIES), key=lambda city: (-final[city], city))[:STARS]
    assert value["lost"] == sum(end < 1 for end in final)
    assert value["middle"] == pytest.approx(np.median(final)) and value["mean"] == pytest.approx(final.mean())
    assert value["star"] == pytest.approx(np.median([final[city] for city in top]))
    bets = mayor.bets * mayor.rounds
    assert value["star_paid"] == pytest.approx(sum(paid[city] for city in top) / STARS / bets)
    assert value["paid"] == pytest.approx(paid.mean() / bets)
    assert value["yours"] == final[0] and value["your_rank"] == 1 + sum(end > final[0] for end in final)


def test_the_table_sorts_all_cities_into_tenths() -> None:
    mayor = Mayor()
    final, paid = game(mayor)
    table = mayor.table().set_index("cities")
    assert len(table) == 12
    tenths = table.loc["Places 1 to 100":"Places 901 to 1000"]
    assert len(tenths) == 10
    assert (tenths["lowest"].to_numpy()[:-1] >= tenths["highest"].to_numpy()[1:]).all()
    everyone = table.loc["All 1,000"]
    assert everyone["lowest"] == round(final.min(), 3) and everyone["highest"] == round(final.max(), 3)
    assert everyone["bets_paid_pct"] == pytest.approx(100 * paid.mean() / 10, abs=1e-3)
    stars = table.loc["Top 10, the case studies"]
    assert stars["middle"] == pytest.approx(mayor.value["star"], abs=1e-3)
    assert stars["bets_paid_pct"] == pytest.approx(100 * mayor.value["star_paid"], abs=1e-3)


def test_the_default_surprises() -> None:
    """A bet that is good on average, and yet most who repeat it lose; the stars seem to know how to pick."""
    mayor = Mayor()
    value = mayor.value
    assert mayor.chance / 100 * mayor.multiple > 1 and value["mean"] > 1
    assert value["lost"] > 800 and value["middle"] < 0.5 and value["yours"] < 1
    assert value["star"] > 50 and value["star_paid"] > 2 * value["paid"]


def test_the_presets_say_what_their_labels_say() -> None:
    found = {preset["label"]: Mayor(**preset["set"]) for preset in Mayor().data["presets"]}
    lost = {label: mayor.value["lost"] for label, mayor in found.items()}
    assert lost["Spread thin"] < 300 < 800 < lost["All on one bet"] < lost["A patient mayor"]
    bad = found["A bad bet has stars too"]
    assert bad.chance / 100 * bad.multiple < 1 and bad.value["mean"] < 1 < bad.value["star"]
    assert found["All on one bet"].settings() == Mayor().settings()


def test_the_sentence_is_built_from_the_value() -> None:
    lines = Mayor().lines()
    assert lines["headline"] == "850 of 1,000 cities end with less than they began with."
    assert "They end with 76 times what they began with, and 74\u00a0% of their bets paid." in lines["first"]
    assert "Of all cities' bets, 30\u00a0% did." in lines["first"]
    assert "Yours ends with 0.12 times, 348th of 1,000." in lines["more"]
    assert "under 0.01 times" in Mayor(chance=5, rounds=20).sentence()


@pytest.mark.parametrize(
    ("multiple", "words"),
    [
        (0.0099, "under 0.01 times"),
        (0.01, "0.01 times"),
        (0.244, "0.24 times"),
        (1, "1.0 times"),
        (9.94, "9.9 times"),
        (76.29, "76 times"),
        (1234.5, "1,235 times"),
    ],
)
def test_multiples_have_the_digits_that_matter(multiple: float, words: str) -> None:
    assert times(multiple) == words


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"bets": 0}, "bets is 0: choose a value from 1 to 10"),
        ({"chance": 51}, "chance is 51: choose a value from 5 to 50"),
        ({"multiple": 6}, "multiple is 6: choose a value from 2 to 5"),
        ({"rounds": 21}, "rounds is 21: choose a value from 1 to 20"),
        ({"seed": 0}, "seed is 0: choose a value from 1 to 9999"),
        ({"rounds": 2.5}, "expected an int"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, object], message: str) -> None:
    mayor = Mayor()
    before = mayor.value
    with pytest.raises(traitlets.TraitError, match=message):
        Mayor(**change)
    with pytest.raises(traitlets.TraitError, match=message):
        mayor.set_trait(next(iter(change)), next(iter(change.values())))
    assert mayor.value == before


def test_the_still_counts_every_city() -> None:
    for settings in (
        {},
        {"bets": 10, "rounds": 20},
        {"rounds": 1},
        {"chance": 50, "multiple": 5, "bets": 10},
    ):
        mayor = Mayor(**settings)
        texts = [part.partition("<")[0] for part in mayor.still().split(">")]
        counts = [int(words) for words in texts if words.isdigit()]
        assert sum(counts) == CITIES, settings
