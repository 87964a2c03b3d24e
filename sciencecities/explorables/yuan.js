// *What does a yuan of R&D buy?* The model is the twin of yuan.py; the rest draws it.
import { mount, panel, remembered, set, slider } from "./base.js";
import { scale, tickText, ticks, trace } from "./plot.js";
import { h, paint, s, svg, wide } from "./shapes.js";
import { fixed } from "./words.js";

const PAD = 22; // half a slider thumb, so that strip and thumb stand above each other
const years = (count) => `${count} year${count === 1 ? "" : "s"}`;

/** The knowledge stock: measures.knowledge_stock in Python. */
export function knowledgeStock(rd, depreciation) {
  const growth = (rd.at(-1) / rd[0]) ** (1 / (rd.length - 1)) - 1;
  const stock = [(rd[0] * (1 + growth)) / (growth + depreciation)];
  rd.slice(1).forEach((spent) => stock.push((1 - depreciation) * stock.at(-1) + spent));
  return stock;
}

/** The numbers on show: Yuan.value in Python; `worth` is what a yuan is worth by the end of each year. */
export function yuanValue(data, { depreciation, elasticity, lag, discount }) {
  const stocks = knowledgeStock(data.rd, depreciation / 100);
  const stock = stocks.at(-1);
  const first_return = (elasticity * data.output) / stock;
  let sum = -1;
  const worth = Array.from({ length: data.horizon + 1 }, (_, year) => {
    if (year > lag) sum += (first_return * (1 - depreciation / 100) ** (year - lag - 1)) / (1 + discount / 100) ** year;
    return sum;
  });
  const paid = worth.findIndex((one) => one >= 0);
  return { stock, first_return, payback: paid < 0 ? null : paid, present_value: sum, stocks, worth };
}

/** The pay-back at each value of each scale, the other settings as they are. */
const sweep = (data, settings) => data.scales.map(({ id, values }) => values.map((value) => yuanValue(data, { ...settings, [id]: value }).payback));

function ends(paybacks) {
  const found = paybacks.filter((one) => one !== null);
  if (found.length === 0) return "never";
  const [low, high] = [Math.min(...found), Math.max(...found)];
  if (found.length < paybacks.length) return `${years(low)} to never`;
  return low === high ? years(high) : `${low} to ${years(high)}`;
}

/** The live sentence by lines: Yuan.lines in Python. */
export function yuanSentence(data, settings, swept = sweep(data, settings)) {
  const v = yuanValue(data, settings);
  const { depreciation, elasticity, lag, discount } = settings;
  const moved = swept.map((paybacks, i) => `${data.scales[i].name} ${ends(paybacks)}`);
  return {
    headline: [v.payback === null ? "Not paid back within a century." : `Paid back after ${years(v.payback)}.`],
    first: [
      `If ${depreciation}\u00a0% of knowledge is forgotten each year, at an elasticity of ${fixed(elasticity, 2)}, ${lag === 0 ? "no wait" : `a wait of ${years(lag)}`} and a discount rate of ${discount}\u00a0%, one more yuan of R&D first returns `,
      [`${fixed(v.first_return, 2)} yuan`, "sc-x-blue"],
      " a year. Over a century it is worth ",
      [`${fixed(Math.abs(v.present_value), 2)} yuan ${v.present_value >= 0 ? "more" : "less"}`, "sc-x-strong"],
      " than it cost.",
    ],
    more: [`The data stand still. Each assumption, moved alone over its scale, gives: ${moved.join(", ")}.`],
  };
}

