import { Bench } from 'tinybench';
import { Random } from '../../../core/numbers/random.ts';
import { useBackend } from '../../../instrument/backends/computing-backends.ts';
import { untracedRun } from '../../../instrument/cases/untraced-run.ts';
import { loadCases } from '../loaded-cases.ts';
import { placeInFile } from '../user-error.ts';
import type { TimingAnswer, TimingTask } from './timed-cases.ts';

/** What the file does that is started in a process of its own: times one case, and answers. */
process.once('message', async (task: TimingTask) => {
  const answer = await timed(task);
  process.send?.(answer, () => process.disconnect());
});

async function timed({ file, path, label, seed }: TimingTask): Promise<TimingAnswer> {
  try {
    await useBackend('cpu');
    const found = (await loadCases(file, path)).find(({ one }) => one.label === label);
    if (found === undefined) throw new Error(`is no longer there`);
    const run = untracedRun(found.one.build(seed), new Random(seed));
    if (run === null) return { time: null };
    const bench = new Bench({ retainSamples: true, throws: true });
    bench.add(label, run);
    const [task] = bench.runSync();
    const { result } = task;
    if (result.state !== 'completed') throw new Error(`its timing ${result.state}`);
    const samples = [...(result.latency.samples ?? [])].sort((a, b) => a - b);
    const at = (share: number): number => samples[Math.floor(share * (samples.length - 1))];
    return {
      time: { samples: samples.length, medianMs: at(0.5), lowerQuartileMs: at(0.25), upperQuartileMs: at(0.75) },
    };
  } catch (error) {
    return { badInput: placeInFile(file, error, { path, label }).message };
  }
}
