import { existsSync } from 'node:fs';
import type { Argv } from 'yargs';
import { InputError, quoted } from '../../core/input-error.ts';
import type { Schedule, ScheduledTrace } from '../../core/schedules/schedule.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { counted } from '../../reports/writing/format.ts';
import { readJsonFile } from '../files/json-file.ts';
import { tell } from '../files/standard-output.ts';
import { textFlag } from '../flags/valued-flags.ts';

/** The flag that says in which order a program is executed. */
export interface ScheduleFlags {
  schedule: string | undefined;
}

/** Adds it to a command. */
export function scheduleFlags<T>(yargs: Argv<T>): Argv<T & ScheduleFlags> {
  return yargs.option(
    'schedule',
    textFlag(
      'Execute otherwise: fused (dead calls dropped, element-wise calls fused), found (products in tiles, too, as ' +
        'they were found to cost little), or a file of odometer tune',
    ),
  );
}

/** Puts a trace into another order; what that changes is said on stderr, beginning with `prefix`. */
export type Order = (trace: Trace, prefix?: string) => Trace;

/**
 * The trace in the order that `--schedule` names, its own where none is named; says on stderr what that changed. Throws InputError where the file is no
 * schedule, or is one of other products.
 */
export async function scheduledBy({ schedule: named }: ScheduleFlags, trace: Trace): Promise<Trace> {
  return named === undefined ? trace : (await orderOf(named))(trace);
}

/** The order that `--schedule` names. Throws InputError where its file is no schedule; the order does where it is one of other products. */
export async function orderOf(named: string): Promise<Order> {
  const { scheduled } = await import('../../core/schedules/schedule.ts');
  const scheduleOf = await namedSchedule(named);
  return (trace, prefix = '') => {
    const schedule = scheduleOf(trace);
    const { trace: other, reassociates, calls, unscheduled } = scheduled(trace, schedule, named);
    const order = reassociates
      ? 'results may differ by rounding: sums are added up in another order'
      : 'results are equal bit for bit';
    const said = (text: string): void => tell(`odometer: ${prefix}schedule ${named}: ${text}`);
    said(`${callsText(calls, schedule)}; ${order}`);
    if (named === 'found' && Object.keys(schedule.products).length === 0) {
      const why = unscheduled.length === 0 ? 'it has no products' : `no tiles are known of ${unscheduled.join('; ')}`;
      said(
        `${why}, so that the order is that of fused${unscheduled.length === 0 ? '' : '; odometer tune searches tiles'}`,
      );
    } else if (named !== 'fused' && unscheduled.length > 0) {
      const before = `says nothing of ${unscheduled.join('; ')}, which ${unscheduled.length === 1 ? 'is' : 'are'} executed as before`;
      said(`${before}; odometer tune searches tiles`);
    }
    return { ...other, about: { ...other.about, schedule: named } };
  };
}

/** How many calls were saved: `170 calls are 76`. */
function callsText({ before, after }: ScheduledTrace['calls'], { deadCalls, fused }: Schedule): string {
  const many = counted(before, 'call');
  if (before !== after) return `${many} ${before === 1 ? 'is' : 'are'} ${after}`;
  const could = [...(deadCalls === 'dropped' ? ['dropped'] : []), ...(fused === 'nothing' ? [] : ['fused'])];
  return could.length === 0 ? `${many}, as before` : `${many}, as before: none could be ${could.join(' or ')}`;
}

async function namedSchedule(named: string): Promise<(trace: Trace) => Schedule> {
  const { FUSED, parseSchedule } = await import('../../core/schedules/schedule.ts');
  if (named === 'fused') return () => FUSED;
  if (named === 'found') return (await import('../../core/tuning/found-schedule.ts')).foundSchedule;
  if (!existsSync(named)) {
    throw new InputError(
      `--schedule: ${quoted(named)} is neither fused nor found, and no such file; name one of these, or a file of odometer tune`,
    );
  }
  const schedule = parseSchedule(readJsonFile(named), named);
  return () => schedule;
}
