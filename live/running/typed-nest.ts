import type { ForOfStatement, ModuleDeclaration, Node, Statement, VariableDeclaration } from 'acorn';
import { parse } from 'acorn';
import { InputError } from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { type NestTensors, nest } from '../../instrument/nests/nest.ts';
import { blocks, range } from '../../instrument/nests/recording/loop-ranges.ts';
import { local } from '../../instrument/nests/recording/nest-local.ts';
import { inout, input, isDeclaration, output, scratch } from '../../instrument/nests/tensor-declaration.ts';
import { sayingLines } from '../../instrument/sources/user-line.ts';
import { faultAt, isValue, type Scope, worthOf } from './typed-expressions.ts';

/** What every typed program can call. */
const FUNCTIONS: Scope = new Map<string, unknown>(
  Object.entries({ input, output, inout, scratch, range, blocks, local: () => local() }),
);

/**
 * Loops as somebody types them, as a trace: tensors and sizes as `const` first, and then the body of a nest. Interpreted,
 * not compiled, so that the page needs no leave to make code of text: `const`, `for (const i of range(n))`, calls, whole
 * numbers. Throws InputError that begins with `line N: `.
 */
export function typedTrace(text: string): Trace {
  const program = parsed(text);
  const scope = new Map(FUNCTIONS);
  const tensors: Record<string, NestTensors[string]> = {};
  const isHead = (node: Statement | ModuleDeclaration): node is VariableDeclaration => {
    if (node.type !== 'VariableDeclaration') return false;
    const [{ init }] = node.declarations;
    return init?.type !== 'CallExpression' || init.callee.type !== 'Identifier' || init.callee.name !== 'local';
  };
  const first = program.findIndex((node) => !isHead(node));
  const head = first < 0 ? program : program.slice(0, first);
  let line = 1;
  const atLine = (node: Node): void => {
    line = node.loc?.start.line ?? line;
  };
  return sayingLines(
    () => `line ${line}`,
    () => {
      for (const node of head) {
        atLine(node);
        declare(node as VariableDeclaration, scope);
      }
      for (const [name, value] of scope) if (isDeclaration(value)) tensors[name] = value;
      if (Object.keys(tensors).length === 0) {
        throw new InputError('line 1: declare a tensor first: const x = input([16]), const y = output([16])');
      }
      const body = program.slice(head.length);
      return nest(tensors, (given) => {
        const within = new Map(scope);
        for (const [name, tensor] of Object.entries(given)) within.set(name, tensor);
        run(body, within, atLine);
      }).trace('your loops');
    },
  );
}

function parsed(text: string): (Statement | ModuleDeclaration)[] {
  try {
    return parse(text, { ecmaVersion: 2022, locations: true }).body;
  } catch (error) {
    const { loc, message } = error as { loc?: { line: number }; message: string };
    throw new InputError(`line ${loc?.line ?? 1}: ${message.replace(/ \(\d+:\d+\)$/, '')}`);
  }
}

function declare(node: VariableDeclaration, scope: Map<string, unknown>): void {
  if (node.kind !== 'const')
    throw faultAt(node, `take const in place of ${node.kind}; what changes is a local() or a tensor`);
  for (const { id, init } of node.declarations) {
    if (id.type !== 'Identifier' || !init) throw faultAt(node, 'a const has one name and what it stands for');
    if (FUNCTIONS.has(id.name)) throw faultAt(node, `${id.name} is a function here; take another name`);
    scope.set(id.name, worthOf(init, scope));
  }
}

function run(nodes: readonly (Statement | ModuleDeclaration)[], scope: Scope, atLine: (node: Node) => void): void {
  const within = new Map(scope);
  for (const node of nodes) {
    atLine(node);
    switch (node.type) {
      case 'VariableDeclaration':
        declare(node, within);
        break;
      case 'ForOfStatement':
        loop(node, within, atLine);
        break;
      case 'BlockStatement':
        run(node.body, within, atLine);
        break;
      case 'ExpressionStatement':
        if (isValue(worthOf(node.expression, within))) throw faultAt(node, 'the value is put nowhere: .set() it');
        break;
      case 'EmptyStatement':
        break;
      default:
        throw faultAt(
          node,
          `${node.type} is not part of this language: take const, for (const i of range(n)) and calls`,
        );
    }
  }
}

function loop({ left, right, body }: ForOfStatement, scope: Scope, atLine: (node: Node) => void): void {
  if (left.type !== 'VariableDeclaration' || left.declarations[0].id.type !== 'Identifier') {
    throw faultAt(left, 'a loop is written for (const i of range(n))');
  }
  const items = worthOf(right, scope);
  if (typeof items !== 'object' || items === null || !(Symbol.iterator in items) || Array.isArray(items)) {
    throw faultAt(right, 'a loop is over range(n), blocks(n, width) or a block');
  }
  for (const item of items as Iterable<unknown>) {
    run([body], new Map(scope).set(left.declarations[0].id.name, item), atLine);
    // The loop itself is where it stands, not where its body ended.
    atLine(left);
  }
}
