// *Draw the coast yourself*. The model is the twin of coast.py; the rest draws it.
import { mount, panel, same, set, slider } from "./base.js";
import { boxes, keyDot, provinceMap } from "./map.js";
import { theilDecomposition } from "./measures.js";
import { h, paint, s, wide } from "./shapes.js";
import { fixed, names, percent } from "./words.js";

/** The numbers of one year. */
function coastYear(data, coast, year) {
  const place = data.years.indexOf(year);
  const [gdp, people] = [data.gdp[place], data.people[place]];
  const on = data.ids.map((id) => coast.includes(id));
  const found = theilDecomposition(gdp.map((one, i) => one / people[i]), people, on);
  const mean = (side) => [gdp, people].map((list) => list.reduce((sum, one, i) => (on[i] === side ? sum + one : sum), 0)).reduce((a, b) => a / b);
  return { ...found, share: found.between / found.total, ratio: coast.length > 0 ? mean(true) / mean(false) : null };
}

/** The numbers on show: Coast.value in Python. */
export function coastValue(data, { coast, year }) {
  const since = Math.max(...data.pieces.filter((start) => start <= year));
  const then = Object.entries(coastYear(data, coast, since)).map(([name, number]) => [`since_${name}`, number]);
  return { coast, year, ...coastYear(data, coast, year), since, ...Object.fromEntries(then) };
}

/** The live sentence by lines: Coast.lines in Python. */
export function coastSentence(data, settings) {
  const v = coastValue(data, settings);
  const { coast } = v;
  const total = `The Theil index of all provinces, ${fixed(v.total, 3)} in ${v.year}, is the same wherever you draw the line.`;
  if (coast.length === 0) {
    const first = "With nobody on the coast there is nothing between: all inequality is within the interior.";
    return { headline: ["No coast, no gap."], first: [first], more: [total] };
  }
  const apart = v.year !== v.since;
  const points = 100 * (v.share - v.since_share);
  const label = (id) => data.map.units.find((unit) => unit.id === id).name;
  const only = (one, other) => names(one.filter((id) => !other.includes(id)).map(label));
  const other = same(coast, data.usual) ? "" : [["with", coast, data.usual], ["without", data.usual, coast]].filter(([, one, two]) => one.some((id) => !two.includes(id))).map(([what, one, two]) => ` ${what} ${only(one, two)}`).join(" and");
  return {
    headline: [`Between coast and interior lies the ${v.share > 0.5 ? "larger" : "smaller"} part.`],
    first: [
      `With ${coast.length === 1 ? "this one province" : `these ${coast.length} provinces`} as the coast, `,
      [percent(v.share), "sc-x-purple"],
      ` of the inequality between provinces in ${v.year} lies between coast and interior`,
      apart ? `, ${fixed(Math.abs(points), 1)} points ${points > 0 ? "more" : "less"} than in ${v.since}. ` : ". ",
      "GDP per head of the coast is ",
      [fixed(v.ratio, 2), "sc-x-blue"],
      ` times that of the interior${apart ? `, after ${fixed(v.since_ratio, 2)} in ${v.since}` : ""}.`,
    ],
    more: [`These are the usual eleven${other}. ${total}`],
  };
}

