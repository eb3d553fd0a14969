/** Integers from 0 up, in as few bytes each as hold the largest of them. */
export type NarrowArray = Uint8Array | Uint16Array | Uint32Array;

/** So many zeros, with room for integers up to `largest`, which is below 2^32. */
export function narrowArray(length: number, largest: number): NarrowArray {
  if (largest < 2 ** 8) return new Uint8Array(length);
  if (largest < 2 ** 16) return new Uint16Array(length);
  return new Uint32Array(length);
}
