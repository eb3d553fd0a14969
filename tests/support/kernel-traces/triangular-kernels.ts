import type { Access, AffineTrip, Node } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder, SUM, TERM } from './kernel-trace-builder.ts';

/** Up to where the loop at a depth stands, it included (`upTo`), or from there to `n` (`from`), or below it. */
const upTo = (depth: number): AffineTrip => ({ base: 1, strides: unit(depth, 1) });
const below = (depth: number): AffineTrip => ({ base: 0, strides: unit(depth, 1) });
const from = (depth: number, n: number): AffineTrip => ({ base: n, strides: unit(depth, -1) });
const after = (depth: number, n: number): AffineTrip => ({ base: n - 1, strides: unit(depth, -1) });

function unit(depth: number, step: number): number[] {
  return Array.from({ length: depth + 1 }, (_, k) => (k === depth ? step : 0));
}

const access = (slot: number, base: number, ...strides: number[]): Access => ({ slot, base, strides });

/** Kernels over triangles of n x n, each a call or few whose loops are longer or shorter as others stand. */
export const TRIANGULAR_KERNELS: Readonly<Record<string, (n: number) => Trace>> = {
  'symmetric product, row by row': (n) => {
    const builder = new KernelTraceBuilder();
    const [a, c] = [builder.argument(n, n), builder.computed(n, n, true)];
    builder.call(
      'Syrk',
      [a, c],
      [
        {
          trip: n,
          body: [
            {
              trip: upTo(0),
              fresh: [0],
              body: [...dot(n, access(0, 0, n, 0, 1), access(0, 0, 0, n, 1)), store(access(1, 0, n, 1))],
            },
          ],
        },
      ],
    );
    const sum = builder.sweep([c, a]);
    return builder.finish('syrk', [sum]);
  },
  'product of triangles': (n) => {
    const builder = new KernelTraceBuilder();
    const [a, b, c] = [builder.argument(n, n), builder.argument(n, n), builder.computed(n, n, true)];
    // c[i, j] is the sum over k from j to i.
    const trip: AffineTrip = { base: 1, strides: [1, -1] };
    builder.call(
      'Trmm',
      [a, b, c],
      [
        {
          trip: n,
          body: [
            {
              trip: upTo(0),
              fresh: [0],
              body: [...dot(trip, access(0, 0, n, 1, 1), access(1, 0, 0, n + 1, n)), store(access(2, 0, n, 1))],
            },
          ],
        },
      ],
    );
    return builder.finish('trmm', [c]);
  },
  'product of a triangle, rows added up': (n) => {
    const builder = new KernelTraceBuilder();
    const [a, b, c] = [builder.argument(n, n), builder.argument(n, n), builder.computed(n, n, true)];
    const element = access(2, 0, n, 0, 1);
    builder.call(
      'Trmm',
      [a, b, c],
      [
        {
          trip: n,
          body: [
            {
              trip: below(0),
              body: [
                {
                  trip: n,
                  body: [
                    { op: 'mul', reads: [access(0, 0, n, 1), access(1, 0, 0, n, 1)], write: TERM, mac: true },
                    { op: 'add', reads: [element, TERM], write: element },
                  ],
                },
              ],
            },
          ],
        },
      ],
    );
    return builder.finish('trmm in rows', [c]);
  },
  'rows from the diagonal on, summed up': (n) => {
    const builder = new KernelTraceBuilder();
    const [a, y] = [builder.argument(n, n), builder.computed(1, n)];
    builder.call(
      'Rows',
      [a, y],
      [
        {
          trip: n,
          fresh: [0],
          body: [
            { trip: from(0, n), body: [{ op: 'add', reads: [SUM, access(0, 0, n + 1, 1)], write: SUM }] },
            store(access(1, 0, 1)),
          ],
        },
      ],
    );
    return builder.finish('rows', [builder.sweep([y, y])]);
  },
  'what comes after, read again and again': (n) => {
    const builder = new KernelTraceBuilder();
    const [x, y] = [builder.argument(1, n), builder.computed(n, n, true)];
    builder.call(
      'Pairs',
      [x, y],
      [
        {
          trip: n,
          body: [
            {
              trip: after(0, n),
              body: [{ op: 'mul', reads: [access(0, 0, 1), access(0, 1, 1, 1)], write: access(1, 1, n + 1, 1) }],
            },
          ],
        },
      ],
    );
    return builder.finish('pairs', [y]);
  },
  'a term that is left from before where its loop does not run': (n) => {
    const builder = new KernelTraceBuilder();
    const [x, y] = [builder.argument(1, n), builder.computed(1, n)];
    const body: Node[] = [
      { trip: after(0, n), body: [{ op: 'copy', reads: [access(0, 0, 0, 1)], write: TERM }] },
      { op: 'add', reads: [TERM, access(0, 0, 1)], write: SUM },
      store(access(1, 0, 1)),
    ];
    builder.call('Left', [x, y], [{ trip: n, body }]);
    return builder.finish('left', [y]);
  },
  'a row of which less is read each time': (n) => {
    const builder = new KernelTraceBuilder();
    const x = builder.argument(1, n);
    const body: Node[] = [{ op: 'copy', reads: [access(0, 0, 0, 1)], write: null }];
    builder.call('Less', [x], [{ trip: n, body: [{ trip: from(0, n), body }] }]);
    return builder.finish('less', []);
  },
  'a triangle that the host reads': (n) => {
    const builder = new KernelTraceBuilder();
    const a = builder.argument(n, n);
    const body: Node[] = [{ op: 'host', reads: [access(0, 0, n, 1)], write: null }];
    builder.call('Host', [a], [{ trip: n, body: [{ trip: upTo(0), body }] }]);
    return builder.finish('host', []);
  },
};

function dot(trip: number | AffineTrip, a: Access, b: Access): Node[] {
  return [
    {
      trip,
      body: [
        { op: 'mul', reads: [a, b], write: TERM, mac: true },
        { op: 'add', reads: [SUM, TERM], write: SUM },
      ],
    },
  ];
}

function store(element: Access): Node {
  return { op: 'copy', reads: [SUM], write: element };
}
