import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { exactDigits, significant } from '../../reports/writing/format.ts';
import { markdownTable } from '../../reports/writing/markdown-table.ts';
import { textTable } from '../../reports/writing/text-table.ts';
import { type Goal, SPEED_CASES } from './speed-cases.ts';

/** What `npm run bench` measured, for README. */
export const SPEED_FIGURES = fileURLToPath(new URL('../../docs/speed.json', import.meta.url));

const timedSchema = z.strictObject({
  /** CPU seconds; of a command those of its whole process. */
  seconds: z.number().positive(),
  /** Most memory that the process had. */
  megabytes: z.number().positive(),
  /** Missing: a command does not say. */
  reads: z.int().positive().optional(),
});
export type Timed = z.output<typeof timedSchema>;

/** What was measured, of one machine, in one sitting. */
const speedSchema = z.strictObject({
  node: z.string(),
  /** The commit that `before` is of, or null where nothing was measured against. */
  against: z.string().nullable(),
  cases: z.array(z.strictObject({ name: z.string(), before: timedSchema.nullable(), now: timedSchema })),
});
export type SpeedFigures = z.output<typeof speedSchema>;
type CaseFigures = SpeedFigures['cases'][number];

export function parseTimed(text: string): Timed {
  return timedSchema.parse(JSON.parse(text));
}

export function committedSpeed(): SpeedFigures {
  return speedSchema.parse(JSON.parse(readFileSync(SPEED_FIGURES, 'utf8')));
}

/** The whole table, for a terminal. */
export function speedTable({ against, cases }: SpeedFigures): string {
  const header = ['case', `before (${against ?? '-'})`, 'now', 'gain', 'at most', 'ns a read', 'MB before', 'MB'];
  const rows = cases.map((one) => {
    const { name, before, now } = one;
    const { goal } = caseOf(name);
    return [
      name,
      before === null ? '-' : secondsOf(before, goal),
      secondsOf(now, goal),
      before === null ? '-' : (before.seconds / now.seconds).toFixed(1),
      goalText(goal),
      now.reads === undefined ? '-' : significant(nanosecondsOf(now)),
      before === null ? '-' : before.megabytes.toFixed(0),
      now.megabytes.toFixed(0),
    ];
  });
  return `${textTable(header, rows)}${ratioLines(cases).join('')}`;
}

function secondsOf(timed: Timed, { nanoseconds }: Goal): string {
  return nanoseconds === undefined ? `${significant(timed.seconds)} s` : `${significant(nanosecondsOf(timed))} ns`;
}

function nanosecondsOf({ seconds, reads }: Timed): number {
  if (reads === undefined) throw new RangeError('speed figures: a command does not say how many reads it priced');
  return (seconds * 1e9) / reads;
}

function goalText({ seconds, nanoseconds, megabytes, times }: Goal): string {
  const parts = [
    seconds === undefined ? [] : [`${seconds} s`],
    nanoseconds === undefined ? [] : [`${nanoseconds} ns a read`],
    megabytes === undefined ? [] : [`${megabytes} MB`],
    times === undefined ? [] : [`${times[1]} x ${times[0]}`],
  ].flat();
  return parts.length === 0 ? '-' : parts.join(', ');
}

/** How many times another case a case took, where that is asked for. */
function ratioLines(cases: readonly CaseFigures[]): string[] {
  return cases.flatMap(({ name, before, now }) => {
    const [other, most] = caseOf(name).goal.times ?? [];
    const base = cases.find((one) => one.name === other);
    if (base === undefined) return [];
    const ratio = (now.seconds / base.now.seconds).toFixed(2);
    const earlier = before === null || base.before === null ? '-' : (before.seconds / base.before.seconds).toFixed(2);
    return [`${name} : ${other}: before ${earlier}, now ${ratio}, at most ${most}\n`];
  });
}

function caseOf(name: string): (typeof SPEED_CASES)[number] {
  const found = SPEED_CASES.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`speed figures: there is no case ${name}`);
  return found;
}

/** What is priced, by what and as which case; what one would take otherwise, and as which case. */
const CHOICES = [
  [
    'an update as TensorFlow.js executes it, at batch 128; instead at batch 4',
    ['run engine', 'label-in-input FF, batch 128'],
    ['element engine', 'label-in-input FF, batch 4, element engine'],
  ],
  [
    'a product of 128 x 128, as loops',
    ['run engine', 'product 128^3, run engine'],
    ['element engine', 'product 128^3, element engine'],
  ],
  [
    'a product of 64 x 64, element by element, as gathers and recurrences are',
    ['element engine', 'product 64^3, element engine'],
    ['a plain list', 'product 64^3, list'],
  ],
  [
    'a product of 256 x 256, as plain loops over traced numbers',
    ['scalar tracer', 'plain loops 256^3'],
    ['run engine, as a nest', 'product 256^3, run engine'],
  ],
] as const;

/** The cases that README's table shows. */
export const README_CASES: readonly string[] = CHOICES.flatMap(([, [, name], [, other]]) => [name, other]);

/** Each engine beside what one would take instead, as Markdown. The same figures give the same text. */
export function speedBlock({ node, cases }: SpeedFigures): string {
  const nowOf = (name: string): Timed => {
    const found = cases.find((one) => one.name === name);
    if (found === undefined) throw new RangeError(`speed figures: ${name} was not measured; run npm run bench`);
    return found.now;
  };
  const header = ['what is priced', 'by', 'reads', 'CPU time', 'memory', 'ns a read', 'instead by', 'ns a read'];
  const rows = CHOICES.map(([what, [own, name], [other, otherName]]) => {
    const { reads = 0, seconds, megabytes } = nowOf(name);
    return [
      what,
      own,
      exactDigits(reads),
      `${significant(seconds)} s`,
      `${megabytes.toFixed(0)} MB`,
      significant(nanosecondsOf(nowOf(name))),
      other,
      significant(nanosecondsOf(nowOf(otherName))),
    ];
  });
  return `${markdownTable({ header, rows })}\n\nNode ${node}, each in a process of its own, in one sitting; tracing is timed where it is plain loops alone.`;
}
