// *Build a synthetic Hefei*. The model is the twin of synthetic.py; the rest draws it.
import { choice, mount, panel, remembered, set, slider } from "./base.js";
import { chainIndex } from "./measures.js";
import { h, paint, put, s, wide } from "./shapes.js";
import { placebos, syntheticControl } from "./simplex.js";
import { fixed, names, ordinal, percent } from "./words.js";

const FEWEST_DONORS = 3;
const RARE = 0.1;
const NAMED = 0.005;
const kindOf = (data, id) => data.samples.find((kind) => kind.id === id);
const within = (low, value, high) => Math.min(high, Math.max(low, value));
const ended = ({ gap, synthetic }) => (100 * gap.at(-1)) / synthetic.at(-1);

/** The numbers on show, Synthetic.value in Python, and what they come from: every unit's levels and fit. The placebos, which
 * take longest, are made when they are asked for: the guess needs none. */
export function syntheticValue(data, { sample, event: asked, penalty, out: named }) {
  const kind = kindOf(data, sample);
  const others = kind.units.filter((unit) => unit !== kind.treated);
  const out = others.filter((unit) => named.includes(unit)).slice(0, others.length - FEWEST_DONORS);
  const event = within(kind.events[0], asked, kind.events[1]);
  const units = kind.units.filter((unit) => !out.includes(unit));
  const levels = units.map((unit) => chainIndex(kind.growth[kind.units.indexOf(unit)]));
  const own = units.indexOf(kind.treated);
  const but = (list) => list.filter((_, i) => i !== own);
  const donors = but(units);
  const pre = event - kind.first;
  const fit = syntheticControl(levels[own], but(levels), pre, penalty);
  const { weights, synthetic, gap, before, ratio } = fit;
  let made;
  const tests = () => (made ??= placebos(levels, pre, penalty));
  return {
    unit: kind.treated,
    year: kind.first + gap.length - 1,
    event,
    out,
    donors: donors.length,
    weights: Object.fromEntries(donors.map((unit, i) => [unit, weights[i]])),
    synthetic,
    gap,
    gap_pct: ended(fit),
    rmspe_pre: before,
    ratio,
    get rank() { return tests().rank[own]; },
    n: units.length,
    get p_value() { return tests().pValue[own]; },
    biggest: donors[weights.indexOf(Math.max(...weights))],
    from: { kind, units, levels, own, tests },
  };
}

function compared(gap) {
  const size = fixed(Math.abs(gap), 1);
  return size === "0.0" ? "level with" : `${size}\u00a0% ${gap > 0 ? "above" : "below"}`;
}

/** The live sentence by lines: Synthetic.lines in Python. */
export function syntheticSentence(v) {
  const parts = Object.entries(v.weights).filter(([, weight]) => weight >= NAMED).sort(([, a], [, b]) => b - a);
  const caveat = v.from.kind.caveats[v.biggest];
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
      `The twin is ${names(parts.map(([unit, weight]) => `${percent(weight, 0)} ${unit}`))}; before ${v.event} it misses ${v.unit} by ${v.rmspe_pre < 0.05 ? "under 0.1" : fixed(v.rmspe_pre, 1)} index points. After, the gap is ${fixed(v.ratio, v.ratio < 100 ? 1 : 0)} times as large: `,
      [`${ordinal(v.rank)} of ${v.n}`, "sc-x-strong"],
      ` such ratios, p = ${fixed(v.p_value, 2)}.${caveat ? ` Mind ${v.biggest}: ${caveat}.` : ""}`,
    ],
  };
}

/** A line through points; one that is null breaks it. */
const line = (points, kind) => s("path", { d: points.map((point, i) => point && `${points[i - 1] ? "L" : "M"}${point[0].toFixed(1)} ${point[1].toFixed(1)}`).join(""), class: `sc-x-${kind}` });
const text = (x, y, words, kind = "quiet", anchor = "start") => s("text", { x, y, class: `sc-x-${kind}`, "text-anchor": anchor }, words);

