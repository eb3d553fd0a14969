import type { Stream } from '../plan/planned-nodes.ts';

/** Executes the records of a body symbolically, one after the other. */
export interface SimulatedRecord {
  record(isFirst: boolean, isLast: boolean): RecordReads;
  /** What the record left of the overlay, bottom to top: streams and GHOST. */
  order(): number[];
  /** The same when the next record has begun, less the streams that stay. */
  left(): number[];
  /** Whether a stream's element gets a block of its own in the overlay, so that it can be taken off by itself. */
  isApart(stream: number): boolean;
}

export interface RecordReads {
  /** One an operand that is a stream, in the order of the body. */
  readonly reads: readonly SimulatedRead[];
  /** Most elements after any instruction, beyond those that lay on the stack when the record began. */
  readonly peak: number;
}

export interface SimulatedRead {
  readonly site: number;
  readonly stream: number;
  readonly source: ReadSource;
  /** Of a read in the overlay its depth, else the size of the overlay. */
  readonly overlay: number;
  /** Streams that were taken from the stack before it: by earlier instructions of the record, or, in sequence, earlier reads. */
  readonly taken: readonly number[];
}

/** Where a read finds its element: `stack` is below the overlay, a `constant` has no place. */
export type ReadSource = 'overlay' | 'stack' | 'argument' | 'constant';

/**
 * Where a read finds the element of a stream that is not in the overlay. `isPresent`: it is on the stack before its
 * first read; `isTouched`: an earlier instruction of the record has read or written it.
 */
export function sourceOutside(stream: Stream, isPresent: boolean, isFirst: boolean, isTouched: boolean): ReadSource {
  const { stride, isReadFirst, offStack } = stream;
  if (isTouched || !isReadFirst || (stride === 0 && !isFirst)) return 'constant';
  if (isPresent) return 'stack';
  return offStack === 'argument' ? 'argument' : 'constant';
}
