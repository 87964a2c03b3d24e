// *Rewrite the claim*. The model is the twin of rewrite.py; the rest draws it and counts what the reader has done.
import { button, choice, mount, pick, set } from "./base.js";
import { h, paint, s, svg, wide } from "./shapes.js";

const STRIKE = 4;
const HEADLINES = { mend: ["So it still fails.", "So it holds."], strike: ["Struck too soon.", "Rightly struck."] };

const nowOf = (data, { claim }) => data.claims.find((one) => one.id === claim);

/** What is on show: Rewrite.value in Python. */
export function rewriteValue(data, { claim, option }) {
  const now = nowOf(data, { claim });
  const { phrase = null, sentence = now.claim, holds = null, why = null, figure = null } = now.options[option - 1] ?? {};
  // A wrong choice explains itself alone, so that there is still something to find.
  const explained = holds ? now.options.map((_, i) => i + 1) : option > 0 ? [option] : [];
  const mended = data.claims.filter((one) => !one.options[STRIKE - 1].holds).length;
  return { claim, option, phrase, sentence, holds, why, figure, explained, n: data.claims.length, mended };
}

/** The live sentence by lines: Rewrite.lines in Python. */
export function rewriteSentence(data, settings) {
  const v = rewriteValue(data, settings);
  if (v.holds === null) {
    return { headline: [`As it stands: ${nowOf(data, settings).verdict}.`], first: [v.sentence], more: ["Which phrase does justice to the evidence, or must it go?"] };
  }
  const [before, after] = v.sentence.split(v.phrase);
  return {
    headline: [HEADLINES[v.option === STRIKE ? "strike" : "mend"][Number(v.holds)]],
    first: after === undefined ? [v.sentence] : [before, [v.phrase, v.holds ? "sc-x-blue" : "sc-x-orange"], after],
    more: [`${v.why} (${v.figure}.)`],
  };
}

/** One mark a claim: a disc when done at the first choice, a diamond when later, a ring when open; a line under the one on show. */
function tally() {
  const node = svg("svg", { class: "sc-x-svg sc-x-tally", role: "img" });
  const draw = (marks, at, caption) => {
    const shapes = marks.map((mark, i) => {
      const x = 11 + i * 26;
      if (mark === "later") return s("path", { d: `M${x} 4l8 8l-8 8l-8 -8z`, class: "sc-x-fill-orange" });
      return s("circle", { cx: x, cy: 12, r: 8, class: mark === "first" ? "sc-x-fill-blue" : "sc-x-nobody" });
    });
    const under = at < 0 ? [] : s("path", { d: `M${3 + at * 26} 26h16`, class: "sc-x-tick" });
    paint(node, wide(node, 270), 52, caption, shapes, under, s("text", { x: 0, y: 46, class: "sc-x-quiet" }, caption));
  };
  return { node, draw };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const ids = data.claims.map((one) => one.id);
  const settings = () => ({ claim: model.get("claim"), option: model.get("option") });
  const done = new Map(); // claim -> "first" or "later", once its right choice was made; "tried" before
  const choose = (option) => {
    const { claim } = settings();
    const { holds } = rewriteValue(data, { claim, option });
    const before = done.get(claim);
    if (option > 0 && (before === undefined || before === "tried")) done.set(claim, holds ? (before ? "later" : "first") : "tried");
    set(model, { option });
  };
  const turn = (claim) => set(model, { claim, option: 0 });
  const claim = pick("Claim", data.claims.map((one) => [one.id, `${one.id}: ${one.claim}`]), () => model.get("claim"), turn);
  const words = ids.slice(0, STRIKE + 1).map(() => document.createTextNode(""));
  const option = choice("Put in", words.map((word, i) => [i, word]), () => model.get("option"), choose);
  const next = button("Next claim", () => turn(ids[(ids.indexOf(model.get("claim")) + 1) % ids.length]));
  const score = tally();
  const reasons = h("ul", { class: "sc-x-reasons" });

  return mount(
    { model, el, share, asked },
    {
      name: "rewrite",
      title: "Rewrite the claim",
      lead: "A claim is as true as its qualifier.",
      note: data.note,
      guess: {
        label: "My guess:",
        min: 0,
        max: ids.length,
        start: Math.round(ids.length / 2),
        get unit() {
          return Math.abs(model.get("guess") - this.truth()) === 1 ? "claim" : "claims";
        },
        digits: 0,
        near: 0.5,
        say: (number) => `${number} of ${ids.length}`,
        exact: (number) => `${number} of ${ids.length}`,
        question: () => `Here are ${ids.length} claims of the essay that say too much or are wrong. How many of them can one phrase mend, so that the evidence supports them?`,
        truth: () => rewriteValue(data, settings()).mended,
        preview: (guess) => score.draw(ids.map((_, i) => (i < guess ? "first" : "open")), -1, `your guess: ${guess} of ${ids.length} can be mended`),
      },
      key: () => "",
      top: [claim, option],
      controls: [claim, option],
      stage: h("div", {}, score.node),
      body: [reasons, h("div", { class: "sc-x-row" }, next)],
      draw(open) {
        if (!open) return;
        const v = rewriteValue(data, settings());
        const { options } = nowOf(data, v);
        words.forEach((word, i) => (word.data = i === 0 ? "nothing: as it stands" : options[i - 1].phrase));
        reasons.replaceChildren(
          ...v.explained.map((number) => {
            const { phrase, holds, why, figure } = options[number - 1];
            return h("li", {}, h("b", { class: holds ? "sc-x-blue" : "sc-x-orange" }, `${holds ? "✓ Holds" : "✗ Fails"}: ${phrase}.`), ` ${why} (${figure}.)`);
          }),
        );
        const marks = ids.map((id) => done.get(id));
        const [first, later] = ["first", "later"].map((kind) => marks.filter((mark) => mark === kind).length);
        score.draw(marks, ids.indexOf(v.claim), `${first + later} of ${ids.length} done, ${first} at the first choice`);
      },
      sentence: () => rewriteSentence(data, settings()),
      table: () => ({
        caption: `Four ways out for ${model.get("claim")}`,
        head: ["Phrase", "Sentence", "Holds", "Why", "Deciding figure"],
        rows: nowOf(data, settings()).options.map((one) => [one.phrase, one.sentence, one.holds ? "yes" : "no", one.why, one.figure]),
      }),
    },
  );
}

export default { render };
