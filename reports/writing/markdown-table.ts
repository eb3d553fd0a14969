import type { TextCells } from './text-table.ts';
import { visibleText } from './visible-text.ts';

/** A table whose first column is text and whose others are figures. */
export function markdownTable({ header, rows }: TextCells): string {
  const table = [header, header.map((_, column) => (column === 0 ? '---' : '---:')), ...rows];
  return table.map((cells) => `| ${cells.map(escapeMarkdown).join(' | ')} |`).join('\n');
}

/** Text that Markdown shows as it is, also in the cell of a table. */
export function escapeMarkdown(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ')).replace(/[\\`*_[\]<>|#]/g, '\\$&');
}