/** What one yuan is worth so far, year by year; before the answer, the way to the guessed year. */
function worthPanel(data) {
  const { node, picture } = panel("What one yuan is worth so far", "worth");
  const draw = (worth, payback, guess = null) => {
    const width = wide(picture);
    const height = 320;
    const most = Math.max(1, 2 ** Math.ceil(Math.log2(Math.max(...worth, 0.5))));
    const [x, y] = [scale([0, data.shown], [30, width - 8]), scale([-1.1, most], [height - 40, 30])];
    const mark = guess ?? payback;
    const color = guess === null ? "blue" : "orange";
    const right = mark > data.shown / 2;
    paint(
      picture,
      width,
      height,
      mark === null ? "The line stays below zero." : `The line reaches zero in year ${mark}.`,
      ticks([-1, most]).map((tick) => [
        s("path", { d: `M30 ${y(tick)}H${width - 8}`, class: tick === 0 ? "sc-x-door" : "sc-x-grid" }),
        s("text", { x: 24, y: y(tick) + 4, "text-anchor": "end", class: "sc-x-quiet" }, tickText(tick)),
      ]),
      [0, 10, 20, 30, 40].map((year) => s("text", { x: x(year), y: height - 22, "text-anchor": "middle", class: "sc-x-quiet" }, String(year))),
      s("text", { x: 0, y: 12, class: "sc-x-quiet" }, "yuan, less the one spent"),
      s("text", { x: width - 8, y: height - 4, "text-anchor": "end", class: "sc-x-quiet" }, "years after it was spent"),
      s("path", { d: trace(worth.map((one, year) => [x(year), y(one)])), class: `sc-x-line sc-x-stroke-${color}` }),
      mark === null || mark > data.shown ? s("text", { x: width - 8, y: y(0) - 8, "text-anchor": "end", class: "sc-x-tag" }, mark === null ? "never paid back" : `paid back after ${mark} years`) : [
        s("circle", { cx: x(mark), cy: y(worth[mark]), r: 6, class: `sc-x-spot sc-x-fill-${color}` }),
        s("text", { x: x(mark) + (right ? -10 : 10), y: y(0) + 18, "text-anchor": right ? "end" : "start", class: `sc-x-tag sc-x-${color}` }, guess === null ? `paid back: year ${mark}` : `your guess: ${mark}`),
      ],
    );
  };
  return { node, draw };
}

/** The stock above the spending that feeds it. */
function stockPanel(data) {
  const { node, picture } = panel(`Knowledge stock (line) and yearly R&D (bars), trillion yuan of ${data.years.at(-1)}`, "stock");
  const draw = ({ stocks }) => {
    const width = wide(picture);
    const step = (width - 4) / stocks.length;
    const y = scale([0, stocks.at(-1)], [112, 22]);
    const x = (i) => 2 + (i + 0.5) * step;
    paint(
      picture,
      width,
      132,
      `The stock grows from ${fixed(stocks[0] / 1e4, 1)} to ${fixed(stocks.at(-1) / 1e4, 1)} trillion yuan.`,
      data.rd.map((spent, i) => s("rect", { x: x(i) - step / 2 + 1, y: y(spent), width: step - 2, height: 112 - y(spent), class: "sc-x-fill-hatch" })),
      s("path", { d: trace(stocks.map((one, i) => [x(i), y(one)])), class: "sc-x-line sc-x-stroke-blue" }),
      [[0, "start"], [stocks.length - 1, "end"]].map(([i, anchor]) => [
        s("text", { x: anchor === "end" ? width : 0, y: 129, "text-anchor": anchor, class: "sc-x-quiet" }, String(data.years[i])),
        s("text", { x: anchor === "end" ? width : 0, y: y(stocks[i]) - 8, "text-anchor": anchor, class: "sc-x-tag sc-x-blue" }, fixed(stocks[i] / 1e4, 1)),
      ]),
    );
  };
  return { node, draw };
}

/** A mark for a pay-back: the sooner, the fuller; none where there is never one. */
const cell = (one, place) => s("rect", { height: 12, rx: 2, ...place, ...(one === null ? { class: "sc-x-axis" } : { class: "sc-x-fill-blue", style: { "fill-opacity": one <= 10 ? 1 : one <= 20 ? 0.6 : 0.3 } }) });

