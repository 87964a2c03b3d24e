// *City against city*. The model is the twin of versus.py; the rest draws it.
import { choice, mount, pick, set } from "./base.js";
import { h, paint, put, s, svg, wide } from "./shapes.js";
import { fixed } from "./words.js";

const WAYS = { total: "in total", resident: "per resident" };
const otherOf = (count) => (count === "total" ? "resident" : "total");

const pairOf = (data, row, { city, rival }, count) => [city, rival].map((name) => row[count].values[data.cities.indexOf(name)]);

/** Who is ahead on one indicator: "ahead" (the city), "behind", "equal", or "gaps" when one has no figure. */
function sideOf(row, [first, second]) {
  if (first === null || second === null) return "gaps";
  if (first === second) return "equal";
  return first > second === row.better ? "ahead" : "behind";
}

function sides(data, settings, count) {
  const out = { ahead: [], behind: [], equal: [], gaps: [] };
  data.rows.forEach((row) => out[sideOf(row, pairOf(data, row, settings, count))].push(row.id));
  return out;
}

/** The numbers on show: Versus.value in Python. */
export function versusValue(data, settings) {
  const { city, rival, count } = settings;
  const other = sides(data, settings, otherOf(count));
  return {
    city,
    rival,
    count,
    n: data.rows.length,
    ...sides(data, settings, count),
    other: [other.ahead.length, other.behind.length],
    residents: [city, rival].map((name) => data.residents[data.cities.indexOf(name)]),
  };
}

function leads(v, ahead, behind, still = "") {
  if (ahead === behind) return `A draw, ${ahead} to ${behind}`;
  return `${ahead > behind ? v.city : v.rival}${still} leads, ${Math.max(ahead, behind)} to ${Math.min(ahead, behind)}`;
}

/** The live sentence by lines: Versus.lines in Python. */
export function versusSentence(data, settings) {
  const v = versusValue(data, settings);
  const [ahead, behind] = [v.ahead.length, v.behind.length];
  const rest = [
    ...(v.equal.length > 0 ? [`; they are equal on ${v.equal.length}`] : []),
    ...(v.gaps.length > 0 ? [`; for ${v.gaps.length} a figure is not published in the sources used`] : []),
  ];
  const [now, then] = [Math.sign(ahead - behind), Math.sign(v.other[0] - v.other[1])];
  const said = then === 0 ? `it is ${now === 0 ? "still " : ""}a draw, ${v.other.join(" to ")}` : leads(v, ...v.other, now === then ? " still" : "");
  const otherwise = `Counted ${WAYS[otherOf(v.count)]}, ${said}${now * then < 0 ? ": the lead changes hands" : ""}.`;
  const people = [v.city, v.rival].map((name, i) => `${name} ${v.residents[i] === null ? "not published" : `${fixed(v.residents[i], 1)} million`}`);
  return {
    headline: [`${leads(v, ahead, behind)}.`],
    first: [`Counted ${WAYS[v.count]}, `, [v.city, "sc-x-blue"], " is ahead of ", [v.rival, "sc-x-orange"], ` on ${ahead} of ${v.n} indicators and behind on ${behind}`, ...rest, "."],
    more: [`${otherwise} Residents: ${people.join(", ")}.`],
  };
}

const diamond = (x, y) => `M${x} ${y - 8}l8 8l-8 8l-8 -8z`;

/** One mark an indicator: a disc for the city, a diamond for the rival, a ring for a gap or a tie. */
function tally() {
  const node = svg("svg", { class: "sc-x-svg sc-x-tally", role: "img" });
  const draw = (won, caption) => {
    const width = wide(node);
    const marks = won.map((side, i) => {
      const x = 10 + i * 28;
      if (side === "behind") return s("path", { d: diamond(x, 12), class: "sc-x-fill-orange" });
      return s("circle", { cx: x, cy: 12, r: 8, class: side === "ahead" ? "sc-x-fill-blue" : "sc-x-nobody" });
    });
    const beside = width > 480;
    const at = beside ? { x: won.length * 28 + 8, y: 16 } : { x: 0, y: 42 };
    paint(node, width, beside ? 24 : 48, caption, marks, s("text", { ...at, class: "sc-x-quiet" }, caption));
  };
  return { node, draw };
}

