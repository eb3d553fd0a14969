import { uncountedCells } from '../../../reports/protocol/uncounted-costs.ts';
import { type UpdateVariant, variantCells } from '../../../reports/protocol/update-variants.ts';
import type { ScenarioResult } from '../../../reports/results/result.ts';
import { markdownTable } from '../../../reports/writing/markdown-table.ts';

/** What totals leave out, and what updates come to otherwise, as Markdown. */
export function uncountedBlock(scenarios: readonly ScenarioResult[], variants: readonly UpdateVariant[]): string {
  return [
    'Evaluating, predicting and fitting a readout, by the runs above: one image at a time, as traced; a total counts the readout once, every',
    'evaluation fits it anew.',
    '',
    markdownTable(uncountedCells(scenarios)),
    '',
    'One update with accumulators on the stack (`scalar`, as in all tables here) and free (`register`), as documented and without',
    'the re-forward that is discarded: the last layer of Forward-Forward computes its activations again after its update, for a',
    'next layer that does not exist, as the original programs do. It changes no weight.',
    '',
    markdownTable(variantCells(scenarios, variants)),
  ].join('\n');
}
