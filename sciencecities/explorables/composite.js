// *Build your own index*. The model is the twin of composite.py; the rest draws it.
import { button, choice, mount, panel, set, slider } from "./base.js";
import { ranks } from "./measures.js";
import { give, h, put, svg, wide } from "./shapes.js";
import { fixed, names } from "./words.js";

const ROW = 25;
const STAR = "★";

const total = (list) => list.reduce((all, one) => all + one, 0);
const snap = (number) => Math.floor(number * 1e9 + 0.5) / 1e9; // so that ties are ties in any language

/** One indicator on a scale that others can share, more always better: measures.normalise in Python. */
export function normalise(values, method, better = true) {
  const up = better ? values : values.map((value) => -value);
  const n = up.length;
  const [least, most] = [Math.min(...up), Math.max(...up)];
  if (method === "min-max") return up.map((value) => (value - least) / (most - least));
  if (method === "rank") return up.map((own) => (total(up.map((other) => (own > other) + (own === other) / 2)) - 0.5) / (n - 1));
  const mean = total(up) / n;
  const spread = Math.sqrt(total(up.map((value) => (value - mean) ** 2)) / n);
  return up.map((value) => (value - mean) / spread);
}

/** What each indicator adds to each unit's score; columns holds the values of each indicator. */
export function compositeParts(columns, weights, method, directions) {
  const scaled = columns.map((values, j) => normalise(values, method, directions[j]));
  const all = total(weights) || 1;
  return columns[0].map((_, i) => scaled.map((column, j) => (column[i] * weights[j]) / all));
}

const partsOf = (data, weights, method) => compositeParts(data.indicators.map((one) => one.values), weights, method, data.indicators.map((one) => one.better));

/** The numbers on show: Composite.value in Python. */
export function compositeValue(data, settings) {
  const { method } = settings;
  const { cities } = data;
  const weights = data.indicators.map((one) => settings[one.id]);
  const scored = (given) => partsOf(data, given, method).map((parts) => snap(total(parts)));
  const equal = ranks(scored(weights.map(() => 1)));
  const can = Object.keys(data.firsts[method]);
  const v = { method, weights, n: cities.length, equal_ranks: equal, can, scores: null, ranks: null, leaders: [], runners_up: [], margin: null };
  if (total(weights) === 0) return { ...v, changed: 0, moved: null, up: 0 };
  const scores = scored(weights);
  const now = ranks(scores);
  const behind = Math.min(...now.filter((rank) => rank > 1));
  const at = (wanted) => cities.filter((_, i) => now[i] === wanted);
  const steps = now.map((rank, i) => equal[i] - rank);
  const farthest = steps.reduce((best, step, i) => (Math.abs(step) > Math.abs(steps[best]) ? i : best), 0);
  return {
    ...v,
    scores,
    ranks: now,
    leaders: at(1),
    runners_up: at(behind),
    margin: Number.isFinite(behind) ? scores[now.indexOf(1)] - scores[now.indexOf(behind)] : null,
    changed: steps.filter((step) => step !== 0).length,
    moved: steps[farthest] === 0 ? null : cities[farthest],
    up: steps[farthest],
  };
}

/** Cities from the first down; with no weights, in the order of equal weights. */
const orderOf = ({ ranks: now, equal_ranks: equal }) => equal.map((_, i) => i).sort((a, b) => (now ?? equal)[a] - (now ?? equal)[b] || a - b);
const scaleOf = (method) => (method === "z-score" ? 1 : 100);

function moves(v) {
  if (new Set(v.weights).size === 1) return "These are equal weights: move one, and watch the places.";
  if (v.changed === 0) return "Against equal weights, no city changes its place.";
  return `Against equal weights, ${v.changed} of ${v.n} cities change places; ${v.moved} moves most, ${v.up > 0 ? "up" : "down"} ${Math.abs(v.up)}.`;
}

/** The live sentence by lines: Composite.lines in Python. */
export function compositeSentence(data, settings) {
  const v = compositeValue(data, settings);
  const possible = `Some weights or other put ${v.can.length} of the ${v.n} first; no weights do it for the other ${v.n - v.can.length}.`;
  if (v.leaders.length === 0) {
    return {
      headline: ["No weights, no ranking."],
      first: ["With every weight at zero there is nothing to add up: give at least one indicator some weight."],
      more: [possible],
    };
  }
  const [scale, digits] = [scaleOf(v.method), v.method === "z-score" ? 2 : 1];
  const alone = v.leaders.length === 1;
  const best = [fixed(scale * Math.max(...v.scores), digits), "sc-x-strong"];
  const score = [alone ? "It has " : "Each has ", ...(scale > 1 ? [best, " points of 100"] : ["a weighted z-score of ", best])];
  const lead = v.margin === null ? "" : fixed(scale * v.margin, digits);
  const rest = v.margin === null ? "." : `, ${Number(lead) === 0 ? "hardly more" : `${lead} more`} than ${names(v.runners_up)}.`;
  return {
    headline: [`${names(v.leaders)} ${alone ? "comes first" : "share the first place"}.`],
    first: [...score, rest],
    more: [`${moves(v)} ${possible}`],
  };
}

