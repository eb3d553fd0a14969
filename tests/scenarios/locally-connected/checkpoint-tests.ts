import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { oneHotRows } from '../../../scenarios/batches/examples.ts';
import { denseLayersOf } from '../../../scenarios/dense/layers.ts';
import { rmsNormalize } from '../../../scenarios/learning/normalise.ts';
import { withLabelBlock } from '../../../scenarios/locally-connected/batch.ts';
import { locallyConnectedBp, passForward } from '../../../scenarios/locally-connected/bp.ts';
import { locallyConnectedFf } from '../../../scenarios/locally-connected/ff.ts';
import { localLayers, localRelu, patchesOf, rowsOf } from '../../../scenarios/locally-connected/layers.ts';
import { LOCAL_SCORES, labelLayerScores, layerScores } from '../../../scenarios/locally-connected/scores.ts';
import { tensorsOf } from '../../../scenarios/rule/rule.ts';
import {
  formulaBiases,
  type LocallyConnectedCheckpoint,
  largestError,
  relativeError,
  sumError,
} from '../../support/training/checkpoints.ts';
import { expectGradient, gradientOf } from '../../support/training/gradient-facts.ts';

const value = (tensor: Tensor): number => tensor.dataSync()[0];

/** x[n][r][c][ch] = .5 * sin(.9 n + .31 r + .17 c + .7 ch + phase) */
function formulaColourImages(count: number, side: number, phase: number): Float32Array {
  return Float32Array.from({ length: count * side * side * 3 }, (_, at) => {
    const [channel, place] = [at % 3, Math.floor(at / 3)];
    const [column, row, n] = [place % side, Math.floor(place / side) % side, Math.floor(place / side / side)];
    return 0.5 * Math.sin(0.9 * n + 0.31 * row + 0.17 * column + 0.7 * channel + phase);
  });
}

/** W_l[i][j][k][e] = s[l] * sin(1 + .37 k + .11 e + .53 l + .19 i + .07 j), moments 0. */
function formulaLocalState(layers: ReturnType<typeof localLayers>, scales: readonly number[]): Float32Array[] {
  return layers.flatMap(({ geometry, windows, units, size }, layer) => {
    const patch = geometry.field ** 2 * geometry.channels;
    const W = Float32Array.from({ length: size * patch }, (_, at) => {
      const [e, k, window] = [at % units, Math.floor(at / units) % patch, Math.floor(at / units / patch)];
      const [i, j] = [Math.floor(window / windows), window % windows];
      return scales[layer] * Math.sin(1 + 0.37 * k + 0.11 * e + 0.53 * layer + 0.19 * i + 0.07 * j);
    });
    const zeros = (length: number) => new Float32Array(length);
    return [W, formulaBiases(size, layer), zeros(W.length), zeros(W.length), zeros(size), zeros(size)];
  });
}

/** W_out[i][j] = .1 * sin(1 + .37 i + .11 j + .53 * 7), all else 0. */
function formulaReadout(inputs: number): Float32Array[] {
  const W = Float32Array.from({ length: inputs * 10 }, (_, at) => {
    return 0.1 * Math.sin(1 + 0.37 * Math.floor(at / 10) + 0.11 * (at % 10) + 0.53 * 7);
  });
  const zeros = (length: number) => new Float32Array(length);
  return [W, zeros(10), zeros(W.length), zeros(W.length), zeros(10), zeros(10)];
}

