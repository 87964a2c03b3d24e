"""Chapters run elsewhere and taken along: launch links, downloads, and a notebook that came alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zipfile import ZipFile

import nbformat
import pytest
import yaml
from conftest import ROOT
from tiny_book import REPOSITORY as HERE
from tiny_book import chapter, html, project, published  # noqa: F401

from sciencecities import data
from sciencecities.book import launch, place, tables
from sciencecities.book.place import Place
from sciencecities.book.zips import write_zip

# ruff: noqa: F811

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


def told(repository: str | None, **more: str) -> Place | None:
    """The place that a build is told of in a folder without git."""
    environment = {} if repository is None else {"BOOK_REPOSITORY": repository}
    return place.find(Path("/"), environment | more)


# --- the repository's address


@pytest.mark.parametrize(
    "said",
    [
        HERE,
        f"{HERE}/",
        f"{HERE}.git",
        "https://somebody:secret@github.com/small-towns/big.science.git",  # pragma: allowlist secret
        "git@github.com:small-towns/big.science.git",
        "ssh://git@github.com/small-towns/big.science",
    ],
)
def test_an_address_is_read_and_no_secret_is_kept(said):
    known = told(said)
    assert known == Place("small-towns", "big.science")
    assert known.url == HERE and "secret" not in repr(known)


@pytest.mark.parametrize("said", ["github.com/a/b", "https://github.com/a", "/srv/book", "https://x.org/a/b"])
def test_an_address_that_leads_nowhere_is_refused_in_one_sentence(said):
    with pytest.raises(
        place.PlaceError, match=r"write https://github\.com/OWNER/NAME, or leave it empty"
    ) as caught:
        told(said)
    assert repr(said) in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("BOOK_BRANCH", "a b"), ("BOOK_HUB", "hub.example.org"), ("BOOK_HUB", "javascript:x")],
)
def test_a_branch_or_hub_that_cannot_be_is_refused(variable, value):
    with pytest.raises(place.PlaceError, match=f"{variable} is '{value}'"):
        told(HERE, **{variable: value})


def test_a_hub_without_a_repository_is_refused_and_its_address_is_taken_as_people_copy_it():
    with pytest.raises(place.PlaceError, match="give BOOK_REPOSITORY as well"):
        told("", BOOK_HUB="https://hub.example.org")
    for said in ("https://hub.example.org/hub/", "https://hub.example.org/hub", "https://hub.example.org/"):
        found = told(HERE, BOOK_HUB=said)
        assert found is not None and found.hub == "https://hub.example.org"


def test_git_is_asked_when_nothing_is_said(tmp_path):
    def git(*words: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        subprocess.run(["git", *words], cwd=tmp_path, env=clean, check=True)

    assert place.find(tmp_path, {}) is None
    git("init", "-q")
    assert place.find(tmp_path, {}) is None
    git("remote", "add", "origin", "/srv/book.git")
    assert place.find(tmp_path, {}) is None
    git("remote", "set-url", "origin", f"{HERE}.git")
    assert place.find(tmp_path, {}) == Place("small-towns", "big.science")
    assert place.find(tmp_path, {"BOOK_REPOSITORY": ""}) is None


def test_the_build_says_a_wrong_address_in_one_line(root):
    environment = os.environ | {"BOOK_REPOSITORY": "nonsense"}
    done = subprocess.run(
        [sys.executable, "scripts/build.py"], cwd=root, env=environment, capture_output=True, text=True
    )
    assert (
        done.returncode == 2
        and done.stderr.count("\n") == 1
        and "BOOK_REPOSITORY is 'nonsense'" in done.stderr
    )


# --- links


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_each_launch_link_opens_a_file_that_exists(path):
    where = Place("small-towns", "big.science", "main", "https://hub.example.org")
    links = {name: urlsplit(link) for name, link in where.links(path.relative_to(ROOT).as_posix()).items()}
    assert list(links) == ["Binder", "Colab", "JupyterHub"]

    binder = links["Binder"]
    assert (binder.netloc, binder.path) == ("mybinder.org", "/v2/gh/small-towns/big.science/main")
    [lab] = parse_qs(binder.query)["urlpath"]
    assert lab.startswith("lab/tree/") and (ROOT / lab.removeprefix("lab/tree/")).samefile(path)

    colab = unquote(links["Colab"].path)
    assert links["Colab"].netloc == "colab.research.google.com"
    assert colab.startswith(start := "/github/small-towns/big.science/blob/main/")
    assert (ROOT / colab.removeprefix(start)).samefile(path)

    hub = links["JupyterHub"]
    assert (hub.netloc, hub.path) == ("hub.example.org", "/hub/user-redirect/git-pull")
    query = {name: value for name, [value] in parse_qs(hub.query).items()}
    assert query["repo"] == HERE and query["branch"] == "main"
    # nbgitpuller clones into a folder with the repository's name.
    assert query["urlpath"].startswith(start := "lab/tree/big.science/")
    assert (ROOT / query["urlpath"].removeprefix(start)).samefile(path)


def test_a_branch_with_a_slash_stays_one_part_for_binder():
    links = Place("a", "b", "spring/2027").links("chapters/x.ipynb")
    assert "/spring%2F2027?" in links["Binder"] and "/blob/spring/2027/chapters/" in links["Colab"]


def test_without_an_address_there_is_no_launch_menu(chapter):
    assert "Run this chapter" not in chapter and "mybinder" not in chapter and "colab" not in chapter


def test_with_an_address_a_chapter_has_its_links_and_other_pages_have_none(published):
    pages = published / "_build" / "html"
    page = (pages / "chapters" / "01-tiny.html").read_text(encoding="utf-8")
    where = told(HERE)
    for name, link in where.links("chapters/01-tiny.ipynb").items():
        assert f'<a href="{link}">{name}</a>' in page
    assert "JupyterHub" not in page
    assert where.clone.replace("&", "&amp;") in page
    assert "mybinder" not in (pages / "intro.html").read_text(encoding="utf-8")


# --- downloads


def test_what_the_download_menu_offers_is_there(html, chapter):
    menu = chapter[chapter.index('title="Download"') :].split("</details>")[0]
    links = re.findall(r'<a href="\.\./([^"]+)" download>([^<]+)</a>', menu)
    assert [text for _, text in links] == [
        "This notebook (.ipynb)",
        "The tables it uses (.zip)",
        "All notebooks with code and tables (.zip)",
    ]
    notebook, own, kit = (html / path for path, _ in links)
    assert json.loads(notebook.read_text())["nbformat"] == 4
    assert "datapackage.json" in ZipFile(own).namelist()
    assert "science-cities/chapters/01-tiny.ipynb" in ZipFile(kit).namelist()
    assert 'title="Download this page"' in (html / "intro.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_tables_of_a_chapter_are_a_sound_data_package(path, tmp_path):
    names = tables.used(path)
    assert 3 < len(names) < len(data.names()), "a chapter that needs no table or all of them"
    write_zip(tmp_path / "a.zip", tables.package(names))
    write_zip(tmp_path / "b.zip", dict(reversed(tables.package(names).items())))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    ZipFile(tmp_path / "a.zip").extractall(tmp_path / "data")
    assert data.problems(tmp_path / "data") == []
    assert {
        item["name"] for item in json.loads((tmp_path / "data" / "datapackage.json").read_text())["resources"]
    } >= set(names)


def test_the_kit_brings_no_code_of_the_build_and_nothing_left_behind():
    names = launch.kit([path.relative_to(ROOT) for path in CHAPTERS], ROOT)
    assert all(name.startswith("science-cities/") for name in names)
    assert {f"science-cities/chapters/{path.name}" for path in CHAPTERS} < set(names)
    assert not [name for name in names if "/book/" in name or "__pycache__" in name or "/." in name]


# --- a notebook in any folder

ALONE = """
import json, os, sys
root, path, folder = sys.argv[1:]
sys.path[:] = [one for one in sys.path if one and os.path.realpath(one) != root]
sys.meta_path[:] = [one for one in sys.meta_path if "editable" not in repr(one).lower()]
os.chdir(folder)
[first, *_] = [cell for cell in json.load(open(path))["cells"] if cell["cell_type"] == "code"]
exec("".join(first["source"]))
import sciencecities, exercises
print(sciencecities.data.__file__ if "data" in dir(sciencecities) else sciencecities.__file__)
"""


def first_cell(path: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a notebook's first cell in a folder, by a Python that has the packages and does not know the book."""
    import sciencecities

    known = str(Path(sciencecities.__file__).parent.parent)
    installed = [line for line in _editable() if line] or [known]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-c", ALONE, installed[0], str(path), str(folder)],
        env=clean,
        cwd=folder,
        capture_output=True,
        text=True,
    )


