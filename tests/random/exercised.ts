import { ClassicEvents } from '../../core/run-engine/events/classic-events.ts';
import { LiveEvents } from '../../core/run-engine/events/live-events.ts';
import { ShiftedWindows } from '../../core/run-engine/plan/shifted-windows.ts';
import { BodyPricer } from '../../core/run-engine/records/body-pricer.ts';
import { LoopWindow } from '../../core/run-engine/skipping/loop-window.ts';
import { OldRows } from '../../core/run-engine/skipping/old-rows.ts';
import { StreamSweep } from '../../core/stack/stream-sweep.ts';

/** What the run engine did, since a program that it prices element by element tells nothing of its runs. */
export interface Exercised {
  /** Bodies priced by runs. */
  bodies: number;
  /** Calls priced element by element. */
  events: number;
  /** Loops of which iterations were skipped, and these. */
  skippedLoops: number;
  skippedIterations: number;
  /** Skipped iterations that left something behind which the next one did not touch again (D58). */
  residualLayers: number;
  /** Loops over overlapping windows of which each was found to be the one before, shifted (D58). */
  shiftedWindows: number;
  /** Chunks of old elements that were read row by row (D53), and these elements. */
  chunks: number;
  chunkElements: number;
  /** Times that records of single elements were told together (D66), and these records. */
  sweeps: number;
  sweptRecords: number;
}

/** In the words of a summary, by what is counted. */
export const EXERCISED_WORDS: Readonly<Record<keyof Exercised, string>> = {
  bodies: 'bodies',
  events: 'calls by element',
  skippedLoops: 'loops skipped',
  skippedIterations: 'iterations skipped',
  residualLayers: 'residual layers',
  shiftedWindows: 'loops of shifted windows',
  chunks: 'transposed chunks',
  chunkElements: 'elements in them',
  sweeps: 'sweeps',
  sweptRecords: 'records in them',
};

/** Counts from now on, in this thread, what the run engine does. */
export function countExercised(): Exercised {
  const counts: Exercised = {
    bodies: 0,
    events: 0,
    skippedLoops: 0,
    skippedIterations: 0,
    residualLayers: 0,
    shiftedWindows: 0,
    chunks: 0,
    chunkElements: 0,
    sweeps: 0,
    sweptRecords: 0,
  };
  countCalls(counts);
  countSkipping(counts);
  const find = StreamSweep.prototype.find;
  StreamSweep.prototype.find = function (...args) {
    const records = find.apply(this, args);
    if (records > 0) counts.sweeps++;
    counts.sweptRecords += records;
    return records;
  };
  return counts;
}

function countCalls(counts: Exercised): void {
  const bodies = BodyPricer.prototype.price;
  BodyPricer.prototype.price = function (...args) {
    counts.bodies++;
    bodies.apply(this, args);
  };
  const live = LiveEvents.prototype.price;
  LiveEvents.prototype.price = function (call) {
    counts.events++;
    live.call(this, call);
  };
  const classic = ClassicEvents.prototype.price;
  ClassicEvents.prototype.price = function (call) {
    counts.events++;
    classic.call(this, call);
  };
}

function countSkipping(counts: Exercised): void {
  const advance = LoopWindow.prototype.advance;
  LoopWindow.prototype.advance = function (skipped, residual) {
    counts.skippedLoops++;
    counts.skippedIterations += skipped;
    if (residual.blocks.count > 0) counts.residualLayers += skipped;
    advance.call(this, skipped, residual);
  };
  const areAlike = ShiftedWindows.prototype.areAlike;
  ShiftedWindows.prototype.areAlike = function (...args) {
    const alike = areAlike.apply(this, args);
    if (alike) counts.shiftedWindows++;
    return alike;
  };
  const find = OldRows.prototype.find;
  OldRows.prototype.find = function (...args) {
    const iterations = find.apply(this, args);
    if (iterations > 0) counts.chunks++;
    counts.chunkElements += iterations * this.count;
    return iterations;
  };
}
