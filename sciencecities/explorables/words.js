// How numbers and lists are said: the twin of words.py.

const SPACE = "\u00a0";

/** A number with a fixed count of decimals and commas between thousands: 1234.5 -> "1,234.5". */
export function fixed(number, digits = 0) {
  const text = number.toFixed(digits);
  const [whole, rest] = (Number(text) === 0 ? text.replace("-", "") : text).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** The same with a true minus sign: -0.5 -> "\u22120.50". */
export const signed = (number, digits = 2) => fixed(number, digits).replace("-", "\u2212");

/** A part of 1 as a percentage: 0.2704 -> "27.0 %". */
export const percent = (part, digits = 1) => `${fixed(100 * part, digits)}${SPACE}%`;

/** 1 -> "1st", 12 -> "12th", 23 -> "23rd". */
export function ordinal(n) {
  if ([11, 12, 13].includes(n % 100)) return `${n}th`;
  return `${n}${{ 1: "st", 2: "nd", 3: "rd" }[n % 10] ?? "th"}`;
}

/** A list in words: "A", "A and B", "A, B, C and 4 more". */
export function names(items, most = 3) {
  const shown = items.length <= most ? [...items] : [...items.slice(0, most), `${items.length - most} more`];
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
