"""A real JupyterLab on a copy of the project, and a notebook in it as a reader's browser shows it."""

from __future__ import annotations

import ast
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
from playwright.sync_api import Browser, BrowserContext, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("chapters", "data", "exercises", "sciencecities")
# Generous, because a chapter may run on two slow cores beside other work; nothing waits longer than it has to.
START_S, OPEN_S, RUN_S, CELL_S = 90, 120, 240, 60
TOKEN = secrets.token_hex()

# Neither server nor page may ask for news or newer versions, and no language server or terminal is started.
CONFIG = {
    "ServerApp": {
        "open_browser": False,
        "ip": "127.0.0.1",
        "allow_root": True,  # a container's user may be root
        "jpserver_extensions": {"jupyter_lsp": False, "jupyter_server_terminals": False},
    },
    "IdentityProvider": {"token": TOKEN},
    "LabApp": {
        "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "expose_app_in_browser": True,
        "extension_manager": "readonly",
        "news_url": None,
    },
}
PAGE_CONFIG = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}

# What a test needs to know of the code cells from a place on, without the large outputs. In JupyterLab's own words:
# a cell has run when it has its number back.
CELLS = """(start) => Array.from(window.jupyterapp.shell.currentWidget.model.cells).slice(start)
    .map((cell) => cell.toJSON())
    .filter((cell) => cell.cell_type === "code" && cell.source.trim() !== "")
    .map(({ source, execution_count, outputs }) => ({
        source,
        done: execution_count !== null,
        mimes: outputs.flatMap((output) => Object.keys(output.data ?? {})),
        text: outputs.flatMap((output) => output.text ?? []).join(""),
        errors: outputs.filter((output) => output.output_type === "error").map((e) => `${e.ename}: ${e.evalue}`),
    }))"""
# Asked again and again while a chapter runs, so without its outputs: whether all cells have run or one has failed.
ENDED = """() => {
    const cells = Array.from(window.jupyterapp.shell.currentWidget.model.cells)
        .filter((cell) => cell.type === "code" && cell.sharedModel.getSource().trim() !== "");
    const failed = ({ outputs }) => Array.from({ length: outputs.length }, (_, i) => outputs.get(i))
        .some((output) => output?.type === "error");
    return cells.every((cell) => cell.executionCount !== null) || cells.some(failed);
}"""
# The value of an expression, without a cell for it: asked often, and a cell takes the page its time to lay out.
ASK = """async (expression) => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const asked = { code: "", silent: true, user_expressions: { answer: expression } };
    return (await kernel.requestExecute(asked).done).content.user_expressions.answer;
}"""
# Some versions of JupyterLab take what is scrolled away out of the page.
SCROLL_TO = """async (element) => {
    const { content } = window.jupyterapp.shell.currentWidget;
    await content.scrollToItem(content.widgets.findIndex((cell) => cell.node.contains(element)));
}"""
ADD_CELL = """async () => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = content.widgets.length - 1;
    await window.jupyterapp.commands.execute("notebook:insert-cell-below");
    return content.activeCellIndex;
}"""


def copy_project(folder: Path) -> Path:
    """What a reader needs of the project, in a folder of its own."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return folder


def until(ask: Callable[[], Any], seconds: float, what: str, every: float = 0.05) -> Any:
    """Ask again until the answer is true, and give it."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not so after {seconds:.0f} seconds")
        time.sleep(every)
    return answer


