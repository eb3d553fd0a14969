import { LoopNotes } from '../notes/loop-notes.ts';
import type { PlannedLoop } from '../plan/planned-nodes.ts';
import { stepAt } from '../plan/planned-nodes.ts';
import type { RunContext } from '../records/run-context.ts';
import type { RunSemantics } from '../records/run-semantics.ts';
import { LoopWindow } from './loop-window.ts';
import { OldReads } from './old-reads.ts';
import { RepeatedReads } from './repeated-reads.ts';
import { RepeatedSegments } from './repeated-segments.ts';
import type { SliceSpan } from './transposed-reads.ts';
import { TransposedReads } from './transposed-reads.ts';

const NONE = -1;

/** Loops with fewer iterations are executed. */
const LEAST_TRIP = 5;

/** How a loop runs its iterations and which slice of the call they belong to. */
export interface IterationRunner {
  iterate(v: number): void;
  sliceOf(v: number): number;
}

/** Of a loop: after its first iteration, after its second, and what that has left of the first. */
interface LoopWindows {
  readonly before: LoopWindow;
  readonly window: LoopWindow;
  readonly residual: LoopWindow;
}

/**
 * Executes loops without running through all of their iterations. The first two are executed and the second is
 * recorded; of those up to the one before the last, only the reads of elements are carried out that the loop had not
 * touched before, and the last is executed again. Exact under the conditions that `run` and `canRepeat` check: D20 and
 * D58 have the proof.
 *
 * That an iteration which finds a shifted stack repeats the one before is from Morelli and Reineke, "Warping cache
 * simulation of polyhedral programs" (PLDI 2022). They ask that the whole cache has come back, shifted; here it is what
 * the loop has touched, and older elements are looked up. Gysi et al., "A fast analytical model of fully associative
 * caches" (PLDI 2019), count the stack distances of such programs without executing any iteration.
 */
export class LoopSkipper {
  private readonly context: RunContext;
  private readonly semantics: RunSemantics;
  private readonly oldReads: OldReads;
  private readonly transposed: TransposedReads;
  private readonly repeated: RepeatedReads;
  private readonly segments: RepeatedSegments;
  private readonly windows: (LoopWindows | undefined)[] = [];
  /** Loops of the call whose iterations do too much to be noted: not tried again. */
  private readonly tooLong = new Set<PlannedLoop>();

  constructor(context: RunContext, semantics: RunSemantics) {
    this.context = context;
    this.semantics = semantics;
    this.oldReads = new OldReads(context);
    this.transposed = new TransposedReads(context);
    this.repeated = new RepeatedReads(context);
    this.segments = new RepeatedSegments(context, this.oldReads);
  }

  beginCall(): void {
    this.tooLong.clear();
  }

  /** Whether it may be that iterations can be skipped. */
  canSkip(loop: PlannedLoop, trip: number): boolean {
    if (trip < LEAST_TRIP || loop.isUneven || this.tooLong.has(loop)) return false;
    return this.semantics.isUniform(loop, trip);
  }

  /** Executes a loop that `canSkip`. */
  run(loop: PlannedLoop, trip: number, runner: IterationRunner): void {
    const { semantics } = this;
    const { stack, recorder } = this.context;
    const { depth, groups } = loop;
    const loopStart = stack.mark();
    runner.iterate(0);
    const { before, window, residual } = this.windowsOf(depth);
    const isClear = before.read(loopStart, groups, depth);
    const liveBefore = stack.size;
    const aboveBefore = stack.order.above(loopStart);
    const iterationStart = stack.mark();
    const notes = new LoopNotes(depth, loopStart);
    const runsBefore = semantics.overlappingRuns;
    recorder.levels.push(notes);
    runner.iterate(1);
    recorder.levels.pop();
    if (notes.isFull) this.tooLong.add(loop);
    const isAlike = isClear && !notes.isFull && window.read(iterationStart, groups, depth) && window.follows(before);
    const skipped = trip - 3;
    let next = 2;
    if (isAlike && this.canRepeat(notes, skipped)) {
      if (residual.read(loopStart, groups, depth, iterationStart) && residual.movesOn()) {
        const growth = stack.order.above(loopStart) - aboveBefore;
        const liveGrowth = stack.size - liveBefore;
        semantics.requireRoom(skipped * liveGrowth);
        this.repeat(notes, skipped, growth, liveGrowth, runner);
        window.advance(skipped, residual);
        semantics.overlappingRuns += skipped * (semantics.overlappingRuns - runsBefore);
        next += skipped;
      }
    }
    stack.unmark(iterationStart);
    stack.unmark(loopStart);
    for (let v = next; v < trip; v++) runner.iterate(v);
  }

  /** The windows of the loop at a depth: of those around it there are others. */
  private windowsOf(depth: number): LoopWindows {
    const { stack } = this.context;
    this.windows[depth] ??= {
      before: new LoopWindow(stack),
      window: new LoopWindow(stack),
      residual: new LoopWindow(stack),
    };
    return this.windows[depth];
  }

