import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { hostRead, layer, phase, role } from '../../../instrument/labels/labels.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import type { TensorSpec, UpdateProgram } from '../../../instrument/tensors/update-program.ts';
import { expectNothingLeft } from '../../support/tensors/traced-inputs.ts';

expectNothingLeft();

const spec = (name: string, shape: readonly number[], kind: TensorSpec['role']): TensorSpec => ({
  name,
  shape,
  dtype: 'float32',
  role: kind,
});

/** One step of gradient descent on a row of weights. */
function descent(update: UpdateProgram['update']): UpdateProgram {
  const batch = [spec('x', [4, 3], 'inputs')];
  const state = [spec('w', [3], 'weights'), spec('m', [3], 'optimiser state')];
  return { name: 'descent', about: { batch: 4 }, batch, state, update };
}

const step = descent(([x], [w, m], count) => {
  const y = phase('forward', () => layer(0, () => tf.mul(x, w)));
  const loss = phase('goodness and loss', () => hostRead(tf.sum(y)));
  const gradient = phase('gradient', () => tf.sum(x, 0));
  const moment = phase('optimiser', () => tf.add(m, gradient));
  const next = phase('optimiser', () => role('weights', tf.sub(w, tf.mul(moment, count))));
  return { state: [next, moment], read: { loss, gradient } };
});

describe('tracing an update', () => {
  it('labels its calls, values and state', () => {
    const trace = traceUpdate(step, { step: 3, loops: 'ijk' });
    expect(trace.calls.map(({ kernel, phase: name, layer: index }) => [kernel, name, index])).toEqual([
      ['Multiply', 'forward', 0],
      ['Sum', 'goodness and loss', null],
      ['HostRead', 'goodness and loss', null],
      ['Sum', 'gradient', null],
      ['Sum', 'gradient', null],
      ['Add', 'optimiser', null],
      ['Multiply', 'optimiser', null],
      ['Sub', 'optimiser', null],
      ['HostRead', 'goodness and loss', null],
    ]);
    expect(trace.about).toEqual({ batch: 4, loops: 'ijk' });
    expect(trace.arguments.map((value) => trace.values[value].name)).toEqual(['x', 'w', 'm']);
    expect(trace.batchArguments).toBe(1);
    expect(trace.returned.map((value) => trace.values[value].role)).toEqual(['weights', 'optimiser state']);
    // The sum over rows transposes into a temporary first.
    expect(trace.calls.slice(3, 5).map(({ values }) => trace.values[values[1]].role)).toEqual([
      'temporaries',
      'gradients',
    ]);
  });

  it('is an error where a kernel reads outside every phase', () => {
    const unlabelled = descent(([x], state) => ({ state, read: { loss: tf.sum(x) } }));
    expect(() => traceUpdate(unlabelled)).toThrow(
      'trace: unlabelled read: Sum runs outside every phase; run it inside phase(name, ...)',
    );
  });

  it('is an error where the new state is not like the old', () => {
    const short = descent((_, [w]) => ({ state: [w], read: {} }));
    expect(() => traceUpdate(short)).toThrow(
      'descent: the update must return the state (w, m), got 1 tensor; m is missing, or not at its place',
    );
    const wrong = descent(([x], [w]) => ({ state: [w, x], read: {} }));
    expect(() => traceUpdate(wrong)).toThrow('descent: new m must be float32[3], got float32[4,3]');
  });

  it('is an error where the new state lives nowhere', () => {
    const reset = descent((_, [w]) => ({ state: [w, tf.zeros([3])], read: {} }));
    expect(() => traceUpdate(reset)).toThrow(
      'descent: new m is made of host numbers alone, which live nowhere; compute it from the old',
    );
  });

  it('is one sentence where the update is asynchronous or returns something else', async () => {
    const unlike = (update: unknown) => () => traceUpdate(descent(update as UpdateProgram['update']));
    expect(unlike(async () => Promise.reject(new Error('mine')))).toThrow(
      'descent: the traced function returned a promise; trace a synchronous function',
    );
    for (const returned of [undefined, [], { state: [] }, { read: {} }]) {
      expect(unlike(() => returned)).toThrow(
        'descent: the update must return { state: a list of tensors, read: tensors by name }',
      );
    }
    // A rejection that nobody handles would fail the test run.
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('takes a state tensor that is returned as it came, and prices it as such, in any place', () => {
    const fixed = descent(([x], [w, m]) => {
      const y = phase('forward', () => tf.mul(x, w));
      return { state: [phase('optimiser', () => tf.add(w, tf.sum(y, 0))), m], read: {} };
    });
    const swapped = descent(([x], [w, m]) => ({ state: [m, w], read: { y: phase('forward', () => tf.mul(x, w)) } }));
    expect(traceUpdate(fixed).returned[1]).toBe(traceUpdate(fixed).arguments[2]);
    for (const program of [fixed, swapped]) {
      const trace = traceUpdate(program);
      for (const semantics of ['eager', 'two-stack', 'ir-live', 'ir-classic'] as const) {
        const [run, oracle] = [measure(trace, { semantics }), measure(trace, { semantics, engine: 'oracle' })];
        expect(run.toJSON()).toEqual(oracle.toJSON());
        expect(run.cost.steady === null).toBe(semantics !== 'eager');
      }
    }
  });

  it('is an error where one tensor is two of the new state', () => {
    const twice = descent((_, [w]) => ({ state: [w, w], read: {} }));
    expect(() => traceUpdate(twice)).toThrow('descent: new m is the tensor that is new w, too; return one for each');
  });

  it.each<[string, object, string]>([
    ['a step that is none', { step: 0 }, 'traceUpdate: option step must be a whole number from 1, got 0'],
    ['loops that are none', { loops: 'ij' }, 'loop order: got ij, choose tfjs, '],
    ['an option that is none', { phase: 'forward' }, 'option of traceUpdate: got "phase"; choose step, loops, models'],
  ])('refuses %s', (_, options, message) => {
    expect(() => traceUpdate(step, options)).toThrow(message);
    expect(() => traceUpdate(step, options)).toThrow(InputError);
  });
});
