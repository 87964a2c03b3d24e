"""Two builds of one commit, in folders of other names, are the same bytes: site, offline zip, EPUB and slides.

One begins with nothing, the other with the book as it was before a chapter was edited.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import build_kit
import pytest
from build_kit import Took
from files_kit import lay_out

from sciencecities.book import slides
from sciencecities.book.take import epub, offline
from sciencecities.explorables import Club
from sciencecities.explorables.static import static_html


def test_a_figure_is_the_same_whether_its_chapter_ran_now_or_earlier():
    """The cache of notebooks sorts keys, a fresh run does not."""
    fresh = Club().bundle()
    cached = json.loads(json.dumps(fresh, sort_keys=True))
    assert static_html(fresh) == static_html(cached)


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@dataclass
class Built:
    """Two sites that should be the same, and what was needed to make them."""

    sites: list[Path]
    took: dict[str, build_kit.Took]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The book built twice from its committed files alone: from nothing, and after an edit that is taken back."""
    one = lay_out(tmp_path_factory.mktemp("cold") / "one")
    other = lay_out(tmp_path_factory.mktemp("cold") / "another folder")
    took = {"cold": build_kit.build(one)}
    build_kit.edit(other)
    build_kit.build(other)
    build_kit.restore(other)
    took |= {"edit": build_kit.build(other), "nothing": build_kit.build(other)}
    took |= build_kit.run_each(one)
    sites = [folder / "_build" / "html" for folder in (one, other)]
    return Built(sites, took)


@pytest.fixture(scope="module")
def sites(built: Built) -> list[Path]:
    return built.sites


def differing(first: dict[str, bytes], second: dict[str, bytes]) -> list[str]:
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


@pytest.mark.slow
def test_the_site(sites):
    assert len(bytes_below(sites[0])) > 100
    assert differing(*map(bytes_below, sites)) == []


@pytest.mark.slow
def test_the_offline_zip_the_epub_and_the_slides(sites, tmp_path):
    made = []
    for number, site in enumerate(sites):
        target = tmp_path / str(number)
        slides.make(site, target / "slides")
        offline.write_offline(site, target)
        epub.write_epub(site, target)
        made.append(bytes_below(target))
    assert len(made[0]) > 10 and differing(*made) == []


# --- what a build takes


FREE = {"cold": Took(100.0, 150.0), "edit": Took(15.0, 14.0), "nothing": Took(1.0, 0.5)}
FREE |= {"a chapter": Took(11.0, 11.5)}


@pytest.mark.parametrize(
    ("changed", "over"),
    [
        ({}, []),
        ({"cold": Took(151.0, 226.0)}, ["cold"]),
        ({"cold": Took(600.0, 149.0), "a chapter": Took(24.0, 11.5)}, []),  # others took the rest
        ({"edit": Took(21.0, 22.0)}, ["edit"]),
        ({"edit": Took(23.0, 24.0, others=4.0)}, []),
        ({"edit": Took(25.0, 24.0, others=4.0)}, ["edit"]),
        ({"edit": Took(39.0, 41.0, 2.0), "a chapter": Took(23.0, 23.5, 2.0)}, []),
        ({"edit": Took(39.0, 41.0), "a chapter": Took(25.0, 24.5, 2.0)}, ["edit", "a chapter"]),
        ({"nothing": Took(5.5, 5.1), "a chapter": Took(12.5, 13.0)}, ["nothing", "a chapter"]),
    ],
)
def test_what_takes_too_long_is_said(changed, over):
    faults = build_kit.excess(FREE | changed)
    assert [fault.split(" took ")[0] for fault in faults] == over


@pytest.mark.slow
def test_a_build_and_each_chapter_take_no_longer_than_they_may(built):
    assert build_kit.excess(built.took) == []
