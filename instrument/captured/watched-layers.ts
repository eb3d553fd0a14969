import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { Overrides } from './engine-internals.ts';
import type { ObjectFields } from './object-fields.ts';

/** A layer of tfjs-layers, or a model, which is one: known by what it does, since this package does not depend on it. */
interface Layer {
  readonly name: string;
  /** Of a model. */
  readonly layers?: readonly Layer[];
  apply(...given: unknown[]): unknown;
  call(...given: unknown[]): unknown;
  addWeight(...given: unknown[]): unknown;
}

type Labelled = (layer: object, name: string, run: () => unknown) => unknown;

/** Methods of a model that go on after the program has ended. */
const ASYNCHRONOUS = ['fit', 'fitDataset', 'trainOnBatch', 'evaluateDataset'] as const;

/**
 * The layers that a program runs: while it does, what a layer computes is labelled with it, its fields are noted before
 * anything changes them, and training that would go on after the trace is refused.
 */
export class WatchedLayers {
  /** Why a model was not trained, where it was to be: what is thrown may be lost in a promise. */
  refusal: InputError | null = null;
  private readonly fields: ObjectFields;
  private readonly overrides: Overrides;
  private readonly labelled: Labelled;

  constructor(fields: ObjectFields, overrides: Overrides, labelled: Labelled) {
    this.fields = fields;
    this.overrides = overrides;
    this.labelled = labelled;
    const met = (layer: Layer) => this.meet(layer);
    for (const prototype of layerPrototypes('addWeight', 'apply', 'call')) {
      const { apply } = prototype as Layer;
      overrides.set(prototype as Layer, 'apply', function (this: Layer, ...given) {
        met(this);
        return labelled(this, this.name, () => apply.apply(this, given));
      });
    }
    for (const name of ASYNCHRONOUS) {
      for (const prototype of layerPrototypes(name)) this.refuse(prototype as Record<string, unknown>, name);
    }
  }

  /** Notes a layer and those inside it; the layers of a model run by their `call` where the model is inside another. */
  private meet(layer: Layer): void {
    if (this.fields.has(layer)) return;
    this.fields.note(layer);
    for (const part of Object.values(layer)) {
      for (const inner of Array.isArray(part) ? part : [part]) if (isLayer(inner)) this.meet(inner);
    }
    for (const inner of layer.layers ?? []) this.labelCalls(inner);
  }

  private labelCalls(layer: Layer): void {
    if (Object.hasOwn(layer, 'call')) return;
    const { call } = layer;
    this.overrides.set(layer, 'call', (...given) => this.labelled(layer, layer.name, () => call.apply(layer, given)));
  }

  private refuse(prototype: Record<string, unknown>, name: string): void {
    this.overrides.set(prototype, name, () => {
      this.refusal = new InputError(
        `trace: ${name} of a model is asynchronous and would go on after the trace; ` +
          'trace (x, y) => fitStep(model, x, y), which does what fit does for one batch',
      );
      throw this.refusal;
    });
  }
}

function isLayer(subject: unknown): subject is Layer {
  if (typeof subject !== 'object' || subject === null) return false;
  return ['apply', 'call', 'addWeight'].every((name) => typeof Reflect.get(subject, name) === 'function');
}

/** What the registered classes inherit from, or are, that has methods of these names of its own. */
function layerPrototypes(...names: readonly string[]): Set<object> {
  const found = new Set<object>();
  for (const [registered] of Object.values(tf.serialization.SerializationMap.getMap().classNameMap)) {
    let prototype: object | null = registered.prototype as object;
    while (prototype !== null) {
      const own: object = prototype;
      if (isLayer(own) && names.every((name) => Object.hasOwn(own, name))) found.add(own);
      prototype = Object.getPrototypeOf(own) as object | null;
    }
  }
  return found;
}
