import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { placeInFile } from '../../instrument/sources/user-error.ts';
import { runUserCode } from './user-code.ts';

/**
 * What a user's module exports, by name. TypeScript needs no build step, and what the file imports as `tensor-odometer`
 * and `@tensorflow/tfjs-core` is what runs. Throws InputError, with the place in the file, where it cannot be loaded or
 * throws.
 */
export async function loadModule(file: string, path = resolve(file)): Promise<Record<string, unknown>> {
  // Only here: it takes longer to load than most commands take to say what they were asked for.
  const { createJiti } = await import('jiti');
  const own = await import('../../index.ts');
  const tensorflow = await import('@tensorflow/tfjs-core');
  // Keeps it from advertising its other backends between the lines of a report.
  tensorflow.env().set('PROD', true);
  const jiti = createJiti(pathToFileURL(path).href, {
    fsCache: false,
    interopDefault: false,
    virtualModules: { 'tensor-odometer': own, '@tensorflow/tfjs-core': tensorflow },
  });
  try {
    return await runUserCode({ file, path }, () => jiti.import<Record<string, unknown>>(path));
  } catch (error) {
    throw placeInFile(file, error, { path });
  }
}
