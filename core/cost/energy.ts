import { describe, InputError } from '../input-error.ts';
import type { Op } from '../trace/nest.ts';
import { type DepthHistogram, requireHistogram } from './depth-histogram.ts';
import type { EnergyPreset } from './energy-presets.ts';
import { ELEMENT_BYTES } from './pricing.ts';

export interface Energy {
  /** Spent on bringing operands to where they are used. */
  readonly commutePj: number;
  /** Spent on arithmetic. */
  readonly computePj: number;
  /**
   * The commute-to-compute ratio, commutePj / computePj, dimensionless: how much energy goes into moving operands for
   * each unit that goes into arithmetic. A house term of the field, not a textbook one. null where nothing is computed.
   */
  readonly commuteToCompute: number | null;
}

/**
 * The energy of a priced program under a preset's figures, for 32-bit operands and operations: elements of
 * ELEMENT_BYTES. Reads move data and cost energy; a write does not, as in the metric, where a new value is born at the
 * processor.
 * Throws RangeError naming an operation that was executed and for which the preset has no figure, InputError on what is
 * no preset, histogram or counts.
 */
export function energyOf(
  preset: EnergyPreset,
  histogram: DepthHistogram,
  instructions: Readonly<Partial<Record<Op, number>>>,
): Energy {
  requireHistogram('energyOf', histogram);
  requireFigures(preset, instructions);
  const reads = {
    cost: histogram.totalCost(ELEMENT_BYTES),
    perLevel: (levels: readonly Capacity[]) => readsPerLevel(histogram, levels),
  };
  return energyOfReads(preset, reads, instructions);
}

/** As much of the reads of a program as their energy depends on. */
export interface DistantReads {
  /** ByteDMD cost at ELEMENT_BYTES. */
  readonly cost: number | bigint;
  /** Reads that hit each of these levels, smallest first, and last those that miss them all. */
  readonly perLevel: (levels: readonly Capacity[]) => readonly number[];
}

export interface Capacity {
  readonly capacityBytes: number;
}

/**
 * The energy of reads of which no histogram is at hand, and of executed instructions, under a preset's figures. Throws
 * RangeError naming an operation for which the preset has no figure, and what `perLevel` throws.
 */
export function energyOfReads(
  preset: EnergyPreset,
  reads: DistantReads,
  instructions: Readonly<Partial<Record<Op, number>>>,
): Energy {
  const commutePj = commuteEnergyPj(preset, reads);
  const computePj = computeEnergyPj(preset, instructions);
  return { commutePj, computePj, commuteToCompute: computePj === 0 ? null : commutePj / computePj };
}

function requireFigures(preset: unknown, instructions: unknown): void {
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
  if (!isObject(preset) || !('commute' in preset && 'computePj' in preset)) {
    throw new InputError(
      `energyOf: must be given a preset, of ENERGY_PRESETS or parseEnergyPreset, got ${describe(preset)}`,
    );
  }
  if (!isObject(instructions) || Array.isArray(instructions)) {
    throw new InputError(`energyOf: instructions must be counts by operation, got ${describe(instructions)}`);
  }
  for (const [op, count] of Object.entries(instructions)) {
    if (typeof count === 'number' && count >= 0) continue;
    throw new InputError(`energyOf: the number of ${op} must be a count, got ${describe(count)}`);
  }
}

/**
 * Under `wire`, byte j of the LRU stack lies ceil(sqrt(j)) cell sides away, so the way of all reads together is the
 * ByteDMD cost times the side of a byte's cell. Under `hierarchy`, a read hits the first level that holds all of the
 * topmost elements down to its depth.
 */
function commuteEnergyPj({ commute }: EnergyPreset, { cost, perLevel }: DistantReads): number {
  if (commute.model === 'wire') {
    const cellSideMm = Math.sqrt(commute.byteCellUm2.value) / 1000;
    return Number(cost) * cellSideMm * commute.energyPjPerByteMm.value;
  }
  return perLevel(commute.levels).reduce((sum, reads, index) => {
    const level = commute.levels[index] ?? commute.memory;
    return sum + reads * level.energyPjPerElement.value;
  }, 0);
}

/** Reads that hit each level of a fully associative LRU hierarchy, smallest first, and last those that miss them all. */
export function readsPerLevel(histogram: DepthHistogram, levels: readonly Capacity[]): number[] {
  requireHistogram('readsPerLevel', histogram);
  const isLarger = (bytes: number, index: number): boolean => bytes > (levels[index - 1]?.capacityBytes ?? 0);
  if (!Array.isArray(levels) || !levels.every((each, index) => isLarger(each?.capacityBytes, index))) {
    throw new InputError('readsPerLevel: levels must be a list, each with a larger capacityBytes than the one before');
  }
  const reads: number[] = new Array(levels.length + 1).fill(0);
  let level = 0;
  histogram.forEach((depth, count) => {
    while (level < levels.length && depth * ELEMENT_BYTES > levels[level].capacityBytes) level++;
    reads[level] += count;
  });
  return reads;
}

function computeEnergyPj({ id, computePj }: EnergyPreset, instructions: Readonly<Partial<Record<Op, number>>>): number {
  let sum = 0;
  for (const [op, count] of Object.entries(instructions)) {
    const figure = computePj[op as Op];
    if (figure === undefined) throw new RangeError(`energyOf: preset ${id} has no energy for ${op}`);
    sum += count * figure.value;
  }
  return sum;
}
