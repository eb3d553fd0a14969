import type { Access, Node, Op, Operand } from '../../../core/trace/nest.ts';
import { isLocal, isLoop, tripCount } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';

/** What an instruction computes, where its operation says all. One operand of `mul` is squared. */
const FORMULAS: Partial<Record<Op, (operands: number[]) => number>> = {
  add: ([a, b]) => a + b,
  sub: ([a, b]) => a - b,
  mul: ([a, b = a]) => a * b,
  div: ([a, b]) => a / b,
  copy: ([a]) => a,
};

/**
 * Computes the elements of the returned values by executing a trace's instructions on its arguments: whether the
 * operands, locals included, are wired as the kernel computes. Whatever holds nothing is 0. `constants` are the elements
 * of the constant values, in order of their numbers.
 */
export function interpret(
  trace: Trace,
  inputs: readonly ArrayLike<number>[],
  constants: readonly ArrayLike<number>[] = [],
): number[][] {
  const elements = trace.values.map(({ size }) => new Array<number>(size).fill(0));
  trace.arguments.forEach((value, index) => {
    elements[value] = Array.from(inputs[index]);
  });
  const left = [...constants];
  trace.values.forEach(({ kind }, value) => {
    const given = kind === 'constant' ? left.shift() : undefined;
    if (given !== undefined) elements[value] = Array.from(given);
  });
  for (const call of trace.calls) {
    const nest = trace.nests[call.nest];
    const locals = new Array<number>(nest.locals).fill(0);
    const variables: number[] = [];
    const place = (operand: Operand): [number[], number] => {
      if (isLocal(operand)) return [locals, operand.local];
      const { slot, base, strides, table }: Access = operand;
      const affine = (start: number, steps: readonly number[]) =>
        steps.reduce((sum, step, depth) => sum + step * (variables[depth] ?? 0), start);
      const entry = table === undefined ? 0 : table.scale * trace.tables[table.id][affine(table.base, table.strides)];
      return [elements[call.values[slot]], affine(base, strides) + entry];
    };
    const visit = (nodes: readonly Node[], depth: number): void => {
      for (const node of nodes) {
        if (isLoop(node)) {
          const trip = tripCount(node.trip, variables);
          for (let v = 0; v < trip; v++) {
            variables[depth] = v;
            for (const local of node.fresh ?? []) locals[local] = 0;
            visit(node.body, depth + 1);
          }
        } else if (node.write !== null) {
          const formula = FORMULAS[node.op];
          if (formula === undefined) throw new Error(`interpret: ${call.kernel} computes ${node.op}`);
          const operands = node.reads.map((operand) => {
            const [array, index] = place(operand);
            return array[index];
          });
          const [array, index] = place(node.write);
          array[index] = formula(operands);
        }
      }
    };
    visit(nest.body, 0);
  }
  return trace.returned.map((value) => elements[value]);
}
