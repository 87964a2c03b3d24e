// The host of interactive figures on a page without a kernel: it reads each figure's state from the page, takes the
// reader's settings from the address, and hands the figure's module a model with get, set, on, off and save_changes,
// which is what a module gets in a notebook too.
import { same } from "./base.js";
import { view } from "./views.js";

const PAUSE_MS = 250; // browsers refuse an address that changes at every frame

const has = (object, name) => Object.hasOwn(object, name);

/** Some of a limit's options, in the options' order, with at least `least` of them left out; undefined otherwise. */
function subset({ options, least = 0 }, chosen) {
  const known = options.filter((option) => chosen.includes(option));
  return known.length === chosen.length && known.length <= options.length - least ? known : undefined;
}

/** A value from an address, checked against what the setting allows; undefined when it does not fit. */
export function admit(limit, text) {
  if (limit.kind === "subset") return subset(limit, text === "" ? [] : text.split("."));
  if (limit.kind === "choice") return limit.options.find((option) => String(option) === text);
  if (!/^-?\d{1,9}(\.\d{1,6})?$/.test(text)) return undefined;
  const value = Number(text);
  const fits = value >= limit.min && value <= limit.max && (limit.kind !== "int" || Number.isInteger(value));
  return fits ? value : undefined;
}

/** The settings that an address holds for one figure: `?club=measure:rd,year:2019` for the figure named club. A setting
 * that is a list is joined by full stops: `drop=out:CN-BJ.CN-SH`. Two that must differ and do not are both left out. */
export function readAddress(search, name, limits, defaults) {
  const found = {};
  for (const pair of (new URLSearchParams(search).get(name) ?? "").split(",")) {
    const [key, text, ...rest] = pair.split(":");
    if (!has(limits, key) || text === undefined || rest.length > 0) continue;
    const value = admit(limits[key], text);
    if (value !== undefined) found[key] = value;
  }
  const all = { ...defaults, ...found };
  const clash = ([key]) => has(limits[key], "unlike") && all[key] === all[limits[key].unlike];
  return Object.fromEntries(Object.entries(found).filter((pair) => !clash(pair)));
}

/** The address's query with one figure's settings put in, or taken out when there are none; the rest stays. */
export function writeAddress(search, name, settings) {
  const others = search
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => part !== "" && ![...new URLSearchParams(part).keys()].includes(name));
  const own = Object.entries(settings).map(([key, value]) => `${key}:${encodeURIComponent([value].flat().join("."))}`);
  if (own.length > 0) others.push(`${name}=${own.join(",")}`);
  return others.length > 0 ? `?${others.join("&")}` : "";
}

/** A model over plain values; `save_changes` tells the listeners of what has changed since it was last called. */
export function createModel(state) {
  const values = { ...state };
  const listeners = new Map();
  const changed = new Set();
  return {
    get: (name) => values[name],
    set(name, value) {
      if (same(values[name], value)) return;
      values[name] = value;
      changed.add(name);
    },
    on: (event, act) => listeners.set(event, [...(listeners.get(event) ?? []), act]),
    off: (event, act) => listeners.set(event, (listeners.get(event) ?? []).filter((other) => other !== act)),
    save_changes() {
      const names = [...changed];
      changed.clear();
      // One call a listener, however many of its values moved, so that a preset draws the picture once.
      const acts = new Set(names.flatMap((name) => listeners.get(`change:${name}`) ?? []));
      acts.forEach((act) => act());
    },
  };
}

/** Settings that differ from those the chapter made the figure with. */
function differences(model) {
  const defaults = model.get("defaults");
  return Object.fromEntries(
    Object.keys(defaults)
      .filter((name) => !same(model.get(name), defaults[name]))
      .map((name) => [name, model.get(name)]),
  );
}

async function wake(figure) {
  const { module, name } = figure.dataset;
  const state = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const { render } = await view(module);
  const asked = readAddress(location.search, name, state.limits, state.defaults);
  const model = createModel({ guess: null, revealed: false, ...state, ...asked });

  // What a setting says that is nobody else's business stays out of the address, unless it came with one. A link that the
  // reader copies has it.
  const secret = (setting) => has(state.limits[setting], "private");
  const shown = (setting) => !secret(setting) || Object.keys(asked).some(secret);
  const address = (settings) => `${location.pathname}${writeAddress(location.search, name, settings)}`;
  const open = () => Object.fromEntries(Object.entries(differences(model)).filter(([setting]) => shown(setting)));
  const own = () => new URLSearchParams(location.search).get(name);
  let known = own(); // this figure's part of the address, as last read or written
  let timer = 0;
  const remember = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      history.replaceState(history.state, "", address(open()) + location.hash);
      known = own();
    }, PAUSE_MS);
  };
  Object.keys(state.defaults).forEach((setting) => model.on(`change:${setting}`, remember));

  // Back and Forward move the figure. A step that leaves this figure's part of the address alone, as to a heading, does
  // not: what the reader has just set may not be written yet.
  addEventListener("popstate", () => {
    if (own() === known) return;
    known = own();
    const found = readAddress(location.search, name, state.limits, state.defaults);
    const back = Object.entries({ ...state.defaults, ...found }).filter(([setting]) => shown(setting) || has(found, setting));
    back.forEach(([setting, value]) => model.set(setting, value));
    model.save_changes();
  });
  const share = () => `${location.origin}${address(differences(model))}#${figure.id}`;

  // The place must be visible before it is drawn in, since pictures are drawn to its width.
  const held = figure.matches(":focus-within");
  figure.classList.add("sc-x-awake");
  render({ model, el: figure.querySelector(".sc-x-live"), share, asked });
  // Who stood in the still picture's table stands in the figure.
  if (held) figure.querySelector("input").focus();
}

const asleep = [...document.querySelectorAll("figure.sc-explorable")];

// When there is a reader (the book's theme.js tells; other pages have none to wait for), one after another and at rest: all
// in one go would hold up a finger that scrolls. A figure that cannot wake goes on showing its still picture and its table.
function wakeNext() {
  const figure = asleep.shift();
  if (!figure) return;
  wake(figure).catch(() => (figure.className = "sc-explorable sc-x-failed"));
  rest(wakeNext);
}
const rest = (act) => (window.requestIdleCallback ? requestIdleCallback(act, { timeout: 200 }) : setTimeout(act));
Promise.resolve(window.reader).then(() => rest(wakeNext));
