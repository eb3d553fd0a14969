import type { Access, Node, Operand } from '../../core/trace/nest.ts';
import { isLocal, isLoop, tripCount } from '../../core/trace/nest.ts';
import type { KernelCall, Trace } from '../../core/trace/trace.ts';

/** One touch of an element of a value. */
export interface ModelAccess {
  readonly kind: 'read' | 'write';
  readonly value: number;
  readonly element: number;
}

/**
 * Every access of a trace, in order: constants and elements of zero-filled values that hold nothing yet included, locals
 * left out. Addresses are multiplied out from the loop variables, unlike in the engines.
 */
export function modelAccesses(trace: Trace): ModelAccess[] {
  const found: ModelAccess[] = [];
  const variables: number[] = [];

  const elementOf = ({ base, strides, table }: Access): number => {
    const affine = (start: number, steps: readonly number[]) =>
      steps.reduce((sum, step, depth) => sum + step * (variables[depth] ?? 0), start);
    if (table === undefined) return affine(base, strides);
    return affine(base, strides) + table.scale * trace.tables[table.id][affine(table.base, table.strides)];
  };
  const touch = (call: KernelCall, kind: 'read' | 'write', operand: Operand) => {
    if (isLocal(operand)) return;
    const value = call.values[operand.slot];
    const element = elementOf(operand);
    if (!(element >= 0 && element < trace.values[value].size)) {
      throw new Error(`${call.kernel}: the model touches element ${element} of ${trace.values[value].size}`);
    }
    found.push({ kind, value, element });
  };
  const visit = (call: KernelCall, nodes: readonly Node[], depth: number) => {
    for (const node of nodes) {
      if (isLoop(node)) {
        const trip = tripCount(node.trip, variables);
        for (let v = 0; v < trip; v++) {
          variables[depth] = v;
          visit(call, node.body, depth + 1);
        }
      } else {
        for (const operand of node.reads) touch(call, 'read', operand);
        if (node.write !== null) touch(call, 'write', node.write);
      }
    }
  };
  for (const call of trace.calls) visit(call, trace.nests[call.nest].body, 0);
  return found;
}
