// *How firm is a rank?* The model is the twin of rank.py; the rest draws it.
import { button, choice, mount, panel, pick, remembered, set, slider } from "./base.js";
import { noisyValues, rangeOf, ranks } from "./measures.js";
import { h, paint, put, s, uid, wide } from "./shapes.js";
import { fixed, ordinal } from "./words.js";

const FEWEST_FOR_A_GUESS = 100;
// The noise is a standard deviation, not a limit.
const further = (noise) => (noise > 0 ? "(about one draw in three is further off)" : "(every Share as printed)");

/** The redrawn tables: Shares, ranks, and each city's range of ranks. */
export function rankSample(data, { noise, draws, seed }) {
  const values = noisyValues(data.shares, noise / 100, draws, seed);
  const places = values.map(ranks);
  return { values, places, range: rangeOf(places), byShare: ranks(data.shares) };
}

/** The numbers on show: FirmRank.value in Python. */
export function rankValue(data, settings, sample = rankSample(data, settings)) {
  const { noise, draws, seed } = settings;
  const { low, high } = sample.range;
  const [first, second] = [settings.city, settings.rival].map((name) => data.cities.indexOf(name));
  const place = (i) => ({ name: data.cities[i], printed: data.printed[i], rank: sample.byShare[i], low: low[i], high: high[i] });
  return {
    noise,
    draws,
    seed,
    n: data.cities.length,
    city: place(first),
    rival: place(second),
    wins: sample.values.filter((row) => row[first] > row[second]).length,
    firm: low.filter((rank, i) => rank === high[i]).length,
  };
}

/** The live sentence by lines: FirmRank.lines in Python. */
export function rankSentence(v) {
  const { city, rival, n } = v;
  const [one, two] = [[city.name, "sc-x-blue"], [rival.name, "sc-x-orange"]];
  const printed = `Ranks are among these ${n} only: the printed table has ${city.name} ${ordinal(city.printed)} and ${rival.name} ${ordinal(rival.printed)}.`;
  if (v.noise === 0) {
    const first = ["With no noise every rank stands: ", one, ` is ${ordinal(city.rank)} and `, two, ` ${ordinal(rival.rank)} of these ${n} cities. Now move the noise.`];
    return { first, more: [printed] };
  }
  const opening = `With a typical error of ${fixed(v.noise)}\u00a0%, `;
  if (v.draws === 1) {
    const first = [`${opening}this one draw puts `, one, ` ${ordinal(city.low)} and `, two, ` ${ordinal(rival.low)} of these ${n} cities. Draw again, and look what stays.`];
    return { first, more: [printed] };
  }
  const [low, high] = [city.low, city.high].map((rank) => [ordinal(rank), "sc-x-strong"]);
  const range = city.low === city.high ? [" stays ", low] : [" could be anywhere from ", low, " to ", high];
  const wins = [`${fixed(v.wins)} of ${fixed(v.draws)}`, "sc-x-strong"];
  return {
    first: [opening, one, ...range, ` of these ${n} cities in 9 draws of 10. It beats `, two, " in ", wins, " draws."],
    more: [`${v.firm === 1 ? "Only 1 city of" : `${v.firm === 0 ? "None" : v.firm} of`} the ${n} ${v.firm > 1 ? "keep" : "keeps"} one place. ${printed}`],
  };
}

/** The two rivals: a bar each with the draws as fine marks, and a dot for each draw in the winner's colour. */
function duel(data) {
  const { node, picture } = panel("The duel", "duel");
  const name = h("p", { class: "sc-x-panel-title" });
  node.firstChild.replaceWith(name);
  const draw = ({ city, rival }, { won, caption, values }) => {
    const width = wide(picture);
    const pair = [[city, "blue"], [rival, "orange"]];
    put(name, `${city} and ${rival}: Share in the physical sciences, 2020`);
    const most = Math.max(...pair.map(([one]) => data.shares[data.cities.indexOf(one)])) * (values ? 1.02 + data.reach : 1.35);
    const scale = (value) => (value / most) * width;
    const bars = pair.map(([one, color], row) => {
      const unit = data.cities.indexOf(one);
      const y = row * 34;
      return [
        s("rect", { x: 0, y, width: scale(data.shares[unit]), height: 26, rx: 4, class: `sc-x-fill-${color}` }),
        s("text", { x: 8, y: y + 17.5, class: "sc-x-onbar" }, `${one} ${fixed(data.shares[unit], 1)}`),
        (values ?? []).filter((draw) => draw[unit] < most).map((draw) => s("path", { d: `M${scale(draw[unit])} ${y - 2}v30`, class: `sc-x-mark sc-x-stroke-${color}` })),
      ];
    });
    const columns = Math.min(20, won.length);
    const gap = Math.min(22, width / 20);
    const dots = won.map((win, i) =>
      s("circle", { cx: (i % columns) * gap + gap / 2, cy: 96 + Math.floor(i / columns) * gap, r: gap * 0.36, class: win === null ? "sc-x-blank" : `sc-x-fill-${win ? "blue" : "orange"}` }),
    );
    const rows = Math.ceil(won.length / columns);
    const foot = 96 + rows * gap + 6;
    const words = caption.map((line, i) => s("text", { x: 0, y: foot + 16 * i, class: "sc-x-quiet" }, line));
    paint(picture, width, foot + 16 * caption.length - 10, caption.join(": "), bars, dots, words);
  };
  return { node, draw };
}

