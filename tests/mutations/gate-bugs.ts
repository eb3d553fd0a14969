import type { PlantedBug } from './planted-bug.ts';

const TEXT = 'tests/reports/gate/baseline-text.test.ts';
const CHECK = 'tests/reports/gate/check.test.ts';
const MOVED = 'tests/reports/gate/moved-parts.test.ts';

/** Bugs of reports/gate and of what odometer check does. */
export const GATE_BUGS: readonly PlantedBug[] = [
  {
    what: 'a figure edited by hand is not told apart from one written otherwise',
    file: 'reports/gate/baseline-line.ts',
    text: 'if (digest !== digestOf(rest)) {',
    replacement: 'if (digest.length !== digestOf(rest).length) {',
    test: { file: TEXT, name: 'a figure by hand' },
  },
  {
    what: 'parts of a cost need not add up to it',
    file: 'reports/gate/baseline-line.ts',
    text: 'if (some === undefined || sumOf(some) === line.value) continue;',
    replacement: 'if (some === undefined || sumOf(some) <= line.value) continue;',
    test: { file: TEXT, name: 'parts that do not add up' },
  },
  {
    what: 'a name may hold what parts the columns',
    file: 'reports/gate/baseline-line.ts',
    text: 'const COLUMN = /\\|/g;',
    replacement: 'const COLUMN = /\\|\\|/g;',
    test: { file: TEXT, name: 'what is written is read back' },
  },
  {
    what: 'a baseline cut short is read as far as it goes',
    file: 'reports/gate/baseline-text.ts',
    text: 'if (body.length < count)',
    replacement: 'if (body.length < count - 3)',
    test: { file: TEXT, name: 'a baseline cut anywhere is refused' },
  },
  {
    what: 'a baseline is sorted by the halves of code points',
    file: 'reports/gate/case-name.ts',
    text: 'return Buffer.compare(left, right);',
    replacement: 'return left.equals(right) ? 0 : a < b ? -1 : 1;',
    test: { file: TEXT, name: 'lines are sorted by code points' },
  },
  {
    what: 'a limit of the last matching pattern does not count',
    file: 'reports/gate/limit.ts',
    text: 'up: own.findLast(',
    replacement: 'up: own.find(',
    test: { file: 'tests/reports/gate/limit.test.ts', name: 'limits hold for a metric and the cases' },
  },
  {
    what: 'a percentage is of the new figure',
    file: 'reports/gate/limit.ts',
    text: 'bound.amount * BigInt(old)',
    replacement: 'bound.amount * BigInt(now)',
    test: { file: 'tests/reports/gate/limit.test.ts', name: '1% of 99 allows 100' },
  },
  {
    what: 'a budget is compared in floating point',
    file: 'reports/gate/budget.ts',
    text: 'failed: BigInt(value) * 10n ** BigInt(decimals) > numerator * bound,',
    replacement: 'failed: Number(value) > (Number(numerator) * Number(bound)) / 10 ** decimals,',
    test: { file: 'tests/reports/gate/budget.test.ts', name: 'a budget holds up to its bound' },
  },
  {
    what: 'a case that is gone passes',
    file: 'reports/gate/check.ts',
    text: "(verdict === 'removed' && !rules.allowRemoved)",
    replacement: "(verdict === 'removed' && rules.requireAll)",
    test: { file: CHECK, name: 'new cases are listed and pass, removed ones fail' },
  },
  {
    what: 'cases that were not run are missed',
    file: 'reports/gate/check.ts',
    text: '...[...before.keys()].filter(isRun)',
    replacement: '...before.keys()',
    test: { file: CHECK, name: 'cases of files that were not run are not missed' },
  },
  {
    what: 'totals leave out where a figure became better',
    file: 'reports/gate/check.ts',
    text: 'if (change === undefined || change.old === null || change.new === null) continue;',
    replacement:
      'if (change === undefined || change.old === null || change.new === null || change.old > change.new) continue;',
    test: { file: CHECK, name: 'totals are sums over the cases on both sides' },
  },
  {
    what: 'lines are known again by their numbers alone',
    file: 'reports/gate/moved-parts.ts',
    text: "by === 'line' ? pairedLines(named, after) : pairedNames(named, after)",
    replacement: 'pairedNames(named, after)',
    test: { file: MOVED, name: 'where others were put above them' },
  },
  {
    what: 'what moved most is the largest part',
    file: 'reports/gate/moved-parts.ts',
    text: 'size: (BigInt(pair.new) - BigInt(pair.old)) * direction',
    replacement: 'size: BigInt(pair.new) * direction',
    test: { file: MOVED, name: 'of each kind that both sides know' },
  },
  {
    what: 'an update of some files forgets the others',
    file: 'reports/gate/baseline.ts',
    text: 'earlier?.lines.filter(({ id }) => !isRun(id)) ?? []',
    replacement: 'earlier?.lines.filter(({ id }) => !isRun(id) && false) ?? []',
    test: { file: TEXT, name: 'an update keeps the reasons of unchanged figures' },
  },
  {
    what: 'a baseline is updated in CI',
    file: 'cli/flags/check-flags.ts',
    text: "return value !== '' && value !== 'false';",
    replacement: "return value !== '' && value !== 'true';",
    test: { file: 'tests/cli/check/baseline-upkeep.test.ts', name: 'in CI --update is refused' },
  },
  {
    what: 'a baseline is written by a run that failed',
    file: 'cli/commands/check.ts',
    text: 'if (!check.passed) throw',
    replacement: 'if (!check.passed && next === null) throw',
    test: { file: 'tests/cli/check/failing.test.ts', name: 'a budget holds a case to a number or to another case' },
  },
  {
    what: 'a check fails before its reports are written',
    file: 'cli/commands/check.ts',
    text: '  await publish(check, args, least);\n',
    replacement: "  if (!check.passed) throw new Error('failed');\n  await publish(check, args, least);\n",
    test: { file: 'tests/cli/check/reports.test.ts', name: 'reports are written before the check fails' },
  },
];
