// What every interactive figure shares: labelled controls, the guess before the answer, the live sentence, the table,
// presets and reset.
import { h, put, svg, uid, widened } from "./shapes.js";
import { fixed } from "./words.js";

const POLITE_MS = 700; // a moving slider would otherwise flood a screen reader
const COPIED_MS = 2000;

/** Whether two settings are the same; lists are compared by what is in them. */
export const same = (one, other) => one === other || (Array.isArray(one) && Array.isArray(other) && one.join() === other.join());

/** `compute`, which runs anew only for other settings than last time: several parts of one frame ask for the same. */
export function remembered(compute) {
  let known = {};
  return (settings) => {
    const name = JSON.stringify(settings);
    if (known.name !== name) known = { name, value: compute(settings) };
    return known.value;
  };
}

/** Set several settings at once, so that Python hears of one change. */
export function set(model, changes) {
  for (const [name, value] of Object.entries(changes)) model.set(name, value);
  model.save_changes();
}

/** A labelled slider that shows its value beside its name and says it in words to a screen reader. */
export function slider(label, { min, max, step = 1 }, read, say, write) {
  // Not an <output>: the label would name that instead of the slider, and it would announce every step.
  const output = h("span", { class: "sc-x-value", "aria-hidden": "true" });
  const input = h("input", { type: "range", on: { input: () => write(Number(input.value)) } });
  const node = h("label", { class: "sc-x-slider" }, h("span", { class: "sc-x-label" }, label, " ", output), input);
  const sync = () => {
    const [low, high] = [min, max].map((end) => (typeof end === "function" ? end() : end));
    Object.assign(input, { min: low, max: high, step, value: read() });
    put(output, say(read()));
    input.setAttribute("aria-valuetext", say(read()));
    input.style.setProperty("--at", high > low ? (read() - low) / (high - low) : 0);
  };
  return { node, sync, input };
}

/** A group of radio buttons drawn as chips: options are [value, label]. */
export function choice(legend, options, read, write) {
  const group = uid();
  const inputs = options.map(([value]) =>
    h("input", { type: "radio", name: group, on: { change: () => write(value) }, value: String(value) }),
  );
  const chips = options.map(([, label], i) => h("label", { class: "sc-x-chip" }, inputs[i], h("span", {}, label)));
  const node = h("fieldset", { class: "sc-x-choice" }, h("legend", { class: "sc-x-label" }, legend), chips);
  const sync = () => inputs.forEach((input, i) => (input.checked = options[i][0] === read()));
  return { node, sync };
}

/** A labelled list to pick from: options are [value, label]; the value that `barred` gives cannot be picked. */
export function pick(label, options, read, write, barred = () => null) {
  const list = options.map(([value, text]) => h("option", { value }, text));
  const input = h("select", { on: { change: () => write(input.value) } }, list);
  const node = h("label", { class: "sc-x-pick" }, h("span", { class: "sc-x-label" }, label), input);
  const sync = () => {
    list.forEach((option) => (option.disabled = option.value === barred()));
    input.value = read();
  };
  return { node, sync };
}

/** A plain button. */
export const button = (label, act, kind = "") =>
  h("button", { type: "button", class: `sc-x-button ${kind}`.trim(), on: { click: act } }, label);

/** A titled place for a picture. The svg is described by `describe(text)` and drawn in screen pixels. */
export function panel(title, name, ...below) {
  const picture = svg("svg", { class: "sc-x-svg", role: "img" });
  const node = h("div", { class: `sc-x-panel sc-x-${name}` }, h("p", { class: "sc-x-panel-title" }, title), picture, below);
  return { node, picture };
}

/** Call `move(x, y)` in screen pixels of the picture while a finger or mouse drags over it. */
export function drag(picture, move) {
  const at = (event) => {
    const box = picture.getBoundingClientRect();
    move(event.clientX - box.left, event.clientY - box.top);
  };
  picture.classList.add("sc-x-drag");
  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    picture.setPointerCapture(event.pointerId);
    at(event);
  });
  picture.addEventListener("pointermove", (event) => picture.hasPointerCapture(event.pointerId) && at(event));
}

/** The live sentence: lines by name (headline, first, more), each a list of texts or [text, class]; as elements, and
 * as plain text. */
const spans = (parts) => parts.map((part) => (Array.isArray(part) ? h("b", { class: part[1] }, part[0]) : part));
const elements = (lines) => Object.entries(lines).flatMap(([name, parts], i) => [i > 0 ? " " : "", h("span", { class: `sc-x-${name}` }, spans(parts))]);
export const plain = (lines) => Object.values(lines).map((parts) => parts.map((part) => (Array.isArray(part) ? part[0] : part)).join("")).join(" ");

