import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deepReadsOf } from '../../../core/cost/deep-reads.ts';
import { CONSTANT, singly } from '../../../core/element-engine/event-batch.ts';
import { expand } from '../../../core/element-engine/expansion.ts';
import { InputError } from '../../../core/input-error.ts';
import { lineTraffic } from '../../../core/lines/line-traffic.ts';
import { Random } from '../../../core/numbers/random.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import { layOut } from '../../../core/trace/address-space.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { gemm, gemmOfLines } from '../../support/nests/gemm.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

/** Misses of one memory of so many lines, kept as a list; of `padded` rows every one begins a line. */
function missesOf(trace: Trace, perLine: number, capacity: number, isPadded = false): number {
  const space = layOut(trace);
  const memory: string[] = [];
  let call = 0;
  let misses = 0;
  const lineOf = (address: number): string => {
    const value = trace.calls[call].values.find((id) => {
      const offset = address - space.baseOf[id];
      return space.baseOf[id] >= 0 && offset >= 0 && offset < trace.values[id].size;
    });
    const element = address - space.baseOf[value as number];
    const { size, row = size } = trace.values[value as number];
    if (isPadded) return `${value}:${Math.floor(element / row)}:${Math.floor((element % row) / perLine)}`;
    return `${value}:${Math.floor(element / perLine)}`;
  };
  const touch = (line: string, isRead: boolean): void => {
    const place = memory.indexOf(line);
    if (place === -1 && isRead) misses++;
    if (place !== -1) memory.splice(place, 1);
    memory.unshift(line);
    if (memory.length > capacity) memory.pop();
  };
  expand(
    trace,
    space,
    'register',
    singly({
      beginCall(index) {
        call = index;
      },
      event(_, count, addresses, written) {
        for (const address of addresses.slice(0, count)) if (address !== CONSTANT) touch(lineOf(address), true);
        if (written !== CONSTANT) touch(lineOf(written), false);
      },
      endCall() {},
    }),
  );
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

/** The trace with rows of some divisor of its size for every value. */
function withRows(trace: Trace, random: Random): Trace {
  const rowOf = (size: number): number => {
    const divisors = Array.from({ length: size }, (_, n) => n + 1).filter((n) => size % n === 0);
    return divisors[Math.floor(random.uniform() * divisors.length)] ?? 1;
  };
  return { ...trace, values: trace.values.map((value) => ({ ...value, row: rowOf(value.size) })) };
}

test('padded, as many reads miss as in a memory of lines that rows do not share, kept as a list', () => {
  let differing = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.constantFrom(1, 2, 4), (seed, perLine) => {
      const trace = withRows(randomTrace(seed), new Random(seed));
      const lineBytes = 4 * perLine;
      const capacities = [1, 2, 5].map((lines) => lines * lineBytes);
      const packed = lineTraffic(trace, { lineBytes, capacities });
      const padded = lineTraffic(trace, { lineBytes, capacities, layout: 'padded' });
      expect([packed.layout, padded.layout]).toEqual(['packed', 'padded']);
      expect(padded.reads).toBe(packed.reads);
      padded.levels.forEach(({ capacityBytes, misses }, level) => {
        expect(misses).toBe(missesOf(trace, perLine, capacityBytes / lineBytes, true));
        if (misses !== packed.levels[level].misses) differing++;
      });
    }),
    { numRuns: 200 },
  );
  expect(differing).toBeGreaterThan(0);
});

test('rows of whole lines miss alike, padded or packed, and those of a gemm of 20 x 20 as where they are 32 apart', () => {
  const inRows = (trace: Trace, row: number): Trace => ({
    ...trace,
    values: trace.values.map((value) => ({ ...value, row })),
  });
  const lines = { lineBytes: 64, capacities: [64, 8 * 64, 40 * 64] } as const;
  const whole = inRows(gemm(32), 32);
  expect(lineTraffic(whole, { ...lines, layout: 'padded' }).levels).toEqual(lineTraffic(whole, lines).levels);
  const padded = lineTraffic(inRows(gemm(20), 20), { ...lines, layout: 'padded' });
  expect(padded.levels).toEqual(lineTraffic(gemm(20, 32), lines).levels);
  expect(padded.levels).not.toEqual(lineTraffic(gemm(20), lines).levels);
});

test('values whose rows are not known are not padded', () => {
  const [a, ...others] = gemm(2).values;
  const trace = { ...gemm(2), values: [{ ...a, row: 2 }, ...others] };
  const padded = { lineBytes: 64, capacities: [64], layout: 'padded' } as const;
  expect(() => lineTraffic(trace, padded)).toThrow(
    'gemm: does not say how long the rows of value 1 are; trace it anew, or take lines packed',
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
    'lineTraffic: lines of 64 bytes do not fill the smallest memory, of 100; give a divisor of that',
  );
});
