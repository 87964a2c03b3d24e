"""The built book in Chromium, page by page: nothing asked of another host, nothing broken, nothing unreadable."""

import re
from functools import partial
from pathlib import Path

import axe_kit
import pytest
import yaml
from conftest import ROOT


def pages() -> list[str]:
    """The pages of the table of contents, as addresses in the site."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]
    return [f"{file}.html" for file in files]


CHAPTERS = [page for page in pages() if page.startswith("chapters/")]


# The addresses of the figures' pictures that are in the layout now.
SHOWN = "[...document.querySelectorAll('main figure img')].filter(i => i.checkVisibility()).map(i => i.src)"


# Every picture, also those that wait until they are scrolled to: those that are in the layout and could not be shown.
UNSEEN = """async () => {
    const seen = [...document.images].filter((image) => image.checkVisibility());
    for (const image of seen) image.loading = "eager";
    await Promise.allSettled(seen.map((image) => image.decode()));
    return seen.filter((image) => !image.naturalWidth).map((image) => image.src);
}"""


# What would be read aloud without a name, or with a sign in it.
UNNAMED = """() => [
    ...document.querySelectorAll("main figure:not([aria-label], [aria-labelledby])"),
    ...document.querySelectorAll("main .headerlink:not([aria-hidden=true][tabindex='-1'], [aria-label])"),
].map((one) => one.outerHTML.slice(0, 200))"""


def test_every_chapter_is_in_the_contents():
    assert {Path(page).stem for page in CHAPTERS} == {
        path.stem for path in (ROOT / "chapters").glob("*.ipynb")
    }


def turn(tab, width, theme):
    """Make the window as wide as said, and the page's colours those of a theme."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=theme)
    tab.wait_for_selector(f"html[data-theme={theme}]")


# The interactive figures answer, and show the tables behind them.
ANSWER = """() => [...document.querySelectorAll(".sc-x-live")].forEach((live) => {
    [...live.querySelectorAll("button")].find((one) => /^Skip/.test(one.textContent)).click();
    live.querySelectorAll("details").forEach((fold) => (fold.open = true));
})"""


@pytest.mark.parametrize("page", pages())
def test_a_page_stands_alone_fits_and_can_be_read(visit, page):
    seen = visit(page)
    for width, theme in ((360, "dark"), (1280, "light")):
        turn(seen.page, width, theme)
        assert seen.page.evaluate(UNSEEN) == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])
    assert seen.page.locator("h1").count() == 1
    assert seen.page.evaluate(UNNAMED) == []
    # axe takes away what looks alike, so it comes last. A telephone's frame of a page is the same on every page.
    assert axe_kit.complaints(seen.page) == []
    seen.page.evaluate(ANSWER)
    turn(seen.page, 360, "dark")
    assert axe_kit.complaints(seen.page, view_only=page not in {pages()[0], CHAPTERS[0]}) == []


# Each figure with a picture: what it says, and where its table is.
FIGURES = """() => [...document.querySelectorAll("main figure:has(img):not(.sc-explorable)")].map((figure) => ({
    alts: [...figure.querySelectorAll("img")].filter((image) => image.checkVisibility()).map((image) => image.alt),
    text: figure.innerText,
    table: [...figure.querySelectorAll("a")].find((link) => link.innerText.includes("CSV"))?.getAttribute("href"),
}))"""


@pytest.mark.parametrize("page", CHAPTERS)
def test_each_picture_has_alt_text_caption_source_data_and_one_shows_in_each_theme_and_in_print(
    visit, site, page
):
    tab = visit(page).page
    figures = tab.evaluate(FIGURES)
    assert len(figures) >= 5
    for figure in figures:
        assert len(figure["alts"]) == 1 and len(figure["alts"][0]) >= 40
        assert re.search(r"Fig(ure|\.)? \d+\.\d+", figure["text"]) and "Source:" in figure["text"]
        assert "," in (site / page).parent.joinpath(figure["table"]).read_text(encoding="utf-8")
    for theme in ("light", "dark"):
        turn(tab, 1280, theme)
        shown = tab.evaluate(SHOWN)
        assert len(shown) >= 5 and all(address.endswith(f"{theme}.svg") for address in shown)
        tab.emulate_media(media="print")
        printed = tab.evaluate(SHOWN)
        assert len(printed) == len(shown) and all(address.endswith("light.svg") for address in printed)
        tab.emulate_media(media="screen")


@pytest.mark.parametrize("page", CHAPTERS)
def test_no_trace_of_the_marks_behind_numbers(site, page):
    html = (site / page).read_text(encoding="utf-8")
    assert "<!--=" not in html and "<!--~" not in html


def moves(figure, act):
    """Whether the figure says something else after the act."""
    before = figure.text_content()
    act()
    return figure.text_content() != before


