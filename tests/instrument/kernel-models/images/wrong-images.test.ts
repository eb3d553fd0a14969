import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../../core/input-error.ts';
import { computeTraced, type KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import { CaseDraw, listed } from '../../../support/kernels/kernel-cases.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const zeros = (...shape: number[]) => new CaseDraw(0).tensor(shape);
const WRONG = 'tfjs-backend-cpu 4.22.0 computes others wrong';

function refusal(kernel: string, inputs: KernelCase['inputs'], attrs: tf.NamedAttrMap): string {
  try {
    computeTraced(kernel, { inputs, attrs });
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'traced';
}

describe('what the stock kernel computes wrong of an image is an error', () => {
  const attrs = { alignCorners: false, halfPixelCenters: false };
  const dy = zeros(2, 6, 6, 1);

  it('gradients of images that are not as high as wide, or were resized by the centers of pixels', () => {
    expect(refusal('ResizeBilinearGrad', { images: zeros(2, 3, 2, 1), dy }, attrs)).toBe(
      'ResizeBilinearGrad: images must be as high as wide, got [2,3,2,1]; ' +
        'tfjs-backend-cpu 4.22.0 gives the gradient of others the wrong shape',
    );
    for (const kernel of ['ResizeBilinearGrad', 'ResizeNearestNeighborGrad']) {
      const images = zeros(2, 6, 6, 1);
      expect(refusal(kernel, { images, dy }, attrs)).toBe('traced');
      expect(refusal(kernel, { images, dy }, { ...attrs, halfPixelCenters: true })).toBe(
        `${kernel}: halfPixelCenters must be false; tfjs-backend-cpu 4.22.0 computes this gradient wrong, as if it were`,
      );
    }
  });

  it('nearest neighbours of a batch, and of one pixel between corners', () => {
    const kernel = 'ResizeNearestNeighborGrad';
    expect(refusal(kernel, { images: zeros(2, 3, 3, 1), dy }, attrs)).toBe(
      `${kernel}: a batch must hold one image where it is resized, got [2,3,3,1] and [2,6,6,1]; ${WRONG}`,
    );
    const one = { images: zeros(1, 1, 3, 1), dy: zeros(1, 6, 3, 1) };
    expect(refusal(kernel, one, attrs)).toBe('traced');
    expect(refusal(kernel, one, { ...attrs, alignCorners: true })).toBe(
      `${kernel}: with alignCorners one pixel cannot be enlarged, got [1,1,3,1] and [1,6,3,1]; ` +
        'tfjs-backend-cpu 4.22.0 does not end',
    );
  });

  it('images without pixels', () => {
    const images = zeros(1, 0, 3, 1);
    expect(refusal('ResizeBilinear', { images }, { ...attrs, size: [2, 2] })).toBe(
      `ResizeBilinear: images must have pixels, got [1,0,3,1] and [1,2,2,1]; ${WRONG}`,
    );
    expect(refusal('ResizeBilinear', { images }, { ...attrs, size: [0, 2] })).toBe('traced');
  });

  it('more images than one, transformed', () => {
    const transforms = zeros(1, 8);
    const fill = { interpolation: 'nearest', fillMode: 'constant', fillValue: 0 };
    expect(refusal('Transform', { image: zeros(2, 3, 3, 1), transforms }, fill)).toBe(
      `Transform: a batch must hold one image, got [2,3,3,1] made [2,3,3,1]; ${WRONG}`,
    );
    expect(refusal('Transform', { image: zeros(0, 3, 3, 1), transforms }, { ...fill, outputShape: [2, 2] })).toBe(
      `Transform: a batch must hold one image, got [0,3,3,1] made [0,2,2,1]; ${WRONG}`,
    );
  });

  it('boxes of no image, or without places', () => {
    const crop = { cropSize: [2, 2], method: 'nearest', extrapolationValue: 0 };
    const boxes = (corner: number) =>
      ({ shape: [1, 4], dtype: 'float32', values: Float32Array.from([0, 0, corner, 1]) }) as const;
    const boxInd = (image: number) => ({ shape: [1], dtype: 'int32', values: Int32Array.from([image]) }) as const;
    const image = zeros(1, 3, 3, 1);
    const rule = 'CropAndResize: a box must have numbers as corners and an image of the batch, got';
    expect(refusal('CropAndResize', { image, boxes: boxes(1), boxInd: boxInd(-1) }, crop)).toBe(
      `${rule} [0,0,1,1] in image -1; ${WRONG}`,
    );
    expect(refusal('CropAndResize', { image, boxes: boxes(Number.NaN), boxInd: boxInd(0) }, crop)).toBe(
      `${rule} [0,0,NaN,1] in image 0; ${WRONG}`,
    );
    expect(refusal('CropAndResize', { image, boxes: boxes(1), boxInd: boxInd(1) }, crop)).toBe('traced');
  });

  it('products of which a tensor has not the first axis that is summed, and of an axis twice', () => {
    const rule =
      'Einsum: every tensor must have the first axis that is summed, and no axis comes twice in the result, got';
    const einsum = (equation: string, ...tensors: KernelCase['inputs'][string][]) =>
      refusal('Einsum', listed(tensors), { equation });
    expect(einsum('ij,i->i', zeros(2, 3), zeros(2))).toBe(`${rule} ij,i->i; ${WRONG}`);
    expect(einsum('ij->ii', zeros(2, 3))).toBe(`${rule} ij->ii; ${WRONG}`);
    expect(einsum('ij,j->i', zeros(2, 3), zeros(3))).toBe('traced');
  });
});
