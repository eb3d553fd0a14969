import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENGINE_NAMES } from '../../../../core/measurement/engines.ts';
import { instructionsOf } from '../../../../core/trace/nest.ts';
import { GRANULARITIES, SEMANTICS } from '../../../../core/trace/trace.ts';
import { parseTrace } from '../../../../core/trace/trace-format.ts';
import {
  checkFidelity,
  computeTraced,
  type KernelCase,
  traceKernel,
} from '../../../../instrument/fidelity/kernel-fidelity.ts';
import { CaseDraw } from '../../../support/kernels/kernel-cases.ts';
import { kernelLaws } from '../../../support/kernels/kernel-laws.ts';
import { imageLaws } from '../../../support/kernels/laws/image-laws.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const traced = (kernel: string, given: KernelCase) =>
  kernelLaws[kernel].values === 'computed' ? computeTraced(kernel, given).trace : traceKernel(kernel, given);

describe('engines price images alike, and a trace is read back as it was', () => {
  it.each([...Object.keys(imageLaws), 'Einsum'])('%s', (kernel) => {
    for (let seed = 0; seed < 4; seed++) {
      const trace = traced(kernel, kernelLaws[kernel].draw(new CaseDraw(seed)));
      expect(parseTrace(JSON.parse(JSON.stringify(trace)), 'image.json')).toEqual(trace);
      for (const granularity of GRANULARITIES) {
        for (const semantics of SEMANTICS) expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
      }
    }
  });
});

describe('nests of images', () => {
  const zeros = (...shape: number[]) =>
    ({ shape, dtype: 'float32', values: new Float32Array(shape.reduce((size, extent) => size * extent, 1)) }) as const;

  it('are as large for an image of 64 pixels a side as for one of 8, and without a table', () => {
    const attrs = { alignCorners: false, halfPixelCenters: false };
    for (const [side, larger] of [
      [8, 32],
      [64, 256],
    ]) {
      const images = zeros(1, side, side, 3);
      const dy = zeros(1, larger, larger, 3);
      const sizes = [
        traceKernel('ResizeBilinear', { inputs: { images }, attrs: { ...attrs, size: [larger, larger] } }),
        traceKernel('ResizeBilinearGrad', { inputs: { images, dy }, attrs }),
        traceKernel('ResizeNearestNeighborGrad', { inputs: { images, dy }, attrs }),
      ].map(({ nests, tables }) => [instructionsOf(nests[0]).length, tables.length]);
      expect(sizes, `${side}`).toEqual([
        [9 * 13, 0],
        [9 * 9, 0],
        [2, 0],
      ]);
    }
  });

  it('share the entries of a table between the rows of an image', () => {
    const images = zeros(1, 30, 30, 2);
    const attrs = { alignCorners: true, halfPixelCenters: false, size: [47, 47] };
    const { tables } = traceKernel('ResizeBilinear', { inputs: { images }, attrs });
    expect(tables.map((entries) => entries.length)).toEqual([47, 47]);
  });

  it('are several calls where they have too many nodes, image by image, in the stock order', () => {
    const image = zeros(2, 800, 5, 1);
    const turned = { inputs: { image }, attrs: { radians: 0.0065, fillValue: 0, center: [0.5, 0] } };
    expect(traceKernel('RotateWithOffset', turned).calls.length).toBeGreaterThan(3);
    checkFidelity('RotateWithOffset', turned);

    const attrs = { alignCorners: false, halfPixelCenters: true, size: [863, 9] };
    const resized = { inputs: { images: zeros(2, 451, 5, 1) }, attrs };
    expect(traceKernel('ResizeBilinear', resized).calls.length).toBeGreaterThan(3);
    checkFidelity('ResizeBilinear', resized, ['output writes']);
  });
});
