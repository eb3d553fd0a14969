import { expect, test } from 'vitest';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import type { Access, Instruction } from '../../../core/trace/nest.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

// Every block reads the same elements of `x`, but the last one, which is shorter, not all of them: some are read for the
// last time in the block before.
test.each(GRANULARITIES)(
  'what every block reads is priced alike where the last block is shorter, at %s granularity',
  (granularity) => {
    const at = (slot: number, ...strides: number[]): Access => ({ slot, base: 0, strides });
    let compared = 0;
    for (const width of [2, 3, 5]) {
      for (let missing = 0; missing < width; missing++) {
        for (const blocks of [2, 4]) {
          const size = blocks * width - missing;
          const builder = new KernelTraceBuilder();
          const x = builder.argument(1, width);
          const y = builder.argument(1, size);
          const meet: Instruction = { op: 'add', reads: [at(0, 0, 1), at(1, width, 1)], write: null };
          const block = { trip: { size, width, block: 0 }, body: [meet] };
          builder.call('Blocks', [x, y], [{ trip: blocks, body: [block] }]);
          const trace = builder.finish(`${blocks} blocks of ${width}, ${missing} missing`, [y]);
          for (const semantics of ['eager', 'two-stack', 'ir-classic'] as const) {
            expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
          }
          compared++;
        }
      }
    }
    expect(compared).toBe(20);
  },
);
