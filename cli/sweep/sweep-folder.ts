import { SWEEP_FILE, sweepFiles } from '../../reports/sweep/sweep-page.ts';
import { type SweepResult, sweepJson } from '../../reports/sweep/sweep-result.ts';
import { writeFolder } from '../files/output-folder.ts';

/** Writes a whole sweep into a folder, of a shard the JSON alone, under a name of its own; returns the names. */
export async function writeSweep(folder: string, sweep: SweepResult): Promise<string[]> {
  const { shard } = sweep;
  const name = shard === null ? SWEEP_FILE : `sweep-${shard.index}-of-${shard.of}.json`;
  const files = shard === null ? await sweepFiles(sweep) : new Map([[name, sweepJson(sweep)]]);
  writeFolder('--out', folder, files, name);
  return [...files.keys()];
}
