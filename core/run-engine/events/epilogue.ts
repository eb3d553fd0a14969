import { StreamWalker } from '../../stack/stream-walker.ts';
import { SLICES } from '../../trace/slices.ts';
import type { EventContext } from './event-context.ts';

const NONE = -1;

/** The epilogue of `two-stack`: each distinct returned element is read on one and the same state (D4). */
export function readReturnedTogether(context: EventContext): void {
  const { trace, stack, tally, unread } = context;
  const slice = trace.calls.length * SLICES;
  for (const { site, base, size, isArgument, isRepeated } of returnedValues(context)) {
    if (isRepeated) continue;
    for (let address = base; address < base + size; address++) {
      // What is not on the stack otherwise is an element of a zero-filled output that nothing was added to.
      if (stack.has(address)) tally.read(site, slice, stack.depthOf(address));
      else if (isArgument) tally.read(site, slice, unread.depthOf(address));
    }
  }
}

/**
 * The epilogue of the `ir` semantics: every returned element is read, repeats too, one after the other. `drops`: those that are
 * read for the last time are taken off.
 */
export function readReturnedInSequence(context: EventContext, drops: boolean): void {
  const { trace, stack, tally, unread } = context;
  const { owner } = stack;
  const slice = trace.calls.length * SLICES;
  const walker = new StreamWalker(stack, 1);
  walker.stride[0] = 1;
  for (const { site, base, size, isArgument, isReadAgain } of returnedValues(context)) {
    const ends = drops && !isReadAgain;
    walker.address[0] = base;
    for (let done = 0, here = 0; done < size; done += here) {
      const first = base + done;
      if (owner[first] === NONE) {
        here = 1;
        while (done + here < size && owner[first + here] === NONE) here++;
        // Otherwise elements of a zero-filled output that nothing was added to.
        if (isArgument) {
          tally.readProgression(site, slice, unread.depthOf(first), 1, here);
          if (!ends) stack.pushRun(first, 1, here);
        }
        continue;
      }
      here = walker.align([0], done, size - done);
      const depth = stack.depthOf(first);
      // One more on top with each element read that stays, and its neighbours in the block no longer above.
      tally.readProgression(site, slice, depth, (ends ? 0 : 1) - stack.width[stack.block[owner[first]]], here);
      walker.take([0], done, here);
      walker.drop(0, done, here);
      if (ends) continue;
      stack.pushRun(first, 1, here);
      stack.joinBelow(stack.block[owner[first]]);
    }
  }
}

interface ReturnedValue {
  /** The site of its reads. */
  readonly site: number;
  readonly base: number;
  readonly size: number;
  readonly isArgument: boolean;
  /** Whether it is returned before, too, and whether it is returned once more. */
  readonly isRepeated: boolean;
  readonly isReadAgain: boolean;
}

/** What is returned, in order, but for constants. */
function returnedValues({ trace, space, tally }: EventContext): ReturnedValue[] {
  const firstSite = tally.siteStart[trace.calls.length];
  return trace.returned.flatMap((id, r): ReturnedValue[] => {
    const { kind, size } = trace.values[id];
    if (kind === 'constant') return [];
    const isRepeated = trace.returned.indexOf(id) < r;
    const isReadAgain = trace.returned.includes(id, r + 1);
    const isArgument = kind === 'argument';
    return [{ site: firstSite + r, base: space.baseOf[id], size, isArgument, isRepeated, isReadAgain }];
  });
}
