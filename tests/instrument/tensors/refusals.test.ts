import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { layer, phase, role } from '../../../instrument/labels/labels.ts';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { expectNothingLeft, kernelsOf, traceOn, withInputs } from '../../support/tensors/traced-inputs.ts';

expectNothingLeft();

/** What tracing throws; it has to be an error of the user's input. */
function refusal(run: (...inputs: Tensor[]) => unknown, shapes: readonly number[][] = [[3, 2]]): string {
  try {
    traceOn(shapes, run);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('was traced');
}

describe('what cannot be measured is an error', () => {
  it('a kernel without a model', () => {
    const kernelFunc = ({ inputs }: { inputs: tf.NamedTensorInfoMap }) => inputs.x as tf.TensorInfo;
    tf.registerKernel({ kernelName: 'Unmodelled', backendName: 'cpu', kernelFunc });
    expect(refusal((x) => tf.engine().runKernel('Unmodelled', { x }))).toBe(
      'traced backend: kernel "Unmodelled" has no access model; ' +
        'compute it before the trace and pass the result in, or give its model by registerKernelModel',
    );
    for (const backend of ['cpu', 'traced']) tf.unregisterKernel('Unmodelled', backend);
  });

  it.each(['StringSplit', 'StaticRegexReplace', 'StringNGrams', 'StringToHashBucketFast', 'Draw'])(
    'the kernel %s, which a trace cannot hold',
    (kernel) => {
      const works = kernel === 'Draw' ? 'works on a canvas' : 'works on strings';
      expect(refusal((input) => tf.engine().runKernel(kernel, { input }))).toBe(
        `traced backend: kernel "${kernel}" ${works}, which is out of scope; ` +
          'compute it before the trace and pass the result in, or give its model by registerKernelModel',
      );
    },
  );

  it('a program that splits text', () => {
    const split = (x: Tensor) => {
      tf.string.stringSplit(['a b'], ' ');
      return x;
    };
    expect(refusal(split)).toContain('kernel "StringSplit" works on strings, which is out of scope');
  });

  it('addresses from values that a trace of shapes does not compute', () => {
    const run = (x: Tensor) => tf.gather(x, tf.argMax(x, 0));
    expect(refusal(run)).toBe(
      'traced backend: GatherV2 takes addresses from the values of "indices" (int32[2]), ' +
        'which a trace of shapes alone does not compute; make it from host numbers, or trace with traceComputed',
    );
    const { trace } = withInputs([[3, 2]], (x) => traceComputed(run, [x]));
    expect(trace.tables).toHaveLength(1);
  });

  it('an index outside the tensor', () => {
    expect(() => traceOn([[3]], (x) => tf.gather(x, tf.tensor1d([3], 'int32')))).toThrow(
      'GatherV2: index must be within 3, got 3',
    );
  });

  it('tensors of text', () => {
    const words = (x: Tensor) => {
      tf.reshape(tf.tensor(['a', 'b']), [2, 1]);
      return x;
    };
    expect(() => traceOn([[3]], words)).toThrow('trace: tensors of string cannot be traced');
  });

  it('a trace within a trace', () => {
    expect(refusal((x) => traceFunction(tf.relu, [x]))).toBe(
      'traced backend: a trace is running already, traces do not nest',
    );
  });

  it.each([
    ['', (x: Tensor) => x],
    [', and computing there', (x: Tensor) => tf.relu(x)],
  ])('going over to a backend that is not traced%s', (_, then) => {
    const run = (x: Tensor) => {
      void tf.setBackend('cpu');
      return then(x);
    };
    expect(refusal(run)).toBe(
      'traced backend: the program went over to the backend cpu, where nothing is traced; set the backend before the trace',
    );
  });

  it('debug mode, from before or from inside', () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const setDebug = (isOn: boolean) => tf.env().set('DEBUG', isOn);
    const message =
      'traced backend: the debug mode of TensorFlow.js reads the values of every kernel; trace without enableDebugMode()';
    const inputs = [tf.zeros([3])];
    setDebug(true);
    expect(() => traceFunction(tf.relu, inputs)).toThrow(message);
    setDebug(false);
    tf.dispose(inputs);
    const goingOver = (x: Tensor) => {
      setDebug(true);
      return tf.relu(x);
    };
    expect(refusal(goingOver)).toBe(message);
    setDebug(false);
    vi.restoreAllMocks();
  });

  it.each<[string, (x: Tensor) => unknown, string]>([
    ['a layer', (x) => layer(-1, () => x), 'layer: got -1, number them from 0 with whole numbers'],
    ['a role', (x) => role('weight' as never, x), 'role: got "weight"; choose inputs, weights, activations, '],
    ['a phase', (x) => phase('settle', () => x, 'forwards' as never), 'phase settle: there is no role forwards'],
  ])('%s that there is not', (_, run, message) => {
    expect(refusal(run)).toContain(message);
  });
});

