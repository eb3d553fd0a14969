import { readFileSync } from 'node:fs';
import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { executionCounts } from '../../core/trace/iteration-shapes.ts';
import { instructionsOf } from '../../core/trace/nest.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { lstmGradients, lstmInputs } from '../../examples/models/lstm.ts';
import { mobilenet, mobilenetInputs, mobilenetStep, trainingInputs } from '../../examples/models/mobilenet.ts';
import models from '../../examples/models/models.odometer.ts';
import { transformerGradients, transformerInputs } from '../../examples/models/transformer.ts';
import { traceFunction } from '../../instrument/tensors/trace-function.ts';
import { committedModelFigures, MODELS_PAGE, modelsBlock } from '../bench/model-figures.ts';
import { blockIn } from '../readme/page-blocks.ts';
import { expectAgreement } from '../support/traces/engine-agreement.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const small = { image: 16, alpha: 1 / 32, classes: 3 };
const block = { n: 6, d: 8, heads: 2 };
const layer = { steps: 3, batch: 2, features: 3, units: 4 };

const REDUCED: readonly (readonly [string, (...inputs: Tensor[]) => unknown, () => Tensor[]])[] = [
  ['mobilenet forward', mobilenet(small), () => mobilenetInputs(small)],
  ['mobilenet training step', mobilenetStep(small, 0.01), () => trainingInputs(small)],
  ['transformer block and gradients', transformerGradients(block), () => transformerInputs(block)],
  ['lstm and gradients', lstmGradients(layer), () => lstmInputs(layer)],
];

test.each(REDUCED)('%s, reduced: both engines price every read alike', (name, run, inputs) => {
  expect(models.cases.map((one) => one.name)).toContain(name);
  const trace = traced(run, inputs);
  for (const granularity of ['register', 'scalar'] as const) {
    const { histogram } = expectAgreement(['run', 'element'], trace, { semantics: 'eager', granularity });
    expect(histogram.reads).toBeGreaterThan(0);
  }
});

test('a training step of the reduced network makes its loss less', () => {
  const rate = 0.05;
  const losses = tf.tidy(() => {
    const [image, label, ...state] = trainingInputs(small);
    const step = mobilenetStep(small, rate);
    const [first, ...next] = step(image, label, ...state);
    return [first, step(image, label, ...next)[0]].map((loss) => loss.dataSync()[0]);
  });
  expect(losses[1]).toBeLessThan(losses[0]);
});

test('mobilenet has the published 4.2 million parameters and 569 million multiplications, fewer by what its borders skip', () => {
  const sizes = { image: 224, alpha: 1, classes: 1000 };
  const macs = macsOf(traced(mobilenet(sizes), () => mobilenetInputs(sizes)));
  expect(macs / 1e6).toBeLessThan(569);
  expect(macs / 1e6).toBeGreaterThan(0.98 * 569);
  const parameters = tf.tidy(() =>
    trainingInputs(sizes)
      .slice(2)
      .reduce((sum, { size }) => sum + size, 0),
  );
  expect((parameters / 1e6).toFixed(1)).toBe('4.2');
});

test('the page of models says what was measured: npm run models makes it so', () => {
  const figures = committedModelFigures();
  expect(blockIn(readFileSync(MODELS_PAGE, 'utf8'), 'models')).toBe(modelsBlock(figures));
  expect(figures.map(({ label }) => label)).toEqual(models.cases.flatMap(({ label }) => [label, label]));
});

function traced(run: (...inputs: Tensor[]) => unknown, inputs: () => Tensor[]): Trace {
  const given = inputs();
  try {
    return traceFunction(run, given);
  } finally {
    tf.dispose(given);
  }
}

function macsOf({ nests, calls }: Trace): number {
  const ofNest = nests.map((nest) => {
    const counts = executionCounts(nest);
    return instructionsOf(nest).reduce((sum, { mac }, at) => sum + (mac === true ? counts[at] : 0), 0);
  });
  return calls.reduce((sum, { nest }) => sum + ofNest[nest], 0);
}
