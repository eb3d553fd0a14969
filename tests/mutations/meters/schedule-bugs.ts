import type { PlantedBug } from '../planted-bug.ts';

const SCHEDULES = 'tests/core/schedules/schedule.test.ts';
const SEARCH = 'tests/core/tuning/tile-search.test.ts';

/** Bugs of core/schedules and core/tuning. */
export const SCHEDULE_BUGS: readonly PlantedBug[] = [
  {
    what: 'a call that only the host reads is taken for dead',
    file: 'core/schedules/dead-calls.ts',
    text: 'if (!isOfHost && ![...written]',
    replacement: 'if (![...written]',
    test: { file: SCHEDULES, name: 'dropping dead calls changes nothing that is returned or read by the host' },
  },
  {
    what: 'calls are fused whatever iteration wrote what the other reads',
    file: 'core/schedules/fused-sweeps.ts',
    text: 'return isSameMap(a.operand, b.operand) && isOneToOne(a.operand, one.axes);',
    replacement: 'return true;',
    test: { file: SCHEDULES, name: 'calls are not fused where one reads what another iteration of the other wrote' },
  },
  {
    what: 'what is returned is kept in a local of a fused call',
    file: 'core/schedules/fused-sweeps.ts',
    text: ' || trace.returned.includes(value)',
    replacement: '',
    test: { file: SCHEDULES, name: 'fusing elements changes nothing that is returned' },
  },
  {
    what: 'an element that several pairs of indices add to is taken for one of a product',
    file: 'core/schedules/product-shape.ts',
    text: 'if (!isInjective(elements.map(',
    replacement: 'if (false && !isInjective(elements.map(',
    test: { file: SCHEDULES, name: 'a call that only looks like a product is none' },
  },
  {
    what: 'sums of a tiled product go on where the element before ended',
    file: 'core/schedules/tiled-product.ts',
    text: 'const fresh = around === all.length ? undefined : [SUM];',
    replacement: 'const fresh = undefined;',
    test: {
      file: SCHEDULES,
      name: 'a product is one in every order and in blocks, and keeps its results in any tiles',
    },
  },
  {
    what: 'what is found for shortened indices is taken for the price at full size',
    file: 'core/tuning/tile-search.ts',
    text: 'if (short.m === trial.m && short.k === trial.k && short.n === trial.n) return found(plans[0]);',
    replacement: 'return found(plans[0]);',
    test: { file: SEARCH, name: 'a long index is shortened for the search, and what is found is priced at full size' },
  },
];
