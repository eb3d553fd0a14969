import { roleOfPhase } from '../../core/measurement/breakdown.ts';
import type { PhaseRole } from '../../core/trace/phase-roles.ts';
import type { Algorithm } from '../../scenarios/rule/algorithm.ts';
import { ALGORITHMS } from '../../scenarios/rule/algorithm.ts';
import type { ScenarioResult, UpdateResult } from '../results/result.ts';
import { bytes, inWords, percent, significant } from '../writing/format.ts';

/** Sentences that are made from the results alone: the report's answer and the headings of its charts. */

export const ALGORITHM_NAMES: Readonly<Record<Algorithm, string>> = { ff: 'Forward-Forward', bp: 'Backprop' };
/** The same in the middle of a sentence. */
const SHORT_NAMES: Readonly<Record<Algorithm, string>> = { ff: 'FF', bp: 'BP' };

/** How much data one update moves, Forward-Forward against backprop where both were measured. */
export function costFinding({ updates }: ScenarioResult): string {
  const ff = updates.find(({ algorithm }) => algorithm === 'ff');
  const bp = updates.find(({ algorithm }) => algorithm === 'bp');
  if (ff === undefined || bp === undefined) {
    const [{ algorithm, cost }] = updates;
    return `One ${ALGORITHM_NAMES[algorithm]} update has a ByteDMD cost of ${inWords(cost.cold[4])}.`;
  }
  const ratio = Number(ff.cost.cold[4]) / Number(bp.cost.cold[4]);
  const compared = ff.cost.cold[4] === bp.cost.cold[4] ? 'exactly as much' : `${significant(ratio)} times as much`;
  return (
    `One Forward-Forward update moves ${compared} data as one backprop update: ` +
    `a ByteDMD cost of ${inWords(ff.cost.cold[4])} against ${inWords(bp.cost.cold[4])}.`
  );
}

/** The phases that cost most, for each algorithm. */
export function phaseFinding({ updates }: ScenarioResult): string {
  const parts = updates.map((update) => {
    const largest = update.phases
      .map(({ phase, cost }) => ({ phase, share: shareOf(cost[4], update) }))
      .sort((a, b) => b.share - a.share)
      .slice(0, 3)
      .filter(({ share }) => share >= 0.01)
      .map(({ phase, share }) => `${phase} ${percent(share)}`);
    return `${SHORT_NAMES[update.algorithm]}: ${largest.join(', ')}`;
  });
  return `Largest phases: ${parts.join('; ')}`;
}

/** What phases of a role do, whatever the rules call them; of one without a name here, what the phase is called. */
const PHASE_KINDS: Readonly<Partial<Record<PhaseRole, string>>> = {
  batch: 'build batch',
  forward: 'forward passes',
  'second forward': 'forward passes',
  're-forward': 'forward passes',
  normalise: 'normalise',
  loss: 'goodness and loss',
  gradient: 'gradients',
  backward: 'gradients',
  optimiser: 'optimiser',
  predict: 'predict',
};
const SMALLEST_DIFFERENCE = 0.01;

/** Where Forward-Forward pays more than backprop, and where less; null where one of them was not measured. */
export function differenceFinding({ updates }: ScenarioResult): string | null {
  if (ALGORITHMS.some((name) => updates.every(({ algorithm }) => algorithm !== name))) return null;
  const differences = new Map<string, number>();
  for (const { algorithm, phases } of updates) {
    for (const part of phases) {
      const kind = PHASE_KINDS[roleOfPhase(part)] ?? part.phase;
      differences.set(kind, (differences.get(kind) ?? 0) + (algorithm === 'ff' ? 1 : -1) * Number(part.cost[4]));
    }
  }
  const sizes = [...differences].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  const whole = sizes.reduce((sum, [, difference]) => sum + Math.abs(difference), 0);
  const parts = sizes
    .filter(([, difference]) => Math.abs(difference) > SMALLEST_DIFFERENCE * whole)
    .map(([kind, difference]) => `${kind} ${difference < 0 ? '−' : '+'}${inWords(Math.abs(difference))}`);
  return parts.length === 0 ? null : `Forward-Forward against backprop, by phase: ${parts.join(', ')}`;
}

