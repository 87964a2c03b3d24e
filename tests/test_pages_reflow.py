"""Every page of the built book on the narrowest screens and with the largest letters: nothing runs out of sight."""

import pytest
from conftest import ROOT
from page_meter import pages

SITE = ROOT / "_build" / "html"
NARROW = 320
# As WCAG 2 asks: a window of 1280 pixels enlarged four times; and letters alone twice as large, here on half of it.
# Both together is what a reader with low vision may have on a telephone.
VIEWS = ((NARROW, "100%"), (640, "200%"), (NARROW, "200%"))
# What sticks out of the window and is not in a box of its own that scrolls or hides it.
OUT = """() => {
  const width = document.documentElement.clientWidth;
  const boxed = (one) => {
    for (let box = one; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible" || getComputedStyle(box).position === "absolute") return true;
    }
    return false;
  };
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > width + 1 && !boxed(one))
    .map((one) => `${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`).slice(0, 5);
}"""

# Code that a reader would have to push sideways; folded code is opened for it.
CUT = """() => {
  document.querySelectorAll("details.hide").forEach((fold) => (fold.open = true));
  return [...document.querySelectorAll(".cell_input pre")]
    .filter((code) => code.scrollWidth > code.clientWidth + 1).map((code) => code.textContent.slice(0, 40));
}"""


@pytest.mark.parametrize("page", pages(SITE) or ["intro.html"])
def test_a_page_fits_a_narrow_window_and_letters_of_twice_the_size(visit, page):
    tab = visit(page, width=NARROW).page
    for width, letters in VIEWS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.evaluate(f"document.documentElement.style.fontSize = '{letters}'")
        wide = tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"letters of {letters}: {wide} pixels wide: {tab.evaluate(OUT)}"
        assert tab.evaluate(CUT) == [], f"letters of {letters}: code that ends at the edge"


def test_what_runs_out_is_seen_and_named(visit):
    tab = visit("intro.html", width=NARROW).page
    tab.evaluate("document.querySelector('main p').style.width = '900px'")
    assert tab.evaluate("document.documentElement.scrollWidth") > NARROW
    assert tab.evaluate(OUT)[0].startswith("p.")
