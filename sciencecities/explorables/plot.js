// What pictures with axes share.
import { signed } from "./words.js";

export const total = (list) => list.reduce((sum, one) => sum + one, 0);

export const dot = (a, b) => total(a.map((one, i) => one * b[i]));

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

/** A tick in words: no decimals where there are none. */
export const tickText = (number) => signed(number, Number.isInteger(number) ? 0 : 1);

/** From the smallest to the largest number, and a part of that further on both sides. */
export function extent(list, room = 0) {
  const [low, high] = [Math.min(...list), Math.max(...list)];
  return [low - room * (high - low), high + room * (high - low)];
}

/** Where names of dots find room: [dot, x, y] of those that do; the urgent ones first, then from the outermost inwards. */
export function named(places, names, urgent, [left, right]) {
  const middle = left + (right - left) / 3;
  const order = names.map((_, i) => i).sort((i, j) => urgent[j] - urgent[i] || Math.abs(places[j][0] - middle) - Math.abs(places[i][0] - middle));
  const taken = places.map(([x, y]) => [x - 5, y - 5, x + 5, y + 5]);
  const apart = (one, other) => one[0] >= other[2] || other[0] >= one[2] || one[1] >= other[3] || other[1] >= one[3];
  return order.flatMap((i) => {
    const [x, y] = places[i];
    const wide = 7 * names[i].length;
    const boxes = [[x + 9, y + 4], [x - 9 - wide, y + 4], [x - wide / 2, y - 9]].map(([at, base]) => [at, base - 10, at + wide, base + 2]);
    const free = boxes.find((box) => box[0] >= left && box[2] <= right && box[1] > 14 && taken.every((other) => apart(box, other)));
    if (!free) return [];
    taken.push(free);
    return [[i, free[0], free[3] - 2]];
  });
}

/** Heights that correlate with x by r and have the mean and spread of y, made up from y backwards; and their range. */
export function imagined(x, y, r) {
  const mean = total(y) / y.length;
  const size = Math.sqrt(total(y.map((one) => (one - mean) ** 2)));
  const unit = (list) => {
    const off = list.map((one) => one - total(list) / list.length);
    return off.map((one) => one / Math.sqrt(dot(off, off)));
  };
  const [along, back] = [unit(x), unit([...y].reverse())];
  const across = unit(back.map((one, i) => one - dot(along, back) * along[i]));
  return [along.map((one, i) => mean + size * (r * one + Math.sqrt(1 - r * r) * across[i])), [mean - 0.75 * size, mean + 0.75 * size]];
}
