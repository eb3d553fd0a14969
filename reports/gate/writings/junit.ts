import { labelOfCase } from '../../bench/case-id.ts';
import { escapeHtml } from '../../writing/html.ts';
import { visibleText } from '../../writing/visible-text.ts';
import type { Check } from '../check-result.ts';
import { budgetLine, caseLines } from './statement.ts';

interface TestCase {
  readonly name: string;
  /** null: it passed. */
  readonly failure: readonly string[] | null;
}

/** A check as JUnit XML: a suite a file, a test a case, and a suite of the budgets. */
export function junitXml({ cases, budgets }: Check): string {
  const suites = new Map<string, TestCase[]>();
  for (const one of cases) {
    const tests = suites.get(one.file) ?? [];
    tests.push({ name: labelOfCase(one.id), failure: one.failed ? caseLines(one) : null });
    suites.set(one.file, tests);
  }
  if (budgets.length > 0) {
    const tests = budgets.map((one) => ({ name: one.text, failure: one.failed ? [budgetLine(one)] : null }));
    suites.set('budgets', tests);
  }
  const all = [...suites];
  const counts = countsOf(all.flatMap(([, tests]) => tests));
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="odometer check" ${counts}>`,
    ...all.flatMap(([name, tests]) => [
      `  <testsuite name="${xmlText(name)}" ${countsOf(tests)}>`,
      ...tests.flatMap((test) => testCase(name, test)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ].join('\n')}\n`;
}

function testCase(suite: string, { name, failure }: TestCase): string[] {
  const start = `    <testcase classname="${xmlText(suite)}" name="${xmlText(name)}"`;
  if (failure === null) return [`${start}/>`];
  const [first] = failure;
  return [
    `${start}>`,
    `      <failure message="${xmlText(first)}">${failure.map(xmlText).join('\n')}</failure>`,
    '    </testcase>',
  ];
}

function countsOf(tests: readonly TestCase[]): string {
  return `tests="${tests.length}" failures="${tests.filter(({ failure }) => failure !== null).length}"`;
}

/** Text in XML, which cannot hold every character, not even escaped. */
function xmlText(text: string): string {
  return escapeHtml(visibleText(text).replace(/[\ufffe\uffff]/g, '\ufffd'));
}
