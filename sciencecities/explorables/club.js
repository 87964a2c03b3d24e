// *Who is in the club?* The model is the twin of club.py; the rest draws it.
import { choice, drag, mount, panel, pick, remembered, set, slider } from "./base.js";
import { keyDot, keyRing, provinceMap } from "./map.js";
import { effectiveNumber, gini, lorenz, ranks, shares, topShare } from "./measures.js";
import { h, paint, s, wide } from "./shapes.js";
import { fixed, names, ordinal, percent } from "./words.js";

const kindOf = (data, id) => data.measures.find((kind) => kind.id === id);
const nearest = (years, year) => years.reduce((best, other) => (Math.abs(other - year) < Math.abs(best - year) ? other : best));

/** The numbers of one year. */
function clubYear(data, kind, year, k, follow) {
  const row = kind.values[kind.years.indexOf(year)];
  const known = data.ids.filter((_, i) => row[i] !== null);
  const values = row.filter((value) => value !== null);
  const order = values.map((_, i) => i).sort((a, b) => values[b] - values[a] || a - b);
  const parts = Object.fromEntries(shares(values).map((part, i) => [known[i], part]));
  const place = known.indexOf(follow);
  return {
    n: values.length,
    values,
    parts,
    ranks: Object.fromEntries(ranks(values).map((rank, i) => [known[i], rank])),
    order: order.map((i) => known[i]),
    members: order.slice(0, k).map((i) => known[i]),
    top_share: topShare(values, k),
    pair_share: data.pair.reduce((total, id) => total + parts[id], 0),
    effective_number: effectiveNumber(values),
    gini: gini(values),
    follow_share: place < 0 ? null : parts[follow],
    follow_rank: place < 0 ? null : ranks(values)[place],
  };
}

/** The numbers on show: Club.value in Python. A year that the measure lacks gives way to its nearest. */
export function clubValue(data, settings) {
  const { measure, k, follow } = settings;
  const kind = kindOf(data, measure);
  const year = nearest(kind.years, settings.year);
  const since = Math.max(kind.years[0], ...kind.breaks.filter((start) => start <= year));
  const then = clubYear(data, kind, since, k, follow);
  return {
    measure,
    year,
    k,
    ...clubYear(data, kind, year, k, follow),
    since,
    since_top_share: then.top_share,
    since_pair_share: then.pair_share,
  };
}

const topOf = (k) => ({ 1: "the largest", 2: "the top two" })[k] ?? `the top ${k}`;
const upper = (text) => text[0].toUpperCase() + text.slice(1);
const points = (difference) => fixed(Math.abs(100 * difference), 1);

function compared(difference) {
  return points(difference) === "0.0" ? ", the same" : `, ${points(difference)} points ${difference > 0 ? "more" : "less"}`;
}

/** Which way the named two and the largest have gone, as far as the sentence's one decimal shows. */
function headline(steps, top) {
  const [two, all] = steps.map((step) => (points(step) === "0.0" ? "stood still" : step > 0 ? "rose" : "fell"));
  return `The two ${two}. ${two === all ? `So did ${top}.` : `${upper(top)} did not.`}`;
}

/** The live sentence by lines: Club.lines in Python. */
export function clubSentence(data, settings) {
  const v = clubValue(data, settings);
  const { verb, what } = kindOf(data, settings.measure);
  const label = (id) => data.map.units.find((unit) => unit.id === id).name;
  const top = topOf(v.k);
  const steps = [v.pair_share - v.since_pair_share, v.top_share - v.since_top_share];
  const apart = v.year !== v.since;
  const [two, all] = steps.map((step) => (apart ? compared(step) : ""));
  const since = apart ? ` ${two.endsWith("same") ? "as" : "than"} in ${v.since}` : "";
  const themselves = v.k === data.pair.length && data.pair.every((id) => v.members.includes(id));
  const who = themselves ? "Beijing and Shanghai themselves" : names(v.members.map(label));
  return {
    ...(apart ? { headline: [headline(steps, top)] } : {}),
    first: [
      `Beijing and Shanghai ${verb} `,
      [percent(v.pair_share), "sc-x-orange"],
      ` of ${what} in ${v.year}${two}${since}. ${upper(top)}, ${v.k === 1 ? "whichever it was" : "whoever they were"}, ${verb} `,
      [percent(v.top_share), "sc-x-blue"],
      `${all}.`,
    ],
    more: [
      `${upper(top)} of ${v.n} provinces ${v.k === 1 ? "was" : "were"} ${who}. It is as if `,
      [fixed(v.effective_number, 1), "sc-x-strong"],
      " equal provinces had everything. ",
      ...(v.follow_rank === null
        ? [`There is no figure for ${label(settings.follow)}.`]
        : [`${label(settings.follow)} comes ${ordinal(v.follow_rank)}, with `, [percent(v.follow_share), "sc-x-purple"], "."]),
    ],
  };
}

