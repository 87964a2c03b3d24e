// *Drop a province, change the story*. The model is the twin of drop.py; the rest draws it.
import { choice, mount, panel, same, set } from "./base.js";
import { boxes } from "./map.js";
import { dot, extent, imagined, named, scale, tickText, ticks, total, trace } from "./plot.js";
import { h, paint, s, wide } from "./shapes.js";
import { fixed, names, signed } from "./words.js";

const [HEIGHT, LEFT] = [372, 28];
const REACH = 24; // how far from a dot a tap may land, in pixels

const windowOf = (data, id) => data.windows.find((one) => one.id === id);

/** The line through the provinces that are in: Drop.value in Python. `x` and `y` are where each stands in the picture. */
export function dropValue(data, settings) {
  const { out, control, window } = settings;
  const { x, y, z } = windowOf(data, window);
  const kept = data.ids.flatMap((id, i) => (out.includes(id) ? [] : [i]));
  const of = (list) => kept.map((i) => list[i]);
  const n = kept.length;
  const centred = (list) => {
    const mean = total(of(list)) / n;
    return list.map((one) => one - mean);
  };
  const [a, b, c] = [x, y, z].map(centred);
  const held = control === "yes";
  const left = (list) => {
    const slope = dot(of(c), of(list)) / dot(of(c), of(c));
    return list.map((one, i) => one - slope * c[i]);
  };
  const [p, q] = held ? [a, b].map(left) : [a, b];
  const [sxx, sxy, syy] = [[p, p], [p, q], [q, q]].map(([one, other]) => dot(of(one), of(other)));
  const slope = sxy / sxx;
  const degrees = n - (held ? 3 : 2);
  const rest = of(q).map((one, i) => one - slope * p[kept[i]]);
  const half = data.t[degrees] * Math.sqrt(dot(rest, rest) / degrees / sxx);
  return {
    ...settings,
    ...{ n, slope, kept, half, sxx },
    low: slope - half,
    high: slope + half,
    r: sxy / Math.sqrt(sxx * syy),
    zero_inside: Math.abs(slope) <= half,
    ...(held ? { x: p, y: q } : { x, y }),
  };
}

/** The live sentence by lines: Drop.lines in Python. */
export function dropSentence(data, settings) {
  const v = dropValue(data, settings);
  const { start, end } = windowOf(data, v.window);
  const label = (id) => data.names[data.ids.indexOf(id)];
  const { search } = data;
  const picked = ["out", "control", "window"].every((name) => same(v[name], search[name]));
  const leftOut = v.out.length > 0 ? `Left out: ${names(v.out.map(label), picked ? 5 : 3)}.` : "No province is left out.";
  const caution = picked ? search.text : data.caution;
  return {
    headline: [`The line ${v.zero_inside ? "could be flat" : v.low > 0 ? "climbs" : "falls"}.`],
    first: [
      `Among ${v.n} provinces${v.control === "yes" ? `, at equal GDP per head in ${start}` : ""}, one more percentage point of GDP spent on R&D in ${start} went with `,
      [`${fixed(Math.abs(v.slope), 2)} points ${v.slope > 0 ? "more" : "less"}`, "sc-x-blue"],
      ` growth a year until ${end}. The 95\u00a0% interval runs from ${signed(v.low)} to ${signed(v.high)}: zero is `,
      [v.zero_inside ? "inside" : "outside", "sc-x-strong"],
      `. The correlation is ${signed(v.r)}.`,
    ],
    more: [`${leftOut} ${caution}`],
  };
}

