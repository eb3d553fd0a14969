import { posix } from 'node:path';
import ts from 'typescript';

/** The modules that a source file imports when it runs: not those of which it takes types alone. */
export function runtimeImports(path: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly !== true) add(node.moduleSpecifier);
    if (ts.isExportDeclaration(node) && !node.isTypeOnly) add(node.moduleSpecifier);
    if (ts.isCallExpression(node) && isLoader(node.expression)) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  const add = (module: ts.Node | undefined): void => {
    if (module === undefined || !ts.isStringLiteralLike(module)) return;
    const { text } = module;
    found.push(text.startsWith('.') ? posix.join(posix.dirname(path), text) : text);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true));
  return found;
}

function isLoader(called: ts.Expression): boolean {
  return called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');
}
