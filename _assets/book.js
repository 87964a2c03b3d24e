// The page's own behaviour: colours, side bars, search box, copying code, printing. Everything else works without it.
"use strict";

{
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  // The breakpoints of book.css: beside the text there is room for the book's contents, and for the page's too.
  const wide = matchMedia("(min-width: 62em)");
  const wider = matchMedia("(min-width: 75em)");

  // Sphinx's search marks words on the page it leads to only when this is set; the book does not.
  window.SPHINX_HIGHLIGHT_ENABLED = false;

  // Work on many things, in pieces: a cheap telephone takes four times as long for each as a desk's machine, and a finger
  // should not have to wait for it.
  function inPieces(waiting, act, next = setTimeout) {
    const began = performance.now();
    while (waiting.length > 0 && performance.now() - began < 1) act(waiting.shift());
    if (waiting.length > 0) next(() => inPieces(waiting, act, next));
  }

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

  function followOtherTabs({ key, newValue }) {
    if (key !== "mode" && key !== null) return;
    root.dataset.mode = Object.hasOwn(MODES, newValue) ? newValue : "auto";
    showMode();
  }

  // --- what the book keeps: the colours and the reader's forecasts, in this browser and nowhere else

  const OWN = /^(mode$|sciencecities:)/;

  function forget(button) {
    if (!confirm("Clear the colours you chose and the forecasts you made? Nobody else has a copy.")) return;
    let kept = [];
    try {
      kept = Object.keys(localStorage).filter((key) => OWN.test(key));
      kept.forEach((key) => localStorage.removeItem(key));
    } catch {
      // Storage may be forbidden; nothing is kept then.
    }
    // As other tabs hear it: figures on this page drop what they had read, and the colours follow the system again.
    kept.forEach((key) => dispatchEvent(new StorageEvent("storage", { key, newValue: null })));
    const words = kept.length > 0 ? "Cleared: nothing is kept now" : "Nothing was kept";
    // Read once: a second press would else take the answer for the button's own words.
    button.dataset.words ??= button.textContent;
    button.textContent = words;
    announce(words);
    clearTimeout(forget.later);
    forget.later = setTimeout(() => (button.textContent = button.dataset.words), 3000);
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
    nameContentsButton();
  }

  // The button folds a side bar on wide screens and opens a dialog on narrow ones, and says which.
  function nameContentsButton() {
    const says = wide.matches
      ? { "aria-expanded": String(!root.classList.contains("contents-hidden")), "aria-controls": "contents" }
      : { "aria-haspopup": "dialog" };
    const button = document.querySelector('[data-book="contents"]');
    for (const name of ["aria-expanded", "aria-controls", "aria-haspopup"]) {
      if (name in says) button.setAttribute(name, says[name]);
      else button.removeAttribute(name);
    }
  }

  function closeWhenRoomy(query, dialogId) {
    query.addEventListener("change", () => query.matches && document.getElementById(dialogId).close());
  }

  // --- menus: closed by whatever leads away from them, as they would cover the text

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
  }

  function closeMenuByKey({ key }) {
    const menu = document.activeElement?.closest("details.menu[open]");
    if (key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  // --- search

  function openSearch() {
    const dialog = document.getElementById("search-sheet");
    if (!dialog.open) dialog.showModal();
    const field = dialog.querySelector("input");
    field.focus();
    field.select();
  }

  // --- printing: light paper, folds open, solutions as the reader left them

  let before = null;

  addEventListener("beforeprint", () => {
    const folds = [...document.querySelectorAll("details:not([open], .menu, .sc-exercise__solution)")];
    before = { theme: root.dataset.theme, folds };
    root.dataset.theme = "light";
    folds.forEach((fold) => (fold.open = true));
  });

  addEventListener("afterprint", () => {
    if (!before) return; // the page was printed before this script came
    root.dataset.theme = before.theme;
    before.folds.forEach((fold) => (fold.open = false));
  });

  // --- copying code

  function announce(words) {
    const status = document.getElementById("book-status");
    status.textContent = words;
    // Emptied, so that the same words are news again.
    setTimeout(() => (status.textContent = ""), 1500);
  }

  function addCopyButtons() {
    if (!navigator.clipboard) return;
    inPieces([...document.querySelectorAll("div.highlight > pre")], (block) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.setAttribute("aria-label", "Copy code");
      button.addEventListener("click", async () => {
        let said = "Copied";
        try {
          await navigator.clipboard.writeText(block.textContent);
        } catch {
          said = "Not copied";
        }
        button.textContent = said;
        announce(said);
        setTimeout(() => (button.textContent = "Copy"), 1500);
      });
      block.parentElement.append(button);
    });
  }

  // --- boxes that scroll sideways can be reached by keyboard

  const SCROLLERS = { pre: "Code", ".math-block": "Formula", ".sc-table, .pst-scrollable-table-container": "Table" };

  function nameOf(box, kind) {
    const caption = box.querySelector("caption") ?? box.closest("figure")?.querySelector("figcaption p");
    const heading = box.closest("section:has(> :is(h1, h2, h3, h4))")?.querySelector("h1, h2, h3, h4");
    const words = (caption ?? heading)?.cloneNode(true);
    words?.querySelectorAll(".headerlink").forEach((link) => link.remove());
    return words ? `${kind}: ${words.textContent.trim()}` : kind;
  }

  function reachScrollers() {
    const kinds = new Map();
    const taken = new Map();
    const reach = (box) => {
      if (box.getAttribute("role") === "region") return;
      const name = nameOf(box, kinds.get(box));
      const alike = taken.get(name) ?? taken.set(name, []).get(name);
      if (!alike.includes(box)) alike.push(box);
      const place = alike.indexOf(box);
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", place > 0 ? `${name} (${place + 1})` : name);
    };
    const leave = (box) => {
      if (box.getAttribute("role") === "region") ["tabindex", "role", "aria-label"].forEach((name) => box.removeAttribute(name));
    };
    // Heard after each layout, so that none has to be made for the asking.
    const watcher = new ResizeObserver((entries) => {
      for (const { target: box } of entries) (box.scrollWidth > box.clientWidth + 1 ? reach : leave)(box);
    });
    for (const [selector, kind] of Object.entries(SCROLLERS)) {
      for (const box of document.querySelectorAll(selector)) kinds.set(box, kind);
    }
    inPieces([...kinds.keys()], (box) => {
      // Before it is laid out nobody knows whether a box scrolls: better one stop too many than one too few.
      if (root.classList.contains("later")) reach(box);
      watcher.observe(box);
    });
  }

  // --- a long page is laid out as far as it is seen; the rest follows section by section when the browser is at rest, once there
  // is a reader

  function layOutTheRest() {
    const waiting = [...document.querySelectorAll("main :is(section section, .sc-claim)")];
    if (waiting.length === 0) root.classList.remove("later");
    const layOut = (section) => {
      section.classList.add("laid-out");
      // Asked for its place it is laid out now, so that the time it takes counts.
      section.getBoundingClientRect();
      if (waiting.length === 0) root.classList.remove("later");
    };
    inPieces(waiting, layOut, rest);
  }

  function rest(act) {
    if (window.requestIdleCallback) requestIdleCallback(act, { timeout: 300 });
    else setTimeout(act, 20);
  }

  // --- the section being read, marked in the page's contents

  function followReading() {
    const links = new Map(
      [...document.querySelectorAll(".page-contents a[href^='#']")].map((link) => [link.hash.slice(1), link]),
    );
    const sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const mark = (current) => {
      links.forEach((link, id) => {
        link.classList.toggle("active", id === current);
        if (id === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    };
    // The browser tells which sections reach up to 140 px from the top. To ask each for its place at every step would lay out
    // those that are far away.
    const near = new Set();
    const seen = (entries) => {
      for (const { target, isIntersecting } of entries) near[isIntersecting ? "add" : "delete"](target);
      const read = sections.findLast((section) => near.has(section));
      // Between two sections the one that was read stays marked.
      if (read || scrollY < innerHeight) mark((read ?? sections[0]).id);
    };
    let watcher;
    const watch = () => {
      watcher?.disconnect();
      near.clear();
      watcher = new IntersectionObserver(seen, { rootMargin: `0px 0px ${140 - innerHeight}px 0px` });
      sections.forEach((section) => watcher.observe(section));
    };
    addEventListener("resize", watch);
    watch();
  }

  const ACTIONS = {
    theme: nextMode,
    contents: toggleContents,
    "page-contents": () => openSheet("page-contents-sheet", "page-contents"),
    search: openSearch,
    forget,
    // The dialog of the button is closed before any of these.
    close: () => {},
    print: () => window.print(),
    // A frame around the page may forbid it; the button then does nothing.
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()).catch(() => {}),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-book]");
    if (!button) return;
    button.closest("dialog")?.close();
    ACTIONS[button.dataset.book](button);
  });

  addEventListener("pointerdown", ({ target }) => closeMenus(target));
  addEventListener("focusin", ({ target }) => closeMenus(target));
  addEventListener("keydown", closeMenuByKey);
  addEventListener("keydown", (event) => {
    if (event.key?.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    openSearch();
  });

  dark.addEventListener("change", showMode);
  addEventListener("storage", followOtherTabs);
  wide.addEventListener("change", nameContentsButton);
  closeWhenRoomy(wide, "contents-sheet");
  closeWhenRoomy(wider, "page-contents-sheet");
  nameContentsButton();
  document.querySelectorAll("dialog").forEach((dialog) => dialog.addEventListener("click", closeOnBackdrop));
  showMode();
  // One after another, so that a finger may come between.
  for (const chore of [addCopyButtons, reachScrollers, followReading]) setTimeout(chore);
  if (root.classList.contains("later")) window.reader.then(layOutTheRest);
  // What was pressed before all this was there: see theme.js.
  window.pressedEarly?.click();
}
