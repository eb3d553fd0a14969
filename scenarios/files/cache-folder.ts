import envPaths from 'env-paths';

/** The variable of the environment that says where a user's cache is. */
const VARIABLES: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'LOCALAPPDATA', darwin: 'HOME' };

/** The folder of downloads and of the states of runs in the user's cache, as the operating system places it. */
export function cacheFolder(): string {
  return envPaths('tensor-odometer', { suffix: '' }).cache;
}

/** What to do about a path that cannot be written, for the end of a message: the cache is not named by a flag. */
export function writableInstead(path: string): string {
  if (!path.startsWith(cacheFolder())) return 'name a folder that you may write';
  return `set ${VARIABLES[process.platform] ?? 'XDG_CACHE_HOME'} to a folder that you may write`;
}
