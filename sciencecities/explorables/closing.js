// *When would it close?* The model is the twin of closing.py; the rest draws it.
import { choice, drag, mount, panel, set, slider } from "./base.js";
import { keyDot, keyRing } from "./map.js";
import { scale, trace } from "./plot.js";
import { h, paint, s, uid, wide } from "./shapes.js";
import { fixed, signed } from "./words.js";

const [CHART, TOP, LEFT] = [230, 10, 26];
const PATIENCE = 150; // the largest guess, in years

const ratioIn = (data, year) => data.ratio[data.years.indexOf(year)];
const pieceOf = (data, year) => Math.max(...data.pieces.filter((start) => start <= year));
const points = (lead) => fixed(Math.abs(lead), 6).replace(/\.?0+$/, "");
const span = (years) => `${fixed(years)} year${fixed(years) === "1" ? "" : "s"}`;

/** The numbers on show: Closing.value in Python. */
export function closingValue(data, { lead, start, horizon }) {
  const ratio = ratioIn(data, start);
  const after = (years) => ratio * Math.exp((-lead / 100) * years);
  const check = Math.max(...data.years.filter((year) => pieceOf(data, year) === pieceOf(data, start)));
  const ahead = check > start;
  return {
    ...{ lead, start, horizon, ratio },
    at_horizon: after(horizon),
    half_years: lead > 0 ? (100 * Math.log(ratio / (1 + (ratio - 1) / 2))) / lead : null,
    years: lead > 0 ? (100 * Math.log(ratio)) / lead : null,
    check: ahead ? check : null,
    check_path: ahead ? after(check - start) : null,
    check_seen: ahead ? ratioIn(data, check) : null,
  };
}

/** The live sentence by lines: Closing.lines in Python. */
export function closingSentence(data, settings) {
  const v = closingValue(data, settings);
  const opening = `In ${v.start} the coast made ${fixed(v.ratio, 2)} times as much per head as the interior. If the interior grew `;
  const then = `; in ${v.start + v.horizon} the ratio would be ${fixed(v.at_horizon, 2)}.`;
  const still = points(v.lead) === "0";
  const strong = (text) => [text, "sc-x-blue"];
  const seen = data.seen.map(({ label, nominal }) => `${signed(nominal, 1)} in ${label}`).join(", ");
  return {
    headline: [v.years === null ? `Never${still ? "." : ": further apart each year."}` : `Level after ${span(v.years)}.`],
    first:
      v.years === null
        ? [opening, ...(still ? ["as fast as"] : [strong(`${points(v.lead)} points`), " a year slower than"]), ` the coast, they would never be level${then}`]
        : [opening, strong(`${points(v.lead)} points`), " a year faster and never tired, half of the gap would be gone after ", `${span(v.half_years)} and all of it after `, strong(span(v.years)), `, around ${fixed(v.start + v.years).replaceAll(",", "")}${then}`],
    more: [
      v.check === null ? "" : `On this path the ratio of ${v.check} would have been ${fixed(v.check_path, 2)}; it was ${fixed(v.check_seen, 2)}. `,
      `Seen so far, in points a year: ${seen}. No lead has lasted.`,
    ],
  };
}

