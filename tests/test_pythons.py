"""Every chapter runs from requirements.txt alone on each Python that the book promises.

The workflow runs all tests on each of them; here it is those that this machine has besides the one in use.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_kit import ROOT, RUN_S, copy_project
from nbclient import NotebookClient
from pythons_kit import SUPPORTED, environment, install_locked, interpreter

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


@pytest.fixture(scope="module", params=[one for one in SUPPORTED if one != HERE and interpreter(one)])
def manager(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> KernelSpecManager:
    """Knows one kernel, other: a Python of another version with what a reader installs."""
    folder = tmp_path_factory.mktemp("python")
    chosen = interpreter(request.param)
    assert chosen
    python = environment(folder / "environment", chosen)
    install_locked(python)
    spec = folder / "kernels" / "other" / "kernel.json"
    spec.parent.mkdir(parents=True)
    command = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": command, "display_name": request.param, "language": "python"}))
    return KernelSpecManager(kernel_dirs=[str(folder / "kernels")], ensure_native_kernel=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("project") / "science cities")


def test_the_version_that_the_code_asks_for_is_found():
    assert HERE in SUPPORTED and interpreter(HERE) == sys.executable and interpreter("2.6") is None


@pytest.mark.slow
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_runs(manager, project, path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    notebook = nbformat.read(project / "chapters" / path.name, 4)
    kernel = AsyncKernelManager(kernel_name="other", kernel_spec_manager=manager)
    where = {"metadata": {"path": str(project / "chapters")}}
    NotebookClient(notebook, km=kernel, timeout=RUN_S, resources=where).execute()
    streams = [output for cell in notebook.cells for output in cell.get("outputs", ()) if "name" in output]
    assert not [stream.text for stream in streams if stream.name == "stderr"]