/** How soon a yuan is paid back at each value of one scale, drawn under its slider. */
function strip(picture, paybacks) {
  const width = wide(picture, 150);
  const step = (width - 2 * PAD) / (paybacks.length - 1);
  paint(picture, width, 12, `Pay-back over this scale: ${ends(paybacks)}.`, paybacks.map((one, i) => cell(one, { x: PAD + (i - 0.5) * step + 0.5, width: step - 1 })));
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const settings = () => Object.fromEntries(data.scales.map(({ id }) => [id, model.get(id)]));
  const values = remembered((asked) => yuanValue(data, asked));
  const value = () => values(settings());
  const sweeps = remembered((asked) => sweep(data, asked));
  const worth = worthPanel(data);
  const stock = stockPanel(data);
  const said = {
    depreciation: ["Knowledge forgotten each year", (number) => `${number}\u00a0%`],
    elasticity: ["Elasticity of output", (number) => fixed(number, 2)],
    lag: ["Wait before a yuan is in use", (number) => (number === 0 ? "none" : years(number))],
    discount: ["Discount rate", (number) => `${number}\u00a0%`],
  };
  const sliders = data.scales.map(({ id, values, step }) => slider(said[id][0], { min: values[0], max: values.at(-1), step }, () => model.get(id), said[id][1], (number) => set(model, { [id]: number })));
  const strips = data.scales.map(() => svg("svg", { class: "sc-x-svg", role: "img" }));
  const key = h("p", { class: "sc-x-key" }, "Paid back: ", [[10, "within 10 years"], [20, "within 20"], [100, "within 100"], [null, "never"]].map(([one, text]) => h("span", {}, s("svg", { width: 14, height: 14, "aria-hidden": "true" }, cell(one, { x: 1, y: 1, width: 12 })), text)));
  const panelOfSliders = h("div", { class: "sc-x-strips" }, sliders.map(({ node }, i) => [node, strips[i]]).flat(), key);
  const stage = h("div", { class: "sc-x-pair" }, worth.node, panelOfSliders);
  const guessed = (number) => (number >= data.shown ? `at least ${data.shown} years` : years(number));

  return mount(
    { model, el, share, asked },
    {
      name: "yuan",
      title: "What does a yuan of R&D buy?",
      lead: "The same spending pays back soon, late or never: the assumptions decide.",
      note: data.note,
      guess: {
        label: "My guess:",
        min: 1,
        max: data.shown,
        start: 20,
        unit: "years",
        digits: 0,
        near: 1,
        say: guessed,
        exact: guessed,
        question() {
          const { depreciation, elasticity, lag, discount } = settings();
          return `China spends one more yuan on R&D. Say that knowledge loses ${depreciation}\u00a0% a year, that one per cent more of it goes with ${fixed(elasticity, 2)}\u00a0% more output, that the yuan waits ${years(lag)} before it is in use, and that money next year counts ${discount}\u00a0% less. After how many years has it paid for itself?`;
        },
        truth: () => Math.min(value().payback ?? data.shown, data.shown),
        preview: (guess) => worth.draw(Array.from({ length: guess + 1 }, (_, year) => year / guess - 1), null, guess),
      },
      key: () => JSON.stringify(settings()),
      top: [],
      controls: sliders,
      stage,
      body: [stock.node],
      draw(open) {
        panelOfSliders.hidden = !open;
        stage.classList.toggle("sc-x-alone", !open);
        if (!open) return;
        const v = value();
        worth.draw(v.worth.slice(0, data.shown + 1), v.payback);
        stock.draw(v);
        sweeps(settings()).forEach((paybacks, i) => strip(strips[i], paybacks));
      },
      sentence: () => yuanSentence(data, settings(), sweeps(settings())),
      table() {
        const { stocks } = value();
        return {
          caption: `R&D and knowledge stock, 100 million yuan at prices of ${data.years.at(-1)}`,
          head: ["Year", "R&D", "Stock", "Stock over R&D"],
          rows: stocks.map((one, i) => [String(data.years[i]), fixed(data.rd[i], 1), fixed(one, 1), fixed(one / data.rd[i], 2)]),
        };
      },
    },
  );
}

export default { render };
