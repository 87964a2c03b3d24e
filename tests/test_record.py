"""The status page and its record; and what Binder would make of the project."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from packaging.version import Version

from sciencecities.book import record

RECORD = ROOT / record.NAME


# --- the record


def test_the_record_is_of_a_commit_and_of_every_chapter():
    found = record.read(RECORD)
    assert re.fullmatch(r"[0-9a-f]{40}", found["commit"])
    assert sorted(found["seconds"]) == sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))
    assert all(0 < took < 600 for took in found["seconds"].values()) and found["cores"] >= 1
    assert {"pandas", "matplotlib", "jupyter-book"} <= found["packages"].keys()
    assert all(Version(one) for one in [found["python"], *found["packages"].values()])


def test_the_status_page_shows_the_record_and_nothing_newer(site):
    page = BeautifulSoup(
        (site / "reference" / "status.html").read_text(encoding="utf-8"), "html.parser"
    ).article
    found = record.read(RECORD)
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in page.find_all("tr")]
    shown = {row[0]: row[1] for row in rows if row}
    assert found["commit"][:12] in page.get_text() and found["date"][:10] in page.get_text()
    for name, version in found["packages"].items():
        assert shown[name] == version
    times = sorted(shown[name] for name in shown if name not in found["packages"] and name != "All chapters")
    assert times == sorted(f"{took:.1f}" for took in found["seconds"].values())
    assert shown["All chapters"] == f"{sum(found['seconds'].values()):.1f}"
    assert len(page.select('a[href^="../chapters/"]')) == len(found["seconds"])


def test_a_record_that_is_none_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "record.json"
    with pytest.raises(ValueError, match=r"record\.json cannot be read .*: run make record"):
        record.read(path)
    path.write_text(json.dumps({"commit": "x"}))
    with pytest.raises(ValueError, match=r"record\.json lacks cores, date, .*: run make record"):
        record.read(path)
    path.write_text("[]")
    with pytest.raises(ValueError, match=r"record\.json lacks commit"):
        record.read(path)


def test_a_chapter_that_has_not_run_leaves_the_record_as_it_was(tmp_path, monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    script = importlib.import_module("record")
    monkeypatch.setattr(script.build, "ROOT", tmp_path)
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "01-x.ipynb").touch()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    monkeypatch.setattr(script.record, "_git", lambda *_: "abc")
    assert script.main() == 2
    assert capsys.readouterr().err == "Not run for the book: 01-x.ipynb. Run make book first.\n"
    assert not (tmp_path / "reference").exists()


# --- Binder


def test_binder_would_install_python_3_12_and_the_readers_packages(tmp_path):
    """What repo2docker would do, as it says itself: no image is built."""
    copy = tmp_path / "book"
    copy.mkdir()
    for path in ROOT.iterdir():
        # All that it looks at stands at the top; an empty binder/ would count as well.
        if path.is_file():
            (copy / path.name).write_bytes(path.read_bytes())
        elif path.name in ("binder", ".binder"):
            (copy / path.name).mkdir()
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(copy)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "Building conda environment for python=3.12" in said
    assert "environment.py-3.12-" in said.replace("-2e", ".").replace("-2d", "-")
    installs = re.findall(r"pip install .*", said)
    # The locked packages first; then the book's own, which finds all that it asks for in place.
    assert [line.split()[-1].strip('"') for line in installs] == ["requirements.txt", "."]
