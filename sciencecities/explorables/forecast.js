// *Place your forecast*. The model is the twin of forecast.py; the rest draws it and keeps the reader's numbers.
import { button, choice, mount, panel, set, slider } from "./base.js";
import { keeper } from "./keep.js";
import { total } from "./plot.js";
import { h, paint, s, svg, wide } from "./shapes.js";
import { fixed, percent } from "./words.js";

const COIN = 0.25; // the Brier score of whoever always says 50 %
const BINS = 5;
const STEPS = (data) => [["practice", `${data.practice.edition}: practise`], ["score", "Score me"], ["next", `${data.next.edition}: forecast`]];

const roundOf = (data, step) => data[step === "next" ? "next" : "practice"];
const keyOf = (step, i) => `${step === "next" ? "p" : "q"}${i + 1}`;
const mean = (list) => total(list) / list.length;
const nine = (number) => Math.round(number * 1e9) / 1e9; // so that page and Python round the same number

export const brier = (said, truth) => nine(mean(said.map((one, i) => (one - Number(truth[i])) ** 2)));

export const expected = (said, rates) => nine(mean(said.map((one, i) => rates[i] * (one - 1) ** 2 + (1 - rates[i]) * one ** 2)));

/** By steps of equal width that were used: number, mean forecast, part that came true. */
export function calibration(said, truth, bins = BINS) {
  const step = said.map((one) => Math.min(Math.floor(one * bins + 1e-9), bins - 1));
  const used = [...new Set(step)].sort((a, b) => a - b);
  return used.map((bin) => {
    const at = said.map((_, i) => i).filter((i) => step[i] === bin);
    return [at.length, mean(at.map((i) => said[i])), mean(at.map((i) => Number(truth[i])))];
  });
}

/** The numbers on show: Forecast.value in Python. */
export function forecastValue(data, settings) {
  const { step } = settings;
  const { edition, statements } = roundOf(data, step);
  const forecasts = statements.map((_, i) => settings[keyOf(step, i)] / 100);
  const rates = statements.map((one) => one.true / one.read);
  const truth = statements.map((one) => one.truth);
  const scored = step !== "practice" && !truth.includes(null);
  const costs = forecasts.map((said, i) => brier([said], [truth[i]]));
  return {
    step,
    edition,
    n: statements.length,
    forecasts,
    base_rates: rates,
    mine_expected: expected(forecasts, rates),
    base_expected: expected(rates, rates),
    mine: scored ? brier(forecasts, truth) : null,
    base: scored ? brier(rates, truth) : null,
    true: scored ? truth.filter(Boolean).length : null,
    calibration: scored ? calibration(forecasts, truth) : null,
    worst: scored ? costs.indexOf(Math.max(...costs)) : null,
  };
}

/** The live sentence by lines: Forecast.lines in Python. */
export function forecastSentence(data, settings) {
  const v = forecastValue(data, settings);
  const { statements } = roundOf(data, v.step);
  const coin = fixed(COIN, 2);
  if (v.mine === null) {
    const live = v.step === "next";
    const said = fixed(total(v.forecasts.map((one) => Math.round(100 * one))) / v.n);
    return {
      headline: [live ? `Your forecast for edition ${v.edition}.` : `Practice on edition ${v.edition}, answers hidden.`],
      first: [`You say ${said}\u00a0% on average. If each statement came true as often as before, you could expect a score of `, [fixed(v.mine_expected, 2), "sc-x-blue"], ", the base rates ", [fixed(v.base_expected, 2), "sc-x-orange"], `, always 50\u00a0% ${coin}.`],
      more: [live ? `To be scored later: edition ${v.edition} is not in this book's tables yet.` : "0 is perfect, 1 as wrong as can be. Score yourself when you are ready."],
    };
  }
  const beside = v.mine === COIN ? "as good as" : v.mine < COIN ? "better than" : "worse than";
  const put = (fits) => {
    const at = statements.filter((_, i) => fits(v.forecasts[i]));
    return `${at.length}, of which ${at.filter((one) => one.truth).length}`;
  };
  const worst = statements[v.worst];
  return {
    headline: [`You score ${fixed(v.mine, 2)}: ${beside} always saying 50\u00a0%.`],
    first: [`In edition ${v.edition} ${v.true} of ${v.n} came true. The base rates score `, [fixed(v.base, 2), "sc-x-orange"], `, where ${fixed(v.base_expected, 2)} was to be expected had the past been a fair guide; always 50\u00a0% scores ${coin}.`],
    more: [`Above 50\u00a0% you put ${put((said) => said > 0.5)} came true; below, ${put((said) => said < 0.5)} did. Nothing cost more than “${worst.words}”: you said ${percent(v.forecasts[v.worst], 0)}, and it ${worst.truth ? "came true" : "did not"}. ${v.n} answers are too few to judge calibration.`],
  };
}

/** One statement: its slider, and below it on the same scale the base rate, the outcome and how far off one was. */
function row(model, i, write) {
  const data = model.get("data");
  const key = () => keyOf(model.get("step"), i);
  const { words } = data.practice.statements[i];
  const control = slider(words, { min: 0, max: 100 }, () => model.get(key()), (number) => `${number}\u00a0%`, (number) => write(key(), number));
  const strip = svg("svg", { class: "sc-x-svg", "aria-hidden": "true" });
  const said = h("p", { class: "sc-x-figures" });
  const draw = (v) => {
    const one = roundOf(data, v.step).statements[i];
    const width = wide(strip);
    const x = (part) => 22 + part * (width - 44); // where the slider's thumb is
    const rate = v.base_rates[i];
    const open = v.mine !== null;
    paint(
      strip,
      width,
      20,
      "",
      s("path", { d: `M${x(0)} 10H${x(1)}`, class: "sc-x-grid" }),
      open ? s("path", { d: `M${x(v.forecasts[i])} 10H${x(Number(one.truth))}`, class: "sc-x-line sc-x-stroke-blue" }) : [],
      open ? s("circle", { cx: x(Number(one.truth)), cy: 10, r: 8, class: "sc-x-handle" }) : [],
      s("path", { d: `M${x(rate)} 3l7 7l-7 7l-7 -7z`, class: "sc-x-fill-orange" }),
    );
    const cost = open ? brier([v.forecasts[i]], [one.truth]) : 0;
    said.replaceChildren(
      h("span", { class: "sc-x-orange" }, `◆ before: true in ${one.true} of ${one.read}`),
      open ? h("span", {}, `○ ${one.truth ? "came true" : "did not come true"}, costs ${fixed(cost, 2)}`) : "",
    );
  };
  return { node: h("li", {}, control.node, strip, said), sync: control.sync, draw };
}

