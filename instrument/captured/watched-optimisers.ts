import type { DataId } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Overrides } from './engine-internals.ts';
import type { ObjectFields } from './object-fields.ts';

type Method = (...given: unknown[]) => unknown;

/**
 * The optimisers that a program uses: while it runs, each is met before its first method of it does anything, so that its
 * fields are noted, and what of its state was there is known by its name.
 */
export class WatchedOptimisers {
  private readonly fields: ObjectFields;
  private readonly names = new Map<DataId, string | null>();

  constructor(fields: ObjectFields, overrides: Overrides) {
    this.fields = fields;
    const met = (optimiser: tf.Optimizer) => this.meet(optimiser);
    for (const prototype of optimiserPrototypes()) {
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
        if (name === 'constructor' || typeof method !== 'function') continue;
        overrides.set(prototype as unknown as Record<string, Method>, name, function (this: unknown, ...given) {
          met(this as tf.Optimizer);
          return method.apply(this, given) as unknown;
        });
      }
    }
  }

  /**
   * What a tensor of an optimiser's state is called, as in `dense/kernel/m`; null where that would be the number of a
   * variable, undefined where it is of none.
   */
  nameOf(dataId: DataId): string | null | undefined {
    return this.names.get(dataId);
  }

  private meet(optimiser: tf.Optimizer): void {
    if (this.fields.has(optimiser)) return;
    this.fields.note(optimiser);
    for (const [field, value] of Object.entries(optimiser)) {
      if (value instanceof tf.Tensor) this.names.set(value.dataId, `${optimiser.getClassName()}/${field}`);
      if (!Array.isArray(value)) continue;
      for (const { originalName = field, variable } of value as { originalName?: string; variable?: unknown }[]) {
        const name = /^\d+\//.test(originalName) ? null : originalName;
        if (variable instanceof tf.Tensor) this.names.set(variable.dataId, name);
      }
    }
  }
}

/** Those of TensorFlow.js, those that are registered, and what all of them inherit from. */
function optimiserPrototypes(): Set<object> {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const prototypes = Object.values(classNameMap).map(([registered]) => registered.prototype as object);
  const all = [...prototypes, ...OPTIMISERS.map(({ prototype }) => prototype as object)];
  return new Set([tf.Optimizer.prototype, ...all.filter((prototype) => prototype instanceof tf.Optimizer)]);
}

const OPTIMISERS = [
  tf.SGDOptimizer,
  tf.MomentumOptimizer,
  tf.AdamOptimizer,
  tf.RMSPropOptimizer,
  tf.AdagradOptimizer,
  tf.AdamaxOptimizer,
  tf.AdadeltaOptimizer,
];
