import type { BenchCase, BenchResult } from '../../../reports/bench/bench-result.ts';
import { type Baseline, updatedBaseline } from '../../../reports/gate/baseline.ts';
import { checkOf, type GateRules } from '../../../reports/gate/check.ts';
import type { Check } from '../../../reports/gate/check-result.ts';

/** Costs by name, of which a case is made. */
type Costs = Readonly<Record<string, number>>;

/** What a test says of a case; the rest follows. */
export interface MadeCase {
  readonly cost?: BenchCase['cost'];
  readonly reads?: number;
  readonly peak?: number;
  readonly operands?: Costs;
  readonly lines?: Costs;
  readonly kernels?: Costs;
}

export const FILE = 'kernels/a.odometer.ts';

/** A bench of cases in one file, by their labels; others by their whole ids. */
export function benchOf(cases: Readonly<Record<string, MadeCase>>, change: Partial<BenchResult> = {}): BenchResult {
  return {
    schema: 'odometer-bench/1',
    tool: '0.1.0',
    tfjs: '4.22.0',
    environment: { node: 'v20.20.2', platform: 'linux x64' },
    settings: { semantics: 'eager', granularity: 'scalar', bytes: 4, seed: 0 },
    shard: null,
    cases: Object.entries(cases).map(([name, made]) => caseOf(name, made)),
    ...change,
  };
}

function caseOf(name: string, { reads = 10, peak = 40, operands, lines, kernels, ...made }: MadeCase): BenchCase {
  const cost = made.cost ?? Object.values(operands ?? lines ?? { all: 100 }).reduce((sum, part) => sum + part, 0);
  const id = name.includes(' > ') ? name : `${FILE} > ${name}`;
  return {
    id,
    file: id.slice(0, id.lastIndexOf(' > ')),
    name,
    sizes: {},
    kind: 'nest',
    bytes: 4,
    reads,
    cost,
    peakBytes: peak,
    macs: null,
    misses: [],
    digest: '0'.repeat(64),
    operationsDigest: '0'.repeat(64),
    by: {
      ...(operands === undefined ? {} : { operand: partsOf(operands, reads) }),
      ...(lines === undefined ? {} : { line: partsOf(lines, reads) }),
      ...(kernels === undefined ? {} : { kernel: partsOf(kernels, reads) }),
    },
    histogram: [],
    warnings: [],
  };
}

/** The first part makes all reads. */
function partsOf(costs: Costs, reads: number): { name: string; reads: number; cost: number }[] {
  return Object.entries(costs).map(([name, cost], index) => ({ name, reads: index === 0 ? reads : 0, cost }));
}

/** The baseline of hand-made cases. */
export function baselineOf(cases: Readonly<Record<string, MadeCase>>): Baseline {
  return updatedBaseline(benchOf(cases), null, () => true);
}

export const PLAIN_RULES: GateRules = {
  limits: [],
  budgets: [],
  isExact: false,
  requireAll: false,
  allowRemoved: false,
};

/** Hand-made cases held against others, all of which were run. */
export function madeCheck(
  old: Readonly<Record<string, MadeCase>>,
  now: Readonly<Record<string, MadeCase>>,
  rules: Partial<GateRules> = {},
): Check {
  const file = { file: 'odometer.baseline.txt', baseline: baselineOf(old) };
  return checkOf(benchOf(now), file, { ...PLAIN_RULES, ...rules }, () => true);
}
