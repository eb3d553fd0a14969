import type { Trip } from '../../../core/trace/nest.ts';
import type { KernelCall } from '../../../core/trace/trace.ts';
import type { RecordedNode, Scope } from './recorded-nodes.ts';

/** The first or second recording of a loop's body. */
export interface LoopPass extends Scope {
  readonly trip: Trip;
  readonly body: RecordedNode[];
  readonly fresh: number[];
  /** Whether it only has to record what one before it did; loops inside then run once. */
  readonly isRepeat: boolean;
  readonly source: string | null;
  readonly firstLocal: number;
}

/** Statements of one phase, layer and iteration of the network in a row: one call of the trace. */
export interface Segment {
  readonly labels: Pick<KernelCall, 'phase' | 'layer' | 'iteration'>;
  readonly scope: Scope;
  readonly body: RecordedNode[];
  readonly source: string | null;
}
