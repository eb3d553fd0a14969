import { createHash } from 'node:crypto';
import { InputError } from '../../core/input-error.ts';
import { exactInteger } from '../../core/numbers/exact-integer.ts';
import { visibleText } from '../writing/visible-text.ts';
import { type BaselineLine, METRICS } from './baseline.ts';
import { type CostPart, type CostParts, PART_KINDS, sumOf } from './cost-parts.ts';

const ACCEPTED = 'accepted: ';
/** What parts columns, and what parts the parts in one. */
const COLUMN = /\|/g;
const PART = /[|,;]/g;
/** Hex digits of the SHA-256 of a line that stand at its end: a slip of a hand is found, a forger is not kept out. */
const DIGITS = 6;

/**
 * A figure as a line, without its end: `ID | METRIC VALUE | PARTS; accepted: REASON | DIGEST`. What is between the columns
 * is in none of them, also where a name has it.
 */
export function lineText({ id, metric, value, parts, reason }: BaselineLine): string {
  const accepted = reason === null ? '' : `${ACCEPTED}${written(reason, COLUMN)}`;
  const about = [partsText(parts), accepted].filter((text) => text !== '').join('; ');
  const rest = `${written(id, COLUMN)} | ${metric} ${value} | ${about}${about === '' ? '' : ' '}`;
  return `${rest}| ${digestOf(rest)}`;
}

/** The figure that a line states. Throws InputError, saying what is wrong and what to do, on one that `lineText` does not write. */
export function parseLine(text: string): BaselineLine {
  const end = text.lastIndexOf('| ');
  const rest = text.slice(0, end);
  const digest = text.slice(end + 2);
  const [id, figure, about, ...more] = rest.split('|');
  const [, name, digits] = / (\w+) (0|[1-9]\d*) $/.exec(figure ?? '') ?? [];
  const metric = METRICS.find((one) => one === name);
  if (end < 0 || about === undefined || more.length > 0 || metric === undefined || !/^[0-9a-f]+$/.test(digest)) {
    throw new InputError(`is no figure of a case; ${REMEDY}`);
  }
  if (digest !== digestOf(rest)) {
    throw new InputError(
      `was edited by hand or damaged: it ends in ${visibleText(digest)}, its text gives ${digestOf(rest)}; ${REMEDY}`,
    );
  }
  const { parts, reason } = parseAbout(about.slice(1, -1));
  const line = { id: read(id.slice(0, -1)), metric, value: exactInteger(BigInt(digits)), parts, reason };
  if (lineText(line) !== text) throw new InputError(`is not written as odometer writes it; ${REMEDY}`);
  for (const kind of PART_KINDS) {
    const some = parts[kind];
    if (some === undefined || sumOf(some) === line.value) continue;
    throw new InputError(`its parts by ${kind} add up to ${sumOf(some)}, not to ${line.value}; ${REMEDY}`);
  }
  return line;
}

/** What to do about a baseline that is not as it was written. */
export const REMEDY = 'restore the file from git, or write it anew with odometer check --update';

function digestOf(rest: string): string {
  return createHash('sha256').update(rest).digest('hex').slice(0, DIGITS);
}

/** `operand a 30211, b 55012; line :12 85223`. */
function partsText(parts: CostParts): string {
  const kinds = PART_KINDS.filter((kind) => parts[kind] !== undefined);
  const listed = kinds.map((kind) => {
    const some = (parts[kind] ?? []).map(({ name, cost }) => `${written(name, PART)} ${cost}`);
    return `${kind} ${some.join(', ')}`;
  });
  return listed.join('; ');
}

/** Takes the third column apart; what is not as `lineText` writes it gives something that it writes otherwise. */
function parseAbout(text: string): Pick<BaselineLine, 'parts' | 'reason'> {
  const [, listed, reason] = /^(.*?)(?:(?:^|; )accepted: (.*))?$/s.exec(text) ?? [];
  const groups = (listed ?? '').split('; ').map((group) => {
    const start = group.indexOf(' ');
    return [
      group.slice(0, start),
      group
        .slice(start + 1)
        .split(', ')
        .map(parsePart),
    ] as const;
  });
  const found = new Map(groups);
  const known = PART_KINDS.flatMap((kind) => {
    const some = found.get(kind);
    return some === undefined ? [] : [[kind, some] as const];
  });
  return { parts: Object.fromEntries(known), reason: reason === undefined ? null : read(reason) };
}

function parsePart(text: string): CostPart {
  const [, name = '', digits = '0'] = /^(.*) (\d+)$/s.exec(text) ?? [];
  return { name: read(name), cost: exactInteger(BigInt(digits)) };
}

/** A text without the characters that part it from others, and without those that nobody sees. */
function written(text: string, parting: RegExp): string {
  const spelt = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return visibleText(text.replaceAll('\\', '\\\\').replace(parting, spelt));
}

/** The text that `written` wrote. */
function read(text: string): string {
  return text.replace(/\\(?:\\|u([0-9a-f]{4}))/g, (_, code?: string) =>
    code === undefined ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