/** The map, with the members of the club in full colour. */
function clubMap(data, onPick) {
  const keys = [keyDot("blue", "in the club"), keyRing("orange", "Beijing, Shanghai"), keyRing("purple", "the one you follow")];
  const { node, draw: paintMap } = provinceMap(data.map, "The map: tap a province to follow it", keys, onPick);
  const name = (id) => data.map.units.find((unit) => unit.id === id).name;
  const draw = (v, follow, open) => {
    const most = Math.max(...Object.values(v.parts));
    const followed = [...new Set([...v.members.slice(0, 3), follow])];
    paintMap({
      description: open ? `Map of China's provinces. In the club: ${v.members.map(name).join(", ")}.` : "Map of China's provinces with Beijing and Shanghai marked.",
      look({ id }) {
        if (!open) return data.pair.includes(id) ? [1, true] : [0.16, false];
        return [v.members.includes(id) ? 1 : 0.14 + (0.4 * (v.parts[id] ?? 0)) / most, false];
      },
      ringed: [...data.pair.map((id) => [id, "orange"]), ...(open ? [[follow, "purple"]] : [])],
      // The followed one stands apart from the members' names.
      named: (open ? followed : data.pair).map((id) => [id, open && !v.members.includes(id) ? 22 : -13]),
    });
  };
  return { node, draw };
}

/** The Lorenz curve with the club's door, which can be dragged, and the row of equal provinces. */
function curve(onDoor) {
  const { node, picture } = panel("The curve: drag the door", "curve");
  const height = 236;
  let last = { left: 0, span: 1, n: 1 };
  drag(picture, (x) => onDoor(Math.round((1 - (x - last.left) / last.span) * last.n)));
  const draw = (v) => {
    const width = wide(picture);
    const [left, right, top, bottom] = [2, width - 64, 10, height - 72];
    last = { left, span: right - left, n: v.n };
    const at = (p, l) => [left + p * (right - left), bottom - l * (bottom - top)];
    const [p, l] = lorenz(v.values);
    const points = p.map((across, i) => at(across, l[i]));
    const [x, y] = at(1 - v.k / v.n, 1 - v.top_share);
    const area = [[x, bottom], ...points.slice(v.n - v.k), [right, bottom]];
    const line = (list) => `M${list.map((point) => point.join(" ")).join("L")}`;
    const step = (right - left) / v.n;
    const equal = v.values.map((_, i) => [
      s("rect", { x: left + i * step + 0.5, y: height - 20, width: step - 1, height: 14, rx: 2, class: "sc-x-cell" }),
      s("rect", { x: left + i * step + 0.5, y: height - 20, width: (step - 1) * Math.min(1, Math.max(0, v.effective_number - i)), height: 14, rx: 2, class: "sc-x-cell-full" }),
    ]);
    paint(
      picture,
      width,
      height,
      `Lorenz curve of ${v.n} provinces, Gini ${fixed(v.gini, 2)}. The door stands before the top ${v.k}, which hold ${percent(v.top_share)}.`,
      s("path", { d: `${line(area)}Z`, class: "sc-x-area" }),
      s("path", { d: line([at(0, 0), at(1, 0), at(1, 1)]), class: "sc-x-axis" }),
      s("path", { d: line([at(0, 0), at(1, 1)]), class: "sc-x-equal" }),
      s("text", { x: at(0.46, 0)[0], y: at(0, 0.53)[1], class: "sc-x-quiet", "text-anchor": "end" }, "if all had the same"),
      s("path", { d: line(points), class: "sc-x-curveline" }),
      s("path", { d: line([[x, top], [x, bottom]]), class: "sc-x-door" }),
      s("circle", { cx: x, cy: y, r: 9, class: "sc-x-handle" }),
      s("path", { d: line([[right + 4, top], [right + 10, top], [right + 10, y], [right + 4, y]]), class: "sc-x-bracket" }),
      s("text", { x: right + 14, y: (top + y) / 2, class: "sc-x-number sc-x-blue" }, percent(v.top_share, 0)),
      s("text", { x: right + 14, y: (top + y) / 2 + 15, class: "sc-x-quiet" }, v.k > 1 ? `top ${v.k}` : "largest"),
      s("text", { x: left, y: bottom + 16, class: "sc-x-quiet" }, "smallest province"),
      s("text", { x: right, y: bottom + 16, class: "sc-x-quiet", "text-anchor": "end" }, "largest"),
      s("text", { x: left, y: height - 27, class: "sc-x-quiet" }, "as if so many equal provinces had it all:"),
      equal,
      s("text", { x: right + 14, y: height - 8, class: "sc-x-number" }, fixed(v.effective_number, 1)),
    );
  };
  return { node, draw };
}

