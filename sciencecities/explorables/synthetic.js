// *Build a synthetic Hefei*. The model is the twin of synthetic.py; the rest draws it.
import { choice, h, mount, paint, panel, s, set, slider } from "./base.js";
import { syntheticControl } from "./simplex.js";
import { fixed, names, ordinal, percent } from "./words.js";

const FEWEST_DONORS = 3;
const RARE = 0.1;
const NAMED = 0.005;
const FARTHEST = 60;
const kindOf = (data, id) => data.samples.find((kind) => kind.id === id);
const within = ([low, high], year) => Math.min(high, Math.max(low, year));

/** The donors of a sample that are left out, as long as enough remain. */
function dropped({ units, treated }, out) {
  const donors = units.filter((unit) => unit !== treated);
  return donors.filter((unit) => out.includes(unit)).slice(0, donors.length - FEWEST_DONORS);
}

/** Growth in per cent chained from 100. */
function chain(growth) {
  let factor = 1;
  return [100, ...growth.map((rate) => 100 * (factor *= 1 + rate / 100))];
}

/** Each unit's fit against the others, the treated one's own, and the numbers on show: Synthetic.value in Python. */
export function syntheticValue(data, { sample, event: asked, penalty, out: named }, placebos = true) {
  const kind = kindOf(data, sample);
  const out = dropped(kind, named);
  const event = within(kind.events, asked);
  const units = kind.units.filter((unit) => !out.includes(unit));
  const levels = units.map((unit) => chain(kind.growth[kind.units.indexOf(unit)]));
  const own = units.indexOf(kind.treated);
  const fit = (i) => syntheticControl(levels[i], levels.filter((_, j) => j !== i), event - kind.first, penalty);
  const fits = units.map((_, i) => (placebos || i === own ? fit(i) : null));
  const { weights, synthetic, gap, before } = fits[own];
  const donors = units.filter((_, i) => i !== own);
  const ratios = fits.map((one) => one?.ratio);
  return {
    unit: kind.treated,
    year: kind.first + kind.growth[0].length,
    event,
    out,
    donors: donors.length,
    weights: Object.fromEntries(donors.map((unit, i) => [unit, weights[i]])),
    synthetic,
    gap,
    gap_pct: (100 * gap.at(-1)) / synthetic.at(-1),
    rmspe_pre: before,
    ratio: ratios[own],
    rank: ratios.filter((one) => one > ratios[own]).length + 1,
    n: units.length,
    p_value: ratios.filter((one) => one >= ratios[own]).length / units.length,
    biggest: donors[weights.indexOf(Math.max(...weights))],
    fits,
    units,
    levels,
    own,
  };
}

function compared(gap) {
  const size = fixed(Math.abs(gap), 1);
  return size === "0.0" ? "level with" : `${size}\u00a0% ${gap > 0 ? "above" : "below"}`;
}

/** The live sentence by lines: Synthetic.lines in Python. */
export function syntheticSentence(data, { sample }, v) {
  const parts = Object.keys(v.weights).filter((unit) => v.weights[unit] >= NAMED).sort((a, b) => v.weights[b] - v.weights[a]);
  const caveat = kindOf(data, sample).caveats[v.biggest];
  return {
    headline: [`${v.p_value <= RARE ? "Rare, by this score: suggestive" : "Not rare, by this score: suggestive at best"}, not proof.`],
    first: [
      v.out.length > 0 ? `Without ${names(v.out)}, ` : "",
      [v.unit, "sc-x-blue"],
      `'s real GDP of ${v.year} is `,
      [compared(v.gap_pct), "sc-x-strong"],
      " its ",
      ["synthetic twin", "sc-x-orange"],
      `'s, with ${v.event} as the first year after.`,
    ],
    more: [
      `The twin is ${names(parts.map((unit) => `${percent(v.weights[unit], 0)} ${unit}`))}; before ${v.event} it misses ${v.unit} by ${fixed(v.rmspe_pre, 1)} index points. After, the gap is ${fixed(v.ratio, 1)} times as large: `,
      [`${ordinal(v.rank)} of ${v.n}`, "sc-x-strong"],
      ` such ratios, p = ${fixed(v.p_value, 2)}.${caveat ? ` Mind ${v.biggest}: ${caveat}.` : ""}`,
    ],
  };
}

const line = (points, kind) => s("path", { d: `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`, class: kind });
const text = (x, y, words, kind = "quiet", anchor = "start") => s("text", { x, y, class: `sc-x-${kind}`, "text-anchor": anchor }, words);

