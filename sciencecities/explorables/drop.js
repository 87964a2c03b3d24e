// *Drop a province, change the story*. The model is the twin of drop.py; the rest draws it.
import { choice, h, mount, paint, panel, s, set, uid } from "./base.js";
import { scale, ticks, total, trace } from "./plot.js";
import { fixed, names, signed } from "./words.js";

const HEIGHT = 372;
const REACH = 24; // how far from a dot a tap may land, in pixels

const dot = (a, b) => total(a.map((one, i) => one * b[i]));
const windowOf = (data, id) => data.windows.find((one) => one.id === id);

/** The line through the provinces that are in: Drop.value in Python. `x` and `y` are where each province stands: as
 * measured, or what the line on log income through those that are in leaves of it. */
export function dropValue(data, { out, control, window }) {
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
  const [p, q] = held ? [left(a), left(b)] : [a, b];
  const [sxx, sxy, syy] = [[p, p], [p, q], [q, q]].map(([one, other]) => dot(of(one), of(other)));
  const slope = sxy / sxx;
  const degrees = n - (held ? 3 : 2);
  const rest = of(q).map((one, i) => one - slope * p[kept[i]]);
  const half = data.t[degrees] * Math.sqrt(dot(rest, rest) / degrees / sxx);
  return {
    out,
    control,
    window,
    n,
    slope,
    low: slope - half,
    high: slope + half,
    r: sxy / Math.sqrt(sxx * syy),
    zero_inside: slope - half <= 0 && slope + half >= 0,
    kept,
    half,
    sxx,
    x: held ? p : x,
    y: held ? q : y,
  };
}

/** The live sentence by lines: Drop.lines in Python. */
export function dropSentence(data, settings) {
  const v = dropValue(data, settings);
  const { start, end } = windowOf(data, v.window);
  const label = (id) => data.names[data.ids.indexOf(id)];
  const { search } = data;
  const picked = v.control === search.control && v.window === search.window && v.out.join() === search.out.join();
  const leftOut = picked
    ? `Of ${fixed(search.tried)} lines that a search tried for the essay's side, this one, without ${names(v.out.map(label), 5)}, is the most flattering. ${v.zero_inside ? "Even so, zero stays inside." : "Do not believe a line picked so."}`
    : v.out.length > 0
      ? `Left out: ${names(v.out.map(label))}.`
      : "No province is left out.";
  return {
    headline: [`The line ${v.zero_inside ? "could be flat" : v.low > 0 ? "climbs" : "falls"}.`],
    first: [
      `Among ${v.n} provinces${v.control === "yes" ? `, at equal GDP per head in ${start}` : ""}, one more percentage point of GDP spent on R&D in ${start} went with `,
      [`${fixed(Math.abs(v.slope), 2)} points ${v.slope > 0 ? "more" : "less"}`, "sc-x-blue"],
      ` growth a year until ${end}. The 95\u00a0% interval runs from ${signed(v.low)} to ${signed(v.high)}: zero is `,
      [v.zero_inside ? "inside" : "outside", "sc-x-strong"],
      `. The correlation is ${signed(v.r)}.`,
    ],
    more: [`${leftOut} ${data.caution}`],
  };
}

/** Dots that would correlate as the reader guesses: their x is real, their y is made up from the real ones backwards. */
function imagined(x, y, r) {
  const unit = (list) => {
    const mean = total(list) / list.length;
    const off = list.map((one) => one - mean);
    const size = Math.sqrt(dot(off, off));
    return off.map((one) => one / size);
  };
  const [along, back] = [unit(x), unit([...y].reverse())];
  const part = dot(along, back);
  const across = unit(back.map((one, i) => one - part * along[i]));
  return along.map((one, i) => r * one + Math.sqrt(1 - r * r) * across[i]);
}

const rangeFor = (list) => {
  const [low, high] = [Math.min(...list), Math.max(...list)];
  return [low - 0.06 * (high - low), high + 0.06 * (high - low)];
};

