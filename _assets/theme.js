// Before the first paint, so that a dark page never flashes white. A file of its own, so that a site may forbid inline scripts.
"use strict";

{
  let mode = null;
  try {
    mode = localStorage.getItem("mode");
  } catch {
    // Storage may be forbidden; the system's colours then hold.
  }
  if (!["light", "dark"].includes(mode)) mode = "auto";
  const dark = mode === "dark" || (mode === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  Object.assign(document.documentElement.dataset, { mode, theme: dark ? "dark" : "light" });
  const root = document.documentElement;
  root.classList.add("js");

  // --- what is out of sight is laid out later, piece by piece: see `layOutTheRest` in book.js. Not where the reader comes back
  // or goes to a place far down, which has to be found at once; until then heights above it are guesses, and a browser that
  // does not hold on to what is in sight (`overflow-anchor`) would lose the place.

  const first = !location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate";
  root.classList.toggle("later", first && CSS.supports("overflow-anchor", "auto"));
  const whole = () => root.classList.remove("later");
  addEventListener("click", ({ target }) => target.closest?.("a[href^='#']") && whole(), true);
  addEventListener("keydown", ({ key, target }) => {
    if (key !== "End" || !root.classList.contains("later")) return;
    whole();
    // The browser by itself may go to where the end was before.
    if (target === document.body) scrollTo(0, root.scrollHeight);
  }, true);
  addEventListener("hashchange", () => {
    if (!root.classList.contains("later")) return;
    whole();
    document.querySelector(":target")?.scrollIntoView();
  });

  // --- a button that is pressed before book.js is there is heard when it comes; who presses elsewhere meanwhile still wants it

  addEventListener("click", ({ target }) => (window.pressedEarly = target.closest?.("[data-book]") ?? window.pressedEarly), true);

  const parsed = new Promise((done) => document.addEventListener("DOMContentLoaded", done));

  // --- the first sign of a reader, from which on a long page is laid out to its end and figures wake, one by one: they stand far
  // down, and until somebody goes there their pictures do. Who only looks, or has the page read out, gives no sign that a page can
  // hear. (A pointer that moves is none: browsers say so when a page comes up under one.)

  window.reader = new Promise((done) => {
    for (const sign of ["scroll", "pointerdown", "touchstart", "keydown", "focusin"]) {
      addEventListener(sign, done, { once: true, passive: true, capture: true });
    }
    parsed.then(() => setTimeout(done, 5000));
  });

  // --- the page's other scripts, which its head names but does not load: they run when there is something to read, as until
  // then they would only hold it up. Their files are asked for as soon as something is painted.

  const painted = new Promise((done) => {
    const never = document.visibilityState !== "visible" || !window.PerformanceObserver?.supportedEntryTypes?.includes("paint");
    if (never) done();
    // The first paint of all may be of an empty page.
    else new PerformanceObserver((seen) => seen.getEntriesByName("first-contentful-paint").length > 0 && done()).observe({ type: "paint", buffered: true });
    // A tab that is left before it has painted anything, or a browser that does not say when it has.
    document.addEventListener("visibilitychange", done);
    parsed.then(() => setTimeout(done, 3000));
  });
  const named = () => [...document.querySelectorAll("script[type=later]")];
  const ask = ({ src }) => document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "script", href: src }));
  // In their order, as they build on each other.
  const run = (place, i) => {
    const script = Object.assign(document.createElement("script"), { src: place.src, async: false });
    // The first is book.js. Without it the page is one without scripts; the figures have their own.
    if (i === 0) script.onerror = () => root.classList.remove("js", "later");
    place.replaceWith(script);
  };

  painted.then(() => named().forEach(ask));
  Promise.all([painted, parsed]).then(() => named().forEach(run));
  // One that never comes must not leave the page half laid out.
  parsed.then(() => setTimeout(whole, 8000));
}
