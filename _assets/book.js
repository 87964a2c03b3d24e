// The page's own behaviour: colours, side bars, search box, copying code, printing. Everything else works without it.
"use strict";

{
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wide = matchMedia("(min-width: 992px)");

  // Sphinx's search marks words on the page it leads to only when this is set; the book does not.
  window.SPHINX_HIGHLIGHT_ENABLED = false;

  // --- colours: as the system, light, dark

  const MODES = { auto: "as the system", light: "light", dark: "dark" };

  function showMode() {
    const mode = root.dataset.mode;
    root.dataset.theme = mode === "dark" || (mode === "auto" && dark.matches) ? "dark" : "light";
    const words = `Colours: ${MODES[mode]}`;
    for (const button of document.querySelectorAll('[data-book="theme"]')) {
      button.title = words;
      button.querySelector(".visually-hidden").textContent = words;
    }
  }

  function nextMode() {
    // The first step away from the system's choice is the one that changes something.
    const order = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    root.dataset.mode = order[(order.indexOf(root.dataset.mode) + 1) % order.length];
    try {
      localStorage.setItem("mode", root.dataset.mode);
    } catch {
      // Storage may be forbidden; the choice then lasts for this page.
    }
    showMode();
  }

  // --- side bars: beside the text on wide screens, in a dialog on narrow ones

  function openSheet(dialogId, sidebarId) {
    const dialog = document.getElementById(dialogId);
    const sidebar = document.getElementById(sidebarId);
    const place = document.createComment("");
    sidebar.replaceWith(place);
    dialog.append(sidebar);
    dialog.addEventListener("close", () => place.replaceWith(sidebar), { once: true });
    dialog.showModal();
  }

  function closeOnBackdrop({ target, currentTarget: dialog, clientX: x, clientY: y }) {
    const box = dialog.getBoundingClientRect();
    const outside = x < box.left || x > box.right || y < box.top || y > box.bottom;
    const followed = target.closest("a[href]");
    // A press on Enter in the search form arrives as a click at 0, 0.
    if (followed || (target === dialog && outside)) dialog.close();
  }

  function toggleContents() {
    if (wide.matches) root.classList.toggle("contents-hidden");
    else openSheet("contents-sheet", "contents");
  }

  // --- search

  function openSearch() {
    const dialog = document.getElementById("search-sheet");
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("input").select();
  }

  // --- printing: light paper, folds open

  let before = null;

  addEventListener("beforeprint", () => {
    const folds = [...document.querySelectorAll("details:not([open]):not(.menu)")];
    before = { theme: root.dataset.theme, folds };
    root.dataset.theme = "light";
    folds.forEach((fold) => (fold.open = true));
  });

  addEventListener("afterprint", () => {
    root.dataset.theme = before.theme;
    before.folds.forEach((fold) => (fold.open = false));
  });

  // --- copying code

  function addCopyButtons() {
    if (!navigator.clipboard) return;
    for (const block of document.querySelectorAll("div.highlight > pre")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.setAttribute("aria-label", "Copy code");
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(block.textContent);
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = "Copy"), 1500);
      });
      block.parentElement.append(button);
    }
  }

  // --- boxes that scroll sideways can be reached by keyboard

  function reachScrollers() {
    for (const box of document.querySelectorAll("pre, .sc-table, .pst-scrollable-table-container, .math-block")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  // --- the section being read, marked in the page's contents

  function followReading() {
    const links = new Map(
      [...document.querySelectorAll(".page-contents a[href^='#']")].map((link) => [link.hash.slice(1), link]),
    );
    const sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    if (sections.length === 0) return;
    const mark = () => {
      const read = sections.filter((section) => section.getBoundingClientRect().top < 140);
      const current = (read.at(-1) ?? sections[0]).id;
      links.forEach((link, id) => {
        link.classList.toggle("active", id === current);
        if (id === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    };
    let asked = false;
    addEventListener("scroll", () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        mark();
      });
    }, { passive: true });
    mark();
  }

  const ACTIONS = {
    theme: nextMode,
    contents: toggleContents,
    "page-contents": () => openSheet("page-contents-sheet", "page-contents"),
    search: openSearch,
    print: () => window.print(),
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-book]");
    if (!button) return;
    button.closest("dialog")?.close();
    ACTIONS[button.dataset.book]();
  });

  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    openSearch();
  });

  dark.addEventListener("change", showMode);
  document.querySelectorAll("dialog").forEach((dialog) => dialog.addEventListener("click", closeOnBackdrop));
  showMode();
  addCopyButtons();
  reachScrollers();
  addEventListener("resize", reachScrollers);
  followReading();
}
