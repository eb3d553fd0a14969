import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';
import { ROOMS, roomOf } from './rooms.ts';

/** The product's folders, each allowed to import itself and those before it. */
export const LAYERS = ['core', 'instrument', 'scenarios', 'reports', 'live', 'cli'] as const;

const IMPURE_GLOBALS = new Set(['console', 'Date', 'performance', 'process', 'globalThis', 'setTimeout', 'fetch']);
const EMPTY_NAMES = /^(utils?|types?|helpers?|constants?|common|misc|index)\.ts$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*\.ts$/;

/**
 * The breaches of the house rules in one source file, one line each, empty when there is none. `path` is relative to
 * the repository with forward slashes (`core/pricing.ts`). Reads the syntax tree, so comments and strings are free.
 */
export function breaches(path: string, source: string): string[] {
  const found: string[] = [];
  const tree = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const layer = LAYERS.findIndex((name) => path.startsWith(`${name}/`));
  if (layer < 0) throw new RangeError(`breaches: path must lie in one of ${LAYERS.join(', ')}, got ${path}`);

  const report = (node: ts.Node, text: string) => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
    found.push(`${path}:${line + 1}: ${text}`);
  };
  const fileName = posix.basename(path);
  if (EMPTY_NAMES.test(fileName)) report(tree, `${fileName} names no noun: name the file for what is inside`);
  else if (!KEBAB_CASE.test(fileName)) report(tree, `${fileName} is not kebab-case`);
  if (roomOf(path) < 0) report(tree, 'is in no room of tests/support/sources/rooms.ts and ARCHITECTURE.md');

  const visit = (node: ts.Node): void => {
    const imported = importedModule(node);
    if (imported !== undefined) {
      const text = importBreach(path, layer, imported);
      if (text !== undefined) report(node, text);
    }
    if (node.kind === ts.SyntaxKind.AnyKeyword) report(node, 'the type any');
    if (layer === 0 && ts.isIdentifier(node) && isImpure(node)) report(node, `core uses ${node.text}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The files that a source file imports, relative to the repository as `path` is. */
export function importedFiles(path: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const imported = importedModule(node);
    if (imported?.startsWith('.')) found.push(posix.join(posix.dirname(path), imported));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true));
  return found;
}

/** The module that a node imports, statically, dynamically or as a type; undefined when it imports none. */
function importedModule(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literalText(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literalText(node.argument.literal);
  if (ts.isCallExpression(node)) {
    const { expression } = node;
    if (expression.kind === ts.SyntaxKind.ImportKeyword) return literalText(node.arguments[0]);
    if (ts.isIdentifier(expression) && expression.text === 'require') return literalText(node.arguments[0]);
  }
  return undefined;
}

function literalText(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function importBreach(path: string, layer: number, imported: string): string | undefined {
  if (imported.startsWith('.')) {
    const target = posix.join(posix.dirname(path), imported);
    // What the files of users import by the package's name is handed to them by the command that loads them.
    if (target === 'index.ts' && LAYERS[layer] === 'cli') return undefined;
    const targetLayer = LAYERS.findIndex((name) => target.startsWith(`${name}/`));
    if (targetLayer < 0) return `imports ${target}, outside the layers`;
    if (targetLayer > layer) return `${LAYERS[layer]} imports ${target}: ${LAYERS[targetLayer]} is further right`;
    if (!target.endsWith('.ts')) return `imports ${imported} without its .ts extension`;
    const [room, targetRoom] = [roomOf(path), roomOf(target)];
    return targetRoom > room
      ? `${ROOMS[room].path} imports ${target}: ${ROOMS[targetRoom].path} comes after it`
      : undefined;
  }
  if (layer > 0) return undefined;
  const isBuiltin = imported.startsWith('node:') || builtinModules.includes(imported.split('/')[0] as string);
  if (isBuiltin) return `core imports ${imported}: core knows no platform`;
  return imported.startsWith('@tensorflow/') ? `core imports ${imported}: core knows no TensorFlow.js` : undefined;
}

/** Whether an identifier refers to a global of the platform or the clock, or to Math.random (use core/random.ts). */
function isImpure(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return node.text === 'random' && ts.isIdentifier(parent.expression) && parent.expression.text === 'Math';
  }
  const namesMember =
    (ts.isPropertyAssignment(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent)) && parent.name === node;
  return !namesMember && IMPURE_GLOBALS.has(node.text);
}
