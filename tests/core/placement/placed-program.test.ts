import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { priceReads } from '../../../core/measurement/program-pricing.ts';
import { parsePlaced } from '../../../core/placement/placed-program.ts';

/** The plain product of two squares, the partial product at address `term`, all else in order from 1 on without it. */
function naiveProduct(n: number, term: number): string {
  const shift = term === 1 ? 1 : 0;
  const at = (matrix: number, row: number, column: number): number => shift + 1 + (matrix * n + row) * n + column;
  const range = Array.from({ length: n }, (_, index) => index);
  const cells = (matrix: number): number[] => range.flatMap((row) => range.map((column) => at(matrix, row, column)));
  const statements = range.flatMap((i) =>
    range.flatMap((j) =>
      range.flatMap((k) => {
        const factors = `${at(0, i, k)},${at(1, k, j)}`;
        return k === 0 ? [`mul ${at(2, i, j)},${factors}`] : [`mul ${term},${factors}`, `add ${at(2, i, j)},${term}`];
      }),
    ),
  );
  return [[...cells(0), ...cells(1)].join(','), ...statements, cells(2).join(',')].join('\n');
}

describe('published programs get their published costs', () => {
  test.each([
    ['a b + c d + e', '1,2,3,4,5; mul 1,1,2; mul 3,3,4; add 1,3; add 1,5; 1', 15, 9, 5, [15, 16, 15]],
    ['one product', '1,2;mul 3,1,2;3', 5, 3, 3, null],
    [
      'symmetry of six',
      '1,2,3,4,5,6\ncmp 1, 1, 6, eq\ncmp 2, 2, 5, eq\ncmp 3, 3, 4, eq\nand 1, 2\nand 1, 3\n1\n',
      20,
      11,
      6,
      [20, 23, 20],
    ],
    ['4 x 4, term last', naiveProduct(4, 49), 1316, 240, 49, [721, 1049, 705]],
    ['16 x 16, term last', naiveProduct(16, 769), 340_704, 16_128, 769, [109_217, 181_258, 108_170]],
    ['16 x 16, term first', naiveProduct(16, 1), 237_456, 16_128, 769, [109_217, 181_258, 108_170]],
  ])('%s', (_, text, cost, reads, maxAddress, onStack) => {
    const { program, ...placed } = parsePlaced(text, 'a.ir');
    expect(placed).toEqual({ cost, reads, maxAddress });
    if (onStack === null) return;
    const costs = (['ir-live', 'ir-classic', 'eager'] as const).map((semantics) =>
      priceReads(program, semantics, 'element', 'scalar').histogram.totalCost(1),
    );
    expect(costs).toEqual(onStack);
  });
});

test('what is set is read at its address, and is on no stack', () => {
  const { program, ...placed } = parsePlaced('9\nset 4,1\nxor 5,9,4\ncopy 6,4\n5,6\n', 'a.ir');
  // 9 and 4, 4, then 5 and 6.
  expect(placed).toEqual({ cost: 3 + 2 + 2 + 3 + 3, reads: 5, maxAddress: 9 });
  expect(program.reads.length).toBe(1);
  expect(program.returns.length).toBe(1);
});

test.each([
  ['nothing', '', 'a.ir: holds no program'],
  ['an unknown statement', '1\nfrob 2,1\n2', 'a.ir: line 2: "frob 2,1" is no statement'],
  ['an operand too many', '1\ncopy 2,1,1\n2', 'a.ir: line 2: "copy 2,1,1" is no statement'],
  ['no address', '1\ncopy 0,1\n2', 'a.ir: line 2: "0" is no address'],
  ['an address of nothing', '1\nadd 2,1,3\n2', 'a.ir: line 2: nothing was put at address 3'],
  ['an exit of nothing', '1\ncopy 2,1\n7', 'a.ir: line 3: nothing was put at address 7'],
  ['an input twice', '1,1\ncopy 2,1\n2', 'a.ir: line 1: address 1 is there twice'],
])('%s is refused', (_, text, message) => {
  expect(() => parsePlaced(text, 'a.ir')).toThrow(InputError);
  expect(() => parsePlaced(text, 'a.ir')).toThrow(message);
});
