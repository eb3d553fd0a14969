import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

/** A file that is imported by its place, however it is imported: what is in a package has a version of its own. */
const IMPORTED = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"`])(\.{1,2}\/[^'"`$\n]+)\1/g;

/** What an import may leave out, or name as it will be called when it is built. */
const ENDINGS = ['', '.ts', '.mts', '.js', '.mjs', '.json', '/index.ts', '/index.js'];

/**
 * SHA-256 of a module's text and of the text of every file that it imports by a relative path, and these in turn: another
 * one where any of them has changed, wherever they lie together. Files that are read at run time are not in it.
 */
export function sourceHash(path: string): string {
  return hashOf(JSON.stringify(namedTexts(path).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** SHA-256 of the text of each file that a module so imports, by its path from the module. */
export function importHashes(path: string): Record<string, string> {
  const [, ...imported] = namedTexts(path);
  return Object.fromEntries(imported.map(([name, text]) => [name, hashOf(text)]));
}

/** The module's own text first. */
function namedTexts(path: string): [name: string, text: string][] {
  const texts = new Map<string, string>();
  collect(path, texts);
  return [...texts].map(([file, text]) => [relative(dirname(path), file).split(sep).join('/'), text]);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function collect(path: string, texts: Map<string, string>): void {
  if (texts.has(path)) return;
  const text = readFileSync(path, 'utf8');
  texts.set(path, text);
  for (const [, , named] of text.matchAll(IMPORTED)) {
    const imported = importedFile(resolve(dirname(path), named));
    if (imported !== undefined) collect(imported, texts);
  }
}

/** undefined where there is none: what is spelt in a comment. */
function importedFile(path: string): string | undefined {
  const asSource = path.replace(/\.(m?)js$/, '.$1ts');
  const candidates = [path, asSource, ...ENDINGS.map((ending) => path + ending)];
  return candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}
