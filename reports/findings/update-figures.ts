import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { roleOfPhase } from '../../core/measurement/breakdown.ts';
import type { PhaseRole } from '../../core/trace/phase-roles.ts';
import { type DepthFigures, halvesOfBins } from '../results/figures/priced-bins.ts';
import type { UpdateResult } from '../results/result.ts';
import { bytes, bytesAtMost, inWords, threeDigits } from '../writing/format.ts';

/** ByteDMD cost of one cold update, at ELEMENT_BYTES, to about 16 digits. */
export function updateCost({ cost }: UpdateResult): number {
  return Number(cost.cold[ELEMENT_BYTES]);
}

/** The same of a part of an update. */
export function partCost({ cost }: { readonly cost: Readonly<Record<typeof ELEMENT_BYTES, number | bigint>> }): number {
  return Number(cost[ELEMENT_BYTES]);
}

/** Cost of all phases of these roles. */
export function phaseCost({ phases }: UpdateResult, roles: readonly PhaseRole[]): number {
  return phases.reduce((sum, part) => sum + (roles.includes(roleOfPhase(part)) ? partCost(part) : 0), 0);
}

/** A part's share of the cost of its update; 0 of an update that costs nothing. */
export function shareOf(part: Parameters<typeof partCost>[0], update: UpdateResult): number {
  const total = updateCost(update);
  return total === 0 ? 0 : partCost(part) / total;
}

/** All executed instructions. */
export function instructionsOf({ instructions }: UpdateResult): number {
  return Object.values(instructions).reduce((sum, count) => sum + count, 0);
}

/** In instructions, how long the layer that waits longest does so from its first use to its new weights; null: none is updated. */
export function longestWait({ waits }: UpdateResult): number | null {
  return waits.length === 0
    ? null
    : Math.max(...waits.map(({ firstInstruction, updatedAfter }) => updatedAfter - firstInstruction));
}

/** The size of so many elements, in words: `10.37 MB`. */
export function sizeOf(elements: number): string {
  return bytes(ELEMENT_BYTES * elements);
}

/** How deep half of the reads reach at most: `28 B`; as far as bins tell, two digits, rounded up. */
export function halfReadsReach(figures: DepthFigures): string {
  const { halfReadsDepth } = figures;
  if (halfReadsDepth !== undefined) return sizeOf(halfReadsDepth);
  return bytesAtMost(ELEMENT_BYTES * halvesOfBins(figures).reads);
}

/**
 * Where half of the cost lies, to end a sentence that says so: `3.437 MB deep or deeper`; as far as bins tell, `at
 * depths of at most 4.0 MB`.
 */
export function halfCostPlace(figures: DepthFigures): string {
  const { halfCostDepth } = figures;
  if (halfCostDepth !== undefined) return `${sizeOf(halfCostDepth)} deep or deeper`;
  return `at depths of at most ${bytesAtMost(ELEMENT_BYTES * halvesOfBins(figures).cost)}`;
}

/** How many times as much `a` is as `b`: `1.126 times`. */
export function times(a: number, b: number): string {
  return b === 0 ? `${inWords(a)} against 0` : `${threeDigits(a / b)} times`;
}
