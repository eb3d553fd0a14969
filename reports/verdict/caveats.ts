import type { Results, ScenarioResult } from '../results/result.ts';
import { notByProtocol } from './protocol-text.ts';
import { nearChance, targetText } from './task-text.ts';

/** What a reader has to know before any figure: in which respect results are less than the documented comparison. */
export interface Caveat {
  /** A few words. */
  readonly badge: string;
  /** A sentence. */
  readonly meaning: string;
}

/** The caveats of these results, each once, with the scenarios that it is about where it is not about all. */
export function caveats({ scenarios }: Results): Caveat[] {
  const found: Caveat[] = [];
  const add = (badge: string, meaning: string, holds: (scenario: ScenarioResult) => boolean): void => {
    const these = scenarios.filter(holds);
    if (these.length === 0) return;
    const others = scenarios.filter((one) => !these.includes(one));
    const titles = (of: readonly ScenarioResult[]): string => of.map(({ title }) => title).join(', ');
    const isMost = others.length < these.length;
    const names = others.length === 0 ? '' : ` (${isMost ? `all but ${titles(others)}` : titles(these)})`;
    found.push({ badge: `${badge}${names}`, meaning });
  };
  add('Toy settings', 'Quick preset: reduced networks, easy data made in code.', isQuick);
  add('Reduced', 'Smaller network or batch than the documented one.', (one) => !isQuick(one) && isReduced(one));
  add('Not trained', 'One update is compared, not what it takes to learn.', ({ training }) => training === undefined);
  const apart = notByProtocol(scenarios);
  add('Not yet by the protocol', 'Untuned.', (one) => apart.includes(one));
  add('Documented rates', 'Untuned.', ({ protocol }) => protocol !== undefined && protocol.tuned === null);
  add('One seed', 'Another may differ.', hasOneSeed);
  add('Near chance', 'Little more than guessing.', (one) => nearChance(one) !== null);
  add('Target not met', 'A rule did not reach the target with every seed: it has no total.', isMissed);
  return found;
}

function isQuick({ preset }: ScenarioResult): boolean {
  return preset === 'quick';
}

function isReduced({ batch, documentedBatch, layers, documentedLayers }: ScenarioResult): boolean {
  return batch < documentedBatch || layers.join() !== documentedLayers.join();
}

function hasOneSeed({ training }: ScenarioResult): boolean {
  return (training?.rules ?? []).some(({ runs }) => runs.length === 1);
}

function isMissed(scenario: ScenarioResult): boolean {
  return targetText(scenario) !== null && (scenario.totals ?? []).some(({ total }) => total === null);
}
