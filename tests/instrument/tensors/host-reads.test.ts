import type { Tensor, TypedArray } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { SEMANTICS, type Trace } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { hostRead } from '../../../instrument/labels/labels.ts';
import { constantTensor } from '../../../instrument/recording/constant-tensors.ts';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { expectNothingLeft, kernelsOf, measured, traceOn, withInputs } from '../../support/tensors/traced-inputs.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

expectNothingLeft();

const SIZE = 64;

function computed(run: (x: Tensor) => unknown): Trace {
  return withInputs([[SIZE]], (x) => traceComputed(run, [x]).trace);
}

const sorted = (values: TypedArray) => Float32Array.from(values).sort();

describe('what a program takes to the host is read by it', () => {
  it.each<[string, (y: Tensor) => unknown]>([
    ['dataSync', (y) => y.dataSync()],
    ['arraySync', (y) => y.arraySync()],
    ['bufferSync', (y) => y.bufferSync()],
    ['data', (y) => void y.data()],
    ['array', (y) => void y.array()],
    ['bytes', (y) => void y.bytes()],
    ['buffer', (y) => void y.buffer()],
    ['toString', (y) => y.toString()],
    ['print', (y) => tf.print(y)],
  ])('%s: as many reads as elements', (_, take) => {
    vi.spyOn(console, 'log').mockReturnValue(undefined);
    const trace = computed((x) => {
      const y = tf.relu(x);
      take(y);
      return tf.neg(y);
    });
    expect(kernelsOf(trace)).toEqual(['Relu', 'HostRead', 'Neg']);
    expect(measured(trace).reads).toBe(3 * SIZE);
    vi.restoreAllMocks();
  });

  it('what is promised is what was there', async () => {
    let promised: Promise<TypedArray> | null = null;
    const untraced = withInputs([[SIZE]], (x) => tf.tidy(() => tf.relu(x).dataSync().slice()));
    computed((x) => {
      const y = tf.relu(x);
      promised = y.data();
      return y;
    });
    expect(await promised).toEqual(untraced);
  });

  it('a part is read as a part, a constant not at all', () => {
    const trace = computed((x) => {
      tf.add(tf.zeros([7]), 1).dataSync();
      tf.slice(x, [8], [5]).dataSync();
      return tf.neg(x);
    });
    expect(kernelsOf(trace)).toEqual(['HostRead', 'Neg']);
    expect(measured(trace).reads).toBe(5 + SIZE);
    expect(trace.nests[0].body).toEqual([
      { trip: 5, body: [{ op: 'host', reads: [{ slot: 0, base: 8, strides: [1] }], write: null }] },
    ]);
  });

  it('a read that hostRead labels and the program carries out is one read', () => {
    const once = computed((x) => {
      hostRead(x).dataSync();
      return tf.neg(x);
    });
    expect(kernelsOf(once)).toEqual(['HostRead', 'Neg']);
    const twice = computed((x) => {
      hostRead(x).dataSync();
      x.dataSync();
      return tf.neg(x);
    });
    expect(kernelsOf(twice)).toEqual(['HostRead', 'HostRead', 'Neg']);
  });

  it('what a stock kernel reads is its model, not the host', () => {
    expect(kernelsOf(computed((x) => tf.reverse(tf.cast(tf.greater(x, 0), 'int32'))))).toEqual([
      'Greater',
      // Booleans are copied twice before they are turned round.
      'Reverse',
      'Reverse',
      'Reverse',
    ]);
  });
});

