import { expect, test, vi } from 'vitest';
import { LoopNotes } from '../../../../core/run-engine/notes/loop-notes.ts';
import { RepeatedReads } from '../../../../core/run-engine/skipping/repeated-reads.ts';
import { GRANULARITIES } from '../../../../core/trace/trace.ts';
import { tiledChain, tilesLeftUpwards } from '../../../support/kernel-traces/product-chain.ts';
import { expectAgreement } from '../../../support/traces/engine-agreement.ts';

test.each(GRANULARITIES)('what loops inside repeated is repeated as a whole, at %s granularity', (granularity) => {
  const repeat = vi.spyOn(RepeatedReads.prototype, 'repeat');
  const enterOld = vi.spyOn(LoopNotes.prototype, 'enterOld');
  try {
    // The same traces in every run: of some chains no tile is as wide as it takes.
    for (let seed = 0; seed < 4; seed++) {
      for (const semantics of ['eager', 'ir-live', 'ir-classic'] as const) {
        expectAgreement(['run', 'element'], tiledChain(seed), { semantics, granularity });
      }
    }
    const done = repeat.mock.results.filter(({ value }) => value);
    const noted = enterOld.mock.calls.filter(([{ times }]) => times > 1);
    expect(done.length).toBeGreaterThan(20);
    expect(noted.length).toBeGreaterThan(20);
  } finally {
    vi.restoreAllMocks();
  }
});

test.each(GRANULARITIES)('rows of tiles are repeated that lie in falling order, at %s granularity', (granularity) => {
  const repeat = vi.spyOn(RepeatedReads.prototype, 'repeat');
  try {
    expectAgreement(['run', 'element'], tilesLeftUpwards(7, 5, 20), { semantics: 'eager', granularity });
    expect(repeat.mock.results.filter(({ value }) => value).length).toBeGreaterThan(0);
  } finally {
    vi.restoreAllMocks();
  }
});
