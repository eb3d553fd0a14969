import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { bytes, exactDigits, inWords } from '../../reports/writing/format.ts';
import { markdownTable } from '../../reports/writing/markdown-table.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What `npm run models` measured. */
export const MODEL_FIGURES = `${root}examples/models/measured.json`;
export const MODELS_PAGE = `${root}docs/networks.md`;

const modelFiguresSchema = z.array(
  z.strictObject({
    label: z.string(),
    granularity: z.enum(['register', 'scalar']),
    reads: z.int(),
    macs: z.int(),
    cost: z.union([z.int(), z.string()]),
    peakBytes: z.number(),
    /** Of tracing and pricing, in the process that did both, and most of its memory; of one machine, once. */
    cpuSeconds: z.number(),
    memoryBytes: z.int(),
  }),
);
export type ModelFigures = z.output<typeof modelFiguresSchema>[number];

export function committedModelFigures(): ModelFigures[] {
  return modelFiguresSchema.parse(JSON.parse(readFileSync(MODEL_FIGURES, 'utf8')));
}

/** The figures as a table in Markdown. The same figures give the same text. */
export function modelsBlock(figures: readonly ModelFigures[]): string {
  const header = ['model', 'granularity', 'reads', 'MACs', 'ByteDMD cost', 'peak live', 'CPU time', 'memory'];
  const rows = figures.map(({ label, granularity, reads, macs, cost, peakBytes, cpuSeconds, memoryBytes }) => [
    label,
    granularity,
    exactDigits(reads),
    exactDigits(macs),
    inWords(BigInt(cost)),
    bytes(peakBytes),
    `${cpuSeconds.toFixed(0)} s`,
    bytes(memoryBytes),
  ]);
  return markdownTable({ header, rows });
}
