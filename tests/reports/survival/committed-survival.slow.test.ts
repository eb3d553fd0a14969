import { expect, test } from 'vitest';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { MEASURES, METERS } from '../../../reports/robustness/measured-robustness.ts';
import { findScenario } from '../../../scenarios/catalog.ts';
import { committedRobustness } from '../../support/robustness/committed-robustness.ts';

test.each(committedRobustness().map((figures) => [`${figures.scenario} ${figures.algorithm}`, figures] as const))(
  'the figures of %s are those of its trace, meter by meter',
  { timeout: 3 * 3_600_000 },
  (_, { scenario, algorithm, ...figures }) => {
    const { rules, defaultShape, defaultBatch } = findScenario(scenario);
    const trace = traceUpdate(rules[algorithm].update(defaultShape, defaultBatch), { loops: 'tfjs' });
    // Of what is not measured yet, nothing is said.
    for (const meter of METERS.filter((one) => figures[one] !== null))
      expect(figures).toMatchObject(MEASURES[meter](trace));
  },
);