/** A bar a city, made once and then only moved, so that a change of places can be followed by eye. */
function ranking(data, onPick) {
  const { node, picture } = panel(`The ranking: tap a ${STAR} city to put it first`, "ranking");
  const rows = data.cities.map((city) => {
    const bars = data.indicators.map((one) => svg("rect", { y: 4, height: ROW - 9, class: `sc-x-part sc-x-fill-${one.color}` }));
    const texts = ["sc-x-city", "", "sc-x-strong", "sc-x-quiet"].map((kind) => svg("text", { y: 17, class: kind }));
    const [hit, tick] = [svg("rect", { height: ROW, class: "sc-x-hit" }), svg("path", { class: "sc-x-tick" })];
    return { bars, texts, hit, tick, group: svg("g", { class: "sc-x-lane", on: { click: () => onPick(city) } }, hit, bars, tick, texts) };
  });
  const zero = svg("path", { class: "sc-x-axis" });
  const said = svg("text", { class: "sc-x-guessing" });
  picture.append(zero, said, ...rows.map((row) => row.group));

  const draw = (v, parts, guess) => {
    const width = wide(picture);
    const signed = v.method === "z-score";
    const [left, right, open] = [88, width - (signed ? 70 : 56), guess === null];
    const sum = (row, side) => total(row.filter((part) => part * side > 0));
    const low = signed ? Math.min(...parts.map((row) => sum(row, -1))) : 0;
    const high = signed ? Math.max(low + 0.01, ...parts.map((row) => sum(row, 1))) : 1;
    const x = (value) => left + ((value - low) / (high - low)) * (right - left);
    const lanes = orderOf(v);
    const height = ROW * v.n + (open ? 0 : 30);
    const score = (i, digits) => (v.scores ? fixed(scaleOf(v.method) * v.scores[i], digits).replace("-", "−") : "");
    lanes.forEach((i, lane) => {
      const { bars, texts, hit, tick, group } = rows[i];
      const can = open && v.can.includes(data.cities[i]);
      const up = v.ranks ? v.equal_ranks[i] - v.ranks[i] : 0;
      group.style.setProperty("transform", `translateY(${lane * ROW}px)`);
      group.classList.toggle("sc-x-can", can);
      group.classList.toggle("sc-x-top", v.ranks?.[i] === 1);
      give(hit, { width });
      let [down, rise] = [x(0), x(0)];
      bars.forEach((bar, j) => {
        const size = Math.abs(x(parts[i][j]) - x(0));
        if (parts[i][j] < 0) down -= size;
        give(bar, { x: parts[i][j] < 0 ? down : rise, width: size });
        if (parts[i][j] > 0) rise += size;
      });
      const words = [data.cities[i], can ? STAR : "", open ? score(i, signed ? 2 : 0) : "", open && up !== 0 ? `${up > 0 ? "▲" : "▼"}${Math.abs(up)}` : ""];
      texts.forEach((text, column) => {
        give(text, { x: [0, left - 18, right + 6, width][column] });
        put(text, words[column]);
      });
      give(tick, { d: signed && v.scores ? `M${x(v.scores[i])} 1v${ROW - 4}` : "" });
    });
    give(zero, { d: `M${x(0)} 0v${ROW * v.n}` });
    give(said, { y: height - 6 });
    put(said, open ? "" : STAR.repeat(guess) + "☆".repeat(v.n - guess));
    const words = lanes.map((i) => `${data.cities[i]} ${score(i, signed ? 2 : 1)}`);
    give(picture, { viewBox: `0 0 ${width} ${height}`, height, "aria-label": `Bars of ${v.n} cities, from the first down: ${words.join(", ")}.` });
  };
  return { node, draw };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const limits = model.get("limits");
  const n = data.cities.length;
  const settings = () => Object.fromEntries(Object.keys(limits).map((name) => [name, model.get(name)]));
  const value = () => compositeValue(data, settings());
  const how = () => data.methods.find((one) => one.id === model.get("method"));
  const weightsFor = (city) => {
    const found = data.firsts[model.get("method")][city];
    return found && Object.fromEntries(data.indicators.map((one, j) => [one.id, found[j]]));
  };
  const putFirst = (city) => weightsFor(city) && set(model, weightsFor(city));

  const sliders = data.indicators.map((one) => {
    const swatch = h("span", { class: `sc-x-swatch sc-x-swatch-${one.color}`, "aria-hidden": "true" });
    const label = h("span", {}, swatch, one.label);
    return slider(label, limits[one.id], () => model.get(one.id), (weight) => `weight ${weight}`, (weight) => set(model, { [one.id]: weight }));
  });
  const method = choice("Bring them to one scale", data.methods.map((one) => [one.id, one.label]), () => model.get("method"), (id) => set(model, { method: id }));
  const bars = ranking(data, putFirst);
  const weights = h("div", { class: "sc-x-side sc-x-weights" }, sliders.map((one) => one.node));
  const stage = h("div", { class: "sc-x-pair" }, weights, bars.node);
  const remark = h("p", { class: "sc-x-remark" });
  const presses = h("div", { class: "sc-x-row", role: "group", "aria-label": "Weights that put a city first" });
  const never = h("p", { class: "sc-x-remark" });
  let listed = "";
  const list = (can) => {
    if (listed === model.get("method")) return;
    listed = model.get("method");
    const press = (city) => {
      const node = button(city, () => putFirst(city), "sc-x-preset");
      node.setAttribute("aria-label", `${city}: weights that put it first`);
      return node;
    };
    presses.replaceChildren(h("span", { class: "sc-x-label" }, "Weights that put first"), ...can.map(press));
    never.textContent = `No weights put these first: ${data.cities.filter((city) => !can.includes(city)).join(", ")}.`;
  };

  return mount(
    { model, el, share, asked },
    {
      name: "composite",
      title: "Build your own index",
      lead: "Weights that nobody can check decide who comes first.",
      note: data.note,
      guess: {
        label: "Cities that can be put first:",
        min: 0,
        max: n,
        start: Math.round(n / 2),
        get unit() {
          return Math.abs(model.get("guess") - this.truth()) === 1 ? "city" : "cities";
        },
        digits: 0,
        near: 0.5,
        say: (number) => `${fixed(number)} of ${n}`,
        exact: (number) => `${fixed(number)} of ${n}`,
        question: () => `Here are ${n} cities, ranked by five indicators with equal weights. ${how().how} With other weights, how many of the ${n} can you put first, alone?`,
        truth: () => value().can.length,
        preview(guess) {
          const flat = { ...settings(), ...Object.fromEntries(data.indicators.map((one) => [one.id, 1])) };
          bars.draw(compositeValue(data, flat), partsOf(data, data.indicators.map(() => 1), flat.method), guess);
        },
      },
      key: () => model.get("method"),
      top: [method],
      controls: [method, ...sliders],
      stage,
      body: [h("div", { class: "sc-x-firsts" }, presses, never, remark)],
      draw(open) {
        weights.hidden = !open;
        stage.classList.toggle("sc-x-alone", !open);
        if (!open) return;
        const v = value();
        bars.draw(v, partsOf(data, v.weights, v.method), null);
        list(v.can);
        remark.textContent = `${how().how}${v.method === "z-score" ? " Parts below the mean go left; the line marks the sum." : ""}`;
        presses.querySelectorAll("button").forEach((node) => {
          const wanted = Object.entries(weightsFor(node.textContent) ?? { none: 1 });
          node.setAttribute("aria-pressed", wanted.every(([name, weight]) => model.get(name) === weight));
        });
      },
      sentence: () => compositeSentence(data, settings()),
      table() {
        const v = value();
        const scale = scaleOf(v.method);
        const parts = partsOf(data, v.weights, v.method);
        return {
          caption: `How each score is made: ${how().label}`,
          head: ["City", "Rank", "Score", ...data.indicators.map((one) => one.label), "Rank, equal weights", "Can be first"],
          rows: orderOf(v).map((i) => [
            data.cities[i],
            v.ranks ? String(v.ranks[i]) : "none",
            v.scores ? fixed(scale * v.scores[i], 2) : "none",
            ...parts[i].map((part) => fixed(scale * part, 2)),
            String(v.equal_ranks[i]),
            v.can.includes(data.cities[i]) ? "yes" : "no",
          ]),
        };
      },
    },
  );
}

export default { render };
