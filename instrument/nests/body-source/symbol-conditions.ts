import type { AnyNode, ForOfStatement, Function as FunctionNode, LogicalExpression } from 'acorn';
import { parsedFunction } from '../../sources/function-source.ts';
import { type SymbolKind, SymbolScope } from './symbol-scope.ts';

/** Something in the body of a nest whose answer is the same for all iterations, though it does not look so. */
export interface SymbolCondition {
  /** What is asked. */
  readonly kind: 'index' | 'value';
  readonly use: 'condition' | 'comparison';
  /** As it stands in the source, and at which character of the body's text it begins. */
  readonly text: string;
  readonly at: number;
}

const COMPARISONS = new Set<string>(['===', '!==', '==', '!=']);

/**
 * The first place in the text of a nest's body where a loop index or a value is used as a condition (`if (i)`, `!i`,
 * `i && x`, `i ? x : y`) or compared by identity (`i === 0`, `switch (i)`), which JavaScript does not let objects
 * notice. `loops`: characters of the text that lie in the heads of the nest's loops, by which these are told from others.
 * null where there is none, or where the text is not source (of a bound function).
 */
export function symbolCondition(text: string, loops: readonly number[]): SymbolCondition | null {
  const body = parsedFunction(text);
  if (body === null) return null;
  const search = new ConditionSearch(
    body.source,
    loops.map((loop) => loop + body.shift),
  );
  search.body(body.node);
  const [first = null] = search.found.sort((a, b) => a.at - b.at);
  return first === null ? null : { ...first, at: first.at - body.shift };
}

class ConditionSearch {
  readonly found: SymbolCondition[] = [];
  private readonly source: string;
  private readonly loops: readonly number[];

  constructor(source: string, loops: readonly number[]) {
    this.source = source;
    this.loops = loops;
  }

  body({ params, body }: FunctionNode): void {
    const scope = new SymbolScope(null);
    params.forEach((param, index) => {
      scope.declare(param, index === 0 ? 'tensors' : null);
    });
    this.visit(body, scope);
  }

  private visit(node: AnyNode, scope: SymbolScope): void {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression': {
        const inside = new SymbolScope(scope);
        for (const param of node.params) inside.declare(param, null);
        this.visit(node.body, inside);
        return;
      }
      case 'BlockStatement':
        this.children(node, new SymbolScope(scope));
        return;
      case 'ForOfStatement':
        this.loop(node, scope);
        return;
      case 'VariableDeclarator':
        if (node.init) this.visit(node.init, scope);
        scope.declare(node.id, node.init ? scope.kindOf(node.init) : null);
        return;
      case 'AssignmentExpression':
        this.children(node, scope);
        if (node.operator === '=' && node.left.type === 'Identifier') {
          scope.assign(node.left.name, scope.kindOf(node.right));
        }
        return;
      default:
        this.question(node, scope);
        this.children(node, scope);
    }
  }

  private loop(node: ForOfStatement, scope: SymbolScope): void {
    this.visit(node.right, scope);
    const inside = new SymbolScope(scope);
    const kind = this.loops.some((loop) => loop >= node.start && loop < node.body.start) ? 'index' : null;
    if (node.left.type === 'VariableDeclaration') inside.declare(node.left.declarations[0].id, kind);
    else if (node.left.type === 'Identifier') inside.assign(node.left.name, kind);
    this.visit(node.body, inside);
  }

  private question(node: AnyNode, scope: SymbolScope): void {
    switch (node.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'ForStatement':
        if (node.test) this.condition(node.test, node.test, scope);
        break;
      case 'UnaryExpression':
        if (node.operator === '!') this.condition(node.argument, node, scope);
        break;
      case 'LogicalExpression':
        if (node.operator !== '??') this.condition(node.left, node, scope);
        break;
      case 'BinaryExpression':
        if (COMPARISONS.has(node.operator)) this.comparison(node, [node.left, node.right], scope);
        break;
      case 'SwitchStatement':
        this.comparison(node.discriminant, [node.discriminant], scope);
    }
  }

  /** `asked` in brackets or behind `&&` is asked as well. */
  private condition(asked: AnyNode, whole: AnyNode, scope: SymbolScope): void {
    if (isLogical(asked)) this.condition(asked.right, whole, scope);
    this.report(scope.kindOf(asked), 'condition', whole);
  }

  private comparison(whole: AnyNode, sides: readonly AnyNode[], scope: SymbolScope): void {
    for (const side of sides) this.report(scope.kindOf(side), 'comparison', whole);
  }

  private report(kind: SymbolKind | null, use: SymbolCondition['use'], { start, end }: AnyNode): void {
    if (kind !== 'index' && kind !== 'value') return;
    this.found.push({ kind, use, text: this.source.slice(start, end), at: start });
  }

  private children(node: AnyNode, scope: SymbolScope): void {
    for (const child of Object.values(node).flat()) if (isNode(child)) this.visit(child, scope);
  }
}

function isLogical(node: AnyNode): node is LogicalExpression {
  return node.type === 'LogicalExpression' && node.operator !== '??';
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
