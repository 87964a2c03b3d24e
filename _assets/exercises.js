// Checks a number or a choice on the page itself: no kernel, no server, nothing kept. The key in each form's data
// attribute was computed from the tables when the page was built; its sentences are those of the notebook's check().
(() => {
  "use strict";

  const PERCENT = /(%|pct\.?|percentagepoints?|per-?cent|points?|pp)$/i;
  const AS_PERCENT = "That is right as a percentage: write it as a part of 1, without the per cent sign.";

  const NO_PERCENT = "The number is right, but it is no percentage: leave the per cent sign away.";

  // A text in plain signs, with no blanks and no full stop at its end.
  function squeezed(text) {
    return text.normalize("NFKC").replace(/[\u2212\u2013]/g, "-").replace(/\s/g, "").replace(/\.$/, "");
  }

  // A number as people write it: 31.9, 31,9, 1,234.5, −3, minus 3, ~3, full-width digits, with or without its unit. NaN when
  // it is none, and a text when it may be read in two ways: the number with a point, to be suggested.
  function readNumber(text, unit) {
    let t = squeezed(text).replace(/^[~\u2248\u223c]/, "").replace(/^minus/i, "-");
    // The unit's words from the last to the first: of "million yuan", either may be left out, and of "years" the s.
    for (const word of unit.toLowerCase().split(" ").reverse()) {
      const form = [word, word.replace(/s$/, "")].find((one) => one && t.toLowerCase().endsWith(one));
      if (form) t = t.slice(0, -form.length);
    }
    t = t.replace(PERCENT, "");
    // With a nought in front, as in 0,158, the comma can only be a decimal point.
    if (/^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(t)) {
      // 1,234 may be a thousand or a little more than one: ask rather than guess.
      if ((t.match(/,/g) || []).length === 1 && !t.includes(".")) return t.replace(",", ".");
      t = t.replace(/,/g, "");
    }
    if (/^[+-]?\d*,\d+$/.test(t)) t = t.replace(",", ".");
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(t) ? Number(t) : NaN;
  }

  function near(a, b, tolerance) {
    return a === b || Math.abs(a - b) <= tolerance;
  }

  // The twin of `direction` in classroom/judge.py.
  function direction(key, answer) {
    const right = key.expected;
    if (Math.abs(answer - right) <= key.close * key.tolerance) return "close";
    if (answer * right < 0) return "sign";
    if (Math.abs(answer) >= 20 * Math.abs(right) || Math.abs(answer) <= Math.abs(right) / 20) return "order";
    return answer > right ? "high" : "low";
  }

  function typical(one) {
    return { status: one.credit ? "partly" : "wrong", credit: one.credit, feedback: one.feedback };
  }

  function judgeNumber(key, text) {
    const answer = readNumber(text, key.unit);
    if (typeof answer === "string") {
      const says = `Is the comma a decimal point? Then write a point instead: ${answer}.`;
      return { status: "invalid", feedback: says };
    }
    if (!Number.isFinite(answer)) return { status: "invalid", feedback: `Write only the number, such as ${key.expected < 0 ? "-" : ""}0.16.` };
    // Only a text can bear a per cent sign, so the notebook's check has no such sentences.
    const signed = /(%|pct|per-?cent)$/i.test(squeezed(text));
    if (near(answer, key.expected, key.tolerance)) {
      const odd = signed && !/^percent/.test(key.unit);
      return odd ? { status: "invalid", feedback: NO_PERCENT } : { status: "right", feedback: key.says.right };
    }
    const percent = signed && !key.unit && near(answer / 100, key.expected, key.tolerance);
    const found = key.near.find((one) => near(answer, one.value, one.tolerance));
    if (percent) return typical({ credit: found ? found.credit : 0, feedback: AS_PERCENT });
    return found ? typical(found) : { status: "wrong", feedback: key.says[direction(key, answer)] };
  }

  function judgeChoice(key, chosen) {
    if (chosen === key.expected) return { status: "right", feedback: key.says.right };
    for (const one of key.near) if (chosen === one.value) return typical(one);
    return { status: "wrong", feedback: key.says.option };
  }

  function headline(key, result) {
    const words = key.headlines[result.status];
    const credit = result.status === "right" ? 1 : result.credit || 0;
    return credit ? `${words} (${Math.round(100 * credit * key.points) / 100} of ${key.points} points)` : words;
  }

  function show(form, key, result) {
    const out = form.querySelector(".sc-result");
    const strong = document.createElement("strong");
    strong.textContent = `${headline(key, result)}. `;
    out.className = `sc-result sc-result--${result.status}`;
    // What stands between two backticks is code.
    const parts = result.feedback.split("`").map((part, i) => {
      if (i % 2 === 0) return part;
      const code = document.createElement("code");
      code.textContent = part;
      return code;
    });
    out.replaceChildren(strong, ...parts);
  }

  function start(form) {
    const key = JSON.parse(form.dataset.key);
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = key.kind === "number" ? form.elements.answer.value : (new FormData(form).get("answer") || "");
      if (!given.trim()) show(form, key, { status: "empty", feedback: "Give an answer first." });
      else show(form, key, key.kind === "number" ? judgeNumber(key, given) : judgeChoice(key, given));
    });
  }

  const run = () => document.querySelectorAll("form.sc-exercise__form[data-key]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
})();
