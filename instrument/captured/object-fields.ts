import type { DataId } from '@tensorflow/tfjs-core';
import { Tensor } from '@tensorflow/tfjs-core';

/** The fields of an object as they were, and the items of those that are lists. */
interface Fields {
  readonly owner: object;
  readonly values: readonly (readonly [PropertyKey, unknown])[];
  readonly lists: readonly (readonly [unknown[], readonly unknown[]])[];
}

/**
 * Fields of objects of the user's, as they were when each was first met, so that they can be so again: an optimiser's
 * accumulators, the states of a layer. What methods made of them meanwhile is forgotten.
 */
export class ObjectFields {
  private readonly found = new Map<object, Fields>();

  /** Notes the fields of an object, unless it was met before. */
  note(owner: object): void {
    if (this.found.has(owner)) return;
    const values = Reflect.ownKeys(owner).flatMap((key): [PropertyKey, unknown][] => {
      const property = Object.getOwnPropertyDescriptor(owner, key);
      return property !== undefined && 'value' in property && property.writable === true ? [[key, property.value]] : [];
    });
    const lists = values.flatMap(([, value]): [unknown[], unknown[]][] =>
      Array.isArray(value) ? [[value, [...value]]] : [],
    );
    this.found.set(owner, { owner, values, lists });
  }

  has(owner: object): boolean {
    return this.found.has(owner);
  }

  /** By the data id of a tensor that a field held, or the list in a field: the tensor that is at its place now. */
  replacedTensors(): Map<DataId, Tensor> {
    const replaced = new Map<DataId, Tensor>();
    const compare = (before: unknown, now: unknown): void => {
      if (!(before instanceof Tensor && now instanceof Tensor) || before === now || now.isDisposed) return;
      replaced.set(before.dataId, now);
    };
    for (const { owner, values, lists } of this.found.values()) {
      for (const [key, before] of values) {
        const now: unknown = Reflect.get(owner, key);
        compare(before, now);
        const items = lists.find(([list]) => list === before)?.[1];
        if (items === undefined || !Array.isArray(now)) continue;
        for (const [at, item] of items.entries()) compare(item, now[at]);
      }
    }
    return replaced;
  }

  restore(): void {
    for (const { owner, values, lists } of this.found.values()) {
      const before = new Map(values);
      for (const key of Reflect.ownKeys(owner)) {
        const isNew = Object.getOwnPropertyDescriptor(owner, key)?.writable === true && !before.has(key);
        if (isNew) Reflect.deleteProperty(owner, key);
      }
      for (const [key, value] of before) Reflect.set(owner, key, value);
      for (const [list, items] of lists) list.splice(0, list.length, ...items);
    }
    this.found.clear();
  }
}
