// The reader's own forecasts: kept in this browser where it allows that, written to a file and read from one. Nothing
// is sent anywhere. What comes from storage or a file is checked whole and taken as numbers only.
import { button, set } from "./base.js";
import { h } from "./shapes.js";

const FORMAT = "sciencecities-forecast";
const VERSION = 1;
const LONGEST = 10_000; // bytes of a file that may be one

/** The forecasts in a text as settings p1, p2, …; null when it is not such a file, or for other statements. */
export function parseForecast({ edition, statements }, text) {
  let file = null;
  try {
    file = JSON.parse(text);
  } catch {
    return null;
  }
  if (file?.format !== FORMAT || file.version !== VERSION || file.edition !== edition) return null;
  const said = file.forecasts ?? {};
  const fits = ({ id }) => Object.hasOwn(said, id) && Number.isInteger(said[id]) && said[id] >= 0 && said[id] <= 100;
  if (Object.keys(said).length !== statements.length || !statements.every(fits)) return null;
  return Object.fromEntries(statements.map(({ id }, i) => [`p${i + 1}`, said[id]]));
}

/** The same settings as a text. */
export function writeForecast({ edition, statements }, read) {
  const forecasts = Object.fromEntries(statements.map(({ id }, i) => [id, read(`p${i + 1}`)]));
  return JSON.stringify({ format: FORMAT, version: VERSION, edition, forecasts }, null, 1);
}

/** A browser that keeps nothing throws at each touch: then `act` gives undefined. */
function tried(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/**
 * Buttons and a line of words for the forecasts. `kept`: this is a page, not a notebook. Numbers that came with a link
 * are shown and never kept, so that they cannot take the place of the reader's own.
 */
export function keeper({ model, el, asked, kept, statements: round }) {
  const names = round.statements.map((_, i) => `p${i + 1}`);
  const place = `sciencecities:${el.closest("figure")?.id ?? "forecast"}`;
  const sent = names.some((name) => Object.hasOwn(asked, name));
  const text = () => writeForecast(round, (name) => model.get(name));
  const state = h("p", { class: "sc-x-remark", role: "status" });
  const say = (words) => (state.textContent = words);

  const save = () => {
    if (!kept || sent) return;
    const done = tried(() => localStorage.setItem(place, text()) === undefined);
    say(done ? "Kept in this browser and nowhere else. Nothing is sent." : "This browser keeps nothing: your numbers last until you leave the page. Export them to a file.");
  };
  const back = () => set(model, Object.fromEntries(names.map((name) => [name, 50])));
  const clear = () => {
    back();
    if (!kept || sent) return say("All back at 50\u00a0%.");
    const done = tried(() => localStorage.removeItem(place) === undefined);
    say(done ? "Deleted: nothing is kept here." : "This browser keeps nothing: there was nothing to delete.");
  };
  const write = () => {
    const address = URL.createObjectURL(new Blob([text()], { type: "application/json" }));
    h("a", { href: address, download: `forecast-${round.edition}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    say(`Written to forecast-${round.edition}.json.`);
  };
  const take = async () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    const found = file.size > LONGEST ? null : parseForecast(round, await file.text().catch(() => ""));
    if (!found) return say(`That file holds no forecast for edition ${round.edition} from this figure: nothing was changed.`);
    set(model, found);
    save();
    say("Taken from the file.");
  };
  const input = h("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": "File with forecasts", on: { change: take } });

  // Cleared elsewhere: by the button of the book, or in another tab. Numbers that came with a link are not kept ones.
  const cleared = ({ key, newValue }) => {
    if (sent || newValue !== null || (key !== place && key !== null)) return;
    back();
    say("Deleted: nothing is kept here.");
  };
  if (kept) addEventListener("storage", cleared);

  const found = kept && !sent ? tried(() => parseForecast(round, localStorage.getItem(place) ?? "")) : null;
  if (found) set(model, found);
  if (!kept) say("In a notebook your numbers are settings: p1 to p8.");
  else if (sent) say("These numbers came with the link. They are not kept, and your own are left alone.");
  else say(found ? "Your numbers from last time, kept in this browser and nowhere else." : "Nothing is kept yet. What you set is kept in this browser and nowhere else; only a link that you copy holds it.");

  const row = h("div", { class: "sc-x-row" }, button("Export to a file", write), button("Import a file", () => input.click()), button("Delete my forecasts", clear), input);
  return { node: h("div", {}, row, state), save };
}
