import { z } from 'zod';
import type { TrainedRule } from '../../reports/results/trained-rule.ts';
import { layersFromOne } from '../../reports/writing/layer-names.ts';
import { markdownTable } from '../../reports/writing/markdown-table.ts';

/** What an original program printed about its documented run: mean loss a layer and test accuracy of every epoch. */
export const originalRunSchema = z.strictObject({
  about: z.string(),
  testAccuracy: z.number(),
  byMode: z.record(z.string(), z.number()),
  epochs: z.array(z.strictObject({ epoch: z.int(), loss: z.array(z.number()), testAccuracy: z.number() })),
});
export type OriginalRun = z.infer<typeof originalRunSchema>;

const SHOWN_EPOCHS = [1, 2, 5, 10, 20, 30];

/**
 * A documented run of ours beside the original's, as Markdown: losses by layer at some epochs, then the accuracy on all
 * test images. Throws RangeError where either lacks a shown epoch or a way of prediction.
 */
export function documentedRunBlock({ runs: [run] }: TrainedRule, original: OriginalRun): string {
  const header = ['', ...SHOWN_EPOCHS.map((epoch) => `epoch ${epoch}`)];
  const layers = original.epochs[0].loss.map((_, layer) => layer);
  const row = (name: string, of: typeof original.epochs, layer: number) => [
    name,
    ...SHOWN_EPOCHS.map((shown) => {
      const found = of.find(({ epoch }) => epoch === shown);
      if (found === undefined) throw new RangeError(`documentedRunBlock: ${name} has no epoch ${shown}`);
      return found.loss[layer].toFixed(3);
    }),
  ];
  const rows = layers.flatMap((layer) => [
    row(`loss of layer ${layer + 1}`, run.epochs, layer),
    row('… of the original', original.epochs, layer),
  ]);
  const names = layersFromOne(Object.keys(original.byMode));
  const modes = Object.entries(original.byMode).map(([mode, theirs], index) => {
    const ours = run.byMode[mode];
    if (ours === undefined) throw new RangeError(`documentedRunBlock: the run was not scored by ${mode}`);
    return `${percent(ours)} by ${names[index]} (original ${percent(theirs)})`;
  });
  return `${markdownTable({ header, rows })}\n\nOn all test images: ${modes.join(', ')}. The original: ${original.about}.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
