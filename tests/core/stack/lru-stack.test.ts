import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DepthStack, ListStack } from '../../../core/stack/depth-stack.ts';
import { LruStack } from '../../../core/stack/lru-stack.ts';

const KEYS = 700;

/** Random pushes, removals and touches; keys near each other in time and far apart; long enough to renumber often. */
const touches = fc.array(fc.tuple(fc.nat({ max: KEYS - 1 }), fc.nat({ max: 7 })), {
  minLength: 1500,
  maxLength: 4000,
  size: 'max',
});

/** Plays a sequence on a stack: what the stack tells on the way, and what it holds at the end. */
function replay(stack: DepthStack, sequence: readonly [number, number][], distinctKeys: number) {
  const depths: number[] = [];
  const sizes: number[] = [];
  for (const [number, action] of sequence) {
    const key = number % distinctKeys;
    depths.push(stack.has(key) ? stack.depthOf(key) : 0);
    if (!stack.has(key)) stack.push(key);
    else if (action === 0) stack.remove(key);
    else stack.bump(key);
    sizes.push(stack.size);
  }
  return { depths, sizes, final: stack.keysFromTop() };
}

test('LruStack equals the list on any sequence of calls', () => {
  fc.assert(
    fc.property(touches, fc.constantFrom(40, 200, KEYS), (sequence, distinctKeys) => {
      const wanted = replay(new ListStack(), sequence, distinctKeys);
      expect(replay(new LruStack(KEYS), sequence, distinctKeys)).toEqual(wanted);
    }),
    { numRuns: 40 },
  );
});

test('every depth is right after the stack has grown far and shrunk again', () => {
  const stack = new LruStack(5000);
  for (let key = 0; key < 5000; key++) stack.push(key);
  for (let key = 0; key < 5000; key++) expect(stack.depthOf(key)).toBe(5000 - key);
  for (let key = 0; key < 4990; key++) stack.remove(key);
  const depths = new Set<number>();
  for (let round = 0; round < 20_000; round++) {
    const lowest = 4990 + (round % 10);
    depths.add(stack.depthOf(lowest));
    stack.bump(lowest);
  }
  expect([...depths]).toEqual([10]);
  expect([...stack.keysFromTop()]).toEqual([4999, 4998, 4997, 4996, 4995, 4994, 4993, 4992, 4991, 4990]);
  expect(stack.depthOf(4990)).toBe(10);
});

describe('caller mistakes are refused', () => {
  const stack = new LruStack(3);
  stack.push(1);

  test.each<[string, () => void, string]>([
    ['a key twice', () => stack.push(1), 'LruStack: cannot push key 1'],
    ['a key that is none', () => stack.push(3), 'LruStack: cannot push key 3'],
    ['depth of an absent key', () => stack.depthOf(0), 'LruStack: key 0 is not on the stack'],
    ['depth of no key', () => stack.depthOf(-1), 'LruStack: key -1 is not on the stack'],
    ['removing an absent key', () => stack.remove(2), 'LruStack: key 2 is not on the stack'],
    ['bumping an absent key', () => stack.bump(2), 'LruStack: key 2 is not on the stack'],
    ['a negative size', () => new LruStack(-3), 'LruStack: keyCount must be an integer in 0 .. 2^30, got -3'],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(message);
    expect([...stack.keysFromTop()]).toEqual([1]);
  });
});
