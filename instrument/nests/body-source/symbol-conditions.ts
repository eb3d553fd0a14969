import type { AnyNode, CallExpression, ForOfStatement, LogicalExpression } from 'acorn';
import { parsedFunction } from '../../sources/function-source.ts';
import { childrenOf, type FunctionNode, type NamedFunctions } from './named-functions.ts';
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

/** What was found in a nest's body, and whether it hands symbols to functions by name, which are to be searched as well. */
export interface BodySearch {
  readonly condition: SymbolCondition | null;
  readonly asksHelpers: boolean;
}

/**
 * The first place in the text of a nest's body where a loop index or a value is used as a condition (`if (i)`, `!i`,
 * `i && x`, `i ? x : y`) or compared by identity (`i === 0`, `switch (i)`), which JavaScript does not let objects
 * notice. `loops`: characters of the text that lie in the heads of the nest's loops, by which these are told from others.
 * null where there is none, or where the text is not source (of a bound function).
 */
export function searchBody(text: string, loops: readonly number[]): BodySearch {
  const body = parsedFunction(text);
  if (body === null) return { condition: null, asksHelpers: false };
  const search = new ConditionSearch(
    body.source,
    loops.map((loop) => loop + body.shift),
    null,
  );
  search.body(body.node);
  const { first, asksHelpers } = search;
  return { condition: first === null ? null : { ...first, at: first.at - body.shift }, asksHelpers };
}

/**
 * The same of the script that a body is in, which begins at character `body` of it: in the body, in functions of the script
 * that it hands indices, values or tensors to by name, and in those that the nest's loops were executed in.
 */
export function searchScript(
  { text, functions }: { readonly text: string; readonly functions: NamedFunctions },
  body: number,
  loops: readonly number[],
): SymbolCondition | null {
  const search = new ConditionSearch(text, loops, functions);
  const node = functions.startingAt(body);
  if (node !== null) search.body(node);
  for (const loop of loops) {
    const around = functions.around(loop);
    if (around !== null && around !== node) search.helper(around, []);
  }
  return search.first;
}

class ConditionSearch {
  asksHelpers = false;
  private readonly found: SymbolCondition[] = [];
  private readonly source: string;
  private readonly loops: readonly number[];
  /** null: those of the script are not known. */
  private readonly functions: NamedFunctions | null;
  /** Helpers and what they were given; they may call themselves. */
  private readonly searched = new Set<string>();

  constructor(source: string, loops: readonly number[], functions: NamedFunctions | null) {
    this.source = source;
    this.loops = loops;
    this.functions = functions;
  }

  /** In the order of the source. */
  get first(): SymbolCondition | null {
    const [first = null] = this.found.sort((a, b) => a.at - b.at);
    return first;
  }

  body({ params, body }: Pick<FunctionNode, 'params' | 'body'>): void {
    const scope = new SymbolScope(null);
    params.forEach((param, index) => {
      scope.declare(param, index === 0 ? 'tensors' : null);
    });
    this.visit(body, scope);
  }

  helper({ params, body, start }: FunctionNode, given: readonly (SymbolKind | null)[]): void {
    const key = `${start} ${given.join()}`;
    if (this.searched.has(key)) return;
    this.searched.add(key);
    const scope = new SymbolScope(null);
    params.forEach((param, index) => {
      scope.declare(param, given[index] ?? null);
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
      case 'CallExpression':
        this.call(node, scope);
        this.children(node, scope);
        return;
      default:
        this.question(node, scope);
        this.children(node, scope);
    }
  }

  private call({ callee, arguments: given, start }: CallExpression, scope: SymbolScope): void {
    if (callee.type !== 'Identifier') return;
    const kinds = given.map((argument) => scope.kindOf(argument));
    if (kinds.every((kind) => kind === null)) return;
    this.asksHelpers = true;
    const called = this.functions?.called(callee.name, start) ?? null;
    if (called !== null) this.helper(called, kinds);
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
    for (const child of childrenOf(node)) this.visit(child, scope);
  }
}

function isLogical(node: AnyNode): node is LogicalExpression {
  return node.type === 'LogicalExpression' && node.operator !== '??';
}
