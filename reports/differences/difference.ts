import { InputError } from '../../core/input-error.ts';
import { fileOfCase, labelOfCase } from '../bench/case-id.ts';
import type { CostPart } from '../gate/cost-parts.ts';
import { type FigureChange, figureChange, type Verdict, worstVerdict } from '../gate/figure-change.ts';
import { changedParts } from '../gate/moved-parts.ts';
import { exactJson } from '../results/figures/exact-count.ts';
import type { Side, SideCase } from './side.ts';

/** The version of what `odometer diff --json` prints. */
export const DIFFERENCE_SCHEMA = 'odometer-diff/1';

const METRICS = ['cost', 'reads', 'peak'] as const;
const KINDS = ['kernel', 'operand', 'line', 'op', 'phase'] as const;

/** A part whose cost changed. */
export interface ChangedPart extends FigureChange {
  readonly by: (typeof KINDS)[number];
  readonly name: string;
}

/** Reads at depths `from .. to` before and now. */
export interface ChangedDepths {
  readonly from: number;
  readonly to: number;
  readonly old: number;
  readonly new: number;
}

/** A case on both sides, or on one. */
export interface CaseDifference {
  readonly id: string;
  readonly verdict: Verdict;
  readonly metrics: readonly (FigureChange & { readonly metric: (typeof METRICS)[number] })[];
  /** The same operations, as often, in another order; null: not known. */
  readonly onlyOrderChanged: boolean | null;
  /** What changed, by each thing that both sides know, most first. */
  readonly parts: readonly ChangedPart[];
  readonly depths: readonly ChangedDepths[];
}

/** What differs between two sides. */
export interface Difference {
  readonly schema: typeof DIFFERENCE_SCHEMA;
  readonly old: string;
  readonly new: string;
  readonly settings: Side['settings'];
  readonly cases: readonly CaseDifference[];
}

/**
 * Compares two sides case by case; two that have one case each are compared whatever their names, two that are of one file
 * each whatever those are called. Throws InputError, naming
 * the setting, where they were measured in different ways.
 */
export function differenceOf(old: Side, now: Side): Difference {
  for (const name of new Set([old, now].flatMap(({ settings }) => Object.keys(settings)))) {
    const [value, other] = [old, now].map(({ settings }) => settings[name] ?? 'none');
    if (other === value) continue;
    throw new InputError(`${now.name}: ${name} is ${other}, in ${old.name} it is ${value}; measure both alike`);
  }
  const { schema, settings } = { schema: DIFFERENCE_SCHEMA, settings: old.settings } as const;
  return { schema, old: old.name, new: now.name, settings, cases: pairedCases(old.cases, now.cases) };
}

function pairedCases(old: readonly SideCase[], now: readonly SideCase[]): CaseDifference[] {
  if (old.length === 1 && now.length === 1) return [caseDifference(old[0], now[0])];
  const nameOf = isOfOneFile(old) && isOfOneFile(now) ? labelOfCase : (id: string): string => id;
  const later = new Map(now.map((one) => [nameOf(one.id), one]));
  const earlier = new Set(old.map(({ id }) => nameOf(id)));
  return [
    ...old.map((one) => caseDifference(one, later.get(nameOf(one.id)))),
    ...now.filter(({ id }) => !earlier.has(nameOf(id))).map((one) => caseDifference(undefined, one)),
  ];
}

function isOfOneFile(side: readonly SideCase[]): boolean {
  return new Set(side.map(({ id }) => fileOfCase(id))).size === 1;
}

function caseDifference(old: SideCase | undefined, now: SideCase | undefined): CaseDifference {
  const metrics = METRICS.flatMap((metric) => {
    const [before, after] = [old?.figures[metric], now?.figures[metric]];
    return before === undefined && after === undefined
      ? []
      : [{ metric, ...figureChange(before ?? null, after ?? null) }];
  });
  return {
    id: now?.id ?? old?.id ?? '',
    verdict: worstVerdict(metrics.map(({ verdict }) => verdict)),
    metrics,
    onlyOrderChanged: onlyOrderChanged(old, now),
    parts: old === undefined || now === undefined ? [] : KINDS.flatMap((by) => partsThatChanged(by, old, now)),
    depths: depthsThatChanged(old, now),
  };
}

function onlyOrderChanged(old: SideCase | undefined, now: SideCase | undefined): boolean | null {
  if (!old?.digests || !now?.digests) return null;
  return old.digests.all !== now.digests.all && old.digests.operations === now.digests.operations;
}

function partsThatChanged(by: ChangedPart['by'], old: SideCase, now: SideCase): ChangedPart[] {
  const [before, after] = [old.parts[by], now.parts[by]];
  if (before === undefined || after === undefined) return [];
  return changedParts(by, by === 'line' ? before.map((part) => renamed(part, old, now)) : before, after)
    .map((pair) => ({ by, name: pair.name, ...figureChange(pair.old, pair.new) }))
    .filter(({ verdict }) => verdict !== 'same')
    .sort((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : 1));
}

/** A source line, as it is called since the file of its case has its new name. */
function renamed(part: CostPart, old: SideCase, now: SideCase): CostPart {
  const file = fileOfCase(old.id);
  if (!part.name.startsWith(`${file}:`)) return part;
  return { ...part, name: fileOfCase(now.id) + part.name.slice(file.length) };
}

function size({ difference }: FigureChange): number {
  return Math.abs(Number(difference));
}

/** Bins are the same on both sides, since their ends depend on nothing but the depth. */
function depthsThatChanged(old: SideCase | undefined, now: SideCase | undefined): ChangedDepths[] {
  if (!old?.histogram || !now?.histogram) return [];
  const bins = new Map<number, { from: number; to: number; old: number; new: number }>();
  for (const { from, to, reads } of old.histogram) bins.set(from, { from, to, old: reads, new: 0 });
  for (const { from, to, reads } of now.histogram) {
    bins.set(from, { from, to, old: bins.get(from)?.old ?? 0, new: reads });
  }
  return [...bins.values()].filter((bin) => bin.old !== bin.new).sort((a, b) => a.from - b.from);
}

/** A difference as JSON text. */
export function differenceJson(difference: Difference): string {
  return `${exactJson(difference, 2)}\n`;
}
