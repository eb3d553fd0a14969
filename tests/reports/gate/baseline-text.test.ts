import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { exactInteger } from '../../../core/numbers/exact-integer.ts';
import { type Baseline, type BaselineLine, METRICS, updatedBaseline } from '../../../reports/gate/baseline.ts';
import { lineText } from '../../../reports/gate/baseline-line.ts';
import { baselineText, parseBaseline } from '../../../reports/gate/baseline-text.ts';
import { byCodePoints } from '../../../reports/gate/case-name.ts';
import { sumOf } from '../../../reports/gate/cost-parts.ts';
import { baselineOf, benchOf, FILE } from '../../support/results/hand-made-bench.ts';

const NAME = 'b.txt';
const TWO = {
  'ijk n=16': { operands: { a: 30211, b: 55012, c: 23994 }, lines: { 'kernels/a.odometer.ts:12': 109217 } },
  'tile n=16': { cost: 2n ** 60n, reads: 16128, peak: 3072 },
};
const text = baselineText(baselineOf(TWO));
const lines = text.trimEnd().split('\n');

test('a baseline is a header and a sorted line a figure, each with what it is made of and a digest', () => {
  const [header, body] = [lines.slice(0, 8), lines.slice(8)];
  expect(header).toEqual([
    '# odometer-baseline/1',
    '# tensor-odometer 0.1.0',
    '# tfjs 4.22.0',
    '# semantics eager',
    '# granularity scalar',
    '# bytes 4',
    '# seed 0',
    '# lines 6',
  ]);
  expect(body.map((line) => line.replace(/ [0-9a-f]{6}$/, ' DIGEST'))).toEqual([
    'kernels/a.odometer.ts > ijk n=16 | cost 109217 | operand b 55012, a 30211, c 23994; line :12 109217 | DIGEST',
    'kernels/a.odometer.ts > ijk n=16 | peak 40 | | DIGEST',
    'kernels/a.odometer.ts > ijk n=16 | reads 10 | | DIGEST',
    'kernels/a.odometer.ts > tile n=16 | cost 1152921504606846976 | | DIGEST',
    'kernels/a.odometer.ts > tile n=16 | peak 3072 | | DIGEST',
    'kernels/a.odometer.ts > tile n=16 | reads 16128 | | DIGEST',
  ]);
});

test('lines are sorted by code points, not by the halves of them', () => {
  const names = ['\u{1f600}', '\uffee', 'z'];
  const sorted = baselineText(baselineOf(Object.fromEntries(names.map((name) => [name, {}]))));
  const costs = sorted.split('\n').filter((line) => line.includes('| cost '));
  expect(costs.map((line) => /> (.+?) \|/u.exec(line)?.[1])).toEqual(['z', '\uffee', '\u{1f600}']);
});

test('beyond eight parts of a kind the smaller ones are one, so that all add up to the cost', () => {
  const operands = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`x${index}`, 100 - index]));
  const [cost] = baselineOf({ a: { operands: { rest: 3, ...operands, free: 0 } } }).lines;
  const parts = cost.parts.operand ?? [];
  expect(parts.map(({ name }) => name)).toEqual([...Object.keys(operands).slice(0, 8), 'rest']);
  expect(parts.at(-1)?.cost).toBe(92 + 91 + 90 + 3);
  expect(sumOf(parts)).toBe(cost.value);
});

test('kernels are named where there are several', () => {
  const partsOf = (kernels: Record<string, number>) => baselineOf({ a: { cost: 100, kernels } }).lines[0].parts;
  expect(partsOf({ matmul: 100 })).toEqual({});
  expect(partsOf({ matmul: 60, softmax: 40 })).toEqual({
    kernel: [
      { name: 'matmul', cost: 60 },
      { name: 'softmax', cost: 40 },
    ],
  });
});

test('the name of the one kernel is left out before operands, and that of the file before lines of its own', () => {
  const partsOf = (kernels: Record<string, number>, operands: Record<string, number>) =>
    (baselineOf({ a: { kernels, operands } }).lines[0].parts.operand ?? []).map((part) => part.name);
  expect(partsOf({ 'sum n=4': 90, epilogue: 10 }, { 'sum n=4 x': 90, epilogue: 10 })).toEqual(['x', 'epilogue']);
  expect(partsOf({ sum: 90, max: 10 }, { 'sum x': 90, 'max x': 10 })).toEqual(['sum x', 'max x']);
  const lines = { [`${FILE}:7`]: 9, [`${FILE}x:7`]: 8, 'b.ts:7': 7 };
  const { line = [] } = baselineOf({ a: { lines } }).lines[0].parts;
  expect(line.map((part) => part.name)).toEqual([':7', `${FILE}x:7`, 'b.ts:7']);
});

