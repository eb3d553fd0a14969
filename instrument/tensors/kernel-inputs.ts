import type { TensorInfo } from '@tensorflow/tfjs-core';

/** What TensorFlow.js gives a kernel. */
export type KernelInputs = Readonly<Record<string, TensorInfo | readonly TensorInfo[] | undefined>>;

/** The tensors that go in, by name; those of a list under a name as `name.0`, `name.1` ... */
export function givenTensors(inputs: KernelInputs): [string, TensorInfo][] {
  return Object.entries(inputs).flatMap(([name, given]): [string, TensorInfo][] => {
    if (given === undefined || given === null) return [];
    if (!isList(given)) return [[name, given]];
    return given.map((each, index): [string, TensorInfo] => [`${name}.${index}`, each]);
  });
}

function isList(given: TensorInfo | readonly TensorInfo[]): given is readonly TensorInfo[] {
  return Array.isArray(given);
}
