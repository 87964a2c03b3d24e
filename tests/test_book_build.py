"""A tiny book built with the project's own configuration: what its pages hold, and how they behave in Chromium."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from axe_kit import complaints
from conftest import ROOT
from PIL import Image
from playwright.sync_api import Page
from tiny_book import address, chapter, go, html, lay_out, mended, project, published  # noqa: F401

# ruff: noqa: F811


# --- what the pages hold


def test_a_figure_is_numbered_and_brings_pictures_caption_source_and_table(html, chapter):
    assert re.search(r'<a class="reference internal" href="#two-lines">[^<]*<span[^>]*>Fig\. 1\.1', chapter)
    figure = chapter[chapter.index('id="two-lines"') :].split("</figure>")[0]
    images = re.findall(r"<img [^>]*>", figure)
    assert [re.search(r'src="([^"]+)"', image)[1] for image in images] == [
        "../_figures/two-lines.light.svg",
        "../_figures/two-lines.dark.svg",
    ]
    for image in images:
        assert 'alt="Two lines: &quot;Beijing&quot; falls' in image
        assert re.search(r'width="\d+" height="\d+"', image) and 'loading="lazy"' in image
    assert "Two lines &amp; <em>one</em> finding." in figure and "Source: " in figure
    assert '<a class="sc-data" href="../_figures/two-lines.csv" download="two-lines.csv">' in figure
    assert (
        html / "_figures" / "two-lines.csv"
    ).read_text() == ",Beijing,Shanghai\n2010,30.0,12.0\n2022,22.0,13.0\n"


def test_the_dark_picture_is_the_light_one_in_other_colours(html):
    light, dark = ((html / "_figures" / f"two-lines.{theme}.svg").read_text() for theme in ("light", "dark"))
    assert "#0b6bb5" in light and "#5cb0f0" in dark and "#0b6bb5" not in dark
    assert re.sub(r"#[0-9a-f]{6}", "", light) == re.sub(r"#[0-9a-f]{6}", "", dark)


def test_comments_stay_behind(chapter):
    assert "31.9 per cent, of 40 in all" in chapter
    assert "note to the writer" not in chapter and "<!--=" not in chapter and "<!--~" not in chapter


def test_formulas_are_mathml_with_numbers(chapter):
    assert chapter.count("<math") == 2
    # The comma stays with its formula: no line begins with it.
    assert "</math></span>,</span> and" in chapter
    assert '<span class="eqno">(1.1)</span>' in chapter and 'href="#equation-eq-h">(1.1)' in chapter


def test_a_claim_badge_leads_to_the_ledger(chapter):
    assert re.search(
        r'<a class="sc-badge sc-badge--[a-z-]+" href="../reference/claims.html#c08">C08 ', chapter
    )


def test_folds_need_no_script(chapter):
    assert (
        '<details class="admonition dropdown tip"><summary class="admonition-title">A folded hint</summary>'
        in chapter
    )
    fold = re.search(r'<details class="hide above-input">\s*<summary>(.*?)</summary>', chapter, re.DOTALL)
    assert "Show the code" in fold[1] and "aria-label" not in fold[0]


def test_a_page_loads_the_books_own_files_alone(html, chapter):
    asked = re.compile(r'<(?:script|link)[^>]*(?:src|href)="((?:\.\./)?_static[^"?]+)')
    assert asked.findall(chapter) == [
        f"../_static/{name}"
        for name in ("theme.js", "book.css", "explorables.css", "book.js", "explorables.js", "favicon.svg")
    ]
    # All but the icon, which no other file relies on, are asked for anew when any of them has changed.
    versions = re.findall(r'(?:src|href)="(?:\.\./)?_static[^"]+\.(?:js|css)(?:\?v=(\w+))?"', chapter)
    assert len(versions) == 5 and len(set(versions)) == 1 and versions[0]
    intro = (html / "intro.html").read_text(encoding="utf-8")
    assert asked.findall(intro) == [
        f"_static/{name}" for name in ("theme.js", "book.css", "book.js", "favicon.svg")
    ]
    files = {path.name for path in (html / "_static").iterdir()}
    assert files == {
        *("theme.js", "book.css", "explorables.css", "book.js", "explorables.js", "favicon.svg", "search.js")
    }


def test_a_page_forbids_what_its_own_files_do_not_do(html):
    for page in html.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)" />', text)
        rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
        assert rules["default-src"] == "'self'" and "unsafe" not in policy[1], page.name
        assert "script-src" not in rules and "style-src" not in rules
        before = text[: policy.start()]
        assert "<script" not in before and "<link" not in before
        # Nothing that the policy would stop: scripts, styles and handlers in the text. Blocks of data are no scripts.
        kinds = re.findall(r'<script(?![^>]*src=)[^>]*?(?:type="([^"]*)")?>', text)
        assert set(kinds) <= {"application/json", "application/ld+json"}, page.name
        tags = re.findall(r"<[a-z][^>]*>", text)
        assert [tag for tag in tags if re.search(r"\s(style|on[a-z]+)=", tag)] == [], page.name
        assert "<style" not in text, page.name


def test_head_of_a_page(html, chapter):
    assert '<html lang="en"' in chapter
    assert re.findall(r'<meta content="([^"]*)" name="description"', chapter) == [
        "What the tiny chapter is about."
    ]
    intro = (html / "intro.html").read_text(encoding="utf-8")
    assert re.findall(r'<meta name="description" content="([^"]*)"', intro) == ["It starts here."]
    data = {
        page: json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])
        for page, text in (("intro", intro), ("chapter", chapter))
    }
    assert data["intro"]["@type"] == "Course" and data["intro"]["description"] == "It starts here."
    assert data["chapter"]["@type"] == "LearningResource" and data["chapter"]["name"] == "1. A tiny chapter"
    assert data["chapter"]["isPartOf"]["name"] == data["intro"]["name"] == "Small towns, big science?"
    for page in html.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert text.count('name="viewport"') == 1 and "thebe" not in text, page.name
    assert len(re.findall("<h1", intro)) == 1 and "<title>Small towns, big science?</title>" in intro


def test_the_bare_address_shows_the_first_page(html):
    assert (html / "index.html").read_bytes() == (html / "intro.html").read_bytes()


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.slow
def test_a_book_built_again_after_edits_is_the_book_built_from_nothing(mended, html):
    pages = mended / "_build" / "html"
    assert not (pages / "_figures" / "three-lines.csv").exists()
    again, cold = files(pages), files(html)
    assert [name for name in sorted(again.keys() | cold.keys()) if again.get(name) != cold.get(name)] == []


@pytest.mark.slow
def test_after_an_edit_that_no_other_page_shows_only_its_page_is_written(mended):
    # The first page bears the contents of the book; search and 404 are no pages of anybody.
    assert json.loads((mended / "written.json").read_text()) == sorted(
        ["reference/claims.html", "404.html", "index.html", "intro.html", "search.html"]
    )


def test_a_page_rendered_from_the_cache_brings_its_files_again(published):
    html = published / "_build" / "html"
    assert "Executing" not in (published / "said.txt").read_text(encoding="utf-8")
    assert (html / "_figures" / "two-lines.dark.svg").is_file() and (html / "_figures" / "club.csv").is_file()
    assert (html / "_static" / "explorables.js").is_file()


def test_with_an_address_pages_say_where_they_are_and_what_a_shared_link_shows(published):
    html = published / "_build" / "html"
    chapter = (html / "chapters" / "01-tiny.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://books.example/chapters/01-tiny.html" />' in chapter
    assert (
        '<meta property="og:image" content="https://books.example/_cards/chapters-01-tiny.png" />' in chapter
    )
    with Image.open(html / "_cards" / "chapters-01-tiny.png") as card:
        assert card.size == (1200, 630)
    places = re.findall(r"<loc>(.*?)</loc>", (html / "sitemap.xml").read_text(encoding="utf-8"))
    assert places == [
        f"https://books.example/{page}.html"
        for page in ("chapters/01-tiny", "intro", "reference/claims", "reference/glossary")
    ]
    assert "Sitemap: https://books.example/sitemap.xml" in (html / "robots.txt").read_text(encoding="utf-8")


def test_each_mistake_fails_the_build_and_is_named(tmp_path):
    prose = "# T\n\nA formula $\\frac{a}{$ too short, {claim}`C99`, and {numref}`no-such-figure`.\n"
    folder = lay_out(tmp_path / "book", prose, ("1 / 0", ""))
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    done = subprocess.run([sys.executable, "scripts/build.py"], cwd=folder, capture_output=True, text=True)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    for complaint in (
        "The book was not built",
        "Executing notebook failed",
        r"formula '\\frac{a}{' cannot be read",
        "no claim 'C99'",
        "no-such-figure",
        "ZeroDivisionError",
    ):
        assert complaint in said


# --- how they behave


def shift(page: Page) -> float:
    """The sum of layout shifts so far."""
    return page.evaluate(
        """() => new Promise(done => new PerformanceObserver(list => done(
               list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
           )).observe({ type: "layout-shift", buffered: true }) ?? setTimeout(done, 300, 0))"""
    )


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_a_chapter_is_quiet_fits_and_passes_axe(go, width, dark):
    seen = go(width=width, color_scheme="dark" if dark else "light")
    seen.page.locator("#two-lines").scroll_into_view_if_needed()
    seen.page.wait_for_load_state("networkidle")
    assert (seen.outside, seen.complaints) == ([], [])
    assert seen.page.evaluate("document.documentElement.scrollWidth") == width
    assert shift(seen.page) <= 0.02
    assert complaints(seen.page) == []
    # A wide table and a wide formula scroll in their own box, which the keyboard reaches.
    table = seen.page.locator(".sc-table")
    assert table.evaluate("box => box.scrollWidth > box.clientWidth && box.tabIndex === 0")
    assert [image.is_visible() for image in seen.page.locator("#two-lines img").all()] == [not dark, dark]
    theme = "dark" if dark else "light"
    assert [path for path in seen.asked if path.endswith(".svg") and "_figures" in path] == [
        f"/_figures/two-lines.{theme}.svg"
    ]


def test_no_font_and_no_picture_from_the_theme_is_asked_for(go):
    seen = go("intro.html")
    seen.page.wait_for_load_state("networkidle")
    paths = {path.split("?")[0] for path in seen.asked}
    files = {"book.css", "book.js", "theme.js"}
    icon = "/_static/favicon.svg"  # a browser without a frame has no place for it
    assert paths - {icon} == {"/intro.html", *(f"/_static/{name}" for name in files)}


def test_on_a_phone_the_contents_open_close_and_lead_on(go):
    seen = go(width=360)
    contents = seen.page.get_by_role("navigation", name="Book")
    assert not contents.is_visible()
    button = seen.page.get_by_role("button", name="Contents of the book")
    button.click()
    assert contents.is_visible()
    assert complaints(seen.page) == []
    seen.page.keyboard.press("Escape")
    assert not contents.is_visible()
    button.click()
    contents.get_by_role("link", name="Claims").click()
    seen.page.wait_for_url("**/reference/claims.html")


def test_on_a_wide_screen_the_contents_fold_away_and_come_back(go):
    seen = go()
    contents = seen.page.get_by_role("navigation", name="Book")
    for visible in (False, True):
        seen.page.get_by_role("button", name="Contents of the book").click()
        assert contents.is_visible() == visible


def test_the_page_contents_lead_to_a_section(go):
    seen = go(width=360)
    seen.page.get_by_role("button", name="Contents of this page").click()
    seen.page.get_by_role("link", name="Second part").click()
    assert seen.page.url.endswith("#second-part")
    assert not seen.page.locator("#page-contents-sheet").evaluate("dialog => dialog.open")


def test_the_colours_follow_the_button_and_are_remembered(go):
    seen = go(color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert seen.page.evaluate(paper) == "rgb(255, 255, 255)"
    seen.page.get_by_role("button", name="Colours: as the system").click()
    assert seen.page.evaluate(paper) == "rgb(20, 24, 30)"
    seen.page.reload()
    assert seen.page.evaluate(paper) == "rgb(20, 24, 30)"
    seen.page.get_by_role("button", name="Colours: dark").click()
    seen.page.get_by_role("button", name="Colours: light").click()
    seen.page.emulate_media(color_scheme="dark")
    seen.page.wait_for_selector('html[data-theme="dark"]')
    assert seen.page.evaluate(paper) == "rgb(20, 24, 30)"


def test_search_finds_a_word_with_no_outside_help(go):
    seen = go()
    seen.page.keyboard.press("Control+k")
    seen.page.keyboard.type("Theil")
    seen.page.keyboard.press("Enter")
    found = seen.page.locator("#search-results li a")
    found.first.wait_for()
    seen.page.wait_for_load_state("networkidle")
    assert [link.inner_text() for link in found.all()] == ["1. A tiny chapter"]
    assert (seen.outside, seen.complaints) == ([], [])
    found.first.click()
    seen.page.wait_for_url("**/chapters/01-tiny.html**")


def test_the_skip_link_leads_past_the_contents(go):
    seen = go()
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "Skip to main content"
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.id") == "main-content"


def test_folds_open_by_keyboard(go):
    seen = go()
    summary = seen.page.locator("details.hide > summary")
    assert summary.inner_text().strip() == "Show the code"
    summary.focus()
    seen.page.keyboard.press("Enter")
    assert summary.inner_text().strip() == "Hide the code"


def test_without_javascript_one_picture_shows_and_no_button_is_dead(go):
    for dark in (False, True):
        seen = go(java_script_enabled=False, color_scheme="dark" if dark else "light", width=360)
        assert [image.is_visible() for image in seen.page.locator("#two-lines img").all()] == [not dark, dark]
        assert [button for button in seen.page.get_by_role("button").all() if button.is_visible()] == []
        assert seen.page.get_by_role("navigation", name="Book").is_visible()


def test_a_dark_page_prints_on_light_paper_with_its_folds_open(go):
    seen = go(color_scheme="dark")
    seen.page.emulate_media(media="print")
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert [image.is_visible() for image in seen.page.locator("#two-lines img").all()] == [True, False]
    assert seen.page.get_by_text("Unfold me.").is_visible()
    assert not seen.page.get_by_role("navigation", name="Book").is_visible()
    seen.page.emulate_media(media="screen")
    seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not seen.page.get_by_text("Unfold me.").is_visible()
    assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"