/** Names where there is room: of those left out first, then from the outermost dots inwards. */
function labels(places, data, out, width) {
  const order = data.ids.map((_, i) => i).sort((i, j) => out.includes(data.ids[j]) - out.includes(data.ids[i]) || Math.abs(places[j][0] - width / 3) - Math.abs(places[i][0] - width / 3));
  const taken = places.map(([x, y]) => [x - 5, y - 5, x + 5, y + 5]);
  return order.flatMap((i) => {
    const [x, y] = places[i];
    const wide = 6.6 * data.names[i].length;
    const spots = [[x + 9, y + 4], [x - 9 - wide, y + 4], [x - wide / 2, y - 9]];
    const free = spots.find(([left, base]) => {
      const box = [left, base - 10, left + wide, base + 2];
      const clear = left >= 26 && box[2] <= width && base > 24 && taken.every((other) => box[0] >= other[2] || other[0] >= box[2] || box[1] >= other[3] || other[1] >= box[3]);
      if (clear) taken.push(box);
      return clear;
    });
    return free ? [s("text", { x: free[0], y: free[1], class: `sc-x-tag ${out.includes(data.ids[i]) ? "sc-x-orange" : "sc-x-quiet"}` }, data.names[i])] : [];
  });
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
  const frame = (x, y, words, marks) => {
    const width = Math.max(picture.clientWidth, 200);
    const [left, right, top, bottom] = [26, width - 6, 30, HEIGHT - 44];
    const [across, up] = [rangeFor(x), rangeFor(y)];
    const [px, py] = [scale(across, [left, right]), scale(up, [bottom, top])];
    const at = (a, b) => [px(a), py(b)];
    const tick = (number) => signed(number, Number.isInteger(number) ? 0 : 1);
    paint(
      picture,
      width,
      HEIGHT,
      words.all,
      s("text", { x: 0, y: 13, class: "sc-x-quiet" }, words.up),
      s("text", { x: right, y: HEIGHT - 6, class: "sc-x-quiet", "text-anchor": "end" }, words.across),
      words.ticks === false ? [] : ticks(up).map((number) => [
        s("path", { d: `M${left} ${py(number)}H${right}`, class: "sc-x-grid" }),
        s("text", { x: left - 6, y: py(number) + 4, class: "sc-x-quiet", "text-anchor": "end" }, tick(number)),
      ]),
      ticks(across).map((number) => s("text", { x: px(number), y: bottom + 19, class: "sc-x-quiet", "text-anchor": "middle" }, tick(number))),
      marks(at, { left, right, top, bottom, width }),
    );
  };

  const draw = (v) => {
    const { start, end } = windowOf(data, v.window);
    const left = v.control === "yes" ? ", beyond what income goes with" : "";
    const words = {
      up: `Growth ${start} to ${end}, % a year${left}`,
      across: `R&D in ${start}, % of GDP${left}`,
      all: `${v.n} provinces with a fitted line of slope ${signed(v.slope)}, and ${v.out.length} left out.`,
    };
    frame(v.x, v.y, words, (at, box) => {
      places = v.x.map((one, i) => at(one, v.y[i]));
      const xs = v.kept.map((i) => v.x[i]);
      const mean = [total(xs) / v.n, total(v.kept.map((i) => v.y[i])) / v.n];
      const [low, high] = [Math.min(...xs), Math.max(...xs)];
      const grid = Array.from({ length: 25 }, (_, i) => low + (i / 24) * (high - low));
      const line = (x) => mean[1] + v.slope * (x - mean[0]);
      // From the interval of the slope to that of the line: its half width is t times the standard error.
      const band = (x) => v.half * Math.sqrt(v.sxx / v.n + (x - mean[0]) ** 2);
      const edge = [...grid.map((x) => at(x, line(x) + band(x))), ...grid.map((x) => at(x, line(x) - band(x))).reverse()];
      const clip = uid();
      return [
        s("clipPath", { id: clip }, s("rect", { x: box.left, y: box.top - 6, width: box.right - box.left, height: box.bottom - box.top + 6 })),
        s("g", { "clip-path": `url(#${clip})` }, s("path", { d: `${trace(edge)}Z`, class: "sc-x-area" }), s("path", { d: trace([low, high].map((x) => at(x, line(x)))), class: "sc-x-curveline" })),
        places.map(([cx, cy], i) => s("circle", { cx, cy, r: 5.5, class: v.out.includes(data.ids[i]) ? "sc-x-printed sc-x-stroke-orange" : "sc-x-spot sc-x-fill-blue" })),
        labels(places, data, v.out, box.width),
      ];
    });
  };
  const preview = ({ x, y, start }, guess) => {
    places = [];
    const made = imagined(x, y, guess / 100);
    const words = { up: "growth", across: `R&D in ${start}, % of GDP`, all: `Dots that correlate by ${guess} hundredths, as you guess.`, ticks: false };
    frame(x, [...made, -0.75, 0.75], words, (at) => made.map((one, i) => s("circle", { cx: at(x[i], one)[0], cy: at(x[i], one)[1], r: 5.5, class: "sc-x-spot sc-x-fill-orange" })));
  };
  return { node, draw, preview };
}

