// The ledger's filter: three native selects, the count announced, the setting kept in the address.
(() => {
  "use strict";
  const NAMES = ["verdict", "kind", "chapter"];

  function start(form) {
    const claims = [...document.querySelectorAll(".sc-claim")];
    const status = form.querySelector(".sc-ledger-count");
    const field = (name) => form.elements.namedItem(name);

    function shows(claim) {
      return NAMES.every((name) => {
        const wanted = field(name).value;
        const has = claim.dataset[name];
        return !wanted || (name === "chapter" ? has.split(" ").includes(wanted) : has === wanted);
      });
    }

    function apply() {
      let count = 0;
      for (const claim of claims) {
        claim.hidden = !shows(claim);
        if (!claim.hidden) count += 1;
      }
      status.textContent = count
        ? `${count} of ${claims.length} claims shown.`
        : "No claim fits these three choices.";
    }

    function read() {
      const asked = new URLSearchParams(location.search);
      for (const name of NAMES) {
        const value = asked.get(name) || "";
        const known = [...field(name).options].some((option) => option.value === value);
        field(name).value = known ? value : "";
      }
      apply();
      reveal();
    }

    function clear() {
      for (const name of NAMES) field(name).value = "";
      apply();
      write();
    }

    function write() {
      const asked = new URLSearchParams();
      for (const name of NAMES) if (field(name).value) asked.set(name, field(name).value);
      const query = asked.toString();
      // The address still names its claim, unless the new choices hide it.
      const hash = document.getElementById(location.hash.slice(1))?.hidden ? "" : location.hash;
      history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + hash);
    }

    // A link to one claim wins over a filter that would hide it.
    function reveal() {
      const target = document.getElementById(location.hash.slice(1));
      if (!target || !target.matches(".sc-claim") || !target.hidden) return;
      clear();
      target.scrollIntoView();
    }

    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => { apply(); write(); });
    // The browser empties the fields only after the event, so this does it now.
    form.addEventListener("reset", (event) => { event.preventDefault(); clear(); });
    window.addEventListener("hashchange", reveal);
    window.addEventListener("popstate", read);
    read();
  }

  const run = () => document.querySelectorAll("form.sc-ledger-filter").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
})();
