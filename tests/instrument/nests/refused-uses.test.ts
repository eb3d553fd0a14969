import type { LoopIndex } from '../../../instrument/nests/recording/loop-index.ts';
import { blocks, range } from '../../../instrument/nests/recording/loop-ranges.ts';
import type { NestTensor } from '../../../instrument/nests/recording/nest-tensor.ts';
import { type Faults, testRefusals } from '../../support/nests/refusals.ts';

const FAULTS: Faults = {
  'an index as a number': [
    ({ a, c }) => {
      for (const i of range(8)) {
        c.set(i, a.get(i));
        // @ts-expect-error: an index is no number.
        c.set(i * 1, a.get(i)); // fault
      }
    },
    'a loop index is used as a number or text',
  ],
  'an index in a text': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, a.get(Number(`${i}`))); // fault
    },
    'a loop index is used as a number or text',
  ],
  'an index compared by size': [
    ({ a, c }) => {
      for (const i of range(8)) if ((i as never) > 3) c.set(i, a.get(i)); // fault
    },
    'a loop index is used as a number or text',
  ],
  'an index as an operand': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, a.get(i).mul(i as never)); // fault
    },
    '.mul(): got a loop index, which is no number',
  ],
  'an index times a fraction': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, a.get(i.times(0.5))); // fault
    },
    'LoopIndex.times: takes a whole number, got 0.5',
  ],
  'an index after its loop': [
    ({ a, c }) => {
      let last: LoopIndex | number = 0;
      for (const i of range(8)) {
        c.set(i, a.get(i));
        last = i;
      }
      c.set(last, a.get(0)); // fault
    },
    'a loop index that was made in an iteration of a loop is used outside of it',
  ],
  'a value after its loop': [
    ({ a, c }) => {
      let product = a.get(0);
      for (const i of range(8)) product = a.get(i).mul(2);
      c.set(0, product); // fault
    },
    'accumulate in a local() made before the loop or in an element of a tensor',
  ],
  'an accumulator in a JavaScript variable': [
    ({ a, c }) => {
      let sum = a.get(0);
      for (const i of range(1, 8)) sum = sum.add(a.get(i)); // fault
      c.set(0, sum);
    },
    'not in a JavaScript variable, or write plain loops over TensorProxy',
  ],
  'an access out of bounds': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, a.get(i.times(2).plus(1))); // fault
    },
    'a[8].get: index 0 reaches 15, outside 0 .. 7',
  ],
  'an access before the first': [
    ({ m, c }) => {
      for (const i of range(8)) {
        for (const j of range(i, 8)) c.set(i, c.get(i).add(m.get(j, i.minus(j)))); // fault
      }
    },
    'm[8,8].get: index 1 reaches -7, outside 0 .. 7',
  ],
  'a write out of bounds': [
    ({ a, c }) => {
      for (const block of blocks(9, 2)) for (const i of block) c.set(i, a.get(0)); // fault
    },
    'c[8].set: index 0 reaches 8, outside 0 .. 7',
  ],
  'an overwritten element': [
    ({ a, c }) => {
      for (const i of range(8)) {
        const old = c.get(i);
        c.set(i, a.get(i).mul(2));
        c.set(i, old.add(1)); // fault
      }
    },
    'the value may have been overwritten where it lies, by tests/instrument/nests/refused-uses.test.ts:',
  ],
  'a result that was put where something else came': [
    ({ a, c }) => {
      for (const i of range(8)) {
        const twice = a.get(i).mul(2);
        c.set(i, twice);
        for (const j of range(i, 8)) c.set(j, a.get(j));
        c.set(i, twice.add(1)); // fault
      }
    },
    'get it again after that, or take a .copy() of it before',
  ],
  'an element that another iteration overwrites': [
    ({ a, c }) => {
      const first = c.get(0);
      for (const i of range(8)) c.set(i, first.add(a.get(i))); // fault
    },
    'the value may have been overwritten where it lies',
  ],
  'too few indices to get': [
    ({ m, c }) => {
      for (const i of range(8)) c.set(i, m.get(i)); // fault
    },
    'm[8,8].get: takes 2 indices, got 1',
  ],
  'too few indices to set': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i.plus(0) as never); // fault
      c.set(0, a.get(0));
    },
    'c[8].set: takes 1 index and a value, got 1 in all',
  ],
  'too many indices to set': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, i, a.get(i)); // fault
    },
    'c[8].set: takes 1 index and a value, got 3 in all',
  ],
  'setting an input': [
    ({ a, c }) => {
      for (const i of range(8)) (a as NestTensor).set(i, c.get(i)); // fault
    },
    'a[8].set: it is an input, which is only read; declare it by inout',
  ],
  'a value as an index': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, a.get(a.get(i) as never)); // fault
    },
    'a[8].get: index 0: must be a loop index or a whole number, got an object (NestValue); for addresses that depend on',
  ],
  'a fraction as an index': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, a.get(1.5)); // fault
    },
    'a[8].get: index 0: must be a whole number, got 1.5',
  ],
  'a value as a number': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, Math.max(a.get(i) as never, 0)); // fault
    },
    'a value of a nest is used as a plain number, which it has not while it is recorded',
  ],
  'something else as an operand': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, a.get(i).add('1' as never)); // fault
    },
    '.add(): must be given a value of the nest or a number, got "1"',
  ],
};

testRefusals('tests/instrument/nests/refused-uses.test.ts', FAULTS);
