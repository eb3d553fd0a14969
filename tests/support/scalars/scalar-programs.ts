import fc from 'fast-check';
import type { ProgramEvent, ProgramSource } from '../../../core/programs/program-source.ts';

/**
 * Random programs: repeats, dead results, unused and aliased arguments, events with 0 to 3 results, duplicate returns.
 * `ids` maps the k-th created cell to its id.
 */
export function randomProgram(ids: (k: number) => number = (k) => k): fc.Arbitrary<ProgramSource> {
  const choice = fc.nat();
  const event = fc.record({ in: fc.array(choice, { minLength: 1, maxLength: 4 }), out: fc.nat({ max: 3 }) });
  return fc
    .record({
      groups: fc.array(fc.nat({ max: 5 }), { maxLength: 6 }),
      aliased: fc.array(choice, { maxLength: 3 }),
      events: fc.array(event, { minLength: 0, maxLength: 120, size: 'max' }),
      returns: fc.array(choice, { maxLength: 10 }),
    })
    .map((shape) => {
      let created = 0;
      const argGroups = shape.groups.map((size) => Array.from({ length: size }, () => ids(created++)));
      const args = argGroups.flat();
      for (const index of shape.aliased) if (argGroups.length > 0) argGroups.push(argGroups[index % argGroups.length]);
      const cells = [...args];
      const pick = (index: number): number => cells[index % cells.length];
      const events: ProgramEvent[] = [];
      for (const { in: operands, out } of shape.events) {
        if (cells.length === 0) break;
        const read = operands.map(pick);
        const results = Array.from({ length: out }, () => ids(created++));
        cells.push(...results);
        events.push({ op: 'op', in: read, out: results });
      }
      const returns = cells.length === 0 ? [] : shape.returns.map(pick);
      return { name: 'random', args, argGroups, events, returns };
    });
}

/** C = A B for n x n matrices as the reference writes it: a product, then products added to it, rows then columns. */
export function naiveMatmul(n: number): ProgramSource {
  const events: ProgramEvent[] = [];
  let created = 0;
  const matrix = (): number[] => Array.from({ length: n * n }, () => created++);
  const a = matrix();
  const b = matrix();
  const emit = (op: string, ...operands: number[]): number => {
    events.push({ op, in: operands, out: [created] });
    return created++;
  };
  const returns: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = emit('mul', a[i * n], b[j]);
      for (let k = 1; k < n; k++) sum = emit('add', sum, emit('mul', a[i * n + k], b[k * n + j]));
      returns.push(sum);
    }
  }
  return { name: `matmul_naive_${n}`, args: [...a, ...b], argGroups: [a, b], events, returns };
}
