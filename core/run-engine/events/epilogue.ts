import type { Tally } from '../../cost/tally.ts';
import { alignBlocks, takeAligned } from '../../stack/block-alignment.ts';
import type { BlockStack } from '../../stack/block-stack.ts';
import type { AddressSpace } from '../../trace/address-space.ts';
import { SLICES } from '../../trace/slices.ts';
import type { Trace } from '../../trace/trace.ts';

const NONE = -1;

/** The epilogue of `two-stack`: each distinct returned element is read on one and the same state. */
export function readReturnedTogether(
  trace: Trace,
  space: AddressSpace,
  stack: BlockStack,
  tally: Tally,
  argumentDepth: Int32Array,
): void {
  const epilogue = trace.calls.length;
  trace.returned.forEach((id, r) => {
    const value = trace.values[id];
    if (value.kind === 'constant' || trace.returned.indexOf(id) < r) return;
    const base = space.baseOf[id];
    const site = tally.siteStart[epilogue] + r;
    for (let address = base; address < base + value.size; address++) {
      // What is not on the stack otherwise is an element of a zero-filled output that nothing was added to.
      if (stack.has(address)) tally.read(site, epilogue * SLICES, stack.depthOf(address));
      else if (value.kind === 'argument') tally.read(site, epilogue * SLICES, argumentDepth[address]);
    }
  });
}

/** The epilogue of `ir-classic`: every returned element is read, repeats too, one after the other. */
export function readReturnedInSequence(
  trace: Trace,
  space: AddressSpace,
  stack: BlockStack,
  tally: Tally,
  argumentDepth: Int32Array,
): void {
  const { owner } = stack;
  const slice = trace.calls.length * SLICES;
  const streams = { address: new Int32Array(1), stride: Int32Array.of(1), piece: new Int32Array(1) };
  trace.returned.forEach((id, r) => {
    const { kind, size } = trace.values[id];
    if (kind === 'constant') return;
    const base = space.baseOf[id];
    const site = tally.siteStart[trace.calls.length] + r;
    streams.address[0] = base;
    for (let done = 0, here = 0; done < size; done += here) {
      const first = base + done;
      if (owner[first] === NONE) {
        here = 1;
        while (done + here < size && owner[first + here] === NONE) here++;
        // Otherwise elements of a zero-filled output that nothing was added to.
        if (kind === 'argument') {
          tally.readProgression(site, slice, argumentDepth[first], 1, here);
          stack.pushRun(first, 1, here);
        }
        continue;
      }
      here = alignBlocks(stack, streams, [0], done, size - done);
      const depth = stack.depthOf(first);
      // One more on top with each element read, and its neighbours in the block no longer above.
      tally.readProgression(site, slice, depth, 1 - stack.width[stack.block[owner[first]]], here);
      const piece = takeAligned(stack, streams, 0, done, here);
      if (piece !== NONE) stack.freePiece(piece);
      stack.pushRun(first, 1, here);
      stack.joinBelow(stack.block[owner[first]]);
    }
  });
}
