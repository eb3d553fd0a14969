/**
 * Characters that steer a terminal or the direction of text, or that nobody sees: controls, line ends, marks of direction
 * and of width zero, halves of surrogate pairs, characters of private use.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** A spreadsheet takes what begins so for a formula. */
const FORMULA = /^[=+\-@＝＋－＠]/;

/**
 * Text from outside on one line of a terminal, of Markdown or of a log: what would not be seen there, or would do
 * something, is spelt out, as in `\u001b[2J`. All else stays as it is.
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, spelt);
}

/** Text of several lines, such as JSON, which then parses to the same value: as visible as one line is. Line ends stay. */
export function visibleLines(text: string): string {
  return text.replace(UNSEEN, (character) => (character === '\n' ? character : spelt(character)));
}

/** A value as lines of JSON, as visible as text is. `indent` as JSON has it. */
export function jsonText(value: unknown, indent?: number): string {
  return `${visibleLines(JSON.stringify(value, null, indent))}\n`;
}

/** Text from outside as the cell of a spreadsheet: visible, and no formula. */
export function cellText(text: string): string {
  const visible = visibleText(text);
  return FORMULA.test(visible) ? `'${visible}` : visible;
}

/** As JSON has it, so that what is beyond 16 bits becomes two. */
function spelt(character: string): string {
  return Array.from({ length: character.length }, (_, unit) => {
    return `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`;
  }).join('');
}
