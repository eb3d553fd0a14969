import { escapeHtml, escapeJson } from './html.ts';
import type { TextCells } from './text-table.ts';

/** What a page is made of. */
export interface PageParts {
  /** Text. */
  readonly title: string;
  readonly style: string;
  /** HTML, a line at least. */
  readonly main: string;
  /** What the page was made of: JSON, and the id of the script element that it is in. */
  readonly data?: { readonly id: string; readonly json: string };
}

/** An HTML page that needs nothing else, and may do nothing else: no script runs, nothing is requested. */
export function htmlPage({ title, style, main, data }: PageParts): string {
  const carried =
    data === undefined ? '' : `<script type="application/json" id="${data.id}">${escapeJson(data.json)}</script>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
${carried}</body>
</html>
`;
}

/** A table of texts, which scrolls where it is wider than the page. */
export function htmlTable({ header, rows }: TextCells): string {
  const head = header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`);
  return `<div class="scroll"><table class="text"><thead><tr>${head}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></div>`;
}
