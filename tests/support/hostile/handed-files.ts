import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseBench } from '../../../cli/files/bench-file.ts';
import { ENERGY_PRESETS, parseEnergyPreset } from '../../../core/cost/energy-presets.ts';
import { parseVectors } from '../../../core/programs/program-format.ts';
import { FUSED, parseSchedule } from '../../../core/schedules/schedule.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { benchJson } from '../../../reports/bench/bench-result.ts';
import { benchFiles, kernelPage } from '../../../reports/bench/page/kernel-page.ts';
import { reportPage } from '../../../reports/page/page.ts';
import { reportFiles } from '../../../reports/page/report-files.ts';
import { chartFiles } from '../../../reports/pictures/chart-files.ts';
import { trainingReportText } from '../../../reports/printed/training-report.ts';
import { resultsJson } from '../../../reports/results/result.ts';
import { parseTrainedRule } from '../../../reports/results/trained-rule.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { sweepFiles } from '../../../reports/sweep/sweep-page.ts';
import { parseSweep, sweepJson } from '../../../reports/sweep/sweep-result.ts';
import { sweepText } from '../../../reports/sweep/sweep-table.ts';
import { terminalSummary } from '../../../reports/tables/terminal-table.ts';
import { ANSWER_KINDS } from '../../../scenarios/rule/question.ts';
import { productTrace } from '../kernel-traces/kernel-trace-builder.ts';
import { benchOf } from '../results/hand-made-bench.ts';
import { handMadePlaces } from '../results/hand-made-results.ts';
import { crossingSweep } from '../results/hand-made-sweep.ts';
import { handMadeTrainedResults, handMadeTraining } from '../results/hand-made-training.ts';
import { odometer } from '../sources/command.ts';

/** A kind of file that users hand in: one that is right, as JSON, what reads it, and the texts that are written of it, by name. */
export interface HandedFile {
  readonly json: string;
  readonly parse: (json: unknown, where: string) => unknown;
  readonly written: (json: unknown) => Promise<ReadonlyMap<string, string>>;
  /** Its page alone, where it has one. */
  readonly page?: (json: unknown) => Promise<string> | string;
}

export const HANDED_FILES: Readonly<Record<string, HandedFile>> = {
  results: {
    json: resultsOfAllFields(),
    parse: parseResults,
    written: writtenOfResults,
    page: (json) => reportPage(parseResults(json, 'a file')),
  },
  'a sweep': {
    json: sweepOfOptions(),
    parse: parseSweep,
    written: writtenOfSweep,
    page: async (json) => (await sweepFiles(parseSweep(json, 'a file'))).get('sweep.html') ?? '',
  },
  'a bench': {
    json: benchOfAllParts(),
    parse: parseBench,
    written: writtenOfBench,
    page: (json) => kernelPage(parseBench(json, 'a file'), null),
  },
  'a training': {
    json: JSON.stringify(handMadeTraining('ff')),
    parse: parseTrainedRule,
    written: async (json) => new Map([['terminal', trainingReportText(parseTrainedRule(json, 'a file'))]]),
  },
  'a trace': { json: traceOfNames(), parse: parseTrace, written: priced },
  'scalar programs': { json: programsOfNames(), parse: parseVectors, written: priced },
  'an energy preset': { json: JSON.stringify(ENERGY_PRESETS[1]), parse: parseEnergyPreset, written: nothing },
  'a schedule': { json: scheduleOfProducts(), parse: parseSchedule, written: nothing },
};

function resultsOfAllFields(): string {
  const results = handMadeTrainedResults();
  const [scenario] = results.scenarios;
  const questions = ANSWER_KINDS.map((answeredBy) => ({ question: `why ${answeredBy}`, answeredBy }));
  const [ff, ...others] = scenario.updates;
  const [rule, ...rules] = scenario.rules;
  const all = {
    ...scenario,
    described: { questions, heldAgainst: 'another' },
    rules: [{ ...rule, definedIn: { 'mine.ts': 'hash' } }, ...rules],
    updates: [{ ...ff, places: handMadePlaces }, ...others],
  };
  return resultsJson({ ...results, scenarios: [all] });
}