def _editable() -> list[str]:
    """Where the environment's own .pth files say that the book is."""
    import site

    return [
        path.read_text().strip()
        for place_ in site.getsitepackages()
        for path in Path(place_).glob("__editable__*sciencecities*.pth")
    ]


def test_a_notebook_alone_says_what_to_do_and_what_it_says_works(tmp_path):
    path = CHAPTERS[0]  # the first cell of all of them: see below
    lonely = first_cell(path, tmp_path)
    assert lonely.returncode == 1
    [said] = [line for line in lonely.stderr.splitlines() if line.startswith("ModuleNotFoundError: ")]
    assert said.startswith("ModuleNotFoundError: Only the notebook came along.")
    unpack, _, install = said.partition("run: !")[2].partition(" && ")

    write_zip(tmp_path / "notebooks.zip", launch.kit([path.relative_to(ROOT)], ROOT))
    # By the Python that runs the notebook: the first on the path may be another, or none.
    own = '"{sys.executable}" -m '
    assert unpack.startswith(own) and install.startswith(f"{own}pip install -r ")
    subprocess.run([sys.executable, *unpack.split()[1:]], cwd=tmp_path, check=True)
    assert (tmp_path / install.split()[-1]).is_file()
    for folder in (tmp_path, tmp_path / "science-cities" / "chapters", tmp_path / "science-cities" / "data"):
        found = first_cell(path, folder)
        assert found.returncode == 0, found.stderr
        assert Path(found.stdout.strip()).is_relative_to(tmp_path / "science-cities")


def test_every_chapter_begins_with_the_same_cell():
    firsts = {
        next(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code")
        for path in CHAPTERS
    }
    assert len(firsts) == 1
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    assert [entry["file"] for entry in toc["parts"][0]["chapters"]] == [
        f"chapters/{p.stem}" for p in CHAPTERS
    ]
