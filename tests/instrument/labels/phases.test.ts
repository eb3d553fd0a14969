import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { ENGINES } from '../../../core/measurement/engines.ts';
import { summarize } from '../../../core/measurement/measurement.ts';
import type { PhaseRole } from '../../../core/trace/phase-roles.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { iteration, layer, phase } from '../../../instrument/labels/labels.ts';
import type { Scalar } from '../../../instrument/scalars/scalar.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { traceFunction } from '../../../instrument/tensors/trace-function.ts';

tf.enableProdMode();

function traced(run: (x: Tensor, w: Tensor) => Tensor): Trace {
  const inputs = [tf.zeros([2, 3]), tf.zeros([3, 4])];
  const trace = traceFunction((x, w) => run(x, w), inputs);
  tf.dispose(inputs);
  return trace;
}

/** A rule that calls nothing as the documented ones do. */
function ownNames(x: Tensor, w: Tensor): Tensor {
  return layer(0, () => {
    const up = phase('settle', () => tf.matMul(x, w), 'forward');
    const again = phase('settle again', () => tf.matMul(x, w), 'second forward');
    const taught = phase('contrast', () => tf.matMul(x, tf.sub(up, again), true), 'gradient');
    return phase('apply', () => tf.sub(w, taught), 'optimiser');
  });
}

test('phases of any name do what their roles say', () => {
  const trace = traced(ownNames);
  expect(trace.phaseRoles).toEqual({
    settle: 'forward',
    'settle again': 'second forward',
    contrast: 'gradient',
    apply: 'optimiser',
  });
  const computed = trace.values.filter(({ kind }) => kind === 'computed').map(({ role }) => role);
  expect(computed).toEqual(['activations', 'activations', 'gradients', 'gradients', 'optimiser state']);

  const measured = summarize(trace, ENGINES.run(trace, { semantics: 'eager', granularity: 'scalar' }), null);
  const [settle, again] = measured.phases;
  expect(measured.phases.map(({ phase, role }) => [phase, role])).toEqual([
    ['settle', 'forward'],
    ['settle again', 'second forward'],
    ['contrast', 'gradient'],
    ['apply', 'optimiser'],
  ]);
  expect(measured.secondPassPenalty).toBe(again.cost[4] / settle.cost[4]);
  const all = Object.values(measured.instructions).reduce((sum, count) => sum + count, 0);
  expect(measured.waits).toEqual([{ layer: 0, firstInstruction: 0, updatedAfter: all }]);
});

test('a trace keeps the roles that its phases were given', () => {
  const trace = traced(ownNames);
  expect(parseTrace(JSON.parse(JSON.stringify(trace)), 'own.json')).toEqual(trace);
  const unknown = { ...trace, phaseRoles: { settle: 'sleep' } };
  expect(() => parseTrace(unknown, 'own.json')).toThrow(/^own\.json: phaseRoles\.settle: Invalid option/);
});

test('a trace of documented phases says nothing of roles', () => {
  const trace = traced((x, w) => phase('positive forward', () => tf.matMul(x, w), 'forward'));
  expect(trace).not.toHaveProperty('phaseRoles');
  expect(traced((x, w) => phase('settle', () => tf.matMul(x, w)))).not.toHaveProperty('phaseRoles');
});

test('a phase keeps its role when it is entered again', () => {
  const twice = traced((x, w) => {
    phase('settle', () => tf.matMul(x, w), 'backward');
    return phase('settle', () => tf.matMul(x, w));
  });
  expect(twice.values.filter(({ kind }) => kind === 'computed').map(({ role }) => role)).toEqual([
    'gradients',
    'gradients',
  ]);
});

test.each([
  [
    'a name with two roles',
    ['settle', 'forward', 'settle', 'backward'],
    'phase settle: its role was forward before and is backward now; name one of them otherwise',
  ],
  [
    'another role for what lies outside of every phase',
    ['settle', 'forward', 'forward', 'backward'],
    'phase forward: its role was forward before and is backward now; name one of them otherwise',
  ],
  [
    'the name of the reads at the end',
    ['settle', 'forward', 'epilogue', 'loss'],
    'phase epilogue: is what reading the returned values is called; name it otherwise',
  ],
  ['a role that there is not', ['settle', 'sleep', 'b', 'loss'], 'phase settle: there is no role sleep; use one of '],
] as [string, [string, PhaseRole, string, PhaseRole], string][])('%s is refused', (_, names, message) => {
  const [first, firstRole, second, secondRole] = names;
  const run = () =>
    traced((x, w) => {
      phase(first, () => tf.matMul(x, w), firstRole);
      return phase(second, () => tf.matMul(x, w), secondRole);
    });
  expect(run).toThrow(InputError);
  expect(run).toThrow(message);
});

test('labels, which a scalar program has none of, are an error inside it, and none after it', () => {
  const labels: [string, <T>(run: () => T) => T][] = [
    ['phase', (run) => phase('forward', run)],
    ['layer', (run) => layer(0, run)],
    ['iteration', (run) => iteration(1, run)],
  ];
  for (const [label, labelled] of labels) {
    const trace = () => traceScalars((x: Scalar) => labelled(() => x.mul(2)), [3], 'twice');
    expect(trace).toThrow(InputError);
    expect(trace).toThrow(`${label}: twice is a scalar program, which has no labels; leave it out inside traceScalars`);
    expect(labelled(() => 1)).toBe(1);
  }
});
