import { InputError } from '../../core/input-error.ts';
import { visibleText } from '../writing/visible-text.ts';
import {
  BASELINE_SCHEMA,
  type Baseline,
  type BaselineHeader,
  type BaselineLine,
  HEADER_FIELDS,
  METRICS,
} from './baseline.ts';
import { lineText, parseLine, REMEDY } from './baseline-line.ts';
import { byCodePoints } from './case-name.ts';

/** The schema, the fields, and how many lines follow. */
const HEADER_LINES = HEADER_FIELDS.length + 2;
/** What git leaves where two changes of a file meet. */
const CONFLICT = /^(<{7}|={7}|>{7}|\|{7})( |$)/;

/**
 * A baseline as text: a header, and a line a figure, sorted by code points. Equal baselines give equal text, and parsing it
 * gives an equal baseline.
 */
export function baselineText({ header, lines }: Baseline): string {
  const fields = HEADER_FIELDS.map(([field, name]) => `# ${name} ${visibleText(header[field])}`);
  const body = lines.map(lineText).sort(byCodePoints);
  return `${[`# ${BASELINE_SCHEMA}`, ...fields, `# lines ${body.length}`, ...body].join('\n')}\n`;
}

/**
 * The baseline that a text holds, which may end its lines as Windows does. Throws InputError naming the file, the line and
 * what to do where it is not one that `baselineText` wrote: cut short, edited, of another schema, with a line that is
 * foreign, doubled or out of order, or without a case.
 */
export function parseBaseline(text: string, file: string): Baseline {
  const refuse = (line: number, message: string): InputError => new InputError(`${file}: line ${line}: ${message}`);
  if (text.trim() === '') throw new InputError(`${file}: is empty; write it with odometer check --update`);
  const all = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const conflict = all.findIndex((line) => CONFLICT.test(line));
  if (conflict >= 0) {
    throw refuse(conflict + 1, 'a merge has left both sides; take one, then write it with odometer check --update');
  }
  const { header, count } = parseHeader(all, refuse);
  const body = all.slice(HEADER_LINES);
  if (count === 0) throw refuse(HEADER_LINES, 'holds no case; write it with odometer check --update');
  if (body.length < count)
    throw refuse(all.length, `was cut short, ${body.length} lines of ${count} follow; ${REMEDY}`);
  const lines = body.map((line, index) => {
    const number = HEADER_LINES + index + 1;
    if (index >= count)
      throw refuse(number, `is one more than the ${count} that line ${HEADER_LINES} counts; ${REMEDY}`);
    const order = index === 0 ? 1 : byCodePoints(line, body[index - 1]);
    if (order === 0) throw refuse(number, `is there twice; ${REMEDY}`);
    if (order < 0) throw refuse(number, `is not sorted, it belongs above the line before; ${REMEDY}`);
    try {
      return parseLine(line);
    } catch (error) {
      throw error instanceof InputError ? refuse(number, error.message) : error;
    }
  });
  requireWholeCases(lines, refuse);
  return { header, lines };
}

function parseHeader(
  all: readonly string[],
  refuse: (line: number, message: string) => InputError,
): { header: BaselineHeader; count: number } {
  const schema = /^# (odometer-baseline\/\d+)$/.exec(all[0])?.[1];
  if (schema === undefined)
    throw refuse(1, `is not "# ${BASELINE_SCHEMA}", as baselines begin; name a file that is one`);
  if (schema !== BASELINE_SCHEMA) {
    throw refuse(1, `is ${schema}, this version writes ${BASELINE_SCHEMA}; write it anew with odometer check --update`);
  }
  const fieldAt = (index: number, name: string): string => {
    const start = `# ${name} `;
    const line = all[index] ?? '';
    if (line.startsWith(start) && line.length > start.length) return line.slice(start.length);
    throw refuse(Math.min(index + 1, all.length), `has to be "${start}..."; ${REMEDY}`);
  };
  const fields = HEADER_FIELDS.map(([field, name], index) => [field, fieldAt(index + 1, name)] as const);
  const count = fieldAt(HEADER_LINES - 1, 'lines');
  if (!/^\d{1,9}$/.test(count)) throw refuse(HEADER_LINES, `counts "${visibleText(count)}" lines; ${REMEDY}`);
  // Every field is in the list.
  return { header: Object.fromEntries(fields) as Record<keyof BaselineHeader, string>, count: Number(count) };
}

/** Lines are sorted, so that those of a case stand together. */
function requireWholeCases(
  lines: readonly BaselineLine[],
  refuse: (line: number, message: string) => InputError,
): void {
  lines.forEach(({ id, metric }, index) => {
    const wanted = METRICS[index % METRICS.length];
    const isOfCase = index % METRICS.length === 0 || id === lines[index - 1].id;
    if (metric === wanted && isOfCase) return;
    throw refuse(HEADER_LINES + index + 1, `stands where the ${wanted} of a case belongs; ${REMEDY}`);
  });
  if (lines.length % METRICS.length !== 0) {
    throw refuse(
      HEADER_LINES + lines.length,
      `is the last, and its case has not all of ${METRICS.join(', ')}; ${REMEDY}`,
    );
  }
}
