import { choiceOf, InputError, requireFunction, requireOptions } from '../input-error.ts';
import { isProgram, type Program } from '../programs/program.ts';
import type { PricingListener } from '../trace/pricing-progress.ts';
import type { Granularity, Semantics, Trace } from '../trace/trace.ts';
import { isTrace } from '../trace/trace.ts';
import { measureColdAndSteady } from './cold-and-steady.ts';
import { DEFAULT_ENGINE, ENGINE_NAMES, ENGINES, type EngineName } from './engines.ts';
import type { Measurement } from './measurement.ts';
import { type JsonFigures, jsonFigures } from './measurement-json.ts';
import { type MeasureProgramOptions, measureProgram, type ProgramMeasurement } from './program-measurement.ts';

/** How a trace is measured. */
export interface MeasureTraceOptions {
  /** Every engine gives the same figures. Default: `run`. */
  readonly engine?: EngineName;
  /** Whether accumulators and temporaries are on the stack (`scalar`, the default) or cost nothing (`register`). */
  readonly granularity?: Granularity;
  /** What the depth of a read means. Default: `eager`. */
  readonly semantics?: Semantics;
  /** Hears how far the pricing is; where there is a steady cost, of both pricings as of one. */
  readonly onProgress?: PricingListener | undefined;
}

/** The figures of a trace. */
export interface TraceMeasurement extends Measurement {
  readonly kind: 'trace';
  /** The figures as plain JSON: exact integers above 2^53 - 1 are decimal strings, the histogram is in bins. */
  toJSON(): TraceMeasurementJson;
}

export interface TraceMeasurementJson extends Omit<Measurement, keyof JsonFigures>, JsonFigures {
  readonly kind: 'trace';
}

/**
 * The figures of a trace (of `traceFunction`, `traceUpdate` or `parseTrace`): `cost.cold[4]` is its ByteDMD cost at 4
 * bytes an element, from freshly stacked arguments; under `eager`, where the trace returns its state, `cost.steady` is
 * that of an update in steady operation. Exact; parts and course at 1 and 4 bytes.
 * Throws InputError, naming the choices, on an option that there is not.
 */
export function measure(trace: Trace, options?: MeasureTraceOptions): TraceMeasurement;
/**
 * The figures of a scalar program (`program` of `traceScalars`, or of `createProgram`): `cost.cold[4]` is its ByteDMD
 * cost at 4 bytes an element. Exact; O(log n) a read, n cells on the stack.
 * Throws InputError, naming the choices, on an option that there is not.
 */
export function measure(program: Program, options?: MeasureProgramOptions): ProgramMeasurement;
export function measure(
  subject: Trace | Program,
  options: MeasureTraceOptions & Pick<MeasureProgramOptions, 'bytes'> = {},
): TraceMeasurement | ProgramMeasurement {
  if (isTrace(subject)) return figuresOfTrace(subject, options);
  if (isProgram(subject)) return measureProgram(subject, options);
  throw new InputError(
    'measure: takes a trace (of traceFunction, traceUpdate or parseTrace) or a scalar program (the program of ' +
      `traceScalars, or of createProgram); got ${described(subject)}`,
  );
}

function described(subject: unknown): string {
  return typeof subject === 'object' && subject !== null ? `{ ${Object.keys(subject).join(', ')} }` : String(subject);
}

function figuresOfTrace(trace: Trace, options: MeasureTraceOptions): TraceMeasurement {
  requireOptions('a trace', options, ['engine', 'granularity', 'semantics', 'onProgress']);
  const { engine = DEFAULT_ENGINE, granularity = 'scalar', semantics = 'eager', onProgress } = options;
  if (onProgress !== undefined) requireFunction('option onProgress', onProgress);
  const price = ENGINES[choiceOf('engine', engine, ENGINE_NAMES)];
  const figures = measureColdAndSteady(trace, price, { granularity, semantics, onProgress });
  return { kind: 'trace', ...figures, toJSON: traceJson };
}

// Shared by all measurements, so that equal figures are equal objects.
function traceJson(this: TraceMeasurement): TraceMeasurementJson {
  const { toJSON: _method, ...figures } = this;
  return { ...figures, ...jsonFigures(figures) };
}
