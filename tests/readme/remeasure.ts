/** `npm run remeasure`: measures the updates in results/ again, holds every figure to it, and adds those that are new. */
import { writeFileSync } from 'node:fs';
import { resultsJson } from '../../reports/results/result.ts';
import { committedFiles } from '../support/results/committed-results.ts';
import { remeasuredResults } from './remeasured-results.ts';

for (const { path, results } of committedFiles())
  writeFileSync(path, `${resultsJson(remeasuredResults(results), 1)}\n`);
