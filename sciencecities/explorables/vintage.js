// *Two truths*. The model is the twin of vintage.py; the rest draws it.
import { choice, mount, panel, pick, set } from "./base.js";
import { keyDot, keyRing } from "./map.js";
import { coefficientOfVariation, gini, ranks, theil } from "./measures.js";
import { scale, total } from "./plot.js";
import { h, paint, s, wide } from "./shapes.js";
import { fixed, ordinal, signed } from "./words.js";

const change = (now, once) => 100 * (now / once - 1);

/** The provinces in one vintage, and its measures. */
function telling(data, gdpOf, peopleOf) {
  const [gdp, people] = [data.gdp[gdpOf], data.people[peopleOf]];
  const heads = gdp.map((one, i) => (1e4 * one) / people[i]);
  const mean = (side) => [gdp, people].map((list) => total(list.filter((_, i) => data.coast[i] === side))).reduce((a, b) => a / b);
  return {
    ...{ gdp, people, heads },
    ranks: ranks(heads),
    measures: { theil: theil(heads, people), gini: gini(heads, people), cv: coefficientOfVariation(heads, people), ratio: mean(true) / mean(false) },
  };
}

const both = (data, { gdp, people }) => [telling(data, data.first.gdp, data.first.people), telling(data, gdp, people)];

/** The numbers on show: Vintage.value in Python. */
export function vintageValue(data, settings) {
  const place = data.names.indexOf(settings.follow);
  const [once, now] = both(data, settings);
  const of = (told, prefix) => Object.entries({ ...told.measures, follow_gdp: told.gdp[place], follow_rank: told.ranks[place] }).map(([name, number]) => [prefix + name, number]);
  return {
    ...settings,
    ...Object.fromEntries([...of(now, ""), ...of(once, "first_")]),
    gdp_change: change(now.gdp[place], once.gdp[place]),
    moved: now.ranks.filter((rank, i) => rank !== once.ranks[i]).length,
  };
}

/** The live sentence by lines: Vintage.lines in Python. */
export function vintageSentence(data, settings) {
  const v = vintageValue(data, settings);
  const { gdp, people } = data.words;
  const unit = "(100 million yuan)";
  const name = [v.follow, "sc-x-purple"];
  const size = data.names.length;
  const kept = v.gdp === data.first.gdp;
  if (kept && v.people === data.first.people) {
    return {
      headline: [`${data.year}, as first told.`],
      first: ["As first told, ", name, ` had a GDP of ${fixed(v.follow_gdp)} ${unit} in ${data.year} and came ${ordinal(v.follow_rank)} of ${size} per head. Now choose another telling.`],
      more: [`The Theil index was ${fixed(v.theil, 3)}.`],
    };
  }
  const shift = change(v.theil, v.first_theil);
  const changed = kept
    ? [`is still ${fixed(v.follow_gdp)} ${unit}, its people are not`]
    : ["changed by ", [`${signed(v.gdp_change, 1)}\u00a0%`, "sc-x-purple"], `, from ${fixed(v.first_follow_gdp)} to ${fixed(v.follow_gdp)} ${unit}`];
  const rank = v.follow_rank === v.first_follow_rank ? `stays ${ordinal(v.follow_rank)}` : `goes from ${ordinal(v.first_follow_rank)} to ${ordinal(v.follow_rank)}`;
  const moves = (key, digits) => `${fixed(v[`first_${key}`], digits)} to ${fixed(v[key], digits)}`;
  return {
    headline: [`Inequality ${shift < 0 ? "fell" : "rose"} by ${fixed(Math.abs(shift), 1)}\u00a0%, on paper.`],
    first: ["The GDP of ", name, ` in ${data.year} `, ...changed, `. Per head it ${rank} of ${size}.`],
    more: [
      `GDP ${gdp[v.gdp]}, people ${people[v.people]}: ${v.moved} provinces have another rank, the Theil index goes from ${moves("theil", 3)}, the Gini coefficient from ${moves("gini", 3)}, the coast from ${moves("ratio", 2)} times the interior. The year was over: nothing was built or burnt.`,
    ],
  };
}