/** One row a city: how often each rank came up, the range of 9 draws in 10, and the printed rank. */
function ladder(data, onPick) {
  const { node, picture } = panel("Every city: tap one to compare it", "ladder");
  picture.before(h("p", { class: "sc-x-remark" }, `Rank among these ${data.cities.length} cities. Ring: by the printed Share. Line: 9 draws in 10. The darker, the more often.`));
  const top = 26;
  const draw = (settings, sample) => {
    const width = wide(picture);
    const row = width < 340 ? 20 : 17; // a little more for a thumb on a phone
    const n = data.cities.length;
    const step = (width - 8) / n;
    const x = (rank) => 4 + (rank - 0.5) * step;
    const colors = { [data.also]: "purple", [settings.rival]: "orange", [settings.city]: "blue" };
    const bottom = top + n * row;
    const scale = [1, 5, 10, 15, 20, 25].map((rank) => [
      s("path", { d: `M${x(rank)} ${top - 4}V${bottom}`, class: "sc-x-grid" }),
      s("text", { x: x(rank), y: top - 9, class: "sc-x-quiet", "text-anchor": "middle" }, String(rank)),
    ]);
    const rows = data.cities.map((city, i) => {
      const color = colors[city] ?? "hatch";
      const y = top + i * row;
      const counts = new Map();
      sample.places.forEach((places) => counts.set(places[i], (counts.get(places[i]) ?? 0) + 1));
      const most = Math.max(...counts.values());
      const [low, high] = [sample.range.low[i], sample.range.high[i]];
      const first = i < n / 2;
      const edge = first ? x(Math.max(high, sample.byShare[i]) + 0.5) + 6 : x(Math.min(low, sample.byShare[i]) - 0.5) - 6;
      return s(
        "g",
        { class: "sc-x-cityrow", on: { click: () => onPick(city) } },
        s("rect", { x: 0, y, width, height: row, class: "sc-x-hit" }),
        [...counts].map(([rank, count]) =>
          s("rect", { x: x(rank - 0.5) + 0.5, y: y + 4, width: Math.max(step - 1, 1), height: row - 8, rx: 2, class: `sc-x-fill-${color}`, style: { "fill-opacity": 0.12 + (0.73 * count) / most } }),
        ),
        s("path", { d: `M${x(low - 0.5)} ${y + row - 2}H${x(high + 0.5)}`, class: `sc-x-range sc-x-stroke-${color}` }),
        s("circle", { cx: x(sample.byShare[i]), cy: y + row / 2, r: 4.5, class: `sc-x-printed sc-x-stroke-${color}` }),
        s("text", { x: edge, y: y + row / 2 + 4.5, "text-anchor": first ? "start" : "end", class: color === "hatch" ? "sc-x-quiet" : `sc-x-tag sc-x-${color}` }, city),
      );
    });
    const { city, rival } = settings;
    const say = (name) => {
      const i = data.cities.indexOf(name);
      return `${name} ${sample.range.low[i]} to ${sample.range.high[i]}`;
    };
    paint(
      picture,
      width,
      bottom + 4,
      `Ranges of ranks of ${n} cities. ${[...new Set([city, rival, data.also])].map(say).join("; ")}.`,
      scale,
      rows,
    );
  };
  return { node, draw };
}