/** Both parts over the years, above a slider whose thumb stands under the year. */
function timeline(data, model, onYear) {
  const key = h("p", { class: "sc-x-key" });
  const { node, picture } = panel("The years: drag along them", "years");
  picture.before(key);
  const height = 160;
  const pad = 22; // half a slider thumb, so that line and thumb stand above each other
  let last = { years: [0], span: 1 };
  drag(picture, (x) => onYear(last.years[0] + ((x - pad) / last.span) * (last.years.at(-1) - last.years[0])));
  const overTheYears = remembered((asked) => kindOf(data, asked.measure).years.map((year) => clubValue(data, { ...asked, year })));
  const draw = (v) => {
    const width = wide(picture);
    const { years, breaks } = kindOf(data, v.measure);
    const all = overTheYears({ measure: v.measure, k: v.k, follow: model.get("follow") });
    const lines = [
      ["blue", v.k > 1 ? `top ${v.k}` : "largest", (one) => one.top_share],
      ["orange", "Beijing + Shanghai", (one) => one.pair_share],
      ["purple", data.map.units.find((unit) => unit.id === model.get("follow")).name, (one) => one.follow_share],
    ];
    key.replaceChildren(...lines.map(([color, label, read]) => keyDot(color, `${label}${read(v) === null ? "" : ` ${percent(read(v))}`}`)));
    const most = Math.max(...all.flatMap((one) => [one.top_share, one.pair_share])) * 1.12;
    const step = [0.05, 0.1, 0.2, 0.3].find((one) => most / one < 4);
    const [top, bottom] = [24, height - 22];
    last = { years, span: width - 2 * pad };
    const x = (year) => pad + ((year - years[0]) / (years.at(-1) - years[0])) * (width - 2 * pad);
    const y = (part) => bottom - (part / most) * (bottom - top);
    const trace = (read) => all.map((one, i) => {
      if (read(one) === null) return "";
      const joined = i > 0 && years[i] - years[i - 1] === 1 && !breaks.includes(years[i]) && read(all[i - 1]) !== null;
      return `${joined ? "L" : "M"}${x(one.year)} ${y(read(one))}`;
    }).join("");
    const now = lines.map(([color, label, read]) => ({ color, label, part: read(v) })).filter((one) => one.part !== null);
    const right = x(v.year) > width / 2;
    const spots = spread(now.map((one) => y(one.part) - 9), 15, top - 6, bottom - 4);
    paint(
      picture,
      width,
      height,
      `Parts of the nation from ${years[0]} to ${years.at(-1)}; in ${v.year}: ${now.map((one) => `${one.label} ${percent(one.part)}`).join(", ")}.`,
      [0, 1, 2, 3].map((i) => i * step).filter((part) => part < most).map((part) => [
        s("path", { d: `M${pad} ${y(part)}H${width - pad}`, class: "sc-x-grid" }),
        part > 0 ? s("text", { x: pad, y: y(part) - 4, class: "sc-x-quiet" }, percent(part, 0)) : [],
      ]),
      breaks.map((year) => [
        s("path", { d: `M${x(year - 0.5)} ${top}V${bottom}`, class: "sc-x-break" }),
        s("text", { x: x(year - 0.5) + 5, y: top - 10, class: "sc-x-quiet" }, "figures revised from here"),
      ]),
      s("path", { d: `M${x(v.year)} ${top - 6}V${height}`, class: "sc-x-now" }),
      lines.map(([color, , read]) => s("path", { d: trace(read), class: `sc-x-line sc-x-stroke-${color}` })),
      now.map((one, i) => [
        s("circle", { cx: x(v.year), cy: y(one.part), r: 5.5, class: `sc-x-spot sc-x-fill-${one.color}` }),
        s("text", { x: x(v.year) + (right ? 4 : -4), y: spots[i], "text-anchor": right ? "end" : "start", class: `sc-x-tag sc-x-${one.color}` }, percent(one.part)),
      ]),
      s("text", { x: 0, y: height - 4, class: "sc-x-quiet" }, String(years[0])),
      s("text", { x: width, y: height - 4, class: "sc-x-quiet", "text-anchor": "end" }, String(years.at(-1))),
    );
  };
  return { node, draw };
}

