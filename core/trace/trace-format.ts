/** Reads a saved trace, from JSON that nobody has checked yet, so that every engine may trust what it is given. */

import { z } from 'zod';
import { InputError } from '../input-error.ts';
import type { Access, Loop, Nest, Node, Operand } from './nest.ts';
import { isLocal, isLoop, OPS, tripCount } from './nest.ts';
import { PHASE_ROLES } from './phase-roles.ts';
import { ROLES, TRACE_SCHEMA, type Trace } from './trace.ts';

const index = z.int().min(0);
const strides = z.array(z.int()).max(16);
const operand = z.union([
  z.strictObject({ local: index }),
  z.strictObject({
    slot: index,
    base: z.int(),
    strides,
    table: z.strictObject({ id: index, base: z.int(), strides, scale: z.int() }).optional(),
  }),
]);
const instruction = z.strictObject({
  op: z.enum(OPS),
  reads: z.array(operand).max(16),
  write: operand.nullable(),
  mac: z.literal(true).optional(),
});
const trip = z.union([index, z.strictObject({ size: index, width: z.int().min(1), block: index })]);
const loop = z.strictObject({
  trip,
  fresh: z.array(index).optional(),
  get body(): z.ZodArray<z.ZodUnion<readonly [typeof loop, typeof instruction]>> {
    return z.array(z.union([loop, instruction]));
  },
});
const traceSchema = z.strictObject({
  schema: z.literal(TRACE_SCHEMA),
  name: z.string(),
  about: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.number())])),
  values: z.array(
    z.strictObject({
      size: index,
      kind: z.enum(['argument', 'computed', 'constant']),
      role: z.enum(ROLES),
      zeroFilled: z.literal(true).optional(),
      name: z.string().optional(),
    }),
  ),
  nests: z.array(z.strictObject({ slots: index, locals: index, body: z.array(z.union([loop, instruction])) })),
  tables: z.array(z.array(z.int())),
  calls: z
    .array(
      z.strictObject({
        kernel: z.string(),
        nest: index,
        values: z.array(index),
        phase: z.string(),
        layer: index.nullable(),
        iteration: index.min(1).optional(),
      }),
    )
    .min(1, 'has no kernel call'),
  arguments: z.array(index),
  batchArguments: index,
  returned: z.array(index),
  phaseRoles: z.record(z.string(), z.enum(PHASE_ROLES)).optional(),
});

/**
 * A trace from the JSON of a file. Throws InputError, starting with `file`, where it is no trace of this version, or
 * where it points outside its own values, tables, nests or locals.
 */
export function parseTrace(json: unknown, file: string): Trace {
  const result = traceSchema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new InputError(`${file}: ${issue.path.join('.') || 'trace'}: ${issue.message}; save the trace again`);
  }
  // Zod types an absent key as `undefined`, which exactOptionalPropertyTypes tells apart; JSON cannot hold it.
  const trace = result.data as Trace;
  try {
    checkTrace(trace);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError(`${file}: ${error.message}; save the trace again`);
    throw error;
  }
  return trace;
}

/**
 * Checks that a trace is well formed: every index inside what it points into, every address inside its value, only
 * computed values written, arguments distinct. Throws RangeError naming the first fault. O(nodes * calls).
 */
export function checkTrace(trace: Trace): void {
  checkArguments(trace);
  trace.calls.forEach((call, at) => {
    const nest = trace.nests[call.nest];
    const where = `call ${at} (${call.kernel})`;
    if (nest === undefined) throw new RangeError(`${where}: there is no nest ${call.nest}`);
    if (call.values.length !== nest.slots) {
      throw new RangeError(`${where}: nest ${call.nest} has ${nest.slots} slots, got ${call.values.length} values`);
    }
    for (const value of call.values) {
      if (value >= trace.values.length) throw new RangeError(`${where}: there is no value ${value}`);
    }
    new NestChecker(trace, nest, call.values, where).check(nest.body, []);
  });
}

function checkArguments({ values, arguments: args, batchArguments, returned }: Trace): void {
  for (const value of args) {
    if (values[value]?.kind !== 'argument') throw new RangeError(`arguments: value ${value} is no argument`);
  }
  const distinct = new Set(args).size;
  const declared = values.filter(({ kind }) => kind === 'argument').length;
  if (distinct !== args.length || declared !== args.length) {
    throw new RangeError(`arguments: ${declared} values are arguments, each to be named once, got ${args.length}`);
  }
  if (batchArguments > args.length) {
    throw new RangeError(`batchArguments: there are ${args.length} arguments, got ${batchArguments}`);
  }
  for (const value of returned) {
    if (values[value] === undefined || values[value].kind === 'constant') {
      throw new RangeError(`returned: value ${value} is a constant or does not exist`);
    }
  }
}

