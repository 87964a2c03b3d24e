// Elements and shapes, built one by one. Text goes in as text, so nothing that stands in an address or in data can become
// markup. A picture is drawn at each step of a slider: what is there already is changed and not made anew.
const SVG = "http://www.w3.org/2000/svg";

/** An id that no other figure on the page has. */
export const uid = () => `sc-x-${Math.random().toString(36).slice(2)}`;

/** Give an element what it is to have; `was` is what it has already, so that only what differs is touched. */
export function give(element, attributes, was = {}) {
  for (const key in was) if (!(key in attributes)) element.removeAttribute(key);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === was[key]) continue;
    if (key === "on") for (const [event, act] of Object.entries(value)) element[`on${event}`] = act;
    else if (key === "style") for (const [name, text] of Object.entries(value)) element.style.setProperty(name, text);
    else if (value === false || value === null || value === undefined) element.removeAttribute(key);
    else element.setAttribute(key, value === true ? "" : value);
  }
}

function make(element, attributes, children) {
  give(element, attributes);
  element.append(...listed(children).map((child) => (child.tag ? real(child) : child)));
  return element;
}

const listed = (children) => children.flat(Infinity).filter((child) => child !== null && child !== undefined);

/** An HTML element: h("p", { class: "x", on: { click } }, "text", child). */
export const h = (tag, attributes = {}, ...children) => make(document.createElement(tag), attributes, children);

/** A shape of a picture, the same way. It is no element yet: `redraw` makes it one, or changes the one that is there. */
export const s = (tag, attributes = {}, ...children) => ({ tag, attributes, children: listed(children) });

/** An SVG element that is kept and changed by hand. */
export const svg = (...shape) => real(s(...shape));

const drawn = new WeakMap(); // element -> the shape that it shows

function real(shape) {
  const element = make(document.createElementNS(SVG, shape.tag), shape.attributes, shape.children);
  drawn.set(element, shape);
  return element;
}

/** Whether a node can show a shape, or a text, by a change of what it has. */
function fits(node, shape) {
  const was = drawn.get(node);
  return was ? was.tag === shape.tag && !was.attributes.on === !shape.attributes.on : node.nodeType === Node.TEXT_NODE && !shape.tag;
}

/** Let an element show these shapes and no others. What is there is changed rather than made anew: a picture is drawn at
 * each step of a slider, and most of it stays as it was. */
export function redraw(parent, shapes) {
  const old = [...parent.childNodes];
  let at = 0;
  shapes.forEach((shape, i) => {
    const spare = old.length - at - (shapes.length - i);
    let next = at;
    while (next < at + spare && !fits(old[next], shape)) next += 1; // some are gone: look further on
    const node = old[next];
    if (node && fits(node, shape)) {
      while (at < next) old[at++].remove();
      at += 1;
      if (!shape.tag) return put(node, shape);
      give(node, shape.attributes, drawn.get(node).attributes);
      redraw(node, shape.children);
      return drawn.set(node, shape);
    }
    const made = shape.tag ? real(shape) : `${shape}`;
    if (spare < 0 || !old[at]) old[at] ? old[at].before(made) : parent.append(made);
    else old[at++].replaceWith(made);
  });
  old.slice(at).forEach((node) => node.remove());
}

/** Let a node say a text: the layout is left alone when it says so already. */
export const put = (node, text) => node.textContent === `${text}` || (node.textContent = text);

const widths = new WeakMap();

/** A picture's width on the screen in pixels, as the last layout had it: asking each time would lay the page out anew. */
export function wide(picture, least = 200) {
  if (!widths.get(picture)) widths.set(picture, picture.clientWidth);
  return Math.max(widths.get(picture), least);
}

/** Whether a picture is no longer as wide as it was drawn; from now on it is `wide` as it is. */
export function widened(picture) {
  const before = widths.get(picture) ?? 0;
  widths.set(picture, picture.clientWidth);
  return picture.clientWidth !== before;
}

/** Start a drawing afresh: its width on the screen, a height, what it shows in words, and its shapes. */
export function paint(picture, width, height, description, ...shapes) {
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  picture.setAttribute("height", height);
  picture.setAttribute("aria-label", description);
  redraw(picture, listed(shapes));
}
