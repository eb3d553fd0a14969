import { ENERGY_BYTES } from '../../core/cost/energy.ts';
import { roleOfPhase } from '../../core/measurement/breakdown.ts';
import type { PhaseRole } from '../../core/trace/phase-roles.ts';
import type { Algorithm } from '../../scenarios/rule/algorithm.ts';
import type { Results, ScenarioResult, UpdateResult } from '../results/result.ts';
import { bytes, inWords, percent, significant } from '../writing/format.ts';
import { costFinding, instructionsOf, medianCostDepth } from './findings.ts';
import { totalFinding } from './training-findings.ts';

/** A question that the descriptions of the variants leave open, and what the results say to it. */
export interface Answer {
  readonly question: string;
  readonly answer: string;
  /** Asked of this variant, not of every one. */
  readonly isOwn: boolean;
}

interface Both {
  readonly ff: UpdateResult;
  readonly bp: UpdateResult;
}

/** The questions asked of this scenario, answered from the results alone; none where one of the rules is missing. */
export function scenarioAnswers(scenario: ScenarioResult, { scenarios }: Results): Answer[] {
  const ff = updateOf(scenario, 'ff');
  const bp = updateOf(scenario, 'bp');
  if (ff === undefined || bp === undefined) return [];
  const both = { ff, bp };
  const dense = scenarios.find(({ id }) => id === 'label-in-input');
  const own = OWN_QUESTIONS[scenario.id]?.(scenario, both, dense) ?? [];
  return [
    ...own.map((asked) => ({ ...asked, isOwn: true })),
    ...scorecard(both).map((asked) => ({ ...asked, isOwn: false })),
  ];
}

type Asked = Omit<Answer, 'isOwn'>;
type OwnQuestions = (scenario: ScenarioResult, both: Both, dense: ScenarioResult | undefined) => Asked[];

const OWN_QUESTIONS: Readonly<Record<string, OwnQuestions>> = {
  'label-in-input': (scenario, both) => [
    {
      question: 'Does Forward-Forward beat backprop on data movement, and by how much?',
      answer: `${verdict(scenario)} ${refetching(both)}`,
    },
  ],
  hybrid: (_, both) => [
    {
      question: 'How much of the advantage of removing backprop is real, how much does normalising between layers eat?',
      answer: normalisation(both),
    },
  ],
  recurrent: (scenario, both, dense) => [
    {
      question: 'What does it move against the feed-forward network with the label in the input, on the same images?',
      answer: againstDense(scenario, both, dense),
    },
    {
      question: 'It reads its activities anew at every iteration: how do its depths differ from a single forward pass?',
      answer: inferenceDepths(scenario, dense),
    },
  ],
  'locally-connected': (scenario, both, dense) => [
    {
      question: 'Does Forward-Forward beat backprop on data movement with weights of one place each?',
      answer: verdict(scenario),
    },
    { question: 'Is locality visible?', answer: locality(both, dense) },
  ],
  'disk-ring': (scenario, both) => [
    { question: 'Does Forward-Forward beat backprop on data movement?', answer: verdict(scenario) },
    {
      question: 'A coarse tracker once put Forward-Forward 25 times above backprop on a tiny network. Is it so?',
      answer: tinyNetwork(both),
    },
  ],
};

/** What every variant is asked: memory, locking and speed. */
function scorecard({ ff, bp }: Both): Asked[] {
  const beyond = (update: UpdateResult) => ENERGY_BYTES * (update.peakLiveElements - update.stateElements);
  const [ffWait, bpWait] = [longestWait(ff), longestWait(bp)];
  return [
    {
      question: 'Memory during training: is nothing stored?',
      answer:
        `Beyond weights and optimiser state, Forward-Forward has at most ${bytes(beyond(ff))} live in an update, ` +
        `backprop ${bytes(beyond(bp))}: ${times(beyond(ff), beyond(bp))} as much.`,
    },
    {
      question: 'Update locking: how long does a layer wait for its update?',
      answer:
        ffWait === null || bpWait === null
          ? 'No layer is updated.'
          : `At most ${inWords(ffWait)} instructions with Forward-Forward (${percent(ffWait / instructionsOf(ff))} of its ` +
            `update), ${inWords(bpWait)} with backprop (${percent(bpWait / instructionsOf(bp))}).`,
    },
    {
      question: 'Speed: how much work is an update?',
      answer:
        `Forward-Forward executes ${times(instructionsOf(ff), instructionsOf(bp))} as many instructions as backprop, ` +
        `${times(ff.macs, bp.macs)} as many multiply-accumulates, and moves ${times(costOf(ff), costOf(bp))} as much data.`,
    },
  ];
}

function verdict(scenario: ScenarioResult): string {
  const total = totalFinding(scenario);
  return total === null ? costFinding(scenario) : `${total} ${costFinding(scenario)}`;
}

/** What reading activations costs in the pass that backprop fetches them again for. */
function refetching({ ff, bp }: Both): string {
  const [ffRead, bpRead] = [roleCost(ff, 'activations'), roleCost(bp, 'activations')];
  return (
    `Backprop fetches activations again in its backward pass, which is ${percent(phaseCost(bp, ['backward']) / costOf(bp))} ` +
    `of its update; the gradients of Forward-Forward are local and ${percent(phaseCost(ff, ['gradient']) / costOf(ff))} of its own. ` +
    `Reading activations costs Forward-Forward ${inWords(ffRead)} an update, backprop ${inWords(bpRead)}.`
  );
}

