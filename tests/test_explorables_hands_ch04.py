"""The figures of chapter 4 in a reader's hands: the map tapped, the path pulled, a row picked."""

from __future__ import annotations

from typing import Any

import pytest
from browser_kit import figure, sentence, skip
from playwright.sync_api import expect

from sciencecities.explorables import Closing, Coast, Vintage


@pytest.fixture
def visit(open_figures: Any) -> Any:
    return open_figures


def test_a_tap_on_the_map_moves_a_province_across_and_back(visit: Any) -> None:
    page = visit("/coast-light.html")
    usual = Coast().coast
    order = [unit["id"] for unit in Coast().data["map"]["units"] if not unit["apart"]]
    xinjiang = figure(page, "coast").locator("path.sc-x-unit").nth(order.index("CN-XJ"))
    xinjiang.click()  # before the guess the map answers to nobody
    found = skip(page, "coast")
    assert sentence(found) == Coast().sentence()
    xinjiang.click()
    assert sentence(found) == Coast(coast=[*usual, "CN-XJ"]).sentence()
    found.get_by_text("Pick provinces from a list").click()
    box = found.get_by_role("checkbox", name="Xinjiang")
    expect(box).to_be_checked()
    box.press("Space")
    assert sentence(found) == Coast().sentence()


def test_the_last_province_stays_in_the_interior(visit: Any) -> None:
    ids = Coast().data["ids"]
    page = visit(f"/coast-light.html?coast=coast:{'.'.join(ids[:30])}")
    found = skip(page, "coast")
    found.get_by_text("Pick provinces from a list").click()
    expect(found.get_by_role("checkbox", checked=False)).to_be_disabled()
    assert sentence(found) == Coast(coast=ids[:30]).sentence()


def test_the_path_can_be_pulled(visit: Any) -> None:
    page = visit("/closing-light.html")
    found = skip(page, "closing")
    picture = found.locator(".sc-x-future svg")
    box = picture.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.6)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.8, steps=3)
    page.mouse.up()
    lead = float(found.get_by_role("slider", name="The interior's lead").input_value())
    assert 1 < lead <= 4
    assert sentence(found) == Closing(lead=lead).sentence()
    found.locator(".sc-x-past .sc-x-cityrow").first.click()
    assert sentence(found) == Closing(lead=Closing().data["seen"][0]["nominal"]).sentence()


def test_a_pace_that_never_closes_asks_for_no_guess(visit: Any) -> None:
    page = visit("/closing-light.html?closing=lead:-1")
    found = figure(page, "closing")
    expect(found.locator(".sc-x-guess")).to_be_hidden()
    expect(found.locator(".sc-x-result")).to_contain_text("nothing to guess")
    assert sentence(found) == Closing(lead=-1).sentence()


def test_a_row_is_followed(visit: Any) -> None:
    page = visit("/vintage-light.html", viewport={"width": 360, "height": 740})
    found = skip(page, "vintage")
    found.locator(".sc-x-cityrow", has_text="Anhui").click()
    assert sentence(found) == Vintage(follow="Anhui").sentence()
    expect(found.get_by_role("combobox", name="Follow one province")).to_have_value("Anhui")
