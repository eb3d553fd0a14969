import { BlockStack } from '../../../core/stack/block-stack.ts';
import { DeadVersions } from '../../../core/stack/dead-versions.ts';

const NONE = -1;

/**
 * Two blocks of `count` records: each address of 0 .. count - 1 above two dead versions; and on top of them each of
 * count .. 2 count - 1 below three dead versions and the address `count` further. That one is made by hand:
 * what loops leave has several dead versions, once compacted, below all else of a record only.
 */
export function recordsWithDeadVersions(count: number): BlockStack {
  const stack = new BlockStack(3 * count, true);
  for (let address = 0; address < count; address++) {
    stack.pushGhosts(2);
    stack.push(address);
  }
  new DeadVersions(stack).compact();
  const block = stack.newBlock(count);
  const lowest = stack.addPiece(block, NONE, stack.newPiece(count, 1, count));
  const dead = stack.addPiece(block, lowest, stack.newPiece(-3, 0, count));
  stack.addPiece(block, dead, stack.newPiece(2 * count, 1, count));
  stack.put(block);
  return stack;
}