/** One indicator: its name, a scale with a grey mark a city and the better end on the right, and both figures in words. */
function scale(data, row) {
  const picture = svg("svg", { class: "sc-x-svg", "aria-hidden": "true" });
  const unit = h("span", { class: "sc-x-unit-name" });
  const said = h("p", { class: "sc-x-figures" });
  const node = h("li", {}, h("p", { class: "sc-x-label" }, row.label, " ", unit), picture, said);
  const draw = (settings) => {
    const { unit: words, digits, values } = row[settings.count];
    const known = values.filter((value) => value !== null);
    const [low, high] = row.better ? [0, Math.max(...known)] : [Math.max(...known), 1];
    const width = wide(picture);
    const x = (value) => 8 + ((value - low) / (high - low)) * (width - 16);
    const holder = (value) => `${data.cities[values.indexOf(value)]} ${fixed(value, digits)}`;
    const pair = pairOf(data, row, settings, settings.count);
    const side = sideOf(row, pair);
    const [first, second] = pair;
    put(unit, `${words}, ${row.year}`);
    paint(
      picture,
      width,
      36,
      "",
      s("path", { d: `M8 10H${width - 8}`, class: "sc-x-grid" }),
      known.map((value) => s("path", { d: `M${x(value)} 4v12`, class: "sc-x-other" })),
      first === null ? [] : s("circle", { cx: x(first), cy: 10, r: 8, class: "sc-x-spot sc-x-fill-blue" }),
      second === null ? [] : s("path", { d: diamond(x(second), 10), class: "sc-x-spot sc-x-fill-orange" }),
      s("text", { x: 0, y: 33, class: "sc-x-quiet" }, row.better ? "0" : holder(low)),
      s("text", { x: width, y: 33, class: "sc-x-quiet", "text-anchor": "end" }, `${holder(row.better ? high : Math.min(...known))} best`),
    );
    const figure = (name, value, kind, mark, wins) =>
      h("span", { class: `sc-x-${kind}` }, `${mark} ${name}${value === null ? ": not published in the sources used" : ` ${fixed(value, digits)}`}${side === "equal" ? ", equal" : side === wins ? ", ahead" : ""}`);
    said.replaceChildren(figure(settings.city, first, "blue", "●", "ahead"), figure(settings.rival, second, "orange", "◆", "behind"));
  };
  return { node, draw };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const n = data.rows.length;
  const settings = () => Object.fromEntries(Object.keys(model.get("limits")).map((name) => [name, model.get(name)]));
  const value = () => versusValue(data, settings());
  const options = data.cities.map((city) => [city, city]);
  const city = pick("Compare", options, () => model.get("city"), (name) => set(model, { city: name }), () => model.get("rival"));
  const rival = pick("with", options, () => model.get("rival"), (name) => set(model, { rival: name }), () => model.get("city"));
  const count = choice("Shares and GDP", Object.entries(WAYS), () => model.get("count"), (way) => set(model, { count: way }));
  const pickers = { node: h("div", { class: "sc-x-rivals" }, city.node, rival.node) };
  const score = tally();
  const scales = data.rows.map((row) => scale(data, row));
  const list = h("ol", { class: "sc-x-scales" }, scales.map((one) => one.node));

  return mount(
    { model, el, share, asked },
    {
      name: "versus",
      title: "City against city",
      lead: "Who is ahead depends on what is counted, and by what it is divided.",
      note: data.note,
      guess: {
        label: "My guess:",
        min: 0,
        max: n,
        start: Math.round(n / 2),
        get unit() {
          return Math.abs(model.get("guess") - this.truth()) === 1 ? "indicator" : "indicators";
        },
        digits: 0,
        near: 0.5,
        say: (number) => `${fixed(number)} of ${n}`,
        exact: (number) => `${fixed(number)} of ${n}`,
        question: () => `Take ${n} indicators: ranks, Shares, R&D, GDP and growth, with Shares and GDP counted ${WAYS[model.get("count")]}. On how many is ${model.get("city")} ahead of ${model.get("rival")}? (Where a figure is missing, nobody is ahead.)`,
        truth: () => value().ahead.length,
        preview: (guess) => score.draw(data.rows.map((_, i) => (i < guess ? "ahead" : "nobody")), `your guess: ${model.get("city")} ahead on ${guess} of ${n}`),
      },
      key: () => JSON.stringify(settings()),
      top: [pickers, count],
      controls: [city, rival, count],
      stage: h("div", {}, score.node, list),
      body: [],
      draw(open) {
        list.hidden = !open;
        if (!open) return;
        const now = settings();
        const v = value();
        score.draw(data.rows.map((row) => sideOf(row, pairOf(data, row, now, now.count))), `${v.city} ahead on ${v.ahead.length}, ${v.rival} on ${v.behind.length}`);
        scales.forEach((one) => one.draw(now));
      },
      sentence: () => versusSentence(data, settings()),
      table() {
        const now = settings();
        return {
          caption: `${now.city} and ${now.rival}, counted ${WAYS[now.count]}`,
          head: ["Indicator", "Unit", "Year", now.city, now.rival, "Source"],
          rows: data.rows.map((row) => {
            const { unit, digits } = row[now.count];
            return [row.label, unit, row.year, ...pairOf(data, row, now, now.count).map((value) => (value === null ? "not published" : fixed(value, digits))), row.source];
          }),
        };
      },
    },
  );
}

export default { render };
