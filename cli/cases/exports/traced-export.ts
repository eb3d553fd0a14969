import { dirname, resolve } from 'node:path';
import { InputError } from '../../../core/input-error.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { type CaseBody, TensorBody } from '../../../instrument/cases/case-body.ts';
import { recordBody } from '../../../instrument/cases/measured-case.ts';
import type { LoopOrder } from '../../../instrument/kernel-models/model/loop-order.ts';
import { parsedFunction } from '../../../instrument/sources/function-source.ts';
import { parameterNames } from '../../../instrument/sources/parameter-names.ts';
import { placeInFile } from '../../../instrument/sources/user-error.ts';
import type { TensorFunction } from '../../../instrument/tensors/trace-function.ts';
import { counted } from '../../../reports/writing/format.ts';
import { readJsonFile } from '../../files/json-file.ts';
import { runUserCode } from '../../modules/user-code.ts';
import { drawnInputs, type InputShape } from './drawn-inputs.ts';
import { moduleExport } from './module-exports.ts';

/** How an export is traced. */
export interface ExportSettings {
  /** null: its own, where it has any. */
  readonly inputs: readonly InputShape[] | null;
  readonly computed: boolean;
  readonly seed: number;
  readonly loops: LoopOrder;
}

/**
 * The trace of what `FILE#EXPORT` names, with the lines of its source. Tensors that its module made before, weights among
 * them, are arguments, unless a case says otherwise. Throws InputError, with the place in the file, on what goes wrong in
 * it, on inputs that are not what the function takes, and on settings that mean nothing to it.
 */
export async function tracedExport(named: string, settings: ExportSettings): Promise<Trace> {
  const one = await moduleExport(named);
  const { file, path, label, found } = one;
  const { inputs, seed } = settings;
  const run = async <T>(of: () => T, on: CaseBody | null = null): Promise<T> => {
    try {
      return await runUserCode(one, of);
    } catch (error) {
      const told = advised(placeInFile(file, error, { path }));
      throw on instanceof TensorBody && !(error instanceof InputError) ? withInputs(told, on) : told;
    }
  };
  const body = found.kind === 'case' ? await run(() => found.one.build(seed)) : found.body;
  if (body instanceof TensorBody) {
    if (inputs !== null || found.kind === 'function') requireInputs(label, body.run, inputs ?? []);
  } else requireNoSettings(label, settings);
  const asked = body instanceof TensorBody ? withSettings(body, settings) : body;
  const read = (saved: string): unknown => readJsonFile(resolve(dirname(path), saved));
  const recorded = await run(() => recordBody(asked, label, { lines: true }, read), asked);
  if ('trace' in recorded) return { ...recorded.trace, name: label };
  throw new InputError(`${label}: is plain loops, operation by operation; odometer bench measures these`);
}

/** What is advised is a function of the library; here it is a flag. */
function advised(error: InputError): InputError {
  return new InputError(error.message.replaceAll('trace with traceComputed', 'trace with --computed'));
}

/** Words of TensorFlow.js and of kernel models for what a shape does not fit. */
const OF_SHAPES = /\b(rank|shapes?|sizes?|depth|dimensions?)\b/i;

/** The error; where it is of shapes, with those of the inputs, and the flag that gives others. */
function withInputs(error: InputError, { run, inputs }: TensorBody): InputError {
  if (!OF_SHAPES.test(error.message) || mostInputs(run) === 0) return error;
  const shapes = inputs.map(({ shape }) => shape.join('x') || 'scalar').join(',');
  const on = shapes === '' ? 'no inputs; give their shapes' : `inputs ${shapes}; give other shapes`;
  return new InputError(`${error.message.replace(/\.$/, '')}; this is on ${on} by --inputs`);
}

/** How many inputs a function takes at most. */
function mostInputs(run: TensorFunction): number {
  const params = parsedFunction(String(run))?.node.params;
  const takesMore = params === undefined || params.some(({ type }) => type === 'RestElement');
  return takesMore ? Number.POSITIVE_INFINITY : params.length;
}

function requireNoSettings(label: string, { inputs, computed, loops }: ExportSettings): void {
  const flag = inputs !== null ? '--inputs' : computed ? '--computed' : loops !== 'tfjs' ? '--loops' : null;
  if (flag !== null) throw new InputError(`${flag}: means nothing to ${label}, which is no TensorFlow.js program`);
}

/** The body with what the settings say in place of what it says itself. */
function withSettings(body: TensorBody, { inputs, computed, seed, loops }: ExportSettings): TensorBody {
  const values = computed ? 'computed' : body.values;
  const given = inputs === null ? body.inputs : drawnInputs(inputs, values, seed);
  const order = loops === 'tfjs' ? {} : { loops };
  return new TensorBody(body.run, given, { captured: 'arguments', ...body.options, ...order, values });
}

/** Throws InputError unless the function takes as many inputs: one too many would lie on the stack, and be read by nobody. */
function requireInputs(label: string, run: TensorFunction, inputs: readonly InputShape[]): void {
  const most = mostInputs(run);
  if (inputs.length >= run.length && inputs.length <= most) return;
  const names = parameterNames(run, run.length).join(', ');
  const takes = run.length === 0 ? `at most ${counted(most, 'input')}` : `${counted(run.length, 'input')} (${names})`;
  throw new InputError(
    `${label}: takes ${takes}, got ${inputs.length}; give their shapes by --inputs, as in --inputs 4x28x28x1,10:int32,scalar`,
  );
}