async function writtenOfResults(json: unknown): Promise<Map<string, string>> {
  const results = parseResults(json, 'a file');
  const charts = [...(await chartFiles(results)).values()].filter((file) => typeof file === 'string');
  return new Map([
    ...(await reportFiles(results)),
    ['charts.svg', charts.join('\n')],
    ['results.json', resultsJson(results, 1)],
    ['terminal', terminalSummary(results)],
  ]);
}

function sweepOfOptions(): string {
  const sweep = crossingSweep();
  const points = sweep.points.map((point) => ({ ...point, options: { option: 'value', other: true } }));
  const rules = sweep.rules.map((rule) => ({ ...rule, digest: 'hash' }));
  return sweepJson({ ...sweep, rules, points });
}

async function writtenOfSweep(json: unknown): Promise<Map<string, string>> {
  const sweep = parseSweep(json, 'a file');
  return (await sweepFiles(sweep)).set('terminal', sweepText(sweep));
}

function benchOfAllParts(): string {
  const parts = { operands: { a: 60, b: 40 }, kernels: { MatMul: 70, Add: 30 }, lines: { 'a.ts:3': 90, other: 10 } };
  const bench = benchOf({ one: parts, two: { cost: 30 } }, { timeBaseline: { file: 'times', estimator: 'median' } });
  const more = { sizes: { n: 64 }, floor: { of: 'any order', cost: 5 }, warnings: ['a warning'] };
  return benchJson({
    ...bench,
    cases: bench.cases.map((one) => ({ ...one, ...more, histogram: [{ from: 1, to: 4, reads: one.reads }] })),
  });
}

async function writtenOfBench(json: unknown): Promise<Map<string, string>> {
  const differing = await inFile(json, (file) =>
    inFile(JSON.parse(benchOfAllParts()), (old) => odometer('diff', old, file)),
  );
  return benchFiles(parseBench(json, 'a file'), null).set('terminal', differing);
}

function traceOfNames(): string {
  const trace = productTrace(4, 'ijk');
  const calls = trace.calls.map((call) => ({ ...call, phase: 'forward', layer: 0, source: 0 }));
  const names = { layerNames: { 0: 'dense' }, sources: ['a.ts:3'], phaseRoles: { forward: 'forward' } };
  return JSON.stringify({ ...trace, about: { model: 'mine', batch: 2 }, calls, ...names });
}

function programsOfNames(): string {
  const [program] = JSON.parse(
    readFileSync(new URL('../../vectors/a_examples.json', import.meta.url), 'utf8'),
  ).programs;
  const names = { arg_names: program.arg_groups.map((_: unknown, place: number) => `argument ${place}`) };
  return JSON.stringify({ format: 'bytedmd-vectors/1', programs: [{ ...program, ...names }] });
}

function scheduleOfProducts(): string {
  const products = { '4x4x4 a(4,1) b(4,1) c(4,1)': 'i4 j4 k4 k1 i1 j1' };
  return JSON.stringify({ ...FUSED, name: 'of a product', products });
}

async function priced(json: unknown): Promise<Map<string, string>> {
  return inFile(json, async (file) => {
    const [text, asJson] = [await odometer('price', file), await odometer('price', file, '--json')];
    return new Map([
      ['terminal', text],
      ['prices.json', asJson],
    ]);
  });
}

async function nothing(): Promise<Map<string, string>> {
  return new Map();
}

/** What `use` does with JSON that is in a file. */
async function inFile<Result>(json: unknown, use: (file: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'odometer-handed-'));
  const file = join(folder, 'file.json');
  writeFileSync(file, JSON.stringify(json));
  try {
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
