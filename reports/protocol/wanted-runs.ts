import { tunedRate } from './chosen-rate.ts';
import type { ProtocolResult, ProtocolRule } from './protocol-result.ts';

/** A run that the protocol asks for. */
export interface WantedRun {
  readonly learningRate: number;
  readonly seed: number;
  /** After so many updates the only run of tuning at a rate can no longer be the cheapest. */
  readonly mostUpdates: number | null;
}

/**
 * The runs of a rule that are still to be made, the next first. A rule is tuned first, beginning with the documented rate;
 * then come the reported seeds, all at the rate chosen before all at the documented one. What is chosen does not depend on
 * the order: a run that ends early has a cheaper one beside it. While the rule is being tuned, only that is listed, and the
 * seeds at the documented rate.
 */
export function wantedRuns(protocol: ProtocolResult, rule: ProtocolRule): WantedRun[] {
  const { tuningSeeds, runs, diverged } = protocol;
  const made = new Set(
    [...runs, ...diverged]
      .filter(({ algorithm }) => algorithm === rule.algorithm)
      .map(({ learningRate, seed }) => `${learningRate} ${seed}`),
  );
  const unmade = (rates: readonly number[], seeds: readonly number[], mostUpdates: number | null): WantedRun[] =>
    rates
      .flatMap((learningRate) => seeds.map((seed) => ({ learningRate, seed, mostUpdates })))
      .filter(({ learningRate, seed }) => !made.has(`${learningRate} ${seed}`));
  const best = tunedRate(protocol, rule);
  const tuning = unmade(outwards(rule), tuningSeeds, tuningSeeds.length === 1 ? (best?.updates ?? null) : null);
  const chosen = tuning.length > 0 || best === null ? rule.documentedRate : best.learningRate;
  return [...tuning, ...unmade([...new Set([chosen, rule.documentedRate])], rule.seeds, null)];
}

/** The rates of a rule, those nearest to the documented one first, and of two as near the higher. */
function outwards({ rates, documentedRate }: ProtocolRule): number[] {
  const middle = rates.indexOf(documentedRate);
  const distance = (rate: number): number => Math.abs(rates.indexOf(rate) - middle);
  return [...rates].sort((a, b) => distance(a) - distance(b) || b - a);
}
