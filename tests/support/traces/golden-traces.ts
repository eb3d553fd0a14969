import { readFileSync } from 'node:fs';
import type { Cost } from '../../../core/cost/cost.ts';
import type { EngineName } from '../../../core/measurement/engines.ts';
import type { Granularity, Semantics, Trace } from '../../../core/trace/trace.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { measureTrace } from '../../../instrument/timed-measurement.ts';
import { findScenario } from '../../../scenarios/catalog.ts';
import type { BuiltInRule } from '../scenarios/built-in-rules.ts';

/** What an engine written apart gives for one trace under one meaning of depth; see tests/vectors/README.md. */
export interface GoldenFigures {
  readonly reads: number;
  /** By bytes per element, as decimal integers. */
  readonly cold: Readonly<Record<string, string>>;
  readonly maxDepth: number;
  readonly peakLive: number;
  /** Under `eager` only. */
  readonly steady?: Readonly<Record<string, string>>;
}

export interface GoldenTrace {
  readonly scenario: string;
  readonly algorithm: BuiltInRule;
  readonly layers: readonly number[];
  readonly batch: number;
  /** By granularity and semantics, as in `scalar eager`. */
  readonly figures: Readonly<Record<string, GoldenFigures>>;
}

/** One set of figures: a trace, and under which meaning of depth it is priced. */
export interface GoldenCase {
  readonly name: string;
  readonly golden: GoldenTrace;
  readonly granularity: Granularity;
  readonly semantics: Semantics;
  readonly figures: GoldenFigures;
}

/** The sets of figures, trace by trace. Throws Error where one of a trace is missing. */
export function readGoldenCases(): GoldenCase[] {
  const file = new URL('../../vectors/golden-traces.json', import.meta.url);
  const { traces } = JSON.parse(readFileSync(file, 'utf8')) as { traces: GoldenTrace[] };
  return traces.flatMap((golden) =>
    GRANULARITIES.flatMap((granularity) =>
      SEMANTICS.map((semantics) => {
        const name = `${golden.scenario} ${golden.algorithm}, ${granularity}, ${semantics}`;
        const figures = golden.figures[`${granularity} ${semantics}`];
        if (figures === undefined) throw new Error(`golden-traces.json has no figures of ${name}`);
        return { name, golden, granularity, semantics, figures };
      }),
    ),
  );
}

const traced = new Map<GoldenTrace, Trace>();

/** The same figures of the same update, by an engine of this project. */
export function figuresBy(engine: EngineName, { golden, granularity, semantics }: GoldenCase): GoldenFigures {
  const { measurement } = measureTrace(traceOf(golden), { engine, granularity, semantics });
  const { reads, cost, histogram, peakLiveElements } = measurement;
  const figures = { reads, cold: decimals(cost.cold), maxDepth: histogram.maxDepth, peakLive: peakLiveElements };
  return cost.steady === null ? figures : { ...figures, steady: decimals(cost.steady) };
}

function traceOf(golden: GoldenTrace): Trace {
  let trace = traced.get(golden);
  if (trace === undefined) {
    const { rules, defaultShape } = findScenario(golden.scenario);
    trace = traceUpdate(rules[golden.algorithm].update({ ...defaultShape, layers: golden.layers }, golden.batch));
    traced.set(golden, trace);
  }
  return trace;
}

function decimals(cost: Cost): Record<string, string> {
  return Object.fromEntries(Object.entries(cost).map(([bytes, total]) => [bytes, String(total)]));
}
