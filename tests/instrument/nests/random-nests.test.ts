import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { Random } from '../../../core/numbers/random.ts';
import type { Program } from '../../../core/programs/program.ts';
import { GRANULARITIES, SEMANTICS, type Semantics, type Trace } from '../../../core/trace/trace.ts';
import { checkTrace } from '../../../core/trace/trace-check.ts';
import { type KernelNest, nest } from '../../../instrument/nests/nest.ts';
import { inout, input, output, scratch } from '../../../instrument/nests/tensor-declaration.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';
import { binsOf } from '../../support/nests/histogram-bins.ts';
import { executeSteps, plainNumbers, recordSteps, tracedScalars } from '../../support/nests/kernel-machine.ts';
import { everyLoopRuns, type RandomSteps, randomSteps, writtenTensors } from '../../support/nests/random-steps.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

const anySteps = fc.integer({ min: 0, max: 2 ** 31 - 1 }).map(randomSteps);
const steps = anySteps.filter((random) => everyLoopRuns(random.steps));

function recorded({ steps, shapes: [a, b, c, d] }: RandomSteps): KernelNest {
  const isWritten = writtenTensors(steps);
  const made = (tensor: number, shape: readonly number[]) => (isWritten.has(tensor) ? output(shape) : scratch(shape));
  return nest({ a: input(a), b: input(b), c: made(2, c), d: made(3, d) }, (given) => {
    recordSteps(steps, Object.values(given));
  });
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

/** Small whole numbers, so that sums do not overflow into infinities early. */
function numbers(size: number, stream: number): Float32Array {
  const random = new Random(size, stream);
  return Float32Array.from({ length: size }, () => random.integer(5) - 2);
}

test('run on numbers, a nest gives what plain loops give', () => {
  fc.assert(
    fc.property(steps, (random) => {
      const arrays = random.shapes.map((shape, tensor) =>
        tensor < random.inputs ? numbers(sizeOf(shape), tensor) : new Float32Array(sizeOf(shape)),
      );
      const [a, b, c, d] = arrays;
      const results: Readonly<Record<string, ArrayLike<number>>> = recorded(random).run({ a, b });
      executeSteps(random.steps, plainNumbers(random.shapes, arrays));
      for (const tensor of writtenTensors(random.steps)) {
        expect(results[tensor === 2 ? 'c' : 'd']).toEqual(tensor === 2 ? c : d);
      }
    }),
    { numRuns: 100 },
  );
});

test.each(SEMANTICS)('a nest has the figures of the same loops over tensor proxies under %s', (semantics) => {
  fc.assert(
    fc.property(steps, (random) => {
      const { program } = traceScalars(
        (a, b) => {
          const made = random.shapes.slice(random.inputs).map((shape) => new TensorProxy('float32', shape));
          executeSteps(random.steps, tracedScalars([a, b, ...made]));
          return made.filter((_, tensor) => writtenTensors(random.steps).has(random.inputs + tensor));
        },
        random.shapes.slice(0, random.inputs).map((shape) => new TensorProxy('float32', shape)),
      );
      expectFiguresOf(program, recorded(random).trace(), semantics);
    }),
    { numRuns: 40 },
  );
});

test.each(SEMANTICS)('so has a nest that changes its arguments in place, under %s', (semantics) => {
  fc.assert(
    fc.property(steps, (random) => {
      const { program } = traceScalars(
        (...tensors) => {
          executeSteps(random.steps, tracedScalars(tensors));
          return tensors.slice(random.inputs);
        },
        random.shapes.map((shape) => new TensorProxy('float32', shape)),
      );
      const [a, b, c, d] = random.shapes;
      const changed = nest({ a: input(a), b: input(b), c: inout(c), d: inout(d) }, (given) => {
        recordSteps(random.steps, Object.values(given));
      });
      expectFiguresOf(program, changed.trace(), semantics);
    }),
    { numRuns: 40 },
  );
});

/** Reads, cost and histogram at either granularity; the trace is well formed. */
function expectFiguresOf(program: Program, trace: Trace, semantics: Semantics): void {
  checkTrace(trace, 'random');
  for (const granularity of GRANULARITIES) {
    const measured = measure(trace, { semantics, granularity });
    const plain = measure(program, { semantics, granularity, bytes: [1] });
    expect(measured.reads).toBe(plain.reads);
    expect(measured.cost.cold[1]).toBe(plain.cost.cold[1]);
    expect(binsOf(measured.histogram)).toEqual(binsOf(plain.histogram));
  }
}

test.each(GRANULARITIES)('both engines price a nest alike at %s', (granularity) => {
  fc.assert(
    fc.property(steps, fc.constantFrom(...SEMANTICS), (random, semantics) => {
      expectAgreement(['run', 'element'], recorded(random).trace(), { semantics, granularity });
    }),
    { numRuns: 50 },
  );
});

test('a nest with a loop that never runs is refused, and no other', () => {
  fc.assert(
    fc.property(anySteps, (random) => {
      if (everyLoopRuns(random.steps)) recorded(random);
      else {
        expect(() => recorded(random)).toThrow(InputError);
        expect(() => recorded(random)).toThrow('the range is empty');
      }
    }),
    { numRuns: 100 },
  );
});