/** What kind of tensor the cost is paid for. */
export function roleFinding({ updates }: ScenarioResult): string {
  return perAlgorithm(updates, (update) => {
    const largest = update.roles.reduce((a, b) => (Number(b.cost[4]) > Number(a.cost[4]) ? b : a));
    return `reading ${largest.role} is ${percent(shareOf(largest.cost[4], update))} of the cost`;
  });
}

/** The depth above and below which half of the reads lie, and half of the cost. */
export function depthFinding({ updates }: ScenarioResult): string {
  return perAlgorithm(updates, ({ histogram }) => {
    const reads = medianDepth(histogram, (bin) => bin.reads);
    const cost = medianCostDepth(histogram);
    return `half of the reads reach at most ${bytes(4 * reads)} deep, half of the cost lies beyond ${bytes(4 * cost)}`;
  });
}

/** The depth, in elements, that half of the cost lies at or below. */
export function medianCostDepth(histogram: UpdateResult['histogram']): number {
  return medianDepth(histogram, (bin) => Number(bin.cost[4]));
}

const REMARKABLE_CAPACITY_BYTES = 2 ** 20;

/** The miss ratio of about a megabyte of ideal cache. */
export function missFinding({ updates }: ScenarioResult): string {
  return perAlgorithm(updates, ({ missRatio }) => {
    const point = missRatio.findLast(({ capacity }) => 4 * capacity <= REMARKABLE_CAPACITY_BYTES);
    if (point === undefined) return 'nothing is read';
    return `an LRU memory of ${bytes(4 * point.capacity)} misses ${percent(point.missRatio)} of the reads`;
  });
}

/** The highest point of the live set, and how much of it every rule has to keep. */
export function liveFinding({ updates }: ScenarioResult): string {
  return perAlgorithm(
    updates,
    ({ peakLiveElements, stateElements }) =>
      `at most ${bytes(4 * peakLiveElements)} are live, ${bytes(4 * stateElements)} of them weights and optimiser state`,
  );
}

/** How much is computed for the data moved. */
export function intensityFinding({ updates }: ScenarioResult): string {
  return perAlgorithm(updates, (update) => {
    const perMillion = (1e6 * instructionsOf(update)) / Number(update.cost.cold[4]);
    return `${significant(perMillion)} instructions per million of cost`;
  });
}

/** The layer that waits longest from its first use to its new weights. */
export function waitFinding({ updates }: ScenarioResult): string {
  return perAlgorithm(updates, (update) => {
    const waits = update.waits.map(({ layer, firstInstruction, updatedAfter }) => ({
      layer,
      share: (updatedAfter - firstInstruction) / instructionsOf(update),
    }));
    if (waits.length === 0) return 'no layer is updated';
    const longest = waits.reduce((a, b) => (b.share > a.share ? b : a));
    return `layer ${longest.layer + 1} waits longest, ${percent(longest.share)} of the update`;
  });
}

/** All executed instructions. */
export function instructionsOf({ instructions }: UpdateResult): number {
  return Object.values(instructions).reduce((sum, count) => sum + count, 0);
}

function perAlgorithm(updates: readonly UpdateResult[], say: (update: UpdateResult) => string): string {
  return updates.map((update) => `${SHORT_NAMES[update.algorithm]}: ${say(update)}`).join('; ');
}

function shareOf(cost: number | bigint, update: UpdateResult): number {
  const total = Number(update.cost.cold[4]);
  return total === 0 ? 0 : Number(cost) / total;
}

/** The end of the bin in which the running sum passes half of the whole. */
function medianDepth<Bin extends { readonly to: number }>(bins: readonly Bin[], weight: (bin: Bin) => number): number {
  const whole = bins.reduce((sum, bin) => sum + weight(bin), 0);
  let sum = 0;
  for (const bin of bins) {
    sum += weight(bin);
    if (2 * sum >= whole) return bin.to;
  }
  return 0;
}
