import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseResults, RESULTS_SCHEMA, type Results } from '../../reports/result.ts';

const folder = fileURLToPath(new URL('../../results/', import.meta.url));

export const README = fileURLToPath(new URL('../../README.md', import.meta.url));

/** The results in results/*.json, by name of the file; what else is kept there is left out. */
export function committedResults(): Results[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const json: unknown = JSON.parse(readFileSync(`${folder}${name}`, 'utf8'));
      const isResults = typeof json === 'object' && json !== null && 'schema' in json && json.schema === RESULTS_SCHEMA;
      return isResults ? [parseResults(json, name)] : [];
    });
}
