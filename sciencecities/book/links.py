"""Links of the built site: those within it that lead nowhere, and those to other hosts that no longer answer."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

_LINK = re.compile(r"""\s(?:href|src|action)="([^"]*)\"""")
_ID = re.compile(r"""\s(?:id|name)="([^"]+)\"""")
_PLAIN_CODE = re.compile(r"<script\b.*?</script>", re.DOTALL)
# Some hosts turn away what does not call itself a browser.
_AGENT = "Mozilla/5.0 (compatible; link check of an open textbook)"
_SILENT = "does not answer"
# So many hosts do not all fall silent on the same day.
_PROBES = 8
# It answered: the page is there, and wants another kind of visitor.
_THERE = {401, 403, 405, 406, 418, 429}


def read(html: Path) -> dict[str, str]:
    """The pages of a built site by name, as chapters/01-x.html, without the text of scripts."""
    return {
        path.relative_to(html).as_posix(): _PLAIN_CODE.sub("", path.read_text(encoding="utf-8"))
        for path in sorted(html.rglob("*.html"))
    }


def dead_inside(html: Path) -> list[str]:
    """Each link of the built site to a file or place that it lacks, as one sentence. Links of 404.html start at /."""
    pages = read(html)
    ids = {name: set(_ID.findall(text)) for name, text in pages.items()}
    found = []
    for name, text in pages.items():
        for link in sorted({unescape(link) for link in _LINK.findall(text)}):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or (parts.path.startswith("/") and name == "404.html"):
                continue
            path = unquote(parts.path)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if not (html / target).is_file():
                found.append(f"{name} links to {link}, but the site has no {target}.")
            elif parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
                found.append(f"{name} links to {link}, but {target} has no such place.")
    return found


def outside(html: Path) -> dict[str, list[str]]:
    """Address on another host, without its fragment -> the pages that link to it."""
    found: dict[str, list[str]] = {}
    for name, text in read(html).items():
        for link in sorted({unescape(link).partition("#")[0] for link in _LINK.findall(text)}):
            if link.startswith(("http://", "https://")):
                found.setdefault(link, []).append(name)
    return found


def exceptions(path: Path) -> dict[str, str]:
    """Start of an address -> why it is not asked for. Raises ValueError for an entry without a reason."""
    found = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("except", []):
        if set(entry) != {"start", "reason"} or not all(entry.values()):
            raise ValueError(f"{path.name}: each [[except]] needs a start and a reason, and {entry} has not.")
        found[entry["start"]] = entry["reason"]
    return found


def answer(address: str, seconds: float = 30) -> str:
    """'' when a page is there, else what came instead."""
    try:
        with urlopen(Request(address, headers={"User-Agent": _AGENT}), timeout=seconds):
            return ""
    except HTTPError as error:
        return "" if error.code in _THERE else f"answers {error.code}"
    except (OSError, ValueError) as error:
        return f"{_SILENT} ({getattr(error, 'reason', error)})"


def reachable(addresses: Iterable[str], ask: Callable[[str], str] = answer) -> bool:
    """Whether anybody answers, whatever it be; one address on each of the first hosts is asked. True where none is."""
    hosts = {urlsplit(address).netloc: address for address in addresses}
    probes = list(hosts.values())[:_PROBES]
    with ThreadPoolExecutor(_PROBES) as pool:
        return not probes or any(not said.startswith(_SILENT) for said in pool.map(ask, probes))


def dead_outside(
    addresses: Mapping[str, list[str]], left_out: Mapping[str, str], ask: Callable[[str], str] = answer
) -> list[str]:
    """Each address that is gone, as one sentence with a page that links to it; asked a second time before it is told.

    left_out: starts of addresses that are not asked for.
    """
    asked = [address for address in addresses if not address.startswith(tuple(left_out) or ("\0",))]
    with ThreadPoolExecutor(8) as pool:
        said = dict(zip(asked, pool.map(lambda address: ask(address) and ask(address), asked), strict=True))
    return [
        f"{address} {what}: linked from {addresses[address][0]}." for address, what in said.items() if what
    ]
