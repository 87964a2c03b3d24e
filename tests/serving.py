"""Serve a folder on loopback, in silence: with a content-security policy if one is wanted, and packed as hosts do.

As hosts of static pages do, connections stay open, and a browser may keep what it has for ten minutes.
"""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# What hosts of static pages pack on the way.
PACKED = {".html", ".css", ".js", ".svg", ".json", ".csv", ".txt", ".xml", ".ipynb"}
KEPT = "max-age=600"  # what GitHub Pages says of every file


@cache
def packed(path: str, changed: int) -> bytes:
    """A file's bytes as gzip, at the level that hosts use."""
    return gzip.compress(Path(path).read_bytes(), 6, mtime=0)


@contextmanager
def serving(folder: Path, policy: str = "", gzipped: bool = False) -> Iterator[str]:
    """Serve `folder`, `policy` sent with every answer; give the address, without a slash at the end."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are sent one by one: the second would wait for the browser's word on the first.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            if not (gzipped and path.is_file() and path.suffix in PACKED):
                return super().do_GET()
            body = packed(str(path), path.stat().st_mtime_ns)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Last-Modified", self.date_time_string(int(path.stat().st_mtime)))
            self.end_headers()
            self.wfile.write(body)

        def end_headers(self) -> None:
            if gzipped:
                self.send_header("Cache-Control", KEPT)
            if policy:
                self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, *args: object) -> None:
            """Keep requests out of the test report."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
