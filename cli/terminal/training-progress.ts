import { MultiBar, type SingleBar } from 'cli-progress';
import type { TrainingProgress } from '../../scenarios/training/training-task.ts';
import { tell } from '../files/standard-output.ts';

/** On stderr that is no terminal, a run has about this many lines, and one where it would be silent for longer. */
const LINES_A_RUN = 30;
const LONGEST_SILENCE_MS = 60_000;

/**
 * Shows the progress of runs on stderr: on a terminal a bar a run, elsewhere a line now and then, as a rule when a run begins
 * an epoch, which begins with `what` is trained and ends with the time since this call. `stop` ends it and leaves the bars as they are.
 */
export function showTraining(batch: number, what: string): { show(progress: TrainingProgress): void; stop(): void } {
  return process.stderr.isTTY ? trainingBars(batch) : trainingLines(what);
}

function trainingLines(what: string) {
  const begun = performance.now();
  const nextEpoch = new Map<number, number>();
  const told = new Map<number, number>();
  return {
    show: ({ seed, epoch, epochs, updates, plannedUpdates, loss, testAccuracy }: TrainingProgress) => {
      const now = performance.now();
      const isSilent = now - (told.get(seed) ?? now) >= LONGEST_SILENCE_MS;
      if (epoch < (nextEpoch.get(seed) ?? 1) && !isSilent) return;
      told.set(seed, now);
      nextEpoch.set(seed, epoch + Math.ceil(epochs / LINES_A_RUN));
      const made = `${updates} of ${plannedUpdates} updates`;
      const course = loss === null ? `${made} were made before` : `epoch ${epoch}, ${made}, loss ${loss.toFixed(4)}`;
      tell(`${what}seed ${seed}: ${course}, test ${accuracyText(testAccuracy)}, after ${timeText(now - begun)}`);
    },
    stop: () => {},
  };
}

function trainingBars(batch: number) {
  const bars = new MultiBar({
    format:
      'seed {seed} {bar} {percentage} %  epoch {epoch}  loss {loss}  test {accuracy}  {rate} images/s  {eta_formatted} left',
    stream: process.stderr,
    etaBuffer: 50,
    stopOnComplete: false,
  });
  const bySeed = new Map<number, { bar: SingleBar; begun: number; updates: number }>();
  return {
    show: ({ seed, epoch, updates, plannedUpdates, loss, testAccuracy }: TrainingProgress) => {
      const known = bySeed.get(seed);
      const { bar, begun, ...first } = known ?? {
        bar: bars.create(plannedUpdates, updates),
        begun: Date.now(),
        updates,
      };
      if (known === undefined) bySeed.set(seed, { bar, begun, ...first });
      const seconds = (Date.now() - begun) / 1000;
      const rate = seconds > 0 ? Math.round(((updates - first.updates) * batch) / seconds) : 0;
      bar.update(updates, { seed, epoch, loss: loss?.toFixed(4) ?? '-', accuracy: accuracyText(testAccuracy), rate });
    },
    stop: () => bars.stop(),
  };
}

/** `8 s`, `3 min 20 s`, `2 h 5 min` */
function timeText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function accuracyText(accuracy: number | null): string {
  return accuracy === null ? '-' : `${(100 * accuracy).toFixed(2)} %`;
}
