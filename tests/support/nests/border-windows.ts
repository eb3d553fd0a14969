import type { Access, Loop, Nest, Node } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { windowRuns } from '../../../instrument/kernel-models/windows/window-runs.ts';

/** y[p, f] += x[p * stride - before + k] w[k, f] along every axis, of taps that lie in the image alone. */
export interface BorderWindows {
  readonly axes: readonly {
    readonly extent: number;
    readonly taps: number;
    readonly stride: number;
    readonly before: number;
  }[];
  readonly filters: number;
}

export interface ElementCounts {
  readonly left: number;
  readonly right: number;
  readonly sums: number;
}

function windowsOf({ extent, taps, stride, before }: BorderWindows['axes'][number]): number {
  return Math.floor((extent + 2 * before - taps) / stride) + 1;
}

function product(factors: readonly number[]): number {
  return factors.reduce((all, factor) => all * factor, 1);
}

export function elementsOf({ axes, filters }: BorderWindows): ElementCounts {
  return {
    left: product(axes.map(({ extent }) => extent)),
    right: product(axes.map(({ taps }) => taps)) * filters,
    sums: product(axes.map(windowsOf)) * filters,
  };
}

/** The elements of each term: of the image, of the filters, and its sum. */
export function termsOf({ axes, filters }: BorderWindows): { a: number; b: number; c: number }[] {
  let places = [{ a: 0, b: 0, c: 0 }];
  for (const axis of axes) {
    places = places.flatMap(({ a, b, c }) =>
      Array.from({ length: windowsOf(axis) * axis.taps }, (_, at) => {
        const [window, tap] = [Math.floor(at / axis.taps), at % axis.taps];
        const position = window * axis.stride - axis.before + tap;
        return { position, a: a * axis.extent + position, b: b * axis.taps + tap, c: c * windowsOf(axis) + window };
      }).filter(({ position }) => position >= 0 && position < axis.extent),
    );
  }
  return places.flatMap(({ a, b, c }) =>
    Array.from({ length: filters }, (_, f) => ({ a, b: b * filters + f, c: c * filters + f })),
  );
}

interface Counted {
  readonly trip: number;
  readonly steps: readonly number[];
}

/** A nest of it, a multiplication for each way in which a border cuts windows; `ordered` puts the loops of each in order. */
export function borderTrace(
  windows: BorderWindows,
  isKept: boolean,
  ordered: (loops: readonly Counted[]) => readonly Counted[],
): Trace {
  const { axes, filters } = windows;
  let sites = [{ bases: [0, 0, 0], loops: [{ trip: filters, steps: [0, 1, 1] }] as readonly Counted[] }];
  const units = [1, filters, filters];
  for (const axis of [...axes].reverse()) {
    const [x, w, y] = units;
    sites = windowRuns({ ...axis, windows: windowsOf(axis), dilation: 1 }).flatMap((run) =>
      sites.map(({ bases, loops }) => ({
        bases: [bases[0] + run.position * x, bases[1] + run.firstTap * w, bases[2] + run.start * y],
        loops: [...loops, { trip: run.length, steps: [axis.stride * x, 0, y] }, { trip: run.taps, steps: [x, w, 0] }],
      })),
    );
    [axis.extent, axis.taps, windowsOf(axis)].forEach((size, at) => {
      units[at] *= size;
    });
  }
  const body = sites.flatMap(({ bases, loops }): readonly Node[] => {
    const kept = ordered(loops.filter(({ trip }) => trip !== 1));
    const [x, w, y] = bases.map(
      (base, slot): Access => ({ slot, base, strides: kept.map(({ steps }) => steps[slot]) }),
    );
    const terms: readonly Node[] = [
      { op: 'mul', reads: [x, w], write: { local: 0 }, mac: true },
      { op: 'add', reads: [y, { local: 0 }], write: y },
    ];
    return kept.reduceRight<readonly Node[]>((nodes, { trip }): readonly Loop[] => [{ trip, body: nodes }], terms);
  });
  const nest: Nest = { slots: 3, locals: 1, body };
  const { left, right, sums } = elementsOf(windows);
  return {
    schema: 'odometer-trace/1',
    name: 'border windows',
    about: {},
    values: [
      { size: left, kind: 'argument', role: 'inputs' },
      { size: right, kind: 'argument', role: 'weights' },
      { size: sums, kind: 'computed', role: 'activations', zeroFilled: true },
    ],
    nests: [nest],
    tables: [],
    calls: [{ kernel: 'Windows', nest: 0, values: [0, 1, 2], phase: 'forward', layer: 0 }],
    arguments: [0, 1],
    batchArguments: 1,
    returned: isKept ? [0, 1, 2] : [2],
  };
}
