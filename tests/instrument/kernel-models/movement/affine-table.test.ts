import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affineTable } from '../../../../instrument/kernel-models/movement/affine-table.ts';
import { patchTable } from '../../../../scenarios/locally-connected/patches.ts';

/** base + sum(strides[k] * v[k]) over the box, the last coordinate fastest. */
function written(base: number, extents: readonly number[], strides: readonly number[]): number[] {
  const [extent, ...inner] = extents;
  if (extent === undefined) return [base];
  return Array.from({ length: extent }, (_, v) => written(base + v * strides[0], inner, strides.slice(1))).flat();
}

describe('affineTable', () => {
  it.each([
    ['one entry', [7], { base: 7, extents: [], strides: [] }],
    ['a line', [2, 5, 8, 11], { base: 2, extents: [4], strides: [3] }],
    ['a line backwards', [3, 2, 1, 0], { base: 3, extents: [4], strides: [-1] }],
    ['one element again and again', [4, 4, 4], { base: 4, extents: [3], strides: [0] }],
    ['rows', [0, 1, 2, 10, 11, 12], { base: 0, extents: [2, 3], strides: [10, 1] }],
    ['rows read twice', [0, 1, 0, 1, 6, 7, 6, 7], { base: 0, extents: [2, 2, 2], strides: [6, 0, 1] }],
    ['rows that follow on are one line', [0, 1, 2, 3, 4, 5], { base: 0, extents: [6], strides: [1] }],
  ])('%s', (_, table, wanted) => {
    expect(affineTable(table)).toEqual(wanted);
  });

  it.each([
    ['no pattern', [0, 1, 3]],
    ['a line and a bit', [0, 1, 2, 3, 9]],
    ['rows of which the last is shifted inside', [0, 1, 2, 10, 11, 13]],
    ['rows of different length', [0, 1, 2, 7, 8]],
  ])('%s: none', (_, table) => {
    expect(affineTable(table)).toBeNull();
  });

  it('the windows of an image are four loops, channels and columns being one', () => {
    const table = patchTable({ side: 32, channels: 3, field: 11 });
    expect(table.length).toBe(22 * 22 * 363);
    expect(affineTable(table)).toEqual({ base: 0, extents: [22, 22, 11, 33], strides: [96, 3, 96, 1] });
  });

  it('finds every affine table again, and nothing that is none', () => {
    const box = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: -6, max: 6 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        box,
        fc.integer({ min: 0, max: 9 }),
        fc.nat(),
        fc.integer({ min: -2, max: 2 }),
        (axes, base, at, off) => {
          const table = written(
            base,
            axes.map(([extent]) => extent),
            axes.map(([, stride]) => stride),
          );
          const found = affineTable(table);
          expect(found).not.toBeNull();
          if (found === null) return;
          expect(written(found.base, found.extents, found.strides)).toEqual(table);
          expect(found.extents).not.toContain(1);
          const changed = table.with(at % table.length, table[at % table.length] + off);
          const other = affineTable(changed);
          if (other !== null) expect(written(other.base, other.extents, other.strides)).toEqual(changed);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses an empty table', () => {
    expect(() => affineTable([])).toThrow(new RangeError('affineTable: a table must have an entry, got none'));
  });
});
