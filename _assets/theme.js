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
  document.documentElement.classList.add("js");
  // What is out of sight is laid out later, piece by piece: see `layOutTheRest` in book.js. Not where the reader comes back
  // or goes to a place far down, which has to be found at once.
  if (!location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") document.documentElement.classList.add("later");
}
