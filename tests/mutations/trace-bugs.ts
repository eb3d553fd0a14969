import type { PlantedBug } from './planted-bug.ts';

const STEADY = 'tests/core/trace/steady-stack.test.ts';
const REACH = 'tests/core/trace/nest-reach.test.ts';
const MEASUREMENT = 'tests/core/measurement/measurement.test.ts';
const TALLY = 'tests/core/cost/tally.test.ts';

const SIZES = 'tests/core/cells/price-by-sizes.test.ts';

/** Bugs of core/trace, core/numbers, core/cost, core/cells and core/measurement. */
export const TRACE_BUGS: readonly PlantedBug[] = [
  {
    what: 'the new batch of a steady update lies below the state',
    file: 'core/trace/trace.ts',
    text: 'return [...kept, ...argumentStack({ ...trace, arguments: batch })];',
    replacement: 'return [...argumentStack({ ...trace, arguments: batch }), ...kept];',
    test: { file: STEADY, name: 'one in steady operation starts from what a cold one returned' },
  },
  {
    what: 'the last argument is on top of the first stack',
    file: 'core/trace/trace.ts',
    text: '    .reverse()\n',
    replacement: '',
    test: { file: STEADY, name: 'a cold update starts from its arguments, the first on top' },
  },
  {
    what: 'a state that is written in part is taken for whole',
    file: 'core/trace/trace.ts',
    text: 'if (missing > 0) {',
    replacement: 'if (missing === size) {',
    test: { file: 'tests/core/trace/hostile-traces.test.ts', name: 'steady-state-written-in-part' },
  },
  {
    what: 'returned values lose their addresses after their last call',
    file: 'core/trace/address-space.ts',
    text: 'for (const value of trace.returned) lastCall[value] = trace.calls.length;',
    replacement: '',
    test: {
      file: 'tests/core/element-engine/element-engine.test.ts',
      name: 'as the program it stands for, under eager',
    },
  },
  {
    what: 'the checker lets loops lie deeper than engines go',
    file: 'core/trace/trace-format.ts',
    text: 'if (depth > MAX_LOOPS) {',
    replacement: 'if (depth > MAX_LOOPS + 4) {',
    test: { file: 'tests/core/trace/hostile-traces.test.ts', name: 'loops-18-deep-one-local' },
  },
  {
    what: 'the checker forgets the last iteration of a loop',
    file: 'core/trace/iteration-shapes.ts',
    text: '[trip - 2, 1], [trip - 1, 1]]',
    replacement: '[trip - 2, 1]]',
    test: { file: REACH, name: 'how often instructions are executed, and what operands reach' },
  },
  {
    what: 'the last block counts as a whole one',
    file: 'core/trace/iteration-shapes.ts',
    text: '[trip - 2, 1], [trip - 1, 1]]',
    replacement: '[trip - 2, 2]]',
    test: { file: REACH, name: 'how often instructions are executed, and what operands reach' },
  },
  {
    what: 'all iterations of a loop that others take their lengths from are taken for like the first',
    file: 'core/trace/iteration-shapes.ts',
    text: 'variables[depth] = v;\n      enter(depth + 1, times);',
    replacement: 'variables[depth] = 0;\n      enter(depth + 1, times);',
    test: { file: REACH, name: 'how often instructions are executed, and what operands reach' },
  },
  {
    what: 'an affine trip below 0 counts as iterations that are taken back',
    file: 'core/trace/nest.ts',
    text: 'return Math.max(0, count);',
    replacement: 'return count;',
    test: { file: 'tests/core/trace/affine-trips.test.ts', name: 'depths by hand' },
  },
  {
    what: 'what is entered early is taken for entered already',
    file: 'core/cost/depth-histogram.ts',
    text: 'if (this.pendingPages > MOST_PAGES) this.settle();',
    replacement: 'if (this.pendingPages > MOST_PAGES) this.hasPendingRanges = false;',
    test: {
      file: 'tests/core/cost/depth-histogram.test.ts',
      name: 'progressions far apart are entered before their ends take too many pages',
    },
  },
  {
    what: 'a count below -2^31 is not carried',
    file: 'core/numbers/paged-counts.ts',
    text: 'if (sum > LARGEST || sum < -LARGEST)',
    replacement: 'if (sum > LARGEST)',
    test: { file: 'tests/core/cost/depth-histogram.test.ts', name: 'reads at each depth of a progression' },
  },
  {
    what: 'each depth of a short progression is counted once, however often it was read',
    file: 'core/cost/depth-histogram.ts',
    text: 'this.counts.addEach(first, step, count, times);',
    replacement: 'this.counts.addEach(first, step, count, 1);',
    test: { file: 'tests/core/cost/depth-histogram.test.ts', name: 'reads at each depth of a progression' },
  },
  {
    what: 'the depths of a short progression are neighbours',
    file: 'core/numbers/paged-counts.ts',
    text: 'index += step) {',
    replacement: 'index++) {',
    test: { file: 'tests/core/cost/depth-histogram.test.ts', name: 'reads at each depth of a progression' },
  },
  {
    what: 'what was carried is not counted',
    file: 'core/numbers/paged-counts.ts',
    text: 'return (this.pages[number]?.[place] ?? 0) + (this.carried[number]?.[place] ?? 0);',
    replacement: 'return this.pages[number]?.[place] ?? 0;',
    test: { file: 'tests/core/numbers/paged-counts.test.ts', name: 'each number is the exact sum of its changes' },
  },
  {
    what: 'a copy leaves out what was carried',
    file: 'core/numbers/paged-counts.ts',
    text: 'other.carried = this.carried.map((page) => page?.slice());',
    replacement: 'other.carried = [];',
    test: { file: 'tests/core/numbers/paged-counts.test.ts', name: 'a copy holds the same numbers' },
  },
  {
    what: 'a copy shares its numbers',
    file: 'core/numbers/paged-counts.ts',
    text: 'other.pages = this.pages.map((page) => page?.slice());',
    replacement: 'other.pages = this.pages;',
    test: { file: 'tests/core/numbers/paged-counts.test.ts', name: 'a copy holds the same numbers' },
  },
  {
    what: 'a sum of neighbours leaves out what was carried',
    file: 'core/numbers/paged-counts.ts',
    text: 'if (more !== undefined) for',
    replacement: 'if (more === null) for',
    test: { file: 'tests/core/numbers/paged-counts.test.ts', name: 'sums of neighbours, across pages' },
  },
  {
    what: 'reads at a depth that is asked for after a deeper one are left out',
    file: 'core/cost/depth-histogram.ts',
    text: 'else deeper += this.counts.sum(depth + 1, at + 1);',
    replacement: 'else deeper += this.counts.sum(depth + 1, at);',
    test: {
      file: 'tests/core/cost/depth-histogram.test.ts',
      name: 'the total cost is the exact sum of count times cost',
    },
  },
  {
    what: 'a capacity holds one element less than it does',
    file: 'core/cost/energy.ts',
    text: 'depth * ELEMENT_BYTES > levels[level].capacityBytes',
    replacement: 'depth * ELEMENT_BYTES >= levels[level].capacityBytes',
    test: { file: 'tests/core/cost/energy.test.ts', name: 'a read pays the first level that holds it whole' },
  },
  {
    what: 'the bytes of an element all cost the root of the last one',
    file: 'core/cost/unchecked-costs.ts',
    text: 'for (let k = largest - 1; k * k > above; k--) cost -= k * k - above;',
    replacement: '',
    test: { file: MEASUREMENT, name: 'under eager each breakdown adds up to the total' },
  },
  {
    what: 'a falling progression starts at its first depth',
    file: 'core/cost/tally.ts',
    text: 'slope > 0 ? first : first + (count - 1) * slope;',
    replacement: 'first;',
    test: { file: TALLY, name: 'a progression is what its reads are one by one' },
  },
  {
    what: 'the cost of an operand is not multiplied where it is read several times',
    file: 'core/cost/tally.ts',
    text: 'oneByte * times, whole * times);',
    replacement: 'oneByte, whole * times);',
    test: { file: TALLY, name: 'a progression is what its reads are one by one' },
  },
  {
    what: 'a steep progression costs as much as one of neighbours',
    file: 'core/cost/tally.ts',
    text: 'i < count; i++, depth += step) {',
    replacement: 'i < count; i++, depth++) {',
    test: { file: TALLY, name: 'a progression is what its reads are one by one' },
  },
  {
    what: 'every cell of an element counts as a read',
    file: 'core/cells/trace-of-cells.ts',
    text: '(cell === 0 ? 1 : 0)',
    replacement: '1',
    test: { file: SIZES, name: 'cost what a stack of bytes says, by every engine, for random nests' },
  },
  {
    what: 'a stack of elements with gaps is one of cells with gaps',
    file: 'core/cells/trace-of-cells.ts',
    text: 'if (stride === 1) return [{',
    replacement: 'if (stride > 0) return [{',
    test: { file: SIZES, name: 'a stack of elements is one of cells, in its order whatever its strides' },
  },
  {
    what: 'the cells of a result are written in one instruction less',
    file: 'core/cells/nest-of-cells.ts',
    text: 'Array.from({ length: perInstruction }, (_, cell) => ({',
    replacement: 'Array.from({ length: Math.max(1, perInstruction - 1) }, (_, cell) => ({',
    test: { file: SIZES, name: 'cost what a stack of bytes says, by every engine, for random nests' },
  },
  {
    what: 'the peak is looked for after instructions only',
    file: 'core/measurement/measurement.ts',
    text: 'Math.max(highest, live), cold.initialLive)',
    replacement: 'Math.max(highest, live), 0)',
    test: { file: MEASUREMENT, name: 'the peak may lie before the first instruction' },
  },
  {
    what: 'the steady cost is the cold one',
    file: 'core/measurement/measurement.ts',
    text: 'steady && costOfTrace(steady, elementBytes)',
    replacement: 'steady && costOfTrace(cold, elementBytes)',
    test: { file: STEADY, name: 'the steady figure is that of the steady update, not of the cold one' },
  },
  {
    what: "a layer waits without its optimiser's last call",
    file: 'core/measurement/course.ts',
    text: 'wait.updatedAfter = instructions + perCall[call];',
    replacement: 'wait.updatedAfter = instructions;',
    test: { file: MEASUREMENT, name: 'a layer waits from its first instruction to its last one of the optimiser' },
  },
  {
    what: 'two engines are held to have the same stack whatever they leave',
    file: 'core/measurement/priced-difference.ts',
    text: 'stackDifference(one.finalStack, other.finalStack)',
    replacement: 'null',
    test: {
      file: 'tests/core/measurement/priced-difference.test.ts',
      name: 'what differs first is named: run 0 from the bottom',
    },
  },
];
