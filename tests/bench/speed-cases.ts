import { conv2d, ones, type Tensor4D } from '@tensorflow/tfjs-core';
import type { EngineName } from '../../core/measurement/engines.ts';
import type { Semantics, Trace } from '../../core/trace/trace.ts';
import { type LoopOrder, parseLoopOrder } from '../../instrument/kernel-models/model/loop-order.ts';
import { traceFunction } from '../../instrument/tensors/trace-function.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { findRule, findScenario } from '../../scenarios/catalog.ts';
import { productTrace } from '../support/kernel-traces/kernel-trace-builder.ts';

/** What is timed: pricing a trace once, taking a product of n x n down as plain loops and pricing it, or a command. */
export type Work =
  | { readonly trace: () => Trace; readonly engine: EngineName; readonly semantics: Semantics }
  | { readonly scalars: number }
  | { readonly command: readonly string[] };

/** What a case is to stay within; missing: nothing is asked. */
export interface Goal {
  readonly seconds?: number;
  readonly nanoseconds?: number;
  readonly megabytes?: number;
  /** At most so many times the CPU time of another case. */
  readonly times?: readonly [name: string, most: number];
}

export interface SpeedCase {
  readonly name: string;
  readonly goal: Goal;
  readonly work: Work;
}

const WIDE = [784, 2000, 2000, 2000, 2000];
const SMALLER = 'label-in-input FF, batch 128';

/** In the order of the table. */
export const SPEED_CASES: readonly SpeedCase[] = [
  pricing(SMALLER, {}, update('label-in-input', 'ff', { batch: 128 })),
  pricing('label-in-input FF, batch 1280', { times: [SMALLER, 1.5] }, update('label-in-input', 'ff', { batch: 1280 })),
  {
    name: 'odometer trace, label-in-input FF, batch 128',
    goal: { seconds: 3.2 },
    work: { command: ['trace', 'label-in-input', '--algorithm', 'ff', '--batch', '128'] },
  },
  pricing('locally connected FF', { seconds: 12 }, update('locally-connected', 'ff')),
  pricing('hybrid FF', { seconds: 7 }, update('hybrid', 'ff')),
  pricing('recurrent FF', { seconds: 11 }, update('recurrent', 'ff')),
  pricing('784-2000x4 FF, batch 100', { seconds: 18, megabytes: 800 }, wide('ff')),
  pricing('784-2000x4 BP, batch 100', { seconds: 10, megabytes: 800 }, wide('bp')),
  pricing('label-in-input FF, jki', { seconds: 2.5 }, update('label-in-input', 'ff', { batch: 128, loops: 'jki' })),
  pricing(
    'label-in-input FF, tile:16',
    { seconds: 3 },
    update('label-in-input', 'ff', { batch: 128, loops: 'tile:16' }),
  ),
  pricing('label-in-input FF, ikj', {}, update('label-in-input', 'ff', { batch: 128, loops: 'ikj' })),
  pricing('label-in-input FF, ir-classic', { seconds: 5 }, update('label-in-input', 'ff', { batch: 128 }), {
    semantics: 'ir-classic',
  }),
  pricing('label-in-input FF, ir-live', { seconds: 5 }, update('label-in-input', 'ff', { batch: 128 }), {
    semantics: 'ir-live',
  }),
  pricing('product 128^3, run engine', {}, () => productTrace(128, 'ijk')),
  pricing('product 256^3, run engine', {}, () => productTrace(256, 'ijk')),
  pricing('product 128^3, element engine', { nanoseconds: 100 }, () => productTrace(128, 'ijk'), { engine: 'element' }),
  pricing('product 64^3, element engine', {}, () => productTrace(64, 'ijk'), { engine: 'element' }),
  pricing('product 64^3, list', {}, () => productTrace(64, 'ijk'), { engine: 'oracle' }),
  pricing('label-in-input FF, batch 4, element engine', {}, update('label-in-input', 'ff', { batch: 4 }), {
    engine: 'element',
  }),
  { name: 'plain loops 256^3', goal: { seconds: 8, megabytes: 700 }, work: { scalars: 256 } },
  pricing('convolution 3x3, 64 to 64, 56x56', { nanoseconds: 3 }, () =>
    traceFunction(
      (x: Tensor4D, filter: Tensor4D) => conv2d(x, filter, 1, 'same'),
      [ones([1, 56, 56, 64]), ones([3, 3, 64, 64])],
    ),
  ),
  {
    name: 'odometer compare --no-train, all',
    goal: {},
    work: { command: ['compare', '--no-train', '--out', 'compared'] },
  },
];

function pricing(
  name: string,
  goal: Goal,
  trace: () => Trace,
  { engine = 'run', semantics = 'eager' }: { engine?: EngineName; semantics?: Semantics } = {},
): SpeedCase {
  return { name, goal, work: { trace, engine, semantics } };
}

/** An update of a scenario's rule, as documented where nothing else is said. */
function update(
  id: string,
  algorithm: string,
  given: { readonly batch?: number; readonly layers?: readonly number[]; readonly loops?: string } = {},
): () => Trace {
  return () => {
    const scenario = findScenario(id);
    const { defaultShape, defaultBatch } = scenario;
    const { batch = defaultBatch, layers = defaultShape.layers } = given;
    const loops: LoopOrder = parseLoopOrder(given.loops ?? 'tfjs');
    return traceUpdate(findRule(scenario, algorithm).update({ ...defaultShape, layers }, batch), { loops });
  };
}

function wide(algorithm: string): () => Trace {
  return update('label-in-input', algorithm, { batch: 100, layers: WIDE });
}
