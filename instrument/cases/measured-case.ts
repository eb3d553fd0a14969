import { InputError } from '../../core/input-error.ts';
import { parseVectors, VECTORS_FORMAT } from '../../core/programs/program-format.ts';
import { statedFormat } from '../../core/programs/stated-format.ts';
import { TRACE_SCHEMA } from '../../core/trace/trace.ts';
import { parseTrace } from '../../core/trace/trace-format.ts';
import { traceComputed, traceFunction } from '../tensors/trace-function.ts';
import type { CaseBody } from './case-body.ts';
import { FileBody, ScalarBody, TensorBody } from './case-body.ts';
import type { CaseSettings } from './case-figures.ts';
import type { RecordedBody } from './measured-body.ts';

/** Where a body is a file: reads the JSON of a path as the case file names it. */
export type FileReader = (path: string) => unknown;

/** Runs a body once and takes down what it does. Throws what the body throws. */
export function recordBody(
  body: CaseBody,
  label: string,
  { lines }: Pick<CaseSettings, 'lines'>,
  read: FileReader,
): RecordedBody {
  if (body instanceof ScalarBody) return { program: body.trace(label, lines).program };
  if (body instanceof TensorBody) {
    const { run, inputs, values, options } = body;
    // Of tensors the lines cost nothing.
    const named = { ...options, name: label, lines: true };
    return {
      trace: values === 'computed' ? traceComputed(run, inputs, named).trace : traceFunction(run, inputs, named),
    };
  }
  if (body instanceof FileBody) return recordedIn(read(body.path), body.path);
  // Its kernel is called the same at all sizes.
  return { trace: body.trace() };
}

function recordedIn(content: unknown, path: string): RecordedBody {
  const { schema, format } = statedFormat(content);
  if (schema === TRACE_SCHEMA) return { trace: parseTrace(content, path) };
  if (format !== VECTORS_FORMAT) {
    throw new InputError(`${path}: is neither ${TRACE_SCHEMA} nor ${VECTORS_FORMAT}; give one of these`);
  }
  const programs = parseVectors(content, path);
  if (programs.length === 1) return { program: programs[0] };
  throw new InputError(`${path}: holds ${programs.length} programs; give a file of one`);
}
