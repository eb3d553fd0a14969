/**
 * `npm run protocol -- --data-dir DIR [--out DIR] [--states DIR] [--trained FILE]... SCENARIO[:RULE[:SEEDS[:documented]]]...`:
 * makes the runs of the protocol, one after another in the order of what is named, with as many of the reported seeds
 * (`documented`: at that rate, before any tuning), and writes each as it ends into OUT/SCENARIO.json. A run that a FILE of
 * `odometer train --json` holds is taken from there. The same command goes on where an earlier one was interrupted: after
 * the last run that ended, and within a run after its last epoch.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '../../core/input-error.ts';
import { ratesAround } from '../../reports/protocol/chosen-rate.ts';
import {
  PROTOCOL_SCHEMA,
  type ProtocolResult,
  type ProtocolRule,
  protocolSchema,
} from '../../reports/protocol/protocol-result.ts';
import { type WantedRun, wantedRuns } from '../../reports/protocol/wanted-runs.ts';
import { toolVersion } from '../../reports/results/tool-version.ts';
import { trainedRule } from '../../reports/results/trained-rule.ts';
import { jsonText } from '../../reports/writing/visible-text.ts';
import { findScenario } from '../../scenarios/catalog.ts';
import type { Dataset } from '../../scenarios/data/image-set.ts';
import { loadDatasets } from '../../scenarios/data/shared-folder.ts';
import { removeQuietly, writeWholeFile } from '../../scenarios/files/whole-file.ts';
import { EVALUATIONS_AVERAGED } from '../../scenarios/training/criterion.ts';
import { checkpointFile } from '../../scenarios/training/training-pool.ts';
import { trainRun } from '../../scenarios/training/training-run.ts';
import { trainingSettings } from '../../scenarios/training/training-settings.ts';
import { gridOf, madeBefore, ownStep, readTraining } from './earlier-runs.ts';

/** Seeds of tuning: as many as hours allow, the same for every rule. */
const TUNING_SEEDS: Readonly<Record<string, readonly number[]>> = { 'disk-ring': [100, 101, 102, 103, 104] };
/** Five seeds are reported where a run ends within ten minutes. */
const FEW = [0, 1, 2];
const FIVE = [0, 1, 2, 3, 4];
/** Rules of which runs take longer. */
const LONG = ['hybrid ff', 'locally-connected ff'];

const { values, positionals } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    out: { type: 'string', default: 'results/protocol' },
    states: { type: 'string', default: 'protocol-states' },
    trained: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
});
const datasets = new Map<string, Dataset>();
const earlier = values.trained.map(readTraining);
/** How often it is said how far a run is. */
const SAID_EVERY_MS = 60_000;

for (const named of positionals) await makeRuns(named);

async function makeRuns(named: string): Promise<void> {
  const [id, only, most = '5', first] = named.split(':');
  const scenario = findScenario(id);
  const source = scenario.datasets[scenario.datasets.length - 1];
  const data =
    datasets.get(id) ?? (await loadDatasets([source], source === 'disk-ring' ? undefined : values['data-dir']))[0];
  datasets.set(id, data);
  const file = join(values.out, `${id}.json`);
  mkdirSync(values.out, { recursive: true });
  const { rules } = begun(id, data);
  for (const rule of rules.filter(({ algorithm }) => only === undefined || algorithm === only)) {
    for (;;) {
      const protocol = existsSync(file)
        ? protocolSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
        : begun(id, data);
      const [wanted] = wantedRuns(protocol, { ...rule, seeds: rule.seeds.slice(0, Number(most)) }).filter(
        ({ seed }) => first !== 'documented' || rule.seeds.includes(seed),
      );
      if (wanted === undefined) break;
      writeWholeFile(file, protocolText(await withRun(protocol, rule, wanted, data)));
      removeQuietly(stateFolder(id, rule.algorithm, wanted.learningRate));
    }
  }
}

/** A protocol of which no run has been made. */
function begun(id: string, data: Dataset): ProtocolResult {
  const scenario = findScenario(id);
  const [first] = Object.keys(scenario.rules).map((algorithm) => settingsOf(id, algorithm, null, data));
  return protocolSchema.parse({
    schema: PROTOCOL_SCHEMA,
    scenario: id,
    shape: first.shape.layers,
    classes: first.shape.classes,
    batch: first.batch,
    trainImages: first.trainImages,
    data: first.data,
    trainSha256: first.trainSha256,
    testSha256: first.testSha256,
    criterion: {
      testAccuracy: scenario.criterion.testAccuracy,
      evaluateEvery: 'log',
      evaluationImages: first.evaluationImages,
      evaluationsAveraged: EVALUATIONS_AVERAGED,
    },
    epochsAsked: scenario.defaultEpochs,
    tuningSeeds: TUNING_SEEDS[id] ?? [100],
    rules: Object.entries(scenario.rules).map(([algorithm, { learningRate }]) => ({
      algorithm,
      documentedRate: learningRate,
      rates: ratesAround(learningRate),
      seeds: LONG.includes(`${id} ${algorithm}`) ? FEW : FIVE,
    })),
    runs: [],
    diverged: [],
  });
}