/** The slope now and with every province in, each with its interval, on one scale with zero. */
function ruler(data) {
  const { node, picture } = panel("The slope and its 95\u00a0% interval", "ruler");
  const draw = (v) => {
    const width = Math.max(picture.clientWidth, 200);
    const all = dropValue(data, { ...v, out: [], control: "no" });
    const rows = [[all, "hatch", "all in, income free"], [v, "blue", "now"]];
    const most = Math.max(1, ...rows.flatMap(([one]) => [-one.low, one.high])) * 1.05;
    const x = (slope) => width / 2 + (slope / most) * (width / 2 - 4);
    paint(
      picture,
      width,
      74,
      rows.map(([one, , name]) => `${name}: ${signed(one.slope)}, from ${signed(one.low)} to ${signed(one.high)}`).join("; "),
      s("path", { d: `M${x(0)} 0V60`, class: "sc-x-door" }),
      s("text", { x: x(0), y: 73, class: "sc-x-quiet", "text-anchor": "middle" }, "0: flat"),
      s("text", { x: 0, y: 73, class: "sc-x-quiet" }, "falls"),
      s("text", { x: width, y: 73, class: "sc-x-quiet", "text-anchor": "end" }, "climbs"),
      rows.map(([one, color, name], row) => [
        s("path", { d: `M${x(one.low)} ${20 + 28 * row}H${x(one.high)}`, class: `sc-x-line sc-x-stroke-${color}` }),
        s("circle", { cx: x(one.slope), cy: 20 + 28 * row, r: 6, class: `sc-x-spot sc-x-fill-${color}` }),
        s("text", { x: one.slope < 0 ? x(0) + 8 : x(0) - 8, y: 11 + 28 * row, "text-anchor": one.slope < 0 ? "start" : "end", class: "sc-x-tag" }, `${name} ${signed(one.slope)}`),
      ]),
    );
  };
  return { node, draw };
}

/** A box to tick for each province, for the keyboard and for a thumb. */
function list(data, read, toggle, full) {
  const inputs = data.ids.map((id) => h("input", { type: "checkbox", on: { change: () => toggle(id) } }));
  const chips = data.names.map((name, i) => h("label", { class: "sc-x-chip" }, inputs[i], h("span", {}, name)));
  const legend = h("legend", { class: "sc-x-label" });
  const summary = h("summary", {}, "Pick provinces from a list");
  const node = h("details", { class: "sc-x-numbers" }, summary, h("fieldset", { class: "sc-x-choice" }, legend, chips));
  const sync = () => {
    legend.textContent = full() ? "In the line. These six must stay; put others back." : "In the line";
    inputs.forEach((input, i) => {
      input.checked = !read().includes(data.ids[i]);
      input.disabled = input.checked && full();
    });
  };
  return { node, sync };
}

function render({ model, el, share, asked }) {
  const data = model.get("data");
  const limits = model.get("limits");
  const settings = () => Object.fromEntries(Object.keys(limits).map((name) => [name, model.get(name)]));
  const value = () => dropValue(data, settings());
  const years = () => windowOf(data, model.get("window"));
  const full = () => model.get("out").length >= limits.out.options.length - limits.out.least;
  const toggle = (id) => {
    const out = model.get("out");
    if (full() && !out.includes(id)) return;
    set(model, { out: limits.out.options.filter((one) => (one === id) !== out.includes(one)) });
  };

  const control = choice("Hold income fixed?", [["no", "No"], ["yes", "Yes"]], () => model.get("control"), (held) => set(model, { control: held }));
  const span = choice("Years", data.windows.map(({ id, start, end }) => [id, `${start} to ${end}`]), () => model.get("window"), (id) => set(model, { window: id }));
  const provinces = list(data, () => model.get("out"), toggle, full);
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
        exact: cents,
        question: () =>
          `Provinces that spent a larger part of GDP on R&D in ${years().start}: did they grow faster or slower afterwards, until ${years().end}? Guess the correlation of all 31, times 100: from \u2212100 (a falling line) over 0 (no line) to 100 (a climbing line).`,
        truth: () => 100 * dropValue(data, { out: [], control: "no", window: model.get("window") }).r,
        preview: (guess) => scatter.preview(years(), guess),
      },
      key: () => model.get("window"),
      top: [control, span],
      controls: [control, span, provinces],
      stage: h("div", { class: "sc-x-wide" }, scatter.node),
      body: [slope.node, provinces.node],
      draw(open) {
        if (!open) return;
        const v = value();
        scatter.draw(v);
        slope.draw(v);
      },
      sentence: () => dropSentence(data, settings()),
      table() {
        const v = value();
        const { x, y, income, start } = years();
        const held = v.control === "yes";
        const order = x.map((_, i) => i).sort((i, j) => x[j] - x[i] || i - j);
        return {
          caption: `R&D in ${start} and growth a year, ${v.n} provinces in the line`,
          head: ["Province", "R&D, % of GDP", "Growth, % a year", "GDP per head, yuan", "In the line", ...(held ? ["R&D left", "Growth left"] : [])],
          rows: order.map((i) => [
            data.names[i],
            fixed(x[i], 2),
            fixed(y[i], 2),
            fixed(income[i]),
            v.out.includes(data.ids[i]) ? "no" : "yes",
            ...(held ? [signed(v.x[i]), signed(v.y[i])] : []),
          ]),
        };
      },
    },
  );
}

export default { render };
