import type { CollectedProfiles } from '../../reports/profiles/collected-profiles.ts';
import { saveFile } from './saved-file.ts';

/** The files that profiles are asked for in, by flag. */
export interface ProfileFiles {
  speedscope: string | undefined;
  'trace-events': string | undefined;
}

/** Writes the profiles that flags name a file for. `title`: what was measured. */
export async function saveProfiles(files: ProfileFiles, title: string, profiles: CollectedProfiles): Promise<void> {
  const { speedscopeJson } = await import('../../reports/profiles/speedscope.ts');
  const { traceEventsJson } = await import('../../reports/profiles/trace-events.ts');
  const { speedscope, 'trace-events': events } = files;
  if (speedscope !== undefined) await saveFile('--speedscope', speedscope, speedscopeJson(title, profiles.costs));
  if (events !== undefined) await saveFile('--trace-events', events, traceEventsJson(profiles.events));
}
