import { DepthHistogram } from '../cost/depth-histogram.ts';
import { ELEMENT_BYTES } from '../cost/pricing.ts';
import { CONSTANT, expand } from '../element-engine/expansion.ts';
import { InputError } from '../input-error.ts';
import { requireCapacities } from '../levels/memory-levels.ts';
import { LruStack } from '../stack/lru-stack.ts';
import { layOut, NOWHERE } from '../trace/address-space.ts';
import type { Trace } from '../trace/trace.ts';

/** What memories of whole lines load for the reads of a trace. */
export interface LineTraffic {
  readonly lineBytes: number;
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
 * The traffic of a trace in lines of `lineBytes`, each of neighbouring elements of one value; every value begins a line, and
 * none is used again for another. Memories are fully associative and LRU without liveness, of lines that reads and writes touch;
 * a read misses whose line is not there, a write loads nothing (D63). Element by element: O(log lines) a read, so minutes for updates
 * as documented. Throws InputError where elements do not fill lines, where a memory holds no whole lines, and past 2^30 lines.
 */
export function lineTraffic(
  trace: Trace,
  { lineBytes, capacities }: { readonly lineBytes: number; readonly capacities: readonly number[] },
): LineTraffic {
  requireCapacities('lineTraffic', capacities);
  const smallest = capacities[0];
  if (!Number.isSafeInteger(lineBytes) || lineBytes < 1 || smallest % lineBytes !== 0) {
    throw new InputError(
      `lineTraffic: lines of ${lineBytes} bytes do not fill ${smallest} bytes; give a divisor, as 64`,
    );
  }
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
    for (let element = 0; element < size; element++) lineAt[base + element] = lines + Math.floor(element / perLine);
    lines += Math.ceil(size / perLine);
  };
  const all = trace.values.reduce(
    (sum, { size, bytes = ELEMENT_BYTES }) => sum + Math.ceil((size * bytes) / lineBytes),
    0,
  );
  if (all > MOST_LINES)
    throw new InputError(`${trace.name}: has ${all} lines, the limit is 2^30; trace a smaller batch`);
  for (const value of space.placed) place(value);
  const stack = new LruStack(all);
  const histogram = new DepthHistogram();
  let firstReads = 0;
  const touch = (line: number): void => {
    if (stack.has(line)) stack.bump(line);
    else stack.push(line);
  };
  expand(trace, space, 'register', {
    beginCall(call) {
      for (const value of space.bornAt[call]) place(value);
    },
    event(_site, count, addresses, written) {
      for (let read = 0; read < count; read++) {
        if (addresses[read] === CONSTANT) continue;
        const line = lineAt[addresses[read]];
        if (stack.has(line)) histogram.add(stack.depthOf(line));
        else firstReads++;
        touch(line);
      }
      if (written !== CONSTANT) touch(lineAt[written]);
    },
    endCall() {},
  });
  const levels = capacities.map((capacityBytes): LineLevel => {
    let misses = firstReads;
    histogram.forEach((depth, count) => {
      if (depth * lineBytes > capacityBytes) misses += count;
    });
    return { capacityBytes, misses, bytesAcross: misses * lineBytes };
  });
  return { lineBytes, reads: histogram.reads + firstReads, firstReads, levels };
}
