import type { PlantedBug } from '../planted-bug.ts';

const PRODUCT = 'tests/core/floors/product-floor.test.ts';
const TRACE = 'tests/core/floors/trace-floor.test.ts';
const FIGURES = { file: PRODUCT, name: 'the floor of a product of 64 cubed' };

/** Bugs of what is told beside the cost of reads: traffic between memories, floors. */
export const METER_BUGS: readonly PlantedBug[] = [
  {
    what: 'an element hits a memory that holds its first byte',
    file: 'core/levels/memory-levels.ts',
    text: 'Math.floor(capacityBytes',
    replacement: 'Math.ceil(capacityBytes',
    test: { file: 'tests/core/levels/memory-levels.test.ts', name: 'an element hits a memory that holds all of it' },
  },
  {
    what: 'a floor forgets that sums begin with nothing to read',
    file: 'core/floors/product-floor.ts',
    text: 'const lost = sums + born + dying + Math.min(dying, complete);',
    replacement: 'const lost = born + dying + Math.min(dying, complete);',
    test: FIGURES,
  },
  {
    what: 'a floor forgets the elements that die',
    file: 'core/floors/product-floor.ts',
    text: 'const lost = sums + born + dying + Math.min(dying, complete);',
    replacement: 'const lost = sums + born;',
    test: { file: PRODUCT, name: 'what dies, what is made and what is summed up lowers a floor' },
  },
  {
    what: 'the last window of a product counts as complete',
    file: 'core/floors/product-floor.ts',
    text: '(mostProducts(product, window) + 1)) - 1;',
    replacement: '(mostProducts(product, window) + 1));',
    test: FIGURES,
  },
  {
    what: 'boundaries of windows are taken to cut no term',
    file: 'core/floors/product-floor.ts',
    text: 'Math.ceil((macs + 1) / (mostProducts(product, window) + 1)) - 1;',
    replacement: 'Math.ceil(macs / mostProducts(product, window)) - 1;',
    test: FIGURES,
  },
  {
    what: 'an element that a square cuts is taken for one that it does not',
    file: 'core/cost/deep-reads.ts',
    text: 'above === 0 ? 0 : deepReads(depth + 1)',
    replacement: 'above === 0 ? 0 : deepReads(depth)',
    test: {
      file: 'tests/core/cost/deep-reads.test.ts',
      name: 'the cost of a trace follows from how many reads go deeper than each depth',
    },
  },
  {
    what: 'weights are counted in products and once more with the moments',
    file: 'core/floors/trace-floor.ts',
    text: '    if (passed.has(argument)) continue;\n',
    replacement: '',
    test: { file: 'tests/scenarios/floors.test.ts', name: 'floors of an update of label-in-input as documented' },
  },
  {
    what: 'operands are taken to be there before they are made',
    file: 'core/floors/trace-floor.ts',
    text: 'if (!take(origin)) born += count;',
    replacement: 'take(origin);',
    test: { file: TRACE, name: 'an operand that may be made just before it is read is not counted on' },
  },
  {
    what: 'a product of a value with itself has the floor of two',
    file: 'core/floors/trace-floor.ts',
    text: 'new Set([a, b, c]).size < 3',
    replacement: 'a === c',
    test: { file: TRACE, name: 'one value for both operands' },
  },
  {
    what: 'three elements are taken to say which term it is whatever moves them',
    file: 'core/floors/multiply-accumulate.ts',
    text: 'moves(depth) < 2',
    replacement: 'moves(depth) < 1',
    test: { file: TRACE, name: 'a loop that moves the sum alone' },
  },
  {
    what: 'a line that comes to the top stays the last of the memory that it was in',
    file: 'core/lines/line-memories.ts',
    text: 'if (level < this.levels && this.last[level] === line) this.last[level] = over;',
    replacement: '',
    test: { file: 'tests/core/lines/line-traffic.test.ts', name: 'as many reads miss as in a memory of lines' },
  },
  {
    what: 'values are placed where others that live as long lie',
    file: 'core/placement/placed-trace.ts',
    text: 'base = Math.max(base, other.end);',
    replacement: 'base = other.base;',
    test: { file: 'tests/core/placement/placed-trace.test.ts', name: 'a product costs by addresses' },
  },
  {
    what: 'padded rows share lines',
    file: 'core/lines/line-traffic.ts',
    text: 'lines += Math.ceil(row / perLine);',
    replacement: 'lines += Math.floor(row / perLine);',
    test: { file: 'tests/core/lines/line-traffic.test.ts', name: 'padded, as many reads miss' },
  },
  {
    what: 'an element in several windows is taken to be in one',
    file: 'core/floors/axes.ts',
    text: 'overlap *= Math.min(countOf(direction, boxes), Math.ceil(below / ratio));',
    replacement: '',
    test: { file: TRACE, name: 'elements of a window that overlap are counted as often as they are met' },
  },
  {
    what: 'terms that a nest makes twice are taken for those of windows at borders',
    file: 'core/floors/term-boxes.ts',
    text: 'return isApart ?',
    replacement: 'return boxes.length > 0 || isApart ?',
    test: { file: TRACE, name: 'a product that is made twice' },
  },
];