/** A row for each province: as first told, and as told later; from the most lowered to the most raised. */
function pairs(data, onPick) {
  const { node, picture } = panel("GDP per head, thousand yuan: tap a province to follow it", "pairs");
  picture.before(h("p", { class: "sc-x-key" }, keyRing("ink", "as first told"), keyDot("orange", "lowered"), keyDot("blue", "raised"), keyDot("purple", "followed"), h("span", {}, "right: change in %, rank")));
  const [top, row] = [22, 20];
  const draw = (follow, [once, now]) => {
    const width = wide(picture);
    const all = [...once.heads, ...now.heads];
    const [low, most] = [Math.min(...all), Math.max(...all)];
    const x = scale([low, most], [110, width - 98]);
    const moved = now.heads.map((one, i) => change(one, once.heads[i]));
    const order = moved.map((_, i) => i).sort((i, j) => moved[i] - moved[j] || i - j);
    const bottom = top + row * order.length;
    const rows = order.map((i, place) => {
      const y = top + row * (place + 0.5);
      const color = data.names[i] === follow ? "purple" : moved[i] === 0 ? "hatch" : moved[i] < 0 ? "orange" : "blue";
      const kind = color === "purple" ? "sc-x-tag sc-x-purple" : "";
      const [from, to] = [once.ranks[i], now.ranks[i]];
      return s(
        "g",
        { class: "sc-x-cityrow", on: { click: () => onPick(data.names[i]) } },
        s("rect", { x: 0, y: y - row / 2, width, height: row, class: "sc-x-hit" }),
        s("text", { x: 0, y: y + 4, class: kind }, data.names[i]),
        s("path", { d: `M${x(once.heads[i])} ${y}H${x(now.heads[i])}`, class: `sc-x-line sc-x-stroke-${color}` }),
        s("circle", { cx: x(once.heads[i]), cy: y, r: 4.5, class: `sc-x-printed sc-x-stroke-${color}` }),
        s("circle", { cx: x(now.heads[i]), cy: y, r: 5, class: `sc-x-fill-${color}` }),
        s("text", { x: width - 52, y: y + 4, "text-anchor": "end", class: kind }, signed(moved[i], 0)),
        s("text", { x: width, y: y + 4, "text-anchor": "end", class: "sc-x-quiet" }, from === to ? String(to) : `${from}\u2192${to}`),
      );
    });
    paint(
      picture,
      width,
      bottom,
      `Two dots for each of ${order.length} provinces, from ${data.names[order[0]]}, changed by ${signed(moved[order[0]], 0)} per cent, to ${data.names[order.at(-1)]}, by ${signed(moved[order.at(-1)], 0)}.`,
      [50, 100].map((thousand) => [
        s("path", { d: `M${x(1000 * thousand)} ${top - 4}V${bottom}`, class: "sc-x-grid" }),
        s("text", { x: x(1000 * thousand), y: top - 8, class: "sc-x-quiet", "text-anchor": "middle" }, String(thousand)),
      ]),
      rows,
    );
  };
  return { node, draw };
}

