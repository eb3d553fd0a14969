import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { UpdateResult } from '../results/result.ts';
import { bytes, percent } from '../writing/format.ts';
import { shareOf } from './update-figures.ts';

/** Much of a cost that is paid at nearly one depth. */
export interface DepthStep {
  /** In bytes, where it ends. */
  readonly size: number;
  /** Of the cost of the update. */
  readonly share: number;
  /** What reads there, most first; none where the results do not hold it. */
  readonly names: readonly string[];
}

const MOST_STEPS = 3;
const LEAST_STEP = 0.05;
const MOST_NAMES = 2;
/** What reads less of a step is not named. */
const LEAST_READS = 0.25;

/** The largest parts of an update's cost that are paid within one bin of depths, or in neighbours for the same, near to far. */
export function depthSteps(update: UpdateResult): DepthStep[] {
  const found: (DepthStep & { readonly to: number })[] = [];
  for (const bin of update.histogram) {
    const share = shareOf(bin, update);
    if (share < LEAST_STEP) continue;
    const names = namesOf(update, bin);
    const before = found.at(-1);
    const goesOn = before !== undefined && before.to + 1 === bin.from && before.names[0] === names[0];
    if (goesOn) found.pop();
    found.push({ to: bin.to, size: ELEMENT_BYTES * bin.to, share: share + (goesOn ? before.share : 0), names });
  }
  const largest = [...found].sort((a, b) => b.share - a.share).slice(0, MOST_STEPS);
  return found.filter((step) => largest.includes(step)).map(({ size, share, names }) => ({ size, share, names }));
}

function namesOf({ steps = [] }: UpdateResult, { from, to, reads }: UpdateResult['histogram'][number]): string[] {
  const kinds = steps.find((step) => step.from === from && step.to === to)?.kinds ?? [];
  return kinds
    .filter((kind, at) => at === 0 || kind.reads >= LEAST_READS * reads)
    .slice(0, MOST_NAMES)
    .map(({ kernel, role }, at) => {
      if (kernel === null) return `returned ${role}`;
      return at > 0 && kernel === kinds[0].kernel ? role : `${kernel}, ${role}`;
    });
}

/** `39 % at 11.3 KB`, and behind it what reads most there, and what else: `: BatchMatMul, weights` and ` and gradients`. */
export function stepTexts({ size, share, names: [first, ...others] }: DepthStep): [most: string, others: string] {
  const most = `${percent(share)} at ${bytes(size)}${first === undefined ? '' : `: ${first}`}`;
  return [most, others.map((name) => ` and ${name}`).join('')];
}