/** The cloud of provinces; a tap takes the nearest one out or puts it back in. */
function cloud(data, toggle) {
  const { node, picture } = panel("Tap a province to take it out, tap again to put it back", "cloud");
  let places = [];
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    const far = places.map(([x, y]) => Math.hypot(event.clientX - box.left - x, event.clientY - box.top - y));
    const nearest = far.indexOf(Math.min(...far));
    if (far[nearest] <= REACH) toggle(data.ids[nearest]);
  });
  // Axes for x and y in a picture that says `all`; `marks` draws in them.
  const frame = (x, y, [all, above, below], marks) => {
    const width = wide(picture);
    const [right, bottom] = [width - 6, HEIGHT - 44];
    const [across, up] = [extent(x, 0.06), extent(y, 0.06)];
    const [px, py] = [scale(across, [LEFT, right]), scale(up, [bottom, 30])];
    paint(
      picture,
      width,
      HEIGHT,
      all,
      s("text", { x: 0, y: 13, class: "sc-x-quiet" }, above),
      s("text", { x: right, y: HEIGHT - 6, class: "sc-x-quiet", "text-anchor": "end" }, below),
      ticks(up).map((number) => [
        s("path", { d: `M${LEFT} ${py(number)}H${right}`, class: "sc-x-grid" }),
        s("text", { x: LEFT - 6, y: py(number) + 4, class: "sc-x-quiet", "text-anchor": "end" }, tickText(number)),
      ]),
      ticks(across).map((number) => s("text", { x: px(number), y: bottom + 19, class: "sc-x-quiet", "text-anchor": "middle" }, tickText(number))),
      marks((a, b) => [px(a), Math.min(bottom, Math.max(24, py(b)))], width),
    );
  };
  const spot = ([cx, cy], kind) => s("circle", { cx, cy, r: 5.5, class: kind });

  const draw = (v) => {
    const left = v.control === "yes" ? ", income held fixed" : "";
    frame(v.x, v.y, [`${v.n} provinces and a line of slope ${signed(v.slope)}.`, `Growth, % a year${left}`, `R&D, % of GDP${left}`], (at, width) => {
      places = v.x.map((one, i) => at(one, v.y[i]));
      const isOut = data.ids.map((id) => v.out.includes(id));
      const [xs, ys] = [v.x, v.y].map((list) => v.kept.map((i) => list[i]));
      const [[low, high], middle] = [extent(xs), total(xs) / v.n];
      // From the interval of the slope to that of the line: its half width is t times the standard error.
      const line = (x, side) => at(x, total(ys) / v.n + v.slope * (x - middle) + side * v.half * Math.sqrt(v.sxx / v.n + (x - middle) ** 2));
      const grid = Array.from({ length: 41 }, (_, i) => low + (i / 40) * (high - low));
      const edge = [...grid.map((x) => line(x, 1)), ...grid.reverse().map((x) => line(x, -1))];
      return [
        s("path", { d: `${trace(edge)}Z`, class: "sc-x-area" }),
        s("path", { d: trace([line(low, 0), line(high, 0)]), class: "sc-x-curveline" }),
        places.map((place, i) => spot(place, isOut[i] ? "sc-x-printed sc-x-stroke-orange" : "sc-x-spot sc-x-fill-blue")),
        named(places, data.names, isOut, [LEFT, width]).map(([i, x, y]) => s("text", { x, y, class: `sc-x-tag ${isOut[i] ? "sc-x-orange" : "sc-x-quiet"}` }, data.names[i])),
      ];
    });
  };
  const preview = ({ x, y }, guess) => {
    places = [];
    const [made, room] = imagined(x, y, guess / 100);
    frame(x, [...made, ...room], [`Made-up dots that correlate by ${guess} hundredths.`, "Growth, % a year, made up as you guess", "R&D, % of GDP"], (at) => made.map((one, i) => spot(at(x[i], one), "sc-x-spot sc-x-fill-orange")));
  };
  return { node, draw, preview };
}

