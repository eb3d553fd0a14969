import type { PlantedBug } from '../planted-bug.ts';

const CURSOR = 'tests/core/run-engine/skipping/window-cursor.test.ts';

const NOTED = {
  file: 'tests/core/run-engine/notes/noted-depths.test.ts',
  name: 'reads are noted once, with how often they were',
};

/** Bugs of how windows are compared by their blocks, and what iterations read is noted. */
export const WINDOW_BUGS: readonly PlantedBug[] = [
  {
    what: 'records of two windows that begin alike are taken to go on alike',
    file: 'core/run-engine/skipping/window-cursor.ts',
    text: ' || (count > 1 && a.stride[p] !== b.stride[q])',
    replacement: '',
    test: { file: CURSOR, name: 'windows of one block that begins or ends otherwise are others' },
  },
  {
    what: 'dead versions of a window are all passed where the other has one',
    file: 'core/run-engine/skipping/window-cursor.ts',
    text: 'if (ghosts === -this.element) this.step();\n    else this.passed += ghosts;',
    replacement: 'if (ghosts > 0) this.step();',
    test: { file: CURSOR, name: 'windows hold the same when their elements do, however they are cut' },
  },
  {
    what: 'a window that goes on holds the same as one that ends',
    file: 'core/run-engine/skipping/window-cursor.ts',
    text: 'return a.isAtEnd && b.isAtEnd;',
    replacement: 'return a.isAtEnd;',
    test: { file: CURSOR, name: 'windows of one block that begins or ends otherwise are others' },
  },
  {
    what: 'reads of fewer records are noted as the same as those of more',
    file: 'core/run-engine/notes/noted-depths.ts',
    text: ' && this.records[i] === records',
    replacement: '',
    test: NOTED,
  },
  {
    what: 'what was noted is not found again where there is more room',
    file: 'core/run-engine/notes/noted-depths.ts',
    text: '      this.table[place] = i + 1;\n',
    replacement: '      this.table[place] = count;\n',
    test: NOTED,
  },
];
