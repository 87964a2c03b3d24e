"""The zip for a browser without a network: unpacked, moved, opened from the file system, everything live."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import runs
from playwright.sync_api import Browser, Page, expect

from sciencecities.book.take import offline
from sciencecities.book.take.error import TakeError


@pytest.fixture(scope="module")
def book(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, unpacked and then moved into a folder with a space in its name; two zips are the same bytes."""
    first, second = (offline.write_offline(site, tmp_path_factory.mktemp("zip")) for _ in range(2))
    assert first.read_bytes() == second.read_bytes()
    place = tmp_path_factory.mktemp("off")
    ZipFile(first).extractall(place)
    return Path(shutil.move(place / offline.FOLDER, place / "my moved book"))


@pytest.fixture
def go(browser: Browser, book: Path) -> Iterator[Callable[[str], Page]]:
    """Open a file of the book offline: afterwards no message, no failed and no outside request."""
    context = browser.new_context(offline=True)
    page, trouble = context.new_page(), []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("requestfailed", lambda request: trouble.append(request.url))
    own = book.as_uri() + "/"
    page.on("request", lambda r: r.url.startswith((own, "data:", "blob:")) or trouble.append(r.url))

    def open_file(name: str) -> Page:
        page.goto(own + name)
        if not name.startswith("slides/"):
            runs(page)
        return page

    yield open_file
    context.close()
    assert trouble == []


def chapters(site: Path) -> list[str]:
    return sorted(f"chapters/{path.name}" for path in (site / "chapters").glob("*.html"))


@pytest.mark.slow
def test_every_interactive_figure_wakes_and_moves(go, site):
    assert chapters(site)
    for name in chapters(site):
        page = go(name)
        figures = page.locator("figure.sc-explorable")
        expect(page.locator(".sc-x-live > .sc-x")).to_have_count(figures.count())
        assert figures.count()
        for figure in figures.all():
            before = figure.locator(".sc-x-live").inner_text()
            figure.get_by_role("button", name="Skip the guess").click()
            expect(figure.locator(".sc-x-live")).not_to_have_text(before)
    page = go(f"{chapters(site)[0]}?club=year:2012")
    club = page.locator("#explorable-club")
    club.get_by_role("button", name="Skip the guess").click()
    slider = club.get_by_role("slider").first
    said, was = club.locator(".sc-x-live .sc-x-sentence").inner_text(), slider.input_value()
    slider.press("ArrowRight")
    expect(slider).not_to_have_value(was)
    expect(club.locator(".sc-x-live .sc-x-sentence")).not_to_have_text(said)
    page.wait_for_url(lambda url: "club=" in url and url.partition("?")[2] != "club=year:2012")


def test_exercises_are_answered(go, site):
    page = go(chapters(site)[3])
    form = page.locator("form.sc-exercise__form").first
    key = json.loads(form.get_attribute("data-key"))
    for answer, said in ((key["expected"], key["says"]["right"]), (1e6, key["says"]["order"])):
        form.locator("input").first.fill(f"{answer:.4f}")
        form.get_by_role("button").first.click()
        expect(page.locator(".sc-exercise").first).to_contain_text(said)


def test_the_ledger_filters_and_pages_lead_on(go):
    page = go("index.html")
    page.get_by_role("navigation", name="Book").get_by_role("link", name="Claims").click()
    rows = page.locator("tr[id]:visible, .sc-claim:visible")
    everything = rows.count()
    page.locator("form select").first.select_option(index=1)
    expect(rows).not_to_have_count(everything)


def test_search_finds_pages(go):
    page = go("chapters/01-megacity-monopoly.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("Theil")
    page.keyboard.press("Enter")
    found = page.locator("#search-results li a")
    found.first.wait_for()
    assert any("Regional stability" in link.inner_text() for link in found.all())
    found.first.click()
    page.wait_for_url("**/reference/methods.html**")


def test_every_link_leads_to_a_file_of_the_folder(book):
    missing = set()
    for page in book.rglob("*.html"):
        for href in re.findall(r'\b(?:href|src|action)="([^"#?]+)', page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", href) and not (page.parent / href).is_file():
                missing.add((page.name, href))
    assert not missing
    assert "index.html" in (book / "README.txt").read_text(encoding="utf-8")


def test_pages_may_load_files_and_nothing_else(book):
    pages = [path for path in book.rglob("*.html") if "slides" not in path.relative_to(book).parts]
    assert len(pages) > 10
    for page in pages:
        (policy,) = re.findall(r'Security-Policy" content="([^"]+)"', page.read_text(encoding="utf-8"))
        assert "default-src file:;" in policy and "'self'" not in policy and "http" not in policy


def test_a_deck_moves_on(go):
    page = go("slides/index.html")
    page.get_by_role("link", name="A class of").first.click()
    page.locator(".reveal.ready").wait_for()
    shown = page.locator("section.present .slide")
    first = shown.inner_text()
    page.keyboard.press("ArrowRight")
    expect(shown).not_to_have_text(first)


def test_without_a_book_it_says_so(tmp_path):
    with pytest.raises(TakeError, match="run make book first"):
        offline.write_offline(tmp_path, tmp_path)
