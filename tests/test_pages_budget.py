"""Every page of the built book within its budget, as it travels to a telephone: bytes, requests, silence, stillness."""

import gzip
import random
from collections.abc import Iterator
from pathlib import Path

import page_meter
import pytest
from conftest import ROOT
from page_meter import weigh
from serving import serving

EXPLORABLES_KB = 40
SITE = ROOT / "_build" / "html"


@pytest.fixture(scope="module")
def packed_site(site: Path) -> Iterator[str]:
    with serving(site, gzipped=True) as address:
        yield address


def test_the_whole_book_is_weighed(site):
    stems = {Path(page).stem for page in page_meter.pages(site)}
    assert {path.stem for path in (ROOT / "chapters").glob("*.ipynb")} | {"intro", "search", "404"} <= stems


@pytest.mark.parametrize("page", page_meter.pages(SITE) or ["intro.html"])
def test_a_page_costs_little_and_keeps_still_and_silent(browser, packed_site, page):
    assert weigh(browser, packed_site, page).excess() == []


def test_all_interactive_figures_together_are_small(site):
    scripts = list((site / "_static").rglob("explorables*.js"))
    assert scripts
    packed = sum(len(gzip.compress(path.read_bytes(), 6)) for path in scripts)
    assert packed <= EXPLORABLES_KB * 1000


@pytest.fixture
def page_of(tmp_path):
    """Write a page with something in its head and its body; give its folder."""

    def write(head: str, body: str = "") -> Path:
        (tmp_path / "page.html").write_text(
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title>'
            '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
            f"{head}</head><body><h1>T</h1>{body}</body></html>",
            encoding="utf-8",
        )
        return tmp_path

    return write


def test_a_script_of_300_kilobytes_is_seen_and_named(browser, page_of):
    folder = page_of('<script defer src="big.js"></script>')
    letters = random.Random(7).choices(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/", k=410_000
    )
    (folder / "big.js").write_text(f"// {''.join(letters)}", encoding="utf-8")
    with serving(folder, gzipped=True) as address:
        (said,) = weigh(browser, address, "page.html").excess()[:1]
    assert "kB on first load, at most 180: see /big.js" in said and float(said.split()[0]) > 300


@pytest.mark.parametrize(
    ("head", "body", "said"),
    [
        ("".join(f'<link rel="stylesheet" href="{i}.css">' for i in range(12)), "", "13 requests"),
        ("", '<img src="http://127.0.0.1:9/x.png" alt="">', "http://127.0.0.1:9/x.png"),
        ("<script>console.warn('a word')</script>", "", "a word"),
        (
            "<meta http-equiv='Content-Security-Policy' content=\"style-src 'self'\">",
            "<p style='color: red'>T</p>",
            "style-src-attr",
        ),
        (
            '<script src="move.js" defer></script>',
            "<div id='a'></div><p>Text.</p>" * 30,
            "of layout shift",
        ),
    ],
    ids=["requests", "outside", "console", "policy", "shift"],
)
def test_each_other_excess_is_seen(browser, page_of, head, body, said):
    folder = page_of(head, body)
    for number in range(12):
        (folder / f"{number}.css").write_text(f"h{number} {{ color: red; }}")
    (folder / "move.js").write_text(
        "setTimeout(() => { document.getElementById('a').style.height = '300px'; }, 200);"
    )
    with serving(folder, gzipped=True) as address:
        assert said in " ".join(weigh(browser, address, "page.html").excess())
