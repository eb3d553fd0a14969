import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { Tensor, TensorInfo, TypedArray } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkKernelModel } from '../../../instrument/fidelity/kernel-model-check.ts';
import { KERNEL_MODELS } from '../../../instrument/kernel-models/all-models.ts';
import { elementNest, inOrder } from '../../../instrument/kernel-models/model/element-loops.ts';
import type { KernelModel } from '../../../instrument/kernel-models/model/kernel-model.ts';

/** A kernel of one input that negates it, in an array that the library makes or one of its own. */
function negation(kernelName: string, make: (size: number) => TypedArray, first = 0): void {
  tf.registerKernel({
    kernelName,
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const cpu = backend as MathBackendCPU;
      const xs = cpu.data.get(x.dataId).values as TypedArray;
      const ys = make(xs.length);
      for (let i = first; i < xs.length; i++) ys[i] = -xs[i];
      return cpu.makeTensorInfo(x.shape, 'float32', ys);
    },
  });
}

const NAMES = ['Negated', 'NegatedInside', 'NegatedButOne'];
let x: Tensor;

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  const made = (size: number) => tf.util.getTypedArrayFromDType('float32', size);
  negation('Negated', made);
  negation('NegatedInside', (size) => new Float32Array(size));
  negation('NegatedButOne', made, 1);
  x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
});
afterAll(() => {
  for (const name of NAMES) tf.unregisterKernel(name, 'cpu');
});

/** Reads each element of x as often as there are walks of it, then writes an output of this shape. */
const model =
  (reads = 1, shapeOf = (shape: readonly number[]) => shape): KernelModel =>
  (plan, inputs) => {
    const out = plan.make(shapeOf(inputs.x.shape), 'float32');
    const walks = [...Array.from({ length: reads }, () => inOrder(inputs.x)), inOrder(out)];
    plan.call(elementNest(inputs.x.shape, ['neg'], walks), ...walks.map(({ tensor }) => tensor));
    return out;
  };

describe('a model that does what its kernel does', () => {
  it('is told how much was compared', () => {
    const cases = [{ inputs: { x } }, { inputs: { x: tf.zeros([0]) } }];
    expect(checkKernelModel('Negated', model(), cases)).toEqual({ accesses: 12, hidden: [], fromShapes: 'same' });
  });

  it('may be held against a kernel of TensorFlow.js, with attributes, and a list of inputs', () => {
    const concat = KERNEL_MODELS.get('Concat') as KernelModel;
    const { accesses, fromShapes } = checkKernelModel('Concat', concat, [{ inputs: [x, x], attrs: { axis: 1 } }]);
    expect([accesses, fromShapes]).toEqual([24, 'same']);
  });

  it('is said to be without values where these decide', () => {
    const select = KERNEL_MODELS.get('Select') as KernelModel;
    const gather = KERNEL_MODELS.get('GatherV2') as KernelModel;
    const condition = tf.tensor1d([1, 0], 'bool');
    const indices = tf.tensor1d([1, 0], 'int32');
    const [t, e] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
    expect(checkKernelModel('Select', select, [{ inputs: { condition, t, e } }]).fromShapes).toBe('others');
    const taken = { inputs: { x, indices }, attrs: { axis: 0, batchDims: 0 } };
    expect(checkKernelModel('GatherV2', gather, [taken], { hidden: [] }).fromShapes).toBe('none');
  });

  it('leaves no tensor', () => {
    const before = tf.memory().numTensors;
    checkKernelModel('Negated', model(), [{ inputs: { x } }]);
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.getBackend()).toBe('cpu');
  });
});

