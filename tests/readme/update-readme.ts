/** `npm run readme`: writes what the committed results say between the markers of README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { committedResults, documentedRun, README } from '../support/results/committed-results.ts';
import { documentedRunBlock } from './documented-run.ts';
import { readmeBlock, withBlock } from './readme-block.ts';

const { ours, original } = documentedRun();
const withResults = withBlock(readFileSync(README, 'utf8'), readmeBlock(committedResults()));
writeFileSync(README, withBlock(withResults, documentedRunBlock(ours, original), 'documented run'));
