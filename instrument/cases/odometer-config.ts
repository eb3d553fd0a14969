import { z } from 'zod';
import { InputError } from '../../core/input-error.ts';
import { GRANULARITIES, SEMANTICS } from '../../core/trace/trace.ts';

/** What a project says once, in place of flags. Each flag overrides it. Editors show what is said of a key. */
export const configSchema = z.strictObject({
  files: z.array(z.string().min(1)).min(1).optional().describe('Case files, folders or patterns'),
  baseline: z.string().min(1).optional().describe('The file that odometer check compares with'),
  semantics: z.enum(SEMANTICS).optional().describe('What a read is and how long values live'),
  granularity: z.enum(GRANULARITIES).optional().describe('Whether accumulators are read from memory or free'),
  bytes: z
    .union([z.literal(1), z.literal(4)])
    .optional()
    .describe('Bytes of elements whose size a case does not state'),
  seed: z.int().min(0).max(4294967295).optional().describe('Of the generator that a case is given'),
  limits: z.array(z.string().min(1)).optional().describe("As --limit takes them: 'softmax* cost +1%'"),
  budgets: z.array(z.string().min(1)).optional().describe("As --budget takes them: 'flash n=64 <= naive n=64'"),
});

/** The content of `odometer.config.ts`, or of the key `odometer` of a package.json. */
export type OdometerConfig = z.input<typeof configSchema>;

/**
 * The configuration as it is, for `export default`, so that an editor knows its keys. Throws InputError naming the key on
 * what is no configuration.
 */
export function defineConfig(config: OdometerConfig): OdometerConfig {
  return parseConfig(config, 'defineConfig');
}

/** Throws InputError, beginning with `place` and naming the key, on what is no configuration. */
export function parseConfig(value: unknown, place: string): OdometerConfig {
  const result = configSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue.code === 'unrecognized_keys') {
    const keys = Object.keys(configSchema.shape).join(', ');
    throw new InputError(`${place}: unknown key ${issue.keys.join(', ')}; there are ${keys}`);
  }
  throw new InputError(`${place}: ${issue.path.join('.') || 'configuration'}: ${issue.message}; mend it there`);
}
