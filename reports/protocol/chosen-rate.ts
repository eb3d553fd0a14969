import { medianUpdates } from '../../scenarios/training/criterion.ts';
import type { ProtocolResult, ProtocolRule } from './protocol-result.ts';

/** A learning rate, and the median of updates to the criterion with the seeds of tuning. */
export interface TunedRate {
  readonly learningRate: number;
  readonly updates: number;
}

/** Of mantissas 1 and 3 the next is half a decade on. */
const HALF_DECADES: Readonly<Record<string, readonly [mantissa: number, decades: number]>> = {
  1: [3, 0],
  3: [1, 1],
};

/**
 * Five rates half a decade apart, the documented one in the middle, from the lowest: of .01 these are .001, .003, .01, .03
 * and .1. Throws RangeError on a rate that is not 1 or 3 times a power of ten.
 */
export function ratesAround(documented: number): number[] {
  const [mantissa, exponent] = documented.toExponential().split('e');
  const next = HALF_DECADES[mantissa];
  if (next === undefined) throw new RangeError(`ratesAround: must be 1 or 3 times a power of ten, got ${documented}`);
  const decade = Number(exponent);
  const [other, shift] = next;
  return [
    Number(`${mantissa}e${decade - 1}`),
    Number(`${other}e${decade - 1 + shift}`),
    documented,
    Number(`${other}e${decade + shift}`),
    Number(`${mantissa}e${decade + 1}`),
  ];
}

/**
 * The rate with which a rule meets the criterion after fewest updates, by the median over the seeds of tuning, all of which
 * met it, as far as the runs have been made; of equal ones that nearest to the documented, then the lower. An update costs the same at every
 * rate, so that it is the cheapest. null where no rate met it with every seed.
 */
export function tunedRate(protocol: ProtocolResult, rule: ProtocolRule): TunedRate | null {
  const { tuningSeeds, runs } = protocol;
  const place = (learningRate: number): number =>
    Math.abs(rule.rates.indexOf(learningRate) - rule.rates.indexOf(rule.documentedRate));
  const met = rule.rates.flatMap((learningRate) => {
    const perSeed = tuningSeeds.map(
      (seed) =>
        runs.find((run) => run.algorithm === rule.algorithm && run.learningRate === learningRate && run.seed === seed)
          ?.updatesToCriterion ?? null,
    );
    const updates = medianUpdates(perSeed);
    return updates === null ? [] : [{ learningRate, updates }];
  });
  met.sort((a, b) => a.updates - b.updates || place(a.learningRate) - place(b.learningRate));
  return met[0] ?? null;
}
