import * as z from 'zod';
import { InputError } from '../input-error.ts';
import type { Nest } from '../trace/nest.ts';
import type { Trace } from '../trace/trace.ts';
import { withoutDeadCalls } from './dead-calls.ts';
import { FUSIONS, withFusedSweeps } from './fused-sweeps.ts';
import { productName, productOf } from './product-shape.ts';
import { parseTileLoops, tiledNest } from './tiled-product.ts';

/** The version of a schedule: its "schema". */
export const SCHEDULE_SCHEMA = 'odometer-schedule/1';

const scheduleSchema = z.strictObject({
  schema: z.literal(SCHEDULE_SCHEMA),
  /** What it is for, in words. */
  name: z.string().min(1).max(200).optional(),
  /** Whether calls whose results nobody takes are left out. */
  deadCalls: z.enum(['kept', 'dropped']),
  /** Which neighbouring element-wise calls are made one (Fusion). */
  fused: z.enum(['nothing', ...FUSIONS]),
  /** By name of a product (`productName`): its loops, as `parseTileLoops` reads them. */
  products: z.record(z.string(), z.string()),
});

/** In which order a trace is executed instead of its own, as data. */
export type Schedule = z.infer<typeof scheduleSchema>;

/** A trace under a schedule, and what that changed. */
export interface ScheduledTrace {
  readonly trace: Trace;
  /** Some sum is added up in another order, so that it may differ by rounding; else every element is equal bit for bit. */
  readonly reassociates: boolean;
  /** How many calls the trace had, and has. */
  readonly calls: { readonly before: number; readonly after: number };
  /** Names of products that the schedule says nothing of, each once: they are executed as before. */
  readonly unscheduled: readonly string[];
}

/** What every trace can be given: dead calls dropped, element-wise runs fused, products as they are. */
export const FUSED: Schedule = { schema: SCHEDULE_SCHEMA, deadCalls: 'dropped', fused: 'broadcasts', products: {} };

/** A schedule from the JSON of a file. Throws InputError, beginning with `file` and the field. */
export function parseSchedule(json: unknown, file: string): Schedule {
  const result = scheduleSchema.safeParse(json);
  if (!result.success) {
    const [{ path, message }] = result.error.issues;
    throw new InputError(`${file}: ${path.join('.') || 'schedule'}: ${message}; odometer tune writes schedules`);
  }
  for (const [product, loops] of Object.entries(result.data.products)) {
    parseTileLoops(loops, `${file}: products: ${JSON.stringify(product)}`);
  }
  return result.data;
}

/**
 * The trace in the order that a schedule says: dead calls dropped first, then element-wise runs fused, then products
 * tiled. Each step checks that it may (D57). Throws InputError, beginning with `place`, where loops do not fit their product, or where the
 * schedule is of products and the trace has none of them. O(calls * operands squared of a fused run).
 */
export function scheduled(trace: Trace, schedule: Schedule, place: string): ScheduledTrace {
  const alive = schedule.deadCalls === 'dropped' ? withoutDeadCalls(trace) : trace;
  const fused = schedule.fused === 'nothing' ? alive : withFusedSweeps(alive, schedule.fused);
  const nests: Nest[] = [];
  const nestOf = new Map<Nest, number>();
  const unscheduled = new Set<string>();
  const met = new Set<string>();
  let reassociates = false;
  const tiled = new Map<string, Nest>();
  const calls = fused.calls.map((call) => {
    let nest = fused.nests[call.nest];
    const product = productOf(fused, call);
    if (product !== null) {
      const name = productName(product);
      const loops = schedule.products[name];
      if (loops === undefined) unscheduled.add(name);
      else {
        met.add(name);
        const at = `${place}: products: ${JSON.stringify(name)}`;
        const key = `${name} ${JSON.stringify(product.operands)}`;
        nest = tiled.get(key) ?? tiledNest(product, parseTileLoops(loops, at), at);
        tiled.set(key, nest);
        reassociates ||= product.hasPartialSums || hasPartialSums(loops);
      }
    }
    const index = nestOf.get(nest) ?? nests.push(nest) - 1;
    nestOf.set(nest, index);
    return { ...call, nest: index };
  });
  if (met.size === 0 && Object.keys(schedule.products).length > 0) {
    throw new InputError(
      `${place}: none of its products is one of ${trace.name}, which has ${[...unscheduled].join('; ') || 'none'}; ` +
        'search a schedule for it with odometer tune',
    );
  }
  return {
    trace: { ...fused, nests, calls },
    reassociates,
    calls: { before: trace.calls.length, after: calls.length },
    unscheduled: [...unscheduled],
  };
}

/** Whether parts of a sum are added up before they are added to it: the last loops are over k, and others before them too. */
function hasPartialSums(loops: string): boolean {
  const order = loops.split(' ').map((word) => word[0]);
  const last = order.findLastIndex((index) => index !== 'k');
  return order.slice(0, last).includes('k') && order.at(-1) === 'k';
}
