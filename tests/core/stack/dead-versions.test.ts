import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { BlockStack } from '../../../core/stack/block-stack.ts';
import { DeadVersions } from '../../../core/stack/dead-versions.ts';

const ADDRESSES = 240;
const GHOST = -1;

/** `versions`: bottom to top, addresses and GHOST. */
function expectSame(stack: BlockStack, versions: readonly number[]): void {
  const found: [number, number][] = [];
  stack.forEach((address) => {
    found.push([address, stack.depthOf(address)]);
  });
  const wanted = versions.map((address, index) => [address, versions.length - index]);
  expect(stack.size).toBe(versions.length);
  expect(found).toEqual(wanted.filter(([address]) => address !== GHOST));
}

test('buried versions keep their place in the order, however blocks are cut, moved and compacted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const random = new Random(seed);
      const stack = new BlockStack(ADDRESSES, true);
      const dead = new DeadVersions(stack);
      let versions: number[] = [];
      const bury = (addresses: readonly number[]): void => {
        versions = versions.map((version) => (addresses.includes(version) ? GHOST : version));
      };
      for (let turn = 0; turn < 120; turn++) {
        const count = 1 + random.integer(12);
        const stride = [1, -1, 3, -7][random.integer(4)];
        const lowest = random.integer(ADDRESSES - 7 * count);
        const first = stride > 0 ? lowest : lowest + 7 * (count - 1);
        const run = Array.from({ length: count }, (_, i) => first + i * stride);
        const kind = random.integer(6);
        if (kind === 0) {
          dead.buryRun(first, stride, count);
          bury(run);
        } else if (kind === 1) {
          dead.buryRange(lowest, lowest + count);
          bury(Array.from({ length: count }, (_, i) => lowest + i));
        } else if (kind === 2) dead.compact();
        else if (kind === 3 && stack.has(first)) {
          stack.bump(first);
          versions = [...versions.filter((version) => version !== first), first];
        } else if (kind === 4 && stack.has(first)) {
          stack.remove(first);
          versions = versions.filter((version) => version !== first);
        } else if (run.every((address) => !stack.has(address))) {
          stack.pushRun(first, stride, count);
          versions.push(...run);
        }
        expectSame(stack, versions);
      }
    }),
    { numRuns: 60, endOnFailure: true },
  );
});

test('single elements between equal numbers of ghosts become one block', () => {
  const stack = new BlockStack(1000, true);
  for (let address = 0; address < 1000; address++) {
    stack.pushGhosts(2);
    stack.pushGhosts(1);
    stack.push(address);
  }
  expect(stack.blocksInUse).toBe(3000);
  new DeadVersions(stack).compact();
  expect(stack.blocksInUse).toBe(1);
  expect(stack.size).toBe(4000);
  expect(stack.depthOf(0)).toBe(3997);
  expect(stack.depthOf(999)).toBe(1);
});

test('what lies on both sides of a marker is not joined', () => {
  const stack = new BlockStack(4, true);
  stack.pushGhosts(3);
  const marker = stack.mark();
  stack.pushGhosts(2);
  stack.pushRun(0, 1, 4);
  new DeadVersions(stack).compact();
  expect(stack.order.above(marker)).toBe(6);
  expect(stack.blocksInUse).toBe(4);
  stack.unmark(marker);
  expect([stack.size, stack.depthOf(0)]).toEqual([9, 4]);
});

test('more versions than there are depths are an error', () => {
  const stack = new BlockStack(1, true);
  const dead = new DeadVersions(stack);
  stack.pushGhosts(2 ** 30);
  dead.settle();
  stack.pushGhosts(2 ** 30);
  expect(() => dead.settle()).toThrow('2147483648 versions lie on the stack, which drops none, the limit is 2^31 - 2');
});