/** The question before the answer: a slider to commit to, and a visible way to skip. */
function guessCard(guess, commit) {
  let value = guess.start;
  const answer = slider(guess.label, { min: guess.min, max: guess.max }, () => value, guess.say, (moved) => {
    value = moved;
    refresh();
  });
  const question = h("p", { class: "sc-x-question" });
  const sent = h("p", { class: "sc-x-remark" }, "Somebody sent you a setting: guess, then see it.");
  const node = h(
    "div",
    { class: "sc-x-guess" },
    h("p", { class: "sc-x-kicker" }, "First, your guess"),
    sent,
    question,
    answer.node,
    h("div", { class: "sc-x-row" }, button("That is my guess", () => commit(value), "sc-x-main"), button("Skip the guess", () => commit(null))),
  );
  const refresh = () => {
    put(question, guess.question());
    answer.sync();
    guess.preview?.(value);
  };
  const restart = () => {
    value = guess.start;
    refresh();
  };
  return { node, refresh, restart, sent, input: answer.input };
}

/** How far the guess was, in kind words. */
function verdict(guess, value) {
  const truth = guess.truth();
  const is = guess.exact(truth);
  if (value === null) return `You skipped the guess. It is ${is}.`;
  const off = value - truth;
  const distance = `${fixed(Math.abs(off), guess.digits)} ${guess.unit} ${off > 0 ? "less than" : "more than"} your ${guess.say(value)}`;
  if (Math.abs(off) <= guess.near) return `It is ${is}. You said ${guess.say(value)}: as good as it gets.`;
  if (Math.abs(off) <= 3 * guess.near) return `It is ${is}, ${distance}. A good eye.`;
  return `It is ${is}, ${distance}. A surprise is what this figure is for: look how it comes about.`;
}

/** The bar that shows answer and guess on one scale; the words beside it say the same. */
function resultBar(guess, value) {
  const at = (number) => (number - guess.min) / (guess.max - guess.min);
  const marks = [h("span", { class: "sc-x-truth", style: { "--to": at(guess.truth()) } })];
  if (value !== null) marks.push(h("span", { class: "sc-x-said", style: { "--to": at(value) } }));
  return h("div", { class: "sc-x-bar", "aria-hidden": "true" }, marks);
}

/** The numbers behind the picture, made when the reader opens them. */
function numbers(title, table) {
  const place = h("div", { class: "sc-x-scroll", tabindex: "0", role: "region", "aria-label": `Numbers: ${title}` });
  const node = h("details", { class: "sc-x-numbers" }, h("summary", {}, "The numbers behind the picture"), place);
  const sync = () => {
    if (!node.open) return;
    const { caption, head, rows } = table();
    place.replaceChildren(
      h(
        "table",
        { class: "sc-x-table" },
        h("caption", {}, caption),
        h("thead", {}, h("tr", {}, head.map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map((cell) => h("td", {}, cell))))),
      ),
    );
  };
  node.addEventListener("toggle", sync);
  return { node, sync };
}

/** 'Copy link': to the clipboard where that is allowed, else into a field to copy from. */
function linkButton(share, say) {
  const label = "Copy link to this setting";
  let timer = 0;
  const field = h("input", { class: "sc-x-link", readonly: true, hidden: true, "aria-label": "Link to this setting" });
  const act = async () => {
    const link = share();
    try {
      await navigator.clipboard.writeText(link);
      say("Link copied.");
      copy.style.setProperty("min-width", `${copy.offsetWidth}px`); // the buttons beside it stay where they are
      copy.textContent = "Link copied";
      clearTimeout(timer);
      timer = setTimeout(() => (copy.textContent = label), COPIED_MS);
    } catch {
      field.value = link;
      field.hidden = false;
      field.focus();
      field.select();
      say("Copy the link from the field.");
    }
  };
  const copy = button(label, act);
  return [copy, field];
}

/** Say a text politely once the reader has paused. */
function announcer() {
  let timer = 0;
  const node = h("p", { class: "sc-x-aside", role: "status" });
  const say = (text, wait = 0) => {
    clearTimeout(timer);
    timer = setTimeout(() => (node.textContent = text), wait);
  };
  return { node, say, stop: () => clearTimeout(timer) };
}

/**
 * Bring a figure to life inside `el`. `asked` holds the settings that the reader's address brought. `spec` names title, lead, note, guess, stage (shown from the start), controls, body
 * (shown after the guess), draw, sentence, table, key (what a guess was about). A guess may say at which settings it is
 * `settled`, so that nothing is asked, and in which words (`plainly`). Returns what takes it away.
 */
