"""What the page's address keeps of the two figures, and what a hostile one cannot do."""

from __future__ import annotations

from typing import Any

import pytest
from browser_kit import figure, keeps, query, sentence, skip, writes
from playwright.sync_api import expect

from sciencecities.explorables import Club, FirmRank


@pytest.fixture
def visit(open_figures: Any) -> Any:
    return open_figures


def test_the_address_keeps_both_figures_and_brings_them_back(visit: Any) -> None:
    page = visit("/light.html?lang=en&x=1#after")
    club, rank = skip(page, "club"), skip(page, "rank")
    club.get_by_role("slider", name="The door lets in").fill("7")
    rank.get_by_role("slider", name="Noise").fill("12")
    rank.get_by_role("combobox", name="with").select_option("Xi'an")
    writes(page, "club=k:7", "rank=noise:12", "rival:")
    kept = query(page)
    assert kept.split("&")[:2] == ["lang=en", "x=1"] and page.url.endswith("#after")
    again = visit(f"/light.html?{kept}")
    assert sentence(skip(again, "club")) == Club(k=7).sentence()
    assert sentence(skip(again, "rank")) == FirmRank(noise=12, rival="Xi'an").sentence()


def test_a_teachers_link_still_asks_first(visit: Any) -> None:
    page = visit("/light.html?club=measure:patents,year:2003,k:3")
    club = figure(page, "club")
    expect(club.get_by_text("Of all invention patents granted in 2003")).to_be_visible()
    assert sentence(skip(page, "club")) == Club(measure="patents", year=2003, k=3).sentence()


HOSTILE = [
    "club=measure:<img src=x onerror=alert(1)>,year:2019",
    "club=measure:%3Cscript%3Ealert(1)%3C/script%3E,year:2019",
    "club=__proto__:1,constructor:2,toString:3,year:2019",
    "club=data:1,limits:2,defaults:3,revealed:1,guess:9,year:2019",
    "club=k:99999999999999999999,k:1e1,k:0x5,k:-3,k:2.5,k:NaN,k:,year:2019",
    "club=year:2019,year:9999,k:21,follow:TW,k",
    "club=year:2019,:::,,,year:2015:2020",
    "club=year:2019&rank=noise:21,draws:50,seed:0,city:%22%3E%3Cimg%20src=x%3E,rival:__proto__",
    "club=year:2019&rank=" + "city:" + "A" * 5000,
    "club=year:2019&rank=city:London",
    "club=year:2019&rank=rival:Hefei",
    "club=year:2019&rank=city:Paris,rival:Paris",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_address_changes_nothing_but_what_is_valid(visit: Any, address: str) -> None:
    page = visit(f"/light.html?{address}", fresh=True)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    assert sentence(skip(page, "club")) == Club(year=2019).sentence()
    assert sentence(skip(page, "rank")) == FirmRank().sentence()
    assert page.locator("figure img, figure script:not([type='application/json'])").count() == 0
    assert page.evaluate("({}).polluted") is None and not dialogs


def test_a_broken_percent_sign_does_not_break_the_page(visit: Any) -> None:
    page = visit("/light.html?club=%E0%A4%A&other=%zz")
    assert sentence(skip(page, "club")) == Club().sentence()
    figure(page, "club").get_by_role("slider", name="The door lets in").fill("4")
    keeps(page, "other=%zz", "club=k:4")


def test_copy_link_falls_back_to_a_field(visit: Any) -> None:
    page = visit()
    rank = skip(page, "rank")
    rank.get_by_role("slider", name="Noise").fill("9")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    rank.get_by_role("button", name="Copy link to this setting").click()
    field = rank.get_by_role("textbox", name="Link to this setting")
    expect(field).to_be_focused()
    link = field.input_value()
    assert link.endswith("?rank=noise:9#explorable-rank")
    again = visit(link[link.index("/light.html") :])
    assert sentence(skip(again, "rank")) == FirmRank(noise=9).sentence()


def test_copy_link_uses_the_clipboard_where_it_may(visit: Any) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    club = skip(page, "club")
    club.get_by_role("button", name="Copy link to this setting").click()
    expect(club.get_by_role("status")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/light.html#explorable-club")


SUBSETS = [
    ("a.c", ["a", "c"]),
    ("c.a", ["a", "c"]),  # in the order of the options
    ("", []),
    ("a", ["a"]),
    ("a.b.c", None),  # one must be left out
    ("a.a", None),
    ("a.x", None),
    (".", None),
    ("a.", None),
    ("__proto__", None),
]


@pytest.mark.parametrize(("text", "value"), SUBSETS)
def test_a_setting_that_is_a_set_is_taken_whole_or_not_at_all(
    visit: Any, text: str, value: list[str] | None
) -> None:
    limit = {"kind": "subset", "options": ["a", "b", "c"], "least": 1}
    read = """async ([limit, text]) => {
      const { admit, readAddress, writeAddress } = await import("/explorables/host.js");
      const found = admit(limit, text);
      const written = writeAddress("", "x", { out: found ?? [] });
      const again = readAddress(written, "x", { out: limit }, { out: ["b"] });
      return [found ?? null, again.out];
    }"""
    found, again = visit().evaluate(read, [limit, text])
    assert found == value and again == (value or [])


def test_a_model_hears_of_a_list_only_when_it_is_another(visit: Any) -> None:
    heard = visit().evaluate(
        """async () => {
          const { createModel } = await import("/explorables/host.js");
          const model = createModel({ out: ["a", "b"] });
          let heard = 0;
          model.on("change:out", () => (heard += 1));
          for (const out of [["a", "b"], ["a"], ["a"], []]) {
            model.set("out", out);
            model.save_changes();
          }
          return heard;
        }"""
    )
    assert heard == 2
