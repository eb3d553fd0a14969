import type { BlockStack } from '../../stack/block-stack.ts';
import type { StreamWalker } from '../../stack/stream-walker.ts';
import type { Stream } from '../plan/planned-nodes.ts';
import type { NotedRead, TakenStream } from './loop-notes.ts';
import type { LoopRecorder } from './loop-recorder.ts';

/** Notes segment by segment, while a loop is recorded, what a run takes from the stack and reads there. */
export class SegmentNotes {
  private readonly stack: BlockStack;
  private readonly recorder: LoopRecorder;
  private readonly walker: StreamWalker;
  /** The depths before the run began. */
  private readonly depthFirst: Int32Array;
  private streams: TakenStream[] = [];
  private reads: NotedRead[] = [];

  constructor(stack: BlockStack, recorder: LoopRecorder, walker: StreamWalker) {
    this.stack = stack;
    this.recorder = recorder;
    this.walker = walker;
    this.depthFirst = new Int32Array(walker.depth.length);
  }

  /** Begins to note a run of streams of the numbers 0 .. streams - 1, whose depths the walker has. */
  beginRun(streams: number): void {
    this.recorder.beginRun();
    // So few that a loop takes less than a call of `set`.
    for (let s = 0; s < streams; s++) this.depthFirst[s] = this.walker.depth[s];
    this.streams = [];
    this.reads = [];
  }

  /** Notes where a stream lies at record `done`. */
  stream(stream: Stream, s: number, done: number, stays: boolean): void {
    const { stack, recorder, walker } = this;
    const address = walker.address[s] + done * walker.stride[s];
    const block = stack.block[stack.owner[address]];
    this.streams.push({
      number: s,
      stream,
      address,
      stride: walker.stride[s],
      stays,
      block,
      width: stack.width[block],
      oldIn: recorder.oldIn(stream, block),
      depthFirst: this.depthFirst[s],
      depth: walker.depth[s],
    });
  }

  read(read: NotedRead): void {
    this.reads.push(read);
  }

  /** Notes `count` reads, from record `done` on, of an argument that was not read yet; `depth`: of the first. */
  argument(stream: Stream, s: number, site: number, done: number, count: number, depth: number): void {
    const { address, stride } = this.walker;
    this.recorder.argument({ stream, address: address[s] + done * stride[s], stride: stride[s], count, site }, depth);
  }

  endSegment(count: number): void {
    this.recorder.segment({ count, streams: this.streams, reads: this.reads });
    this.streams = [];
    this.reads = [];
  }
}
