import { expect, test } from 'vitest';
import { deepReadsOf } from '../../../core/cost/deep-reads.ts';
import { priceByRuns } from '../../../core/run-engine/run-engine.ts';
import { gemmOfLines } from '../../support/nests/gemm.ts';

// HayStack publishes 67,043,328 capacity misses for gemm.c at 1024 in 32 KiB and in 512 KiB, and 196,608 compulsory ones, of which
// C's 65,536 are writes here.
test('a gemm of 1024 x 1024 misses as often as HayStack says, in 512 lines and in 8192', () => {
  const { histogram } = priceByRuns(gemmOfLines(1024, 16), { semantics: 'eager', granularity: 'register' });
  const misses = deepReadsOf(histogram);
  expect([misses(512), misses(8192)]).toEqual([67_174_400, 67_174_400]);
});
