import type { ScenarioResult } from '../results/result.ts';
import { accuracyPercent, percent } from '../writing/format.ts';

/** Data sets of this product as people call them. */
const DATA_NAMES: Readonly<Record<string, string>> = {
  mnist: 'MNIST',
  cifar10: 'CIFAR-10',
  synthetic: 'made-up images',
  'synthetic-colour': 'made-up colour images',
  'disk-ring': 'toy points',
};

/** A criterion this share of the way from guessing to all is little more than guessing. */
const NEAR_CHANCE = 0.25;

/** What the rules have to learn: `95 % on MNIST`; null where nothing was trained. */
export function targetText({ training }: ScenarioResult): string | null {
  if (training === undefined) return null;
  return `${accuracyPercent(training.criterion.testAccuracy)} on ${DATA_NAMES[training.data] ?? training.data}`;
}

/** What guessing comes to where the criterion is little more than that: `chance 10 %`; else null. */
export function nearChance({ training, classes }: ScenarioResult): string | null {
  if (training === undefined) return null;
  const chance = 1 / classes;
  const isNear = training.criterion.testAccuracy < chance + NEAR_CHANCE * (1 - chance);
  return isNear ? `chance ${percent(chance)}` : null;
}

/** The sizes of a network's layers: `784-1000×4`. */
export function layersText(layers: readonly number[]): string {
  const [first, second] = layers;
  const isRepeated = layers.length > 3 && layers.every((size, index) => index === 0 || size === second);
  return isRepeated ? `${first}-${second}×${layers.length - 1}` : layers.join('-');
}

/** What is to be learned, and how near to guessing that is: `18 % on CIFAR-10, chance 10 %`. */
export function goalText(scenario: ScenarioResult): string {
  return [targetText(scenario) ?? 'not trained', nearChance(scenario)].filter((part) => part !== null).join(', ');
}

/** The network and the task of a scenario, in a few words: `784-1000×4, 90 % on MNIST`. */
export function taskText(scenario: ScenarioResult): string {
  return `${layersText(scenario.layers)}, ${goalText(scenario)}`;
}
