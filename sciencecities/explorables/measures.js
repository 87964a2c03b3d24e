// The measures that the figures of this book need, each the twin of the function of that name in
// sciencecities/measures: a test compares the two in a browser on generated inputs.

const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Each value as a part of the sum. */
export function shares(values) {
  const total = sum(values);
  return values.map((value) => value / total);
}

/** The part of the total that the k largest units hold. */
export function topShare(values, k) {
  return sum(shares(values).sort((a, b) => b - a).slice(0, k));
}

/** The sum of squared shares. */
export const herfindahl = (values) => sum(shares(values).map((part) => part * part));

/** How many equal units would be as concentrated. */
export const effectiveNumber = (values) => 1 / herfindahl(values);

/** The Lorenz curve of values per head with weights (heads): [p, l], each from 0 to 1. */
export function lorenz(values, weights = values.map(() => 1)) {
  const heads = shares(weights);
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j] || i - j);
  const cumulative = (parts) => {
    const steps = [0];
    for (const part of parts) steps.push(steps.at(-1) + part);
    return steps.map((step) => step / steps.at(-1));
  };
  return [cumulative(order.map((i) => heads[i])), cumulative(order.map((i) => heads[i] * values[i]))];
}

/** Twice the area between the Lorenz curve and the diagonal. */
export function gini(values, weights) {
  const [p, l] = lorenz(values, weights);
  return 1 - sum(p.slice(1).map((right, i) => (right - p[i]) * (l[i + 1] + l[i])));
}

const weighted = (values, weights) => sum(values.map((value, i) => weights[i] * value));
const timesLog = (ratio) => (ratio > 0 ? ratio * Math.log(ratio) : 0);

/** Theil's T of values per head with weights (heads). */
export function theil(values, weights) {
  const heads = shares(weights);
  const mean = weighted(values, heads);
  return weighted(values.map((value) => timesLog(value / mean)), heads);
}

/** Theil's T split into inequality between groups and within them. */
export function theilDecomposition(values, weights, groups) {
  const parts = [...new Set(groups)].map((group) => {
    const inside = (list) => list.filter((_, i) => groups[i] === group);
    const [own, heads] = [inside(values), inside(weights)];
    return { amount: weighted(own, heads), heads: sum(heads), theil: theil(own, heads) };
  });
  const amounts = shares(parts.map((part) => part.amount));
  return {
    total: theil(values, weights),
    between: theil(parts.map((part) => part.amount / part.heads), parts.map((part) => part.heads)),
    within: weighted(parts.map((part) => part.theil), amounts),
  };
}

/** The standard deviation over the mean, both weighted. */
export function coefficientOfVariation(values, weights) {
  const heads = shares(weights);
  const mean = weighted(values, heads);
  return Math.sqrt(weighted(values.map((value) => (value - mean) ** 2), heads)) / mean;
}

/** Rank of each value: 1 is the largest, equal values share the smallest rank. */
export function ranks(values) {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[j] - values[i]);
  const out = new Array(values.length);
  order.forEach((unit, place) => {
    const before = order[place - 1];
    out[unit] = place > 0 && values[unit] === values[before] ? out[before] : place + 1;
  });
  return out;
}

/** Pearson's correlation of two lists. */
export function correlation(x, y) {
  const centre = (values) => {
    const mean = sum(values) / values.length;
    return values.map((value) => value - mean);
  };
  const [a, b] = [centre(x), centre(y)];
  const dot = (left, right) => sum(left.map((value, i) => value * right[i]));
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Yearly growth in per cent chained into an index that begins at 100. */
export function chainIndex(growth) {
  let factor = 1;
  return [100, ...growth.map((rate) => 100 * (factor *= 1 + rate / 100))];
}

/** A stream of uniform numbers fixed by a seed: mulberry32, the recipe is in measures/noise.py. */
export function uniforms(seed) {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}

/** n standard normal numbers fixed by a seed: Box and Muller's method on pairs of uniforms. */
export function deterministicNormals(n, seed) {
  const next = uniforms(seed);
  const out = new Float64Array(n);
  for (let i = 0; i < n; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(next()));
    const angle = 2 * Math.PI * next();
    out[i] = radius * Math.cos(angle);
    if (i + 1 < n) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}

/** Values as they might have been measured: each draw multiplies them by lognormal factors, mean 1, sd noise. */
export function noisyValues(values, noise, draws, seed) {
  const spread = Math.sqrt(Math.log1p(noise * noise));
  const z = deterministicNormals(draws * values.length, seed);
  return Array.from({ length: draws }, (_, draw) =>
    values.map((value, i) => value * Math.exp(spread * z[draw * values.length + i] - (spread * spread) / 2)),
  );
}

/** The ranks in each noisy re-measurement: one list a draw. */
export const noisyRanks = (values, noise, draws, seed) => noisyValues(values, noise, draws, seed).map(ranks);

/** The ranks each unit takes in `coverage` of the draws, and the middle one, from the output of noisyRanks. */
export function rangeOf(sample, coverage = 0.9) {
  const place = (q) => Math.max(1, Math.ceil(q * sample.length - 1e-9)) - 1;
  const sorted = sample[0].map((_, unit) => sample.map((draw) => draw[unit]).sort((a, b) => a - b));
  const at = (q) => sorted.map((column) => column[place(q)]);
  return { low: at((1 - coverage) / 2), median: at(0.5), high: at((1 + coverage) / 2) };
}

/** Low, median and high rank of each unit under noise. */
export const rankRange = (values, noise, draws = 1000, seed = 1, coverage = 0.9) =>
  rangeOf(noisyRanks(values, noise, draws, seed), coverage);
