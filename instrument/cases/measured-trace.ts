import { measure, type TraceMeasurement } from '../../core/measurement/measure.ts';
import { EPILOGUE } from '../../core/trace/phase-roles.ts';
import type { PricingListener } from '../../core/trace/pricing-progress.ts';
import type { Trace } from '../../core/trace/trace.ts';
import type { CaseFigures, CasePart, CaseParts, CaseSettings } from './case-figures.ts';
import { binsOf, missesAt } from './case-figures.ts';
import { traceDigest, traceOperationsDigest } from './digest.ts';

interface MeasuredPart {
  readonly reads: number;
  readonly cost: Readonly<Record<string, number>>;
}

/** The figures of a trace, cold, at the bytes that the settings say, with what each thing in it has of them. */
export function measureTraceCase(trace: Trace, settings: CaseSettings, onProgress?: PricingListener): CaseFigures {
  const { semantics, granularity, bytes } = settings;
  const measured = measure(trace, { semantics, granularity, onProgress });
  return {
    bytes,
    reads: measured.reads,
    cost: measured.cost.cold[bytes],
    peakBytes: measured.peakLiveElements * bytes,
    macs: measured.macs,
    misses: missesAt(measured.histogram, bytes),
    digest: traceDigest(trace),
    operationsDigest: traceOperationsDigest(trace),
    by: partsOf(measured, bytes),
    histogram: binsOf(measured.histogram),
    warnings: measured.warnings,
  };
}

/** Each adds up to all reads: what the returned values are read for at the end is a part of its own. */
function partsOf({ phases, kernels, operands, ops, lines }: TraceMeasurement, bytes: number): CaseParts {
  const named = <Part extends MeasuredPart>(parts: readonly Part[], nameOf: (part: Part) => string): CasePart[] =>
    parts.flatMap((part) =>
      part.reads > 0 ? [{ name: nameOf(part), reads: part.reads, cost: part.cost[bytes] }] : [],
    );
  const phase = named(phases, (part) => part.phase);
  const epilogue = phase.filter(({ name }) => name === EPILOGUE);
  return {
    kernel: [...named(kernels, (part) => part.kernel), ...epilogue],
    operand: [...named(operands, (part) => `${part.kernel} ${part.operand}`), ...epilogue],
    op: [...named(ops, (part) => part.op), ...epilogue],
    ...(lines === undefined ? {} : { line: [...named(lines, (part) => part.line ?? 'unknown'), ...epilogue] }),
    phase,
  };
}
