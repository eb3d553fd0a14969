import { describe, expect, test } from 'vitest';
import { narrowArray } from '../../../core/numbers/narrow-array.ts';
import { IN_TENSOR } from '../../../core/programs/program.ts';
import { createProgram, sourceOf } from '../../../core/programs/program-source.ts';
import { NumberPages } from '../../../instrument/scalars/number-pages.ts';
import { ProgramRecorder } from '../../../instrument/scalars/program-recorder.ts';
import { apply } from '../../../instrument/scalars/scalar.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { opsOf } from '../../support/scalars/program-events.ts';

const MOST_BYTES = 12;

test('an operation takes at most 12 bytes, at any length, while it is taken down and afterwards', () => {
  const recorder = new ProgramRecorder('long', ['a', 'b']);
  const [a, b] = [recorder.createArgument(), recorder.createArgument()];
  let sum = a;
  const most: number[] = [];
  for (let events = 2; events <= 3_000_000; events += 2) {
    sum = recorder.recordBinary('add', sum, recorder.recordBinary('mul', a, b));
    recorder.putIn(IN_TENSOR, sum);
    // Where pages turn, and a little later: what is there already is small then.
    if (events > 2000 && (events & 1023) < 3) most.push(recorder.byteLength / events);
  }
  expect(Math.max(...most)).toBeLessThan(MOST_BYTES);
  const { events, reads, returns, homes } = recorder.finish([[a], [b]], [sum]);
  expect(events.length).toBe(3_000_000);
  expect(homes?.byteLength).toBe(3_000_000);
  expect(events.byteLength + reads.byteLength + returns.byteLength).toBe(9 * 3_000_000 + 4);
});

test('conditions take no more', () => {
  const sort = (xs: number) => {
    const recorder = new ProgramRecorder('sort', ['a']);
    const a = recorder.createArgument();
    for (let i = 0; i < xs; i++) {
      const answer = recorder.recordBinary('lt', a, a);
      recorder.markComparison(answer);
      recorder.record('bool', [answer], 0);
    }
    return recorder.byteLength / (2 * xs);
  };
  for (const xs of [3000, 30_000, 300_000]) expect(sort(xs)).toBeLessThan(MOST_BYTES);
});

describe('more than 256 kinds of operations', () => {
  test('take two bytes each, and are the program that they spell', () => {
    const many = (count: number) =>
      traceScalars(
        (a) => {
          for (let i = 0; i < count; i++) apply(`op ${i % 300}`, Math.abs, a);
        },
        [1],
      ).program;
    expect(many(256).events).toBeInstanceOf(Uint8Array);
    const program = many(1000);
    expect(program.events).toBeInstanceOf(Uint16Array);
    expect(opsOf(program)).toEqual(Array.from({ length: 1000 }, (_, i) => `op ${i % 300}`));
    expect(createProgram(sourceOf(program))).toEqual(program);
  });

  test('of one name differ in operands and results', () => {
    const { program } = traceScalars(
      (a) => [apply('f', Math.hypot, a), apply('f', Math.hypot, a, a), a.divmod(2)],
      [3],
    );
    expect(program.kinds).toEqual([
      { op: 'f', reads: 1, results: 1 },
      { op: 'f', reads: 2, results: 1 },
      { op: 'divmod', reads: 1, results: 2 },
    ]);
  });
});

test('a list of pages of any widths is one array in the end', () => {
  const numbers = Array.from({ length: 5000 }, (_, i) => (i === 700 ? 65535 : i === 1900 ? 65536 : i % 256));
  const pages = new NumberPages(narrowArray, 255);
  for (const number of numbers) pages.push(number);
  expect(pages.length).toBe(5000);
  expect([...pages.join(65536)]).toEqual(numbers);
});
