import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
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
    const capacity = size / ELEMENT_BYTES;
    const figures = scenario.updates.map((update) => ({
      update,
      beyond: update.histogram.reduce((sum, bin) => sum + (bin.to > capacity ? bin.reads : 0), 0),
      least: update.floor?.beyond.find((one) => one.capacity >= capacity)?.reads,
    }));
    if (figures.every(({ beyond }) => beyond === 0)) return [];
    const said = figures.map(({ update, beyond, least }) => {
      const atLeast = least === undefined ? '' : `, at least ${percent(least / update.reads)}`;
      return `${ruleLabel(scenario, update.algorithm).shortName} ${percent(beyond / update.reads)}${atLeast}`;
    });
    return [`${bytes(size)}: ${said.join('; ')}`];
  });
}
