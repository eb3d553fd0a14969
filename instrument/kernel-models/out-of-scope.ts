/** Kernels of the cpu backend that no trace can hold, and why. */
export const OUT_OF_SCOPE: ReadonlyMap<string, string> = new Map([
  ['Draw', 'works on a canvas'],
  ['StaticRegexReplace', 'works on strings'],
  ['StringNGrams', 'works on strings'],
  ['StringSplit', 'works on strings'],
  ['StringToHashBucketFast', 'works on strings'],
]);