/** Heights moved apart so that no two labels overlap, kept in their order and between two bounds. */
function spread(heights, gap, low, high) {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const out = [...heights];
  order.forEach((i, place) => {
    out[i] = Math.max(out[i], low, place > 0 ? out[order[place - 1]] + gap : low);
  });
  [...order].reverse().forEach((i, place, list) => {
    out[i] = Math.min(out[i], high, place > 0 ? out[list[place - 1]] - gap : high);
  });
  return out;
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const { k: limit } = model.get("limits");
  const settings = () => Object.fromEntries(Object.keys(model.get("limits")).map((name) => [name, model.get(name)]));
  const values = remembered((asked) => clubValue(data, asked));
  const value = () => values(settings());
  const kind = () => kindOf(data, model.get("measure"));
  const unit = (id) => data.map.units.find((other) => other.id === id).name;
  const label = (k) => (k > 1 ? `the ${k} largest` : "the largest alone");

  const toYear = (year) => set(model, { year: nearest(kind().years, year) });
  const toMeasure = (measure) => set(model, { measure, year: nearest(kindOf(data, measure).years, model.get("year")) });
  const toK = (k) => set(model, { k: Math.min(limit.max, Math.max(limit.min, k)) });

  const measure = choice("Count", data.measures.map((one) => [one.id, one.label]), () => model.get("measure"), toMeasure);
  const door = slider("The door lets in", limit, () => model.get("k"), label, toK);
  const year = slider("Year", { min: () => kind().years[0], max: () => kind().years.at(-1) }, () => value().year, String, toYear);
  const follow = pick("Follow one province", data.ids.map((id) => [id, unit(id)]), () => model.get("follow"), (id) => set(model, { follow: id }));
  const map = clubMap(data, (id) => set(model, { follow: id }));
  const lorenzCurve = curve(toK);
  const years = timeline(data, model, toYear);
  const remark = h("p", { class: "sc-x-remark" });
  const leader = h("div", { class: "sc-x-side" }, lorenzCurve.node, door.node);
  const stage = h("div", { class: "sc-x-pair" }, map.node, leader);

  return mount(
    { model, el, share, asked },
    {
      name: "club",
      title: "Who is in the club?",
      lead: "How closed Chinese science looks depends on what you count.",
      note: "Parts are of the sum over the provinces with a figure, at most 31. Base map: Natural Earth, de facto boundaries, no judgement on the legal status of any territory. Taiwan, Hong Kong and Macao (hatched) report separately.",
      guess: {
        label: "Beijing and Shanghai together:",
        min: 0,
        max: 100,
        start: 50,
        unit: "points",
        digits: 1,
        near: 3,
        say: (number) => `${fixed(number)}\u00a0%`,
        exact: (number) => `${fixed(number, 1)}\u00a0%`,
        question: () => kind().question.replace("{year}", value().year),
        truth: () => 100 * value().pair_share,
      },
      key: () => `${model.get("measure")} ${value().year}`,
      top: [measure],
      controls: [measure, door, year, follow],
      stage,
      body: [years.node, year.node, h("div", { class: "sc-x-foot" }, remark, follow.node)],
      draw(open) {
        const v = value();
        leader.hidden = !open;
        stage.classList.toggle("sc-x-alone", !open);
        map.draw(v, model.get("follow"), open);
        if (!open) return;
        lorenzCurve.draw(v);
        years.draw(v);
        remark.textContent = kind().note;
      },
      sentence: () => clubSentence(data, settings()),
      table() {
        const v = value();
        const row = kind().values[kind().years.indexOf(v.year)];
        return {
          caption: `${kind().label}, ${v.year}`,
          head: ["Province", "Rank", "Value", "Per cent", "In the club"],
          rows: v.order.map((id, i) => {
            const amount = row[data.ids.indexOf(id)];
            return [unit(id), String(v.ranks[id]), fixed(amount, Number.isInteger(amount) ? 0 : 1), fixed(100 * v.parts[id], 2), i < v.k ? "yes" : "no"];
          }),
        };
      },
    },
  );
}

export default { render };
