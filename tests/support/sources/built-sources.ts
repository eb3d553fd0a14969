import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { LAYERS } from './source-rules.ts';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * The present sources as JavaScript, in a new folder of the checkout (packages are found from there): for tests of
 * processes and threads that plain node starts. Types are not checked. The caller removes the folder.
 */
export function buildSources(): string {
  const folder = mkdtempSync(join(checkout, 'out-test-'));
  const names = LAYERS.flatMap((layer) =>
    readdirSync(join(checkout, layer), { recursive: true, encoding: 'utf8' }).map((name) => join(layer, name)),
  );
  for (const name of ['index.ts', 'browser.ts', ...names]) {
    if (!name.endsWith('.ts')) continue;
    const { outputText } = ts.transpileModule(readFileSync(join(checkout, name), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        rewriteRelativeImportExtensions: true,
        verbatimModuleSyntax: true,
      },
    });
    const file = join(folder, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, outputText);
  }
  return folder;
}
