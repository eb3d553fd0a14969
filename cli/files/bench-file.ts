import { InputError } from '../../core/input-error.ts';
import { BENCH_SCHEMA, type BenchResult, benchSchema } from '../../reports/bench/bench-result.ts';
import { readJsonFile } from './json-file.ts';

/** What `odometer bench --json` wrote. Throws InputError, naming the file and the place, where it holds something else. */
export function readBenchFile(file: string): BenchResult {
  return parseBench(readJsonFile(file), file);
}

/** The same of JSON that was read already. */
export function parseBench(content: unknown, file: string): BenchResult {
  const parsed = benchSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new InputError(
    `${file}: is no ${BENCH_SCHEMA} file: ${path.join('.') || 'content'}: ${message}; write it anew with odometer bench`,
  );
}
