import type { Dataset } from '../data/image-set.ts';
import type { CurvePoint, EpochRecord } from './checkpoint.ts';
import type { FinalEvaluation } from './evaluation.ts';
import type { TrainingSettings } from './training-settings.ts';

/** When a run is over: after so many epochs, or earlier, as soon as the criterion is met, where `until` says so. */
export interface StopRule {
  readonly epochs: number;
  /** Test accuracy that the criterion asks for. */
  readonly criterion: number;
  readonly stopsAtCriterion: boolean;
  /** Ends a run after so many updates, wherever in its epoch; missing: none does. */
  readonly mostUpdates?: number;
}

/** One run: what to train on what, by which seed, and until when. */
export interface TrainingTask {
  readonly settings: TrainingSettings;
  readonly stop: StopRule;
  readonly seed: number;
  readonly data: Dataset;
  /** Where the state is kept after every epoch; null: nowhere. */
  readonly checkpoint: string | null;
  /** Does not go on from a state that is there. */
  readonly fresh: boolean;
  /** How who trains can begin anew, for the end of a message; default: by removing the folder of the states. */
  readonly startAnew?: string;
}

/** How far a run has come. */
export interface TrainingProgress {
  readonly seed: number;
  readonly updates: number;
  /** Updates of all epochs asked for. */
  readonly plannedUpdates: number;
  readonly epoch: number;
  /** Epochs asked for. */
  readonly epochs: number;
  /** Loss of the last update, summed over layers; null where the run goes on and has made no update yet. */
  readonly loss: number | null;
  /** At the last evaluation; null before the first. */
  readonly testAccuracy: number | null;
}

/** What a run has learned, and how it went. */
export interface TrainingOutcome {
  readonly seed: number;
  /** Where the criterion stopped the run within an epoch, the last entry is of the part that was made. */
  readonly epochs: readonly EpochRecord[];
  readonly updates: number;
  readonly updatesToCriterion: number | null;
  /** Highest mean of three evaluations in a row; null before the third. */
  readonly bestAccuracy: number | null;
  /** Every evaluation; its count is of the settings' `evaluationImages`. */
  readonly curve: readonly CurvePoint[];
  readonly final: FinalEvaluation;
  /** Of the network's state: equal where two runs ended bit for bit equal. */
  readonly stateSha256: string;
  readonly seconds: number;
}
