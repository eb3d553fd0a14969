import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { parseBudget } from '../../../../reports/gate/budget.ts';
import { parseLimit, parseUnsignedBound } from '../../../../reports/gate/limit.ts';
import { annotations } from '../../../../reports/gate/writings/annotations.ts';
import { checkMarkdown } from '../../../../reports/gate/writings/check-markdown.ts';
import { checkText as colouredText } from '../../../../reports/gate/writings/check-text.ts';
import { junitXml } from '../../../../reports/gate/writings/junit.ts';
import { smallerIsBetterJson } from '../../../../reports/gate/writings/smaller-is-better.ts';
import { remedy } from '../../../../reports/gate/writings/statement.ts';
import { FILE, type MadeCase, madeCheck } from '../../../support/results/hand-made-bench.ts';

const checkText: typeof colouredText = (...args) => stripVTControlCharacters(colouredText(...args));

const OLD: Record<string, MadeCase> = {
  ijk: { operands: { a: 60_000, b: 40_000 }, lines: { [`${FILE}:12`]: 100_000 } },
  tile: { cost: 1000 },
  same: {},
  gone: { cost: 7 },
  less: { cost: 1000, peak: 0 },
};
const NOW: Record<string, MadeCase> = {
  ijk: { operands: { a: 60_000, b: 40_083 }, lines: { [`${FILE}:14`]: 100_083 } },
  tile: { cost: 1001 },
  same: {},
  fresh: { cost: 8 },
  less: { cost: 900, peak: 3 },
};
const RULES = {
  limits: [parseLimit('tile cost +1%'), parseLimit('less peak +4')],
  budgets: [parseBudget('less <= 500'), parseBudget('less <= 0.9 * tile')],
};
const check = madeCheck(OLD, NOW, RULES);
const passed = madeCheck({ same: {} }, { same: {} });

test('the text names case, metric, old and new, the difference, the limit, and what moved most; then totals and the statement', () => {
  expect(checkText(check, null).split('\n')).toEqual([
    'new     kernels/a.odometer.ts > fresh',
    '        cost 8, peak 40, reads 10',
    'worse   kernels/a.odometer.ts > less',
    '        cost 1,000 -> 900, -100 (-10 %)',
    '        peak 0 -> 3, +3, limit +4',
    'worse   kernels/a.odometer.ts > tile',
    '        cost 1,000 -> 1,001, +1 (+0.10 %), limit +1%',
    'FAILED  kernels/a.odometer.ts > gone',
    '        cost 7, peak 40, reads 10; is in the baseline and was not found',
    'FAILED  kernels/a.odometer.ts > ijk',
    '        cost 100,000 -> 100,083, +83 (+0.083 %), limit +0',
    '        moved most: operand b +83 (+0.21 %), 40,000 -> 40,083; line kernels/a.odometer.ts:14 +83 (+0.083 %), 100,000 -> 100,083',
    'FAILED  budget less <= 500: cost 900 is above 500, +400 (+80 %)',
    'holds   budget less <= 0.9 * tile: cost 900 is within 0.9 x 1,001',
    'total   cost 102,100 -> 102,084, -16 (-0.016 %)',
    'total   peak 120 -> 123, +3 (+2.5 %)',
    'tensor-odometer 0.1.0, tfjs 4.22.0, eager semantics, scalar granularity, 4 bytes an element, seed 0; node v20.20.2 on linux x64',
    'Failed (2 of 6 cases, 1 of 2 budgets): 6 cases against odometer.baseline.txt: 1 removed, 1 new, 3 worse, 1 the same.',
    '',
  ]);
});

test('where nothing changed the text is the setting and the statement', () => {
  expect(checkText(passed, null).split('\n').slice(1)).toEqual([
    'Passed: 1 case against odometer.baseline.txt: 1 the same.',
    '',
  ]);
});

test('--min-change leaves small changes out of what is shown, failures never, and says so', () => {
  const text = checkText(check, parseUnsignedBound('--min-change', '1%'));
  expect(text).not.toContain('> tile\n');
  expect(text).toContain('FAILED  kernels/a.odometer.ts > ijk\n');
  expect(text).toContain('\n1 changed by no more than 1% and are not shown.\n');
  expect(text).toContain('3 worse');
});

test('Markdown begins with a hidden line that says of what it is and whether anything changed', () => {
  expect(checkMarkdown(check, null)).toMatch(
    /^<!-- odometer-check\/1 baseline=odometer\.baseline\.txt changed=true -->\n\n### Data movement: failed\n\n/,
  );
  expect(checkMarkdown(passed, null)).toMatch(
    / changed=false -->\n\n### Data movement\n\n.* No figure changed\.\n\n<sub>/,
  );
  const hostile = { ...passed, baseline: 'x --> <b>' };
  expect(checkMarkdown(hostile, null).split('\n')[0]).toBe(
    '<!-- odometer-check/1 baseline=x%20__%3E%20%3Cb%3E changed=false -->',
  );
});

test('what to do about a failure depends on what failed', () => {
  expect(remedy(check)).toBe(
    'where it is meant, run odometer check --accept CASE --reason TEXT, or --update, and commit the baseline; ' +
      'a budget is kept by moving less data, or by raising it',
  );
  expect(remedy(madeCheck(OLD, OLD, { budgets: RULES.budgets }))).toBe(
    'a budget is kept by moving less data, or by raising it',
  );
  expect(remedy(passed)).toBe('');
});

test('Markdown mentions nobody', () => {
  const markdown = checkMarkdown(
    madeCheck({ 'packages/@scope/a.ts > a': {} }, { 'packages/@scope/a.ts > a': { reads: 9 } }),
    null,
  );
  expect(markdown).toContain('| packages/@<!-- -->scope/a.ts \\> a |');
});

