import type { DataId, Variable } from '@tensorflow/tfjs-core';
import type { TraceRecorder } from '../recording/trace-recorder.ts';
import { CapturedTensors } from './captured-tensors.ts';
import { engineInternals, Overrides } from './engine-internals.ts';
import { ObjectFields } from './object-fields.ts';
import { labelTape } from './tape-labels.ts';
import { WatchedLayers } from './watched-layers.ts';
import { WatchedOptimisers } from './watched-optimisers.ts';

/**
 * A program of TensorFlow.js while it is traced: layers and gradients are labelled, layers and optimisers are noted as
 * they are met, so that `restore` gives their fields what they had.
 */
export class WatchedProgram {
  /** The tensors from before the trace that are its arguments; null where these are refused. */
  readonly captured: CapturedTensors | null;
  private readonly fields = new ObjectFields();
  private readonly overrides = new Overrides();
  private readonly layers: WatchedLayers;

  constructor(recorder: TraceRecorder, captures: boolean, variables: ReadonlyMap<Variable, DataId>) {
    const { fields, overrides } = this;
    const optimisers = new WatchedOptimisers(fields, overrides);
    this.layers = new WatchedLayers(fields, overrides, (layer, name, run) => recorder.inNamedLayer(layer, name, run));
    labelTape(engineInternals(), overrides, () => recorder.mark());
    this.captured = captures ? new CapturedTensors(recorder, { variables, optimisers, fields }) : null;
  }

  /** What the program has to be told first, whatever else it threw. */
  get refusal(): Error | null {
    return this.layers.refusal;
  }

  restore(): void {
    this.overrides.restore();
    this.fields.restore();
  }
}
