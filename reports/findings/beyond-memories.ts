import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { LEVEL_BYTES } from '../../core/levels/memory-levels.ts';
import type { ScenarioResult, UpdateResult } from '../results/result.ts';
import { bytes, capitalised, percent, threeDigits } from '../writing/format.ts';
import { ruleLabel } from './compared-rules.ts';
import { partCost, updateCost } from './update-figures.ts';

/** Sizes of memories that are told, in bytes. */
const MEMORIES = [2 ** 13, 2 ** 15, 2 ** 18, 2 ** 20, 2 ** 25];

/** How many reads go beyond ideal LRU memories, from the smallest to one that holds all, as far as bins of depths tell. */
export function readsBeyond({ reads, histogram }: UpdateResult): { capacity: number; reads: number }[] {
  let left = reads;
  return histogram.map((bin) => {
    left -= bin.reads;
    return { capacity: bin.to, reads: left };
  });
}

/** Reads that a memory of so many bytes does not serve, and how many at least it does not in any order; undefined: none are proved. */
interface Beyond {
  readonly reads: number;
  readonly least: number | undefined;
}

function beyondMemory({ histogram, floor }: UpdateResult, capacityBytes: number): Beyond {
  const capacity = capacityBytes / ELEMENT_BYTES;
  return {
    reads: histogram.reduce((sum, bin) => sum + (bin.to > capacity ? bin.reads : 0), 0),
    least: floor?.beyond.find((one) => one.capacity >= capacity)?.reads,
  };
}

/** What an update's reads bring across the boundary below a memory, in bytes. */
export interface Crossing {
  readonly capacityBytes: number;
  readonly bytes: number;
  /** In any order, at least; undefined: nothing is proved. */
  readonly atLeast: number | undefined;
}

/** The boundaries of a hierarchy from near to far, as far as bins of depths tell. */
export function crossings(update: UpdateResult): Crossing[] {
  return LEVEL_BYTES.map((capacityBytes) => {
    const { reads, least } = beyondMemory(update, capacityBytes);
    return {
      capacityBytes,
      bytes: ELEMENT_BYTES * reads,
      atLeast: least === undefined ? undefined : ELEMENT_BYTES * least,
    };
  });
}

/** The boundary that is told in a sentence: below a first-level cache. */
const TOLD_BYTES = 2 ** 15;

/** `Reads bring across the boundary below 32 KB: FF 165 MB, at least 36.8 MB in any order; BP ...` */
export function crossingFinding(scenario: ScenarioResult): string {
  const said = scenario.updates.map((update) => {
    const { reads, least } = beyondMemory(update, TOLD_BYTES);
    const atLeast = least === undefined ? '' : `, at least ${bytes(ELEMENT_BYTES * least, 'at least')} in any order`;
    return `${ruleLabel(scenario, update.algorithm).shortName} ${bytes(ELEMENT_BYTES * reads)}${atLeast}`;
  });
  return `Reads bring across the boundary below ${bytes(TOLD_BYTES)}: ${said.join('; ')}.`;
}

/** How often its floor an update costs; null where none is proved, undefined where the results do not say. */
export function timesFloor(update: UpdateResult): number | null | undefined {
  const { floor } = update;
  return floor && updateCost(update) / partCost(floor);
}

/** `FF costs 5.88 times what is proved to be the least in any order, BP 6.37 times.`; '' where the results say nothing of it. */
export function floorFinding(scenario: ScenarioResult): string {
  const said = scenario.updates.flatMap((update) => {
    const times = timesFloor(update);
    if (times === undefined) return [];
    const { shortName } = ruleLabel(scenario, update.algorithm);
    return [{ shortName, times }];
  });
  const proved = said.flatMap(({ shortName, times }) => (times === null ? [] : [[shortName, threeDigits(times)]]));
  const texts = [
    ...proved.map(([name, times], at) =>
      at === 0 ? `${name} costs ${times} times what is proved to be the least in any order` : `${name} ${times} times`,
    ),
    ...said.flatMap(({ shortName, times }) => (times === null ? [`of ${shortName} no least is proved`] : [])),
  ];
  return texts.length === 0 ? '' : `${capitalised(texts.join(', '))}.`;
}

/** What share of the reads goes beyond each memory that does not hold all and, where that is proved, at least does in any order. */
export function beyondLines(scenario: ScenarioResult): string[] {
  return MEMORIES.flatMap((size) => {
    const figures = scenario.updates.map((update) => ({ update, ...beyondMemory(update, size) }));
    if (figures.every(({ reads }) => reads === 0)) return [];
    const said = figures.map(({ update, reads, least }) => {
      const atLeast = least === undefined ? '' : `, at least ${percent(least / update.reads, 'at least')}`;
      return `${ruleLabel(scenario, update.algorithm).shortName} ${percent(reads / update.reads)}${atLeast}`;
    });
    return [`${bytes(size)}: ${said.join('; ')}`];
  });
}
