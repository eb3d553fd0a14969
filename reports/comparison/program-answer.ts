import type { EnergyPreset } from '../../core/cost/energy-presets.ts';
import type { TimedMeasurement } from '../../instrument/timed-measurement.ts';
import type { ReadoutFigures } from '../../scenarios/measure-readout.ts';
import { type InferenceResult, inferenceResult } from '../results/inference-result.ts';
import type { UpdateResult } from '../results/result.ts';
import { updateResult } from '../results/update-result.ts';

/** What results are to say of a program of a rule. */
export type ProgramQuestion = { readonly algorithm: string } & (
  | { readonly kind: 'update'; readonly presets: readonly EnergyPreset[] }
  | { readonly kind: 'prediction'; readonly images: number }
  | { readonly kind: 'readout'; readonly times: number }
);

/** What they say: plain data, without the depth of every read. */
export type ProgramAnswer = { readonly algorithm: string } & (
  | { readonly kind: 'update'; readonly result: UpdateResult; readonly engineSeconds: number }
  | { readonly kind: 'prediction'; readonly result: InferenceResult }
  | { readonly kind: 'readout'; readonly measurement: ReadoutFigures; readonly times: number }
);

/** Throws where a figure cannot be stated exactly in the results. */
export function answerTo(question: ProgramQuestion, measured: TimedMeasurement): ProgramAnswer {
  const { kind, algorithm } = question;
  const { measurement, engineSeconds } = measured;
  if (kind === 'update') {
    return { kind, algorithm, result: updateResult(algorithm, measured, question.presets), engineSeconds };
  }
  if (kind === 'prediction') {
    return { kind, algorithm, result: inferenceResult(algorithm, question.images, measurement) };
  }
  const { about, reads, macs, cost } = measurement;
  return { kind, algorithm, measurement: { about, reads, macs, cost }, times: question.times };
}
