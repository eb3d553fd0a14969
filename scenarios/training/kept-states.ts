import { createHash } from 'node:crypto';
import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { sourcesOf } from '../catalog.ts';
import { cacheFolder } from '../files/cache-folder.ts';
import { removeParts, removeQuietly } from '../files/whole-file.ts';
import { checkpointFile } from './training-pool.ts';
import type { TrainingSettings } from './training-settings.ts';
import type { StopRule } from './training-task.ts';

/** A folder that keeps the states of runs while they are made. */
export interface KeptStates {
  readonly folder: string;
  /** In the user's cache, for nothing but to go on after an interruption: to be removed when the runs are done with. */
  readonly isTemporary: boolean;
  /** Removes the states of these seeds where it can, and the folder when nothing is left in it. */
  remove(seeds: readonly number[]): void;
}

/**
 * `folder`, or else one in the user's cache folder that belongs to these settings and this end of training alone, so
 * that an interrupted command finds its own states and no other. Nothing is made or read yet.
 */
export function keptStates(settings: TrainingSettings, stop: StopRule, folder?: string): KeptStates {
  const { definedIn: _, ...lasting } = settings;
  const sources = sourcesOf(settings.scenario, settings.algorithm).filter((source) => source !== null);
  // Files by their places, not by what is in them: where that has changed, what is kept is found, and refused.
  const places = sources.map(({ path, exported }) => [path, exported]);
  const hash = createHash('sha256')
    .update(JSON.stringify(places.length === 0 ? [lasting, stop] : [lasting, stop, places]))
    .digest('hex');
  const kept = folder ?? join(cacheFolder(), 'training', hash.slice(0, 16));
  return {
    folder: kept,
    isTemporary: folder === undefined,
    remove: (seeds) => {
      for (const seed of seeds) {
        const file = checkpointFile(kept, settings, seed);
        removeParts(file);
        removeQuietly(file);
      }
      try {
        rmdirSync(kept);
      } catch {
        // Not empty, or never made.
      }
    },
  };
}
