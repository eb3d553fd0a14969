import { phase, role } from '../../../instrument/labels/labels.ts';
import { blocks, range } from '../../../instrument/nests/recording/loop-ranges.ts';
import { local } from '../../../instrument/nests/recording/nest-local.ts';
import { type Faults, testRefusals } from '../../support/nests/refusals.ts';

// Not known to the type checker, for which a loop would run once.
const stops: boolean = Number('1') === 1;

const FAULTS: Faults = {
  'a local after its loop': [
    ({ a, c }) => {
      let cell = local();
      for (const i of range(8)) {
        cell = local();
        cell.set(a.get(i));
      }
      c.set(0, cell.get()); // fault
    },
    'a local that was made in an iteration of a loop is used outside of it',
  ],
  'a loop left by break': [
    ({ a, c }) => {
      for (const i of range(8)) {
        // fault
        c.set(i, a.get(i));
        if (stops) break;
      }
    },
    'a loop of a nest is left early',
  ],
  'a body that changes': [
    ({ a, c }) => {
      let at = 0;
      for (const i of range(4)) c.set(i, a.get(at++)); // fault
    },
    'a loop records something else in its second iteration than in its first',
  ],
  'a constant that changes': [
    ({ a, c }) => {
      let factor = 1;
      for (const i of range(4)) {
        // fault
        c.set(i, a.get(i).mul(factor));
        factor /= 2;
      }
    },
    'must not depend on JavaScript variables that change',
  ],
  'a place that changes': [
    ({ a, c }) => {
      let at = 0;
      for (const i of range(4)) c.set(at++, a.get(i).neg()); // fault
    },
    'a loop records something else in its second iteration than in its first',
  ],
  'an inner loop that grows': [
    ({ a, c }) => {
      let most = 1;
      for (const _ of range(3)) {
        // fault
        for (const j of range(most)) c.set(j, a.get(j));
        most++;
      }
    },
    'a loop records something else in its second iteration than in its first',
  ],
  'a local that starts from something else': [
    ({ a, c }) => {
      let initial = 1;
      for (const i of range(4)) {
        const cell = local({ initial }); // fault
        c.set(i, a.get(i).add(cell.get()));
        initial++;
      }
    },
    'a local starts from 2 in a second iteration and from 1 in the first',
  ],
  'an empty range': [
    ({ a, c }) => {
      for (const i of range(5, 5)) c.set(i, a.get(i)); // fault
    },
    'the range is empty, so that the loop never runs',
  ],
  'a negative range': [
    ({ a, c }) => {
      for (const i of range(-3)) c.set(i, a.get(i)); // fault
    },
    'the range is empty, so that the loop never runs',
  ],
  'a triangle without iterations': [
    ({ a, c }) => {
      for (const i of range(8)) for (const j of range(i.plus(8), 8)) c.set(j, a.get(i)); // fault
    },
    'the range is empty, so that the loop never runs',
  ],
  'a step of 0': [
    ({ a, c }) => {
      for (const i of range(0, 8, 0)) c.set(i, a.get(i)); // fault
    },
    'range: the step must be a whole number other than 0, got 0',
  ],
  'a triangle in steps that do not divide it': [
    ({ a, c }) => {
      for (const i of range(8)) for (const j of range(i, 8, 2)) c.set(j, a.get(i)); // fault
    },
    'range: the number of iterations in steps of 2 is not affine in the loops around',
  ],
  'a range to a value': [
    ({ a, c }) => {
      for (const i of range(0, 8)) for (const j of range(a.get(i) as never)) c.set(j, a.get(i)); // fault
    },
    'range: stop: must be a loop index or a whole number, got an object (NestValue)',
  ],
  'blocks of no width': [
    ({ a, c }) => {
      for (const block of blocks(8, 0)) for (const i of block) c.set(i, a.get(i)); // fault
    },
    'blocks: the width must be a whole number, at least 1, got 0',
  ],
  'the end of blocks that are cut': [
    ({ a, c }) => {
      for (const block of blocks(8, 3)) for (const i of range(block.start, block.stop)) c.set(i, a.get(i)); // fault
    },
    'LoopBlock.stop: the last block of 3 out of 8 is cut',
  ],
  'loops that take turns': [
    ({ a, c }) => {
      const [one, other] = [range(8)[Symbol.iterator](), range(8)[Symbol.iterator]()];
      const [i] = [one.next(), other.next()];
      if (!i.done) c.set(i.value, a.get(0));
      one.next(); // fault
    },
    'a loop goes on inside another one that has not ended',
  ],
  'a loop that is not run to its end': [
    ({ a, c }) => {
      const next = range(8)[Symbol.iterator]().next(); // fault
      if (!next.done) c.set(next.value, a.get(0));
    },
    'the loop has not been run to its end',
  ],
  'a fault that the body hides': [
    ({ a, c }) => {
      let caught = 0;
      try {
        for (const i of range(8)) {
          // fault
          c.set(i, a.get(i));
          if (stops) break;
        }
      } catch {
        caught++;
      }
      c.set(0, caught);
    },
    'a loop of a nest is left early',
  ],
  'loops too deep': [
    ({ a, c }) => {
      const deeper = (depth: number): void => {
        for (const _ of range(2)) depth === 17 ? c.set(0, a.get(0)) : deeper(depth + 1); // fault
      };
      deeper(0);
    },
    'loops lie more than 16 deep',
  ],
  'a phase in a loop': [
    ({ a, c }) => {
      for (const i of range(8)) phase('inside', () => c.set(i, a.get(i))); // fault
    },
    'phase() inside a loop; put the loop into the phase',
  ],
  'a local of another phase': [
    ({ a, c }) => {
      const cell = phase('one', () => {
        const made = local();
        made.set(a.get(0));
        return made;
      });
      phase('other', () => c.set(0, cell.get())); // fault
    },
    'a local of one phase is used in another; put it into an element of a scratch or output tensor',
  ],
  'the role of a tensor of TensorFlow.js': [
    ({ a, c }) => {
      c.set(0, a.get(0));
      role('weights', a as never); // fault
    },
    'role() takes tensors of TensorFlow.js',
  ],
  'an option that locals do not have': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, a.get(i).add(local({ start: 1 } as never).get())); // fault
    },
    'option of local: got "start"; choose initial',
  ],
  'a local of a kernel model': [
    ({ a, c }) => {
      for (const i of range(8)) c.set(i, a.get(i).add(local(1) as never)); // fault
    },
    'local(1) is an operand of a kernel model; use local({ initial: 1 }) to start from it',
  ],
};

testRefusals('tests/instrument/nests/refused-loops.test.ts', FAULTS);
