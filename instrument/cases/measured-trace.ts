import { logBins } from '../../core/cost/curves.ts';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { pricedFloor, whyNoFloor } from '../../core/floors/priced-floor.ts';
import { withPlace } from '../../core/input-error.ts';
import { LEVEL_BYTES, memoryLevels } from '../../core/levels/memory-levels.ts';
import { lineTraffic } from '../../core/lines/line-traffic.ts';
import { measure, type TraceMeasurement } from '../../core/measurement/measure.ts';
import { costKey } from '../../core/measurement/measurement.ts';
import { placedCosts } from '../../core/placement/placed-trace.ts';
import { EPILOGUE } from '../../core/trace/phase-roles.ts';
import type { Trace } from '../../core/trace/trace.ts';
import type { CaseFigures, CasePart, CaseParts, CaseSettings } from './case-figures.ts';
import { missesAt } from './case-figures.ts';
import { traceDigest, traceOperationsDigest } from './digest.ts';

interface MeasuredPart {
  readonly reads: number;
  readonly cost: Readonly<Record<string, number>>;
}

/** The figures of a case, and what profiles show of the trace that they are of; null: it is a scalar program. */
export interface MeasuredBody {
  readonly figures: CaseFigures;
  readonly measurement: ProfiledMeasurement | null;
}

/** Plain data, of any size, which can be sent to another thread. */
export type ProfiledMeasurement = Pick<TraceMeasurement, 'places' | 'course'>;

/**
 * The figures of a trace, cold, with what each thing in it has of them: at the sizes that its elements have, or at the bytes
 * that the settings say where it says nothing else than the default.
 */
export function measureTraceCase(trace: Trace, settings: CaseSettings): MeasuredBody {
  const { semantics, granularity } = settings;
  const measured = measure(trace, { semantics, granularity });
  const { elementBytes } = measured;
  const bytes = elementBytes === ELEMENT_BYTES ? settings.bytes : elementBytes;
  const key = costKey({ elementBytes: bytes });
  const figures = {
    bytes,
    reads: measured.reads,
    cost: measured.cost.cold[key],
    peakBytes: bytes === null ? measured.peakLiveBytes : measured.peakLiveElements * bytes,
    macs: measured.macs,
    misses: missesAt(measured.histogram, bytes ?? 1),
    levels: memoryLevels(measured.histogram, bytes, settings.levels),
    ...floorAt(trace, settings, bytes),
    placed: bytes === null ? null : placedCosts(trace, { granularity, bytes, reads: measured.reads }),
    ...linesAt(trace, settings),
    digest: traceDigest(trace),
    operationsDigest: traceOperationsDigest(trace),
    by: partsOf(measured, key),
    histogram: logBins(measured.histogram),
    warnings: measured.warnings,
  };
  const { places, course } = measured;
  return { figures, measurement: { places, course } };
}

function floorAt(
  trace: Trace,
  settings: CaseSettings,
  bytes: number | null,
): Pick<CaseFigures, 'floor' | 'whyNoFloor'> {
  const widths = bytes === null ? [] : [bytes];
  const floor = pricedFloor(trace, settings, widths);
  return {
    floor: floor && { of: floor.of, cost: floor.cost[String(bytes)] },
    ...(floor?.without.length === 0 ? {} : { whyNoFloor: whyNoFloor(trace, settings, widths) }),
  };
}

function linesAt(trace: Trace, { line, layout, levels = LEVEL_BYTES }: CaseSettings): Pick<CaseFigures, 'lines'> {
  if (line === undefined) return {};
  return { lines: withPlace('--line', () => lineTraffic(trace, { lineBytes: line, layout, capacities: levels })) };
}

/** Each adds up to all reads: what the returned values are read for at the end is a part of its own. */
function partsOf({ phases, kernels, operands, ops, lines }: TraceMeasurement, key: string): CaseParts {
  const named = <Part extends MeasuredPart>(parts: readonly Part[], nameOf: (part: Part) => string): CasePart[] =>
    parts.flatMap((part) => (part.reads > 0 ? [{ name: nameOf(part), reads: part.reads, cost: part.cost[key] }] : []));
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