describe('a model that differs is told the first access', () => {
  it.each<[string, string, KernelModel, string]>([
    [
      'one read too many',
      'Negated',
      model(2),
      'Negated: case 1: at access 1 the model reads x[0], the kernel writes output[0]',
    ],
    [
      'an element that is not read',
      'NegatedButOne',
      model(),
      'NegatedButOne: case 1: at access 0 the model reads x[0], the kernel reads x[1]',
    ],
    [
      'fewer accesses',
      'Negated',
      (plan, inputs) => {
        const out = plan.make(inputs.x.shape, 'float32');
        plan.call(
          elementNest(
            [5],
            ['neg'],
            [inOrder(inputs.x), inOrder(out)].map((w) => ({ ...w, strides: [1] })),
          ),
          inputs.x,
          out,
        );
        return out;
      },
      'Negated: case 1: at access 10 the model ends, the kernel reads x[5]',
    ],
    [
      'another shape',
      'Negated',
      model(1, (shape) => [...shape, 1]),
      'Negated: case 1: a model makes float32[2,3,1], its kernel float32[2,3]',
    ],
    ['no tensor', 'Negated', (() => 7) as unknown as KernelModel, 'Negated: case 1: Negated: its model returned 7'],
  ])('%s', (_, kernel, wrong, message) => {
    expect(() => checkKernelModel(kernel, wrong, [{ inputs: { x } }])).toThrow(message);
  });
});

describe('what cannot be seen in the kernel', () => {
  it('is named, and may be left out', () => {
    const cases = [{ inputs: { x } }];
    expect(() => checkKernelModel('NegatedInside', model(), cases)).toThrow(
      'they agree but for output writes, which are not seen where the kernel makes the array itself: have it made by ' +
        'tf.util.getTypedArrayFromDType, or give the option hidden: ["output writes"]',
    );
    expect(checkKernelModel('NegatedInside', model(), cases, { hidden: ['output writes'] })).toEqual({
      accesses: 6,
      hidden: ['output writes'],
      fromShapes: 'same',
    });
  });

  it('is not said where something else differs, too', () => {
    expect(() => checkKernelModel('NegatedInside', model(2), [{ inputs: { x } }])).toThrow(
      /the model reads x\[0\], the kernel reads x\[1\]$/,
    );
  });

  it('is not excused where it is seen', () => {
    const { hidden } = checkKernelModel('Negated', model(), [{ inputs: { x } }], { hidden: ['output writes'] });
    expect(hidden).toEqual([]);
  });
});

describe('a mistake of the author is one line', () => {
  const disposed = () => {
    const tensor = tf.zeros([1]);
    tensor.dispose();
    return tensor;
  };
  it.each<[string, () => unknown, string]>([
    ['no model', () => checkKernelModel('Negated', 1 as never, []), 'the model of Negated must be a function, got 1'],
    ['no case', () => checkKernelModel('Negated', model(), []), 'checkKernelModel: has no case; give one like'],
    ['no list', () => checkKernelModel('Negated', model(), { x } as never), 'cases must be a list'],
    ['no such kernel', () => checkKernelModel('Nagated', model(), [{ inputs: { x } }]), 'has no kernel Nagated'],
    ['no inputs', () => checkKernelModel('Negated', model(), [x as never]), 'case 1: got an object (Tensor'],
    ['empty inputs', () => checkKernelModel('Negated', model(), [{ inputs: {} }]), 'case 1: has no input'],
    [
      'a number',
      () => checkKernelModel('Negated', model(), [{ inputs: { x: 1 as never } }]),
      'case 1: input x must be a tensor, got 1',
    ],
    [
      'a tensor that is no more',
      () => checkKernelModel('Negated', model(), [{ inputs: { x: disposed() } }]),
      'case 1: input x was disposed of',
    ],
    [
      'strings',
      () => checkKernelModel('Negated', model(), [{ inputs: { x: tf.tensor(['a']) } }]),
      'case 1: dtype of input x: got "string"; choose float32, int32, bool',
    ],
    [
      'an unknown kind',
      () => checkKernelModel('Negated', model(), [{ inputs: { x } }], { hidden: ['writes' as never] }),
      'option hidden: got "writes"; choose output reads',
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(expect.objectContaining({ name: 'InputError', message: expect.stringContaining(message) }));
  });
});
