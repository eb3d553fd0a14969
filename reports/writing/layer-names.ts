const LAYER = /\blayer (\d+)$/;
const FIRST = /\blayer 0$/;

/** Names that end in a layer, as people count those: where there is a `layer 0` among them, it is `layer 1`, and so on. */
export function layersFromOne(names: readonly string[]): string[] {
  if (!names.some((name) => FIRST.test(name))) return [...names];
  return names.map((name) => name.replace(LAYER, (_, index: string) => `layer ${Number(index) + 1}`));
}
