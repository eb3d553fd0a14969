import { expect, test } from 'vitest';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import { pricedDifference } from '../../../core/measurement/priced-difference.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { randomProgram } from '../../random/random-program.ts';

test('a trace is priced as the first time, whatever it was priced at before', () => {
  for (let program = 0; program < 30; program++) {
    const trace = randomProgram(11, program);
    for (const granularity of GRANULARITIES.toReversed()) {
      for (const semantics of SEMANTICS) {
        const again = priceByElement(trace, { semantics, granularity });
        const first = priceByElement(structuredClone(trace), { semantics, granularity });
        expect(pricedDifference(trace, first, again), `${trace.name}, ${semantics}, ${granularity}`).toBeNull();
      }
    }
  }
});