function normalisation({ ff, bp }: Both): string {
  const backward = phaseCost(bp, ['backward']);
  const local = phaseCost(ff, ['gradient']);
  const normalise = phaseCost(ff, ['normalise']);
  const saved = backward - local;
  const facts =
    `The backward pass of backprop costs ${inWords(backward)} an update, the local gradients of Forward-Forward ` +
    `${inWords(local)}, its normalising ${inWords(normalise)}, which is ${percent(normalise / costOf(ff))} of its update.`;
  const outcome =
    saved > 0
      ? `So gradients save ${inWords(saved)}, of which normalising eats ${percent(normalise / saved)}.`
      : `So gradients save nothing, they cost ${inWords(-saved)} more, and normalising comes on top.`;
  const passes: PhaseRole[] = ['forward', 'second forward', 're-forward'];
  return (
    `${facts} ${outcome} The forward passes of Forward-Forward, two and again after the update, cost ` +
    `${inWords(phaseCost(ff, passes))} against ${inWords(phaseCost(bp, ['forward']))}: ${verdictPerUpdate({ ff, bp })}.`
  );
}

function verdictPerUpdate({ ff, bp }: Both): string {
  return `in all an update moves ${times(costOf(ff), costOf(bp))} as much data as one of backprop`;
}

function againstDense(scenario: ScenarioResult, { ff }: Both, dense: ScenarioResult | undefined): string {
  const other = dense === undefined ? undefined : updateOf(dense, 'ff');
  if (dense === undefined || other === undefined) return 'The results hold no label-in-input to compare with.';
  const perImage = `Per training image, an update moves ${times(costOf(ff) / scenario.batch, costOf(other) / dense.batch)} as much data`;
  const [mine, theirs] = [scenario, dense].map(
    ({ totals = [] }) => totals.find(({ algorithm }) => algorithm === 'ff')?.total ?? null,
  );
  const isSameData = scenario.training !== undefined && scenario.training.trainSha256 === dense.training?.trainSha256;
  if (mine === null || theirs === null || !isSameData) return `${perImage} as one of label-in-input.`;
  const goal = (one: ScenarioResult) => percent(one.training?.criterion.testAccuracy ?? 0);
  return (
    `${perImage} as one of label-in-input; in total, to ${goal(scenario)}, ${inWords(mine)} against ` +
    `${inWords(theirs)} to ${goal(dense)}, ${times(Number(mine), Number(theirs))} as much.`
  );
}

function inferenceDepths(scenario: ScenarioResult, dense: ScenarioResult | undefined): string {
  const [mine, theirs] = [scenario, dense].map((one) => one?.inference?.find(({ algorithm }) => algorithm === 'ff'));
  if (mine === undefined) return 'Prediction was not measured.';
  const depth = (one: NonNullable<typeof mine>) => bytes(ENERGY_BYTES * medianCostDepth(one.histogram));
  const own = `To predict one image, half of the cost lies in reads deeper than ${depth(mine)}`;
  if (theirs === undefined) return `${own}; its cost is ${inWords(mine.cost[4])}.`;
  return (
    `${own}, against ${depth(theirs)} for label-in-input; it costs ${inWords(mine.cost[4])} against ` +
    `${inWords(theirs.cost[4])}, ${times(Number(mine.cost[4]), Number(theirs.cost[4]))} as much, and a read ` +
    `${significant(Number(mine.cost[4]) / mine.reads)} against ${significant(Number(theirs.cost[4]) / theirs.reads)} on average.`
  );
}

function locality({ ff, bp }: Both, dense: ScenarioResult | undefined): string {
  const perMac = (update: UpdateResult) => significant(costOf(update) / update.macs);
  const depth = (update: UpdateResult) => bytes(ENERGY_BYTES * medianCostDepth(update.histogram));
  const own =
    `A multiply-accumulate costs ${perMac(ff)} with Forward-Forward and ${perMac(bp)} with backprop; half of the cost ` +
    `lies deeper than ${depth(ff)} and ${depth(bp)}`;
  const [denseFf, denseBp] = (['ff', 'bp'] as const).map((rule) =>
    dense === undefined ? undefined : updateOf(dense, rule),
  );
  if (denseFf === undefined || denseBp === undefined) return `${own}.`;
  return `${own}. In the dense layers of label-in-input: ${perMac(denseFf)} and ${perMac(denseBp)}, ${depth(denseFf)} and ${depth(denseBp)}.`;
}

function tinyNetwork({ ff, bp }: Both): string {
  const perRead = (update: UpdateResult) => costOf(update) / update.reads;
  return (
    `Here an update of Forward-Forward makes ${times(ff.reads, bp.reads)} as many reads as one of backprop, a read costs ` +
    `${times(perRead(ff), perRead(bp))} as much, so that it moves ${times(costOf(ff), costOf(bp))} as much data.`
  );
}

function updateOf({ updates }: ScenarioResult, algorithm: Algorithm): UpdateResult | undefined {
  return updates.find((update) => update.algorithm === algorithm);
}

function costOf({ cost }: UpdateResult): number {
  return Number(cost.cold[4]);
}

/** Cost of all phases of these roles. */
function phaseCost({ phases }: UpdateResult, roles: readonly PhaseRole[]): number {
  return phases.reduce((sum, part) => sum + (roles.includes(roleOfPhase(part)) ? Number(part.cost[4]) : 0), 0);
}

function roleCost({ roles }: UpdateResult, role: string): number {
  return Number(roles.find((one) => one.role === role)?.cost[4] ?? 0);
}

function longestWait({ waits }: UpdateResult): number | null {
  return waits.length === 0
    ? null
    : Math.max(...waits.map(({ firstInstruction, updatedAfter }) => updatedAfter - firstInstruction));
}

/** How many times as much `a` is as `b`. */
function times(a: number, b: number): string {
  return b === 0 ? `${inWords(a)} against 0` : `${significant(a / b)} times`;
}
