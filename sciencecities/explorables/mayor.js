// *Play mayor*. The model is the twin of mayor.py; the rest draws it.
import { button, mount, panel, remembered, set, slider } from "./base.js";
import { playBets } from "./mayors.js";
import { h, paint, s, wide } from "./shapes.js";
import { fixed, ordinal, percent } from "./words.js";

const BINS = 24;
const CROWD = 150; // lines enough to see where the crowd goes
const total = (values) => values.reduce((all, one) => all + one, 0);
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
};

/** All cities' games, and their order from the top; of equals the first. */
export function mayorGame(data, { bets, chance, multiple, rounds, seed }) {
  const { wealth, paid } = playBets(data.cities, rounds, bets, chance / 100, multiple, seed, data.stake);
  const final = wealth.at(-1);
  return { wealth, paid, final, order: final.map((_, i) => i).sort((a, b) => final[b] - final[a]) };
}

/** The numbers on show: Mayor.value in Python. */
export function mayorValue(data, { bets, rounds }, { paid, final, order }) {
  const stars = order.slice(0, data.stars);
  return {
    lost: final.filter((one) => one < 1).length,
    middle: median(final),
    mean: total(final) / data.cities,
    star: median(stars.map((i) => final[i])),
    star_paid: total(stars.map((i) => paid[i])) / (data.stars * bets * rounds),
    paid: total(paid) / (data.cities * bets * rounds),
    yours: final[0],
    your_rank: final.filter((one) => one > final[0]).length + 1,
  };
}

const times = (multiple) => (multiple < 0.01 ? "under 0.01 times" : `${fixed(multiple, multiple >= 10 ? 0 : multiple >= 1 ? 1 : 2)} times`);

/** The live sentence by lines: Mayor.lines in Python. */
export function mayorSentence(data, v) {
  const bold = (text, color = "strong") => [text, `sc-x-${color}`];
  return {
    headline: [`${fixed(v.lost)} of ${fixed(data.cities)} cities end with less than they began with.`],
    first: [
      `Case studies are written about the top ${data.stars}. They end with `,
      bold(times(v.star), "orange"),
      " what they began with, and ",
      bold(percent(v.star_paid, 0), "orange"),
      " of their bets paid. Of all cities' bets, ",
      bold(percent(v.paid, 0)),
      " did.",
    ],
    more: [
      `The city in the middle ends with ${times(v.middle)} its start, the average city with ${times(v.mean)}. `,
      bold("Yours", "blue"),
      ` ends with ${times(v.yours)}, ${ordinal(v.your_rank)} of ${fixed(data.cities)}. All played by one rule; luck did the rest.`,
    ],
  };
}

