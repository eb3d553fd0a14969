import { InputError, quoted } from '../../core/input-error.ts';
import { readTextFile } from './text-file.ts';

/**
 * The parsed content of a JSON file, or of a pipe. Throws InputError where it cannot be read or is not JSON; `what` should
 * have been named.
 */
export function readJsonFile(path: string, what = 'a JSON file'): unknown {
  return parseJson(readTextFile(path, what), path, what);
}

/** The content of JSON text that was read of a file already. Throws InputError where it is not JSON, with the line where it stops being it. */
export function parseJson(text: string, path: string, what = 'a JSON file'): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [first = ''] = text.trimStart().split('\n', 1);
    if (first === '') throw new InputError(`${path}: is empty; name ${what}`);
    // A word of JSON, which a value begins with; anything else was never meant to be it.
    if (!/^["{[\d-]/.test(first))
      throw new InputError(`${path}: is no JSON, it begins with ${quoted(first.trim())}; name ${what}`);
    const reason = (error as SyntaxError).message.replace(/\s+/g, ' ');
    const isCut = /Unexpected end|Unterminated/.test(reason);
    const line = isCut ? null : lineOfMistake(text);
    const place = line === null ? path : `${path}: line ${line}`;
    const truncated = isCut ? 'the file may be truncated, ' : '';
    throw new InputError(`${place}: not valid JSON: ${reason}; ${truncated}write or fetch it again`);
  }
}

/** A token of JSON after white space: a mark, a text, a number or a word. */
const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[ !#-[\]-\uffff]|\\["\\/bfnrt]|\\u[\da-fA-F]{4})*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

/** What may come next: a value, the first of a list or its end, a name, the first name of an object or its end, `:`, or what follows a value. */
type Next = 'value' | 'first value' | 'name' | 'first name' | ':' | 'after';

/** The line, from 1, on which a text stops being JSON; null where it does so by ending. O(text). */
function lineOfMistake(text: string): number | null {
  const open: string[] = [];
  let next: Next = 'value';
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const [token, mark, word] = TOKEN.exec(text) ?? [];
    const after: Next | null = token === undefined ? null : following(next, mark, word, open);
    if (token === undefined || after === null) break;
    next = after;
    at += token.length;
  }
  const rest = text.slice(at);
  const blank = /^\s*/.exec(rest)?.[0] ?? '';
  return blank === rest ? null : `${text.slice(0, at)}${blank}`.split('\n').length;
}

/** What may follow a token, of which `open` notes the brackets; null where it may not stand there. */
function following(next: Next, mark: string | undefined, word: string | undefined, open: string[]): Next | null {
  if (next === ':') return mark === ':' ? 'value' : null;
  if (next === 'after') {
    if (mark === ',' && open.length > 0) return open.at(-1) === '{' ? 'name' : 'value';
    return closes(mark, open) ? 'after' : null;
  }
  if (next === 'name' || next === 'first name') {
    if (word !== undefined) return ':';
    return next === 'first name' && closes(mark, open) ? 'after' : null;
  }
  if (mark === undefined) return 'after';
  if (mark === '{' || mark === '[') {
    open.push(mark);
    return mark === '{' ? 'first name' : 'first value';
  }
  return next === 'first value' && closes(mark, open) ? 'after' : null;
}

/** Closes the innermost bracket where the mark is its end. */
function closes(mark: string | undefined, open: string[]): boolean {
  const isEnd = (mark === '}' && open.at(-1) === '{') || (mark === ']' && open.at(-1) === '[');
  if (isEnd) open.pop();
  return isEnd;
}
