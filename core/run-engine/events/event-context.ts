import type { Tally } from '../../cost/tally.ts';
import type { ExpansionContext } from '../../element-engine/expansion.ts';
import type { FirstReads } from '../../first-reads/first-reads.ts';
import type { BlockStack } from '../../stack/block-stack.ts';
import type { UnreadArguments } from '../plan/unread-arguments.ts';

/** What all that prices one trace works on. */
export interface EventContext extends ExpansionContext {
  readonly stack: BlockStack;
  readonly tally: Tally;
  readonly unread: UnreadArguments;
  /** Where first reads are noted, or null. */
  readonly firstReads: FirstReads | null;
}
