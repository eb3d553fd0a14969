import type { MovingStreams } from '../../stack/block-alignment.ts';
import type { BlockStack } from '../../stack/block-stack.ts';
import { GHOST } from '../../stack/block-table.ts';
import type { RecordTemplate } from './record-template.ts';

const NONE = -1;

/**
 * Puts what the last of `count` records left into its order: the elements of streams that stay among those that moved
 * on. `runBlock`: what the run has left so far, -1 for nothing but ghosts.
 */
export function pushOverlay(
  stack: BlockStack,
  streams: MovingStreams,
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
      for (let i = survivors.length; i < order.length; i++) stack.push(streams.address[order[i]]);
      return;
    }
    takeLastRecord(stack, streams, survivors, runBlock, count);
  }
  for (let i = 0; i < order.length; ) {
    if (isApart(template, order[i])) stack.push(streams.address[order[i++]]);
    else i = pushRecord(stack, streams, template, order, i);
  }
}

/** Leaves the pieces of the survivors' last elements in no block. */
function takeLastRecord(
  stack: BlockStack,
  { address, stride, piece }: MovingStreams,
  survivors: readonly number[],
  runBlock: number,
  count: number,
): void {
  const records = stack.records[runBlock];
  if (records > 1) stack.split(runBlock, records - 1);
  let block = NONE;
  for (let i = 0; i < survivors.length; i++) {
    const s = survivors[i];
    if (s === GHOST) continue;
    piece[s] = stack.owner[address[s] + (count - 1) * stride[s]];
    block = stack.block[piece[s]];
  }
  for (let p = stack.lowest[block]; p !== NONE; ) {
    const above = stack.next[p];
    if (stack.base[p] < 0) stack.freePiece(p);
    p = above;
  }
  stack.dissolve(block);
}

/**
 * Pushes the entries from `start` on, up to the next one that is apart, as one record, so that it continues those below
 * once its dead versions are ghosts. Returns the end.
 */
function pushRecord(
  stack: BlockStack,
  { address, stride, piece }: MovingStreams,
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
    stack.addPiece(block, last, own);
    last = own;
  }
  stack.order.append(block, stack.width[block]);
  return end;
}

function isApart({ isApart }: RecordTemplate, entry: number): boolean {
  return entry !== GHOST && isApart[entry];
}