const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...' |,;:\\>#=u0a\n', 'accepted: ', 'rest') }),
);
const size = fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: 10n ** 40n }).map(exactInteger));
const parts = fc
  .uniqueArray(fc.record({ name, cost: size }), { minLength: 1, maxLength: 9, selector: (part) => part.name })
  .map((some) => some.toSorted((a, b) => Number(BigInt(b.cost) - BigInt(a.cost))));
const reason = fc.option(name, { nil: null });
const cost = fc.oneof(
  fc.record({ value: size, parts: fc.constant({}), reason }),
  fc.record({ operand: parts, reason }).map(({ operand, reason }) => ({
    value: sumOf(operand),
    parts: { operand, line: [{ name: ':1', cost: sumOf(operand) }] },
    reason,
  })),
);
const figure = fc.record({ value: size, parts: fc.constant({}), reason });
const baselines: fc.Arbitrary<Baseline> = fc
  .uniqueArray(fc.record({ id: name, cost, peak: figure, reads: figure }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ id }) => id,
  })
  .map((made) => ({
    header: baselineOf({}).header,
    lines: made
      .flatMap(({ id, ...of }): BaselineLine[] => METRICS.map((metric) => ({ id, metric, ...of[metric] })))
      .sort((a, b) => byCodePoints(lineText(a), lineText(b))),
  }));

test('what is written is read back, whatever is in names and however large figures are', () => {
  fc.assert(
    fc.property(baselines, (baseline) => {
      const written = baselineText(baseline);
      expect(parseBaseline(written, NAME)).toEqual(baseline);
      expect(parseBaseline(written.replaceAll('\n', '\r\n'), NAME)).toEqual(baseline);
    }),
  );
});

test('a changed character of any figure is found', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(...'09 af|:;,x'), (place, character) => {
      const start = text.indexOf('kernels');
      const at = start + (place % (text.length - start - 1));
      fc.pre(text[at] !== character);
      const edited = `${text.slice(0, at)}${character}${text.slice(at + 1)}`;
      expect(() => parseBaseline(edited, NAME)).toThrow(InputError);
    }),
  );
});

test('a baseline cut anywhere is refused, but for its last line end', () => {
  for (let end = 0; end < text.length - 1; end++) {
    expect(() => parseBaseline(text.slice(0, end), NAME), `${end}`).toThrow(InputError);
  }
  expect(parseBaseline(text.slice(0, -1), NAME)).toEqual(parseBaseline(text, NAME));
});

