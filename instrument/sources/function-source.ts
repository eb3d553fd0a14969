import type { AnyNode, Function as FunctionNode } from 'acorn';
import { parse } from 'acorn';

/** A function as its text spells it. */
export interface ParsedFunction {
  readonly node: FunctionNode;
  /** What the positions of nodes are of: the text, with something around it. */
  readonly source: string;
  /** The characters before the text. */
  readonly shift: number;
}

/** What may stand around the text of a function: that of a method stands for itself only among the properties of an object. */
const AROUND = [
  ['(', ')'],
  ['({', '})'],
] as const;

/** The function that a text spells, as a function does its own; null where it is none, as that of a native one. */
export function parsedFunction(text: string): ParsedFunction | null {
  for (const [before, after] of AROUND) {
    const source = before + text + after;
    try {
      const [statement] = parse(source, { ecmaVersion: 'latest', sourceType: 'module' }).body;
      if (statement?.type !== 'ExpressionStatement') continue;
      let node: AnyNode = statement.expression;
      if (node.type === 'ObjectExpression') [node] = node.properties;
      if (node?.type === 'Property') node = node.value;
      if (node?.type !== 'FunctionExpression' && node?.type !== 'ArrowFunctionExpression') continue;
      return { node, source, shift: before.length };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}
