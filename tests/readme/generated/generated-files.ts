import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mergedResults } from '../../../reports/merging/merged-results.ts';
import { reportPage } from '../../../reports/page/page.ts';
import { factorPicture } from '../../../reports/pictures/factor-picture.ts';
import { contests } from '../../../reports/verdict/factors.ts';
import { committedSpeed, speedBlock } from '../../bench/speed-figures.ts';
import { committedFigures } from '../../examples/case-figures.ts';
import { answersBlock, THREADS_PAGE } from '../../examples/thread-answers.ts';
import { committedProtocols, committedVariants } from '../../support/results/committed-protocols.ts';
import { committedFiles, documentedRun, README } from '../../support/results/committed-results.ts';
import { documentedRunBlock } from '../documented-run.ts';
import { withBlock } from '../page-blocks.ts';
import { ANSWER_PICTURES, answerBlock } from './answer-block.ts';
import { PROTOCOL_PAGE, protocolBlock } from './protocol-block.ts';
import { resultsBlock } from './results-block.ts';
import { robustnessBlock } from './robustness-block.ts';
import { uncountedBlock } from './uncounted-block.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The page of tables and answers, beside the results that they are made of. */
export const RESULTS_PAGE = `${root}results/README.md`;
/** The page that `odometer report results/*.json` writes, and at its end the way to the live one. */
const REPORT_PAGE = `${root}docs/index.html`;
const TO_LIVE_PAGE = '<p><a href="live.html">See it move</a></p>';

/**
 * All that `npm run readme` writes, by path, each with what it is to hold: pages in which blocks are made of committed
 * figures, their prose as it stands in the file, and whole files.
 */
export function generatedFiles(): ReadonlyMap<string, () => string | Promise<string>> {
  const [first, ...others] = committedFiles().map(({ path, results }) => ({ where: path, results }));
  const merged = mergedResults([first, ...others]);
  const [held, ...more] = contests(merged.scenarios);
  const files = new Map<string, () => string | Promise<string>>();
  files.set(README, () => {
    const { ours, original } = documentedRun();
    const page = withBlock(readFileSync(README, 'utf8'), answerBlock(merged.scenarios), 'answer');
    const survived = withBlock(page, robustnessBlock(merged.scenarios), 'robustness');
    const withRun = withBlock(survived, documentedRunBlock(ours, original), 'documented run');
    return withBlock(withRun, speedBlock(committedSpeed()), 'speed');
  });
  files.set(RESULTS_PAGE, () => {
    const results = [first, ...others].map((one) => one.results);
    const page = withBlock(readFileSync(RESULTS_PAGE, 'utf8'), resultsBlock(results), 'results');
    const uncounted = withBlock(page, uncountedBlock(merged.scenarios, committedVariants()), 'uncounted');
    return withBlock(uncounted, robustnessBlock(merged.scenarios), 'robustness');
  });
  files.set(PROTOCOL_PAGE, () => {
    const block = protocolBlock(committedProtocols(), merged.scenarios);
    return withBlock(readFileSync(PROTOCOL_PAGE, 'utf8'), block, 'protocol');
  });
  files.set(THREADS_PAGE, () =>
    withBlock(readFileSync(THREADS_PAGE, 'utf8'), answersBlock(committedFigures()), 'answers'),
  );
  for (const { file, scheme, isNarrow } of ANSWER_PICTURES) {
    files.set(`${root}docs/${file}`, () => factorPicture([held, ...more], scheme, isNarrow));
  }
  files.set(REPORT_PAGE, async () => (await reportPage(merged)).replace('</main>', `${TO_LIVE_PAGE}\n</main>`));
  return files;
}
