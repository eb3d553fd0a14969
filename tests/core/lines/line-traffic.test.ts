import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONSTANT, expand } from '../../../core/element-engine/expansion.ts';
import { deepReadsOf } from '../../../core/floors/floor-cost.ts';
import { InputError } from '../../../core/input-error.ts';
import { lineTraffic } from '../../../core/lines/line-traffic.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import { layOut } from '../../../core/trace/address-space.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { gemm, gemmOfLines } from '../../support/nests/gemm.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

/** Misses of one memory of so many lines, kept as a list. */
function missesOf(trace: Trace, perLine: number, capacity: number): number {
  const space = layOut(trace);
  const memory: string[] = [];
  let call = 0;
  let misses = 0;
  const lineOf = (address: number): string => {
    const value = trace.calls[call].values.find((id) => {
      const offset = address - space.baseOf[id];
      return space.baseOf[id] >= 0 && offset >= 0 && offset < trace.values[id].size;
    });
    return `${value}:${Math.floor((address - space.baseOf[value as number]) / perLine)}`;
  };
  const touch = (line: string, isRead: boolean): void => {
    const place = memory.indexOf(line);
    if (place === -1 && isRead) misses++;
    if (place !== -1) memory.splice(place, 1);
    memory.unshift(line);
    if (memory.length > capacity) memory.pop();
  };
  expand(trace, space, 'register', {
    beginCall(index) {
      call = index;
    },
    event(_, count, addresses, written) {
      for (const address of addresses.slice(0, count)) if (address !== CONSTANT) touch(lineOf(address), true);
      if (written !== CONSTANT) touch(lineOf(written), false);
    },
    endCall() {},
  });
  return misses;
}

test('as many reads miss as in a memory of lines that is kept as a list', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.constantFrom(1, 2, 4), (seed, perLine) => {
      const trace = randomTrace(seed);
      const lineBytes = 4 * perLine;
      const capacities = [1, 2, 5].map((lines) => lines * lineBytes);
      for (const { capacityBytes, misses, bytesAcross } of lineTraffic(trace, { lineBytes, capacities }).levels) {
        expect(misses).toBe(missesOf(trace, perLine, capacityBytes / lineBytes));
        expect(bytesAcross).toBe(misses * lineBytes);
      }
    }),
    { numRuns: 200 },
  );
});

test('a gemm of 128 x 128 misses 132,096 times in 512 lines, by elements and by runs of lines', () => {
  const { levels, firstReads } = lineTraffic(gemm(128), { lineBytes: 64, capacities: [512 * 64] });
  expect(levels[0].misses).toBe(132_096);
  expect(firstReads).toBe(2048);
  const { histogram } = priceByRuns(gemmOfLines(128, 16), { semantics: 'eager', granularity: 'register' });
  expect(deepReadsOf(histogram)(512)).toBe(132_096);
});

test('lines that elements do not fill, and memories of no whole lines, are refused', () => {
  const trace = gemm(2);
  expect(() => lineTraffic(trace, { lineBytes: 6, capacities: [60] })).toThrow(InputError);
  expect(() => lineTraffic(trace, { lineBytes: 64, capacities: [100] })).toThrow(
    'lines of 64 bytes do not fill 100 bytes',
  );
});
