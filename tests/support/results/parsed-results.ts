import { InputError } from '../../../core/input-error.ts';
import { RESULTS_SCHEMA, type Results, resultsSchema } from '../../../reports/results/result.ts';

/**
 * Results from JSON that nobody has checked yet. Throws InputError naming `where`, the place in it and the rule, also
 * where a breakdown does not add up.
 */
export function parseResults(json: unknown, where: string): Results {
  const version = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;
  if (version !== RESULTS_SCHEMA) {
    const got = version === undefined ? 'none' : JSON.stringify(version);
    throw new InputError(`${where}: its "schema" is ${got}, not "${RESULTS_SCHEMA}"; give results of this version`);
  }
  const parsed = resultsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new InputError(`${where}: ${path.join('.') || 'results'}: ${message}; measure again to make a whole file`);
}
