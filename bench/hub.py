"""A real JupyterHub on this machine: some users start at once and run a chapter; says how long and how much memory.

    python bench/hub.py [users] [chapter]        10 users and chapter 04 unless said

Needs, besides the test environment, the package jupyterhub and the proxy that it is built on, from npm:
configurable-http-proxy, with its folder on PATH. Writes deploy/measured.json, which the page for large classes reads.
"""

import asyncio
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEASURED = ROOT / "deploy" / "measured.json"
TOKEN = secrets.token_hex()
CONFIG = """
import os
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {port} + 1
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie"
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/{{username}}"
c.Spawner.notebook_dir = "{root}"
c.Spawner.cmd = ["{python}", "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
c.JupyterHub.concurrent_spawn_limit = 0
c.JupyterHub.services = [{{"name": "bench", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [
    {{"name": "bench", "services": ["bench"], "scopes": ["admin:users", "admin:servers", "access:servers"]}}
]
"""


def free_ports() -> tuple[int, int]:
    """A port whose neighbour is free too, and another, on loopback."""
    import socket

    found = []
    while len(found) < 2:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            found.append(port)
    return found[0], found[1]


async def fetch(client, url: str, method: str = "GET"):
    """An answer of hub or server, as JSON where there is any."""
    headers = {"Authorization": f"token {TOKEN}"}
    body = "{}" if method == "POST" else None
    answer = await client.fetch(
        url, method=method, headers=headers, body=body, request_timeout=300, raise_error=False
    )
    if answer.code >= 400:
        raise RuntimeError(f"{method} {url}: {answer.code} {answer.body[:200]!r}")
    return json.loads(answer.body) if answer.body else None


async def use(client, hub: str, name: str, cells: list[str]) -> tuple[float, float]:
    """One user: start the server, open a kernel, run all cells. Seconds to the ready server, and of the run."""
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    began = time.monotonic()
    await fetch(client, f"{hub}/hub/api/users/{name}", "POST")
    await fetch(client, f"{hub}/hub/api/users/{name}/server", "POST")
    while not (await fetch(client, f"{hub}/hub/api/users/{name}"))["servers"].get("", {}).get("ready"):
        await asyncio.sleep(0.3)
    ready = time.monotonic()
    kernel = await fetch(client, f"{hub}/user/{name}/api/kernels", "POST")
    socket = await websocket_connect(
        HTTPRequest(
            f"{hub.replace('http', 'ws', 1)}/user/{name}/api/kernels/{kernel['id']}/channels",
            headers={"Authorization": f"token {TOKEN}"},
            request_timeout=300,
        ),
        max_message_size=2**28,
    )
    for source in [f"import os; os.chdir({str(ROOT / 'chapters')!r})", *cells]:
        await run(socket, source)
    return ready - began, time.monotonic() - ready


async def run(socket, source: str) -> None:
    """Run one cell and wait for its end; an error ends the measurement."""
    ident = secrets.token_hex(8)
    await socket.write_message(
        json.dumps(
            {
                "header": {
                    "msg_id": ident,
                    "msg_type": "execute_request",
                    "username": "",
                    "session": "bench",
                    "version": "5.3",
                },
                "parent_header": {},
                "metadata": {},
                "content": {"code": source, "silent": False, "store_history": False, "allow_stdin": False},
                "channel": "shell",
            }
        )
    )
    while True:
        message = json.loads(await socket.read_message())
        if message["parent_header"].get("msg_id") != ident:
            continue
        if message["msg_type"] == "error":
            raise RuntimeError(f"{message['content']['ename']}: {message['content']['evalue']}")
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return


def memory_mb(hub: subprocess.Popen) -> list[float]:
    """Memory of each user's server with its kernels, in MB, what is shared counted in parts."""
    import psutil

    found = []
    for child in psutil.Process(hub.pid).children(recursive=True):
        if "singleuser" in " ".join(child.cmdline()):
            family = [child, *child.children(recursive=True)]
            found.append(sum(one.memory_full_info().pss for one in family) / 1e6)
    return found


async def measure(users: int, chapter: Path) -> dict:
    """Start the hub, let all users work at once, and give what was seen."""
    import nbformat
    from tornado.httpclient import AsyncHTTPClient

    AsyncHTTPClient.configure(None, max_clients=4 * users)
    client = AsyncHTTPClient()
    cells = [cell.source for cell in nbformat.read(chapter, 4).cells if cell.cell_type == "code"]
    with tempfile.TemporaryDirectory() as folder:
        port, proxy = free_ports()
        names = [f"user{number:02d}" for number in range(users)]
        for name in names:
            (Path(folder) / name).mkdir()
        config = Path(folder) / "config.py"
        config.write_text(
            CONFIG.format(
                port=port, proxy=proxy, folder=folder, root=ROOT, token=TOKEN, python=sys.executable
            )
        )
        with (Path(folder) / "log").open("w") as log:
            hub = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", str(config)], cwd=folder, stdout=log, stderr=log
            )
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(600):
                try:
                    await fetch(client, f"{address}/hub/api/users")
                    break
                except (OSError, RuntimeError):
                    if hub.poll() is not None:
                        raise RuntimeError(
                            f"The hub ended: {(Path(folder) / 'log').read_text()[-2000:]}"
                        ) from None
                    await asyncio.sleep(0.3)
            seen = await asyncio.gather(*(use(client, address, name, cells) for name in names))
            memory = memory_mb(hub)
        except RuntimeError:
            print((Path(folder) / "log").read_text()[-3000:], file=sys.stderr)
            raise
        finally:
            hub.terminate()
            hub.wait(60)
    starts, runs = zip(*seen, strict=True)
    return {
        "users": users,
        "chapter": chapter.stem,
        "cores": os.cpu_count(),
        "start_seconds": round(max(starts), 1),
        "run_seconds": round(max(runs), 1),
        "memory_mb": round(max(memory)),
    }


def main() -> int:
    """Measure, write the result, and say it in one line."""
    users = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    [chapter] = (ROOT / "chapters").glob(f"{sys.argv[2] if len(sys.argv) > 2 else '04'}-*.ipynb")
    try:
        import jupyterhub  # noqa: F401
    except ModuleNotFoundError:
        print(
            "The package jupyterhub is not installed: pip install jupyterhub in an environment aside.",
            file=sys.stderr,
        )
        return 2
    if shutil.which("configurable-http-proxy") is None:
        print(
            "There is no configurable-http-proxy on PATH: npm install configurable-http-proxy.",
            file=sys.stderr,
        )
        return 2
    found = asyncio.run(measure(users, chapter))
    MEASURED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(
        f"{users} users at once on {found['cores']} cores: the last server was ready after {found['start_seconds']} s, "
        f"the last chapter done after {found['run_seconds']} s more, {found['memory_mb']} MB for the largest."
    )
    print(f"Written to {MEASURED.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
