import type { PlantedBug } from '../planted-bug.ts';

const LOOPS = 'tests/core/run-engine/loop-skipping.test.ts';
const SKIPPING = 'tests/core/run-engine/skipping';

/** Bugs of what skipped iterations ask of the stack before they are skipped, and of where they find it. */
export const SKIPPING_BUGS: readonly PlantedBug[] = [
  {
    what: 'what a loop inside repeats is looked for the first time only',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: 'times * count;',
    replacement: 'count;',
    test: { file: LOOPS, name: 'what a loop inside repeats is looked for on the stack all of its times' },
  },
  {
    what: 'skipped iterations without an instruction have a peak',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: 'if (notes.instructions === 0) return;',
    replacement: '',
    test: { file: LOOPS, name: 'loops around loops of no iterations have no live elements, skipped or not' },
  },
  {
    what: 'blocks of a window are joined that move on differently',
    file: 'core/run-engine/skipping/window-blocks.ts',
    text: 'shift[p] !== shift[q] || ',
    replacement: '',
    test: {
      file: `${SKIPPING}/window-blocks.test.ts`,
      name: 'blocks that continue each other and move on differently stay apart',
    },
  },
  {
    what: 'rows are a chunk of which a loop around has touched some elements',
    file: 'core/run-engine/skipping/old-rows.ts',
    text: 'else if (high[row] > touched) return false;',
    replacement: '',
    test: {
      file: `${SKIPPING}/old-rows.test.ts`,
      name: 'rows are no chunk of which a loop around that is recorded has touched some elements and others not',
    },
  },
  {
    what: 'rows of a block are repeated as a whole that begin a record or more apart',
    file: 'core/run-engine/skipping/repeated-reads.ts',
    text: ' || low[row] - low[top] >= width[top]',
    replacement: '',
    test: {
      file: `${SKIPPING}/repeated-reads.test.ts`,
      name: 'rows of one block are repeated as a whole only where they begin less than a record apart',
    },
  },
  {
    what: 'rows take several dead versions of a record for one',
    file: 'core/run-engine/skipping/row-positions.ts',
    text: 'base[p] < 0 ? -base[p] : 1',
    replacement: '1',
    test: {
      file: `${SKIPPING}/row-positions.test.ts`,
      name: 'rows are found among all dead versions of each record',
    },
  },
  {
    what: 'a sweep takes several dead versions of a record for one',
    file: 'core/stack/stream-sweep.ts',
    text: 'base[p] < 0 ? -base[p] : 1',
    replacement: '1',
    test: {
      file: 'tests/core/stack/stream-sweep.test.ts',
      name: 'a sweep finds depths among all dead versions of each record',
    },
  },
];
