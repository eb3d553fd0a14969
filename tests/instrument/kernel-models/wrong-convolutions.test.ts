import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { traceKernel } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { CaseDraw } from '../../support/kernels/kernel-cases.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const zeros = (...shape: number[]) => new CaseDraw(0).tensor(shape);

function refusal(kernel: string, inputs: Parameters<typeof traceKernel>[1]['inputs'], attrs: object): string {
  try {
    traceKernel(kernel, { inputs, attrs: attrs as tf.NamedAttrMap });
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'traced';
}

describe('a convolution that the stock kernel computes wrong is an error', () => {
  const x = zeros(1, 6, 6, 1);

  it('where the width of the result follows from the height of the filter', () => {
    const attrs = { strides: 1, dilations: 1, dataFormat: 'NHWC' };
    const filter = zeros(3, 1, 1, 1);
    expect(refusal('Conv2D', { x, filter }, { ...attrs, pad: 0 })).toBe(
      "Conv2D: tfjs-backend-cpu 4.22.0 computes the width of the result from the filter's height and makes it " +
        '[1,4,4,1] instead of [1,4,6,1]; give the padding as pairs, one an axis',
    );
    expect(refusal('Conv2D', { x, filter }, { ...attrs, pad: 'valid' })).toBe('traced');
    expect(refusal('Conv2D', { x, filter: zeros(3, 3, 1, 1) }, { ...attrs, pad: 1 })).toBe('traced');
  });

  it('where images of depthwise filters have their channels first', () => {
    const attrs = { strides: 1, dilations: 1, pad: 'same', dataFormat: 'NCHW' };
    for (const kernel of ['DepthwiseConv2dNative', 'FusedDepthwiseConv2D']) {
      expect(refusal(kernel, { x, filter: zeros(3, 3, 1, 1) }, attrs)).toBe(
        `${kernel}: tfjs-backend-cpu 4.22.0 computes NCHW wrong; transpose the images to NHWC`,
      );
    }
  });

  it('where the gradient is of dilated filters', () => {
    const attrs = { strides: 1, dilations: 2, pad: 'same' };
    const message = 'dilations must be 1; tfjs-backend-cpu 4.22.0 computes the gradient of dilated filters wrong';
    expect(refusal('DepthwiseConv2dNativeBackpropFilter', { x, dy: x }, { ...attrs, filterShape: [3, 3, 1, 1] })).toBe(
      `DepthwiseConv2dNativeBackpropFilter: ${message}`,
    );
    expect(
      refusal(
        'DepthwiseConv2dNativeBackpropInput',
        { dy: x, filter: zeros(3, 3, 1, 1) },
        { ...attrs, inputShape: [1, 6, 6, 1] },
      ),
    ).toBe(`DepthwiseConv2dNativeBackpropInput: ${message}`);
  });

  it('where a gradient has another shape than the result', () => {
    const attrs = { strides: 2, pad: 'same', dataFormat: 'NHWC', inputShape: [1, 9, 9, 1] };
    expect(refusal('Conv2DBackpropInput', { dy: x, filter: zeros(3, 3, 1, 1) }, attrs)).toBe(
      'Conv2DBackpropInput: dy must be of shape [1,5,5,1], got [1,6,6,1]; tfjs-backend-cpu 4.22.0 computes others wrong',
    );
  });

  it('where the filter is larger than the image', () => {
    const attrs = { strides: 1, dilations: 1, pad: 'valid', dataFormat: 'NHWC' };
    expect(refusal('Conv2D', { x, filter: zeros(8, 8, 1, 1) }, attrs)).toBe(
      'Conv2D: the filter is larger than the padded image, which makes a result [1,-1,-1,1]',
    );
    expect(refusal('Conv2D', { x, filter: zeros(7, 7, 1, 1) }, attrs)).toBe('traced');
  });
});
