import { InputError } from '../input-error.ts';
import type { Nest } from '../trace/nest.ts';
import { instructionsOf } from '../trace/nest.ts';
import { SLICES } from '../trace/slices.ts';
import type { Granularity, Semantics, StackRun, Trace } from '../trace/trace.ts';
import { DepthHistogram } from './depth-histogram.ts';
import type { PartDepths } from './part-depths.ts';
import { ELEMENT_BYTES, rootSum } from './pricing.ts';
import { NEAR, NEAR_ROOTS, nearCosts, wholeCost } from './unchecked-costs.ts';

/** The element widths that breakdowns are priced at; the whole trace is priced at any width, off the histogram. */
export const TALLIED_BYTES = [1, ELEMENT_BYTES] as const;

/** What a cost is called where elements have several sizes and each is priced at its own (D43). */
export const OWN_SIZES = 'own';

/** How the cells of a trace are counted whose elements are not all of ELEMENT_BYTES (D43). */
export interface CellPricing {
  /** Of every cell. Breakdowns are priced at it in place of ELEMENT_BYTES. */
  readonly bytes: number;
  /** By site: whether the histogram counts its reads. null: all of them. */
  readonly counted: Uint8Array | null;
}

/** What a tally does beside counting reads. */
export interface TallyOptions {
  readonly cells?: CellPricing;
  /** Counts the reads of each part by depth, where all elements have one size. */
  readonly partDepths?: PartDepths | undefined;
}

/** Steeper progressions have hardly two depths of one cost. */
const MAX_STEP = 8;

/**
 * What pricing a trace yields, before any summing up: the same from every engine, compared array by array in tests.
 * A site is one read operand of one call (`siteStart[call]` + its number in the nest); after the last call come the
 * sites of the epilogue, one a returned value. A slice is a piece of a call, `call * SLICES + slice`.
 */
export interface PricedTrace {
  readonly semantics: Semantics;
  readonly granularity: Granularity;
  /** By depth in elements; where they have several sizes, by that of an element's last byte, in bytes. */
  readonly histogram: DepthHistogram;
  readonly siteStart: Int32Array;
  readonly siteReads: Float64Array;
  /** What each array of costs is at: bytes of every element, the last one's those of the trace, or OWN_SIZES alone. */
  readonly costsAt: readonly string[];
  readonly siteCost: readonly Float64Array[];
  readonly sliceInstructions: Float64Array;
  readonly sliceCost: readonly Float64Array[];
  /**
   * Most elements on the stack after any instruction of the slice; -1 where none was executed. Where elements have several
   * sizes, in ELEMENT_BYTES.
   */
  readonly slicePeak: Float64Array;
  /** The same before the first instruction. */
  readonly initialLive: number;
  /** The stack after the last call, bottom to top. */
  readonly finalStack: readonly StackRun[];
}

/** Collects what an engine prices. */
export class Tally {
  readonly histogram = new DepthHistogram();
  readonly siteStart: Int32Array;
  readonly siteReads: Float64Array;
  readonly siteCost: readonly Float64Array[];
  readonly sliceInstructions: Float64Array;
  readonly sliceCost: readonly Float64Array[];
  readonly slicePeak: Float64Array;
  private readonly trace: Trace;
  /** Bytes of an element for the second of the costs. */
  private readonly width: number;
  private readonly counted: Uint8Array | null;
  private readonly partDepths: PartDepths | null;

  constructor(trace: Trace, { cells, partDepths }: TallyOptions = {}) {
    this.trace = trace;
    this.partDepths = partDepths ?? null;
    this.width = cells?.bytes ?? ELEMENT_BYTES;
    this.counted = cells?.counted ?? null;
    const readsOf = trace.nests.map((nest) => sitesOf(nest));
    this.siteStart = new Int32Array(trace.calls.length + 2);
    trace.calls.forEach((call, index) => {
      this.siteStart[index + 1] = this.siteStart[index] + readsOf[call.nest];
    });
    const epilogue = trace.calls.length;
    this.siteStart[epilogue + 1] = this.siteStart[epilogue] + trace.returned.length;
    const sites = this.siteStart[epilogue + 1];
    const slices = (trace.calls.length + 1) * SLICES;
    this.siteReads = new Float64Array(sites);
    this.siteCost = TALLIED_BYTES.map(() => new Float64Array(sites));
    this.sliceInstructions = new Float64Array(slices);
    this.sliceCost = TALLIED_BYTES.map(() => new Float64Array(slices));
    this.slicePeak = new Float64Array(slices).fill(-1);
  }

  /** Counts one read at `depth`. */
  read(site: number, slice: number, depth: number): void {
    if (this.isCounted(site)) this.histogram.add(depth);
    if (this.partDepths !== null) this.partDepths.add(site, depth, 1);
    const one = Math.ceil(Math.sqrt(depth));
    const whole = wholeCost(depth, this.width);
    this.siteReads[site]++;
    this.siteCost[0][site] += one;
    this.siteCost[1][site] += whole;
    this.sliceCost[0][slice] += one;
    this.sliceCost[1][slice] += whole;
  }

