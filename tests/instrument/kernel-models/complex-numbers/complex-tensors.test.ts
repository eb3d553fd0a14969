import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES } from '../../../../core/measurement/engines.ts';
import { GRANULARITIES, SEMANTICS } from '../../../../core/trace/trace.ts';
import { traceKernel } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import { modelAccesses } from '../../../../instrument/fidelity/model-accesses.ts';
import { traceComputed, traceFunction } from '../../../../instrument/tensors/trace-function.ts';
import { CaseDraw } from '../../../support/kernels/kernel-cases.ts';
import { expectNothingLeft, kernelsOf, measured } from '../../../support/tensors/traced-inputs.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';
import { interpret } from '../../../support/traces/nest-interpreter.ts';

expectNothingLeft();

const complexOf = (real: number[], imaginary: number[]) => tf.complex(tf.tensor(real), tf.tensor(imaginary));

/** Runs `use` on tensors that are disposed of afterwards. */
function given<T>(make: () => Tensor[], use: (inputs: Tensor[]) => T): T {
  const inputs = tf.tidy(make);
  try {
    return use(inputs);
  } finally {
    tf.dispose(inputs);
  }
}

const signal = () => [tf.tensor([1, -2, 3, 0, 5, 1, -1, 2, 4, 0, 1, -3])];
const PROGRAMS: readonly [name: string, run: (x: Tensor) => Tensor, make: () => Tensor[]][] = [
  ['fft', (x) => tf.fft(x), () => [complexOf([1, 2, 3, 4], [0, 1, -1, 2])]],
  ['ifft of a size that is no power of two', (x) => tf.ifft(x), () => [complexOf([1, 2, 3], [0, 1, -1])]],
  ['rfft', (x) => tf.abs(tf.rfft(x)), signal],
  ['irfft of rfft', (x) => tf.irfft(tf.rfft(x, 8)), signal],
  ['stft', (x) => tf.abs(tf.signal.stft(x as tf.Tensor1D, 4, 2)), signal],
  ['a window', (x) => tf.mul(x, tf.signal.hannWindow(12)), signal],
  ['arithmetic', (x) => tf.sub(tf.mul(x, x), tf.add(x, tf.reshape(x, [2]))), () => [complexOf([1, 2], [3, -1])]],
];

describe('programs of complex tensors', () => {
  it.each(PROGRAMS)(
    '%s traces alike from shapes and with values, and computes what it does untraced',
    (_, run, make) => {
      given(make, (inputs) => {
        const { trace, outputs } = traceComputed(run, inputs);
        expect(trace).toEqual(traceFunction(run, inputs));
        const untraced = tf.tidy(() => run(inputs[0]).dataSync());
        expect([...outputs[0]]).toEqual([...untraced]);
      });
    },
  );

  it('are priced alike by every engine', () => {
    given(
      () => [complexOf([1, 2, 3, 4], [0, 1, -1, 2]), complexOf([1, 2, 3], [0, 1, -1])],
      (inputs) => {
        const trace = traceFunction((x, y) => [tf.ifft(x), tf.fft(y), tf.abs(tf.mul(x, x))], inputs);
        for (const granularity of GRANULARITIES) {
          for (const semantics of SEMANTICS) expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
        }
      },
    );
  });

  it('a transform by halves executes what the definition says', () => {
    const input = new CaseDraw(3).tensor([4], 'complex64');
    const parts = [0, 1].map((part) => [...input.values].filter((_, index) => index % 2 === part));
    // The factors of the two rows of 2 that are transformed first, then those of the whole.
    const factors = [[1], [0], [1], [0], [1, 0], [0, -1]];
    const [real, imaginary] = interpret(traceKernel('FFT', { inputs: { input } }), parts, factors);
    for (let k = 0; k < 4; k++) {
      let [re, im] = [0, 0];
      for (let n = 0; n < 4; n++) {
        const angle = (-2 * Math.PI * k * n) / 4;
        re += parts[0][n] * Math.cos(angle) - parts[1][n] * Math.sin(angle);
        im += parts[0][n] * Math.sin(angle) + parts[1][n] * Math.cos(angle);
      }
      expect(real[k]).toBeCloseTo(re, 12);
      expect(imaginary[k]).toBeCloseTo(im, 12);
    }
  });

  it('a transform of 4 reads 80 elements of tensors, 8 of even and odd ones apart, and 72 of both parts in turn', () => {
    const trace = traceKernel('FFT', { inputs: { input: new CaseDraw(1).tensor([4], 'complex64') } });
    expect(modelAccesses(trace).filter(({ kind }) => kind === 'read')).toHaveLength(160);
  });
});

