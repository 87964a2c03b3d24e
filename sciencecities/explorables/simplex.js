// The weights behind a synthetic control: the twin of sciencecities/measures/simplex.py, where each step is explained,
// and of the placebo test in measures/causal.py.
const SLACK = 1e-14;
const DEPENDENT = 1e-10;

const dot = (a, b) => {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
};
/** The weighted sum of vectors. */
const mix = (vectors, weights) => vectors[0].map((_, t) => vectors.reduce((total, vector, j) => total + vector[t] * weights[j], 0));
const lowest = (values) => values.reduce((best, value, i) => (value < values[best] ? i : best), 0);

/** Gram and Schmidt's QR of columns, each column twice, which is as exact as Householder's. */
function qr(columns) {
  const q = [];
  const r = columns.map(() => new Array(columns.length).fill(0));
  columns.forEach((column, j) => {
    let rest = column;
    for (let pass = 0; pass < 2; pass++) {
      q.forEach((axis, i) => {
        const along = dot(axis, rest);
        r[i][j] += along;
        rest = rest.map((value, t) => value - along * axis[t]);
      });
    }
    r[j][j] = Math.sqrt(dot(rest, rest));
    q.push(rest.map((value) => (r[j][j] > 0 ? value / r[j][j] : 0)));
  });
  return [q, r];
}

/** Solve R x = b for the first b.length rows of R; `lower` solves R' x = b. */
function solve(r, b, lower = false) {
  const x = [];
  for (let step = 0; step < b.length; step++) {
    const i = lower ? step : b.length - 1 - step;
    let left = b[i];
    for (let j = lower ? 0 : i + 1; j < (lower ? i : b.length); j++) left -= (lower ? r[j][i] : r[i][j]) * x[j];
    x[i] = left / r[i][i];
  }
  return x;
}

/** Where to move the weights, and whether the whole move ends at a minimum. */
function direct(points, squares, penalty, weights) {
  const [first, ...others] = points;
  const edges = others.map((point) => point.map((value, t) => value - first[t]));
  const [q, r] = qr(edges);
  const last = edges.length - 1;
  let change;
  const dependent = edges.length > first.length || (last >= 0 && r[last][last] <= DEPENDENT * Math.sqrt(dot(edges[last], edges[last])));
  if (dependent) change = [...solve(r, r.slice(0, last).map((row) => -row[last])), 1];
  else {
    const pull = solve(r, squares.slice(1).map((square) => square - squares[0]), true);
    change = solve(r, q.map((axis, i) => -dot(axis, first) - (penalty / 2) * pull[i])).map((goal, i) => goal - weights[i + 1]);
  }
  return [[-change.reduce((total, part) => total + part, 0), ...change], !dependent];
}

/** The weights, none negative and with sum 1, that bring the mix of `points` (one list a donor) nearest to 0. */
export function nearestMix(points, penalty) {
  const size = Math.max(...points.flat().map(Math.abs)) || 1;
  const scaled = points.map((point) => point.map((value) => value / size));
  const squares = scaled.map((point) => dot(point, point));
  const pick = (list, active) => active.map((j) => list[j]);
  const fit = ([active, weights]) => {
    const rest = mix(pick(scaled, active), weights);
    return dot(rest, rest) + penalty * dot(pick(squares, active), weights);
  };
  let now = [[lowest(squares)], [1]];
  let best = fit(now);
  for (;;) {
    let [active, weights] = now;
    const rest = mix(pick(scaled, active), weights);
    const slopes = scaled.map((point, j) => 2 * dot(point, rest) + penalty * squares[j]);
    const level = dot(weights, pick(slopes, active));
    const excess = slopes.map((slope, j) => (active.includes(j) ? 0 : slope - level));
    const entering = lowest(excess);
    if (!(excess[entering] < -SLACK * (1 + penalty))) break;
    [active, weights] = [[...active, entering], [...weights, 0]];
    for (let arrived = false; !arrived && active.length > 1; ) {
      const [way, reaches] = direct(pick(scaled, active), pick(squares, active), penalty, weights);
      const room = way.map((part, i) => (part < 0 ? weights[i] / -part : Infinity));
      const step = Math.min(...room, reaches ? 1 : Infinity);
      arrived = reaches && step >= 1;
      weights = weights.map((weight, i) => (room[i] <= step ? 0 : weight + step * way[i]));
      active = active.filter((_, i) => weights[i] > SLACK);
      weights = weights.filter((weight) => weight > SLACK);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      weights = weights.map((weight) => weight / total);
    }
    const value = fit([active, weights]);
    if (value >= best) break;
    [now, best] = [[active, weights], value];
  }
  const out = points.map(() => 0);
  now[0].forEach((j, i) => (out[j] = now[1][i]));
  return out;
}

const rms = (gap) => Math.sqrt(dot(gap, gap) / gap.length);

/** A unit against its twin from the other `donors`: weights, the twin, the gap, and its size before and after. */
export function syntheticControl(own, donors, pre, penalty) {
  const weights = nearestMix(donors.map((donor) => donor.slice(0, pre).map((level, t) => level - own[t])), penalty);
  const synthetic = mix(donors, weights);
  const gap = own.map((level, t) => level - synthetic[t]);
  const [before, after] = [rms(gap.slice(0, pre)), rms(gap.slice(pre))];
  return { weights, synthetic, gap, before, after, ratio: after / before };
}

/** Every unit against the others as if it had been the one; ranks (1 = largest ratio) and p-values of the ratios. */
export function placebos(levels, pre, penalty) {
  const fits = levels.map((own, i) => syntheticControl(own, levels.filter((_, j) => j !== i), pre, penalty));
  const count = (test) => fits.map((one) => fits.filter((other) => test(other.ratio, one.ratio)).length);
  return { fits, rank: count((a, b) => a > b).map((above) => above + 1), pValue: count((a, b) => a >= b).map((many) => many / fits.length) };
}
