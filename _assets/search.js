// What Sphinx's search leaves to the page it runs on. Loaded after its code and before its index.
"use strict";

{
  // Sphinx looks words up in plain objects, where "constructor" and "__proto__" are found without being in the index.
  // It also asks these objects for hasOwnProperty, which no word can be: words are looked up in small letters.
  const bare = Object.create(null, { hasOwnProperty: { value: Object.prototype.hasOwnProperty } });
  const setIndex = Search.setIndex;
  Search.setIndex = (index) => {
    for (const table of [index.terms, index.titleterms]) Object.setPrototypeOf(table, bare);
    setIndex(index);
  };

  // A file may not fetch another: the lines below each title are left out of a book opened from a folder.
  const results = document.getElementById("search-results");
  if (location.protocol === "file:") {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
    results.classList.add("titles-only");
  }

  // Sphinx speaks of categories, which this book has not, and of "page(s)".
  const own = (words) =>
    words
      .replace(/^Your search did not match .*$/s, "No page has all these words. Try fewer or others; the shortest and commonest are left out.")
      .replace(/page\(s\)/, / 1 page/.test(words) ? "page" : "pages");

  // Sphinx writes how many pages it found without saying so: what it writes is read out when it comes to rest.
  let rest;
  new MutationObserver(() => {
    const summary = results.querySelector(".search-summary");
    const said = summary?.textContent.trim() ?? "";
    if (own(said) !== said) summary.textContent = own(said);
    clearTimeout(rest);
    rest = setTimeout(() => {
      const words = results.querySelector(".search-summary")?.textContent.trim() ?? "";
      const status = document.getElementById("book-status");
      if (status.textContent !== words) status.textContent = words;
    }, 500);
  }).observe(results, { childList: true, subtree: true, characterData: true });

  // Who comes without a question comes to ask one.
  if (!new URLSearchParams(location.search).get("q")?.trim()) document.querySelector("main input[name=q]").focus();
}
