import { InputError } from '../core/input-error.ts';
import { placeInFile } from '../instrument/sources/user-error.ts';
import { traceUpdate } from '../instrument/tensors/trace-update.ts';
import { sourcesOf } from './catalog.ts';
import type { NetworkShape } from './rule/network-shape.ts';
import type { Rule } from './rule/rule.ts';

/** Frames of a stack, those of TensorFlow.js among them. */
const DEEP_STACK = 100;

/** What is right for one image alone is not for these; no width or number of classes that is usual. */
const SEVERAL_IMAGES = 7;

/**
 * Traces an update and predictions of a rule that a user's file defines; what is built in is known to be sound. Throws
 * InputError, led by the file, on what is wrong with them: hours of training would come to nothing by it.
 */
export function requireSoundRule(scenario: string, id: string, rule: Rule, shape: NetworkShape, batch: number): void {
  if (sourcesOf(scenario, id).length === 0) return;
  // What throws deep in TensorFlow.js is to tell the line of the file that called it.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = DEEP_STACK;
  try {
    traceUpdate(rule.update(shape, batch));
    for (const images of [1, SEVERAL_IMAGES]) {
      const prediction = rule.predictProgram?.(shape, images);
      if (prediction !== undefined) traceUpdate(prediction);
    }
  } catch (error) {
    throw placedInSource(scenario, id, error);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** What a user's rule or task does wrong as one line, led by its file; where no file defines them, the error as it is. */
export function placedInSource(scenario: string, id: string, error: unknown): unknown {
  const sources = sourcesOf(scenario, id).filter((source) => source !== null);
  const stack = error instanceof Error && !(error instanceof InputError) ? (error.stack ?? '') : '';
  // The rule's comes last: of what does not tell where it was thrown the rule is the likelier culprit.
  const source = sources.find(({ path }) => stack.includes(path)) ?? sources.at(-1);
  if (source === undefined) return error;
  const { message } = placeInFile(source.file, error, source);
  // What is advised is a function of the library; a rule says it in a field.
  return new InputError(message.replace('trace with traceComputed', 'say computed: true in the rule'));
}
