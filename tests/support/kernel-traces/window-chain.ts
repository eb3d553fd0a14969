import { Random } from '../../../core/numbers/random.ts';
import type { Access, Instruction, Node } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder, nestOf } from './kernel-trace-builder.ts';

const TRIPS = [2, 3, 5, 6, 8];
const STEPS = [0, 1, 1, 2, 3, 4, 6, 9];

/** Kernels that read windows of what others left, add up windows that meet, or write over what they wrote, in random loops. */
export function windowChain(seed: number): Trace {
  const random = new Random(seed, 5);
  const pick = (of: readonly number[]): number => of[random.integer(of.length)];
  const builder = new KernelTraceBuilder();
  const outputs: number[] = [];
  const sourceOf = (size: number): number => {
    const fitting = outputs.filter((value) => builder.values[value].size >= size);
    return fitting.length > 0 && random.uniform() < 0.6 ? pick(fitting) : builder.argument(1, size);
  };
  for (let kernel = 0; kernel < 4; kernel++) {
    const trips = Array.from({ length: 2 + random.integer(3) }, () => pick(TRIPS));
    const windows = trips.map(() => pick(STEPS));
    // In a random order each loop but some moves through what is not read or written twice.
    const apart = trips.map(() => 0);
    let points = 1;
    for (const loop of random.permutation(trips.length)) {
      if (random.uniform() < 0.3) continue;
      apart[loop] = points;
      points *= trips[loop];
    }
    const lag = random.uniform() < 0.3 ? 1 + random.integer(3) : 0;
    const reach = 1 + lag + windows.reduce((sum, step, loop) => sum + step * (trips[loop] - 1), 0);
    const at = (slot: number, base: number, strides: number[]): Access => ({ slot, base, strides });
    const scatters = random.uniform() < 0.3;
    const writesOver = !scatters && random.uniform() < 0.3;
    const source = sourceOf(scatters ? points : reach);
    const out = builder.computed(1, scatters ? reach : points, true);
    const target = scatters ? at(1, 0, windows) : at(1, 0, apart);
    const reads = [at(0, 0, scatters ? apart : windows)];
    if (!writesOver) reads.unshift(target);
    if (lag > 0 && !scatters) reads.push(at(0, lag, windows));
    const add: Instruction = { op: 'add', reads, write: target };
    builder.call('Windows', [source, out], nestOf(trips, [add]));
    outputs.push(out);
  }
  return builder.finish(`windows ${seed}`, outputs.slice(2));
}

/** Reads rows of a matrix from its first and from its last on, in turn; it is returned. */
export function rowsFromBothEnds(rows: number, trip: number): Trace {
  const builder = new KernelTraceBuilder();
  const columns = 3;
  const matrix = builder.argument(rows, columns);
  const read = (base: number, step: number): Node => ({
    trip: columns,
    body: [{ op: 'copy', reads: [{ slot: 0, base, strides: [step, 1] }], write: null }],
  });
  const ends = [read(0, columns), read((rows - 1) * columns, -columns)];
  builder.call('Ends', [matrix], [{ trip, body: ends }]);
  return builder.finish(`${rows} rows from both ends, ${trip} times`, [matrix]);
}

/** Writes a matrix `times` times over, each time of another; then reads what lies beside its first versions, and it. */
export function matrixWrittenOver(times: number, rows: number, columns: number): Trace {
  const builder = new KernelTraceBuilder();
  const size = rows * columns;
  const sources = builder.argument(times * rows, columns);
  const out = builder.computed(rows, columns);
  const source: Access = { slot: 0, base: 0, strides: [size, columns, 1] };
  const target: Access = { slot: 1, base: 0, strides: [0, columns, 1] };
  const copy: Instruction = { op: 'copy', reads: [source], write: target };
  builder.call('Write', [sources, out], nestOf([times, rows, columns], [copy]));
  const read = (slot: number, trip: number, step: number): Node => ({
    trip,
    body: [{ op: 'copy', reads: [{ slot, base: 0, strides: [step] }], write: null }],
  });
  builder.call('Read', [sources, out], [read(0, Math.floor(size / 3), 3), read(1, size, 1)]);
  return builder.finish('a matrix written over', [sources, out]);
}

/**
 * Direct convolution of `size` x `size` pixels under windows of 3 x 3, row of taps by row of taps. `isCut`: what lies under a
 * window's first two columns alone is added to the first pixel of each row before.
 */
export function convolutionTrace(size: number, channels: number, filters: number, isCut = false): Trace {
  const builder = new KernelTraceBuilder();
  const width = size + 2;
  const image = builder.argument(width * width, channels);
  const filter = builder.argument(9 * channels, filters);
  const out = builder.computed(size * size, filters, true);
  const row = channels * filters;
  const multiplyAdd = (outSteps: number[], imageSteps: number[], filterSteps: number[]): Instruction => {
    const sum: Access = { slot: 2, base: 0, strides: outSteps };
    return {
      op: 'add',
      reads: [sum, { slot: 0, base: 0, strides: imageSteps }, { slot: 1, base: 0, strides: filterSteps }],
      write: sum,
    };
  };
  const whole = multiplyAdd(
    [size * filters, 0, filters, 0, 0, 1],
    [width * channels, width * channels, channels, channels, 1],
    [0, 3 * row, 0, row, filters, 1],
  );
  const cut = multiplyAdd(
    [size * filters, 0, 0, 0, 1],
    [width * channels, width * channels, channels, 1],
    [0, 3 * row, row, filters, 1],
  );
  const taps = isCut ? nestOf([2, channels, filters], [cut]) : [];
  const pixels = nestOf([size, 3, channels, filters], [whole]);
  builder.call('Conv', [image, filter, out], nestOf([size, 3], [...taps, ...pixels]));
  return builder.finish(`convolution ${size} ${channels} ${filters} ${isCut}`, [out]);
}