/** Every city's way over the rounds, and where all of them end, on one scale of multiples. */
function race(data) {
  const { node, picture } = panel("What became of the budget, as a multiple of the start", "race");
  const dot = (color, text) => h("span", {}, s("svg", { width: 14, height: 14, "aria-hidden": "true" }, s("circle", { cx: 7, cy: 7, r: 6, class: `sc-x-fill-${color}` })), text);
  picture.before(h("p", { class: "sc-x-key" }, dot("blue", "your city"), dot("orange", `the top ${data.stars}`), dot("hatch", "the others"), h("span", {}, "bars, ended with: "), dot("hatch", "less"), dot("sky", "more")));
  const crowd = (guess) => {
    const gap = wide(picture) / 25;
    const dots = Array.from({ length: 100 }, (_, i) => s("circle", { cx: ((i % 25) + 0.5) * gap, cy: (Math.floor(i / 25) + 0.5) * gap, r: gap * 0.36, class: `sc-x-fill-${i < guess / 10 ? "orange" : "hatch"}` }));
    const words = ["a dot for ten cities;", `orange: your guess of ${fixed(guess)} that lose`].map((line, i) => s("text", { x: 0, y: 4 * gap + 18 + 17 * i, class: "sc-x-quiet" }, line));
    paint(picture, 25 * gap, 4 * gap + 41, `Your guess: ${fixed(guess)} of ${fixed(data.cities)} cities end with less.`, dots, words);
  };
  const draw = ({ rounds }, { wealth, final, order }, v) => {
    const width = wide(picture);
    const [low, high] = [Math.log10(Math.min(0.5, ...wealth.map((row) => Math.min(...row)))), Math.log10(Math.max(2, ...wealth.map((row) => Math.max(...row))))];
    const powers = Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, i) => Math.ceil(low) + i);
    const say = (power) => (power < 0 ? `1/${fixed(10 ** -power)}` : `${fixed(10 ** power)}\u00d7`);
    const left = 12 + 6.5 * Math.max(...powers.map((power) => say(power).length));
    const [right, top, bottom, edge] = [left + (width - left) * 0.55, 10, 300, width - 34];
    const x = (round) => left + (round / rounds) * (right - left);
    const y = (multiple) => bottom - ((Math.log10(multiple) - low) / (high - low)) * (bottom - top);
    const across = wealth.map((_, round) => Math.round(x(round)));
    const way = (city) => `M${wealth.map((row, round) => `${across[round]} ${Math.round(10 * y(row[city])) / 10}`).join("L")}`;
    const line = (city, kind) => s("path", { d: way(city), class: `sc-x-line ${kind}` });
    const stars = order.slice(0, data.stars);

    const thin = Math.ceil(powers.length / 7);
    const ticks = powers.filter((power) => power % thin === 0).map((power) => [
      s("path", { d: `M${left} ${y(10 ** power)}H${edge}`, class: power === 0 ? "sc-x-now" : "sc-x-grid" }),
      s("text", { x: left - 6, y: y(10 ** power) + 4, "text-anchor": "end", class: "sc-x-quiet" }, say(power)),
    ]);

    // 1 stands between two bins, so that no bar holds both those who lost and those who won.
    const step = (high - low) / BINS;
    const bins = new Map();
    order.forEach((city, place) => {
      const at = Math.floor(Math.log10(final[city]) / step + 1e-9);
      const [count, starred] = bins.get(at) ?? [0, 0];
      bins.set(at, [count + 1, starred + (place < data.stars)]);
    });
    const most = Math.max(...[...bins.values()].map(([count]) => count));
    const tall = (bottom - top) / BINS;
    const bars = [...bins].map(([at, [count, starred]]) => {
      const [above, wide] = [y(10 ** ((at + 1) * step)), (part) => Math.max(2, (part / most) * (edge - right - 12))];
      return [
        s("rect", { x: right + 12, y: above + 1, width: wide(count), height: tall - 2, rx: 2, class: `sc-x-fill-${at < 0 ? "hatch" : "sky"}` }),
        starred > 0 ? s("rect", { x: right + 12, y: above + 1, width: wide(starred), height: tall - 2, rx: 2, class: "sc-x-fill-orange" }) : [],
        s("text", { x: right + 16 + wide(count), y: above + tall / 2 + 4, class: "sc-x-quiet" }, fixed(count)),
      ];
    });
    paint(
      picture,
      width,
      bottom + 30,
      `Budgets of ${fixed(data.cities)} cities over ${rounds} rounds, on a scale of multiples: ${fixed(v.lost)} end below the start, the top ${data.stars} at ${times(v.star)}, yours at ${times(v.yours)}.`,
      ticks,
      Array.from({ length: CROWD }, (_, i) => line(i + 1, "sc-x-crowd")),
      stars.map((city) => line(city, "sc-x-star")),
      line(0, "sc-x-stroke-blue"),
      s("circle", { cx: right, cy: y(final[0]), r: 5.5, class: "sc-x-spot sc-x-fill-blue" }),
      bars,
      s("text", { x: left, y: bottom + 26, class: "sc-x-quiet" }, "start"),
      s("text", { x: right, y: bottom + 26, class: "sc-x-quiet", "text-anchor": "end" }, `round ${rounds}`),
      s("text", { x: right + 12, y: bottom + 26, class: "sc-x-quiet" }, "cities"),
    );
  };
  return { node, crowd, draw };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const limits = model.get("limits");
  const settings = () => Object.fromEntries(Object.keys(limits).map((name) => [name, model.get(name)]));
  const games = remembered((asked) => mayorGame(data, asked));
  const game = () => games(settings());
  const value = () => mayorValue(data, settings(), game());
  const dial = (label, name, say) => slider(label, limits[name], () => model.get(name), say, (number) => set(model, { [name]: number }));
  const projects = (count) => (count > 1 ? `${count} projects` : "one project");
  const controls = [
    dial("Spread each round over", "bets", projects),
    dial("Chance that a project pays", "chance", (number) => `${number}\u00a0%`),
    dial("A project that pays returns", "multiple", (number) => `${number}\u00d7 its stake`),
    dial("Rounds", "rounds", String),
  ];
  const again = button("Same policy, other luck", () => set(model, { seed: (model.get("seed") % limits.seed.max) + 1 }));
  const picture = race(data);
  const worth = () => fixed((model.get("chance") * model.get("multiple")) / 100, 2);

  return mount(
    { model, el, share, asked },
    {
      name: "mayor",
      title: "Play mayor",
      lead: "Many play, a few win, and we study the winners.",
      note: data.note,
      guess: {
        label: "Cities that end with less:",
        min: 0,
        max: data.cities,
        start: data.cities / 2,
        unit: "cities",
        digits: 0,
        near: 40,
        say: (number) => `${fixed(number)} of ${fixed(data.cities)}`,
        exact: (number) => `${fixed(number)} of ${fixed(data.cities)}`,
        question: () =>
          `Each round, every city bets half of what it has on ${projects(model.get("bets"))}. A project returns ${model.get("multiple")} times its stake with a chance of ${model.get("chance")}\u00a0%, else nothing: on average ${worth()} yuan for each yuan. Of ${fixed(data.cities)} cities that play like this, how many have less after ${model.get("rounds")} ${model.get("rounds") > 1 ? "rounds" : "round"} than at the start?`,
        truth: () => value().lost,
        preview: (guess) => picture.crowd(guess),
      },
      key: () => ["bets", "chance", "multiple", "rounds"].map((name) => model.get(name)).join(),
      top: [],
      controls,
      stage: picture.node,
      body: [h("div", { class: "sc-x-dials" }, controls.map((control) => control.node)), h("div", { class: "sc-x-row" }, again)],
      draw: (open) => open && picture.draw(settings(), game(), value()),
      sentence: () => mayorSentence(data, value()),
      table() {
        const { bets, rounds } = settings();
        const { paid, final, order } = game();
        const tenth = data.cities / 10;
        const group = (name, cities) => {
          const ends = cities.map((i) => final[i]);
          const part = (100 * total(cities.map((i) => paid[i]))) / (cities.length * bets * rounds);
          return [name, ...[Math.min(...ends), median(ends), Math.max(...ends)].map((one) => fixed(one, 3)), fixed(part, 1)];
        };
        return {
          caption: `${fixed(data.cities)} cities, by what they have in the end as a multiple of the start`,
          head: ["Cities", "Lowest", "Middle", "Highest", "Bets paid, %"],
          rows: [
            group(`Top ${data.stars}, the case studies`, order.slice(0, data.stars)),
            ...Array.from({ length: 10 }, (_, i) => group(`Places ${i * tenth + 1} to ${(i + 1) * tenth}`, order.slice(i * tenth, (i + 1) * tenth))),
            group(`All ${fixed(data.cities)}`, order),
          ],
        };
      },
    },
  );
}

export default { render };
