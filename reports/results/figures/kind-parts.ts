import { z } from 'zod';
import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import type { RolePart } from '../../../core/parts/role-parts.ts';
import { ROLES } from '../../../core/trace/trace.ts';
import { costAt, count } from './exact-count.ts';
import { type PartTotals, partsMistake } from './place-parts.ts';
import type { PricedBin } from './priced-bins.ts';

const kind = {
  /** null: what the returned values are read for at the end. */
  kernel: z.string().nullable(),
  role: z.enum(ROLES),
  reads: count,
};

/** What kernels read of each kind of tensor: of the whole update, and of the depths at which much of its cost is paid. */
export const kindFields = {
  /** By kernel and role at once. Older files have none. */
  kinds: z.array(z.strictObject({ ...kind, cost: costAt([ELEMENT_BYTES]) })).exactOptional(),
  /**
   * Bins of the histogram in which at least LEAST_STEP of the cost is paid, with what makes at least LEAST_READS of their
   * reads, most first. Older files have none.
   */
  steps: z
    .array(z.strictObject({ from: count.positive(), to: count.positive(), kinds: z.array(z.strictObject(kind)) }))
    .exactOptional(),
};

const kindsSchema = z.strictObject(kindFields);
export type KindFigures = z.infer<typeof kindsSchema>;
export type KindResult = NonNullable<KindFigures['kinds']>[number];
export type StepResult = NonNullable<KindFigures['steps']>[number];

/** Of the cost of an update. */
const LEAST_STEP = 0.05;
/** Of the reads of a step. */
const LEAST_READS = 0.05;

/** What is stated of the measured kinds, of an update whose reads lie in these bins. */
export function kindFigures(measured: readonly RolePart[], histogram: readonly PricedBin[]): Required<KindFigures> {
  const kinds = measured.map(({ kernel, role, reads, cost }) => {
    return { kernel, role, reads, cost: { [ELEMENT_BYTES]: cost[ELEMENT_BYTES] } };
  });
  const costOf = (bin: PricedBin): number => Number(bin.cost[ELEMENT_BYTES]);
  const whole = histogram.reduce((sum, bin) => sum + costOf(bin), 0);
  const steps = histogram.flatMap((bin, index) => {
    if (whole === 0 || costOf(bin) < LEAST_STEP * whole) return [];
    const there = measured.flatMap(({ kernel, role, depths }) =>
      depths[index] < LEAST_READS * bin.reads ? [] : [{ kernel, role, reads: depths[index] }],
    );
    return [{ from: bin.from, to: bin.to, kinds: there.sort((a, b) => b.reads - a.reads) }];
  });
  return { kinds, steps };
}

/** What is wrong with kinds and steps of an update with these totals and bins, and where; null: nothing. */
export function kindsMistake(
  { kinds, steps = [] }: KindFigures,
  totals: PartTotals,
  histogram: readonly PricedBin[],
): readonly [where: keyof KindFigures, message: string] | null {
  const ofKinds = kinds === undefined ? null : partsMistake(kinds, totals);
  if (ofKinds !== null) return ['kinds', ofKinds];
  for (const { from, to, kinds } of steps) {
    const reads = kinds.reduce((sum, kind) => sum + kind.reads, 0);
    const bin = histogram.find((one) => one.from === from && one.to === to);
    if (bin === undefined || reads > bin.reads) {
      return [
        'steps',
        `has ${reads} reads at depths ${from} .. ${to}, where the histogram has ${bin?.reads ?? 'no bin'}`,
      ];
    }
  }
  return null;
}
