/** `npm run readme`: writes what the committed figures say between the markers of README.md and pages in docs/. */
import { readFileSync, writeFileSync } from 'node:fs';
import { committedFigures } from '../examples/case-figures.ts';
import { answersBlock, THREADS_PAGE } from '../examples/thread-answers.ts';
import { committedResults, documentedRun, README } from '../support/results/committed-results.ts';
import { documentedRunBlock } from './documented-run.ts';
import { readmeBlock, withBlock } from './readme-block.ts';

const { ours, original } = documentedRun();
const withResults = withBlock(readFileSync(README, 'utf8'), readmeBlock(committedResults()));
writeFileSync(README, withBlock(withResults, documentedRunBlock(ours, original), 'documented run'));
writeFileSync(THREADS_PAGE, withBlock(readFileSync(THREADS_PAGE, 'utf8'), answersBlock(committedFigures()), 'answers'));