/** The calibration picture: what was called so likely, against the part of it that came true. */
function curve() {
  const { node, picture } = panel("Of what you called so likely (across), this part came true (up)", "calibration");
  const draw = (v) => {
    const width = Math.min(wide(picture), 360);
    const [left, bottom, high] = [44, 200, 180];
    const x = (part) => left + 14 + part * (width - left - 32);
    const y = (part) => bottom - part * high;
    const words = v.calibration.map(([count, said, came]) => `${percent(said, 0)} on average, ${count}: ${percent(came, 0)} came true`);
    paint(
      picture,
      wide(picture),
      238,
      `Calibration: ${words.join("; ")}.`,
      [0, 0.5, 1].map((part) => [
        s("path", { d: `M${x(0)} ${y(part)}H${x(1)}`, class: "sc-x-grid" }),
        s("text", { x: left, y: y(part) + 4, class: "sc-x-quiet", "text-anchor": "end" }, percent(part, 0)),
        s("text", { x: x(part), y: bottom + 30, class: "sc-x-quiet", "text-anchor": "middle" }, percent(part, 0)),
      ]),
      s("path", { d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}`, class: "sc-x-equal" }),
      v.calibration.map(([count, said, came]) => [
        s("circle", { cx: x(said), cy: y(came), r: 6 + 2 * count, class: "sc-x-spot sc-x-fill-blue" }),
        s("text", { x: x(said), y: y(came) + 5, class: "sc-x-onbar", "text-anchor": "middle" }, String(count)),
      ]),
    );
  };
  return { node, draw };
}

function render({ model, el, share, asked = {} }) {
  const data = model.get("data");
  const { statements, edition } = data.practice;
  const settings = () => Object.fromEntries(Object.keys(model.get("limits")).map((name) => [name, model.get(name)]));
  const value = () => forecastValue(data, settings());
  const keep = keeper({ model, el, asked, kept: Boolean(share), statements: data.next });
  const step = choice("Round", STEPS(data), () => model.get("step"), (name) => set(model, { step: name }));
  const rows = statements.map((_, i) => row(model, i, (key, number) => {
    set(model, { [key]: number });
    if (model.get("step") === "next") keep.save();
  }));
  const list = h("ol", { class: "sc-x-scales" }, rows.map((one) => one.node));
  const rates = h("ul", { class: "sc-x-rates" }, statements.map((one) => h("li", {}, `${one.words}: `, h("b", {}, `${one.true} of ${one.read}`))));
  const picture = curve();
  const score = h("div", { class: "sc-x-row" }, button("Show me the answers", () => {
    set(model, { step: "score" });
    // The button goes; who pressed it by keyboard stands beside the answers and not nowhere.
    step.node.querySelector("[value=score]").focus();
  }, "sc-x-main"));
  const truth = statements.map((one) => one.truth);

  return mount(
    { model, el, share, asked },
    {
      name: "forecast",
      title: "Place your forecast",
      lead: "A forecast is a number that can be scored, and so is the past.",
      note: data.note,
      guess: {
        label: "Score of the base rates:",
        min: 0,
        max: 100,
        start: 25,
        unit: "hundredths",
        digits: 0,
        near: 2,
        say: (number) => fixed(number / 100, 2),
        exact: (number) => fixed(number / 100, 2),
        question: () => `Eight statements on edition ${edition}, and in how many earlier editions each was true. The Brier score is the mean squared distance between what one says and what comes: 0 is perfect, and always saying 50\u00a0% gets ${fixed(COIN, 2)}. What does someone score who always says the base rate?`,
        truth: () => Math.round(100 * brier(statements.map((one) => one.true / one.read), truth)),
      },
      key: () => "",
      top: [step],
      controls: [step, ...rows],
      stage: h("div", {}, rates, list),
      body: [picture.node, score, keep.node],
      draw(open) {
        rates.hidden = open;
        list.hidden = !open;
        if (!open) return;
        const v = value();
        rows.forEach((one) => one.draw(v));
        score.hidden = v.step !== "practice";
        keep.node.hidden = v.step !== "next";
        picture.node.hidden = v.mine === null;
        if (v.mine !== null) picture.draw(v);
      },
      sentence: () => forecastSentence(data, settings()),
      table() {
        const v = value();
        const outcome = (one) => (v.step === "practice" ? "hidden" : one.truth === null ? "not in our tables" : one.truth ? "yes" : "no");
        return {
          caption: `Statements on edition ${v.edition}`,
          head: ["Statement", "Claim", "True before", "Of editions read", "Base rate, %", "Yours, %", "Outcome"],
          rows: roundOf(data, v.step).statements.map((one, i) => [one.words, one.claim, one.true, one.read, fixed(100 * v.base_rates[i], 1), fixed(100 * v.forecasts[i]), outcome(one)]),
        };
      },
    },
  );
}

export default { render };
