"""What a page costs a reader: bytes as they travel, requests, the largest paint, layout shift, and its complaints.

A page is opened anew, with an empty cache, from a server that packs as hosts do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser

# The telephone that Lighthouse measures with. As `is_mobile`, Chromium would report no layout shift at all.
PHONE = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "has_touch": True,
}

_WATCH = """(() => {
  window.seen = { shift: 0, paint: 0, refused: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.paint = entry.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  document.addEventListener("securitypolicyviolation", (event) =>
    seen.refused.push(`${event.violatedDirective}: ${event.blockedURI}`));
})()"""
# Every picture in the layout, also those that wait until they are scrolled to.
_ALL_PICTURES = """async () => {
  const seen = [...document.images].filter((image) => image.checkVisibility());
  for (const image of seen) image.loading = "eager";
  await Promise.allSettled(seen.map((image) => image.decode()));
}"""


# What a page may cost at most. A figure's worth of room is left for the longest chapter.
FIRST_KB, REQUESTS, COMPLETE_KB, SHIFT = 180, 12, 900, 0.02


@dataclass
class Weight:
    """What a page costs: kilobytes of 1,000 bytes on first load, with all pictures, and of scripts; and its faults."""

    page: str
    first: float = 0
    requests: int = 0
    complete: float = 0
    script: float = 0
    shift: float = 0
    paint: float = 0
    outside: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)

    def excess(self) -> list[str]:
        """What is more than a page may cost, each with the largest files behind it."""
        largest = sorted(self.files, key=lambda path: -self.files[path])[:3]
        limits = {
            "kB on first load": (self.first, FIRST_KB),
            "requests on first load": (self.requests, REQUESTS),
            "kB with all pictures": (self.complete, COMPLETE_KB),
            "of layout shift": (self.shift, SHIFT),
        }
        over = [
            f"{value:.4g} {what}, at most {limit}: see {', '.join(largest)}"
            for what, (value, limit) in limits.items()
            if value > limit
        ]
        return [*over, *self.outside, *self.console, *self.refused]


def pages(site: Path) -> list[str]:
    """All pages of a built site but the copy of the first one, the first one first."""
    found = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    found = {name for name in found if not name.startswith("slides/")}  # tested for themselves
    return sorted(found - {"index.html"}, key=lambda page: (page != "intro.html", page))


def weigh(browser: Browser, address: str, page: str, **options: Any) -> Weight:
    """Open a page on a telephone and say what it cost; options are those of a browser context."""
    context = browser.new_context(**{**PHONE, **options})
    tab, weight, urls = context.new_page(), Weight(page), {}
    tab.add_init_script(_WATCH)
    tab.on("console", lambda message: weight.console.append(message.text))
    tab.on("pageerror", lambda error: weight.console.append(str(error)))
    session = context.new_cdp_session(tab)
    session.send("Network.enable")

    def asked(event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        urls[event["requestId"]] = url
        if not url.startswith((address, "data:", "blob:")):
            weight.outside.append(url)

    def came(event: dict[str, Any]) -> None:
        url = urls.get(event["requestId"], "")
        if not url.startswith(("data:", "blob:")):
            weight.files[urlsplit(url).path] = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    tab.goto(f"{address}/{page}", wait_until="networkidle")
    weight.first, weight.requests = sum(weight.files.values()) / 1000, len(weight.files)
    weight.script = sum(size for path, size in weight.files.items() if path.endswith(".js")) / 1000
    tab.evaluate(_ALL_PICTURES)
    weight.complete = sum(weight.files.values()) / 1000
    seen = tab.evaluate("seen")
    weight.shift, weight.paint, weight.refused = seen["shift"], seen["paint"], seen["refused"]
    context.close()
    return weight
