import { findScenario } from '../../scenarios/catalog.ts';
import { medianUpdates } from '../../scenarios/training/criterion.ts';
import { CHOICES, type Choice, choiceOf } from '../results/protocol-updates.ts';
import type { ScenarioResult } from '../results/result.ts';
import { totalCost } from '../results/total-result.ts';
import { parseTrainedRule, TRAINING_SCHEMA, type TrainedRule } from '../results/trained-rule.ts';
import { commonTraining, type NamedTraining, type RuleResult, type RunResult } from '../results/training-result.ts';
import { tunedRate } from './chosen-rate.ts';
import type { ProtocolResult, ProtocolRule, ProtocolRun } from './protocol-result.ts';
import { wantedRuns } from './wanted-runs.ts';

/** The learning rate of a rule; null: none met the criterion with every seed of tuning, or not all these runs are made. */
export function rateOf(protocol: ProtocolResult, rule: ProtocolRule, choice: Choice): number | null {
  if (choice === 'documented') return rule.documentedRate;
  const isTuning = wantedRuns(protocol, rule).some(({ seed }) => protocol.tuningSeeds.includes(seed));
  return isTuning ? null : (tunedRate(protocol, rule)?.learningRate ?? null);
}

/** The reported runs of a rule that have been made, by seed. */
export function reportedRuns(protocol: ProtocolResult, rule: ProtocolRule, choice: Choice): ProtocolRun[] {
  const rate = rateOf(protocol, rule, choice);
  return protocol.runs
    .filter(({ algorithm, learningRate }) => algorithm === rule.algorithm && learningRate === rate)
    .filter(({ seed }) => rule.seeds.includes(seed))
    .sort((a, b) => a.seed - b.seed);
}

/**
 * What `odometer train` would print of each rule at its rate, by the rule's id, with the seeds that all of them were trained
 * with; null where a rule has no such runs.
 */
export function trainingsBy(protocol: ProtocolResult, choice: Choice): Record<string, TrainedRule> | null {
  const runs = protocol.rules.map((rule) => reportedRuns(protocol, rule, choice));
  const [first, ...others] = runs.map((ofRule) => ofRule.map(({ seed }) => seed));
  const seeds = first.filter((seed) => others.every((list) => list.includes(seed)));
  if (seeds.length === 0) return null;
  return Object.fromEntries(
    protocol.rules.map((rule, index) => {
      const common = runs[index].filter(({ seed }) => seeds.includes(seed));
      return [rule.algorithm, trainedFrom(protocol, rule, common)];
    }),
  );
}

function trainedFrom(protocol: ProtocolResult, rule: ProtocolRule, runs: readonly ProtocolRun[]): TrainedRule {
  const { scenario, shape, classes, batch, trainImages, data, trainSha256, testSha256, criterion, epochsAsked } =
    protocol;
  const { algorithm, documentedRate } = rule;
  const [{ learningRate, version, backend, platform }] = runs;
  const { label, readoutUpdates } = findScenario(scenario).rules[algorithm];
  const headUpdates = readoutUpdates?.(trainImages);
  const trained = {
    schema: TRAINING_SCHEMA,
    version,
    scenario,
    algorithm,
    title: label.title,
    batch,
    options: learningRate === documentedRate ? {} : { learningRate },
    learningRate,
    trainImages,
    data,
    trainSha256,
    testSha256,
    backend,
    platform,
    shape,
    classes,
    criterion: { ...criterion, stopsAtCriterion: true },
    ...(headUpdates === undefined ? {} : { headUpdatesPerEvaluation: headUpdates }),
    epochsAsked,
    runs: runs.map(trainedRun),
    medianUpdatesToCriterion: medianUpdates(runs.map(({ updatesToCriterion }) => updatesToCriterion)),
  };
  return parseTrainedRule(trained, `${scenario} ${algorithm} by the protocol`);
}

function trainedRun(run: ProtocolRun): TrainedRule['runs'][number] {
  const { seed, updates, updatesToCriterion, bestAccuracy, curve, epochs = [], ...rest } = run;
  const { stateSha256, testAccuracy, perClass, byMode, seconds } = rest;
  const course = { seed, updates, updatesToCriterion, bestAccuracy, curve, epochs };
  return { ...course, stateSha256, testAccuracy, perClass, byMode, seconds };
}