def key_presses(figure):
    """One act a key: each slider to its ends; a figure without sliders takes its ready-made settings by Enter."""
    sliders = [s for s in figure.get_by_role("slider").all() if s.is_visible() and s.is_enabled()]
    if sliders:
        return [partial(slider.press, key) for slider in sliders for key in ("End", "Home")]
    return [partial(preset.press, "Enter") for preset in figure.locator(".sc-x-preset").all()]


# One chapter stands for all but in `make test-all`: test_explorables_every.py moves every figure by itself.
@pytest.mark.parametrize(
    "page", [CHAPTERS[0], *(pytest.param(page, marks=pytest.mark.slow) for page in CHAPTERS[1:])]
)
def test_every_interactive_figure_moves_by_keyboard_and_by_mouse(visit, page):
    seen = visit(page)
    figures = seen.page.locator("figure.sc-explorable")
    assert figures.count() >= 2
    for figure in figures.all():
        figure.get_by_role("button", name=re.compile("skip", re.IGNORECASE)).click()
        assert any(moves(figure, act) for act in key_presses(figure))
        assert any(moves(figure, preset.click) for preset in figure.locator(".sc-x-preset").all())
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


@pytest.mark.parametrize("page", CHAPTERS)
def test_without_javascript_stills_and_tables_stand_in(visit, page):
    seen = visit(page, javascript=False)
    for figure in seen.page.locator("figure.sc-explorable").all():
        assert figure.locator("svg, img").first.is_visible()
        assert figure.locator("details table, details").count() >= 1


@pytest.mark.parametrize("page", pages())
def test_internal_links_lead_somewhere(site, page):
    html = (site / page).read_text(encoding="utf-8")
    for address in re.findall(r'<a [^>]*href="([^"]+)"', html):
        if re.match(r"(https?:|mailto:|data:)", address):
            continue
        file, _, anchor = address.partition("#")
        file = file.split("?")[0]
        target = (site / page).parent / file if file else site / page
        assert target.is_file(), f"{page} links to {address}"
        if anchor and target.suffix == ".html":
            assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), f"{page} links to {address}"


def test_next_leads_from_the_first_page_through_all_others_and_previous_back(site):
    order = []
    page = pages()[0]
    while page:
        order.append(page)
        html = (site / page).read_text(encoding="utf-8")
        before, after = (
            re.search(rf'<a class="{name}" href="([^"]+)" rel="{name}">', html) for name in ("prev", "next")
        )
        come_from = (site / page).parent / before[1] if before else None
        assert (come_from.resolve() if come_from else None) == (
            (site / order[-2]).resolve() if order[1:] else None
        )
        page = (
            ((site / page).parent / after[1]).resolve().relative_to(site.resolve()).as_posix()
            if after
            else ""
        )
    assert order == pages()


@pytest.mark.parametrize(
    ("word", "page"),
    [("Theil", "chapters/04-regional-stability.html"), ("NIO", "chapters/05-hefei-playbook.html")],
)
def test_search_finds_a_measure_and_a_firm_and_leads_to_the_chapter(visit, word, page):
    seen = visit(f"search.html?q={word}")
    seen.page.locator("#search-results .search-summary", has_text=re.compile(r"\d")).wait_for()
    heard = seen.page.locator("#book-status", has_text=re.compile(r"found \d+"))
    heard.wait_for(state="attached")
    hit = seen.page.locator(f'#search-results li > a[href*="{page}"]').first
    assert hit.is_visible()
    seen.page.wait_for_load_state("networkidle")  # the page reads what it found, to quote from it
    hit.click()
    seen.page.wait_for_load_state("load")
    assert page in seen.page.url and word in seen.page.locator("main").text_content()
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


def test_a_menu_closes_by_whatever_leads_away_from_it(visit):
    page = visit("chapters/01-megacity-monopoly.html").page
    summary = page.locator("header details.menu > summary").first
    menu = page.locator("header details.menu").first
    for leave in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.locator("h1").first.click(),
        lambda: page.get_by_role("button", name="Search").first.focus(),
    ):
        summary.click()
        assert menu.evaluate("menu => menu.open")
        leave()
        assert not menu.evaluate("menu => menu.open")


def test_the_button_that_clears_keeps_its_words(visit):
    page = visit("intro.html").page
    page.on("dialog", lambda dialog: dialog.accept())
    button = page.locator("[data-book=forget]")
    words = button.inner_text()
    for _ in range(2):
        button.click()
        assert button.inner_text() == "Nothing was kept"
    page.wait_for_function(
        "words => document.querySelector('[data-book=forget]').innerText === words", arg=words
    )


def test_no_row_of_a_table_is_left_as_text(site):
    """A blank line within a table ends it, and what follows is shown with its bars."""
    assert not [page for page in pages() if re.search(r"<p>\s*\|", (site / page).read_text(encoding="utf-8"))]
