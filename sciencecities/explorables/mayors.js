// Cities that bet by one rule: the twin of sciencecities/measures/mayors.py.
import { uniforms } from "./measures.js";

/** Wealth after each round (a list of cities a round, the first all 1) and how many bets of each city paid. */
export function playBets(cities, rounds, bets, chance, multiple, seed, stake = 0.5) {
  const next = uniforms(seed);
  const paid = new Array(cities).fill(0);
  const wealth = [new Array(cities).fill(1)];
  for (let round = 0; round < rounds; round++) {
    wealth.push(
      wealth[round].map((before, city) => {
        let hits = 0;
        for (let bet = 0; bet < bets; bet++) hits += next() < chance;
        paid[city] += hits;
        return before * (1 - stake + (stake * multiple * hits) / bets);
      }),
    );
  }
  return { wealth, paid };
}
