import type { PlantedBug } from '../planted-bug.ts';

const LONE = {
  file: 'tests/core/run-engine/skipping/lone-reads.test.ts',
  name: 'segments in which one operand reads one stream are priced from its block alone',
};
const SEGMENTS = {
  file: 'tests/core/run-engine/skipping/repeated-segments.test.ts',
  name: 'what lies along the records of what a loop inside repeated is read in segments',
};
const STEADY = {
  file: 'tests/core/first-reads/steady-histogram.test.ts',
  name: 'depths from any initial stack follow from one pricing',
};
const ROWS = {
  file: 'tests/core/run-engine/skipping/old-rows.test.ts',
  name: 'what rows take above each other is what is counted one by one, wherever a chunk is found',
};
const CHAINS = {
  file: 'tests/core/run-engine/transposed-reads.test.ts',
  name: 'old elements that skipped iterations read in the same order are priced row by row',
};

/** Bugs of how skipped iterations read one stream at a time, and rows a piece at a time. */
export const LONE_READ_BUGS: readonly PlantedBug[] = [
  {
    what: 'a lone segment that goes on in another block begins anew',
    file: 'core/run-engine/skipping/lone-reads.ts',
    text: 'read.middle + done * read.slope;',
    replacement: 'read.middle;',
    test: LONE,
  },
  {
    what: 'the first of a lone segment is read as the others',
    file: 'core/run-engine/skipping/lone-reads.ts',
    text: 'const hasFirst = done === 0',
    replacement: 'const hasFirst = count === 0',
    test: SEGMENTS,
  },
  {
    what: 'the rest of a lone segment is not noted as read first',
    file: 'core/run-engine/skipping/lone-reads.ts',
    text: 'if (between > 0) {',
    replacement: 'if (between === 0) {',
    test: STEADY,
  },
  {
    what: 'a lone read is noted with the slope that its own block gives it',
    file: 'core/run-engine/notes/lone-note.ts',
    text: 'const slope = depths.slope + width;',
    replacement: 'const { slope } = depths;',
    test: SEGMENTS,
  },
  {
    what: 'a lone read is noted as if it lay where its loop began',
    file: 'core/run-engine/notes/loop-recorder.ts',
    text: 'const above = stack.order.above(level.loopStart) - position;',
    replacement: 'const above = -position;',
    test: LONE,
  },
  {
    what: 'a row goes on in its piece past the end of it',
    file: 'core/run-engine/skipping/row-positions.ts',
    text: 'Math.floor((records - 1 - record) / recordsOn) + 1',
    replacement: 'records - record',
    test: ROWS,
  },
  {
    what: 'a row that runs down its piece is told as one that runs up',
    file: 'core/run-engine/skipping/row-positions.ts',
    text: '-recordsOn * width[own]',
    replacement: '-Math.abs(recordsOn) * width[own]',
    test: ROWS,
  },
  {
    what: 'of rows that change evenly the last iterations are not looked at',
    file: 'core/run-engine/skipping/old-rows.ts',
    text: '(!isEven || this.areLayered(start, end, here, falls, here - 2, here))',
    replacement: 'true',
    test: { file: ROWS.file, name: 'rows that run into each other later on are no chunk' },
  },
  {
    what: 'all rows are taken to be gone where some of them were',
    file: 'core/run-engine/skipping/row-removal.ts',
    text: 'if (removeAlong(stack, rows, by, here) === rows.count * here) return;',
    replacement: 'if (removeAlong(stack, rows, by, here) > 0) return;',
    test: CHAINS,
  },
];
