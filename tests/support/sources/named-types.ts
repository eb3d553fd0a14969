import { posix } from 'node:path';
import ts from 'typescript';

/**
 * Names of the package's own types that its entry's exports mention and the entry does not export, with where they are
 * mentioned: what a program that uses the package cannot write down. `entry` is a declaration file.
 */
export function unexportedTypes(entry: string): string[] {
  const program = ts.createProgram([entry], { module: ts.ModuleKind.NodeNext, skipLibCheck: true, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new RangeError(`unexportedTypes: ${entry} is no module`);
  const resolved = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const exported = new Set(checker.getExportsOfModule(module).map(resolved));
  const folder = posix.dirname(entry.replaceAll('\\', '/'));
  const isOwn = (file: ts.SourceFile): boolean => file.fileName.startsWith(`${folder}/`);
  const values = new Set(
    checker
      .getExportsOfModule(module)
      .filter(({ declarations }) => !declarations?.some(ts.isTypeOnlyImportOrExportDeclaration))
      .flatMap((symbol) => resolved(symbol).declarations ?? []),
  );
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    // Nobody outside can make an object of a class whose type alone is exported.
    if (ts.isConstructorDeclaration(node) && ts.isClassDeclaration(node.parent) && !values.has(node.parent)) return;
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : null;
    const symbol = name && checker.getSymbolAtLocation(name);
    if (name && symbol) {
      const type = resolved(symbol);
      const isParameter = (type.flags & ts.SymbolFlags.TypeParameter) !== 0;
      const [declaration] = type.declarations ?? [];
      if (!isParameter && declaration && isOwn(declaration.getSourceFile()) && !exported.has(type)) {
        found.add(`${name.getText()} in ${node.getSourceFile().fileName.slice(folder.length + 1)}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const symbol of exported) for (const declaration of symbol.declarations ?? []) visit(declaration);
  return [...found].sort();
}
