import { visibleText } from '../../reports/writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../../reports/writing/wrapped-text.ts';

/** Narrower than this no text is broken into lines. */
const LEAST_WIDTH = 40;

/** How many characters a line of text on stdout has room for. */
export function textWidth(): number {
  return Math.max(LEAST_WIDTH, process.stdout.columns ?? TERMINAL_WIDTH);
}

/** The line that says what was written into a folder, in as many lines as it needs. */
export function writtenText(folder: string, files: readonly string[]): string {
  return `${wrappedText(`Wrote ${visibleText(folder)}: ${files.join(', ')}`, textWidth(), '  ').join('\n')}\n`;
}
