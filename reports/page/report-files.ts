import type { Results } from '../results/result.ts';
import { csvFiles } from '../tables/csv.ts';
import { markdownSummary } from '../tables/markdown.ts';
import { reportPage } from './page.ts';

/** The last of them to be written. */
export const PAGE_FILE = 'report.html';

/** What is written of results, by names of files: tables as CSV, a summary as Markdown, the page. */
export async function reportFiles(results: Results): Promise<Map<string, string>> {
  const files = new Map(csvFiles(results));
  files.set('summary.md', markdownSummary(results));
  files.set(PAGE_FILE, await reportPage(results));
  return files;
}
