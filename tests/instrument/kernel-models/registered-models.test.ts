import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KERNEL_MODELS } from '../../../instrument/kernel-models/all-models.ts';
import { elementNest, inOrder } from '../../../instrument/kernel-models/model/element-loops.ts';
import type { KernelModel } from '../../../instrument/kernel-models/model/kernel-model.ts';
import { registeredModels, registerKernelModel } from '../../../instrument/kernel-models/registered-models.ts';
import { phase } from '../../../instrument/labels/labels.ts';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { expectNothingLeft, kernelsOf, withInputs } from '../../support/tensors/traced-inputs.ts';

const model =
  (op: 'mul' | 'add'): KernelModel =>
  (plan, { x }) => {
    const out = plan.make(x.shape, 'float32');
    plan.call(elementNest(x.shape, [op], [inOrder(x), inOrder(out)]), x, out);
    return out;
  };
const third = model('mul');
const run = (kernel: string) => (x: Tensor) => tf.engine().runKernel(kernel, { x }) as Tensor;
const NAMES = ['Third', 'Broken', 'Outside', 'Wider', 'Foreign'];

beforeAll(() => {
  for (const kernelName of NAMES) {
    tf.registerKernel({ kernelName, backendName: 'cpu', kernelFunc: tf.getKernel('Relu', 'cpu').kernelFunc });
  }
  registerKernelModel('Third', third);
});
afterAll(() => {
  for (const name of NAMES) tf.unregisterKernel(name, 'cpu');
});
expectNothingLeft();

describe('a kernel model that is registered', () => {
  it('is in every trace', () => {
    withInputs([[3]], (x) => {
      const trace = traceFunction(run('Third'), [x]);
      expect(kernelsOf(trace)).toEqual(['Third']);
      expect(traceComputed(run('Third'), [x]).trace).toEqual(trace);
    });
    const update = {
      name: 'thirds',
      about: {},
      batch: [{ name: 'x', shape: [3], dtype: 'float32', role: 'inputs' }],
      state: [],
      update: ([x]: readonly Tensor[]) => ({ state: [], read: { third: phase('forward', () => run('Third')(x)) } }),
    } as const;
    expect(kernelsOf(traceUpdate(update))).toEqual(['Third', 'HostRead']);
  });

  it('gives way to the option models of a trace', () => {
    withInputs([[3]], (x) => {
      const { nests } = traceFunction(run('Third'), [x], { models: { Third: model('add') } });
      expect(JSON.stringify(nests)).toContain('"add"');
    });
  });

  it('may be registered again, but no other one under its name', () => {
    expect(() => registerKernelModel('Third', third)).not.toThrow();
    expect(() => registerKernelModel('Third', model('mul'))).toThrow(
      'registerKernelModel: Third has a model already; give another one in the option models of a trace',
    );
    expect(registeredModels().get('Third')).toEqual({ model: third, values: 'shapes' });
    expect(() => registerKernelModel('Relu', third)).toThrow('Relu has a model already');
    expect([...KERNEL_MODELS.keys()]).not.toContain('Third');
  });
});

describe('a mistake in a model of a user is one line', () => {
  it('loops beyond the tensor', () => {
    registerKernelModel('Outside', (plan, { x }) => {
      const out = plan.make(x.shape, 'float32');
      plan.call(elementNest([x.shape[0] + 1], ['neg'], [inOrder(x), inOrder(out)]), x, out);
      return out;
    });
    withInputs([[3]], (x) => {
      expect(() => traceFunction(run('Outside'), [x])).toThrow(/^traceFunction: what the model of Outside makes: /);
    });
  });

  it('no tensor', () => {
    registerKernelModel('Broken', (() => undefined) as unknown as KernelModel);
    withInputs([[3]], (x) => {
      expect(() => traceFunction(run('Broken'), [x])).toThrow(
        'Broken: its model returned undefined; return what plan.make gave, or a list where the kernel does',
      );
    });
  });

  it('another shape than that of the kernel', () => {
    registerKernelModel('Wider', (plan, { x }) => plan.make([...x.shape, 1], x.dtype));
    withInputs([[3]], (x) => {
      expect(() => traceComputed(run('Wider'), [x])).toThrow(
        'a model makes float32[3,1], its kernel float32[3]; mend it',
      );
    });
  });

  it('values of what is no input', () => {
    registerKernelModel('Foreign', (plan, { x }) => {
      const out = plan.make(x.shape, 'float32');
      plan.indices(out);
      return out;
    });
    withInputs([[3]], (x) => {
      expect(() => traceComputed(run('Foreign'), [x])).toThrow(
        'Foreign: its model asks for values of none of its inputs',
      );
    });
  });
});
