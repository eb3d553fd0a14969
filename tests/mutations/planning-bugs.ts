import type { PlantedBug } from './planted-bug.ts';

const KERNELS = 'tests/core/run-engine/run-engine.test.ts';
const RANDOM_KERNELS = { file: KERNELS, name: 'for random kernels, under eager' };
const RANDOM_NESTS = { file: KERNELS, name: 'for random nests, under eager' };
const TRIANGLES = 'tests/core/run-engine/triangles.test.ts';
const WINDOWS = {
  file: 'tests/core/run-engine/skipping/window-skipping.test.ts',
  name: 'loops over windows that meet are priced alike',
};
const CLASSIC_KERNELS = {
  file: 'tests/core/run-engine/run-engine.test.ts',
  name: 'for random kernels, under ir-classic',
};
const REPEATED = {
  file: 'tests/core/run-engine/skipping/repeated-reads.test.ts',
  name: 'what loops inside repeated is repeated as a whole',
};

/** Bugs of core/run-engine/plan, and of what loops it leaves to be skipped. */
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
    text: 'const after = isLocal ? ENDS : CALL_ENDS;',
    replacement: 'const after = isLocal ? READ_AGAIN : CALL_ENDS;',
    test: RANDOM_KERNELS,
  },
  {
    what: 'emptying a local does not end its version',
    file: 'core/run-engine/plan/grouped-nest.ts',
    text: 'return loop.fresh.includes(group) ? { access: ENDS, isSure: true } : firstIn(loop.nodes, group);',
    replacement: 'return firstIn(loop.nodes, group);',
    test: RANDOM_KERNELS,
  },
  {
    what: 'the next iteration of a loop reads nothing again',
    file: 'core/run-engine/plan/grouped-nest.ts',
    text: 'if (again.isSure) revisits.push({ depth: loop.depth, future: again.access });',
    replacement: 'if (again.isSure) continue;',
    test: RANDOM_KERNELS,
  },
  {
    what: 'a loop that may not run is taken to run',
    file: 'core/run-engine/plan/grouped-nest.ts',
    text: "if (first.isSure && !('nodes' in node && node.mayBeEmpty)) return first;",
    replacement: 'if (first.isSure) return first;',
    test: { file: TRIANGLES, name: 'priced alike' },
  },
  {
    what: 'values under triangles are taken to be touched alike in every iteration',
    file: 'core/run-engine/plan/operand-groups.ts',
    text: 'if (!isTouchedOnce) this.overlapping.add(value);',
    replacement: '',
    test: { file: TRIANGLES, name: 'priced alike' },
  },
  {
    what: 'iterations of a loop that decides lengths are skipped',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: 'loop.isUneven || ',
    replacement: '',
    test: { file: TRIANGLES, name: 'priced alike' },
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
  {
    what: 'the runs of skipped iterations are not counted',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: 'semantics.overlappingRuns += skipped * (semantics.overlappingRuns - runsBefore);',
    replacement: '',
    test: WINDOWS,
  },
  {
    what: 'an iteration leaves its window behind and not what the next has left of it',
    file: 'core/run-engine/skipping/loop-window.ts',
    text: 'layersOf(layer, residual.blocks, skipped);',
    replacement: 'layersOf(layer, blocks, skipped);',
    test: WINDOWS,
  },
  {
    what: 'what windows touch again lives on where it lay',
    file: 'core/run-engine/skipping/loop-window.ts',
    text: 'else if (shift[i] !== 0) stack.drop(piece[i], base[i], stride[i], blocks.records[block]);',
    replacement: 'else if (shift[i] !== 0) stack.freePiece(piece[i]);',
    test: WINDOWS,
  },
  {
    what: 'what skipped iterations write over stays alive',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: 'this.repeatBuried(notes, skipped);',
    replacement: '',
    test: { file: WINDOWS.file, name: 'what skipped iterations write over is dead where it lay' },
  },
  {
    what: 'markers of loops are joined with dead versions',
    file: 'core/stack/dead-versions.ts',
    text: 'if (stack.records[block] === 0) {',
    replacement: 'if (stack.records[block] === -1) {',
    test: { file: 'tests/core/stack/dead-versions.test.ts', name: 'what lies on both sides of a marker is not joined' },
  },
  {
    what: 'iterations leave one dead version where they leave many',
    file: 'core/run-engine/skipping/window-blocks.ts',
    text: 'layer.addPiece(NONE, -ghosts, 0, 0);',
    replacement: 'layer.addPiece(NONE, -1, 0, 0);',
    test: CLASSIC_KERNELS,
  },
  {
    what: 'nothing comes to lie above rows that a loop inside repeated',
    file: 'core/run-engine/skipping/loop-skipper.ts',
    text: 'note, by, by * growth)',
    replacement: 'note, by, 0)',
    test: REPEATED,
  },
  {
    what: 'rows that a loop inside repeated forget what records before took',
    file: 'core/run-engine/skipping/repeated-reads.ts',
    text: 'offset - before[row] - taken',
    replacement: 'offset - taken',
    test: { file: REPEATED.file, name: 'rows of tiles are repeated that lie in falling order' },
  },
  {
    what: 'rows that a loop inside repeated lose nothing to rows above',
    file: 'core/run-engine/skipping/repeated-reads.ts',
    text: 'slope - width[row] - above[row]',
    replacement: 'slope - width[row]',
    test: REPEATED,
  },
  {
    what: 'what lies between two loops stays there while it is read',
    file: 'core/run-engine/notes/repeated-rows.ts',
    text: 'slope: slope - touched',
    replacement: 'slope',
    test: REPEATED,
  },
  {
    what: 'what lies between two loops stays there in an iteration',
    file: 'core/run-engine/notes/repeated-rows.ts',
    text: 'by, above - touched)',
    replacement: 'by, above)',
    test: REPEATED,
  },
];