/** Bars as long as the Theil index, in two parts: between, and within. */
function parts() {
  const { node, picture } = panel("Inequality, in two parts", "parts", h("p", { class: "sc-x-key" }, keyDot("purple", "between coast and interior"), keyDot("hatch", "within the two")));
  // Rows as [words on the left, on the right and below, between, within, colour of between].
  const draw = (rows) => {
    const width = wide(picture);
    const most = Math.max(...rows.map(([, , , between, within]) => between + within));
    const bars = rows.map(([left, right, below, between, within, color], row) => {
      const [y, edge] = [18 + 78 * row, (width * between) / most];
      return [
        s("text", { x: 0, y: y - 5, class: `sc-x-tag sc-x-${color}` }, left),
        s("text", { x: width, y: y - 5, class: "sc-x-quiet", "text-anchor": "end" }, right),
        s("text", { x: 0, y: y + 42, class: "sc-x-quiet" }, below),
        s("rect", { x: edge, y, width: (width * within) / most, height: 26, class: "sc-x-fill-hatch" }),
        s("rect", { x: 0, y, width: edge, height: 26, class: `sc-x-fill-${color}` }),
      ];
    });
    paint(picture, width, 78 * rows.length - 10, rows.map((row) => row.slice(0, 3).join("; ")).join(". "), bars);
  };
  return { node, draw };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const limits = model.get("limits");
  const settings = () => ({ coast: model.get("coast"), year: model.get("year") });
  const value = () => coastValue(data, settings());
  const label = (id) => data.map.units.find((unit) => unit.id === id).name;
  const isOn = (id) => model.get("coast").includes(id);
  const full = () => model.get("coast").length >= data.ids.length - limits.coast.least;
  const toggle = (id) => model.get("revealed") && (isOn(id) || !full()) && set(model, { coast: data.ids.filter((one) => (one === id) !== isOn(one)) });

  const year = slider("Year", limits.year, () => model.get("year"), String, (number) => set(model, { year: number }));
  const list = boxes(() => "On the coast", data.ids.map((id) => [id, label(id)]), isOn, toggle, (on) => !on && full());
  const map = provinceMap(data.map, "Tap a province to move it across", [keyDot("blue", "coast"), keyDot("orange", "interior"), h("span", {}, "the stronger, the richer")], toggle);
  const bars = parts();
  const side = h("div", { class: "sc-x-side" }, bars.node, year.node, list.node);

  return mount(
    { model, el, share, asked },
    {
      name: "coast",
      title: "Draw the coast yourself",
      lead: "How much of the inequality is coast against interior depends on who is coast.",
      note: data.note,
      guess: {
        label: "Between coast and interior:",
        min: 0,
        max: 100,
        start: 75,
        unit: "points",
        digits: 1,
        near: 4,
        settled: ({ coast }) => coast.length === 0,
        plainly: "With nobody on the coast there is nothing to guess.",
        say: (number) => `${fixed(number)}\u00a0%`,
        exact: (number) => `${fixed(number, 1)}\u00a0%`,
        question: () => `Say the ${model.get("coast").length} blue provinces are the coast. What part of the inequality between provinces in ${model.get("year")} lies between coast and interior, and not within the two?`,
        truth: () => 100 * value().share,
        preview: (guess) => bars.draw([[`between: ${guess}\u00a0%?`, `within: ${100 - guess}\u00a0%`, "", guess, 100 - guess, "orange"]]),
      },
      key: () => JSON.stringify(settings()),
      top: [],
      controls: [year, list],
      stage: h("div", { class: "sc-x-pair" }, map.node, side),
      body: [],
      draw(open) {
        year.node.hidden = list.node.hidden = !open;
        const place = data.years.indexOf(model.get("year"));
        const heads = data.gdp[place].map((gdp, i) => gdp / data.people[place][i]);
        const most = Math.max(...heads);
        map.draw({
          description: `Map of China's provinces. Coast: ${model.get("coast").map(label).join(", ") || "none"}.`,
          look: ({ id }) => [(isOn(id) ? 0.4 : 0.15) + (0.6 * heads[data.ids.indexOf(id)]) / most, !isOn(id)],
        });
        if (!open) return;
        const v = value();
        const row = (prefix, when) => {
          const [share, ratio, index, between, within] = ["share", "ratio", "total", "between", "within"].map((name) => v[prefix + name]);
          const apart = ratio === null ? "" : `; coast ${fixed(ratio, 2)} times interior`;
          return [`${when}: between ${percent(share)}`, `within ${percent(1 - share)}`, `Theil index ${fixed(index, 3)}${apart}`, between, within, "purple"];
        };
        bars.draw([...(v.since === v.year ? [] : [row("since_", v.since)]), row("", v.year)]);
      },
      sentence: () => coastSentence(data, settings()),
      table() {
        const place = data.years.indexOf(model.get("year"));
        const [gdp, people] = [data.gdp[place], data.people[place]];
        const heads = gdp.map((one, i) => (1e4 * one) / people[i]);
        return {
          caption: `GDP per head and people in ${model.get("year")}`,
          head: ["Province", "Side", "GDP per head, yuan", "People, 10,000"],
          rows: data.ids.map((_, i) => i).sort((i, j) => heads[j] - heads[i] || i - j).map((i) => [label(data.ids[i]), isOn(data.ids[i]) ? "coast" : "interior", fixed(heads[i]), fixed(people[i])]),
        };
      },
    },
  );
}

export default { render };
