import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ENGINE_NAMES } from '../../core/measurement/engines.ts';
import { SEMANTICS } from '../../core/trace/trace.ts';
import { KERNEL_MODELS } from '../../instrument/kernel-models/all-models.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { scenarioByProtocol } from '../../reports/protocol/protocol-training.ts';
import type { ScenarioResult } from '../../reports/results/result.ts';
import { findScenario } from '../../scenarios/catalog.ts';
import { labelInInput } from '../../scenarios/label-in-input/scenario.ts';
import { committedProtocols } from '../support/results/committed-protocols.ts';
import { committedResults, documentedRun, earlierTraining, README } from '../support/results/committed-results.ts';
import { PROGRAM_FILES, readExpected } from '../support/scalars/vectors.ts';
import { RESULTS_PAGE } from './generated/generated-files.ts';

/** The prose of a page, its lines joined. */
const proseOf = (path: string): string => readFileSync(path, 'utf8').replace(/\s+/g, ' ');
const prose = proseOf(README);
const resultsProse = proseOf(RESULTS_PAGE);

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five'];

test('so many programs of the reference are tested under so many semantics', () => {
  const programs = PROGRAM_FILES.reduce((sum, file) => sum + readExpected(file).length, 0);
  expect(prose).toContain(`on ${programs} test programs under ${NUMBERS[SEMANTICS.length]} semantics`);
});

test('so many kernels have access models, as the changelog says', () => {
  const changelog = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
  expect(changelog).toContain(`access models of ${KERNEL_MODELS.size} kernels`);
});

test('so many engines price a trace', () => {
  expect(prose).toContain(
    `${NUMBERS[ENGINE_NAMES.length].replace(/^./, (first) => first.toUpperCase())} engines price it`,
  );
  for (const name of ENGINE_NAMES) expect(prose).toContain(`(\`${name}\``);
});

test('a trace is as small, and makes as many reads, as is said', () => {
  const [, kilobytes, billions] = /under (\d+) kB for an update that makes (\w+) billion reads/.exec(prose) ?? [];
  const { rules, defaultShape, defaultBatch } = labelInInput;
  const text = JSON.stringify(traceUpdate(rules.ff.update(defaultShape, defaultBatch)));
  expect(text.length).toBeLessThan(1000 * Number(kilobytes));
  const [ff] =
    committedResults()
      .flatMap(({ scenarios }) => scenarios)
      .find(({ id }) => id === 'label-in-input')?.updates ?? [];
  expect(Math.round(ff.reads / 1e9)).toBe(NUMBERS.indexOf(billions));
});

/** Flags of a command, by name. */
function flagsOf(text: string): Map<string, string> {
  return new Map([...text.matchAll(/--([a-z-]+) ([^\s-]\S*)/g)].map(([, name, value]) => [name, value]));
}

describe('the flags of the runs of before are those of their files', () => {
  const runs = committedResults().flatMap(({ scenarios }) => scenarios);
  test.each(runs.map((scenario) => [scenario.id, scenario] as const))('%s', (id, { rules, training: now }) => {
    const [, text] = new RegExp(`\\| \`${id}\` \\| \`([^\`]*)\` \\|`).exec(resultsProse) ?? [];
    const flags = flagsOf(text);
    const { datasets, defaultEpochs } = findScenario(id);
    expect(Number(flags.get('until'))).toBe(now?.criterion.testAccuracy);
    for (const { algorithm } of rules) {
      const { data, criterion, runs, epochsAsked, options } = earlierTraining(
        id,
        algorithm,
        Number(flags.get('until')),
      );
      expect(flags.get('data') ?? datasets[0]).toBe(data);
      expect(Number(flags.get('evaluate-every') ?? 50)).toBe(criterion.evaluateEvery);
      expect((flags.get('seeds') ?? '0').split(',').map(Number)).toEqual(runs.map(({ seed }) => seed));
      expect(Number(flags.get('epochs') ?? defaultEpochs)).toBe(epochsAsked);
      expect([options, criterion.stopsAtCriterion]).toEqual([{}, true]);
    }
  });

  test('the part of CIFAR-10 has as many images', () => {
    const part =
      /images 0 to (\d+) of `data_batch_1`, 0 to (\d+) of each of the others, tested on 0 to (\d+) of/.exec(
        resultsProse,
      ) ?? [];
    const [first, others, tested] = part.slice(1).map((last) => Number(last) + 1);
    const training = runs.find(({ id }) => id === 'locally-connected')?.training;
    // data_batch_1 to data_batch_5.
    expect(first + 4 * others).toBe(training?.trainImages);
    expect(tested).toBe(training?.criterion.evaluationImages);
  });
});

test('results are those of the protocol where it has run all rules, and of before elsewhere, at the documented rates', () => {
  const protocols = committedProtocols();
  for (const scenario of committedResults().flatMap(({ scenarios }) => scenarios)) {
    const { id, training, totals } = scenario;
    const protocol = protocols.find((one) => one.scenario === id);
    const found = protocol === undefined ? null : scenarioByProtocol(scenario, protocol);
    if (found === null) {
      expect(scenario.protocol, id).toBeUndefined();
      for (const { algorithm, learningRate } of training?.rules ?? []) {
        expect(learningRate, id).toBe(findScenario(id).rules[algorithm].learningRate);
      }
    } else expect({ training, totals, protocol: scenario.protocol }).toEqual(pick(found));
  }
});

const pick = ({ training, totals, protocol }: ScenarioResult) => ({ training, totals, protocol });

test('the documented run was made by the command beside it', () => {
  const { ours } = documentedRun();
  const flags = flagsOf(/`odometer train label-in-input ([^`]*)` beside/.exec(prose)?.[1] ?? '');
  expect(ours).toMatchObject({ algorithm: flags.get('algorithm'), data: flags.get('data'), options: {} });
  expect(ours.epochsAsked).toBe(Number(flags.get('epochs')));
  expect(ours.learningRate).toBe(Number(flags.get('lr')));
  expect(ours.runs.map(({ seed }) => seed)).toEqual([Number(flags.get('seeds'))]);
});
