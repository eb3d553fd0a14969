import { describe, expect, test } from 'vitest';
import { symbolCondition } from '../../../../instrument/nests/body-source/symbol-conditions.ts';

/** Every loop of a text whose head ends in `range(...)` or goes over a block is the nest's. */
function search(text: string) {
  const heads = [...text.matchAll(/for \(const \w+ of (range\(|block\b)/g)];
  return symbolCondition(
    text,
    heads.map(({ index }) => index + 'for (const '.length),
  );
}

const looped = (statement: string): string => `({ a, c }) => { for (const i of range(n)) { ${statement} } }`;

describe('a loop index or value that JavaScript would answer for is found', () => {
  test.each([
    ['if (i) f();', 'i', 'index', 'condition'],
    ['if (!i) f();', '!i', 'index', 'condition'],
    ['if (flag && i) f();', 'flag && i', 'index', 'condition'],
    ['const x = i && f();', 'i && f()', 'index', 'condition'],
    ['const x = i || f();', 'i || f()', 'index', 'condition'],
    ['const x = i ? 1 : 2;', 'i', 'index', 'condition'],
    ['while (i) f();', 'i', 'index', 'condition'],
    ['for (; i; ) f();', 'i', 'index', 'condition'],
    ['if (i === 0) f();', 'i === 0', 'index', 'comparison'],
    ['if (0 !== i) f();', '0 !== i', 'index', 'comparison'],
    ['if (i == n) f();', 'i == n', 'index', 'comparison'],
    ['if (i.plus(1).times(2) === n) f();', 'i.plus(1).times(2) === n', 'index', 'comparison'],
    ['switch (i) { case 0: f(); }', 'i', 'index', 'comparison'],
    ['const k = i.minus(1); if (k) f();', 'k', 'index', 'condition'],
    ['let k; k = i; if (k) f();', 'k', 'index', 'condition'],
    ['const f = () => { if (i) g(); };', 'i', 'index', 'condition'],
    ['for (const block of range(m)) for (const j of block) if (j) f();', 'j', 'index', 'condition'],
    ['for (const block of range(m)) if (block.start) f();', 'block.start', 'index', 'condition'],
    ['if (a.get(i)) f();', 'a.get(i)', 'value', 'condition'],
    ['if (a.get(i).gt(0)) f();', 'a.get(i).gt(0)', 'value', 'condition'],
    ['const x = a.get(i).lt(c.get(i)); c.set(i, x ? 1 : 0);', 'x', 'value', 'condition'],
    ['const sum = (0, odometer.local)(); if (sum.get().gt(1)) f();', 'sum.get().gt(1)', 'value', 'condition'],
  ])('%s', (statement, text, kind, use) => {
    const body = looped(statement);
    const found = search(body);
    expect(found).toMatchObject({ text, kind, use });
    expect(body.slice(found?.at)).toMatch(text.slice(0, 1) === '(' ? text : new RegExp(`^${escaped(text)}`));
  });

  test.each([
    'function body({ a: x, c }) { for (const i of range(n)) if (x.get(i)) f(); }',
    'function (tensors) { const { a } = tensors; for (const i of range(n)) if (a.get(i)) f(); }',
    'body(tensors) { for (const i of range(n)) if (tensors.a.get(i)) f(); }',
    '(tensors) => { for (const i of range(n)) if (tensors["a"].get(i)) f(); }',
  ])('however the body takes its tensors: %s', (text) => {
    expect(search(text)).toMatchObject({ kind: 'value', use: 'condition' });
  });
});

describe('nothing is found in', () => {
  test.each([
    'if (flag) f(i);',
    'if (n === 3) f();',
    'const x = i ?? 1;',
    'if (map.get(1)) f();',
    'for (const d of [0, 1]) if (d === 0) c.set(i.plus(d), 1);',
    'const f = (i) => { if (i) g(); };',
    '{ const i = 1; if (i) f(); }',
    'for (const i of [0, 1]) if (i) f();',
    'let k = i; k = 3; if (k) f();',
    'const [k] = [1]; if (k) f();',
    'c.set(i, a.get(i).gt(0).select(1, 2));',
  ])('%s', (statement) => {
    expect(search(looped(statement))).toBeNull();
  });

  test('what is no source', () => {
    expect(symbolCondition(Math.max.toString(), [])).toBeNull();
    expect(symbolCondition((() => {}).bind(null).toString(), [])).toBeNull();
  });
});

test('the first of several is found, in the order of the source', () => {
  expect(search(looped('const f = () => { if (!i) g(); }; if (i) f();'))).toMatchObject({ text: '!i' });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
