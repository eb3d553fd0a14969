import type { PlantedBug } from './planted-bug.ts';

const KERNELS = 'tests/core/run-engine/run-engine.test.ts';
const RANDOM_KERNELS = { file: KERNELS, name: 'for random kernels, under eager' };
const RANDOM_NESTS = { file: KERNELS, name: 'for random nests, under eager' };

/** Bugs of core/run-engine/plan. */
export const PLANNING_BUGS: readonly PlantedBug[] = [
  {
    what: 'a map that meets an element twice is taken for one that does not',
    file: 'core/run-engine/plan/operand-groups.ts',
    text: '!isInjective(dimensions) || ',
    replacement: '',
    test: RANDOM_NESTS,
  },
  {
    what: 'maps of one value whose ranges meet are taken for apart',
    file: 'core/run-engine/plan/operand-groups.ts',
    text: 'if (meets || ',
    replacement: 'if (',
    test: RANDOM_NESTS,
  },
  {
    what: 'a ragged block may be counted by a loop that does not move the operand',
    file: 'core/run-engine/plan/operand-groups.ts',
    text: ' || !blocksAreWhole(loops, access.strides)',
    replacement: '',
    test: {
      file: 'tests/core/run-engine/ragged-blocks.test.ts',
      name: 'what every block reads is priced alike where the last block is shorter',
    },
  },
  {
    what: 'a local lives on after its last access',
    file: 'core/run-engine/plan/grouped-nest.ts',
    text: 'after: isLocal ? ENDS : CALL_ENDS',
    replacement: 'after: isLocal ? READ_AGAIN : CALL_ENDS',
    test: RANDOM_KERNELS,
  },
  {
    what: 'emptying a local does not end its version',
    file: 'core/run-engine/plan/grouped-nest.ts',
    text: 'return loop.fresh.includes(group) ? ENDS : firstIn(loop.nodes, group);',
    replacement: 'return firstIn(loop.nodes, group);',
    test: RANDOM_KERNELS,
  },
  {
    what: 'the next iteration of a loop reads nothing again',
    file: 'core/run-engine/plan/grouped-nest.ts',
    text: 'if (again !== null) revisits.push({ depth: loop.depth, future: again });',
    replacement: '',
    test: RANDOM_KERNELS,
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
    test: RANDOM_KERNELS,
  },
  {
    what: 'the last call that reads a value reads all of it',
    file: 'core/run-engine/plan/value-lifetimes.ts',
    text: 'isExact && points === high - low + 1 && isInjective(dimensions)',
    replacement: 'isExact',
    test: RANDOM_KERNELS,
  },
  {
    what: 'a value that several calls write is priced by runs',
    file: 'core/run-engine/plan/value-lifetimes.ts',
    text: 'every((slot) => born.includes(call.values[slot]));',
    replacement: 'every((slot) => born.includes(call.values[slot]) || slot >= 0);',
    test: {
      file: 'tests/core/run-engine/several-writers.test.ts',
      name: 'a value that two calls write is priced alike',
    },
  },
];
