import { expect, test } from 'vitest';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import type { Access, Node } from '../../../core/trace/nest.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

// The versions of the first call are never read: they take no place, though the value is read later.
test.each(GRANULARITIES)(
  'a value that two calls write is priced alike by every engine, at %s granularity',
  (granularity) => {
    const builder = new KernelTraceBuilder();
    const x = builder.argument(1, 4);
    const out = builder.computed(1, 4);
    const at = (slot: number): Access => ({ slot, base: 0, strides: [1] });
    const copy: Node[] = [{ trip: 4, body: [{ op: 'copy', reads: [at(0)], write: at(1) }] }];
    builder.call('Copy', [x, out], copy);
    builder.call('CopyAgain', [x, out], copy);
    builder.call('Read', [out], [{ trip: 4, body: [{ op: 'copy', reads: [at(0)], write: null }] }]);
    const trace = builder.finish('two writers', [x]);
    for (const semantics of SEMANTICS) {
      const { slicePeak } = expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
      if (semantics === 'eager') expect(slicePeak[3]).toBe(4);
    }
  },
);
