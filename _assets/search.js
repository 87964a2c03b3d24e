// Two things that Sphinx's search leaves to the page it runs on. Loaded after its code and before its index.
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

  // Who comes without a question comes to ask one.
  if (!new URLSearchParams(location.search).get("q")?.trim()) document.querySelector("main input[name=q]").focus();
}
