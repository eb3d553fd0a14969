import { CONSTANT, singly } from '../../../core/element-engine/event-batch.ts';
import { expand } from '../../../core/element-engine/expansion.ts';
import { layOut } from '../../../core/trace/address-space.ts';
import type { Granularity, Trace } from '../../../core/trace/trace.ts';

/** What reading a trace under `eager` costs on a stack of bytes. */
export interface ByteFigures {
  /** By call and number of the read in its nest. */
  readonly costs: Map<string, number>;
  /** By depth of the last byte of what is read. */
  readonly reads: Map<number, number>;
  readonly peakBytes: number;
}

interface ByteEvent {
  readonly call: number;
  readonly site: number;
  /** Versions, or null for constants. */
  readonly reads: readonly (number | null)[];
  readonly write: number | null;
}

/** Bytes of one version, the deepest first. */
const MOST_BYTES = 8;

/**
 * The metric once more, from its definition: a list of bytes, the top first; an element's bytes are read together on what
 * the stack was before the instruction, then come to the top together, and leave it after their last use. Quadratic.
 */
export function oracleBytes(trace: Trace, granularity: Granularity): ByteFigures {
  const { events, sizes, first, returned } = versionsOf(trace, granularity);
  const lastUse = sizes.map((_, version) =>
    returned.includes(version) ? Infinity : events.findLastIndex(({ reads }) => reads.includes(version)),
  );
  let stack: number[] = [];
  const drop = (version: number): void => {
    stack = stack.filter((byte) => Math.floor(byte / MOST_BYTES) !== version);
  };
  const push = (version: number): void => {
    for (let byte = 0; byte < sizes[version]; byte++) stack.unshift(version * MOST_BYTES + byte);
  };
  for (const version of first) if (lastUse[version] >= 0) push(version);
  const costs = new Map<string, number>();
  const found = new Map<number, number>();
  let peakBytes = stack.length;
  events.forEach(({ call, site, reads, write }, index) => {
    reads.forEach((version, r) => {
      if (version === null) return;
      const depths = Array.from(
        { length: sizes[version] },
        (_, byte) => stack.indexOf(version * MOST_BYTES + byte) + 1,
      );
      const cost = depths.reduce((sum, depth) => sum + Math.ceil(Math.sqrt(depth)), 0);
      const key = `${call}:${site + r}`;
      costs.set(key, (costs.get(key) ?? 0) + cost);
      const deepest = Math.max(...depths);
      found.set(deepest, (found.get(deepest) ?? 0) + 1);
    });
    for (const version of new Set(reads)) {
      if (version === null) continue;
      drop(version);
      if (lastUse[version] > index) push(version);
    }
    if (write !== null && lastUse[write] >= 0) push(write);
    peakBytes = Math.max(peakBytes, stack.length);
  });
  return { costs, reads: found, peakBytes };
}

/** The events of a trace on versions, every write a new one; the arguments' first from the bottom of the stack. */
function versionsOf(trace: Trace, granularity: Granularity) {
  const space = layOut(trace);
  const at = new Int32Array(space.size).fill(-1);
  const sizes: number[] = [];
  const make = (address: number, bytes: number): number => {
    at[address] = sizes.length;
    return sizes.push(bytes) - 1;
  };
  const elementsOf = (value: number): number[] =>
    Array.from({ length: trace.values[value].size }, (_, element) => space.baseOf[value] + element);
  const placed = [...space.placed].reverse();
  const first = placed.flatMap((value) =>
    elementsOf(value).map((address) => make(address, trace.values[value].bytes ?? 4)),
  );
  let current = 0;
  const bytesAt = (address: number): number => {
    const { nest, values } = trace.calls[current];
    if (address >= space.localBase) return trace.nests[nest].localBytes?.[address - space.localBase] ?? 4;
    const value = values.find((id) => space.baseOf[id] !== -1 && elementsOf(id).includes(address));
    return trace.values[value as number].bytes ?? 4;
  };
  const events: ByteEvent[] = [];
  expand(
    trace,
    space,
    granularity,
    singly({
      beginCall(call) {
        current = call;
        for (const value of space.bornAt[call]) for (const address of elementsOf(value)) at[address] = -1;
      },
      event(site, count, addresses, written) {
        const reads = [...addresses.subarray(0, count)].map((address) => (address === CONSTANT ? null : at[address]));
        events.push({
          call: current,
          site,
          reads,
          write: written === CONSTANT ? null : make(written, bytesAt(written)),
        });
      },
      endCall() {},
    }),
  );
  const returned = trace.returned.flatMap((value) => elementsOf(value).map((address) => at[address]));
  return { events, sizes, first, returned };
}