def _environment(home: Path) -> dict[str, str]:
    """An environment in which nothing of the user's is read or written, and a request to the network gets no answer."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    for name in ("PYTHONPATH", "SCIENCECITIES_DATA", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        env.pop(name, None)
    dead = "http://127.0.0.1:9"
    return env | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONNOUSERSITE": "1",
        "http_proxy": dead,
        "https_proxy": dead,
        "no_proxy": "127.0.0.1,localhost",
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


@contextmanager
def jupyterlab(project: Path, home: Path, python: str = sys.executable) -> Iterator[str]:
    """A running JupyterLab on a folder: its address. Afterwards neither it nor a kernel of it is left.

    home: whatever the server writes beside the notebooks. python: the one of the environment that has JupyterLab.
    """
    # Not port 0: the server that Binder has would say that it listens there. It takes another when this one is gone.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = {"ServerApp": CONFIG["ServerApp"] | {"port": free.getsockname()[1]}}
    _write(home / "config" / "jupyter_server_config.json", CONFIG | port)
    _write(home / "config" / "labconfig" / "page_config.json", PAGE_CONFIG)
    log = home / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [python, "-m", "jupyterlab"],
            cwd=project,
            env=_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield until(lambda: _address(server, home, log), START_S, "JupyterLab has started", every=0.2)
    finally:
        left = _stop(server)
        assert not left, f"left behind by JupyterLab: {left}"


def _address(server: subprocess.Popen[bytes], home: Path, log: Path) -> str | None:
    """Where the server answers; None as long as it has not said so."""
    assert server.poll() is None, f"JupyterLab ended at once:\n{log.read_text()}"
    note = home / "runtime" / f"jpserver-{server.pid}.json"
    try:
        return json.loads(note.read_text())["url"]
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def _stop(server: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """End the server, which ends its kernels; end those it forgot, and give them."""
    if server.poll() is not None:
        return []
    children = psutil.Process(server.pid).children(recursive=True)
    server.terminate()
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    _, left = psutil.wait_procs(children, timeout=10)
    for process in left:
        process.kill()
    return left


@dataclass
class Notebook:
    """A notebook open in the browser. `outside`: requests to anyone but the server; `trouble`: errors of the page."""

    page: Page
    outside: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def cells(self, start: int = 0) -> list[dict[str, Any]]:
        """The code cells that are not empty, from a place on: source, done, mimes, text, errors."""
        return self.page.evaluate(CELLS, start)

    def start_all(self) -> None:
        """Choose Run > Run All Cells."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def run_all(self) -> None:
        """Run all cells, and wait until every one has run or one has failed."""
        self.start_all()
        self.page.wait_for_function(ENDED, timeout=1000 * RUN_S, polling=200)

    def type(self, code: str) -> tuple[str, Locator]:
        """Add a cell at the end, type code into it and run it: what it printed, and the cell as the page shows it."""
        place = self.page.evaluate(ADD_CELL)
        cell = self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")
        cell.locator(".cm-content").focus()
        self.page.keyboard.insert_text(code)
        until(lambda: [one["source"] for one in self.cells(place)] == [code], CELL_S, f"typed: {code}")
        self.page.keyboard.press("Control+Enter")
        until(lambda: _ended(self.cells(place)), CELL_S, f"ran: {code}")
        (ran,) = self.cells(place)
        assert not ran["errors"], ran
        return ran["text"], cell

    def scroll_to(self, element: Locator) -> None:
        """Bring the cell of an element into view."""
        element.evaluate(SCROLL_TO)

    def ask(self, expression: str) -> Any:
        """The value of a Python expression in the notebook's kernel."""
        answer = self.page.evaluate(ASK, f"__import__('json').dumps({expression})")
        assert answer["status"] == "ok", answer
        return json.loads(ast.literal_eval(answer["data"]["text/plain"]))


def _ended(cells: list[dict[str, Any]]) -> bool:
    return all(cell["done"] for cell in cells) or any(cell["errors"] for cell in cells)


def _watch(context: BrowserContext, address: str, notebook: Notebook) -> None:
    """Note every host but the server; the browser of the tests reaches no other."""
    own = (address, address.replace("http", "ws", 1), "data:", "blob:")

    def note(url: str) -> None:
        if not url.startswith(own):
            notebook.outside.append(url)

    context.on("request", lambda request: note(request.url))
    notebook.page.on("websocket", lambda one: note(one.url))
    notebook.page.on("pageerror", lambda error: notebook.trouble.append(error.stack or str(error)))


@contextmanager
def open_notebook(browser: Browser, address: str, path: str) -> Iterator[Notebook]:
    """A notebook of the server's folder, open and with its kernel ready; the kernel ends afterwards."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    notebook = Notebook(context.new_page())
    page = notebook.page
    _watch(context, address, notebook)
    page.set_default_timeout(CELL_S * 1000)
    try:
        # A workspace of its own: JupyterLab brings back what was open in the last one.
        workspace = f"lab/workspaces/{secrets.token_hex(4)}/tree"
        page.goto(f"{address}{workspace}/{quote(path)}?token={TOKEN}", timeout=OPEN_S * 1000)
        page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=OPEN_S * 1000)
        page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
            timeout=OPEN_S * 1000,
        )
        yield notebook
        page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    finally:
        context.close()
