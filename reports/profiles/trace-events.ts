import type { CoursePoint } from '../../core/measurement/course.ts';
import { cellLives, livePeaks } from '../../core/programs/cell-lives.ts';
import type { Program } from '../../core/programs/program.ts';
import { executedInstructions } from '../../core/trace/iteration-shapes.ts';
import type { Granularity, KernelCall, Trace } from '../../core/trace/trace.ts';
import { toolVersion } from '../results/tool-version.ts';
import { jsonText, visibleText } from '../writing/visible-text.ts';

/** An event of the Trace Event Format, as Perfetto reads it: a slice, a counter, or a name. */
export interface TraceEvent {
  readonly ph: 'X' | 'C' | 'M';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Executed instructions, where the format has microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly args: Readonly<Record<string, string | number>>;
}

/** Of plain loops this many points are drawn at most. */
const PIECES = 1024;

/**
 * A traced program in time, one instruction a unit: its phases, in them its layers, in them its calls, and the live bytes as
 * a counter, at the course's points. `pid`: a number of its own in the file; `bytes`: of an element. Calls that execute
 * nothing take no time and are left out.
 */
export function eventsOfTrace(
  pid: number,
  name: string,
  trace: Trace,
  course: readonly CoursePoint[],
  bytes: number,
): TraceEvent[] {
  const perNest = trace.nests.map(executedInstructions);
  const events = [named(pid, name)];
  const phases = new SliceRuns(pid);
  const layers = new SliceRuns(pid);
  let ts = 0;
  for (const call of trace.calls) {
    const dur = perNest[call.nest];
    if (dur === 0) continue;
    phases.extend(`phase ${call.phase}`, call.phase, ts, dur);
    layers.extend(layerName(trace, call), JSON.stringify([call.phase, call.layer, call.iteration]), ts, dur);
    const line = call.source === undefined ? undefined : trace.sources?.[call.source];
    const args = line === undefined ? {} : { line: visibleText(line) };
    events.push({ ph: 'X', name: visibleText(call.kernel), pid, tid: 1, ts, dur, args });
    ts += dur;
  }
  let from = 0;
  for (const point of course) {
    events.push({ ph: 'C', name: 'live bytes', pid, tid: 1, ts: from, args: { bytes: point.live * bytes } });
    from = point.instructions;
  }
  // Of slices that begin together the outer ones have to come first.
  return [...events.slice(0, 1), ...phases.slices, ...layers.slices, ...events.slice(1)];
}

/**
 * Plain loops in time, one operation a unit: how often each operation is executed in each piece, and the live bytes, as
 * counters. `bytes`: of an element.
 */
export function eventsOfProgram(
  pid: number,
  name: string,
  program: Program,
  { granularity, bytes }: { readonly granularity: Granularity; readonly bytes: number },
): TraceEvent[] {
  const { kinds, events } = program;
  const total = events.length;
  const pieces = Math.min(PIECES, total);
  const live = livePeaks(program, cellLives(program, granularity), pieces);
  const counts = new Float64Array(kinds.length);
  const counters: TraceEvent[] = [];
  for (let piece = 0; piece < pieces; piece++) {
    const [from, to] = [piece, piece + 1].map((cut) => Math.floor((cut * total) / pieces));
    counts.fill(0);
    for (let event = from; event < to; event++) counts[events[event]]++;
    const args: Record<string, number> = Object.fromEntries(kinds.map(({ op }) => [visibleText(op), 0]));
    kinds.forEach(({ op }, kind) => {
      args[visibleText(op)] += counts[kind];
    });
    counters.push({ ph: 'C', name: 'operations', pid, tid: 1, ts: from, args });
    counters.push({ ph: 'C', name: 'live bytes', pid, tid: 1, ts: from, args: { bytes: live[piece] * bytes } });
  }
  const whole: TraceEvent = { ph: 'X', name: visibleText(name), pid, tid: 1, ts: 0, dur: total, args: {} };
  return [named(pid, name), whole, ...counters];
}

/** Events as a file that https://ui.perfetto.dev opens. */
export function traceEventsJson(events: readonly TraceEvent[]): string {
  const otherData = { tool: `tensor-odometer ${toolVersion()}`, time: 'one microsecond is one executed instruction' };
  return jsonText({ traceEvents: events, displayTimeUnit: 'ns', otherData });
}

/** Slices of what is the same in calls one after the other. */
class SliceRuns {
  readonly slices: TraceEvent[] = [];
  private readonly pid: number;
  private last: string | null = null;

  constructor(pid: number) {
    this.pid = pid;
  }

  /** `name` null: no slice. */
  extend(name: string | null, key: string, ts: number, dur: number): void {
    const running = this.last === key ? this.slices.pop() : undefined;
    this.last = key;
    if (name === null) return;
    const begin = running?.ts ?? ts;
    this.slices.push({
      ph: 'X',
      name: visibleText(name),
      pid: this.pid,
      tid: 1,
      ts: begin,
      dur: ts + dur - begin,
      args: {},
    });
  }
}

function named(pid: number, name: string): TraceEvent {
  return { ph: 'M', name: 'process_name', pid, tid: 1, ts: 0, args: { name: visibleText(name) } };
}

function layerName(trace: Trace, { layer, iteration }: KernelCall): string | null {
  if (layer === null) return iteration === undefined ? null : `iteration ${iteration}`;
  const name = `layer ${trace.layerNames?.[layer] ?? layer + 1}`;
  return iteration === undefined ? name : `iteration ${iteration}, ${name}`;
}
