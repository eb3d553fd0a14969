import { DepthHistogram } from '../cost/depth-histogram.ts';
import { ELEMENT_BYTES } from '../cost/pricing.ts';
import { OWN_SIZES, type PricedTrace, sitesOf } from '../cost/tally.ts';
import { FinalStack } from '../element-engine/final-stack.ts';
import { greatestDivisor } from '../numbers/greatest-divisor.ts';
import { layOut } from '../trace/address-space.ts';
import { SLICES } from '../trace/slices.ts';
import type { Granularity, StackRun, Trace } from '../trace/trace.ts';
import { bytesOfLocals, bytesOfValue, elementSizes } from './element-sizes.ts';
import type { NestOfCells } from './nest-of-cells.ts';
import { nestOfCells } from './nest-of-cells.ts';

/**
 * A trace whose elements have several sizes, taken apart into cells of the greatest size that divides them all, so that
 * engines that know elements of one size price it; and what they give, put together again (D43).
 */
export class TraceOfCells {
  readonly cells: Trace;
  /** Of a cell. */
  readonly bytes: number;
  /** By site of a cell: 1 where it is the first of its element, which lies deepest. */
  readonly counted: Uint8Array;
  private readonly trace: Trace;
  /** By value: cells of an element. */
  private readonly ofValue: readonly number[];
  private readonly ofCall: readonly NestOfCells[];

  constructor(trace: Trace, granularity: Granularity) {
    this.trace = trace;
    this.bytes = elementSizes(trace, granularity).reduce(greatestDivisor);
    const cellsIn = (bytes: number): number => bytes / this.bytes;
    this.ofValue = trace.values.map((value) => (value.kind === 'constant' ? 1 : cellsIn(bytesOfValue(value))));
    const nests: NestOfCells[] = [];
    const known = new Map<string, number>();
    const nestOfCall = trace.calls.map(({ nest, values }) => {
      const ofSlot = values.map((value) => this.ofValue[value]);
      const key = JSON.stringify([nest, ofSlot]);
      const id = known.get(key) ?? nests.length;
      if (id === nests.length) {
        const ofLocal = bytesOfLocals(trace.nests[nest], granularity).map(cellsIn);
        nests.push(nestOfCells(trace.nests[nest], ofSlot, ofLocal));
        known.set(key, id);
      }
      return id;
    });
    this.ofCall = nestOfCall.map((id) => nests[id]);
    this.cells = {
      ...trace,
      values: trace.values.map(({ row: _, ...value }, id) => ({ ...value, size: value.size * this.ofValue[id] })),
      nests: nests.map(({ nest }) => nest),
      calls: trace.calls.map((call, index) => ({ ...call, nest: nestOfCall[index] })),
    };
    const isFirst = (cells: number): number[] => Array.from({ length: cells }, (_, cell) => (cell === 0 ? 1 : 0));
    this.counted = Uint8Array.from(this.ofCall.flatMap(({ cellsOfSite }) => cellsOfSite.flatMap(isFirst)));
  }

  /** A stack of elements as one of cells, which lie in their order. */
  stackOfCells(runs: readonly StackRun[]): StackRun[] {
    return runs.flatMap(({ value, first, stride, count }): StackRun[] => {
      const cells = this.ofValue[value];
      if (cells === 1) return [{ value, first, stride, count }];
      if (stride === 1) return [{ value, first: first * cells, stride, count: count * cells }];
      return Array.from({ length: count }, (_, i) => ({
        value,
        first: (first + i * stride) * cells,
        stride: 1,
        count: cells,
      }));
    });
  }

  /** What an engine has priced of the cells, as what it would have priced of the elements. */
  putTogether(priced: PricedTrace): PricedTrace {
    const { trace, bytes } = this;
    const inElements = (cells: number): number => (cells * bytes) / ELEMENT_BYTES;
    const [, costOfSite] = priced.siteCost;
    const [, costOfSlice] = priced.sliceCost;
    const { siteStart, siteReads, siteCost } = this.sitesOfElements(priced, costOfSite);
    return {
      ...priced,
      histogram: inBytes(priced.histogram, bytes),
      siteStart,
      siteReads,
      costsAt: [OWN_SIZES],
      siteCost: [siteCost],
      sliceInstructions: priced.sliceInstructions.map((instructions, slice) => {
        const call = Math.floor(slice / SLICES);
        return call === trace.calls.length ? instructions : instructions / this.ofCall[call].perInstruction;
      }),
      sliceCost: [costOfSlice],
      slicePeak: priced.slicePeak.map((peak) => (peak === -1 ? -1 : inElements(peak))),
      initialLive: inElements(priced.initialLive),
      finalStack: this.stackOfElements(priced.finalStack),
    };
  }

  /** Reads are those of an element's first cell, its cost is that of all. Nothing is read at the end under `eager`. */
  private sitesOfElements(
    { siteReads: readsOfCell }: PricedTrace,
    costOfCell: Float64Array,
  ): Pick<PricedTrace, 'siteStart' | 'siteReads'> & { siteCost: Float64Array } {
    const { calls, nests, returned } = this.trace;
    const siteStart = new Int32Array(calls.length + 2);
    calls.forEach(({ nest }, call) => {
      siteStart[call + 1] = siteStart[call] + sitesOf(nests[nest]);
    });
    siteStart[calls.length + 1] = siteStart[calls.length] + returned.length;
    const siteReads = new Float64Array(siteStart[calls.length + 1]);
    const siteCost = new Float64Array(siteReads.length);
    let [site, cell] = [0, 0];
    for (const { cellsOfSite } of this.ofCall) {
      for (const cells of cellsOfSite) {
        siteReads[site] = readsOfCell[cell];
        for (let end = cell + cells; cell < end; cell++) siteCost[site] += costOfCell[cell];
        site++;
      }
    }
    return { siteStart, siteReads, siteCost };
  }

  private stackOfElements(runs: readonly StackRun[]): StackRun[] {
    const space = layOut(this.trace);
    const stack = new FinalStack(this.trace, space);
    for (const { value, first, stride, count } of runs) {
      const cells = this.ofValue[value];
      for (let i = 0, cell = first; i < count; i++, cell += stride) {
        if (cell % cells === 0) stack.push(space.baseOf[value] + cell / cells);
      }
    }
    return stack.finish();
  }
}

function inBytes(histogram: DepthHistogram, bytes: number): DepthHistogram {
  const found = new DepthHistogram();
  histogram.forEach((depth, count) => {
    found.addMany(depth * bytes, count);
  });
  return found;
}
