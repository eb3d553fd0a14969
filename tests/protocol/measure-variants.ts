/**
 * `npm run protocol:updates`: prices the documented update of every rule at both granularities, with and without the
 * re-forward whose result nobody reads, and writes each as it is measured; what the file has already is kept.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { GRANULARITIES } from '../../core/trace/trace.ts';
import { measureUpdate } from '../../instrument/measure-update.ts';
import { type UpdateVariant, updateVariantsSchema } from '../../reports/protocol/update-variants.ts';
import { toolVersion } from '../../reports/results/tool-version.ts';
import { findScenario } from '../../scenarios/catalog.ts';
import { writeWholeFile } from '../../scenarios/files/whole-file.ts';
import { committedVariants, VARIANTS } from '../support/results/committed-protocols.ts';

for (const id of ['disk-ring', 'label-in-input', 'recurrent', 'hybrid', 'locally-connected']) {
  const { rules, defaultShape, defaultBatch } = findScenario(id);
  for (const granularity of [...GRANULARITIES].reverse()) {
    for (const [algorithm, rule] of Object.entries(rules)) {
      const hasReforward = rule.options.some(({ name }) => name === 'discardedReforward') && algorithm !== 'bp';
      for (const discardedReforward of hasReforward ? [true, false] : [true]) {
        const variants = existsSync(VARIANTS) ? committedVariants() : [];
        const isSame = (one: UpdateVariant): boolean =>
          one.scenario === id &&
          one.algorithm === algorithm &&
          one.granularity === granularity &&
          one.discardedReforward === discardedReforward;
        if (variants.some(isSame)) continue;
        console.error(`${id} ${algorithm}, ${granularity}${discardedReforward ? '' : ', without'}`);
        const configured = hasReforward ? rule.configured({ discardedReforward }) : rule;
        const program = configured.update(defaultShape, defaultBatch);
        const { measurement } = measureUpdate(program, { engine: 'run', granularity });
        const cost = { [ELEMENT_BYTES]: measurement.cost.cold[ELEMENT_BYTES] };
        const measured = { scenario: id, algorithm, granularity, discardedReforward, version: toolVersion(), cost };
        const file = { schema: 'odometer-update-variants/1', variants: [...variants, measured] };
        mkdirSync(dirname(VARIANTS), { recursive: true });
        writeWholeFile(VARIANTS, `${JSON.stringify(updateVariantsSchema.parse(file), null, 1)}\n`);
      }
    }
  }
}