/** The slope now and with every province in, each with its interval, on one scale with zero. */
function ruler(data) {
  const { node, picture } = panel("The slope and its 95\u00a0% interval", "ruler");
  const draw = (v) => {
    const width = wide(picture);
    const rows = [[dropValue(data, { ...v, out: [], control: "no" }), "hatch", "all 31"], [v, "blue", "now"]];
    const most = 1.05 * Math.max(1, ...rows.flatMap(([one]) => [-one.low, one.high]));
    const x = scale([-most, most], [4, width - 4]);
    const word = (at, anchor, text, y = 73, kind = "sc-x-quiet") => s("text", { x: at, y, class: kind, "text-anchor": anchor }, text);
    paint(
      picture,
      width,
      74,
      rows.map(([one, , name]) => `${name}: ${signed(one.slope)}, from ${signed(one.low)} to ${signed(one.high)}`).join("; "),
      s("path", { d: `M${x(0)} 0V60`, class: "sc-x-door" }),
      [word(x(0), "middle", "0: flat"), word(0, "start", "falls"), word(width, "end", "climbs")],
      rows.map(([one, color, name], row) => [
        s("path", { d: `M${x(one.low)} ${20 + 28 * row}H${x(one.high)}`, class: `sc-x-line sc-x-stroke-${color}` }),
        s("circle", { cx: x(one.slope), cy: 20 + 28 * row, r: 6, class: `sc-x-spot sc-x-fill-${color}` }),
        word(x(0) + (one.slope < 0 ? 8 : -8), one.slope < 0 ? "start" : "end", `${name} ${signed(one.slope)}`, 11 + 28 * row, "sc-x-tag"),
      ]),
    );
  };
  return { node, draw };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const limits = model.get("limits");
  const settings = () => Object.fromEntries(Object.keys(limits).map((name) => [name, model.get(name)]));
  const value = () => dropValue(data, settings());
  const years = () => windowOf(data, model.get("window"));
  const isOut = (id) => model.get("out").includes(id);
  const full = () => model.get("out").length >= data.ids.length - limits.out.least;
  const toggle = (id) => (isOut(id) || !full()) && set(model, { out: data.ids.filter((one) => (one === id) !== isOut(one)) });

  const control = choice("Hold income fixed?", [["no", "No"], ["yes", "Yes"]], () => model.get("control"), (held) => set(model, { control: held }));
  const span = choice("Years", data.windows.map(({ id, start, end }) => [id, `${start} to ${end}`]), () => model.get("window"), (id) => set(model, { window: id }));
  const provinces = boxes(() => `In the line${full() ? ": these six must stay" : ""}`, data.ids.map((id, i) => [id, data.names[i]]), (id) => !isOut(id), toggle, (on) => on && full());
  const scatter = cloud(data, toggle);
  const slope = ruler(data);
  const cents = (number) => signed(number, 0);

  return mount(
    { model, el, share, asked },
    {
      name: "drop",
      title: "Drop a province, change the story",
      lead: "Thirty-one dots make a line, and a few of them can unmake it.",
      note: data.note,
      guess: {
        label: "My guess, in hundredths:",
        min: -100,
        max: 100,
        start: 0,
        unit: "hundredths",
        digits: 0,
        near: 8,
        say: cents,
        exact: (number) => `${cents(number)} hundredths with all 31 in: a correlation of ${signed(number / 100)}`,
        question: () => years().question,
        truth: () => 100 * dropValue(data, { out: [], control: "no", window: model.get("window") }).r,
        preview: (guess) => scatter.preview(years(), guess),
      },
      key: () => model.get("window"),
      top: [control, span],
      controls: [control, span, provinces],
      stage: h("div", { class: "sc-x-stage" }, scatter.node),
      body: [slope.node, provinces.node],
      draw: (open) => open && [scatter, slope].forEach((part) => part.draw(value())),
      sentence: () => dropSentence(data, settings()),
      table() {
        const [v, { x, y, income, start }] = [value(), years()];
        const held = v.control === "yes";
        return {
          caption: `R&D in ${start} and growth a year, ${v.n} provinces in the line`,
          head: ["Province", "R&D, % of GDP", "Growth, % a year", "GDP per head, yuan", "In the line", ...(held ? ["R&D left", "Growth left"] : [])],
          rows: x.map((_, i) => i).sort((i, j) => x[j] - x[i] || i - j).map((i) => [
            data.names[i],
            ...[fixed(x[i], 2), fixed(y[i], 2), fixed(income[i])],
            isOut(data.ids[i]) ? "no" : "yes",
            ...(held ? [signed(v.x[i]), signed(v.y[i])] : []),
          ]),
        };
      },
    },
  );
}

export default { render };
