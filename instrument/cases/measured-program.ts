import { measure } from '../../core/measurement/measure.ts';
import type { Program } from '../../core/programs/program.ts';
import type { CaseFigures, CaseSettings } from './case-figures.ts';
import { binsOf, missesAt } from './case-figures.ts';
import { programDigest, programOperationsDigest } from './digest.ts';

/** The figures of a scalar program at the bytes that the settings say. */
export function measureProgramCase(program: Program, settings: CaseSettings): CaseFigures {
  const { semantics, granularity, bytes } = settings;
  const measured = measure(program, { semantics, granularity, bytes: [bytes] });
  return {
    bytes,
    reads: measured.reads,
    cost: measured.cost.cold[bytes],
    peakBytes: 0,
    macs: null,
    misses: missesAt(measured.histogram, bytes),
    digest: programDigest(program),
    operationsDigest: programOperationsDigest(program),
    by: {},
    histogram: binsOf(measured.histogram),
    warnings: measured.warnings,
  };
}
