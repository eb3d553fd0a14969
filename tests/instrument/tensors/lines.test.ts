import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { measure } from '../../../core/measurement/measure.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { type TraceFunctionOptions, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { expectNothingLeft, withInputs } from '../../support/tensors/traced-inputs.ts';

expectNothingLeft();

// The lines that the tests name.
function dense(x: Tensor, w: Tensor): Tensor {
  const product = tf.matMul(x, w);
  const squares = tf.add(tf.square(product), 1);
  return tf.softmax(squares);
}
const HERE = 'tests/instrument/tensors/lines.test.ts';
const [PRODUCT, SQUARES, SOFTMAX] = [13, 14, 15].map((line) => `${HERE}:${line}`);

const traced = (options: TraceFunctionOptions) =>
  withInputs(
    [
      [2, 3],
      [3, 4],
    ],
    (...inputs) => traceFunction(dense, inputs, options),
  );

describe('the lines of a program', () => {
  it('are in the trace by request alone, which is else the same', () => {
    const { sources, ...rest } = traced({ lines: true });
    const plain = traced({});
    expect(plain).not.toHaveProperty('sources');
    expect(JSON.stringify(plain)).not.toContain('source');
    expect({ ...rest, calls: rest.calls.map(({ source: _, ...call }) => call) }).toEqual(plain);
    expect(sources).toEqual([PRODUCT, SQUARES, SOFTMAX]);
  });

  it('tell which reads and operations are whose', () => {
    const { lines, kernels, reads } = measure(traced({ lines: true }));
    expect(lines?.map(({ line, reads, instructions }) => [line, reads, instructions])).toEqual([
      // 2 x 4 sums of 3 products, the first added to nothing, stored once.
      [PRODUCT, 8 * (3 * 4 - 1 + 1), 8 * (3 * 2 + 1)],
      [SQUARES, 8 + 8, 8 + 8],
      [SOFTMAX, expect.any(Number), expect.any(Number)],
    ]);
    expect(lines?.reduce((sum, part) => sum + part.reads, 0)).toBe(reads);
    const softmax = kernels.filter(({ kernel }) => !['BatchMatMul', 'Square', 'AddV2', 'Add'].includes(kernel));
    expect(lines?.at(-1)?.reads).toBe(softmax.reduce((sum, part) => sum + part.reads, 0));
  });

  it('change no figure', () => {
    // Of the finest parts each says its line.
    const figures = (options: TraceFunctionOptions) => {
      const { lines: _, places, ...measured } = measure(traced(options)).toJSON();
      return { ...measured, places: places.map(({ line: _line, ...place }) => place) };
    };
    expect(figures({ lines: true })).toEqual(figures({}));
  });

  it('are saved with the trace', () => {
    const trace = traced({ lines: true });
    expect(parseTrace(JSON.parse(JSON.stringify(trace)), 'trace.json')).toEqual(trace);
  });

  it('are recorded or not, and nothing else', () => {
    expect(() => traced({ lines: 'yes' as unknown as boolean })).toThrow(
      'traceFunction: option lines must be true or false, got ',
    );
  });
});
