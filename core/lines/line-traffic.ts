import { ELEMENT_BYTES } from '../cost/pricing.ts';
import { InputError } from '../input-error.ts';
import { requireCapacities } from '../levels/memory-levels.ts';
import { layOut, NOWHERE } from '../trace/address-space.ts';
import type { Trace } from '../trace/trace.ts';
import { ElementWalk } from './element-walk.ts';
import { type LineLayout, rowOf } from './line-layout.ts';
import { LineMemories, UNTOUCHED } from './line-memories.ts';

/** What memories of whole lines load for the reads of a trace. */
export interface LineTraffic {
  readonly lineBytes: number;
  readonly layout: LineLayout;
  /** Of elements; accumulators and temporaries are in registers. */
  readonly reads: number;
  /** Reads of lines that nothing touched before. */
  readonly firstReads: number;
  readonly levels: readonly LineLevel[];
}

/** A memory of lines, and the reads that it has to load a line for. */
export interface LineLevel {
  readonly capacityBytes: number;
  readonly misses: number;
  readonly bytesAcross: number;
}

/** Lines in all, at most: what a stack holds. */
const MOST_LINES = 2 ** 30;

/**
 * The traffic of a trace in lines of `lineBytes`, each of neighbouring elements of one value; every value, and where rows are `padded` every
 * row, begins a line, and none is used again for another. Memories are fully associative and LRU without liveness, of lines that reads and writes touch;
 * a read misses whose line is not there, a write loads nothing (D63). Element by element: O(memories) a read, so seconds to minutes for
 * updates as documented. Throws InputError where elements do not fill lines, where a memory holds no whole lines, where `padded` rows
 * are not known, and past 2^30 lines.
 */
export function lineTraffic(
  trace: Trace,
  {
    lineBytes,
    capacities,
    layout = 'packed',
  }: { readonly lineBytes: number; readonly capacities: readonly number[]; readonly layout?: LineLayout | undefined },
): LineTraffic {
  requireCapacities('lineTraffic', capacities);
  requireLineBytes('lineTraffic', lineBytes, capacities);
  const space = layOut(trace);
  const lineAt = new Int32Array(space.size);
  let lines = 0;
  const place = (value: number): void => {
    const { size, bytes = ELEMENT_BYTES } = trace.values[value];
    if (lineBytes % bytes !== 0) {
      throw new InputError(
        `${trace.name}: elements of ${bytes} bytes do not fill lines of ${lineBytes}; give another line`,
      );
    }
    const base = space.baseOf[value];
    if (base === NOWHERE) return;
    const perLine = lineBytes / bytes;
    const row = rowOf(trace, value, layout);
    for (let first = 0; first < size; first += row) {
      for (let element = 0; element < row; element++) {
        lineAt[base + first + element] = lines + Math.floor(element / perLine);
      }
      lines += Math.ceil(row / perLine);
    }
  };
  const touched = new Set([...space.placed, ...space.bornAt.flat()]);
  const all = [...touched].reduce((sum, value) => {
    const { size, bytes = ELEMENT_BYTES } = trace.values[value];
    const row = rowOf(trace, value, layout);
    return sum + (size / row) * Math.ceil((row * bytes) / lineBytes);
  }, 0);
  if (all > MOST_LINES)
    throw new InputError(`${trace.name}: has ${all} lines, the limit is 2^30; trace a smaller batch`);
  for (const value of space.placed) place(value);
  const memories = new LineMemories(
    all,
    capacities.map((bytes) => Math.floor(bytes / lineBytes)),
  );
  // By the smallest memory that a line was in, of reads; those of lines that nothing had touched are last.
  const hits = new Float64Array(UNTOUCHED + 1);
  const sink = {
    read(address: number): void {
      hits[memories.touch(lineAt[address])]++;
    },
    write(address: number): void {
      memories.touch(lineAt[address]);
    },
  };
  const written = new Uint8Array(space.size);
  for (const [index, call] of trace.calls.entries()) {
    for (const value of space.bornAt[index]) {
      place(value);
      const base = space.baseOf[value];
      written.fill(0, base, base + trace.values[value].size);
    }
    new ElementWalk(trace, space, call, written, sink).run();
  }
  const firstReads = hits[UNTOUCHED];
  const reads = hits.reduce((sum, count) => sum + count, 0);
  let misses = reads;
  const levels = capacities.map((capacityBytes, level): LineLevel => {
    misses -= hits[level];
    return { capacityBytes, misses, bytesAcross: misses * lineBytes };
  });
  return { lineBytes, layout, reads, firstReads, levels };
}

/** Throws InputError, beginning with `owner`, unless whole lines of so many bytes fill the smallest of the memories. */
export function requireLineBytes(owner: string, lineBytes: number, [smallest]: readonly number[]): void {
  if (Number.isSafeInteger(lineBytes) && lineBytes > 0 && smallest % lineBytes === 0) return;
  throw new InputError(
    `${owner}: lines of ${lineBytes} bytes do not fill the smallest memory, of ${smallest}; give a divisor of that`,
  );
}
