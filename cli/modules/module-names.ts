import { statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

const ENDINGS = ['.ts', '.mts', '.js', '.mjs'];

/** Whether a file of this name can be loaded. */
export function isLoadable(name: string): boolean {
  return ENDINGS.some((ending) => name.endsWith(ending));
}

/** Whether a text names a module, or an export of one, and nothing that this package has. */
export function namesModule(text: string): boolean {
  return text.includes('#') || isLoadable(text);
}

/** The file that a text names but for its ending, as it is to be written: `./moons.ts`; undefined: there is none. */
export function fileMeant(text: string): string | undefined {
  const path = ENDINGS.map((ending) => `${text}${ending}`).find((name) =>
    statSync(name, { throwIfNoEntry: false })?.isFile(),
  );
  return path === undefined || isAbsolute(path) || path.startsWith('.') ? path : `./${path}`;
}

/** As results name it: the same on every machine. */
export function asShown(path: string): string {
  return relative(process.cwd(), resolve(path)).split(sep).join('/');
}
