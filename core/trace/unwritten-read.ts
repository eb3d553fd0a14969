import { InputError } from '../input-error.ts';
import type { KernelCall, Trace } from './trace.ts';

/** What an engine throws where a call reads an element that nothing has written and that is no constant 0 (D2). */
export function unwrittenRead(trace: Trace, call: KernelCall, value: number): InputError {
  const place = `${trace.name}: call ${trace.calls.indexOf(call)} (${call.kernel})`;
  return new InputError(
    `${place}: reads an element of value ${value} that nothing has written; write it before, or mark the value zeroFilled`,
  );
}
