import type { AnyNode, Expression, Pattern, Super } from 'acorn';

/** What a name or expression in the body of a nest stands for: all of it is true as a condition and equal to itself only. */
export type SymbolKind = 'index' | 'value' | 'cell' | 'tensors';

const INDEX_METHODS = new Set(['plus', 'minus', 'times']);
const BLOCK_PARTS = new Set(['start', 'stop', 'number']);

/** The names of a block of source, and what they stand for where that is a symbol. */
export class SymbolScope {
  private readonly kinds = new Map<string, SymbolKind | null>();
  private readonly outer: SymbolScope | null;

  constructor(outer: SymbolScope | null) {
    this.outer = outer;
  }

  /** All names of a pattern, of which none but a plain one stands for a symbol, or one taken out of the tensors. */
  declare(pattern: Pattern, kind: SymbolKind | null): void {
    switch (pattern.type) {
      case 'Identifier':
        this.kinds.set(pattern.name, kind);
        break;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.declare(property.argument, kind === 'tensors' ? kind : null);
          else this.declare(property.value, kind === 'tensors' ? 'cell' : null);
        }
        break;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element !== null) this.declare(element, null);
        break;
      case 'AssignmentPattern':
        this.declare(pattern.left, kind);
        break;
      case 'RestElement':
        this.declare(pattern.argument, null);
    }
  }

  /** From here on the name stands for something else, wherever it was declared. */
  assign(name: string, kind: SymbolKind | null): void {
    if (this.kinds.has(name) || this.outer === null) this.kinds.set(name, kind);
    else this.outer.assign(name, kind);
  }

  /** What an expression stands for, or null. */
  kindOf(node: AnyNode): SymbolKind | null {
    switch (node.type) {
      case 'Identifier':
        return this.lookUp(node.name);
      case 'MemberExpression':
        return this.memberKind(node.object, nameOf(node));
      case 'CallExpression':
        return this.resultKind(node.callee);
      default:
        return null;
    }
  }

  private lookUp(name: string): SymbolKind | null {
    const kind = this.kinds.get(name);
    return kind !== undefined ? kind : (this.outer?.lookUp(name) ?? null);
  }

  private memberKind(object: AnyNode, name: string | null): SymbolKind | null {
    const kind = this.kindOf(object);
    if (kind === 'tensors') return 'cell';
    return kind === 'index' && name !== null && BLOCK_PARTS.has(name) ? 'index' : null;
  }

  private resultKind(callee: Expression | Super): SymbolKind | null {
    const name = nameOf(callee);
    if (callee.type === 'MemberExpression') {
      const kind = this.kindOf(callee.object);
      if (kind === 'cell') return name === 'get' ? 'value' : null;
      if (kind === 'index') return name !== null && INDEX_METHODS.has(name) ? 'index' : null;
      // Whatever a value is asked for is a value.
      if (kind === 'value') return 'value';
    }
    return name === 'local' ? 'cell' : null;
  }
}

/** The last name in an expression, as `local` in `(0, odometer.local)`, which loaders make of an imported name. */
function nameOf(node: AnyNode): string | null {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'SequenceExpression') return nameOf(node.expressions[node.expressions.length - 1]);
  if (node.type !== 'MemberExpression' || node.computed) return null;
  return node.property.type === 'Identifier' ? node.property.name : null;
}
