import type { ScenarioPlace } from '../../reports/comparison/trained-comparison.ts';
import { type TrainingRuns, trainSeeds } from '../../scenarios/training/training-pool.ts';
import type { TrainingOutcome } from '../../scenarios/training/training-task.ts';
import { tell } from '../files/standard-output.ts';
import { showTraining } from './training-progress.ts';

/**
 * Trains the runs of one setting and shows their progress on stderr. Ctrl-C ends the process with exit code 130, and
 * says whether the same command goes on. `what` is trained stands at the head of lines of progress.
 */
export async function trainShown(runs: TrainingRuns, what = ''): Promise<TrainingOutcome[]> {
  const progress = showTraining(runs.settings.batch, what);
  const onInterrupt = () => {
    progress.stop();
    tell(
      runs.checkpointFolder === null
        ? 'odometer: interrupted'
        : 'odometer: interrupted; the same command goes on from the last complete epoch',
    );
    process.exit(130);
  };
  process.once('SIGINT', onInterrupt);
  try {
    return await trainSeeds(runs, progress.show);
  } finally {
    progress.stop();
    process.off('SIGINT', onInterrupt);
  }
}

/** How a state that is of no use is got rid of by a command that has the flag. */
export const START_ANEW = 'add --fresh to start anew';

/** Says on stderr what is trained, and then as `trainShown`. Of several scenarios it says which this one is. */
export function trainAnnounced(runs: TrainingRuns, place?: ScenarioPlace): Promise<TrainingOutcome[]> {
  const { settings, stop, data, seeds } = runs;
  const which = place === undefined || place.of === 1 ? '' : `scenario ${place.number} of ${place.of}, `;
  const what = `${which}${settings.scenario} ${settings.algorithm}`;
  tell(`${what}: training to ${stop.criterion} on ${data.name}, seeds ${seeds.join(', ')}`);
  return trainShown(runs, `${what}, `);
}
