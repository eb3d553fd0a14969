import { LEVEL_BYTES } from '../../core/levels/memory-levels.ts';
import type { LineLayout } from '../../core/lines/line-layout.ts';
import type { EngineName } from '../../core/measurement/engines.ts';
import type { Measurement } from '../../core/measurement/measurement.ts';
import type { Granularity, Semantics, Trace } from '../../core/trace/trace.ts';
import { measureTrace } from '../../instrument/timed-measurement.ts';
import { depthRuns } from '../../reports/printed/depth-runs.ts';
import { metersJson, metersText, type TraceMeters, traceMeters } from '../../reports/printed/trace-meters.ts';
import { type RunFigures, updateReport, updateReportText } from '../../reports/printed/update-report.ts';
import { jsonText } from '../../reports/writing/visible-text.ts';
import { print, tell } from '../files/standard-output.ts';
import { withPricingBar } from './pricing-bar.ts';

/** Prices a trace and prints what it yields. `start` is when the command began, as performance.now() gave it. */
export async function printMeasured(
  trace: Trace,
  options: {
    engine: EngineName;
    granularity: Granularity;
    semantics: Semantics;
    json: boolean;
    /** Whether the JSON has the exact histogram of depths, too. */
    histogram?: boolean;
    /** Memories whose traffic is told, in bytes, smallest first; default: LEVEL_BYTES. */
    levels?: readonly number[];
    /** Bytes of a cache line; missing: lines are not told. */
    line?: number | undefined;
    /** How values lie in them; missing: packed. */
    layout?: LineLayout | undefined;
    /** Gets what was measured before it is printed. */
    onMeasured?: (measurement: Measurement) => Promise<void>;
    start: number;
  },
): Promise<void> {
  const {
    engine,
    granularity,
    semantics,
    json,
    histogram = false,
    levels = LEVEL_BYTES,
    line,
    layout,
    onMeasured,
    start,
  } = options;
  const { measurement, engineSeconds } = withPricingBar((show) =>
    measureTrace(trace, {
      engine,
      granularity,
      semantics,
      onProgress: (...progress) => show(trace.name, ...progress),
    }),
  );
  const run = {
    engine,
    engineSeconds,
    seconds: (performance.now() - start) / 1000,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  await onMeasured?.(measurement);
  for (const warning of measurement.warnings) tell(`odometer: ${warning}`);
  const meters = traceMeters(trace, measurement, { levels, line, layout });
  if (json) await print(reportJson(measurement, run, meters, histogram));
  else await print(`${updateReportText(measurement, run)}\n${metersText(meters)}`);
}

/** Without line ends where a million of them would follow. */
function reportJson(measurement: Measurement, run: RunFigures, meters: TraceMeters, histogram: boolean): string {
  const report = { ...updateReport(measurement, run), ...metersJson(meters) };
  return histogram ? jsonText({ ...report, histogram: depthRuns(measurement.histogram) }) : jsonText(report, 2);
}
