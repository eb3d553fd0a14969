import { Bench } from 'tinybench';
import { Random } from '../../../core/numbers/random.ts';
import { useBackend } from '../../../instrument/backends/computing-backends.ts';
import { untracedRun } from '../../../instrument/cases/untraced-run.ts';
import { placeInFile } from '../../../instrument/sources/user-error.ts';
import { loadCases } from '../loaded-cases.ts';
import type { TimingAnswer, TimingTask } from './timed-cases.ts';

/** Of runs alone, in ms: what prepares short runs takes many times as long. At least 64 runs are sampled in any case. */
const SAMPLED_MS = 200;
const WARM_UP_MS = 100;

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
    const untraced = untracedRun(found.one.build(seed), new Random(seed));
    if (untraced === null) return { time: null };
    const bench = new Bench({ time: SAMPLED_MS, warmupTime: WARM_UP_MS, retainSamples: true, throws: true });
    bench.add(label, untraced.run, { beforeEach: untraced.prepare });
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
