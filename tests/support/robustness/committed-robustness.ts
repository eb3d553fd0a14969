import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Robustness, robustnessSchema } from '../../../reports/robustness/robustness.ts';

const folder = fileURLToPath(new URL('../../../results/robustness/', import.meta.url));

/** Where `npm run robustness` writes one update of a rule under every meter. */
export function robustnessFile(scenario: string, algorithm: string): string {
  return `${folder}${scenario}-${algorithm}.json`;
}

/** Those of results/robustness, a file an update, by name of the file. */
export function committedRobustness(): Robustness[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => robustnessSchema.parse(JSON.parse(readFileSync(`${folder}${name}`, 'utf8'))));
}
