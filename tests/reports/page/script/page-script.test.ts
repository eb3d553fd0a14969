import ts from 'typescript';
import { expect, test } from 'vitest';
import { PAGE_SCRIPT, TYPED_SCRIPT } from '../../../../reports/page/script/page-script.ts';

const FILE = 'page-script.js';

test('the script is at most 12 kB, and nothing in it ends its element', () => {
  expect(Buffer.byteLength(PAGE_SCRIPT)).toBeLessThanOrEqual(12_288);
  expect(PAGE_SCRIPT).not.toMatch(/<\/script|<!--/i);
});

test('pages have the script without comments, and otherwise as it was checked', () => {
  expect(PAGE_SCRIPT).not.toMatch(/\/\*\*|^ /m);
  const printed = (text: string): string => {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { removeComments: true, target: ts.ScriptTarget.ES2023 },
    });
    return outputText.replaceAll(/\s+/g, ' ');
  };
  expect(printed(PAGE_SCRIPT)).toBe(printed(TYPED_SCRIPT));
});

test('the script is right by its types', () => {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    noUnusedLocals: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, language) =>
    name === FILE ? ts.createSourceFile(name, TYPED_SCRIPT, language) : getSourceFile(name, language);
  const program = ts.createProgram([FILE], options, host);
  const source = program.getSourceFile(FILE);
  const found = ts
    .getPreEmitDiagnostics(program, source)
    .map(
      ({ messageText, start = 0 }) =>
        `${TYPED_SCRIPT.slice(start, start + 60)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  expect(source).toBeDefined();
  expect(found).toEqual([]);
});