interface Range {
  readonly low: number;
  readonly high: number;
}

class NestChecker {
  private readonly trace: Trace;
  private readonly nest: Nest;
  private readonly values: readonly number[];
  private readonly where: string;

  constructor(trace: Trace, nest: Nest, values: readonly number[], where: string) {
    this.trace = trace;
    this.nest = nest;
    this.values = values;
    this.where = where;
  }

  check(nodes: readonly Node[], outer: readonly Loop[]): void {
    for (const node of nodes) {
      if (isLoop(node)) {
        this.checkTrip(node, outer);
        for (const local of node.fresh ?? []) this.checkLocal(local);
        this.check(node.body, [...outer, node]);
      } else {
        for (const read of node.reads) this.checkOperand(read, outer);
        if (node.write !== null) this.checkWrite(node.write, outer);
      }
    }
  }

  private checkTrip({ trip }: Loop, outer: readonly Loop[]): void {
    if (typeof trip === 'number') return;
    const counter = outer[trip.block]?.trip;
    const blocks = Math.ceil(trip.size / trip.width);
    if (counter !== blocks) {
      this.fail(
        `a loop takes blocks of ${trip.width} out of ${trip.size} from loop ${trip.block}, which must run ${blocks} times`,
      );
    }
  }

  private checkWrite(operand: Operand, outer: readonly Loop[]): void {
    if (!isLocal(operand) && this.trace.values[this.values[operand.slot]]?.kind !== 'computed') {
      this.fail(`slot ${operand.slot} is written but holds no computed value`);
    }
    this.checkOperand(operand, outer);
  }

  private checkOperand(operand: Operand, outer: readonly Loop[]): void {
    if (isLocal(operand)) this.checkLocal(operand.local);
    else this.checkAccess(operand, outer);
  }

  private checkLocal(local: number): void {
    if (local >= this.nest.locals) this.fail(`there are ${this.nest.locals} locals, got local ${local}`);
  }

  private checkAccess(access: Access, outer: readonly Loop[]): void {
    const value = this.trace.values[this.values[access.slot]];
    if (value === undefined) this.fail(`there are ${this.values.length} slots, got slot ${access.slot}`);
    const affine = rangeOf(access.base, access.strides, outer, 0, []);
    if (affine === null) return;
    const shift = access.table === undefined ? { low: 0, high: 0 } : this.tableRange(access.table, outer);
    const low = affine.low + shift.low;
    const high = affine.high + shift.high;
    if (low < 0 || high >= value.size) {
      this.fail(`slot ${access.slot} has ${value.size} elements, got accesses to ${low} .. ${high}`);
    }
  }

  private tableRange(term: NonNullable<Access['table']>, outer: readonly Loop[]): Range {
    const table = this.trace.tables[term.id];
    if (table === undefined) this.fail(`there is no table ${term.id}`);
    const entries = rangeOf(term.base, term.strides, outer, 0, []);
    if (entries === null) return { low: 0, high: 0 };
    if (entries.low < 0 || entries.high >= table.length) {
      this.fail(`table ${term.id} has ${table.length} entries, got accesses to ${entries.low} .. ${entries.high}`);
    }
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let entry = entries.low; entry <= entries.high; entry++) {
      low = Math.min(low, table[entry] * term.scale);
      high = Math.max(high, table[entry] * term.scale);
    }
    return { low, high };
  }

  private fail(message: string): never {
    throw new RangeError(`${this.where}: ${message}`);
  }
}

/** Least and greatest value of an affine map over a loop nest, null where the nest is empty. */
function rangeOf(
  base: number,
  strides: readonly number[],
  loops: readonly Loop[],
  depth: number,
  variables: readonly number[],
): Range | null {
  if (depth === loops.length) return { low: base, high: base };
  const trips = tripCount(loops[depth].trip, variables);
  if (trips === 0) return null;
  // A block that a counter's last value gives may be short, so the extremes may lie at the last two values.
  const corners = new Set([0, Math.max(0, trips - 2), trips - 1]);
  let range: Range | null = null;
  for (const v of corners) {
    const inner = rangeOf(base + (strides[depth] ?? 0) * v, strides, loops, depth + 1, [...variables, v]);
    if (inner === null) continue;
    range = range === null ? inner : { low: Math.min(range.low, inner.low), high: Math.max(range.high, inner.high) };
  }
  return range;
}