/** A picture of lines over the years; `make` gets its scale, a way to draw a line and one to name it. */
function chart(title, name) {
  const { node, picture } = panel(title, name);
  const draw = ({ event, year, gap, from: { kind } }, description, low, high, make) => {
    const width = wide(picture);
    const [left, right, top, bottom] = [36, width - 84, 10, 210];
    const x = (i) => left + (i / (gap.length - 1)) * (right - left);
    const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - top);
    const step = [10, 20, 50, 100, 200].find((one) => (high - low) / one < 6) ?? 500;
    const first = Math.ceil(low / step);
    const ticks = Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
    const start = x(event - kind.first - 0.5);
    paint(
      picture,
      width,
      230,
      description,
      ticks.map((value) => [
        line([[left, y(value)], [right, y(value)]], value === 0 ? "now" : "grid"),
        text(left - 5, y(value) + 4, fixed(value).replace("-", "\u2212"), "quiet", "end"),
      ]),
      line([[start, top], [start, bottom]], "break"),
      make(
        y,
        (values, color) => line(values.map(([i, value]) => (value >= low && value <= high ? [x(i), y(value)] : null)), `line sc-x-${color}`),
        (at, words, color) => text(right + 6, at + 4, words, `tag sc-x-${color}`),
      ),
      text(start + 4, bottom - 5, `from ${event}`, "tag sc-x-quiet"),
      text(left, 226, String(kind.first)),
      text(right, 226, String(year), "quiet", "end"),
    );
  };
  return { node, draw };
}