  /** Whether each skipped iteration finds on the stack what the recorded one found, and misses what that missed. */
  private canRepeat({ depth, absent, old }: LoopNotes, skipped: number): boolean {
    const { stack, unread } = this.context;
    const { owner } = stack;
    const holds = (address: number, stride: number, count: number, step: number, isThere: boolean): boolean => {
      for (let by = 1, start = address + step; by <= skipped; by++, start += step) {
        for (let i = 0, at = start; i < count; i++, at += stride) if ((owner[at] !== NONE) !== isThere) return false;
      }
      return true;
    };
    for (const { stream, address, stride, count } of absent) {
      if (!holds(address, stride, count, stepAt(stream, depth), false)) return false;
    }
    for (const { times, segments } of old) {
      for (const { streams, count } of segments) {
        for (const { stream, address, stride, stays } of streams) {
          const isSure = stream.offStack === 'error' || (stream.offStack === 'argument' && unread.areOnStack);
          if (isSure) continue;
          const here = stays && times === 1 ? 1 : times * count;
          if (!holds(address, stride, here, stepAt(stream, depth), true)) return false;
        }
      }
    }
    return true;
  }

  /** Carries out the skipped iterations, but for the window on top of the stack, which stays as it is. */
  private repeat(notes: LoopNotes, skipped: number, growth: number, liveGrowth: number, runner: IterationRunner): void {
    const { sliced, recorder } = this.context;
    // Around loops of no iterations nothing happens, and no slice has seen an instruction.
    if (notes.instructions === 0) return;
    const shares = slicesOf(skipped, runner);
    // What the loop touched before is read alike in every iteration: priced once, then shared among the slices.
    sliced.inSlice(shares[0].slice);
    const before = sliced.costs();
    const { repeated } = notes;
    for (let i = 0; i < repeated.count; i++) {
      const { site, first, slope, records, times } = repeated;
      const all = times[i] * skipped;
      sliced.repeatedReads(site[i], first[i], slope[i], records[i], all);
      recorder.repeated(site[i], first[i], slope[i], records[i], all);
    }
    sliced.share(before, shares);
    for (const { slice, first, times } of shares) {
      const last = first + times - 1;
      sliced.inSlice(slice);
      sliced.live(0, notes.peak + (liveGrowth > 0 ? last : first) * liveGrowth, 0, 1);
      sliced.instructions(notes.instructions * times, 0, 1);
      for (let by = first; by <= last; by++) this.repeatAbsent(notes, by);
    }
    if (notes.old.length > 0) this.repeatOld(notes, skipped, growth, shares);
    this.repeatBuried(notes, skipped);
  }

  /** After the reads of old elements: one that is read and then written over is gone. */
  private repeatBuried({ buried, depth }: LoopNotes, skipped: number): void {
    const { recorder } = this.context;
    for (const { stream, address, stride, count } of buried) {
      const step = stepAt(stream, depth);
      for (let by = 1, at = address + step; by <= skipped; by++, at += step) {
        this.semantics.bury(at, stride, count);
        if (recorder.isActive) recorder.buried(stream, at, stride, count);
      }
    }
  }

  private repeatOld(notes: LoopNotes, skipped: number, growth: number, spans: readonly SliceSpan[]): void {
    const { sliced } = this.context;
    const done = this.transposed.repeat(notes, skipped, growth, spans, this.unitsOf(notes));
    for (const { slice, first, times } of spans) {
      sliced.inSlice(slice);
      for (let by = Math.max(first, done + 1); by < first + times; by++) {
        for (const note of notes.old) {
          if (note.times > 1 && this.repeated.repeat(notes, note, by, by * growth)) continue;
          if (note.times > 1 && this.segments.repeat(notes, note, by, growth)) continue;
          for (let b = 0; b < note.times; b++) {
            for (const segment of note.segments) {
              this.oldReads.repeat(notes, segment, by, by * growth + b * note.slope, b);
            }
          }
        }
      }
    }
  }

  /** About how many segments and rows are looked up in an iteration: what an inner loop repeated together, where it can be. */
  private unitsOf(notes: LoopNotes): number {
    let units = 0;
    for (const note of notes.old) {
      const { times, segments } = note;
      if (times === 1 || this.repeated.canRepeat(notes, note)) units += segments.length;
      else units += this.segments.canRepeat(notes, note, 1) ? times : times * segments.length;
    }
    return units;
  }

  private repeatAbsent({ absent, depth }: LoopNotes, by: number): void {
    const { sliced, recorder, unread } = this.context;
    for (const stretch of absent) {
      const address = stretch.address + by * stepAt(stretch.stream, depth);
      const { site, stride, count } = stretch;
      if (site === NONE) {
        if (recorder.isActive) recorder.absent({ ...stretch, address });
        continue;
      }
      const argumentDepth = unread.depthOf(address);
      sliced.repeatedReads(site, argumentDepth, stride, count, 1);
      if (recorder.isActive) recorder.argument({ ...stretch, address }, argumentDepth);
    }
  }
}

/** The slices that the skipped iterations, from number 2 on, belong to, in order. */
function slicesOf(skipped: number, runner: IterationRunner): SliceSpan[] {
  const shares: SliceSpan[] = [];
  for (let by = 1; by <= skipped; ) {
    const slice = runner.sliceOf(1 + by);
    const first = by;
    while (by <= skipped && runner.sliceOf(1 + by) === slice) by++;
    shares.push({ slice, first, times: by - first });
  }
  return shares;
}