export function mount({ model, el, share, asked = {} }, spec) {
  const { guess } = spec;
  const opening = { ...model.get("defaults"), ...asked };
  const names = Object.keys(opening);
  // A reader's private numbers are cleared by a button of their own, never by the way.
  const cleared = (settings) => Object.fromEntries(Object.entries(settings).filter(([name]) => !model.get("limits")[name].private));
  const settled = (settings) => guess.settled?.(settings) ?? false;
  const settledNow = () => settled(Object.fromEntries(names.map((name) => [name, model.get(name)])));
  const status = announcer();
  const sentence = h("p", { class: "sc-x-sentence" });
  const result = h("div", { class: "sc-x-result", tabindex: "-1" });
  const table = numbers(spec.title, spec.table);
  let guessedFor = model.get("revealed") ? spec.key() : null;

  const commit = (value) => {
    guessedFor = spec.key();
    set(model, { guess: value, revealed: true });
    result.focus({ preventScroll: true });
  };
  const askAgain = (settings, focus) => {
    set(model, { ...settings, guess: null, revealed: false });
    if (model.get("revealed")) return result.focus();
    card.restart();
    card.input.focus(focus);
  };
  const card = guessCard(guess, commit);
  const presets = model.get("data").presets.map((preset) => button(preset.label, () => set(model, preset.set), "sc-x-preset"));
  const inviting = button("Guess this one first", () => askAgain({}, { preventScroll: true }));
  const resets = [button("Reset the settings", () => set(model, cleared(model.get("defaults")))), button("Start again with the guess", () => askAgain(cleared(settled(opening) ? model.get("defaults") : opening)))];
  const openPart = h(
    "div",
    { class: "sc-x-open" },
    result,
    sentence,
    h("div", { class: "sc-x-presets", role: "group", "aria-label": "Settings worth seeing" }, h("span", { class: "sc-x-label" }, "Worth seeing"), presets),
    spec.top.map((control) => control.node),
  );
  const lower = h(
    "div",
    { class: "sc-x-open" },
    spec.body,
    h("div", { class: "sc-x-row sc-x-tools" }, resets, share ? linkButton(share, status.say) : null),
    table.node,
  );
  // JupyterLab reads plain keys anywhere in a notebook as commands (arrows jump between headings, x cuts the cell),
  // so a key pressed on a control must not get that far.
  const keepKey = (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  };
  const root = h(
    "div",
    { class: `sc-x sc-x-${spec.name}`, role: "group", "aria-label": spec.title, on: { keydown: keepKey } },
    h("div", { class: "sc-x-head" }, h("p", { class: "sc-x-title" }, spec.title), h("p", { class: "sc-x-lead" }, spec.lead)),
    card.node,
    openPart,
    spec.stage,
    lower,
    h("p", { class: "sc-x-note" }, spec.note),
    status.node,
  );

  // Rebuilt only when it says something else: the bar grows once, and a focused button stays.
  let answered = null;
  const answer = () => {
    const plainly = settledNow();
    const guessed = !plainly && guessedFor === spec.key();
    const now = plainly ? guess.plainly : guessed ? verdict(guess, model.get("guess")) : "A new setting: what do you expect?";
    if (now === answered) return;
    answered = now;
    result.replaceChildren(...(guessed ? [resultBar(guess, model.get("guess"))] : []), h("p", {}, now), ...(guessed || plainly ? [] : [inviting]));
  };

  let said = null;
  const draw = () => {
    const open = model.get("revealed");
    if (!open && settledNow()) {
      guessedFor = null;
      return set(model, { revealed: true }); // which draws it
    }
    root.dataset.phase = open ? "open" : "guess";
    card.node.hidden = open;
    card.sent.hidden = Object.keys(asked).length === 0 || names.some((name) => !same(model.get(name), opening[name]));
    openPart.hidden = lower.hidden = !open;
    spec.draw(open);
    if (!open) return card.refresh();
    spec.controls.forEach((control) => control.sync());
    presets.forEach((node, i) => {
      const wanted = model.get("data").presets[i].set;
      node.setAttribute("aria-pressed", Object.keys(wanted).every((name) => same(wanted[name], model.get(name))));
    });
    answer();
    const lines = spec.sentence();
    sentence.replaceChildren(...elements(lines));
    table.sync();
    if (said !== null && said !== plain(lines)) status.say(plain(lines), POLITE_MS);
    said = plain(lines);
  };

  el.append(root);
  const heard = [...names, "guess", "revealed"].map((name) => `change:${name}`);
  heard.forEach((event) => model.on(event, draw));
  // Pictures are drawn to their width: once when they are made, and again when it turns out to be another one.
  const watcher = new ResizeObserver((entries) => entries.filter(({ target }) => widened(target)).length > 0 && draw());
  draw();
  root.querySelectorAll("svg.sc-x-svg").forEach((picture) => watcher.observe(picture));
  return () => {
    heard.forEach((event) => model.off(event, draw));
    watcher.disconnect();
    status.stop();
    root.remove();
  };
}
