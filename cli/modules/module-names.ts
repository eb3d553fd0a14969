import { relative, resolve, sep } from 'node:path';

const LOADABLE = /\.(ts|mts|js|mjs)$/;

/** Whether a file of this name can be loaded. */
export function isLoadable(name: string): boolean {
  return LOADABLE.test(name);
}

/** Whether a text names a module, or an export of one, and nothing that this package has. */
export function namesModule(text: string): boolean {
  return text.includes('#') || isLoadable(text);
}

/** As results name it: the same on every machine. */
export function asShown(path: string): string {
  return relative(process.cwd(), resolve(path)).split(sep).join('/');
}
