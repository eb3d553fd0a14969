/** Reads a saved trace, from JSON that nobody has checked yet, so that every engine may trust what it is given. */

import * as z from 'zod';
import { InputError } from '../input-error.ts';
import { MAX_LOOPS, OPS } from './nest.ts';
import { MOST_ITERATIONS } from './nest-reach.ts';
import { PHASE_ROLES } from './phase-roles.ts';
import { ROLES, TRACE_SCHEMA, type Trace } from './trace.ts';
import { checkTrace } from './trace-check.ts';

const index = z.int().min(0);
const iterations = index.max(MOST_ITERATIONS);
const elementBytes = index.min(1).max(8);
const strides = z.array(z.int()).max(MAX_LOOPS);
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
  source: index.optional(),
});
const trip = z.union([
  iterations,
  z.strictObject({ size: index, width: iterations.min(1), block: index }),
  z.strictObject({ base: z.int(), strides }),
]);
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
      bytes: elementBytes.optional(),
      row: index.min(1).optional(),
    }),
  ),
  nests: z.array(
    z.strictObject({
      slots: index,
      locals: index,
      localBytes: z.array(elementBytes).optional(),
      body: z.array(z.union([loop, instruction])),
    }),
  ),
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
        source: index.optional(),
      }),
    )
    .min(1, 'has no kernel call'),
  arguments: z.array(index),
  batchArguments: index,
  returned: z.array(index),
  results: index.min(1).optional(),
  constantReads: z
    .array(z.strictObject({ kernel: z.string(), value: z.string(), elements: index, reads: index }))
    .optional(),
  phaseRoles: z.record(z.string(), z.enum(PHASE_ROLES)).optional(),
  layerNames: z.record(z.string().regex(/^\d+$/), z.string().min(1)).optional(),
  sources: z.array(z.string().min(1)).optional(),
});

/**
 * A trace from the JSON of a file. Throws InputError, starting with `file` and the place, where it is no trace of this
 * version, or where `checkTrace` finds a fault.
 */
export function parseTrace(json: unknown, file: string): Trace {
  // Before anything walks through the loops by recursion.
  checkDepth(json, file);
  const result = traceSchema.safeParse(json);
  if (!result.success) {
    const { path, message } = deepest(result.error.issues[0]);
    throw new InputError(`${file}: ${path.join('.') || 'trace'}: ${message}; save the trace again`);
  }
  // Zod types an absent key as `undefined`, which exactOptionalPropertyTypes tells apart; JSON cannot hold it.
  const trace = result.data as Trace;
  checkTrace(trace, file);
  return trace;
}

/** Throws InputError where loops are nested deeper than MAX_LOOPS, however deep. */
function checkDepth(json: unknown, file: string): void {
  const nests = memberOf(json, 'nests');
  if (!Array.isArray(nests)) return;
  nests.forEach((nest: unknown, index) => {
    let bodies = [memberOf(nest, 'body')].filter(Array.isArray);
    for (let depth = 0; bodies.length > 0; depth++) {
      if (depth > MAX_LOOPS) {
        throw new InputError(
          `${file}: nests.${index}: loops lie more than ${MAX_LOOPS} deep; make one loop of some, or several calls`,
        );
      }
      bodies = bodies.flatMap((body) => body.map((node: unknown) => memberOf(node, 'body')).filter(Array.isArray));
    }
  });
}

function memberOf(json: unknown, key: string): unknown {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[key] : undefined;
}

/**
 * The fault that an issue is about: where one of several forms is allowed, of the form that has the fewest faults, and
 * of these the one that is found furthest inside.
 */
function deepest(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string } {
  if (issue.code !== 'invalid_union') return issue;
  const [closest] = [...issue.errors].sort((a, b) => a.length - b.length || b[0].path.length - a[0].path.length);
  if (closest === undefined) return issue;
  const { path, message } = deepest(closest[0]);
  return { path: [...issue.path, ...path], message };
}
