import type { BlockStack } from '../../stack/block-stack.ts';
import { GHOST } from '../../stack/block-table.ts';
import type { StreamWalker } from '../../stack/stream-walker.ts';
import type { RecordTemplate } from './record-template.ts';

const NONE = -1;

/**
 * Puts what the last of `count` records left into its order: the elements of streams that stay among those that moved
 * on. `runBlock`: what the run has left so far, -1 for nothing but ghosts.
 */
export function pushOverlay(
  stack: BlockStack,
  walker: StreamWalker,
  template: RecordTemplate,
  order: readonly number[],
  runBlock: number,
  count: number,
): void {
  const { survivors } = template;
  if (!template.leavesGhosts) {
    // Streams that stay and lie above the last record need no cut.
    let isStacked = true;
    for (let i = 0; i < survivors.length; i++) if (order[i] !== survivors[i]) isStacked = false;
    if (isStacked) {
      for (let i = survivors.length; i < order.length; i++) stack.push(walker.address[order[i]]);
      return;
    }
    takeLastRecord(stack, walker, survivors, runBlock, count);
  }
  for (let i = 0; i < order.length; ) {
    if (isApart(template, order[i])) stack.push(walker.address[order[i++]]);
    else i = pushRecord(stack, walker, template, order, i);
  }
}

/** Takes the last of `count` records off; the walker has the pieces of the survivors' elements. */
function takeLastRecord(
  stack: BlockStack,
  { address, stride, piece }: StreamWalker,
  survivors: readonly number[],
  runBlock: number,
  count: number,
): void {
  stack.takeHighestRecord(runBlock);
  for (let i = 0; i < survivors.length; i++) {
    const s = survivors[i];
    if (s !== GHOST) piece[s] = stack.owner[address[s] + (count - 1) * stride[s]];
  }
}

/**
 * Pushes the entries from `start` on, up to the next one that is apart, as one record, so that it continues those below
 * once its dead versions are ghosts. Returns the end.
 */
function pushRecord(
  stack: BlockStack,
  { address, stride, piece }: StreamWalker,
  template: RecordTemplate,
  order: readonly number[],
  start: number,
): number {
  let end = start;
  let isDead = true;
  for (; end < order.length && !isApart(template, order[end]); end++) if (order[end] !== GHOST) isDead = false;
  if (isDead) {
    stack.pushGhosts(end - start);
    return end;
  }
  const block = stack.newBlock(1);
  let last = NONE;
  for (let i = start; i < end; i++) {
    const s = order[i];
    const moves = s !== GHOST && stride[s] !== 0;
    const own = moves ? piece[s] : stack.newPiece(s === GHOST ? GHOST : address[s], 0, 1);
    last = stack.addPiece(block, last, own);
  }
  stack.put(block);
  return end;
}

function isApart({ isApart }: RecordTemplate, entry: number): boolean {
  return entry !== GHOST && isApart[entry];
}