/** Bars: GDP as first told and as guessed, or how each measure has changed in per cent. */
function changes() {
  const { node, picture } = panel("Inequality, change in %", "changes");
  // Rows as [words on the left, words on the right, value, colour], on a scale from low to high with zero in it.
  const draw = (rows, [low, high]) => {
    const width = wide(picture);
    const x = scale([low, high], [2, width - 2]);
    const bars = rows.map(([left, right, value, color], row) => {
      const [y, ends] = [16 + 44 * row, [x(0), x(value)]];
      return [
        s("text", { x: 0, y: y - 3 }, left),
        s("text", { x: width, y: y - 3, "text-anchor": "end", class: "sc-x-quiet" }, right),
        s("rect", { x: Math.min(...ends), y: y + 3, width: Math.max(Math.abs(ends[1] - ends[0]), 1), height: 14, class: `sc-x-fill-${color}` }),
      ];
    });
    const height = 44 * rows.length;
    paint(picture, width, height, rows.map(([left, right]) => `${left}: ${right}`).join("; "), bars, rows.map((_, row) => s("path", { d: `M${x(0)} ${18 + 44 * row}v16`, class: "sc-x-door" })));
  };
  return { node, draw };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const settings = () => Object.fromEntries(Object.keys(model.get("limits")).map((name) => [name, model.get(name)]));
  const value = () => vintageValue(data, settings());
  const to = (name) => (chosen) => set(model, { [name]: chosen });
  const chips = (name, legend) => choice(legend, Object.entries(data.words[name]), () => model.get(name), to(name));

  const gdp = chips("gdp", `GDP of ${data.year}`);
  const people = chips("people", `People of ${data.year}`);
  const follow = pick("Follow one province", data.names.map((name) => [name, name]), () => model.get("follow"), to("follow"));
  const ladder = pairs(data, to("follow"));
  const bars = changes();
  const controls = h("div", {}, gdp.node, people.node, follow.node);
  const stage = h("div", { class: "sc-x-pair" }, h("div", { class: "sc-x-side" }, bars.node, controls), ladder.node);
  const untouched = (asked) => asked.gdp === data.first.gdp;

  return mount(
    { model, el, share, asked },
    {
      name: "vintage",
      title: "Two truths",
      lead: "A year that is over goes on changing: its figures are revised.",
      note: data.note,
      guess: {
        label: "My guess:",
        min: -50,
        max: 50,
        start: 0,
        unit: "points",
        digits: 1,
        near: 3,
        settled: untouched,
        plainly: "GDP as first told: nothing to guess yet.",
        say: (number) => `${signed(number, 0)}\u00a0%`,
        exact: (number) => `${signed(number, 1)}\u00a0%`,
        question: () => `As first told, the GDP of ${model.get("follow")} in ${data.year} was ${fixed(value().first_follow_gdp)} (100 million yuan). By how many per cent did the figure for that same year change ${data.words.gdp[model.get("gdp")]}?`,
        truth: () => value().gdp_change,
        preview(guess) {
          const once = value().first_follow_gdp;
          const guessed = once * (1 + guess / 100);
          bars.draw([["as first told", fixed(once), once, "hatch"], ["your guess", fixed(guessed), guessed, "orange"]], [0, 1.5 * once]);
        },
      },
      key: () => JSON.stringify([model.get("gdp"), model.get("follow")]),
      top: [],
      controls: [gdp, people, follow],
      stage,
      body: [],
      draw(open) {
        controls.hidden = ladder.node.hidden = !open;
        stage.classList.toggle("sc-x-alone", !open);
        if (!open) return;
        const told = both(data, settings());
        const [once, now] = told.map((one) => one.measures);
        ladder.draw(model.get("follow"), told);
        const rows = Object.entries(data.words.measures).map(([key, label]) => {
          const moved = change(now[key], once[key]);
          return [label, `${fixed(once[key], 3)} \u2192 ${fixed(now[key], 3)}, ${signed(moved, 1)}\u00a0%`, moved, moved < 0 ? "orange" : "blue"];
        });
        bars.draw(rows, [-30, 30]);
      },
      sentence: () => vintageSentence(data, settings()),
      table() {
        const [once, now] = both(data, settings());
        const moved = now.heads.map((one, i) => change(one, once.heads[i]));
        return {
          caption: `Provinces in ${data.year}, as first told and in the vintage chosen`,
          head: ["Province", "GDP first told, 100 million yuan", "GDP", "Change, %", "Per head first told, yuan", "Per head", "Change, %", "Rank first told", "Rank"],
          rows: moved.map((_, i) => i).sort((i, j) => moved[i] - moved[j] || i - j).map((i) => [
            data.names[i],
            ...[fixed(once.gdp[i], 1), fixed(now.gdp[i], 1), signed(change(now.gdp[i], once.gdp[i]), 1)],
            ...[fixed(once.heads[i]), fixed(now.heads[i]), signed(moved[i], 1), String(once.ranks[i]), String(now.ranks[i])],
          ]),
        };
      },
    },
  );
}

export default { render };
