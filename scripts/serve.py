"""Serve the built book on a free port of this machine."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


def main() -> None:
    """Print the address and serve until Ctrl-C."""
    handler = partial(SimpleHTTPRequestHandler, directory="_build/html")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        print(f"The book is at http://127.0.0.1:{server.server_port}/ (Ctrl-C stops it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")


if __name__ == "__main__":
    main()
