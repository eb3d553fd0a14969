import type { Argv } from 'yargs';
import type { ProfileFiles } from '../files/profile-files.ts';
import { textFlag } from './valued-flags.ts';

/** Adds the flags of files that other programs draw. */
export function profileFlags<T>(yargs: Argv<T>): Argv<T & ProfileFiles> {
  return yargs
    .option('speedscope', textFlag('Save where the cost is paid to this file; https://www.speedscope.app opens it'))
    .option(
      'trace-events',
      textFlag('Save what is executed when, and the live bytes, to this file; https://ui.perfetto.dev opens it'),
    );
}
