import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf } from '../../../core/cost/cost.ts';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { InputError } from '../../../core/input-error.ts';
import { ENGINE_NAMES, ENGINES, type EngineName } from '../../../core/measurement/engines.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { summarize } from '../../../core/measurement/measurement.ts';
import { jsonFigures } from '../../../core/measurement/measurement-json.ts';
import { PROGRAM_ENGINES } from '../../../core/measurement/program-pricing.ts';
import { parseVectors } from '../../../core/programs/program-format.ts';
import { createProgram } from '../../../core/programs/program-source.ts';
import { GRANULARITIES, SEMANTICS, type Trace } from '../../../core/trace/trace.ts';
import { phase } from '../../../instrument/labels/labels.ts';
import { measureUpdate } from '../../../instrument/measure-update.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import type { UpdateProgram } from '../../../instrument/tensors/update-program.ts';
import { priceProgram } from '../../../reports/printed/program-prices.ts';
import { PROGRAM_FILES, readExpected, readVectors } from '../../support/scalars/vectors.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

tf.enableProdMode();

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** w - x w, the state replaced by what is returned. */
const scaling: UpdateProgram = {
  name: 'scaling',
  about: { width: 6 },
  batch: [{ name: 'x', shape: [6], dtype: 'float32', role: 'inputs' }],
  state: [{ name: 'w', shape: [6], dtype: 'float32', role: 'weights' }],
  update: ([x], [w]) => {
    const next = phase('optimiser', () => tf.sub(w, tf.mul(x, w)));
    return { state: [next], read: {} };
  },
};

const product = createProgram({
  name: 'product',
  args: [1, 2],
  argGroups: [[1], [2]],
  events: [{ op: 'mul', in: [1, 2], out: [3] }],
  returns: [3],
});

