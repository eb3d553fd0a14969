import type { AnyNode } from 'acorn';
import { parsedFunction } from './function-source.ts';

/**
 * What a function calls its first `count` parameters, as its source spells them; `argument 2` where one has no name of
 * its own (it is taken apart, or rest), or where the source cannot be read.
 */
export function parameterNames(fn: (...args: never[]) => unknown, count: number): string[] {
  const params = parsedFunction(String(fn))?.node.params ?? [];
  return Array.from({ length: count }, (_, index) => {
    let param: AnyNode | undefined = params[index];
    if (param?.type === 'AssignmentPattern') param = param.left;
    return param?.type === 'Identifier' ? param.name : `argument ${index}`;
  });
}
