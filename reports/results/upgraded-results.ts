import { z } from 'zod';
import { describe, InputError } from '../../core/input-error.ts';
import { BACKPROP, colouredLabels, FORWARD_FORWARD, type RuleLabel } from '../../scenarios/rule/rule-label.ts';
import { RESULTS_SCHEMA, type Results, resultsSchema } from './result.ts';

/** Of results that have two rules, the last of which is the reference, and names for them in scenarios of users alone. */
const FIRST_SCHEMA = 'odometer-results/1';

const FIRST_LABELS: Readonly<Record<string, RuleLabel>> = { ff: FORWARD_FORWARD, bp: BACKPROP };

/** What the first version says otherwise; all else is as it is now. */
const firstVersion = z.looseObject({
  scenarios: z
    .array(
      z.looseObject({
        updates: z.array(z.looseObject({ algorithm: z.string() })).min(1),
        described: z
          .looseObject({
            labels: z
              .record(z.string(), z.object({ title: z.string(), shortName: z.string(), colour: z.int().nonnegative() }))
              .optional(),
          })
          .optional(),
      }),
    )
    .min(1),
});

/**
 * Results from JSON that nobody has checked yet, of this version or an older one. Throws InputError naming `where` and
 * the place in it.
 */
export function parseResults(json: unknown, where: string): Results {
  const parsed = resultsSchema.safeParse(upgraded(json, where));
  if (parsed.success) return parsed.data;
  throw broken(where, parsed.error);
}

/** The same results as JSON of this version. */
function upgraded(json: unknown, where: string): unknown {
  const version = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;
  if (version === RESULTS_SCHEMA) return json;
  if (version !== FIRST_SCHEMA) {
    const got = version === undefined ? 'none' : describe(version);
    throw new InputError(`${where}: its "schema" is ${got}, not "${RESULTS_SCHEMA}"; give results of odometer compare`);
  }
  const first = firstVersion.safeParse(json);
  if (!first.success) throw broken(where, first.error);
  return {
    ...first.data,
    schema: RESULTS_SCHEMA,
    scenarios: first.data.scenarios.map(({ described, ...scenario }) => {
      const ids = scenario.updates.map(({ algorithm }) => algorithm);
      const { labels = FIRST_LABELS, ...description } = described ?? {};
      const named = colouredLabels(ids.map((id) => labels[id] ?? { title: id, shortName: id }));
      return {
        ...scenario,
        rules: named.map((label, index) => ({ algorithm: ids[index], ...label })),
        reference: ids[ids.length - 1],
        ...(described === undefined ? {} : { described: description }),
      };
    }),
  };
}

function broken(where: string, { issues: [{ path, message }] }: z.ZodError): InputError {
  return new InputError(`${where}: ${path.join('.') || 'results'}: ${message}; make the results again`);
}
