/**
 * `npm run robustness`: measures the documented update of every rule under every meter, and writes each figure as it is
 * measured; what the files have already is kept. Names of scenarios, or of meters, after it: those alone.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Trace } from '../../core/trace/trace.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { exactJson } from '../../reports/results/figures/exact-count.ts';
import { toolVersion } from '../../reports/results/tool-version.ts';
import { MEASURES, METERS } from '../../reports/robustness/measured-robustness.ts';
import {
  ROBUSTNESS_SCHEMA,
  type RobustnessFigures,
  robustnessSchema,
  UNMEASURED,
} from '../../reports/robustness/robustness.ts';
import { findScenario } from '../../scenarios/catalog.ts';
import { writeWholeFile } from '../../scenarios/files/whole-file.ts';
import { robustnessFile } from '../support/robustness/committed-robustness.ts';

const ALL = ['disk-ring', 'label-in-input', 'locally-connected', 'hybrid', 'recurrent'];

const traces = new Map<string, Trace>();
const named: readonly string[] = process.argv.slice(2);

/** Those that are named, or all where none of them is. */
function chosen<Name extends string>(all: readonly Name[]): readonly Name[] {
  const those = all.filter((name) => named.includes(name));
  return those.length > 0 ? those : all;
}

function knownOf(file: string): RobustnessFigures {
  return existsSync(file) ? robustnessSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : UNMEASURED;
}

for (const meter of chosen(METERS)) {
  for (const id of chosen(ALL)) {
    const { rules, defaultShape, defaultBatch } = findScenario(id);
    for (const [algorithm, rule] of Object.entries(rules)) {
      const file = robustnessFile(id, algorithm);
      if (knownOf(file)[meter] !== null) continue;
      console.error(`${id} ${algorithm}: ${meter}`);
      const trace = traces.get(file) ?? traceUpdate(rule.update(defaultShape, defaultBatch), { loops: 'tfjs' });
      traces.set(file, trace);
      const update = { schema: ROBUSTNESS_SCHEMA, scenario: id, algorithm, version: toolVersion() };
      const figures = MEASURES[meter](trace);
      // Another process may have added a meter meanwhile.
      const measured = robustnessSchema.parse({ ...knownOf(file), ...update, ...figures });
      mkdirSync(dirname(file), { recursive: true });
      writeWholeFile(file, `${exactJson(measured, 1)}\n`);
    }
  }
}