/** A chip for each donor. Those with a part of the twin come first and then stay, so that none moves under a finger. */
function donorChips(model, options) {
  const chips = options.map((unit) => {
    const act = () => {
      const out = model.get("out");
      set(model, { out: options.filter((one) => (one === unit) !== out.includes(one)) });
    };
    const input = h("input", { type: "checkbox", on: { change: act } });
    const part = h("small");
    return { unit, input, part, node: h("label", { class: "sc-x-donor" }, input, h("span", {}, h("b", {}, unit), " ", part)) };
  });
  const first = h("div", { class: "sc-x-donors" });
  const rest = h("div", { class: "sc-x-donors" }, chips.map((chip) => chip.node));
  const summary = h("summary");
  const more = h("details", { class: "sc-x-numbers" }, summary, rest);
  const node = h("fieldset", { class: "sc-x-choice" }, h("legend", { class: "sc-x-label" }, "Tap a donor to leave it out"), first, more);
  const sync = (v) => {
    let hidden = 0;
    for (const { unit, input, part, node: chip } of chips) {
      const weight = v.weights[unit] ?? 0;
      const out = v.out.includes(unit);
      if (rest.contains(chip) && (weight >= NAMED || (out && !more.open))) first.append(chip);
      chip.hidden = !out && !(unit in v.weights);
      input.checked = !out;
      input.disabled = !out && v.donors <= FEWEST_DONORS;
      put(part, out ? "left out" : weight < NAMED ? "" : percent(weight, 0));
      chip.style.setProperty("--part", weight);
      hidden += !chip.hidden && rest.contains(chip);
    }
    put(summary, `${hidden} more donors`);
  };
  return { node, sync };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const limits = model.get("limits");
  const settings = () => Object.fromEntries(Object.keys(limits).map((name) => [name, model.get(name)]));
  const values = remembered((asked) => syntheticValue(data, asked));
  const value = () => values(settings());
  const events = () => kindOf(data, model.get("sample")).events;
  const toSample = (id) => {
    const [low, high] = kindOf(data, id).events;
    set(model, { sample: id, event: within(low, model.get("event"), high) });
  };
  const sample = choice("Sample", data.samples.map((one) => [one.id, one.label]), () => model.get("sample"), toSample);
  const event = slider("First year after", { min: () => events()[0], max: () => events()[1] }, () => value().event, String, (year) => set(model, { event: year }));
  const penalty = choice("Penalty on unlike donors", limits.penalty.options.map((one) => [one, String(one)]), () => model.get("penalty"), (one) => set(model, { penalty: one }));
  const donors = donorChips(model, limits.out.options);
  const twin = chart("Real GDP, first year = 100", "twin");
  const gaps = chart("Gap in per cent of the twin; grey: placebos", "gaps");
  const odds = panel("RMSPE ratio: gap after over gap before", "odds");
  const right = h("div", { class: "sc-x-side" }, gaps.node, odds.node);
  const stage = h("div", { class: "sc-x-pair" }, h("div", { class: "sc-x-side" }, twin.node, donors.node), right);

  /** Before the reveal the twin stops where "after" begins, and the guess goes on from there. */
  const drawTwin = (v, guess) => {
    const own = v.from.levels[v.from.own];
    const pre = v.event - v.from.kind.first;
    const twinned = [...v.synthetic.entries()];
    const end = guess === null ? v.synthetic.at(-1) : own.at(-1) / (1 + guess / 100);
    const high = Math.max(...own, end);
    const words = `Real GDP in ${v.year}: ${v.unit} ${fixed(own.at(-1))}, ${guess === null ? "its twin" : "by your guess its twin"} ${fixed(end)}.`;
    twin.draw(v, words, 90, high, (y, trace, tag) => {
      const at = y(end) - y(own.at(-1));
      return [
        trace([...own.entries()], "stroke-blue"),
        trace(guess === null ? twinned : [...twinned.slice(0, pre), [own.length - 1, end]], "double"),
        tag(y(own.at(-1)), v.unit, "blue"),
        tag(y(own.at(-1)) + (at < 0 ? Math.min(at, -15) : Math.max(at, 15)), guess === null ? "its twin" : "your guess", "orange"),
      ];
    });
  };

  const drawGaps = (v) => {
    const { own, tests } = v.from;
    const { fits } = tests();
    const per = fits.map((fit) => fit.gap.map((gap, t) => (100 * gap) / fit.synthetic[t]));
    const reach = Math.max(20, 2 * Math.max(...per[own].map(Math.abs)));
    const [low, high] = [Math.max(-reach, Math.min(...per.flat())), Math.min(reach, Math.max(...per.flat()))];
    gaps.draw(v, `Gaps of ${v.n} units to their twins; ${v.unit} ends ${compared(v.gap_pct)} its own.`, low, high, (y, trace, tag) => {
      const lines = per.map((gap, i) => trace([...gap.entries()], i === own ? "stroke-blue" : "placebo"));
      return [lines, lines[own], tag(y(v.gap_pct), v.unit, "blue")];
    });
  };

  const drawOdds = (v) => {
    const width = wide(odds.picture);
    const logs = v.from.tests().fits.map((fit) => Math.log10(fit.ratio));
    const [low, high] = [Math.min(...logs), Math.max(...logs)];
    const x = (log) => 10 + ((log - low) / (high - low || 1)) * (width - 20);
    const mine = x(Math.log10(v.ratio));
    const powers = [0, 1, 2, 3, 4].filter((power) => power >= low && power <= high);
    paint(
      odds.picture,
      width,
      64,
      `RMSPE ratios of ${v.n} units: ${v.unit} is ${ordinal(v.rank)}.`,
      powers.map((power) => [line([[x(power), 18], [x(power), 48]], "grid"), text(x(power), 61, `${fixed(10 ** power)}\u00d7`, "quiet", "middle")]),
      logs.map((log, i) => (i === v.from.own ? [] : s("circle", { cx: x(log), cy: 26 + 7 * (i % 3), r: 4, class: "sc-x-fill-hatch" }))),
      s("circle", { cx: mine, cy: 33, r: 8, class: "sc-x-spot sc-x-fill-blue" }),
      text(within(30, mine, width - 30), 14, `${v.unit} ${ordinal(v.rank)}`, "tag sc-x-blue", "middle"),
    );
  };

  return mount(
    { model, el, share, asked },
    {
      name: "synthetic",
      title: "Build a synthetic Hefei",
      lead: "A twin mixed from other places says what a gap is worth.",
      note: data.note,
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
      top: [sample],
      controls: [sample, event, penalty],
      stage,
      body: [h("div", { class: "sc-x-dials" }, event.node, penalty.node)],
      draw(open) {
        donors.node.hidden = right.hidden = !open;
        stage.classList.toggle("sc-x-alone", !open);
        if (!open) return;
        donors.sync(value());
        drawTwin(value(), null);
        drawGaps(value());
        drawOdds(value());
      },
      sentence: () => syntheticSentence(value()),
      table() {
        const { unit, year, event: start, weights, from } = value();
        const { fits, rank } = from.tests();
        const rows = fits.map((fit, i) => [
          from.units[i],
          ...[100 * (weights[from.units[i]] ?? 0), ended(fit), fit.before, fit.ratio].map((number, column) => fixed(number, column === 2 ? 2 : 1)),
          String(rank[i]),
        ]);
        return {
          caption: `${unit} and its donors, each against its own twin, with ${start} as the first year after`,
          head: ["Unit", `% of ${unit}'s twin`, `Gap ${year}, %`, "RMSPE before", "RMSPE ratio", "Rank"],
          rows: [...rows.splice(from.own, 1), ...rows],
        };
      },
    },
  );
}

export default { render };
