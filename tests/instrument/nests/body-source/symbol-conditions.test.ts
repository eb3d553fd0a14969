import { describe, expect, test } from 'vitest';
import { NamedFunctions } from '../../../../instrument/nests/body-source/named-functions.ts';
import { searchBody, searchScript } from '../../../../instrument/nests/body-source/symbol-conditions.ts';

/** Every loop of a text whose head ends in `range(...)` or goes over a block is the nest's. */
function search(text: string) {
  const heads = [...text.matchAll(/for \(const \w+ of (range\(|block\b)/g)];
  return searchBody(
    text,
    heads.map(({ index }) => index + 'for (const '.length),
  ).condition;
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
    expect(searchBody(Math.max.toString(), []).condition).toBeNull();
    expect(searchBody((() => {}).bind(null).toString(), []).condition).toBeNull();
  });
});

test('the first of several is found, in the order of the source', () => {
  expect(search(looped('const f = () => { if (!i) g(); }; if (i) f();'))).toMatchObject({ text: '!i' });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

describe('in the functions of a script that a body calls', () => {
  function inScript(helpers: string, statement: string): string | null {
    const body = looped(statement);
    const script = `"use strict"; ${helpers}; nest(tensors, ${body});`;
    const heads = [...script.matchAll(/i of range\(/g)].map(({ index }) => index);
    const functions = NamedFunctions.in(script);
    if (functions === null) return null;
    return searchScript({ text: script, functions }, script.indexOf(body), heads)?.text ?? null;
  }

  test.each([
    ['const first = (k) => k === 0;', 'if (first(i)) f();', 'k === 0'],
    ['function relu(v) { return v ? v : v.neg(); }', 'c.set(i, relu(a.get(i)));', 'v'],
    ['const get = (t, k) => t.get(k) || 0;', 'c.set(i, get(a, i));', 't.get(k) || 0'],
    ['const outer = (k) => inner(k.plus(1)); const inner = (k) => (k ? inner(k) : 1);', 'outer(i);', 'k'],
    ['const all = (t) => { for (const i of range(n)) if (!i) t.set(i, 1); };', 'all(c);', '!i'],
    ['const all = ({ t }) => { for (const i of range(n)) if (!i) t.set(i, 1); };', 'all({ t: c });', '!i'],
  ])('%s is found by %s', (helpers, statement, text) => {
    expect(inScript(helpers, statement)).toBe(text);
  });

  test.each([
    ['const first = (k) => k === 0;', 'for (const d of [0, 1]) if (first(d)) c.set(i, d);'],
    ['const first = (k) => k === 0;', 'const first = (k) => k.plus(1); c.set(first(i), 1);'],
    ['const at = (k, n) => (n === 3 ? k : k.plus(1));', 'c.set(at(i, 3), 1);'],
    ['const other = (k) => { for (const j of [1]) if (k === j) f(); };', 'c.set(i, 1);'],
    ['const broken = (;', 'if (i) f();'],
  ])('%s and %s are left alone', (helpers, statement) => {
    expect(inScript(helpers, statement)).toBeNull();
  });
});
