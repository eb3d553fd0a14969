import { ClassicEvents } from '../../core/run-engine/events/classic-events.ts';
import { LiveEvents } from '../../core/run-engine/events/live-events.ts';
import { BodyPricer } from '../../core/run-engine/records/body-pricer.ts';
import { LoopWindow } from '../../core/run-engine/skipping/loop-window.ts';

/** What the run engine did, since a program that it prices element by element tells nothing of its runs. */
export interface Exercised {
  /** Bodies priced by runs. */
  bodies: number;
  /** Calls priced element by element. */
  events: number;
  /** Loops of which iterations were skipped, and these. */
  skippedLoops: number;
  skippedIterations: number;
}

/** Counts from now on, in this thread, what the run engine does. */
export function countExercised(): Exercised {
  const counts: Exercised = { bodies: 0, events: 0, skippedLoops: 0, skippedIterations: 0 };
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
  const advance = LoopWindow.prototype.advance;
  LoopWindow.prototype.advance = function (skipped, residual) {
    counts.skippedLoops++;
    counts.skippedIterations += skipped;
    advance.call(this, skipped, residual);
  };
  return counts;
}
