"""Every chapter runs from requirements.txt alone on each Python that the book promises.

The workflow runs all tests on each of them; here it is those that this machine has besides the one in use.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_kit import ROOT, RUN_S, copy_project
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from pythons_kit import SUPPORTED, environment, install_locked, interpreter

from sciencecities.book import launch
from sciencecities.book.zips import write_zip

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


@pytest.fixture(scope="module", params=[one for one in SUPPORTED if one != HERE and interpreter(one)])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another Python with what a reader installs, and beside it in kernels/other how to start it as a kernel."""
    folder = tmp_path_factory.mktemp("python")
    chosen = interpreter(request.param)
    assert chosen
    python = environment(folder / "environment", chosen)
    install_locked(python)
    spec = folder / "kernels" / "other" / "kernel.json"
    spec.parent.mkdir(parents=True)
    command = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": command, "display_name": request.param, "language": "python"}))
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("project") / "science cities")


def test_the_version_that_the_code_asks_for_is_found():
    assert HERE in SUPPORTED and interpreter(HERE) == sys.executable and interpreter("2.6") is None


@pytest.fixture
def other(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The programs of the other Python, whose kernel is now found as "other"."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("JUPYTER_PATH", str(installed))
    spec = json.loads((installed / "kernels" / "other" / "kernel.json").read_text())
    return Path(spec["argv"][0]).parent


def run(path: Path) -> nbformat.NotebookNode:
    """Run a notebook where it lies, by the other Python."""
    where = {"metadata": {"path": str(path.parent)}}
    notebook = nbformat.read(path, 4)
    return NotebookClient(notebook, kernel_name="other", timeout=RUN_S, resources=where).execute()


@pytest.mark.slow
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_runs(other, project, path):
    ran = run(project / "chapters" / path.name)
    streams = [output for cell in ran.cells for output in cell.get("outputs", ()) if "name" in output]
    assert not [stream.text for stream in streams if stream.name == "stderr"]


@pytest.mark.slow
def test_a_notebook_that_came_alone_runs_after_the_line_that_it_says(other, tmp_path, monkeypatch):
    alone = Path(shutil.copy(CHAPTERS[0], tmp_path))
    with pytest.raises(CellExecutionError, match=r"Only the notebook came along\.") as caught:
        run(alone)
    line = re.search(r"run: !(.*)", caught.value.evalue)
    assert line
    write_zip(tmp_path / "notebooks.zip", launch.kit([path.relative_to(ROOT) for path in CHAPTERS], ROOT))
    monkeypatch.setenv("PATH", str(other), prepend=os.pathsep)
    # A notebook puts its own Python in.
    said = line[1].replace("{sys.executable}", str(other / "python"))
    subprocess.run(said, shell=True, cwd=tmp_path, check=True)
    run(alone)
