import { describe, InputError, requireFunction, requireList } from '../../core/input-error.ts';
import { setListener, TensorProxy } from './tensor-proxy.ts';

/** One access to an element: the place of its tensor among those given, and its row-major position. */
export interface LoggedAccess {
  readonly tensor: number;
  readonly element: number;
  readonly kind: 'read' | 'write';
}

/**
 * Runs plain loops over tensors and returns every element they read and wrote, in order: what the access model of a
 * kernel has to expand to. `run` is given the tensors themselves, so what it writes stays; a tensor given twice is
 * logged under its first place, one that is not given is not logged. Throws Error where a tensor is being logged already,
 * InputError on what is no function, or no list of tensors.
 */
export function logAccesses(run: (...tensors: TensorProxy[]) => void, tensors: readonly TensorProxy[]): LoggedAccess[] {
  requireFunction('logAccesses: what is run', run);
  requireList('logAccesses: tensors', tensors);
  for (const tensor of tensors as readonly unknown[]) {
    if (tensor instanceof TensorProxy) continue;
    throw new InputError(`logAccesses: each tensor must be a TensorProxy, got ${describe(tensor)}`);
  }
  const log: LoggedAccess[] = [];
  const listening = new Set<TensorProxy>();
  try {
    tensors.forEach((proxy, tensor) => {
      if (listening.has(proxy)) return;
      setListener(proxy, (element, kind) => {
        log.push({ tensor, element, kind });
      });
      listening.add(proxy);
    });
    run(...tensors);
  } finally {
    for (const proxy of listening) setListener(proxy, null);
  }
  return log;
}
