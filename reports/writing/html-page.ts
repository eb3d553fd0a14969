import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { escapeHtml, escapeJson } from './html.ts';
import type { TextCells } from './text-table.ts';
import { visibleText } from './visible-text.ts';

/** What a page is made of. */
export interface PageParts {
  /** Text; a tab has room for the first 70 characters. */
  readonly title: string;
  readonly style: string;
  /** HTML, a line at least. */
  readonly main: string;
  /** What the page was made of: JSON, and the id of the script element that it is in, `isPacked` as `packedJson` has it. */
  readonly data?: { readonly id: string; readonly json: string; readonly isPacked?: boolean };
  /** JavaScript that runs when the page is there, and alone is allowed to: without it everything can be read. */
  readonly script?: string;
}

/** An HTML page that needs nothing else, and may do nothing else: no script runs but its own, nothing is requested. */
export function htmlPage({ title, style, main, data, script }: PageParts): string {
  const allowed = script === undefined ? '' : `; script-src '${hashOf(script)}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${allowed}">
<title>${tabTitle(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
${data === undefined ? '' : carried(data)}${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`;
}

/** What a tab has room for; more is no title as validators have it. */
const MOST_IN_TAB = 70;

/** A title as HTML, its end left out where it is too long. */
function tabTitle(title: string): string {
  const whole = escapeHtml(title);
  if (whole.length <= MOST_IN_TAB) return whole;
  let shown = '';
  for (const letter of visibleText(title)) {
    const longer = escapeHtml(letter);
    if (shown.length + longer.length >= MOST_IN_TAB) break;
    shown += longer;
  }
  return `${shown}…`;
}

/** A script as a policy names it: the hash of the text between its tags. */
function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

function carried({ id, json, isPacked = false }: NonNullable<PageParts['data']>): string {
  return isPacked
    ? `<script type="application/octet-stream" id="${id}">${packedJson(json)}</script>\n`
    : `<script type="application/json" id="${id}">${escapeJson(json)}</script>\n`;
}

/**
 * JSON in about a quarter of its bytes: deflated, without a header that would name the machine, in base64. A page's script
 * has it back through DecompressionStream('deflate-raw'), node through inflateRawSync.
 */
export function packedJson(json: string): string {
  return deflateRawSync(json, { level: 9 }).toString('base64');
}

/** A table of texts, which scrolls where it is wider than the page, by keys too; `label` says what of. */
export function htmlTable({ header, rows }: TextCells, label: string): string {
  const head = header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`);
  return `<section class="scroll" tabindex="0" aria-label="${escapeHtml(label)}"><table class="text"><thead><tr>${head}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></section>`;
}
