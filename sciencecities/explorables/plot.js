// What pictures with axes share.

export const total = (list) => list.reduce((sum, one) => sum + one, 0);

/** The path data of a line through points. */
export const trace = (points) => `M${points.map((point) => point.join(" ")).join("L")}`;

/** A function from a range of numbers to a range of pixels. */
export const scale = ([low, high], [from, to]) => (number) => from + ((number - low) / (high - low)) * (to - from);

/** Round numbers within a range, a handful. */
export function ticks([low, high]) {
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].find((one) => (high - low) / one < 7);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(1)));
}
