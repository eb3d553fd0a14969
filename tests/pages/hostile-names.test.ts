import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { benchCsv, breakdownCsv } from '../../reports/bench/bench-csv.ts';
import { benchTable, breakdownTable } from '../../reports/bench/bench-table.ts';
import { kernelPage } from '../../reports/bench/page/kernel-page.ts';
import { annotations } from '../../reports/gate/writings/annotations.ts';
import { checkMarkdown } from '../../reports/gate/writings/check-markdown.ts';
import { checkText } from '../../reports/gate/writings/check-text.ts';
import { junitXml } from '../../reports/gate/writings/junit.ts';
import { trendCsv } from '../../reports/trend/trend-csv.ts';
import { trendPage } from '../../reports/trend/trend-page.ts';
import { visibleText } from '../../reports/writing/visible-text.ts';
import { HOSTILE, UNSEEN } from '../support/hostile/hostile-texts.ts';
import { benchOf, type MadeCase, madeCheck } from '../support/results/hand-made-bench.ts';
import { handMadeTrend } from '../support/results/hand-made-trend.ts';

/** Kernels, and a check and a history of them, of which every name that comes from outside begins so. */
function named(name: string) {
  const of = (field: string): string => `${name}${field}`;
  const cases = (cost: number): Record<string, MadeCase> => ({
    [`${of('file')} > ${of('case')}`]: {
      operands: { [of('operand')]: cost, [of('other')]: 50 },
      kernels: { [of('kernel')]: cost, [of('second')]: 50 },
      lines: { [`${of('file')}:7`]: cost, [of('line')]: 50 },
    },
    [`${of('file')} > ${of('same')}`]: {},
  });
  const environment = { node: of('node'), platform: of('platform') };
  const change = {
    tool: of('tool'),
    tfjs: of('tfjs'),
    environment,
    timeBaseline: { file: of('times'), estimator: of('estimator') },
  };
  const check = { ...madeCheck(cases(100), cases(200)), baseline: of('baseline'), environment };
  const trend = handMadeTrend([cases(100), cases(200)], {
    subject: of('subject'),
    reason: of('reason'),
    file: of('history'),
    why: of('why'),
  });
  const bench = benchOf(cases(200), change);
  const median = { samples: 4, medianMs: 2, lowerQuartileMs: 1, upperQuartileMs: 3 };
  const more = {
    sizes: { [of('size')]: 3 },
    floor: { of: of('orders'), cost: 5 },
    time: { ...median, against: { ...median, verdict: 'inconclusive' as const } },
    warnings: [of('warning')],
  };
  return { bench: { ...bench, cases: bench.cases.map((one) => ({ ...one, ...more })) }, check, trend };
}

type Named = ReturnType<typeof named>;

const MARKUP: Readonly<Record<string, (all: Named) => string>> = {
  'the page of kernels': ({ bench, check }) => kernelPage(bench, check),
  'the page of a trend': ({ trend }) => trendPage(trend),
  'JUnit XML': ({ check }) => junitXml(check),
};

/** These break where a terminal ends, so that names as long as they are written break as many lines. */
const TABLES: Readonly<Record<string, (all: Named) => string>> = {
  'the table of a bench': ({ bench }) => benchTable(bench),
  'the table of parts': ({ bench }) => breakdownTable(bench, 'operand'),
};

const LINES: Readonly<Record<string, (all: Named) => string>> = {
  'the CSV of a bench': ({ bench }) => benchCsv(bench),
  'the CSV of parts': ({ bench }) => breakdownCsv(bench, 'line'),
  'the CSV of a trend': ({ trend }) => trendCsv(trend),
  'the text of a check': ({ check }) => stripVTControlCharacters(checkText(check, null)),
  'the Markdown of a check': ({ check }) => checkMarkdown(check, null),
  'marks for a runner': ({ check }) => annotations(check, '').join('\n'),
};

const harmless = named('x');

describe.each(Object.entries(HOSTILE))('%s in every name', (_, hostile) => {
  const all = named(hostile);

  test.each(Object.entries(MARKUP))('begins no element of %s', (_writing, written) => {
    const tags = (text: string) => (text.match(/<[!/?\w]+/g) ?? []).sort();
    expect(written(all)).not.toMatch(UNSEEN);
    expect(tags(written(all))).toEqual(tags(written(harmless)));
  });

  test.each(Object.entries(TABLES))('begins no line of %s', (_writing, written) => {
    const text = written(all);
    expect(text).not.toMatch(UNSEEN);
    const asLong = named('x'.repeat(visibleText(hostile).length));
    expect(text.split('\n').length).toBe(written(asLong).split('\n').length);
  });

  test.each(Object.entries(LINES))('begins no line of %s', (writing, written) => {
    const text = written(all);
    expect(text).not.toMatch(UNSEEN);
    expect(text.split('\n').length).toBe(written(harmless).split('\n').length);
    if (writing.includes('CSV')) expect(text).not.toMatch(/(^|,)"?[=+\-@\t]/m);
    if (writing.includes('Markdown')) expect(text.replaceAll(/<!--.*?-->|<\/?sub>/g, '')).not.toMatch(/(?<!\\)[<`*[]/);
  });
});