describe('a complex tensor in a trace', () => {
  it('is two values of as many elements, as an argument, as a result, and where the host takes it', () => {
    given(
      () => [complexOf([1, 2], [3, 4])],
      (inputs) => {
        const { trace, outputs } = traceComputed((x) => {
          const square = tf.mul(x, x);
          expect([...square.dataSync()]).toEqual([-8, 6, -12, 16]);
          return square;
        }, inputs);
        expect(trace.arguments.map((value) => trace.values[value].name)).toEqual([
          'input 0 (real)',
          'input 0 (imaginary)',
        ]);
        expect(trace.arguments.map((value) => trace.values[value].size)).toEqual([2, 2]);
        expect(trace.batchArguments).toBe(2);
        expect(trace.returned).toHaveLength(2);
        expect(kernelsOf(trace)).toContain('HostRead');
        expect([...outputs[0]]).toEqual([-8, 6, -12, 16]);
        // Both operands are copied and read, and the host takes the result: 4 each.
        expect(measured(trace).reads).toBe(4 + 4 + 4 + 4 + 4);
      },
    );
  });

  it('that is made of host numbers is a constant, whole or in part', () => {
    given(
      () => [tf.tensor([1, 2])],
      (inputs) => {
        const whole = traceFunction((x) => tf.mul(tf.cast(x, 'complex64'), tf.complex([1, 2], [3, 4])), inputs);
        // Of x alone, and of the copies.
        expect(measured(whole).reads).toBe(2 + 4 + 4);
        const { trace, outputs } = traceComputed((x) => tf.add(x, tf.imag(tf.complex(x, [5, 6]))), inputs);
        expect(measured(trace).reads).toBe(2);
        expect([...outputs[0]]).toEqual([6, 8]);
      },
    );
  });

  it('has parts in the shape of its last reshape, as in the stock backend', () => {
    given(
      () => [complexOf([1, 2], [3, 4])],
      (inputs) => {
        for (const trace of [traceFunction, traceComputed]) {
          trace((x) => {
            const spectrum = tf.fft(x);
            expect(tf.real(x).shape).toEqual([1, 2]);
            return spectrum;
          }, inputs);
        }
      },
    );
  });
});

describe('what cannot be computed with complex tensors is an error', () => {
  const refused: readonly [name: string, run: (x: Tensor) => Tensor, message: string][] = [
    ['a sum', (x) => tf.sum(x), 'traced backend: sum does not support complex64 tensors in the CPU backend.'],
    ['a mean', (x) => tf.mean(x), 'traced backend: Mean takes no complex64 tensors, tfjs-backend-cpu 4.22.0 computes'],
    [
      'unequal ranks',
      (x) => tf.mul(x, tf.scalar(2)),
      'Multiply: complex operands must have equal ranks, got [2] and []',
    ],
    ['the real part of a real one', (x) => tf.real(tf.abs(x)), 'must be given a complex64 tensor, got float32'],
  ];

  it.each(refused)('%s', (_, run, message) => {
    given(
      () => [complexOf([1, 2], [3, 4])],
      (inputs) => {
        expect(() => traceFunction(run, inputs)).toThrow(message);
        expect(() => traceComputed(run, inputs)).toThrow(message);
      },
    );
  });
});
