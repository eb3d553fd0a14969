import { z } from 'zod';
import { significant } from '../../reports/writing/format.ts';
import { textTable } from '../../reports/writing/text-table.ts';
import { type Goal, SPEED_CASES } from './speed-cases.ts';

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
export interface SpeedFigures {
  /** The commit that `before` is of, or null where nothing was measured against. */
  readonly against: string | null;
  readonly cases: readonly CaseFigures[];
}

interface CaseFigures {
  readonly name: string;
  readonly before: Timed | null;
  readonly now: Timed;
}

export function parseTimed(text: string): Timed {
  return timedSchema.parse(JSON.parse(text));
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
