import { expect, test } from 'vitest';
import { Random } from '../../../../core/numbers/random.ts';
import type { CallPlan } from '../../../../core/run-engine/plan/call-plan.ts';
import { planCall } from '../../../../core/run-engine/plan/call-plan.ts';
import type { LastRuns } from '../../../../core/run-engine/plan/last-runs.ts';
import type { PlannedLoop, PlannedNode } from '../../../../core/run-engine/plan/planned-nodes.ts';
import { addressOf, stepAt } from '../../../../core/run-engine/plan/planned-nodes.ts';
import type { LastUsers } from '../../../../core/run-engine/plan/shifted-windows.ts';
import { ShiftedWindows } from '../../../../core/run-engine/plan/shifted-windows.ts';
import { layOut } from '../../../../core/trace/address-space.ts';
import { MAX_LOOPS, tripCount } from '../../../../core/trace/nest.ts';
import type { Trace } from '../../../../core/trace/trace.ts';
import { convolutionTrace, windowChain } from '../../../support/kernel-traces/window-chain.ts';
import { windowNest } from '../../../support/kernel-traces/window-nest.ts';

/** What is touched of values whose streams overlap, in which run, and the loops that begin in between. */
class Walk {
  readonly touches: { run: number; value: number; address: number; isReadFirst: boolean }[] = [];
  readonly begun: { loop: PlannedLoop; trip: number; run: number; variables: Int32Array }[] = [];
  private readonly variables = new Int32Array(MAX_LOOPS);
  private runs = 0;

  constructor(nodes: readonly PlannedNode[], variables = new Int32Array(MAX_LOOPS), run = 0) {
    this.variables.set(variables);
    this.runs = run;
    this.execute(nodes);
  }

  private execute(nodes: readonly PlannedNode[]): void {
    const { variables } = this;
    for (const node of nodes) {
      const trip = tripCount(node.trip, variables);
      if ('nodes' in node) {
        this.begun.push({ loop: node, trip, run: this.runs, variables: variables.slice() });
        for (let v = 0; v < trip; v++) {
          variables[node.depth] = v;
          this.execute(node.nodes);
        }
        continue;
      }
      if (!node.overlaps) continue;
      const run = this.runs++;
      for (const stream of node.streams) {
        if (!stream.overlaps) continue;
        const first = addressOf(stream, variables);
        for (let i = 0; i < (stream.stride === 0 ? Math.min(1, trip) : trip); i++) {
          const { value, stride, isReadFirst } = stream;
          this.touches.push({ run, value, address: first + i * stride, isReadFirst });
        }
      }
    }
  }
}

const TRACES = [
  ...Array.from({ length: 300 }, (_, seed) => windowNest(seed)),
  // Loops inside that do not move a stream come to more of it after their first iteration.
  ...[414, 1160, 1345, 2153].map((seed) => windowNest(seed)),
  ...Array.from({ length: 100 }, (_, seed) => windowChain(seed)),
  convolutionTrace(6, 5, 7),
  convolutionTrace(6, 5, 7, true),
];

/** The plans whose streams overlap. */
function forEachPlan(visit: (trace: Trace, plan: CallPlan, lastRuns: LastRuns) => void): number {
  let plans = 0;
  for (const trace of TRACES) {
    for (const call of trace.calls) {
      const plan = planCall({ trace, space: layOut(trace), granularity: 'scalar' }, call);
      if (plan === null || plan.lastRuns === null) continue;
      plans++;
      visit(trace, plan, plan.lastRuns);
    }
  }
  return plans;
}

test('the last run that touches an element is that of a walk through all runs', () => {
  const plans = forEachPlan((trace, { nodes }, lastRuns) => {
    const last = new Map<string, number>();
    let isWrittenAnew = false;
    for (const { run, value, address, isReadFirst } of new Walk(nodes).touches) {
      const element = `${value} ${address}`;
      if (!isReadFirst && last.has(element)) isWrittenAnew = true;
      last.set(element, run);
    }
    expect(isWrittenAnew, trace.name).toBe(false);
    const found = new Map<string, number>();
    for (const value of new Set([...last.keys()].map((key) => Number(key.split(' ')[0])))) {
      const { base, lastRun } = lastRuns.of(value);
      expect(lastRun.length).toBe(trace.values[value].size);
      lastRun.forEach((run, e) => {
        if (run !== -1) found.set(`${value} ${base + e}`, run);
      });
    }
    expect(new Map([...found].sort()), trace.name).toEqual(new Map([...last].sort()));
  });
  expect(plans).toBeGreaterThan(200);
});

test('iterations are alike exactly where each access and what becomes of it is', () => {
  const answers = { alike: 0, otherwise: 0 };
  const random = new Random(1, 7);
  forEachPlan((trace, { nodes }, lastRuns) => {
    const usedLater = [0, 0.02, 0.9][random.integer(3)];
    const size = trace.values.reduce((sum, value) => sum + value.size, 0);
    const users = { lastUser: Array.from({ length: size }, () => (random.uniform() < usedLater ? 1 : 0)), call: 0 };
    for (const each of [users, null]) {
      const windows = new ShiftedWindows(lastRuns, each);
      for (const { loop, trip, run, variables } of new Walk(nodes).begun) {
        if (trip < 5 || loop.isUneven || !loop.streams.some(({ overlaps }) => overlaps)) continue;
        const expected = areAlike(loop, trip, run, variables, lastRuns, each);
        expect(windows.areAlike(loop, trip, run, variables), `${trace.name}, depth ${loop.depth}`).toBe(expected);
        answers[expected ? 'alike' : 'otherwise']++;
      }
    }
  });
  expect(answers.alike).toBeGreaterThan(500);
  expect(answers.otherwise).toBeGreaterThan(500);
});

/** Conditions (i) and (ii) of D58, as they are stated there. */
function areAlike(
  loop: PlannedLoop,
  trip: number,
  run: number,
  variables: Int32Array,
  lastRuns: LastRuns,
  users: LastUsers | null,
): boolean {
  const steps = new Map<number, number>();
  for (const stream of loop.streams) {
    if (!stream.overlaps) continue;
    const step = stepAt(stream, loop.depth);
    if ((steps.get(stream.value) ?? step) !== step) return false;
    steps.set(stream.value, step);
  }
  const touchedIn = new Map<number, number>();
  let next = run;
  let before: string | null = null;
  for (let v = 0; v < trip - 1; v++) {
    const here = variables.slice();
    here[loop.depth] = v;
    const { touches } = new Walk(loop.nodes, here, next);
    const lives = touches.map((touch) => {
      const { base, lastRun } = lastRuns.of(touch.value);
      return (
        lastRun[touch.address - base] > touch.run || (users !== null && users.lastUser[touch.address] > users.call)
      );
    });
    for (const { address } of touches) {
      const last = touchedIn.get(address);
      if (last !== undefined && last < v - 1) return false;
      touchedIn.set(address, v);
    }
    next += runsIn(loop.nodes, here);
    const ends = lives.join();
    if (users !== null && v > 1 && ends !== before) return false;
    before = ends;
  }
  return true;
}

function runsIn(nodes: readonly PlannedNode[], variables: Int32Array): number {
  let runs = 0;
  for (const node of nodes) {
    if ('instructions' in node) {
      if (node.overlaps) runs++;
      continue;
    }
    const trip = tripCount(node.trip, variables);
    for (let v = 0; v < trip; v++) {
      const here = variables.slice();
      here[node.depth] = v;
      runs += runsIn(node.nodes, here);
    }
  }
  return runs;
}
