import type { BlockStack } from '../../stack/block-stack.ts';
import type { PlannedBody } from '../plan/planned-nodes.ts';
import type { LoopRecorder, NotedRead, NotedStream } from './loop-notes.ts';

/** Where the streams of a run are, by number: the address of its first record, its step, its depth at present. */
export interface RunPlaces {
  readonly address: Int32Array;
  readonly stride: Int32Array;
  readonly depth: Int32Array;
}

/** Notes segment by segment, while a loop is recorded, what a run takes from the stack and reads there. */
export class SegmentNotes {
  private readonly stack: BlockStack;
  private readonly recorder: LoopRecorder;
  private readonly places: RunPlaces;
  /** The depths before the run began. */
  private readonly depthFirst: Int32Array;
  private streams: NotedStream[] = [];
  private reads: NotedRead[] = [];

  constructor(stack: BlockStack, recorder: LoopRecorder, places: RunPlaces) {
    this.stack = stack;
    this.recorder = recorder;
    this.places = places;
    this.depthFirst = new Int32Array(places.depth.length);
  }

  /** Begins to note a run of a body of so many streams. */
  beginRun(streams: number): void {
    this.recorder.beginRun();
    // So few that a loop takes less than a call of `set`.
    for (let s = 0; s < streams; s++) this.depthFirst[s] = this.places.depth[s];
    this.streams = [];
    this.reads = [];
  }

  /** Notes where a stream lies at record `done`. */
  stream({ streams }: PlannedBody, s: number, done: number, stays: boolean): void {
    const { stack, recorder, places, depthFirst } = this;
    const address = places.address[s] + done * places.stride[s];
    const block = stack.block[stack.owner[address]];
    this.streams.push({
      number: s,
      stream: streams[s],
      address,
      stride: places.stride[s],
      stays,
      block,
      width: stack.width[block],
      oldIn: recorder.oldIn(streams[s], block),
      depthFirst: depthFirst[s],
      depth: places.depth[s],
    });
  }

  read(read: NotedRead): void {
    this.reads.push(read);
  }

  /** Notes `count` reads, from record `done` on, of an argument that was not read yet; `depth`: of the first. */
  argument({ streams }: PlannedBody, s: number, site: number, done: number, count: number, depth: number): void {
    const { address, stride } = this.places;
    const stretch = { stream: streams[s], address: address[s] + done * stride[s], stride: stride[s], count, site };
    this.recorder.argument(stretch, depth);
  }

  endSegment(count: number): void {
    this.recorder.segment({ count, streams: this.streams, reads: this.reads });
    this.streams = [];
    this.reads = [];
  }
}
