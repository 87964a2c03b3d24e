// The map of China's provinces that figures share, and the keys beside pictures.
import { panel } from "./base.js";
import { h, put, redraw, s, svg, uid, wide } from "./shapes.js";

const keyed = (mark, text) => h("span", {}, s("svg", { width: 14, height: 14, "aria-hidden": "true" }, mark), text);
export const keyDot = (color, text) => keyed(s("circle", { cx: 7, cy: 7, r: 6, class: `sc-x-fill-${color}` }), text);
export const keyRing = (color, text) => keyed(s("circle", { cx: 7, cy: 7, r: 5, class: `sc-x-ring-${color}` }), text);
const keyHatch = () => keyed(s("path", { d: "M1 1h12v12h-12zM1 7L7 1M1 13L13 1M7 13L13 7", class: "sc-x-hatchline" }), "reports separately");

/** A box to tick for each of `options`, as [id, label]; `stuck(on)` says whether one that is on, or off, must stay so. */
export function boxes(say, options, isOn, toggle, stuck) {
  const inputs = options.map(([id]) => h("input", { type: "checkbox", on: { change: () => toggle(id) } }));
  const chips = options.map(([, label], i) => h("label", { class: "sc-x-chip" }, inputs[i], h("span", {}, label)));
  const legend = h("legend", { class: "sc-x-label" });
  const node = h("details", { class: "sc-x-numbers" }, h("summary", {}, "Pick provinces from a list"), h("fieldset", { class: "sc-x-choice" }, legend, chips));
  const sync = () => {
    put(legend, say());
    inputs.forEach((input, i) => {
      input.checked = isOn(options[i][0]);
      input.disabled = stuck(input.checked);
    });
  };
  return { node, sync };
}

/**
 * The map: made once, then only recoloured, so that a change glides. `onPick` hears the id of a province that is tapped.
 * Its draw wants a description in words, and of each province in `look(unit)` how strong its colour is, from 0 to 1, and
 * whether it has the second colour; rings as [id, colour]; names to write as [id, pixels below the middle].
 */
export function provinceMap({ width, height, units }, title, keys, onPick) {
  const hatch = uid();
  const { node, picture } = panel(title, "map", h("p", { class: "sc-x-key" }, keys, keyHatch()));
  const shapes = new Map();
  const layer = (tag, some, make) => some.map((unit) => {
    const shape = svg(tag, { class: unit.apart ? "sc-x-apart" : "sc-x-unit", ...make(unit) });
    if (unit.apart) shape.style.setProperty("fill", `url(#${hatch})`);
    else shape.addEventListener("click", () => onPick(unit.id));
    shapes.set(unit.id, [...(shapes.get(unit.id) ?? []), shape]);
    return shape;
  });
  const paths = layer("path", units, (unit) => ({ d: unit.path }));
  const dots = layer("circle", units.filter((unit) => unit.small), (unit) => ({ cx: unit.x, cy: unit.y, r: 13 }));
  const rings = svg("g");
  const labels = svg("g", { class: "sc-x-maplabels" });
  const pattern = s("pattern", { id: hatch, width: 12, height: 12, patternUnits: "userSpaceOnUse" }, s("path", { d: "M0 12L12 0", class: "sc-x-hatchline" }));
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  picture.append(svg("defs", {}, pattern), ...paths, ...dots, rings, labels);

  const unitOf = (id) => units.find((unit) => unit.id === id);
  const draw = ({ description, look, ringed = [], named = [] }) => {
    const size = width / wide(picture); // drawing units in a screen pixel
    labels.style.setProperty("font-size", `${12.5 * size}px`);
    for (const unit of units.filter((other) => !other.apart)) {
      const [strength, second] = look(unit);
      for (const shape of shapes.get(unit.id)) {
        shape.style.setProperty("fill-opacity", strength);
        shape.classList.toggle("sc-x-second", second);
      }
    }
    redraw(
      rings,
      ringed.map(([id, color]) => s("circle", { cx: unitOf(id).x, cy: unitOf(id).y, r: 9 * size, class: `sc-x-ring sc-x-ring-${color}` })),
    );
    redraw(
      labels,
      named.map(([id, below]) => s("text", { x: unitOf(id).x, y: unitOf(id).y + below * size, "stroke-width": 3 * size }, unitOf(id).name)),
    );
    picture.setAttribute("aria-label", description);
  };
  return { node, draw };
}
