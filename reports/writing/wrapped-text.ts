/** What a terminal has room for, where nothing says how wide it is. */
export const TERMINAL_WIDTH = 80;

/**
 * A text in lines of at most `width` characters, broken at spaces; those after the first begin with `indent`. A word that is
 * longer stays whole.
 */
export function wrappedText(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  let begin = '';
  for (const word of text.split(' ')) {
    const isFirst = line === begin;
    if (!isFirst && line.length + 1 + word.length > width) {
      lines.push(line);
      begin = indent;
      line = `${indent}${word}`;
    } else line = isFirst ? `${line}${word}` : `${line} ${word}`;
  }
  return [...lines, line];
}
