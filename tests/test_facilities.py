"""The cards and the map of large facilities: every fact is in the table, and what is missing is said."""

from __future__ import annotations

import pandas as pd
import pytest

from sciencecities import data, facilities


@pytest.fixture(scope="module")
def raw(root) -> pd.DataFrame:
    return pd.read_csv(root / "data" / "facilities.csv")


def test_every_facility_has_one_family_and_no_centre_is_among_them(raw: pd.DataFrame) -> None:
    table = facilities.table()
    assert list(table["name"]) == list(raw.loc[raw["kind"] == "facility", "name"])
    assert table["family"].notna().all()
    assert set(table["family"]) == set(facilities.FAMILIES)


def test_each_card_says_what_the_table_says(raw: pd.DataFrame) -> None:
    names = list(raw.loc[raw["kind"] == "facility", "name"])
    for card, (_, row) in zip(
        facilities.cards(names).rows, raw[raw["kind"] == "facility"].iterrows(), strict=True
    ):
        assert all(card.values()) and card["Field"] == row["field"]
        assert card["Source"].startswith(row["source"])
        if pd.notna(row["cost"]):
            assert f"{row['cost']:,.0f} million yuan" in card["Cost"]
        else:
            assert card["Cost"] in (facilities.UNKNOWN, row["cost_note"])
        assert pd.isna(row["year"]) == (f"year {facilities.UNKNOWN}" in card["Year"])


def test_a_lone_press_report_is_marked_weak_and_a_laboratory_is_not() -> None:
    cards = facilities.cards(
        ["EAST superconducting tokamak", "FAST, 500-metre radio telescope", "LAMOST spectroscopic telescope"]
    )
    assert ["weak" in card["Source"] for card in cards.rows] == [True, False, True]
    assert facilities.cards(["EAST superconducting tokamak"]).rows[0]["Cost"] == facilities.UNKNOWN


def test_cards_are_escaped_and_an_unknown_facility_is_refused() -> None:
    card = facilities.Cards([{"name": "<b>", "Field": "a & b"}])
    assert "<b>" not in card._repr_html_() and "a &amp; b" in card._repr_html_() and "a & b" in repr(card)
    with pytest.raises(ValueError, match="there is no facility 'Atlantis'; choose one of: FAST"):
        facilities.cards(["Atlantis"])


def test_the_map_marks_every_facility_that_has_a_place(raw: pd.DataFrame) -> None:
    chart = facilities.chart(data.load("provinces"), facilities.table())
    marks = sum(
        len(found.get_offsets())
        for found in chart.axes[0].collections
        if hasattr(found, "get_sizes") and len(found.get_sizes())
    )
    placed = raw[(raw["kind"] == "facility") & (raw["lat"].notna() | raw["city"].notna())]
    assert marks == len(placed)  # the legend's own marks have no place
