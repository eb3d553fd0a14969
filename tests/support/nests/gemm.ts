import type { Loop, Nest, Node } from '../../../core/trace/nest.ts';
import type { Trace, TraceValue } from '../../../core/trace/trace.ts';

/** C += A B of size x size by rows of B, as gemm.c has it; all of it is kept. `apart`: from a row to the next. */
export function gemm(size: number, apart = size): Trace {
  return gemmOf(size * apart, [
    { trip: size, strides: [apart, 0, apart] },
    { trip: size, strides: [1, apart, 0] },
    { trip: size, strides: [0, 1, 1] },
  ]);
}

/** The same where an element is a line of so many: loops along rows are taken apart into lines and what is within one. */
export function gemmOfLines(size: number, perLine: number): Trace {
  const row = size / perLine;
  return gemmOf(size * row, [
    { trip: size, strides: [row, 0, row] },
    { trip: row, strides: [1, perLine * row, 0] },
    { trip: perLine, strides: [0, row, 0] },
    { trip: row, strides: [0, 1, 1] },
    { trip: perLine, strides: [0, 0, 0] },
  ]);
}

function gemmOf(cells: number, loops: readonly { trip: number; strides: readonly number[] }[]): Trace {
  const [a, b, c] = [0, 1, 2].map((slot) => ({ slot, base: 0, strides: loops.map(({ strides }) => strides[slot]) }));
  const term = { local: 0 };
  const body: readonly Node[] = [
    { op: 'mul', reads: [a, b], write: term },
    { op: 'add', reads: [c, term], write: c },
  ];
  const nest: Nest = {
    slots: 3,
    locals: 1,
    body: loops.reduceRight<readonly Node[]>((nodes, { trip }): readonly Loop[] => [{ trip, body: nodes }], body),
  };
  const argument: TraceValue = { size: cells, kind: 'argument', role: 'inputs' };
  return {
    schema: 'odometer-trace/1',
    name: 'gemm',
    about: {},
    values: [argument, argument, { size: cells, kind: 'computed', role: 'activations', zeroFilled: true }],
    nests: [nest],
    tables: [],
    calls: [{ kernel: 'gemm', nest: 0, values: [0, 1, 2], phase: 'forward', layer: 0 }],
    arguments: [0, 1],
    batchArguments: 1,
    returned: [2, 0, 1],
  };
}
