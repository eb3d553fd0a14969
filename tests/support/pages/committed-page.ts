import { mergedResults } from '../../../reports/merging/merged-results.ts';
import type { Results } from '../../../reports/results/result.ts';
import { committedFiles } from '../results/committed-results.ts';

/** What the page of all committed results is made of. */
export function committedPageResults(): Results {
  const [first, ...others] = committedFiles().map(({ path, results }) => ({ where: path, results }));
  return mergedResults([first, ...others]);
}

/** The numbers that a pattern takes out of what drawn marks say, added up. */
export function sumOf(svg: string, number: RegExp): number {
  return [...svg.matchAll(number)].reduce((sum, [, digits]) => sum + Number(digits.replaceAll(',', '')), 0);
}
