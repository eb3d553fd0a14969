import { PLACEMENTS, type Placement } from '../../core/placement/placed-trace.ts';
import type { RobustnessFigures } from '../robustness/robustness.ts';

/** A figure of an update by which rules are compared. */
export interface Column {
  /** As the head of a column has it. */
  readonly title: string;
  /** What it is, in a sentence. */
  readonly meaning: string;
  readonly figureOf: (figures: RobustnessFigures) => number | bigint | null;
  /** Whether it is what something costs; a floor is only what nothing costs less than. */
  readonly isMeasured: boolean;
}

const PLACED: Readonly<Record<Placement, string>> = {
  'most read first, reused': 'placed by reads',
  'program order, reused': 'placed in order, reused',
  'program order': 'placed in order',
};

/** The columns of the table of robustness, but for its ends. */
export const COLUMNS: readonly Column[] = [
  {
    title: 'as executed',
    meaning: 'ByteDMD cost as the stock kernels execute it.',
    figureOf: ({ executed }) => executed,
    isMeasured: true,
  },
  {
    title: 'fused',
    meaning: 'Calls whose results nobody takes dropped, the discarded re-forward among them; element-wise calls fused.',
    figureOf: ({ fused }) => fused,
    isMeasured: true,
  },
  {
    title: 'best found',
    meaning: 'Products in the tiles that a search found, too.',
    figureOf: ({ found }) => found,
    isMeasured: true,
  },
  { title: 'floor', meaning: 'What no order costs less than.', figureOf: ({ floor }) => floor, isMeasured: false },
  {
    title: 'registers',
    meaning: 'As executed, accumulators and temporaries free.',
    figureOf: ({ registers }) => registers,
    isMeasured: true,
  },
  ...PLACEMENTS.map(
    (placement): Column => ({
      title: PLACED[placement],
      meaning: `Each value at one place for its life: ${placement}.`,
      figureOf: ({ placed }) => placed?.[placement] ?? null,
      isMeasured: true,
    }),
  ),
  {
    title: 'beyond 32 KB',
    meaning: 'Bytes that reads bring from beyond 32 KB.',
    figureOf: ({ beyond }) => beyond,
    isMeasured: true,
  },
  {
    title: 'lines of 64',
    meaning: 'Bytes that reads bring from beyond 32 KB in lines of 64 bytes.',
    figureOf: ({ lines }) => lines,
    isMeasured: true,
  },
];