test('Markdown and text say the same statement and figures', () => {
  const markdown = checkMarkdown(check, null);
  expect(markdown).toContain('Failed (2 of 6 cases, 1 of 2 budgets): 6 cases against odometer.baseline.txt: 1 removed');
  expect(markdown.split('\n').filter((line) => line.startsWith('| kernels') && line.includes('cost'))).toEqual([
    '| kernels/a.odometer.ts \\> gone | FAILED | cost | 7 |  |  |  |',
    '| kernels/a.odometer.ts \\> ijk | FAILED | cost | 100,000 | 100,083 | +83 (+0.083 %) | +0 |',
    '| kernels/a.odometer.ts \\> fresh | new | cost |  | 8 |  |  |',
    '| kernels/a.odometer.ts \\> less | worse | cost | 1,000 | 900 | -100 (-10 %) |  |',
    '| kernels/a.odometer.ts \\> tile | worse | cost | 1,000 | 1,001 | +1 (+0.10 %) | +1% |',
  ]);
});

test('Markdown of any number of cases fits a comment of GitHub', () => {
  const many = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`case number ${index} of many`, {}]));
  const changed = Object.fromEntries(Object.keys(many).map((name) => [name, { reads: 11 }]));
  const markdown = checkMarkdown(madeCheck(many, changed), null);
  expect(markdown.length).toBeLessThan(65_536);
  const shown = markdown.match(/^\| kernels/gm)?.length ?? 0;
  expect(shown).toBeGreaterThan(300);
  expect(markdown).toContain(`\n${(1500 - shown).toLocaleString('en-US')} more figures are in the log.\n`);
});

test('an annotation stands at the line that moved most, below the folder of the check', () => {
  expect(annotations(check, '')).toEqual([
    '::error file=kernels/a.odometer.ts,title=gone::cost 7, peak 40, reads 10; is in the baseline and was not found',
    expect.stringMatching(
      /^::error file=kernels\/a\.odometer\.ts,line=14,title=ijk::cost 100,000 -> 100,083, \+83 \(\+0\.083 %25\), limit \+0%0Amoved most: operand b /,
    ),
    '::error title=budget::less <= 500: cost 900 is above 500, +400 (+80 %25)',
  ]);
  expect(annotations(check, 'packages/one')[1]).toContain('file=packages/one/kernels/a.odometer.ts,');
});

test('what names hold begins no command, tag, cell or entity', () => {
  const name = 'x::error file=a,b%0A\n<script>&"\'| \u001b[2J\ufffe';
  const hostile = madeCheck({ [`a,b:c%.ts > ${name}`]: {} }, { [`a,b:c%.ts > ${name}`]: { reads: 11 } });
  expect(annotations(hostile, '')).toEqual([
    '::error file=a%2Cb%3Ac%25.ts,title=x%3A%3Aerror file=a%2Cb%250A\\u000a<script>&"\'| \\u001b[2J\ufffe::' +
      'reads 10 -> 11, +1 (+10 %25), limit +0',
  ]);
  const xml = junitXml(hostile);
  expect(xml).toContain('name="x::error file=a,b%0A\\u000a&lt;script&gt;&amp;&quot;&#39;| \\u001b[2J\ufffd"');
  for (const character of ['<script', '\u001b', '\ufffe']) expect(xml).not.toContain(character);
  expect(checkMarkdown(hostile, null)).toContain('\\<script\\>&"\'\\| \\\\u001b\\[2J');
  expect(checkText(hostile, null)).toContain('\\u000a<script>');
  expect(JSON.parse(smallerIsBetterJson(hostile))[2].name).toBe(`a,b:c%.ts > ${name}: reads`);
});

test('JUnit has a suite a file, a test a case, and a failure for each that failed', () => {
  const xml = junitXml(check);
  expect(xml).toContain('<testsuites name="odometer check" tests="8" failures="3">');
  expect(xml).toContain('  <testsuite name="kernels/a.odometer.ts" tests="6" failures="2">');
  expect(xml).toContain('    <testcase classname="kernels/a.odometer.ts" name="same"/>');
  expect(xml).toContain('<failure message="cost 100,000 -&gt; 100,083, +83 (+0.083 %), limit +0">');
  expect(xml).toContain('  <testsuite name="budgets" tests="2" failures="1">');
  expect(xml.match(/<(\w+)[ >](?![^<]*\/>)/g)?.length).toBe(xml.match(/<\/\w+>/g)?.length);
});

test('customSmallerIsBetter lists the figures of now with their units and every digit', () => {
  const json = smallerIsBetterJson(madeCheck({ a: { cost: 5 }, gone: {} }, { a: { cost: 2n ** 64n }, b: {} }));
  expect(json).toContain('"value": 18446744073709551616,');
  expect(JSON.parse(json)).toEqual([
    {
      name: `${FILE} > a: cost`,
      unit: 'ByteDMD cost',
      value: 2 ** 64,
      extra: expect.stringContaining('+18,446,744,073,709,551,611 ('),
    },
    { name: `${FILE} > a: peak`, unit: 'live bytes', value: 40, extra: 'against the baseline: 0 (0 %)' },
    { name: `${FILE} > a: reads`, unit: 'reads', value: 10, extra: 'against the baseline: 0 (0 %)' },
    { name: `${FILE} > b: cost`, unit: 'ByteDMD cost', value: 100, extra: 'new' },
    { name: `${FILE} > b: peak`, unit: 'live bytes', value: 40, extra: 'new' },
    { name: `${FILE} > b: reads`, unit: 'reads', value: 10, extra: 'new' },
  ]);
});
