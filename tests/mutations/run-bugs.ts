import type { PlantedBug } from './planted-bug.ts';

const KERNELS = 'tests/core/run-engine/run-engine.test.ts';
const RANDOM_KERNELS = { file: KERNELS, name: 'for random kernels, under eager' };
const CLASSIC_KERNELS = { file: KERNELS, name: 'for random kernels, under ir-classic' };
const PRODUCTS = { file: KERNELS, name: 'for a product in order' };
const TRANSPOSED = {
  file: 'tests/core/run-engine/transposed-reads.test.ts',
  name: 'old elements that skipped iterations read in the same order are priced row by row',
};

/** Bugs of core/run-engine but for its plans. */
export const RUN_BUGS: readonly PlantedBug[] = [
  {
    what: 'the first record of a run is priced as the others',
    file: 'core/run-engine/records/read-pricer.ts',
    text: 'if (done === 0 && this.firstDepth[i] !== base) {',
    replacement: 'if (done === -1 && this.firstDepth[i] !== base) {',
    test: RANDOM_KERNELS,
  },
  {
    what: 'the last record of a run is priced as the others',
    file: 'core/run-engine/records/read-pricer.ts',
    text: 'const change = read.overlayLast - read.overlayMiddle;',
    replacement: 'const change = 0;',
    test: RANDOM_KERNELS,
  },
  {
    what: 'a slope forgets the streams that eat blocks above',
    file: 'core/run-engine/records/read-pricer.ts',
    text: 'if (depth[other] < depth[stream] && stack.block[piece[other]] !== block) slope--;',
    replacement: '',
    test: RANDOM_KERNELS,
  },
  {
    what: 'a read forgets what earlier instructions of its record took',
    file: 'core/run-engine/records/read-pricer.ts',
    text: 'if ((read.takenLater & (1 << moving[j])) !== 0 && depth[moving[j]] < depth[s]) base--;',
    replacement: '',
    test: RANDOM_KERNELS,
  },
  {
    what: 'the peak of a record is that of its last instruction',
    file: 'core/run-engine/records/live-record.ts',
    text: 'peak = Math.max(peak, alive - taken.length);',
    replacement: 'peak = alive - taken.length;',
    test: RANDOM_KERNELS,
  },
  {
    what: 'a stream that stays goes on after the last record as after the others',
    file: 'core/run-engine/records/live-record.ts',
    text: 'if (streams[stream].stride !== 0 || isLast) return this.lives[stream];',
    replacement: 'if (streams[stream].stride !== 0) return this.lives[stream];',
    test: RANDOM_KERNELS,
  },
  {
    what: 'an overwritten version leaves the stack under ir-classic',
    file: 'core/run-engine/records/classic-record.ts',
    text: 'if (at !== -1) this.overlay[at] = GHOST;',
    replacement: 'if (at !== -1) this.overlay.splice(at, 1);',
    test: CLASSIC_KERNELS,
  },
  {
    what: 'values without a later reader are not buried under ir-classic',
    file: 'core/run-engine/classic-semantics.ts',
    text: 'for (const value of call === 0 ? [] : space.freedAfter[call - 1]) {',
    replacement: 'for (const value of call >= 0 ? [] : space.freedAfter[call - 1]) {',
    test: CLASSIC_KERNELS,
  },
  {
    what: 'the costs of skipped iterations all belong to their first slice',
    file: 'core/run-engine/records/sliced-tally.ts',
    text: 'for (const { slice, times } of shares) costs[this.sliceBase + slice] += each * times;',
    replacement: 'costs[this.sliceBase + shares[0].slice] += each * iterations;',
    test: PRODUCTS,
  },
  {
    what: 'a value that is returned twice is read twice under two-stack',
    file: 'core/run-engine/events/epilogue.ts',
    text: 'if (isRepeated) continue;',
    replacement: '',
    test: { file: KERNELS, name: 'where values are returned again, under two-stack' },
  },
  {
    what: 'loops are skipped whose elements have different last users (condition 2 of D20)',
    file: 'core/run-engine/live-semantics.ts',
    text: 'return earliest[stream.value] > this.call || latest[stream.value] <= this.call;',
    replacement: 'return true;',
    test: RANDOM_KERNELS,
  },
  {
    what: 'loops are skipped whose second iteration leaves another window (condition 3 of D20)',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: ' && window.follows(before)',
    replacement: '',
    test: {
      file: 'tests/core/run-engine/loop-skipping.test.ts',
      name: 'a loop whose first iteration leaves less behind than the second',
    },
  },
  {
    what: 'loops are skipped that do not find what they found (condition 4 of D20)',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: ' && this.canRepeat(notes, skipped)',
    replacement: '',
    test: { file: KERNELS, name: 'for random kernels, under two-stack' },
  },
  {
    what: 'the last iteration is skipped, too',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: 'const skipped = trip - 3;',
    replacement: 'const skipped = trip - 2;',
    test: PRODUCTS,
  },
  {
    what: 'nothing comes to lie above old elements while iterations are skipped',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: 'by, by * growth + b * note.slope, b)',
    replacement: 'by, b * note.slope, b)',
    test: PRODUCTS,
  },
  {
    what: 'the live set does not grow while iterations are skipped',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: 'notes.peak + (liveGrowth > 0 ? last : first) * liveGrowth',
    replacement: 'notes.peak',
    test: PRODUCTS,
  },
  {
    what: 'the window stays an iteration behind',
    file: 'core/run-engine/skipping/loop-window.ts',
    text: 'this.append(blocks, skipped);',
    replacement: 'this.append(blocks, skipped - 1);',
    test: PRODUCTS,
  },
  {
    what: 'rows of old elements forget what earlier instructions of their record took',
    file: 'core/run-engine/skipping/transposed-reads.ts',
    text: ' - before[row] - taken;',
    replacement: ' - before[row];',
    test: RANDOM_KERNELS,
  },
  {
    what: 'transposed reads all belong to the last slice',
    file: 'core/run-engine/skipping/transposed-reads.ts',
    text: 'sliced.inSlice(slice);',
    replacement: 'sliced.inSlice(spans[spans.length - 1].slice);',
    test: TRANSPOSED,
  },
  {
    what: 'rows whose later iterations lie higher are counted as if they lay deeper',
    file: 'core/run-engine/skipping/old-rows.ts',
    text: 'const rows = falls ? end : start;',
    replacement: 'const rows = end;',
    test: TRANSPOSED,
  },
  {
    what: 'rows whose depths overlap are taken for apart',
    file: 'core/run-engine/skipping/old-rows.ts',
    text: 'low[sorted[end]] <= deepest',
    replacement: 'low[sorted[end]] < 0',
    test: TRANSPOSED,
  },
  {
    what: 'rows are transposed whose order changes from iteration to iteration',
    file: 'core/run-engine/skipping/old-rows.ts',
    text: 'if (!isLayered) return false;',
    replacement: '',
    test: TRANSPOSED,
  },
  {
    what: 'rows forget what the same iteration took above them',
    file: 'core/run-engine/skipping/old-rows.ts',
    text: 'before[row] = sum;',
    replacement: 'before[row] = 0;',
    test: TRANSPOSED,
  },
  {
    what: 'records are taken off the end of a block with all of their pieces',
    file: 'core/stack/block-stack.ts',
    text: 'if (this.width[block] === 1 && (record === 0) !== (rest === 0)) {',
    replacement: 'if ((record === 0) !== (rest === 0)) {',
    test: TRANSPOSED,
  },
  {
    what: 'blocks that run from one operand into another are not cut',
    file: 'core/run-engine/skipping/loop-window.ts',
    text: 'cutBetweenOperands(this.stack, block, groups, depth);',
    replacement: '',
    test: {
      file: 'tests/core/run-engine/executed-runs.test.ts',
      name: 'a product executes three iterations of every loop',
    },
  },
  {
    what: 'a loop is skipped though not all of its iteration was noted',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: ' && !notes.isFull',
    replacement: '',
    test: { file: 'tests/core/run-engine/full-notes.test.ts', name: 'loops whose iterations are too much to note' },
  },
];
