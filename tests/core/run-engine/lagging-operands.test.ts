import { expect, test } from 'vitest';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import type { Access, Instruction } from '../../../core/trace/nest.ts';
import { GRANULARITIES } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

/** `count` elements from `first` on, forwards or backwards. */
function part(slot: number, first: number, count: number, stride: 1 | -1): Access {
  return { slot, base: stride === 1 ? first : first + count - 1, strides: [stride] };
}

// Two values that were read together lie on the stack as pairs; read again at a distance, one is ahead of the other.
test.each(GRANULARITIES)(
  'values that were read together are read again at a distance, at %s granularity',
  (granularity) => {
    const size = 6;
    let compared = 0;
    for (const stride of [1, -1] as const) {
      for (const [count, firstA, firstB] of [2, 3, 4].flatMap((n) =>
        [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => [n, a, b])),
      )) {
        for (const again of [1, -1] as const) {
          for (const isWritten of [false, true]) {
            const builder = new KernelTraceBuilder();
            const a = builder.argument(1, size);
            const b = builder.argument(1, size);
            const c = builder.computed(1, size);
            const together: Instruction = {
              op: 'add',
              reads: [part(0, 0, size, 1), part(1, 0, size, stride)],
              write: isWritten ? part(2, 0, size, 1) : null,
            };
            const apart = [part(0, firstA, count, 1), part(1, firstB, count, again)];
            if (isWritten) apart.push(part(2, 1, count, 1));
            builder.call('Together', [a, b, c], [{ trip: size, body: [together] }]);
            builder.call('Apart', [a, b, c], [{ trip: count, body: [{ op: 'add', reads: apart, write: null }] }]);
            const trace = builder.finish(
              `${stride} ${count} ${firstA} ${firstB} ${again}`,
              isWritten ? [a, b, c] : [a, b],
            );
            expectAgreement(ENGINE_NAMES, trace, { semantics: 'eager', granularity });
            compared++;
          }
        }
      }
    }
    expect(compared).toBe(216);
  },
);