describe('a tensor that the host makes after it has read', () => {
  it('is written by it, and a sort on the host does not cost 0', () => {
    const trace = computed((x) => tf.tensor1d(sorted(x.dataSync())));
    expect(kernelsOf(trace)).toEqual(['HostRead', 'HostWrite']);
    expect(trace.values.map(({ kind }) => kind)).toEqual(['argument', 'constant', 'computed']);
    expect(trace.returned).toEqual([2]);
    const { reads, cost } = measured(trace);
    expect(reads).toBe(SIZE);
    expect(Number(cost.cold[1])).toBeGreaterThan(SIZE);
    expect(parseTrace(JSON.parse(JSON.stringify(trace)), 'sort.json')).toEqual(trace);
  });

  it('is read like any other: relu, host, mul are three passes and no constant', () => {
    const trace = computed((x) => {
      const y = tf.relu(x);
      return tf.mul(tf.tensor1d(sorted(y.dataSync())), y);
    });
    expect(kernelsOf(trace)).toEqual(['Relu', 'HostRead', 'HostWrite', 'Multiply']);
    for (const semantics of SEMANTICS) expectAgreement(ENGINE_NAMES, trace, { semantics, granularity: 'scalar' });
    expect(measured(trace)).toMatchObject({
      reads: 4 * SIZE,
      constantReads: [{ kernel: 'HostWrite', reads: SIZE }],
      warnings: [],
    });
  });

  it.each<[string, (norm: number) => Tensor]>([
    ['by tf.scalar', (norm) => tf.scalar(norm)],
    ['by tf.fill', (norm) => tf.fill([SIZE], norm)],
    ['by tf.range', (norm) => tf.range(0, SIZE * norm, norm)],
    ['as a variable', (norm) => tf.variable(tf.scalar(norm))],
  ])('%s', (_, make) => {
    const trace = computed((x) => tf.mul(x, make(1 + Math.abs(x.dataSync()[0]))));
    expect(kernelsOf(trace)).toEqual(['HostRead', 'HostWrite', 'Multiply']);
    expect(measured(trace).reads).toBe(3 * SIZE);
  });

  it('is no constant either where it is passed on by a kernel', () => {
    const trace = computed((x) => {
      const early = tf.scalar(2);
      x.dataSync();
      return tf.mul(tf.mul(tf.scalar(3), early), x);
    });
    expect(kernelsOf(trace)).toEqual(['HostRead', 'HostWrite', 'Multiply', 'Multiply']);
  });

  it('is a constant where the host has read none but constants', () => {
    const trace = computed((x) => tf.mul(x, tf.tensor1d(sorted(tf.ones([SIZE]).dataSync()))));
    expect(kernelsOf(trace)).toEqual(['Multiply']);
  });
});

describe('of a tensor from before the trace, which lies nowhere, the host gets no values', () => {
  const refusal =
    'trace: a tensor float32[64] was made before the trace and is no argument of it; pass it in, or mark it with ' +
    'constantTensor if it is made of host numbers';

  it.each<[string, (outer: Tensor) => unknown]>([
    ['to sort them', (outer) => tf.tensor1d(sorted(outer.dataSync()))],
    ['to print them', (outer) => void String(outer)],
    ['later', (outer) => void outer.data()],
    ['of a variable', (outer) => void (tf.engine().registeredVariables.before ?? outer).dataSync()],
  ])('%s', async (_, take) => {
    const outer = tf.ones([SIZE]);
    const variable = tf.variable(outer, true, 'before');
    const program = (x: Tensor) => [tf.relu(x), take(outer)];
    withInputs([[SIZE]], (x) => {
      for (const trace of [traceFunction, traceComputed]) expect(() => trace(program, [x])).toThrow(refusal);
    });
    // A rejection that nobody handles would fail the test run.
    await new Promise((resolve) => setImmediate(resolve));
    tf.dispose([outer, variable]);
  });

  it('but those of one that is marked as a constant, and afterwards of any', () => {
    const outer = constantTensor(tf.ones([SIZE]));
    const trace = computed((x) => tf.mul(x, tf.tensor1d(sorted(outer.dataSync()))));
    expect(kernelsOf(trace)).toEqual(['Multiply']);
    expect(tf.tidy(() => tf.ones([1]).dataSync()[0])).toBe(1);
    outer.dispose();
  });
});

describe('from shapes alone', () => {
  const refusal =
    'traced backend: the values of a tensor are read, but this trace is of shapes alone and computes none; ' +
    'trace with traceComputed, or read them outside the trace';

  it.each<[string, (y: Tensor) => unknown]>([
    ['dataSync', (y) => y.dataSync()],
    ['print', (y) => y.print()],
    ['data, that nobody waits for', (y) => void y.data()],
    ['bytes, that nobody waits for', (y) => void y.bytes().then(() => {})],
  ])('%s is refused', async (_, take) => {
    const program = (x: Tensor) => {
      take(tf.relu(x));
      return x;
    };
    expect(() => traceOn([[3]], program)).toThrow(refusal);
    // A rejection that nobody handles would fail the test run.
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('constants may be read', () => {
    expect(kernelsOf(traceOn([[3]], (x) => tf.mul(x, tf.scalar(tf.add(tf.scalar(1), 2).dataSync()[0]))))).toEqual([
      'Multiply',
    ]);
  });
});
