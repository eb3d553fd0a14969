import type { AnyNode, ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'acorn';
import { parse } from 'acorn';

export type FunctionNode = ArrowFunctionExpression | FunctionDeclaration | FunctionExpression;

/** Characters of a script. */
type Stretch = Pick<AnyNode, 'start' | 'end'>;

/** A function that a script has a name for, and the characters between which it is known. */
interface NamedFunction {
  readonly name: string;
  readonly node: FunctionNode;
  readonly scope: Stretch;
}

/** The functions of a script, to be found by where they are and by what they are called. */
export class NamedFunctions {
  private readonly all: FunctionNode[] = [];
  private readonly named: NamedFunction[] = [];

  private constructor(script: AnyNode) {
    this.visit(script, script);
  }

  /** null where the text is not source. */
  static in(script: string): NamedFunctions | null {
    try {
      return new NamedFunctions(
        parse(script, { ecmaVersion: 'latest', sourceType: 'module', allowReturnOutsideFunction: true }),
      );
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  }

  startingAt(at: number): FunctionNode | null {
    return this.all.find(({ start }) => start === at) ?? null;
  }

  /** The innermost one with this character. */
  around(at: number): FunctionNode | null {
    return innermost(this.all.filter((node) => isWithin(node, at)));
  }

  /** What a name stands for where it is called: of several the one whose block is the innermost. */
  called(name: string, at: number): FunctionNode | null {
    const known = this.named.filter((named) => named.name === name && isWithin(named.scope, at));
    const scope = innermost(known.map((named) => named.scope));
    return known.find((named) => named.scope === scope)?.node ?? null;
  }

  private visit(node: AnyNode, scope: Stretch): void {
    if (isFunction(node)) this.all.push(node);
    if (node.type === 'FunctionDeclaration' && node.id !== null) this.named.push({ name: node.id.name, node, scope });
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init && isFunction(node.init)) {
      this.named.push({ name: node.id.name, node: node.init, scope });
    }
    const inside = node.type === 'BlockStatement' ? node : scope;
    for (const child of childrenOf(node)) this.visit(child, inside);
  }
}

/** The nodes that a node of a syntax tree is made of. */
export function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  );
}

function isWithin({ start, end }: Stretch, at: number): boolean {
  return start <= at && at < end;
}

/** Of nodes that lie within one another. */
function innermost<N extends Stretch>(nodes: readonly N[]): N | null {
  return nodes.reduce<N | null>((found, node) => (found === null || node.start >= found.start ? node : found), null);
}