/** A picture of lines over the years, with the year from which "after" counts. */
function chart(title, name, height) {
  const { node, picture } = panel(title, name);
  const draw = (v, kind, description, low, high, ticks, make) => {
    const width = Math.max(picture.clientWidth, 200);
    const [left, right, top, bottom] = [36, width - 70, 10, height - 20];
    const x = (i) => left + (i / (v.gap.length - 1)) * (right - left);
    const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - top);
    const start = x(v.event - kind.first - 0.5);
    paint(
      picture,
      width,
      height,
      description,
      ticks.map(([value, words]) => [line([[left, y(value)], [right, y(value)]], value === 0 ? "sc-x-now" : "sc-x-grid"), text(left - 5, y(value) + 4, words, "quiet", "end")]),
      line([[start, top], [start, bottom]], "sc-x-break"),
      text(start + 4, top + 6, `from ${v.event}`),
      make((values, kindOfLine) => line(values.map((value, i) => [x(i), y(value)]), `sc-x-line ${kindOfLine}`), y, (value, words, color) => text(right + 6, value, words, `tag sc-x-${color}`), x),
      text(left, height - 4, String(kind.first)),
      text(right, height - 4, String(v.year), "quiet", "end"),
    );
  };
  return { node, draw };
}

/** A chip for each donor: out or in, with its part of the twin as a bar. */
function donorChips(model, names) {
  const toggle = (unit) => {
    const out = model.get("out");
    set(model, { out: names.filter((name) => (name === unit) !== out.includes(name)) });
  };
  const chips = names.map((unit) => {
    const input = h("input", { type: "checkbox", on: { change: () => toggle(unit) } });
    const part = h("small");
    return { unit, input, part, node: h("label", { class: "sc-x-donor" }, input, h("span", {}, h("b", {}, unit), " ", part)) };
  });
  const node = h("fieldset", { class: "sc-x-donors" }, h("legend", { class: "sc-x-label" }, "Donors: tap one to leave it out, or to bring it back"), chips.map((chip) => chip.node));
  const sync = (v, kind) =>
    chips.forEach((chip) => {
      const weight = v.weights[chip.unit] ?? 0;
      chip.node.hidden = !kind.units.includes(chip.unit) || chip.unit === v.unit;
      chip.input.checked = !v.out.includes(chip.unit);
      chip.input.disabled = chip.input.checked && v.donors <= FEWEST_DONORS;
      chip.part.textContent = chip.input.checked ? (weight < NAMED ? "" : percent(weight, 0)) : "left out";
      chip.node.style.setProperty("--part", weight);
    });
  return { node, sync };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const limits = model.get("limits");
  const settings = () => Object.fromEntries(Object.keys(limits).map((name) => [name, model.get(name)]));
  // All placebos take a few hundredths of a second; several parts of one frame ask for the same ones.
  let kept = {};
  const value = () => {
    const name = JSON.stringify(settings());
    if (kept.name !== name) kept = { name, value: syntheticValue(data, settings()) };
    return kept.value;
  };
  const kind = () => kindOf(data, model.get("sample"));
  const toSample = (id) => set(model, { sample: id, event: within(kindOf(data, id).events, model.get("event")) });
  const sample = choice("Sample", data.samples.map((one) => [one.id, one.label]), () => model.get("sample"), toSample);
  const event = slider("First year that counts as after", { min: () => kind().events[0], max: () => kind().events[1] }, () => value().event, String, (year) => set(model, { event: year }));
  const penalty = choice("Penalty on donors unlike it", limits.penalty.options.map((one) => [one, String(one)]), () => model.get("penalty"), (one) => set(model, { penalty: one }));
  const donors = donorChips(model, limits.out.options);
  const twin = chart("Real GDP, first year = 100", "twin", 240);
  const gaps = chart("The gap, in per cent of the twin", "gaps", 240);
  const odds = panel("RMSPE ratio: gap after, as a multiple of the gap before", "odds");
  const stage = h("div", {}, h("div", { class: "sc-x-pair" }, twin.node, gaps.node), odds.node);

  /** Both lines; before the reveal the twin stops where "after" begins, and the guess is a dot. */
  const drawTwin = (v, guess) => {
    const own = v.levels[v.own];
    const high = Math.max(...own, ...v.synthetic, guess === null ? 0 : own.at(-1) / (1 + guess / 100));
    const words = guess === null ? `Real GDP of ${v.unit} and its twin: ${fixed(own.at(-1))} and ${fixed(v.synthetic.at(-1))} in ${v.year}.` : `Real GDP of ${v.unit} to ${v.year}, and of its twin until ${v.event}.`;
    const step = [50, 100, 200, 500].find((one) => high / one < 6) ?? 1000;
    const ticks = Array.from({ length: Math.floor(high / step) }, (_, i) => [(i + 1) * step, String((i + 1) * step)]).filter(([level]) => level >= 100);
    twin.draw(v, kind(), words, 90, high * 1.02, ticks, (trace, y, tag) => {
      const ends = [own.at(-1), guess === null ? v.synthetic.at(-1) : own.at(-1) / (1 + guess / 100)].map((level) => y(level) + 4);
      if (Math.abs(ends[0] - ends[1]) < 15) ends[1] = ends[0] + (ends[1] < ends[0] ? -15 : 15);
      return [
        trace(guess === null ? v.synthetic : v.synthetic.slice(0, v.event - kind().first), "sc-x-double"),
        trace(own, "sc-x-stroke-blue"),
        tag(ends[0], v.unit, "blue"),
        tag(ends[1], guess === null ? "its twin" : "your guess", "orange"),
      ];
    });
  };

  const drawGaps = (v) => {
    const per = v.fits.map((fit) => fit.gap.map((gap, t) => Math.max(-FARTHEST, Math.min(FARTHEST, (100 * gap) / fit.synthetic[t]))));
    const reach = Math.max(20, Math.ceil(Math.max(...per.flat().map(Math.abs)) / 10) * 10);
    const ticks = [-reach / 2, 0, reach / 2].map((gap) => [gap, `${gap > 0 ? "+" : ""}${fixed(gap)}`.replace("-", "\u2212")]);
    gaps.draw(v, kind(), `Gaps of ${v.n} units to their twins; ${v.unit} ends ${compared(v.gap_pct)} its own.`, -reach, reach, ticks, (trace, y, tag) => [
      per.map((gap, i) => (i === v.own ? [] : trace(gap, "sc-x-placebo"))),
      trace(per[v.own], "sc-x-stroke-blue"),
      tag(y(per[v.own].at(-1)) + 4, v.unit, "blue"),
      tag(y(-reach) - 2, "placebos", "quiet"),
    ]);
  };

  const drawOdds = (v) => {
    const width = Math.max(odds.picture.clientWidth, 200);
    const logs = v.fits.map((fit) => Math.log10(fit.ratio));
    const [low, high] = [Math.min(...logs), Math.max(...logs)];
    const x = (log) => 12 + ((log - low) / (high - low || 1)) * (width - 24);
    const powers = [-1, 0, 1, 2, 3, 4, 5].filter((power) => power >= low && power <= high);
    paint(
      odds.picture,
      width,
      58,
      `RMSPE ratios of ${v.n} units: ${v.unit} is ${ordinal(v.rank)}, at ${fixed(v.ratio, 1)}.`,
      powers.map((power) => [line([[x(power), 8], [x(power), 40]], "sc-x-grid"), text(x(power), 54, `${fixed(10 ** power, power < 0 ? 1 : 0)}\u00d7`, "quiet", "middle")]),
      logs.map((log, i) => (i === v.own ? [] : s("circle", { cx: x(log), cy: 17 + 7 * (i % 3), r: 4, class: "sc-x-fill-hatch" }))),
      s("circle", { cx: x(logs[v.own]), cy: 24, r: 8, class: "sc-x-spot sc-x-fill-blue" }),
    );
  };

  return mount(
    { model, el, share, asked },
    {
      name: "synthetic",
      title: "Build a synthetic Hefei",
      lead: "A twin mixed from other places says what the gap is worth.",
      note: "Real GDP is growth as the statistical offices publish it, chained. Weights are found on the years before and kept for those after; a penalty on donors unlike the unit one by one makes them definite. A placebo is the same exercise for a donor, as if it had been the one. Gaps beyond 60\u00a0% are drawn at the edge. Hefei took in a part of Chaohu in August 2011; its growth from 2011 is on the new area. At least three donors stay.",
      guess: {
        label: "My guess:",
        min: -40,
        max: 60,
        start: 0,
        unit: "points",
        digits: 1,
        near: 2,
        say: (number) => `${number > 0 ? "+" : ""}${fixed(number)}\u00a0%`.replace("-", "\u2212"),
        exact: (number) => `${compared(number)} the twin`,
        question: () => `We mix a twin that follows ${value().unit} until ${value().event - 1}, out of ${value().donors} places. By how many per cent is ${value().unit}'s real GDP of ${value().year} above (+) or below (\u2212) that of its twin?`,
        truth: () => value().gap_pct,
        preview: (guess) => drawTwin(value(), guess),
      },
      key: () => JSON.stringify(settings()),
      top: [],
      controls: [sample, event, penalty],
      stage,
      body: [donors.node, h("div", { class: "sc-x-dials" }, event.node, penalty.node), sample.node],
      draw(open) {
        gaps.node.hidden = odds.node.hidden = !open;
        stage.firstChild.classList.toggle("sc-x-alone", !open);
        if (!open) return;
        const v = value();
        donors.sync(v, kind());
        drawTwin(v, null);
        drawGaps(v);
        drawOdds(v);
      },
      sentence: () => syntheticSentence(data, settings(), value()),
      table() {
        const v = value();
        const rank = (fit) => v.fits.filter((other) => other.ratio > fit.ratio).length + 1;
        const row = (unit, i) => {
          const fit = v.fits[i];
          const gap = (100 * fit.gap.at(-1)) / fit.synthetic.at(-1);
          return [unit, fixed(100 * (v.weights[unit] ?? 0), 1), fixed(gap, 1), fixed(fit.before, 2), fixed(fit.ratio, 1), String(rank(fit))];
        };
        const rows = v.units.map(row);
        return {
          caption: `${v.unit} and its donors, each against its own twin, with ${v.event} as the first year after`,
          head: ["Unit", `Per cent of ${v.unit}'s twin`, `Gap ${v.year}, %`, "RMSPE before", "RMSPE ratio", "Rank"],
          rows: [rows[v.own], ...rows.filter((_, i) => i !== v.own)],
        };
      },
    },
  );
}

export default { render };