/** The ratio as it was, and a path that can be pulled. */
function future(data, onLead) {
  const { node, picture } = panel("Coast divided by interior: pull the dashed line", "future");
  let last = null;
  drag(picture, (x, y) => last && onLead(...last.read(x, y)));
  // A path of (year) => ratio from `start`, in a colour, level after so many years or never.
  const draw = ({ start, end, path, color, years, words }) => {
    const width = wide(picture);
    const [right, bottom] = [width - 2, CHART - 24];
    const first = data.years[0];
    const [x, y] = [scale([first, end], [LEFT, right]), scale([0.5, 2.5], [bottom, TOP])];
    const [year, ratio] = [scale([LEFT, right], [first, end]), scale([bottom, TOP], [0.5, 2.5])];
    last = { read: (px, py) => [year(px), ratio(py)] };
    const clip = uid();
    const grid = Array.from({ length: 101 }, (_, i) => start + (i / 100) * (end - start));
    const lines = data.pieces.map((piece) => data.years.filter((one) => pieceOf(data, one) === piece).map((one) => [x(one), y(ratioIn(data, one))]));
    const when = years !== null && start + years <= end ? start + years : null;
    const words_ = (at, up, text, anchor = "start", kind = "sc-x-quiet") => s("text", { x: at, y: up, class: kind, "text-anchor": anchor }, text);
    paint(
      picture,
      width,
      CHART,
      words,
      s("clipPath", { id: clip }, s("rect", { x: LEFT, y: TOP, width: right - LEFT, height: bottom - TOP })),
      [1, 1.5, 2, 2.5].map((one) => [s("path", { d: `M${LEFT} ${y(one)}H${right}`, class: one === 1 ? "sc-x-door" : "sc-x-grid" }), words_(0, y(one) + 4, String(one))]),
      words_(LEFT + 4, y(1) + 15, "level"),
      lines.map((line) => s("path", { d: trace(line), class: "sc-x-line sc-x-stroke-ink" })),
      s("g", { "clip-path": `url(#${clip})` }, s("path", { d: trace(grid.map((one) => [x(one), y(path(one - start))])), class: `sc-x-line sc-x-ahead sc-x-stroke-${color}` })),
      s("circle", { cx: x(start), cy: y(ratioIn(data, start)), r: 6, class: `sc-x-printed sc-x-stroke-${color}` }),
      when === null ? [] : [
        s("circle", { cx: x(when), cy: y(1), r: 7, class: `sc-x-spot sc-x-fill-${color}` }),
        words_(x(when), y(1) - 12, String(Math.round(when)), x(when) > right - 24 ? "end" : "middle", `sc-x-tag sc-x-${color}`),
      ],
      [words_(LEFT, CHART - 6, String(first)), words_(right, CHART - 6, String(end), "end")],
    );
  };
  return { node, draw };
}