/** Both rules train and score as the original program does with this network, on the backend in use. */
export function testCheckpoint({ config, f64 }: LocallyConnectedCheckpoint): void {
  const { H: side, B: images, specs } = config;
  let windows = side;
  const sizes = specs.map(([field, units]) => {
    windows -= field - 1;
    return windows * windows * units;
  });
  const widths = { layers: [side * side * 3, ...sizes], receptiveFields: specs.map(([field]) => field) };
  const pixels = formulaColourImages(images, side, 0.2);
  const labels = Uint8Array.from(f64.labels);

  test('Forward-Forward trains and scores as the original program does', () => {
    const shape = { ...widths, classes: Math.min(10, side) };
    const layers = localLayers('test', shape);
    const program = locallyConnectedFf.update(shape, images);
    const given = config.encode
      ? [withLabelBlock(pixels, labels, 10), withLabelBlock(pixels, Uint8Array.from(f64.wrong ?? []), 10)]
      : [pixels, formulaColourImages(images, side, 1.9)];
    const batch = tensorsOf(
      program.batch,
      given.map((each) => each.slice()),
    );
    let state: readonly Tensor[] = tensorsOf(program.state, formulaLocalState(layers, config.s));
    f64.steps.forEach((facts, index) => {
      const step = index + 1;
      const before = state;
      const result = program.update(batch, state, step);
      state = result.state;
      let [positive, negative] = batch;
      facts.forEach((layerFacts, layer) => {
        expect(relativeError(value(result.read[`loss${layer}`]), layerFacts.loss)).toBeLessThan(1e-5);
        expect(relativeError(value(result.read[`positiveGoodness${layer}`]), layerFacts.g_pos_mean)).toBeLessThan(1e-5);
        expect(relativeError(value(result.read[`negativeGoodness${layer}`]), layerFacts.g_neg_mean)).toBeLessThan(1e-5);
        const [W, b] = state.slice(6 * layer);
        const tolerance = 0.01 * config.lr * step;
        expect(largestError(W.dataSync(), layerFacts.W_after)).toBeLessThan(tolerance);
        expect(largestError(b.dataSync(), layerFacts.b_after)).toBeLessThan(tolerance);
        expect(sumError(W.dataSync(), layerFacts.W_after)).toBeLessThan(1e-4);
        expectGradient(gradientOf(program, `W${layer}`, before, state), layerFacts.gW);
        expectGradient(gradientOf(program, `b${layer}`, before, state), layerFacts.gb);
        [positive, negative] = [positive, negative].map((x) =>
          rmsNormalize(rowsOf(localRelu(patchesOf(x, layers[layer]), { W, b }))),
        );
        expect(largestError(positive.dataSync(), layerFacts.next_input_pos)).toBeLessThan(1e-3);
        expect(largestError(negative.dataSync(), layerFacts.next_input_neg)).toBeLessThan(1e-3);
      });
    });

    const scores = layerScores(layers, denseLayersOf(state), batch[0], LOCAL_SCORES);
    const { mean_h_per_layer_pos: means, mean_h2_per_layer_pos: squares } = f64.after;
    for (const [name, wanted] of [
      ['mean activity', means],
      ['mean squares', squares],
    ] as const) {
      const actual = scores[name].flatMap((tensor) => [...tensor.dataSync()]);
      wanted.flat().forEach((each, at) => {
        expect(Math.abs(actual[at] - each)).toBeLessThan(1e-4 * Math.max(1, each));
      });
    }
    if (!config.encode) return;
    const candidates = labelLayerScores(shape, layers, state, pixels);
    for (const [name, wanted] of [
      ['mean activity', f64.after['score_mean_h_layer1 [sample][class]']],
      ['mean squares', f64.after['score_mean_h2_layer1 [sample][class]']],
    ] as const) {
      wanted?.flat().forEach((each, at) => {
        expect(Math.abs(candidates[name].values[2 * at + 1] - each)).toBeLessThan(1e-4 * Math.max(1, each));
      });
    }
    const predicted = candidates['mean activity'].best('all but the first');
    expect([...predicted]).toEqual(f64.after.predictions_code_mean_h_skip_first);
  });

  test('backprop trains as the original program does', () => {
    const shape = { ...widths, classes: 10 };
    const layers = localLayers('test', shape);
    const program = locallyConnectedBp.update(shape, images);
    const batch = tensorsOf(program.batch, [pixels.slice(), oneHotRows(labels, 10)]);
    const readout = layers.length;
    let state: readonly Tensor[] = tensorsOf(program.state, [
      ...formulaLocalState(layers, config.s),
      ...formulaReadout(sizes[sizes.length - 1]),
    ]);
    f64.bp_steps.forEach((facts, index) => {
      const step = index + 1;
      const before = state;
      const { logits } = passForward(layers, denseLayersOf(before), batch[0]);
      expect(largestError(logits.dataSync(), facts.logits)).toBeLessThan(1e-3);
      const result = program.update(batch, state, step);
      state = result.state;
      expect(relativeError(value(result.read.loss), facts.loss)).toBeLessThan(1e-5);
      const tolerance = 0.01 * config.lr * step;
      layers.forEach((_, layer) => {
        expectGradient(gradientOf(program, `W${layer}`, before, state), facts.gW[layer]);
        expectGradient(gradientOf(program, `b${layer}`, before, state), facts.gb[layer]);
        expect(largestError(state[6 * layer].dataSync(), facts.W_after[layer])).toBeLessThan(tolerance);
      });
      expectGradient(gradientOf(program, `W${readout}`, before, state), facts.gW_out);
      expectGradient(gradientOf(program, `b${readout}`, before, state), facts.gb_out);
      expect(largestError(state[6 * readout].dataSync(), facts.W_out_after)).toBeLessThan(tolerance);
    });
  });
}