describe('an asynchronous program is refused in one sentence, and ends nothing', () => {
  const sentence = 'traceFunction: the traced function returned a promise; trace a synchronous function';
  const awaited = (then: (done: () => void, fail: (why: Error) => void) => void) => ({ then });
  const later = () => new Promise((resolve) => setTimeout(resolve, 5));

  it.each<[string, (x: Tensor) => unknown]>([
    ['that succeeds', async (x) => tf.relu(x)],
    ['that fails', async () => Promise.reject(new Error('mine'))],
    [
      'that goes on with tensors that are no more',
      async (x) => {
        await later();
        return tf.relu(x);
      },
    ],
    ['that waits for values', async (x) => (await tf.relu(x).data())[0]],
    ['that can be awaited and is no promise', () => awaited((_, fail) => fail(new Error('mine')))],
    ['that fails as soon as it is awaited', () => awaited(() => expect.fail('mine'))],
    ['that is inside what is returned', (x) => [x, { failed: Promise.reject(new Error('mine')) }]],
  ])('%s', async (_, run) => {
    expect(refusal(run)).toBe(sentence);
    // A rejection that nobody handles would fail the test run.
    await later();
    await later();
    expect(kernelsOf(traceOn([[3]], (x) => tf.neg(x)))).toEqual(['Neg']);
  });
});

describe('a generator, which runs when nobody traces any more, is refused', () => {
  it.each<[string, (x: Tensor) => unknown]>([
    [
      'of tensors',
      function* (x) {
        yield tf.relu(x);
      },
    ],
    [
      'of tensors to wait for',
      async function* (x) {
        yield tf.relu(x);
      },
    ],
    ['beside what was computed', (x) => [tf.relu(x), [tf.neg(x)].values()]],
  ])('%s', (_, run) => {
    expect(refusal(run)).toBe(
      'traceFunction: the traced function returned a generator, which runs later; return what it yields, as a list',
    );
  });
});

describe('a program that returns no tensor is told what it returned', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'nothing'],
    ['null', null, 'nothing'],
    ['a number', 3, 'no tensor, but 3'],
    ['an empty list', [], 'no tensor, but an array'],
    ['figures', { loss: 0.5 }, 'no tensor, but an object (Object)'],
  ])('%s', (_, returned, what) => {
    expect(refusal(() => returned)).toBe(
      `traceFunction: the traced function returned ${what}; return the tensors that it computes`,
    );
  });

  it('or that it has disposed of it', () => {
    const run = (x: Tensor) => {
      const y = tf.relu(x);
      y.dispose();
      return y;
    };
    expect(refusal(run)).toBe('traceFunction: a returned tensor was disposed of; return it as it is');
  });
});

describe('what tracing is given is checked', () => {
  it.each<[string, object, string]>([
    ['loops that do not exist', { loops: 'jkl' }, 'loop order: got jkl, choose tfjs, ijk, ikj, '],
    ['a tile of no width', { loops: 'tile:0' }, 'loop order: got tile:0, choose '],
    ['a tile of endless width', { loops: 'tile:1e999' }, 'loop order: got tile:1e999, choose '],
    ['a tile of part of an element', { loops: 'tile:1.5' }, 'loop order: got tile:1.5, choose '],
    ['loops that are no text', { loops: 3 }, 'loop order: got 3, choose '],
    [
      'an option that does not exist',
      { loop: 'ijk' },
      'option of traceFunction: got "loop"; choose name, phase, loops, models',
    ],
    ['a name that is none', { name: 3 }, 'traceFunction: option name must be a text, got number'],
    ['a phase without a name', { phase: '' }, 'traceFunction: option phase must be a text, got an empty one'],
    ['the phase of what is returned', { phase: 'epilogue' }, 'phase epilogue: is what reading the returned values'],
    [
      'a model that is none',
      { models: { Mine: {} } },
      'option models: the model of Mine is no function; give a KernelModel',
    ],
  ])('%s', (_, options, message) => {
    const product = (x: Tensor) => tf.matMul(x, x, true);
    withInputs([[2, 3]], (x) => {
      expect(() => traceFunction(product, [x], options)).toThrow(InputError);
      expect(() => traceFunction(product, [x], options)).toThrow(message);
    });
  });

  it('inputs that are no tensors, or none any more, and what is no function', () => {
    const gone = tf.zeros([2]);
    gone.dispose();
    expect(() => traceFunction(tf.relu, [[1, 2]] as never)).toThrow(
      'traceFunction: input 0 must be a tensor, got an array; make it one',
    );
    expect(() => traceFunction(tf.relu, gone as never)).toThrow(
      'traceFunction: needs a list of tensors, got an object (',
    );
    expect(() => traceComputed(tf.relu, [gone])).toThrow(
      'traceComputed: input 0 was disposed of; pass it in before that',
    );
    expect(() => traceFunction('relu' as never, [])).toThrow('traceFunction: needs a function to trace, got "relu"');
  });
});
