import type { CallExpression, Expression, Node, SpreadElement, Super } from 'acorn';
import { InputError } from '../../core/input-error.ts';
import { LoopIndex } from '../../instrument/nests/recording/loop-index.ts';
import { LoopBlock } from '../../instrument/nests/recording/loop-ranges.ts';
import { NestValue } from '../../instrument/nests/recording/nest-value.ts';

/** What a name stands for: a number, a shape, a tensor, an index, a value, or a function that a program may call. */
export type Scope = ReadonlyMap<string, unknown>;

/** The error of a line of what was typed. */
export function faultAt(node: Node, fault: string): InputError {
  return new InputError(`line ${node.loc?.start.line ?? 1}: ${fault}`);
}

/** What an expression of a typed program is worth. Throws InputError, with the line, on what is none of the language. */
export function worthOf(node: Expression | SpreadElement | Super, scope: Scope): unknown {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'number') return node.value;
      throw faultAt(node, 'only numbers can be written down here');
    case 'Identifier':
      if (scope.has(node.name)) return scope.get(node.name);
      throw faultAt(node, `there is no ${node.name}; declare it: const ${node.name} = ...`);
    case 'ArrayExpression':
      return node.elements.map((element) => {
        if (element === null) throw faultAt(node, 'a place of the list is empty');
        return worthOf(element, scope);
      });
    case 'UnaryExpression':
      if (node.operator === '-') return -numberOf(node.argument, scope);
      throw faultAt(node, `${node.operator} is not part of this language`);
    case 'BinaryExpression':
      if (node.left.type === 'PrivateIdentifier') throw faultAt(node, 'there are no classes here');
      return arithmetic(node, node.operator, numberOf(node.left, scope), numberOf(node.right, scope));
    case 'MemberExpression':
      return partOf(node, scope);
    case 'CallExpression':
      return called(node, scope);
    default:
      throw faultAt(
        node,
        `${node.type} is not part of this language: take const, for (const i of range(n)), calls and numbers`,
      );
  }
}

function numberOf(node: Expression, scope: Scope): number {
  const value = worthOf(node, scope);
  if (typeof value === 'number') return value;
  const instead =
    value instanceof LoopIndex
      ? 'an index stands for all iterations: write i.plus(1), i.minus(1), i.times(2)'
      : 'numbers of tensors are combined by .add(), .sub(), .mul(), .div()';
  throw faultAt(node, `only plain numbers are combined by signs; ${instead}`);
}

function arithmetic(node: Node, operator: string, left: number, right: number): number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  if (operator === '/') return left / right;
  if (operator === '%') return left % right;
  throw faultAt(node, `${operator} is not part of this language`);
}

/** `block.start`, `block.number`, `block.stop`. */
function partOf(node: Extract<Expression, { type: 'MemberExpression' }>, scope: Scope): unknown {
  const owner = worthOf(node.object, scope);
  const name = nameOf(node);
  if (owner instanceof LoopBlock && (name === 'start' || name === 'number' || name === 'stop')) return owner[name];
  throw faultAt(node, `.${name} is nothing that can be read; call it`);
}

function nameOf(node: Extract<Expression, { type: 'MemberExpression' }>): string {
  if (!node.computed && node.property.type === 'Identifier') return node.property.name;
  throw faultAt(node, 'elements are read by .get(i, j) and written by .set(i, j, value)');
}

function called(node: CallExpression, scope: Scope): unknown {
  const { callee } = node;
  const given = node.arguments.map((argument) => worthOf(argument, scope));
  if (callee.type === 'Identifier') {
    const run = worthOf(callee, scope);
    if (typeof run === 'function') return run(...given);
    throw faultAt(node, `${callee.name} is no function`);
  }
  if (callee.type !== 'MemberExpression') throw faultAt(node, 'only functions that have a name are called');
  const owner = worthOf(callee.object, scope);
  const name = nameOf(callee);
  const method = methodOf(owner, name);
  if (method === null) throw faultAt(node, `there is no .${name}() ${isSymbol(owner) ? 'of it' : 'of a plain number'}`);
  return method.apply(owner, given);
}

function isSymbol(owner: unknown): owner is object {
  return typeof owner === 'object' && owner !== null && !Array.isArray(owner);
}

/** What a symbol can do by this name: what its class has, but for what JavaScript itself calls. */
function methodOf(owner: unknown, name: string): ((...given: unknown[]) => unknown) | null {
  if (!isSymbol(owner) || ['constructor', 'valueOf', 'toString', 'toJSON'].includes(name)) return null;
  if (!Object.hasOwn(Object.getPrototypeOf(owner), name)) return null;
  const method: unknown = Reflect.get(owner, name);
  return typeof method === 'function' ? (method as (...given: unknown[]) => unknown) : null;
}

/** Whether something is a value of a nest, which has to be put somewhere. */
export function isValue(value: unknown): boolean {
  return value instanceof NestValue;
}
