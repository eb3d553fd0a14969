import type { AnyNode, Function as FunctionNode } from 'acorn';
import { parseExpressionAt } from 'acorn';

/**
 * What a function calls its first `count` parameters, as its source spells them; `argument 2` where one has no name of
 * its own (it is taken apart, or rest), or where the source cannot be read.
 */
export function parameterNames(fn: (...args: never[]) => unknown, count: number): string[] {
  const params = functionIn(String(fn))?.params ?? [];
  return Array.from({ length: count }, (_, index) => {
    let param: AnyNode | undefined = params[index];
    if (param?.type === 'AssignmentPattern') param = param.left;
    return param?.type === 'Identifier' ? param.name : `argument ${index}`;
  });
}

/** The function that a text spells, as a function does its own; null where it is none, as that of a native one. */
function functionIn(text: string): FunctionNode | null {
  // The text of a method stands for itself only among the properties of an object.
  for (const source of [`(${text})`, `({${text}})`]) {
    try {
      let node: AnyNode = parseExpressionAt(source, 0, { ecmaVersion: 'latest' });
      if (node.type === 'ObjectExpression') [node] = node.properties;
      if (node.type === 'Property') node = node.value;
      if (node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') return node;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}
