import type { PlantedBug } from '../planted-bug.ts';

const KERNELS = 'tests/core/run-engine/run-engine.test.ts';
const RANDOM_KERNELS = { file: KERNELS, name: 'for random kernels, under eager' };
const TRIANGLES = 'tests/core/run-engine/triangles.test.ts';
const WINDOWS = {
  file: 'tests/core/run-engine/skipping/window-skipping.test.ts',
  name: 'loops over windows that meet are priced alike',
};
const WRITES = {
  file: 'tests/core/run-engine/overlapping-writes.test.ts',
  name: 'places whose ranges meet are priced alike',
};
const PLANS = 'tests/core/run-engine/plan/shifted-windows.test.ts';
const LAST_RUNS = { file: PLANS, name: 'the last run that touches an element is that of a walk through all runs' };
const ALIKE = { file: PLANS, name: 'iterations are alike exactly where each access and what becomes of it is' };

/** Bugs of what is told beforehand of streams that overlap. */
export const OVERLAP_BUGS: readonly PlantedBug[] = [
  {
    what: 'a loop without iterations touches what it stays on',
    file: 'core/run-engine/plan/last-runs.ts',
    text: 'if (trip === 0) return true;',
    replacement: '',
    test: { file: TRIANGLES, name: 'triangles are priced by runs' },
  },
  {
    what: 'streams of a run that meet are taken for apart',
    file: 'core/run-engine/plan/last-runs.ts',
    text: 'return strideA !== strideB || strideA === 0 || (a - b) % strideA === 0;',
    replacement: 'return false;',
    test: RANDOM_KERNELS,
  },
  {
    what: 'an overlapping element lives a run longer',
    file: 'core/run-engine/plan/last-runs.ts',
    text: 'lastRun[at] = run;',
    replacement: 'lastRun[at] = run + 1;',
    test: LAST_RUNS,
  },
  {
    what: 'an overlapping element may be written over',
    file: 'core/run-engine/plan/last-runs.ts',
    text: 'if (!isReadFirst && lastRun[at] !== NEVER) return false;',
    replacement: '',
    test: WRITES,
  },
  {
    what: 'iterations may touch what the last but one touched and the one before did not',
    file: 'core/run-engine/plan/shifted-windows.ts',
    text: 'if (isTouched[e] === 1) return false;',
    replacement: '',
    test: WINDOWS,
  },
  {
    what: 'elements of windows may die at other times from iteration to iteration',
    file: 'core/run-engine/plan/shifted-windows.ts',
    text: 'if ((lastRun[e] >= run + (v + 1) * runs || lastUser[base + e] > call) !== livesOn) return false;',
    replacement: '',
    test: WINDOWS,
  },
  {
    what: 'a stream is passed over in loops that move it',
    file: 'core/run-engine/plan/last-runs.ts',
    text: ' && stepAt(each.stream, depth) === 0);',
    replacement: ');',
    test: LAST_RUNS,
  },
  {
    what: 'a stream is passed over in loops whose last iterations are shorter',
    file: 'core/run-engine/plan/last-runs.ts',
    text: 'const mayStay = !decidesTrips(node.nodes, depth);',
    replacement: 'const mayStay = true;',
    test: LAST_RUNS,
  },
  {
    what: 'a stream that writes before it reads is passed over, too',
    file: 'core/run-engine/plan/last-runs.ts',
    text: 'if (hasOther || !stream.isReadFirst) found.add(stream.value);',
    replacement: 'if (hasOther) found.add(stream.value);',
    test: LAST_RUNS,
  },
  {
    what: 'runs that are passed over are not counted',
    file: 'core/run-engine/plan/last-runs.ts',
    text: 'this.runs += (trip - 1) * runs;',
    replacement: '',
    test: LAST_RUNS,
  },
  {
    what: 'all blocks are executed as often as the first',
    file: 'core/run-engine/plan/shifted-windows.ts',
    text: 'const alike = node.isUneven ? 0 : trip - 1;',
    replacement: 'const alike = node.isUneven ? 0 : trip;',
    test: ALIKE,
  },
  {
    what: 'a loop that does not move windows comes to the elements of its first iteration alone, however long others are',
    file: 'core/run-engine/plan/shifted-windows.ts',
    text: 'step === 0 && !loop.isUneven ? Math.min(1, trip) : trip;',
    replacement: 'step === 0 ? Math.min(1, trip) : trip;',
    test: ALIKE,
  },
  {
    what: 'what windows touch again lives on before the last iteration, however short that is',
    file: 'core/run-engine/plan/shifted-windows.ts',
    text: 'isTouchedNext ? trip - 2 : 2;',
    replacement: 'isTouchedNext ? trip - 1 : 2;',
    test: ALIKE,
  },
  {
    what: 'what one loop touches is taken for touched in the next',
    file: 'core/run-engine/plan/shifted-windows.ts',
    text: 'forget(touched);',
    replacement: '',
    test: ALIKE,
  },
  {
    what: 'windows of one value may move in different steps',
    file: 'core/run-engine/plan/shifted-windows.ts',
    text: 'if ((shifts.get(stream.value) ?? step) !== step) return null;',
    replacement: '',
    test: { file: WINDOWS.file, name: 'rows that are read from both ends are priced alike where they meet' },
  },
];
