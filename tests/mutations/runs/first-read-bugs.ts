import type { PlantedBug } from '../planted-bug.ts';

const STEADY = {
  file: 'tests/core/first-reads/steady-histogram.test.ts',
  name: 'depths from any initial stack follow from one pricing',
};
const UNREAD = {
  file: 'tests/core/first-reads/unread-elements.test.ts',
  name: 'what lies above elements that are taken together is what a list says, one by one',
};

/** Bugs of how the steady cost follows from what an update reads first. */
export const FIRST_READ_BUGS: readonly PlantedBug[] = [
  {
    what: 'the steady depth of a first read is off the wrong way',
    file: 'core/first-reads/steady-histogram.ts',
    text: 'depth + i * slope + changed)',
    replacement: 'depth + i * slope - changed)',
    test: STEADY,
  },
  {
    what: 'elements that are read together are moved as if none before them was taken',
    file: 'core/first-reads/steady-histogram.ts',
    text: 'const changed = change + i * bend;',
    replacement: 'const changed = change;',
    test: STEADY,
  },
  {
    what: 'elements that are read together are found together on the old stack alone',
    file: 'core/first-reads/steady-histogram.ts',
    text: 'after.together(address, step, before.together(address, step, count - t))',
    replacement: 'before.together(address, step, count - t)',
    test: STEADY,
  },
  {
    what: 'elements that are not on the stack are taken with its lowest',
    file: 'core/first-reads/unread-elements.ts',
    text: 'return place + (found - 1) * rise === 0 ? found - 1 : found;',
    replacement: 'return found;',
    test: UNREAD,
  },
  {
    what: 'what covers elements that are taken together loses one',
    file: 'core/first-reads/unread-elements.ts',
    text: 'tree[i] -= Math.min(count, high - i + (i & -i))',
    replacement: 'tree[i]--',
    test: UNREAD,
  },
  {
    what: 'above elements that are taken downwards there is ever less',
    file: 'core/first-reads/unread-elements.ts',
    text: 'this.placeOf[address + step] > this.placeOf[address] ? -1 : 0',
    replacement: 'this.placeOf[address] > 0 ? -1 : 0',
    test: UNREAD,
  },
  {
    what: 'operands that are read first together are taken one by one',
    file: 'core/first-reads/first-reads.ts',
    text: 'const isAfter = (masks[i] & untaken) !== 0 || i === 0;',
    replacement: 'const isAfter = true;',
    test: STEADY,
  },
];
