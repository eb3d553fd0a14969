import { InputError } from '../../../core/input-error.ts';
import { scriptText } from './script-text.ts';
import { type LoopPosition, type SourcePosition, userPlaceOf } from './source-positions.ts';
import { type SymbolCondition, searchBody, searchScript } from './symbol-conditions.ts';

const LONGEST_TEXT = 60;

/**
 * Throws InputError, with the line of the user's source, where the body of a nest, or a function of its file that it calls
 * by name, asks something of an index or a value that JavaScript answers alike in every iteration. `text`: the body's; `loops`: where the nest's loops were executed.
 */
export function refuseConditions(text: string, loops: readonly LoopPosition[]): void {
  const start = loops[0]?.body;
  if (start === undefined) return;
  const heads = headsIn(text, start, loops);
  const { condition, asksHelpers } = searchBody(text, heads);
  if (condition !== null) throw faultAt(positionOf(text, start, condition.at), condition);
  // Most bodies hold all that they do, and need not be asked for more.
  if (asksHelpers || heads.length < loops.length) refuseInHelpers(start, loops);
}

function refuseInHelpers(body: SourcePosition, loops: readonly LoopPosition[]): void {
  const script = scriptText(body.frame);
  if (script === null) return;
  const start = { ...body, line: script.line, column: script.column };
  const at = offsetOf(script.text, start, body);
  const found = at === null ? null : searchScript(script, at, headsIn(script.text, start, loops));
  if (found !== null) throw faultAt(positionOf(script.text, start, found.at), found);
}

function headsIn(text: string, start: SourcePosition, loops: readonly LoopPosition[]): number[] {
  return loops.flatMap(({ loop }) => offsetOf(text, start, loop) ?? []);
}

function faultAt(position: SourcePosition, condition: SymbolCondition): InputError {
  return new InputError(`${userPlaceOf(position)}: ${faultOf(condition)}`);
}

function faultOf({ kind, use, text }: SymbolCondition): string {
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text;
  const what =
    kind === 'index' ? 'a loop index stands for all iterations at once' : 'a value of a nest has no number yet';
  const answer = use === 'condition' ? 'is true in all of them' : 'is compared as an object';
  const instead = kind === 'index' ? 'split the range' : 'compute both and .select() one';
  return `\`${shown.replace(/\s+/g, ' ')}\` ${answer}: ${what}; ${instead}, or write plain loops over TensorProxy`;
}

/** The character of a text that stands at a position of the file in which the text begins at `start`; null outside. */
function offsetOf(text: string, start: SourcePosition, { file, line, column }: SourcePosition): number | null {
  const lines = text.split('\n');
  const row = line - start.line;
  if (file !== start.file || row < 0 || row >= lines.length) return null;
  const before = lines.slice(0, row).reduce((sum, { length }) => sum + length + 1, 0);
  const offset = before + column - (row === 0 ? start.column : 1);
  return offset >= 0 && offset < text.length ? offset : null;
}

function positionOf(text: string, start: SourcePosition, offset: number): SourcePosition {
  const lines = text.slice(0, offset).split('\n');
  const row = lines.length - 1;
  return { ...start, line: start.line + row, column: lines[row].length + (row === 0 ? start.column : 1) };
}