describe('a planted edit is refused with its line and what to do', () => {
  const withLines = (...changed: string[]): string => `${changed.join('\n')}\n`;
  const edited = (line: number, change: (text: string) => string): string =>
    withLines(...lines.map((one, index) => (index === line - 1 ? change(one) : one)));
  const without = (line: number): string[] => lines.filter((_, index) => index !== line - 1);
  const counting = (count: number, ...changed: string[]): string =>
    withLines(...changed.map((line) => line.replace('# lines 6', `# lines ${count}`)));
  /** Another line, with a digest of its own. */
  const foreign = lineText({ id: 'z', metric: 'cost', value: 1, parts: {}, reason: null });
  const unlike = lineText({
    id: 'kernels/a.odometer.ts > ijk n=16',
    metric: 'cost',
    value: 5,
    parts: { operand: [{ name: 'a', cost: 4 }] },
    reason: null,
  });
  test.each<[string, string, RegExp]>([
    ['nothing in it', '', /^b\.txt: is empty; write it with odometer check --update$/],
    ['blank', ' \n\n', /is empty/],
    ['another file', 'hello\n', /^b\.txt: line 1: is not "# odometer-baseline\/1", as baselines begin; name a file/],
    [
      'a later schema',
      edited(1, () => '# odometer-baseline/2'),
      /line 1: is odometer-baseline\/2, this version writes/,
    ],
    ['a field renamed', edited(4, () => '# meaning eager'), /line 4: has to be "# semantics \.\.\."; restore/],
    ['a field without a value', edited(7, () => '# seed '), /line 7: has to be "# seed \.\.\."; restore/],
    ['a field taken out', withLines(...without(3)), /line 3: has to be "# tfjs \.\.\."/],
    ['a count that is none', edited(8, () => '# lines many'), /line 8: counts "many" lines; restore/],
    ['no case', counting(0, ...lines.slice(0, 8)), /line 8: holds no case; write it with/],
    ['cut short', withLines(...lines.slice(0, 12)), /line 12: was cut short, 4 lines of 6 follow; restore/],
    ['a line too many', withLines(...lines, foreign), /line 15: is one more than the 6 that line 8 counts; restore/],
    [
      'a figure by hand',
      edited(9, (line) => line.replace('109217 |', '109216 |')),
      /line 9: was edited by hand or damaged/,
    ],
    ['a name by hand', edited(10, (line) => line.replace('ijk', 'ikj')), /line 10: (was edited|is not sorted)/],
    ['a digest by hand', edited(14, (line) => `${line.slice(0, -6)}000000`), /line 14: was edited .* ends in 000000, /],
    ['a line doubled', counting(7, ...lines.slice(0, 9), ...lines.slice(8)), /line 10: is there twice; restore/],
    [
      'not sorted',
      counting(6, ...lines.slice(0, 9), lines[10], lines[9], ...lines.slice(11)),
      /line 11: is not sorted/,
    ],
    ['a foreign line', edited(14, () => 'zebra'), /line 14: is no figure of a case; restore/],
    ['an empty line', edited(14, () => ''), /line 14: is not sorted/],
    ['a metric taken out', counting(5, ...without(11)), /line 11: stands where the reads of a case belongs; restore/],
    ['the last metric taken out', counting(5, ...without(14)), /line 13: is the last, and its case has not all/],
    [
      'a case with one metric',
      counting(7, ...lines, foreign),
      /line 15: is the last, and its case has not all of cost, /,
    ],
    [
      'parts that do not add up',
      edited(9, () => unlike),
      /line 9: its parts by operand add up to 4, not to 5; restore/,
    ],
    [
      'a merge',
      withLines(...lines.slice(0, 8), '<<<<<<< HEAD', ...lines.slice(8)),
      /line 9: a merge has left both sides/,
    ],
  ])('%s', (_, changed, message) => {
    expect(() => parseBaseline(changed, NAME)).toThrow(InputError);
    expect(() => parseBaseline(changed, NAME)).toThrow(message);
  });
});

describe('a line written otherwise than odometer writes it is refused, also with a digest that fits', () => {
  const rewritten = (change: (line: string) => string): string => {
    const [rest] = /^.*\| /.exec(change(lines[8])) ?? [''];
    // The digest of any text is that of a line with it as its name, but for what is escaped: found by the message.
    const probe = [...lines.slice(0, 8), `${rest}abcdef`, ...lines.slice(9)].join('\n');
    const digest = messageOf(() => parseBaseline(probe, NAME)).match(/its text gives ([0-9a-f]{6})/)?.[1];
    return [...lines.slice(0, 8), `${rest}${digest}`, ...lines.slice(9)].join('\n');
  };
  test.each<[string, (line: string) => string]>([
    ['a kind that there is not', (line) => line.replace('operand', 'operator')],
    ['kinds in another order', (line) => line.replace(/(operand .*); (line [^|]*?) \|/, '$2; $1 |')],
    ['a part without a figure', (line) => line.replace('c 23994', 'c')],
    ['an escape that is none', (line) => line.replace('operand b', 'operand \\b')],
    ['zeros in front', (line) => line.replace('b 55012', 'b 055012')],
  ])('%s', (_, change) => {
    expect(messageOf(() => parseBaseline(rewritten(change), NAME))).toMatch(/^b\.txt: line 9: is not written as /);
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'no error';
}

test('an update keeps the reasons of unchanged figures, and lines of cases that were not run', () => {
  const old = { ...baselineOf({ a: { cost: 5 }, b: { cost: 6 }, 'other.ts > c': { cost: 7 } }) };
  const reasoned = { ...old, lines: old.lines.map((line) => ({ ...line, reason: 'meant' })) };
  const { lines: updated } = updatedBaseline(benchOf({ a: { cost: 5 }, d: { cost: 8 } }), reasoned, (id) =>
    id.startsWith('kernels/'),
  );
  const costs = updated.filter(({ metric }) => metric === 'cost');
  expect(costs.map(({ id, value, reason }) => [id.split(' > ')[1], value, reason])).toEqual([
    ['c', 7, 'meant'],
    ['a', 5, 'meant'],
    ['d', 8, null],
  ]);
});