/** A dot for each draw; with a thousand, for each ten, winners first. */
function dotsOf(sample, v, data) {
  const [first, second] = [v.city.name, v.rival.name].map((name) => data.cities.indexOf(name));
  if (v.draws <= 100) return sample.values.map((row) => row[first] > row[second]);
  return Array.from({ length: 100 }, (_, i) => i < Math.round((100 * v.wins) / v.draws));
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const limits = model.get("limits");
  const names = data.cities.map((city) => [city, city]);
  const settings = () => Object.fromEntries(Object.keys(limits).map((name) => [name, model.get(name)]));
  // Room right of the bars for draws up to three quarters above the larger Share, at any noise.
  const duelPanel = duel({ ...data, reach: 0.75 });
  const ladderPanel = ladder(data, (city) => city !== model.get("rival") && set(model, { city }));

  const samples = remembered((asked) => rankSample(data, asked));
  const sampleOf = (draws) => samples({ noise: model.get("noise"), draws, seed: model.get("seed") });
  const sample = () => sampleOf(model.get("draws"));
  const value = () => rankValue(data, settings(), sample());

  const noise = slider("Noise: a typical error of", limits.noise, () => model.get("noise"), (number) => `${number}\u00a0%`, (number) => set(model, { noise: number }));
  const hint = h("p", { class: "sc-x-remark", id: uid() });
  noise.input.setAttribute("aria-describedby", hint.id);
  const draws = choice("How many draws?", limits.draws.options.map((count) => [count, fixed(count)]), () => model.get("draws"), (count) => set(model, { draws: count }));
  const again = button("Draw again", () => set(model, { seed: (model.get("seed") % limits.seed.max) + 1 }));
  const city = pick("Compare", names, () => model.get("city"), (name) => set(model, { city: name }), () => model.get("rival"));
  const rival = pick("with", names, () => model.get("rival"), (name) => set(model, { rival: name }), () => model.get("city"));
  const controls = h("div", {}, noise.node, hint, h("div", { class: "sc-x-drawing" }, draws.node, again), h("div", { class: "sc-x-rivals" }, city.node, rival.node));
  const stage = h("div", { class: "sc-x-pair" }, h("div", { class: "sc-x-side" }, duelPanel.node, controls), ladderPanel.node);
  const shareOf = (name) => fixed(data.shares[data.cities.indexOf(name)], 1);
  const drawsForGuess = () => Math.max(FEWEST_FOR_A_GUESS, model.get("draws"));

  return mount(
    { model, el, share, asked },
    {
      name: "rank",
      title: "How firm is a rank?",
      lead: "A little noise on the counts is enough to reorder much of a league table.",
      note: `Nature Index 2021 Science Cities, physical sciences, data of 2020: the ${data.cities.length} cities whose Share is in this book; ranks are among these, and places that the published table has in between are left out. The noise is your assumption: the index prints no margin of error. A typical error is a standard deviation, not a limit: about one draw in three is further off. If articles came by luck alone, a city with Hefei's ${fixed(data.articles)} would vary by about ${data.luck} % (one over the square root). Figures © Springer Nature, quoted.`,
      guess: {
        label: "My guess:",
        min: 0,
        max: 100,
        start: 50,
        unit: "draws",
        digits: 0,
        near: 4,
        settled: ({ noise: typical }) => typical === 0,
        plainly: "With no noise there is nothing to guess: every draw is the printed table.",
        say: (number) => `${fixed(number)} of 100`,
        exact: (number) => `${fixed(number)} of 100`,
        question: () =>
          `${model.get("city")} has a Share of ${shareOf(model.get("city"))}, ${model.get("rival")} one of ${shareOf(model.get("rival"))}. Say that luck moves each up or down, with a typical error of ${model.get("noise")}\u00a0% ${further(model.get("noise"))}. Redraw the table 100 times: in how many draws does ${model.get("city")} beat ${model.get("rival")}?`,
        truth() {
          const count = drawsForGuess();
          return (100 * rankValue(data, { ...settings(), draws: count }, sampleOf(count)).wins) / count;
        },
        preview(guess) {
          const won = Array.from({ length: 100 }, (_, i) => i < guess);
          duelPanel.draw(settings(), { won, caption: [`your guess: ${model.get("city")} ahead in ${guess} of 100`], values: null });
        },
      },
      key: () => JSON.stringify([model.get("noise"), model.get("city"), model.get("rival")]),
      top: [],
      controls: [noise, draws, city, rival],
      stage,
      body: [],
      draw(open) {
        controls.hidden = ladderPanel.node.hidden = !open;
        stage.classList.toggle("sc-x-alone", !open);
        if (!open) return;
        hint.textContent = further(model.get("noise"));
        const [v, now] = [value(), sample()];
        const each = v.draws > 100 ? "a dot for ten draws" : "a dot for each draw";
        const caption = [each, `${v.city.name} ahead in ${fixed(v.wins)}`]; // two lines, for long names
        duelPanel.draw(settings(), { won: dotsOf(now, v, data), caption, values: now.values.slice(0, 100) });
        ladderPanel.draw(settings(), now);
      },
      sentence: () => rankSentence(value()),
      table() {
        const { range, byShare } = sample();
        return {
          caption: `Ranks among these ${data.cities.length} cities with a typical error of ${model.get("noise")}\u00a0%, ${fixed(model.get("draws"))} draws`,
          head: ["City", "Share", "Printed rank", "Among these", "From", "Middle", "To"],
          rows: data.cities.map((name, i) => [name, fixed(data.shares[i], 2), ...[data.printed, byShare, range.low, range.median, range.high].map((list) => String(list[i]))]),
        };
      },
    },
  );
}

export default { render };