function settingsOf(id: string, algorithm: string, learningRate: number | null, data: Dataset) {
  const { documentedTrainImages = data.train.count } = findScenario(id);
  return trainingSettings(
    {
      scenario: id,
      algorithm,
      options: learningRate === null ? {} : { learningRate },
      trainSubset: Math.min(documentedTrainImages, data.train.count),
      evaluateEvery: gridOf(id, algorithm),
    },
    data,
  );
}

/** The protocol with this run made. */
async function withRun(
  protocol: ProtocolResult,
  { algorithm }: ProtocolRule,
  { learningRate, seed, mostUpdates }: WantedRun,
  data: Dataset,
): Promise<ProtocolResult> {
  const { scenario, criterion, epochsAsked } = protocol;
  const before = madeBefore(earlier, protocol, { algorithm, learningRate, seed });
  if (before !== null) return { ...protocol, runs: [...protocol.runs, before] };
  const name = `${scenario} ${algorithm} at ${learningRate}, seed ${seed}`;
  console.error(`${new Date().toISOString()} ${name}: begins, at most ${mostUpdates ?? 'all'} updates`);
  const settings = settingsOf(scenario, algorithm, learningRate, data);
  const stop = {
    epochs: epochsAsked,
    criterion: criterion.testAccuracy,
    stopsAtCriterion: true,
    ...(mostUpdates === null ? {} : { mostUpdates }),
  };
  const checkpoint = checkpointFile(stateFolder(scenario, algorithm, learningRate), settings, seed);
  const begin = process.cpuUsage();
  const cpuSeconds = (): number => {
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1e6;
  };
  const made = { algorithm, learningRate, version: toolVersion() };
  try {
    const outcome = await trainRun({ settings, stop, seed, data, checkpoint, fresh: false }, said(name));
    const { backend, platform, runs } = trainedRule(settings, stop, [outcome]);
    const { epochs, ...course } = runs[0];
    const ofReported = protocol.tuningSeeds.includes(seed) ? {} : { epochs };
    const step = ownStep(settings.evaluateEvery);
    const run = {
      ...made,
      backend,
      platform,
      ...course,
      ...ofReported,
      mostUpdates,
      ...step,
      cpuSeconds: cpuSeconds(),
    };
    console.error(
      `${name}: ${run.updates} updates, to criterion ${run.updatesToCriterion}, ${run.cpuSeconds} s of CPU`,
    );
    return { ...protocol, runs: [...protocol.runs, run] };
  } catch (error) {
    if (!(error instanceof InputError) || !error.message.includes('diverged')) throw error;
    console.error(error.message);
    const run = { ...made, seed, diverged: error.message, cpuSeconds: cpuSeconds() };
    return { ...protocol, diverged: [...protocol.diverged, run] };
  }
}

function stateFolder(scenario: string, algorithm: string, learningRate: number): string {
  return join(values.states, `${scenario}-${algorithm}-${learningRate}`);
}

/** Says now and then how far a run is. */
function said(name: string) {
  let last = performance.now();
  return ({
    updates,
    loss,
    testAccuracy,
  }: {
    updates: number;
    loss: number | null;
    testAccuracy: number | null;
  }): void => {
    if (performance.now() - last < SAID_EVERY_MS) return;
    last = performance.now();
    console.error(
      `${new Date().toISOString()} ${name}: ${updates} updates, loss ${loss?.toFixed(4)}, test ${testAccuracy}`,
    );
  };
}

/** A line a run, so that a run more is a line more. */
function protocolText(protocol: ProtocolResult): string {
  const { runs, diverged, ...rest } = protocolSchema.parse(protocol);
  const lines = (list: readonly unknown[]): string => list.map((one) => `\n${JSON.stringify(one)}`).join(',');
  const head = jsonText(rest, 1).trimEnd().replace(/\n\}$/, '');
  return `${head},\n "runs": [${lines(runs)}],\n "diverged": [${lines(diverged)}]\n}\n`;
}
