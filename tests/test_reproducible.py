"""Two cold builds of one commit, in folders of other names, are the same bytes: site, offline zip, EPUB and slides."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

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


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The book built twice from nothing but its committed files."""
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    built = []
    for name in ("one", "another folder"):
        place = tmp_path_factory.mktemp("cold") / name
        for file in filter(None, names):
            if (ROOT / file).is_file():
                (place / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / file, place / file)
        told = os.environ | {"BOOK_REPOSITORY": "", "PYTHONPATH": str(place)}
        command = [sys.executable, "scripts/build.py"]
        done = subprocess.run(command, cwd=place, env=told, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        built.append(place / "_build" / "html")
    return built


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
