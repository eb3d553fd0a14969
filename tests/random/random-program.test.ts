import { describe, expect, test, vi } from 'vitest';
import { ENGINES } from '../../core/measurement/engines.ts';
import { LoopWindow } from '../../core/run-engine/skipping/loop-window.ts';
import { accessesOf } from '../../core/trace/access-map.ts';
import type { Loop, Node } from '../../core/trace/nest.ts';
import { instructionsOf, isAffine, isBlock, isLoop } from '../../core/trace/nest.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { parseTrace } from '../../core/trace/trace-format.ts';
import { compareEngines, WAYS } from './comparison.ts';
import { instructionsIn, randomProgram } from './random-program.ts';

const PROGRAMS = Array.from({ length: 400 }, (_, program) => randomProgram(0, program));

test('programs are well formed, small, and the same for the same numbers', () => {
  PROGRAMS.forEach((trace, program) => {
    expect(parseTrace(JSON.parse(JSON.stringify(trace)), trace.name)).toEqual(trace);
    expect(instructionsIn(trace)).toBeLessThanOrEqual(400);
    if (program < 20) expect(randomProgram(0, program)).toEqual(trace);
  });
  expect(randomProgram(1, 0)).not.toEqual({ ...randomProgram(0, 0), name: 'random 1.0' });
});

function loopsOf(trace: Trace): Loop[] {
  const found = (nodes: readonly Node[]): Loop[] =>
    nodes.flatMap((node) => (isLoop(node) ? [node, ...found(node.body)] : []));
  return trace.nests.flatMap(({ body }) => found(body));
}

function stridesOf(trace: Trace): number[] {
  return trace.nests.flatMap((nest) => accessesOf(nest).flatMap(({ access }) => access.strides));
}

const hasRepeats = (items: readonly unknown[]): boolean => new Set(items).size < items.length;

/** Values written by more calls than one. */
function isRewritten(trace: Trace): boolean {
  const written = trace.calls.flatMap(({ nest, values }) => [
    ...new Set(accessesOf(trace.nests[nest]).flatMap(({ access, isWrite }) => (isWrite ? [values[access.slot]] : []))),
  ]);
  return hasRepeats(written);
}

describe('among a few hundred programs many have', () => {
  test.each<[string, (trace: Trace) => boolean]>([
    ['a value in two slots of a call', ({ calls }) => calls.some(({ values }) => hasRepeats(values))],
    [
      'an operand twice in an instruction',
      ({ nests }) => nests.some((nest) => instructionsOf(nest).some(({ reads }) => hasRepeats(reads))),
    ],
    ['a table', ({ nests }) => nests.some((nest) => accessesOf(nest).some(({ access }) => access.table !== undefined))],
    [
      'blocks, the last of them short',
      (trace) => loopsOf(trace).some(({ trip }) => isBlock(trip) && trip.size % trip.width > 0),
    ],
    [
      'a loop that is skipped if it may',
      (trace) => loopsOf(trace).some(({ trip, body }) => typeof trip === 'number' && trip >= 5 && body.some(isLoop)),
    ],
    ['a local that is emptied', (trace) => loopsOf(trace).some(({ fresh }) => fresh !== undefined)],
    ['a step backwards', (trace) => stridesOf(trace).some((step) => step < 0)],
    ['a step of 0', (trace) => stridesOf(trace).includes(0)],
    ['a zero-filled value', ({ values }) => values.some(({ zeroFilled }) => zeroFilled === true)],
    ['a constant', ({ values }) => values.some(({ kind }) => kind === 'constant')],
    ['a value that several calls write', isRewritten],
    [
      'an argument that is written in place',
      ({ calls, nests, values }) =>
        calls.some((call) =>
          accessesOf(nests[call.nest]).some(
            ({ access, isWrite }) => isWrite && values[call.values[access.slot]].kind === 'argument',
          ),
        ),
    ],
    ['a loop that others take their lengths from', (trace) => loopsOf(trace).some(({ trip }) => isAffine(trip))],
    ['a value that is returned twice', ({ returned }) => hasRepeats(returned)],
    [
      'a new state',
      (trace) =>
        compareEngines(
          trace,
          WAYS.filter(({ isSteady }) => isSteady),
        ).steady > 0,
    ],
  ])('%s', (_, has) => {
    expect(PROGRAMS.filter(has).length).toBeGreaterThanOrEqual(4);
  });
});

test('every engine prices them alike, in every way, and loops are skipped', () => {
  const advance = vi.spyOn(LoopWindow.prototype, 'advance');
  try {
    for (const trace of PROGRAMS.slice(0, 150)) {
      const { disagreement } = compareEngines(trace);
      if (disagreement !== null) expect(disagreement, trace.name).toBeNull();
    }
    expect(advance.mock.calls.length).toBeGreaterThan(50);
  } finally {
    advance.mockRestore();
  }
});

describe('an engine that gives something else is named', () => {
  const [trace] = PROGRAMS;
  const [way] = WAYS;

  test('with the figure', () => {
    const run = vi.spyOn(ENGINES, 'run').mockImplementation((given, options) => {
      const priced = ENGINES.element(given, options);
      return { ...priced, initialLive: priced.initialLive + 1 };
    });
    const { semantics, granularity } = way;
    const { initialLive } = ENGINES.oracle(trace, { semantics, granularity });
    const { disagreement } = compareEngines(trace);
    run.mockRestore();
    expect(disagreement).toEqual({
      way,
      engine: 'run',
      what: `live elements at first: ${initialLive + 1}, by the oracle ${initialLive}`,
    });
  });

  test('with its error', () => {
    const element = vi.spyOn(ENGINES, 'element').mockImplementation(() => {
      throw new Error('internal: nothing there');
    });
    const { disagreement } = compareEngines(trace);
    element.mockRestore();
    expect(disagreement).toEqual({ way, engine: 'element', what: 'internal: nothing there' });
  });
});
