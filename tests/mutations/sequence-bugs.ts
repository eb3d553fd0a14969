import type { PlantedBug } from './planted-bug.ts';

const KERNELS = 'tests/core/run-engine/run-engine.test.ts';
const RANDOM_KERNELS = { file: KERNELS, name: 'for random kernels, under ir-live' };
const RANDOM_NESTS = { file: KERNELS, name: 'for random nests, under ir-live' };
const RETURNED = { file: KERNELS, name: 'where values are returned again, under ir-live' };

/** Bugs of reads that are priced by runs one after the other, with versions that end. */
export const SEQUENCE_BUGS: readonly PlantedBug[] = [
  {
    what: 'reads of one instruction are priced together under ir-live',
    file: 'core/run-engine/records/live-record.ts',
    text: 'const together = this.inSequence ? 1 : operands.length;',
    replacement: 'const together = operands.length;',
    test: RANDOM_KERNELS,
  },
  {
    what: 'an operand that its instruction reads again is taken for dead',
    file: 'core/run-engine/records/live-record.ts',
    text: 'if (isReadAgain || this.isAliveAfter(stream, index, true, isLast)) this.overlay.push(stream);',
    replacement: 'if (this.isAliveAfter(stream, index, true, isLast)) this.overlay.push(stream);',
    test: RANDOM_KERNELS,
  },
  {
    what: 'a read in sequence forgets what earlier reads of its instruction took',
    file: 'core/run-engine/records/live-record.ts',
    text: 'reads.push({ site: site + from + r, stream, source, overlay, taken: takenBefore });',
    replacement:
      'reads.push({ site: site + from + r, stream, source, overlay, taken: from === 0 ? takenBefore : [] });',
    test: RANDOM_KERNELS,
  },
  {
    what: 'single elements are priced together under ir-live',
    file: 'core/run-engine/events/live-events.ts',
    text: 'if (this.inSequence) this.readInSequence(site, count, addresses, sliceIndex);',
    replacement: 'if (false as boolean) this.readInSequence(site, count, addresses, sliceIndex);',
    test: RANDOM_NESTS,
  },
  {
    what: 'what is returned stays on the stack when it was read for the last time',
    file: 'core/run-engine/events/epilogue.ts',
    text: 'const ends = drops && !isReadAgain;',
    replacement: 'const ends = false;',
    test: RETURNED,
  },
  {
    what: 'what is returned again is dropped when it is read first',
    file: 'core/run-engine/events/epilogue.ts',
    text: 'const isReadAgain = trace.returned.includes(id, r + 1);',
    replacement: 'const isReadAgain = false;',
    test: RETURNED,
  },
];
