import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { roleOfPhase } from '../../core/measurement/breakdown.ts';
import type { PhaseRole } from '../../core/trace/phase-roles.ts';
import type { ScenarioResult, UpdateResult } from '../results/result.ts';
import { inWords, percent, threeDigits } from '../writing/format.ts';
import { comparedRules, pairLabels, pairOf, ruleLabel, ruleTitle } from './compared-rules.ts';
import { halfCostPlace, halfReadsReach, instructionsOf, partCost, shareOf, sizeOf } from './update-figures.ts';

/** Sentences that are made from the results alone: the report's answer and the headings of its charts. */

/** How much data one update moves, of every rule against the reference, or of the only one there is. */
export function costFinding(scenario: ScenarioResult): string {
  const rules = comparedRules(scenario);
  if (rules.length > 0) return rules.map((rule) => ruleCostFinding(scenario, rule)).join(' ');
  const [{ algorithm, cost }] = scenario.updates;
  const { title } = ruleLabel(scenario, algorithm);
  return `One ${title} update has a ByteDMD cost of ${inWords(cost.cold[ELEMENT_BYTES])}.`;
}

/** How much data one update of a rule moves, against the reference; '' where one of them was not measured. */
export function ruleCostFinding(scenario: ScenarioResult, algorithm: string): string {
  const { compared: rule, reference } = pairLabels(scenario, algorithm);
  const pair = pairOf(scenario, algorithm, scenario.updates);
  if (pair === null) return '';
  const [mine, theirs] = [pair.compared.cost.cold[ELEMENT_BYTES], pair.reference.cost.cold[ELEMENT_BYTES]];
  return (
    `One ${rule.title} update moves ${muchAs(mine, theirs)} data as one ${reference.title} update: ` +
    `a ByteDMD cost of ${inWords(mine)} against ${inWords(theirs)}.`
  );
}

/** How much `a` is of `b`, for a sentence that goes on with what it is of: `1.126 times as much`. */
function muchAs(a: number | bigint, b: number | bigint): string {
  return a === b ? 'exactly as much' : `${threeDigits(Number(a) / Number(b))} times as much`;
}

/** The phases that cost most, for each rule. */
export function phaseFinding(scenario: ScenarioResult): string {
  const parts = ofEachRule(scenario, (update) =>
    update.phases
      .map((part) => ({ phase: part.phase, share: shareOf(part, update) }))
      .sort((a, b) => b.share - a.share)
      .slice(0, 3)
      .filter(({ share }) => share >= 0.01)
      .map(({ phase, share }) => `${phase} ${percent(share)}`)
      .join(', '),
  );
  return `Largest phases: ${parts}`;
}

/** What phases of a role do, whatever the rules call them; of one without a name here, what the phase is called. */
const PHASE_KINDS: Readonly<Partial<Record<PhaseRole, string>>> = {
  batch: 'build batch',
  forward: 'forward passes',
  'second forward': 'forward passes',
  're-forward': 'forward passes',
  normalise: 'normalise',
  loss: 'goodness and loss',
  gradient: 'gradients',
  backward: 'gradients',
  optimiser: 'optimiser',
  predict: 'predict',
};
const SMALLEST_DIFFERENCE = 0.01;

/** Where each rule pays more than the reference, and where less; null where there is nothing to say of that. */
export function differenceFinding(scenario: ScenarioResult): string | null {
  const found = comparedRules(scenario).map((rule) => ruleDifference(scenario, rule));
  const said = found.filter((one) => one !== null);
  return said.length === 0 ? null : said.join('. ');
}

function ruleDifference(scenario: ScenarioResult, rule: string): string | null {
  const pair = pairOf(scenario, rule, scenario.updates);
  if (pair === null) return null;
  const differences = new Map<string, number>();
  const add = ({ phases }: UpdateResult, sign: number): void => {
    for (const part of phases) {
      const kind = PHASE_KINDS[roleOfPhase(part)] ?? part.phase;
      differences.set(kind, (differences.get(kind) ?? 0) + sign * partCost(part));
    }
  };
  add(pair.compared, 1);
  add(pair.reference, -1);
  const sizes = [...differences].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  const whole = sizes.reduce((sum, [, difference]) => sum + Math.abs(difference), 0);
  const parts = sizes
    .filter(([, difference]) => Math.abs(difference) > SMALLEST_DIFFERENCE * whole)
    .map(([kind, difference]) => `${kind} ${difference < 0 ? '−' : '+'}${inWords(Math.abs(difference))}`);
  if (parts.length === 0) return null;
  const { reference } = pairLabels(scenario, rule);
  return `${ruleTitle(scenario, rule)} against ${reference.title}, by phase: ${parts.join(', ')}`;
}

/** What kind of tensor the cost is paid for. */
export function roleFinding(scenario: ScenarioResult): string {
  return ofEachRule(scenario, (update) => {
    const largest = update.roles.reduce((a, b) => (partCost(b) > partCost(a) ? b : a));
    return `reading ${largest.role} is ${percent(shareOf(largest, update))} of the cost`;
  });
}

/** Which kernel the cost is paid in. */
export function kernelFinding(scenario: ScenarioResult): string {
  return ofEachRule(scenario, (update) => {
    if (update.kernels.length === 0) return 'no kernel reads';
    const largest = update.kernels.reduce((a, b) => (partCost(b) > partCost(a) ? b : a));
    return `${largest.kernel} is ${percent(shareOf(largest, update))} of the cost`;
  });
}

/** How deep half of the reads reach, and where half of the cost lies. */
export function depthFinding(scenario: ScenarioResult): string {
  return ofEachRule(scenario, (update) => {
    if (update.reads === 0) return 'nothing is read';
    return `half of the reads reach at most ${halfReadsReach(update)} deep, half of the cost lies ${halfCostPlace(update)}`;
  });
}

/** The highest point of the live set, and how much of it every rule has to keep. */
export function liveFinding(scenario: ScenarioResult): string {
  return ofEachRule(
    scenario,
    ({ peakLiveElements, stateElements }) =>
      `at most ${sizeOf(peakLiveElements)} are live, ${sizeOf(stateElements)} of them weights and optimiser state`,
  );
}

/** The layer that waits longest from its first use to its new weights. */
export function waitFinding(scenario: ScenarioResult): string {
  return ofEachRule(scenario, (update) => {
    const waits = update.waits.map(({ layer, firstInstruction, updatedAfter }) => ({
      layer,
      share: (updatedAfter - firstInstruction) / instructionsOf(update),
    }));
    if (waits.length === 0) return 'no layer is updated';
    const longest = waits.reduce((a, b) => (b.share > a.share ? b : a));
    return `layer ${longest.layer + 1} waits longest, ${percent(longest.share)} of the update`;
  });
}

function ofEachRule(scenario: ScenarioResult, say: (update: UpdateResult) => string): string {
  return scenario.updates
    .map((update) => `${ruleLabel(scenario, update.algorithm).shortName}: ${say(update)}`)
    .join('; ');
}
