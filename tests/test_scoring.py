"""Questions made of a league table, the charts that show them, and the board of all claims."""

import pandas as pd
import pytest

from sciencecities import claims, data, look, scorecharts, scoring


def test_moves_by_hand():
    moved = scoring.moves(2024, 2025)
    assert moved["Hefei"] == 15 - 12 and moved["London"] == 14 - 19 and moved["Beijing"] == 0
    assert "Los Angeles" not in moved  # its place of 2024 was not seen


def test_a_pair_is_a_regional_city_below_a_western_one():
    pairs = scoring.contests(2024, 2025).set_index(["lower", "upper"])
    assert pairs.loc[("Hefei", "London"), ["gap", "overtook"]].tolist() == [1, 1]
    assert pairs.loc[("Nanjing", "Boston"), "overtook"] == 0
    assert ("Hefei", "Chicago") not in pairs.index  # it was above before
    assert not {"Beijing", "Shanghai", "Hong Kong"} & set(pairs.index.get_level_values("lower"))
    assert not {"Tokyo", "Seoul"} & set(pairs.index.get_level_values("upper"))


def test_everyone_has_a_pair_with_everyone_else():
    seen = len(scoring.moves(2022, 2023))
    assert len(scoring.contests(2022, 2023, everyone=True)) == seen * (seen - 1) / 2


def test_steps_of_distance():
    pairs = scoring.contests(2024, 2025, everyone=True)
    for name, low, high in (("1 or 2 places", 1, 2), ("3 to 5", 3, 5), ("6 and more", 6, 999)):
        assert pairs.loc[pairs["behind"] == name, "gap"].between(low, high).all()
    assert pairs["behind"].notna().all()


def test_every_western_country_is_spelled_as_in_the_table():
    assert set(scoring.WEST) <= set(data.load("science_cities")["country"])


def test_an_unknown_edition_lists_the_known_ones():
    for ask in (scoring.moves, scoring.contests):
        with pytest.raises(ValueError, match="no edition 2019; choose two of: 2018, 2020"):
            ask(2019, 2020)


def test_the_tables_handed_out_are_copies():
    mine = scoring.places()
    mine.loc["Hefei", 2025] = 1
    assert scoring.places().loc["Hefei", 2025] == 12


def texts(figure):
    from matplotlib.text import Text

    return [one.get_text() for one in figure.findobj(Text)]


def test_the_ledger_picture_shows_every_claim_once():
    ledger = data.load("claims")
    shown = texts(scorecharts.ledger(ledger, list(claims.KINDS)))
    assert sorted(one for one in shown if one.isdigit()) == sorted(ledger["id"].str[1:])
    assert set(scorecharts.VERDICT_COLORS) == set(claims.VERDICTS)


def test_bars_count_every_claim():
    ledger = data.load("claims")
    counts = pd.crosstab(ledger["chapter"], ledger["verdict"])
    numbers = [int(one) for one in texts(scorecharts.verdict_bars(counts)) if one.isdigit()]
    assert sum(counts.to_numpy().ravel()) == len(ledger) <= sum(numbers)


def test_moves_has_a_dot_for_each_city():
    moved = {"a": scoring.moves(2022, 2023), "b": scoring.moves(2024, 2025)}
    figure = scorecharts.moves(moved, ["Hefei"], ["b"])
    dots = [sum(line.get_marker() == "o" for line in axes.lines) for axes in figure.axes]
    assert dots == [len(gained) for gained in moved.values()]


def test_the_other_charts_can_be_shown():
    counts = pd.DataFrame({"first ten": [2, 3, 4]}, index=[2022, 2023, 2024])
    rows = pd.DataFrame({"said": [0.1], "happened": [0.2], "count": [4], "name": ["near"]})
    happened = pd.Series([1, 0, 0])
    for figure in (
        scorecharts.club_sizes(counts, 2023.5, "new list"),
        scorecharts.calibration(rows, (0.3, 0.6, 0.2), "might"),
        scorecharts.calibration(rows),
        scorecharts.word_scores({"a word": (happened, (0.3, 0.6), 0.4)}),
    ):
        assert look.show(figure, "test", "A caption.", "x" * 40, "nobody").svg.startswith("<svg")


def test_the_board_leads_to_every_claim():
    html = claims.board()._repr_html_()
    assert all(f'href="../reference/claims.html#{one.anchor}"' in html for one in claims.every())
    assert html.count("<a ") == len(claims.every())
    assert "C15" in repr(claims.board())
