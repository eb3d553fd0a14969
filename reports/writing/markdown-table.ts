import type { TextCells } from './text-table.ts';

/** A table whose first column is text and whose others are figures. */
export function markdownTable({ header, rows }: TextCells): string {
  const table = [header, header.map((_, column) => (column === 0 ? '---' : '---:')), ...rows];
  return table.map((cells) => `| ${cells.map(escapeMarkdown).join(' | ')} |`).join('\n');
}

/** Text that Markdown shows as it is, also in the cell of a table. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
}