/**
 * The results of a scenario with what its rules learned by the protocol in place of how they were trained before; all that
 * reports say of a training can be said of it. null where a rule has no such runs, or nothing says what an update costs.
 */
export function scenarioBy(scenario: ScenarioResult, protocol: ProtocolResult, choice: Choice): ScenarioResult | null {
  const trained = trainingsBy(protocol, choice);
  if (trained === null || scenario.totals === undefined) return null;
  const { rules } = findScenario(protocol.scenario);
  const named = Object.entries(trained).map(([id, one]): [string, NamedTraining] => [
    id,
    { where: `${protocol.scenario} ${id}`, trained: one },
  ]);
  const common = commonTraining(Object.fromEntries(named), rules);
  const training = { ...common, rules: common.rules.map((rule) => ({ ...rule, ...ownStep(protocol, rule) })) };
  const totals = scenario.totals.map(({ algorithm, costPerUpdate, readout }) => {
    const updates = training.rules.find((rule) => rule.algorithm === algorithm)?.medianUpdatesToCriterion ?? null;
    return { algorithm, updates, costPerUpdate, readout, total: totalCost(updates, costPerUpdate, readout?.cost ?? 0) };
  });
  return { ...scenario, training, totals };
}

/** The step of a rule's evaluations where its runs were not evaluated on the protocol's grid. */
function ownStep(
  { runs }: ProtocolResult,
  { algorithm, learningRate, runs: reported }: RuleResult,
): { evaluateEvery?: number } {
  const run = runs.find(
    (one) => one.algorithm === algorithm && one.learningRate === learningRate && one.seed === reported[0].seed,
  );
  return run?.evaluateEvery === undefined ? {} : { evaluateEvery: run.evaluateEvery };
}

/** Whether all reported runs of all rules have been made at a choice of rates. */
function isRun(protocol: ProtocolResult, choice: Choice): boolean {
  return protocol.rules.every((rule) => {
    const rate = rateOf(protocol, rule, choice);
    const unmade = wantedRuns(protocol, rule).filter(({ seed }) => rule.seeds.includes(seed));
    return rate !== null && unmade.every(({ learningRate }) => learningRate !== rate);
  });
}

/**
 * The results of a scenario with what its rules learned by the protocol in place of how they were trained before: at their cheapest rates, or, where
 * not all of that has been run, at the documented ones; what they needed at both is beside it. null where neither has been run.
 */
export function scenarioByProtocol(scenario: ScenarioResult, protocol: ProtocolResult): ScenarioResult | null {
  const [documented, tuned] = CHOICES.map((choice) =>
    isRun(protocol, choice) ? scenarioBy(scenario, protocol, choice) : null,
  );
  const found = tuned ?? documented;
  if (found === null) return null;
  const rules = (found.training?.rules ?? []).map((rule) => ({ ...rule, runs: rule.runs.map(withShortLosses) }));
  const updates = found.updates.map((update) => {
    const rule = rules.find(({ algorithm }) => algorithm === update.algorithm);
    // What an update costs does not depend on its rate, but it states it.
    return rule === undefined ? update : { ...update, about: { ...update.about, learningRate: rule.learningRate } };
  });
  return {
    ...found,
    ...(found.training === undefined ? {} : { training: { ...found.training, rules } }),
    updates,
    protocol: {
      tuningSeeds: protocol.tuningSeeds,
      rates: protocol.rules.map(({ algorithm, rates }) => ({ algorithm, rates })),
      documented: documented && choiceOf(documented.training?.rules ?? []),
      tuned: tuned && choiceOf(tuned.training?.rules ?? []),
    },
  };
}

/** Losses are means of numbers of 32 bits, which have no more digits than these. */
const LOSS_DIGITS = 7;

/** A run with its losses, and what else its rule reports, in as many digits as they have: the protocol keeps all. */
function withShortLosses<Run extends RunResult>({ curve, epochs, ...run }: Run) {
  const short = (values: readonly number[]): number[] => values.map((value) => Number(value.toPrecision(LOSS_DIGITS)));
  return {
    ...run,
    curve: curve.map(({ loss, ...point }) => ({ ...point, loss: short(loss) })),
    epochs: epochs.map(({ epoch, updates, batches, loss, testAccuracy, ...reported }) =>
      Object.assign(
        { epoch, updates, batches, loss: short(loss), testAccuracy },
        Object.fromEntries(Object.entries(reported).map(([name, values]) => [name, short(values as number[])])),
      ),
    ),
  };
}