/** The leads of the past, above a slider whose thumb stands on the same scale. */
function past(data, { min, max }, onPick) {
  const { node, picture } = panel("Leads seen so far, in points a year: tap one", "past");
  picture.before(h("p", { class: "sc-x-key" }, keyDot("ink", "as the ratio fell"), keyRing("ink", "in real terms")));
  const draw = (lead) => {
    const width = wide(picture);
    const x = scale([min, max], [22, width - 22]);
    const rows = data.seen.map(({ label, nominal, real }, row) => {
      const y = 12 + 24 * row;
      return s(
        "g",
        { class: "sc-x-cityrow", on: { click: () => onPick(nominal) } },
        s("rect", { x: 0, y: y - 12, width, height: 24, class: "sc-x-hit" }),
        s("text", { x: 0, y: y + 4, class: "sc-x-quiet" }, label),
        s("path", { d: `M${x(real)} ${y}H${x(nominal)}`, class: "sc-x-now" }),
        s("circle", { cx: x(real), cy: y, r: 5, class: "sc-x-printed sc-x-stroke-ink" }),
        s("circle", { cx: x(nominal), cy: y, r: 5.5, class: "sc-x-fill-ink" }),
        s("text", { x: width, y: y + 4, class: "sc-x-quiet", "text-anchor": "end" }, signed(nominal, 1)),
      );
    });
    const height = 24 * data.seen.length;
    paint(
      picture,
      width,
      height,
      data.seen.map(({ label, nominal, real }) => `${label}: ${signed(nominal)}, real ${signed(real)}`).join("; "),
      s("path", { d: `M${x(0)} 0V${height}`, class: "sc-x-grid" }),
      rows,
      s("path", { d: `M${x(lead)} 0V${height}`, class: "sc-x-ahead sc-x-stroke-blue" }),
    );
  };
  return { node, draw };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const limits = model.get("limits");
  const settings = () => Object.fromEntries(Object.keys(limits).map((name) => [name, model.get(name)]));
  const value = () => closingValue(data, settings());
  const { min, max } = limits.lead;
  const toLead = (lead) => set(model, { lead: Math.min(max, Math.max(min, lead)) });

  const lead = slider("The interior's lead:", { min, max, step: 0.01 }, () => model.get("lead"), (number) => `${number < 0 ? "\u2212" : ""}${points(number)} points a year`, toLead);
  const start = slider("From the year", limits.start, () => model.get("start"), String, (year) => set(model, { start: year }));
  const horizon = choice("Look ahead", limits.horizon.options.map((years) => [years, `${years} years`]), () => model.get("horizon"), (years) => set(model, { horizon: years }));
  const chart = future(data, (year, ratio) => {
    const ahead = year - model.get("start");
    if (model.get("revealed") && ahead > 0 && ratio > 0) toLead(Math.round((1000 * Math.log(value().ratio / ratio)) / ahead) / 10);
  });
  const marks = past(data, limits.lead, toLead);
  const side = h("div", { class: "sc-x-side" }, marks.node, lead.node);
  const stage = h("div", { class: "sc-x-pair" }, chart.node, side);
  const path = (rate) => (years) => value().ratio * Math.exp((-rate / 100) * years);

  return mount(
    { model, el, share, asked },
    {
      name: "closing",
      title: "When would it close?",
      lead: "A lead in growth sounds like a lot. How long it takes is another matter.",
      note: data.note,
      guess: {
        label: "They are level after",
        min: 0,
        max: PATIENCE,
        start: 25,
        unit: "years",
        digits: 0,
        near: 5,
        settled: (asked) => !(closingValue(data, asked).years <= PATIENCE) || asked.lead <= 0,
        plainly: `At this pace it takes longer than ${PATIENCE} years, or for ever: nothing to guess.`,
        say: span,
        exact: span,
        question: () => `In ${model.get("start")} the coast made ${fixed(value().ratio, 2)} times as much per head as the interior. If the interior grows ${points(model.get("lead"))} points a year faster and keeps that up, when are they level?`,
        truth: () => value().years,
        preview(guess) {
          const rate = (100 * Math.log(value().ratio)) / guess;
          const [begin, words] = [model.get("start"), `Your guess: level after ${span(guess)}.`];
          chart.draw({ start: begin, end: begin + PATIENCE, path: guess > 0 ? path(rate) : () => 1, color: "orange", years: guess, words });
        },
      },
      key: () => JSON.stringify([model.get("lead"), model.get("start")]),
      top: [],
      controls: [lead, start, horizon],
      stage,
      body: [start.node, horizon.node],
      draw(open) {
        side.hidden = !open;
        stage.classList.toggle("sc-x-alone", !open);
        if (!open) return;
        const v = value();
        const words = `The ratio from ${data.years[0]} to ${data.years.at(-1)}, and its path from ${v.start} on, ${v.years === null ? "never level" : `level after ${span(v.years)}`}.`;
        chart.draw({ start: v.start, end: Math.max(v.start + v.horizon, data.years.at(-1)), path: path(v.lead), color: "blue", years: v.years, words });
        marks.draw(v.lead);
      },
      sentence: () => closingSentence(data, settings()),
      table() {
        const v = value();
        const last = Math.max(v.start + v.horizon, data.years.at(-1));
        const years = Array.from({ length: last - data.years[0] + 1 }, (_, i) => data.years[0] + i);
        const ahead = (year) => year >= v.start && year <= v.start + v.horizon;
        return {
          caption: "Coast divided by interior, GDP per head",
          head: ["Year", "Observed", "Path"],
          rows: years.map((year) => [String(year), data.years.includes(year) ? fixed(ratioIn(data, year), 3) : "", ahead(year) ? fixed(path(v.lead)(year - v.start), 3) : ""]),
        };
      },
    },
  );
}

export default { render };
