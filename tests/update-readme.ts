/** `npm run readme`: writes what the committed results say between the markers of README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { readmeBlock, withBlock } from '../reports/readme-block.ts';
import { committedResults, README } from './support/committed-results.ts';

writeFileSync(README, withBlock(readFileSync(README, 'utf8'), readmeBlock(committedResults())));
