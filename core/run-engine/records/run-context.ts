import type { StreamWalker } from '../../stack/stream-walker.ts';
import type { EventContext } from '../events/event-context.ts';
import type { LoopRecorder } from '../notes/loop-recorder.ts';
import type { SegmentNotes } from '../notes/segment-notes.ts';
import type { SlicedTally } from './sliced-tally.ts';

/** What all that prices the runs of one trace works on. What runs hottest keeps its part of it in fields of its own. */
export interface RunContext extends EventContext {
  /** The trace's tally, as runs fill it. */
  readonly sliced: SlicedTally;
  readonly recorder: LoopRecorder;
  /** The streams of the run at hand. */
  readonly walker: StreamWalker;
  /** What is noted of it while loops are recorded. */
  readonly notes: SegmentNotes;
  /** By depth: the iteration in which each loop around a run stands, and of how many. */
  readonly variables: Int32Array;
  readonly trips: Int32Array;
}
