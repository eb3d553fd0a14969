import { describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { checkTrace } from '../../../core/trace/trace-check.ts';
import { KERNEL_EXAMPLES } from '../../support/nests/kernels.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';

describe.each(Object.entries(KERNEL_EXAMPLES))('%s', (_name, { nest, plain }) => {
  test('run on numbers, gives what plain loops give', () => {
    const random = new Random(7);
    const arrays = Object.fromEntries(
      Object.entries(nest.tensors).map(([name, { use, shape }]) => {
        const size = shape.reduce((product, extent) => product * extent, 1);
        const isGiven = use === 'input' || use === 'inout';
        // What is factorised has a heavy diagonal.
        const weight = (at: number): number => (shape.length === 2 && at % (shape[1] + 1) === 0 ? 8 : 0);
        return [name, Float32Array.from({ length: size }, (_, at) => (isGiven ? random.uniform() + weight(at) : 0))];
      }),
    );
    const given = Object.fromEntries(
      Object.entries(arrays).filter(([name]) => ['input', 'inout'].includes(nest.tensors[name].use)),
    );
    const results: Readonly<Record<string, ArrayLike<number>>> = nest.run(given);
    plain(arrays);
    expect(Object.keys(results).length).toBeGreaterThan(0);
    for (const [name, elements] of Object.entries(results)) {
      expect(elements).toEqual(arrays[name]);
      expect([...arrays[name]].some((element) => element !== 0)).toBe(true);
    }
  });

  test('is a well-formed trace that both engines price alike', () => {
    const trace = nest.trace();
    checkTrace(trace, 'kernel');
    for (const granularity of GRANULARITIES) {
      for (const semantics of SEMANTICS) expectAgreement(['run', 'element'], trace, { semantics, granularity });
    }
  });
});