  /** Counts `count` single reads of one slice. */
  readEach(sites: Int32Array, depths: Int32Array, count: number, slice: number): void {
    const { partDepths, siteReads, width } = this;
    const [oneByte, whole] = this.siteCost;
    const near = nearCosts(width);
    if (this.counted === null) this.histogram.addEach(depths, count);
    else for (let i = 0; i < count; i++) if (this.isCounted(sites[i])) this.histogram.add(depths[i]);
    let sliceOneByte = 0;
    let sliceWhole = 0;
    for (let i = 0; i < count; i++) {
      const site = sites[i];
      const depth = depths[i];
      if (partDepths !== null) partDepths.add(site, depth, 1);
      // Most depths are small, and two roots take longer than all else here.
      const isNear = depth < NEAR;
      const root = isNear ? NEAR_ROOTS[depth] : Math.ceil(Math.sqrt(depth));
      const all = isNear ? near[depth] : wholeCost(depth, width);
      siteReads[site]++;
      oneByte[site] += root;
      whole[site] += all;
      sliceOneByte += root;
      sliceWhole += all;
    }
    this.sliceCost[0][slice] += sliceOneByte;
    this.sliceCost[1][slice] += sliceWhole;
  }

  /** Counts `count` reads at one depth. */
  readMany(site: number, slice: number, depth: number, count: number): void {
    if (count === 0) return;
    if (this.isCounted(site)) this.histogram.addMany(depth, count);
    if (this.partDepths !== null) this.partDepths.add(site, depth, count);
    this.charge(site, slice, count, count * Math.ceil(Math.sqrt(depth)), count * wholeCost(depth, this.width));
  }

  /**
   * Counts `times` > 0 reads at each of the `count` depths `first, first + slope, ...`. O(1) where they are one depth, else
   * O(range / sqrt(depth)) for slopes of up to 8 and O(count) beyond.
   */
  readProgression(site: number, slice: number, first: number, slope: number, count: number, times = 1): void {
    if (slope === 0 || count <= 1) {
      this.readMany(site, slice, first, count * times);
      return;
    }
    const step = Math.abs(slope);
    const lowest = slope > 0 ? first : first + (count - 1) * slope;
    if (this.isCounted(site)) this.histogram.addProgression(lowest, step, count, times);
    if (this.partDepths !== null) this.partDepths.addProgression(site, lowest, step, count, times);
    const { width } = this;
    let oneByte = 0;
    let whole = 0;
    if (step > MAX_STEP || count < 4) {
      for (let i = 0, depth = lowest; i < count; i++, depth += step) {
        oneByte += Math.ceil(Math.sqrt(depth));
        whole += wholeCost(depth, width);
      }
    } else {
      oneByte = rootSum(lowest, step, count);
      if (step === 1) whole = rootSum(width * (lowest - 1) + 1, 1, width * count);
      else for (let byte = 0; byte < width; byte++) whole += rootSum(width * lowest - byte, width * step, count);
    }
    this.charge(site, slice, count * times, oneByte * times, whole * times);
  }

  /** Charges `count` reads whose cost is known and which the histogram has already. */
  charge(site: number, slice: number, count: number, oneByte: number, whole: number): void {
    this.siteReads[site] += count;
    this.siteCost[0][site] += oneByte;
    this.siteCost[1][site] += whole;
    this.sliceCost[0][slice] += oneByte;
    this.sliceCost[1][slice] += whole;
  }

  private isCounted(site: number): boolean {
    return this.counted === null || this.counted[site] === 1;
  }

  instructions(slice: number, count: number): void {
    this.sliceInstructions[slice] += count;
  }

  live(slice: number, elements: number): void {
    if (elements > this.slicePeak[slice]) this.slicePeak[slice] = elements;
  }

  /** The result. Throws InputError where a site's or slice's cost has passed 2^53 and may have been rounded. */
  finish(
    semantics: Semantics,
    granularity: Granularity,
    initialLive: number,
    finalStack: readonly StackRun[],
  ): PricedTrace {
    // Every summand is a non-negative integer, so a sum that ends below 2^53 was never rounded on the way.
    for (const costs of this.siteCost) this.requireExact(costs, (site) => this.callOf(site));
    for (const costs of this.sliceCost) this.requireExact(costs, (slice) => Math.floor(slice / SLICES));
    const { histogram, siteStart, siteReads, siteCost, sliceInstructions, sliceCost, slicePeak } = this;
    histogram.settle();
    return {
      semantics,
      granularity,
      histogram,
      siteStart,
      siteReads,
      costsAt: [1, this.width].map(String),
      siteCost,
      sliceInstructions,
      sliceCost,
      slicePeak,
      initialLive,
      finalStack,
    };
  }

  private requireExact(costs: Float64Array, callOf: (index: number) => number): void {
    const rounded = costs.findIndex((cost) => cost > Number.MAX_SAFE_INTEGER);
    if (rounded !== -1) throw this.tooCostly(callOf(rounded));
  }

  /** What to throw where the cost of a call, or of the epilogue after the last, may have been rounded. */
  tooCostly(call: number): InputError {
    const { name, calls } = this.trace;
    const place = call === calls.length ? 'what is returned' : `call ${call} (${calls[call].kernel})`;
    return new InputError(`${name}: ${place}: the cost passes 2^53; trace a smaller batch`);
  }

  /** The call, or the epilogue after the last, that a site belongs to. */
  private callOf(site: number): number {
    return this.siteStart.findLastIndex((start) => start <= site);
  }
}

/** Read operands of a nest: one site each. */
export function sitesOf(nest: Nest): number {
  return instructionsOf(nest).reduce((sum, instruction) => sum + instruction.reads.length, 0);
}
