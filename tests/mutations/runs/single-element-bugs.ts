import type { PlantedBug } from '../planted-bug.ts';

const SWEPT = {
  file: 'tests/core/run-engine/records/swept-records.test.ts',
  name: 'records that take single elements of what lies in columns are priced together',
};
const CHUNKS = {
  file: 'tests/core/run-engine/skipping/row-chunks.test.ts',
  name: 'rows are read tile by tile where they run through several',
};
const SEGMENTS = {
  file: 'tests/core/run-engine/skipping/repeated-segments.test.ts',
  name: 'what lies along the records of what a loop inside repeated is read in segments',
};

/** Bugs of how elements are told together that lie in blocks of their own. */
export const SINGLE_ELEMENT_BUGS: readonly PlantedBug[] = [
  {
    what: 'streams are told together whose depths meet',
    file: 'core/stack/stream-sweep.ts',
    text: 'if (other !== s && low[other] <= high[s] && high[other] >= low[s]) return false;',
    replacement: '',
    test: SWEPT,
  },
  {
    what: 'depths that turn around are told together',
    file: 'core/stack/stream-sweep.ts',
    text: 'if (t > 1 && own[t] > own[t - 1] !== own[1] > own[0]) return false;',
    replacement: '',
    test: SWEPT,
  },
  {
    what: 'single elements forget what their own stream takes above them',
    file: 'core/stack/stream-sweep.ts',
    text: 'let above = found > 1 && positions[s][1] > positions[s][0] ? 1 : 0;',
    replacement: 'let above = 0;',
    test: SWEPT,
  },
  {
    what: 'first reads are told together and not noted',
    file: 'core/stack/stream-sweep.ts',
    text: 'if (depth > deepest) return false;',
    replacement: '',
    test: {
      file: 'tests/core/first-reads/steady-histogram.test.ts',
      name: 'depths from any initial stack follow from one pricing',
    },
  },
  {
    what: 'what is above an item forgets its neighbours above',
    file: 'core/stack/slot-order.ts',
    text: 'for (let s = slot + 1; s <= from; s++) sum += this.countAt[s];',
    replacement: '',
    test: {
      file: 'tests/core/stack/slot-order.test.ts',
      name: 'what lies above an item, whatever was put, changed and removed, is what a list tells',
    },
  },
  {
    what: 'a chunk of rows goes on where one of them does otherwise',
    file: 'core/run-engine/skipping/old-rows.ts',
    text: 'here = alike;',
    replacement: '',
    test: CHUNKS,
  },
  {
    what: 'rows that run across pieces leave them as if they ran along',
    file: 'core/run-engine/skipping/row-removal.ts',
    text: 'if (n > 1 && (stride === move || stride === -move)) {',
    replacement: 'if (n > 1) {',
    test: { file: CHUNKS.file, name: 'rows are read that take every other element of a piece' },
  },
  {
    what: 'segments of what was repeated forget that their first record is another',
    file: 'core/run-engine/skipping/repeated-segments.ts',
    text: 'first: isFirstEven ? Number.NaN : read.first,',
    replacement: 'first: Number.NaN,',
    test: SEGMENTS,
  },
  {
    what: 'segments of what was repeated forget what comes between two times',
    file: 'core/run-engine/skipping/repeated-segments.ts',
    text: 'by * growth + b * note.slope',
    replacement: 'by * growth',
    test: SEGMENTS,
  },
];