describe('a trace', () => {
  test.each(SEMANTICS)('has the figures that the engines price, under %s', (semantics) => {
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom(...ENGINE_NAMES),
        fc.constantFrom(...GRANULARITIES),
        (seed, engine, granularity) => {
          const trace: Trace = { ...randomTrace(seed, 3), batchArguments: 0, returned: [] };
          const priced = ENGINES.element(trace, { semantics, granularity });
          const { kind, toJSON, ...figures } = measure(trace, { engine, semantics, granularity });
          expect(kind).toBe('trace');
          expect(figures).toEqual(summarize(trace, priced, null));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is measured by runs, at scalar granularity, eager, unless something else is asked for', () => {
    const trace = traceUpdate(scaling);
    const { semantics, granularity, reads } = measure(trace);
    expect({ semantics, granularity, reads }).toEqual({ semantics: 'eager', granularity: 'scalar', reads: 6 * 4 });
    expect(measure(trace, { engine: 'run', semantics: 'eager', granularity: 'scalar' })).toEqual(measure(trace));
    expect(measure(trace, { engine: 'oracle' })).toEqual(measure(trace));
  });

  test('that returns its state has a steady cost too, under eager alone, as an update that is measured', () => {
    const trace = traceUpdate(scaling);
    const { kind, toJSON, ...figures } = measure(trace);
    expect(figures).toEqual(measureUpdate(scaling, { engine: 'oracle', granularity: 'scalar' }).measurement);
    expect(figures.cost.steady).not.toBeNull();
    expect(measure(trace, { semantics: 'two-stack' }).cost.steady).toBeNull();
    expect(measure({ ...trace, returned: [] }).cost.steady).toBeNull();
  });

  test('tells how far the one pricing is, or both as of one', () => {
    const heard = (engine: EngineName): number[][] => {
      const all: number[][] = [];
      measure(traceUpdate(scaling), { engine, onProgress: (...progress) => all.push(progress) });
      return all;
    };
    expect(heard('run')).toEqual([0, 6, 12].map((done) => [done, 12]));
    expect(heard('element')).toEqual([0, 6, 12, 12, 18, 24].map((done) => [done, 24]));
  });

  test('is plain JSON, with the same figures, the histogram in bins', () => {
    const measured = measure(traceUpdate(scaling));
    const json = measured.toJSON();
    expect(JSON.parse(JSON.stringify(measured))).toEqual(json);
    const { histogram, toJSON, ...figures } = measured;
    expect(json).toEqual({ ...figures, histogram: json.histogram });
    expect(json.histogram.reduce((sum, { reads }) => sum + reads, 0)).toBe(histogram.reads);
  });
});

describe('a scalar program', () => {
  test.each(PROGRAM_FILES)('of %s has the reads and costs that the reference gives', (file) => {
    const programs = parseVectors(readVectors(file), file);
    readExpected(file).forEach(({ expect: { eager, two_stack, ir } }, index) => {
      const figures = SEMANTICS.map((semantics) => {
        const { reads, epilogueReads, cost } = measure(programs[index], { semantics });
        return { reads, epilogueReads, cost: cost.cold };
      });
      expect(figures).toEqual([
        { reads: eager.reads, cost: eager.totals },
        { reads: two_stack.reads, epilogueReads: two_stack.epilogue_reads, cost: two_stack.totals },
        { reads: ir.loads, cost: { 1: ir.bytedmd_live } },
        { reads: ir.loads, cost: { 1: ir.bytedmd_classic } },
      ]);
    });
  });

  test.each(PROGRAM_ENGINES)('is measured at the bytes asked for by the %s engine', (engine) => {
    expect(measure(product, { engine, bytes: [1, 3] })).toMatchObject({
      kind: 'program',
      name: 'product',
      semantics: 'eager',
      reads: 2,
      cost: { cold: { 1: 3, 3: 13 }, steady: null },
    });
    expect(JSON.parse(JSON.stringify(measure(product, { engine, bytes: [1] })))).toEqual({
      kind: 'program',
      name: 'product',
      semantics: 'eager',
      granularity: 'scalar',
      reads: 2,
      cost: { cold: { 1: 3 }, steady: null },
      ops: [{ op: 'mul', reads: 2, cost: { 1: 3 } }],
      operands: [
        { operand: 'argument 0', reads: 1, cost: { 1: 1 } },
        { operand: 'argument 1', reads: 1, cost: { 1: 2 } },
      ],
      peakLiveCells: 2,
      misses: [
        { memory: '32 KiB', capacityBytes: 2 ** 15, misses: 0 },
        { memory: '256 KiB', capacityBytes: 2 ** 18, misses: 0 },
        { memory: '1 MiB', capacityBytes: 2 ** 20, misses: 0 },
        { memory: '32 MiB', capacityBytes: 2 ** 25, misses: 0 },
      ],
      histogram: [
        { from: 1, to: 1, reads: 1 },
        { from: 2, to: 2, reads: 1 },
      ],
      escapes: [],
      warnings: [],
    });
  });

  test('in which nothing is read says so', () => {
    const moved = createProgram({ name: 'moved', args: [1, 2], argGroups: [[1, 2]], events: [], returns: [2, 1] });
    expect(measure(moved).cost.cold).toEqual({ 1: 0, 2: 0, 4: 0, 8: 0 });
    expect(measure(moved).warnings).toEqual([expect.stringContaining('nothing is read, so that the cost is 0')]);
  });
});

test('costs past 2^53 are bigints, and decimal strings in JSON', () => {
  const histogram = new DepthHistogram();
  histogram.addMany(1_000_000, 2 ** 44);
  const cost = { cold: costOf(histogram, [1]), steady: costOf(histogram, [1]) };
  expect(cost.cold).toEqual({ 1: 1000n * 2n ** 44n });
  expect(jsonFigures({ cost, histogram }).cost).toEqual({
    cold: { 1: '17592186044416000' },
    steady: { 1: '17592186044416000' },
  });
});

describe('what cannot be measured is an error that says what can', () => {
  const trace = traceUpdate(scaling);
  /** As plain JavaScript calls it. */
  const measured: (...args: unknown[]) => unknown = measure as never;

  test.each([
    [trace, { semantics: 'Eager' }, 'semantics: got "Eager"; choose eager, two-stack, ir-live, ir-classic'],
    [trace, { granularity: 'registers' }, 'granularity: got "registers"; choose scalar, register'],
    [trace, { engine: 'toString' }, 'engine: got "toString"; choose run, element, oracle'],
    [trace, { engine: null }, 'engine: got null; choose run, element, oracle'],
    [trace, { granularty: 'register' }, 'got "granularty"; choose engine, granularity, semantics, onProgress'],
    [trace, { bytes: [4] }, 'option of a trace: got "bytes"; choose engine, granularity, semantics, onProgress'],
    [product, { semantics: 'egaer' }, 'semantics: got "egaer"; choose eager, two-stack, ir-live, ir-classic'],
    [product, { engine: 'run' }, 'engine of a scalar program: got "run"; choose element, oracle'],
    [
      product,
      { onProgress: () => {} },
      'option of a scalar program: got "onProgress"; choose engine, granularity, semantics, bytes',
    ],
    [product, { bytes: 4 }, 'bytes: got 4; give a list of integers in 1 .. 1048576, as [1, 2, 4, 8]'],
    [product, { bytes: [1, 0] }, 'bytes: got [1, 0]; give a list of integers in 1 .. 1048576, as [1, 2, 4, 8]'],
    [product, { bytes: [1, 4], semantics: 'ir-live' }, 'bytes: got 1,4; ir-live is defined for 1 alone'],
    [{ program: product, result: 6 }, {}, 'the program of traceScalars, or of createProgram); got { program, result }'],
    [undefined, {}, 'measure: takes a trace (of traceFunction, traceUpdate or parseTrace) or a scalar program'],
  ])('%#: %o', (subject, options, message) => {
    expect(() => measured(subject, options)).toThrow(InputError);
    expect(() => measured(subject, options)).toThrow(message);
  });

  test('by an engine and by the pricing of programs too', () => {
    const options: object = { semantics: 'Eager', granularity: 'scalar' };
    for (const engine of ENGINE_NAMES) expect(() => ENGINES[engine](trace, options as never)).toThrow(InputError);
    expect(() => priceProgram(product, ['egaer' as never], [1], 'element')).toThrow('semantics: got "egaer"');
    expect(() => priceProgram(product, ['eager'], [1], 'run' as never)).toThrow('engine: got "run"');
  });
});
