import { describe, expect, test } from 'vitest';
import { blocks, input, local, measure, nest, output, range } from '../../../index.ts';
import { NEST_EXAMPLES, pricedNest } from '../../../live/running/priced-nest.ts';
import { typedTrace } from '../../../live/running/typed-nest.ts';

test('typed loops have the figures of the same loops in a file', () => {
  const n = 24;
  const product = nest({ a: input([n, n]), b: input([n, n]), c: output([n, n]) }, ({ a, b, c }) => {
    for (const i of range(n)) {
      for (const j of range(n)) {
        for (const k of range(n)) c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
      }
    }
  });
  const neighbours = nest({ x: input([500]), y: output([500]) }, ({ x, y }) => {
    for (const i of range(1, 499))
      y.set(
        i,
        x
          .get(i.minus(1))
          .add(x.get(i))
          .add(x.get(i.plus(1))),
      );
  });
  for (const [name, same] of [
    ['matrix product', product],
    ['three neighbours', neighbours],
  ] as const) {
    const { reads, cost, floor, costOfLine } = pricedNest(NEST_EXAMPLES[name]);
    const { reads: expected, cost: paid } = measure(same.trace());
    expect(reads).toBe(expected);
    if (name === 'matrix product') expect(cost).toBe(paid.cold[4]);
    if (name === 'matrix product') expect(floor).toBeLessThan(cost);
    expect([...costOfLine.values()].reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(cost);
  }
});

test('blocks, locals and sizes worked out of sizes are part of the language', () => {
  const typed = typedTrace(`const n = 8;
const half = n / 2;
const x = input([n]);
const y = output([2 * half]);
const sum = local();
for (const block of blocks(n, half)) for (const i of block) {
  sum.set(sum.get().add(x.get(i)));
  y.set(i, sum.get());
}`);
  const same = nest({ x: input([8]), y: output([8]) }, ({ x, y }) => {
    const sum = local();
    for (const block of blocks(8, 4)) {
      for (const i of block) {
        sum.set(sum.get().add(x.get(i)));
        y.set(i, sum.get());
      }
    }
  });
  expect(measure(typed).cost).toEqual(measure(same.trace()).cost);
});

test('a cost belongs to the line on which it is paid', () => {
  const { costOfLine, cost } = pricedNest(`const x = input([9]);
const y = output([9]);
for (const i of range(9)) {
  y.set(i, x.get(i));
}
for (const i of range(9)) y.set(i, y.get(i).mul(x.get(i)));`);
  expect([...costOfLine.keys()].sort()).toEqual([4, 6]);
  expect([...costOfLine.values()].reduce((sum, each) => sum + each, 0)).toBe(cost);
});

describe('what is wrong is said with its line', () => {
  const HEAD = 'const x = input([4]);\nconst y = output([4]);\n';
  test.each([
    ['for (const i of range(4)) y.set(i, z.get(i));', /^line 3: there is no z/],
    ['for (const i of range(4)) {\n  y.set(i + 1, x.get(i));\n}', /^line 4: only plain numbers .* i\.plus\(1\)/],
    ['for (const i of range(4)) y.set(i.plus(1), x.get(i));', /^line 3: .*4/],
    ['for (const i of range(4) y.set(i, x.get(i));', /^line 3: Unexpected token/],
    ['for (let i = 0; i < 4; i++) y.set(i, 0);', /^line 3: ForStatement is not part of this language/],
    ['let z = 1;', /^line 3: take const in place of let/],
    ['for (const i of range(4)) y.set(i, x[i]);', /^line 3: elements are read by \.get/],
    ['for (const i of range(4)) x.get(i).add(1);', /^line 3: the value is put nowhere/],
    ['y.set(0, x.get(0).constructor("return 1")());', /^line 3: /],
    ['for (const i of range(4)) y.set(i, x.get(i).wrong());', /^line 3: there is no \.wrong\(\)/],
    ['for (const i of [1, 2]) y.set(i, 0);', /^line 3: a loop is over range/],
    ['', /^line \d+: .*does nothing/],
  ])('%s', (text, expected) => {
    expect(() => pricedNest(HEAD + text)).toThrow(expected);
  });

  test('more than a page can price while one types', () => {
    const text = NEST_EXAMPLES['matrix product'].replace('24', '400');
    expect(() => pricedNest(text)).toThrow(/^line 1: these are \d+ operations; take sizes/);
  });
});
