import { ceilSqrt } from '../cost/pricing.ts';
import { InputError, quoted } from '../input-error.ts';
import type { ExactInteger } from '../numbers/exact-integer.ts';
import { ExactSum } from '../numbers/exact-sum.ts';
import type { Program } from '../programs/program.ts';
import { createProgram, type ProgramEvent } from '../programs/program-source.ts';

/** A program that says where each of its values is: addresses from 1, of one byte each (D62). */
export interface PlacedProgram {
  /** What it costs where a read of address a costs ceil(sqrt(a)): all operands, and every exit once; writes are free. */
  readonly cost: ExactInteger;
  /** Those that it makes, of exits one each. */
  readonly reads: number;
  readonly maxAddress: number;
  /** The same operations without addresses, for a stack. */
  readonly program: Program;
}

interface Statement {
  readonly op: string;
  readonly to: number;
  /** Addresses that it reads, in order. */
  readonly from: readonly number[];
}

/** By number of operands after the destination: those that it may have. */
const OPERANDS: Readonly<Record<string, readonly number[]>> = {
  add: [1, 2],
  sub: [1, 2],
  mul: [1, 2],
  and: [1, 2],
  or: [1, 2],
  xor: [1, 2],
  not: [1],
  copy: [1],
  cmp: [3],
  set: [1],
};

/** Whether the name of a file says that it is such a program. */
export function isPlacedFile(file: string): boolean {
  return file.endsWith('.ir');
}

/**
 * The program of an `.ir` text, lines or parts between semicolons: the addresses of its inputs, a statement each, the
 * addresses of its exits. `add 3,1,2` reads 1 and 2, `add 3,1` reads 3 and 1; `set` reads nothing. Throws InputError, starting
 * with `file`, at the first thing that is wrong. O(statements).
 */
export function parsePlaced(text: string, file: string): PlacedProgram {
  const lines = text
    .split(/\n|;/)
    .map((line, index) => ({ line: line.trim(), place: `${file}: line ${index + 1}` }))
    .filter(({ line }) => line !== '');
  const [first, last] = [lines[0], lines.at(-1)];
  if (lines.length < 2 || first === undefined || last === undefined) {
    throw new InputError(
      `${file}: holds no program; give addresses of inputs, statements, addresses of exits, a line each`,
    );
  }
  const inputs = addressesIn(first.line, first.place);
  const exits = addressesIn(last.line, last.place);
  const twice = inputs.find((address, index) => inputs.indexOf(address) < index);
  if (twice !== undefined)
    throw new InputError(`${first.place}: address ${twice} is there twice; give each input its own`);
  const statements = lines.slice(1, -1).map(({ line, place }) => ({ ...statementIn(line, place), place }));
  const cost = new ExactSum();
  // null: a constant, which is somewhere, but on no stack (D2).
  const cellAt = new Map<number, number | null>(inputs.map((address, cell) => [address, cell]));
  let cells = inputs.length;
  let maxAddress = [...inputs, ...exits].reduce((most, address) => Math.max(most, address), 0);
  let reads = 0;
  const read = (address: number, place: string): number[] => {
    const cell = cellAt.get(address);
    if (cell === undefined) throw new InputError(`${place}: nothing was put at address ${address}; write it before`);
    cost.add(ceilSqrt(address));
    reads++;
    return cell === null ? [] : [cell];
  };
  const events = statements.flatMap(({ op, to, from, place }): ProgramEvent[] => {
    const operands = from.flatMap((address) => read(address, place));
    maxAddress = Math.max(maxAddress, to);
    cellAt.set(to, operands.length === 0 ? null : cells);
    return operands.length === 0 ? [] : [{ op, in: operands, out: [cells++] }];
  });
  const returns = exits.flatMap((address) => read(address, last.place));
  const args = inputs.map((_, cell) => cell);
  return {
    cost: cost.value(),
    reads,
    maxAddress,
    program: createProgram({ name: file, args, argGroups: [args], events, returns }, file),
  };
}

function addressesIn(text: string, place: string): number[] {
  return text.split(',').map((part) => addressIn(part, place));
}

function addressIn(text: string, place: string): number {
  const address = /^\s*[1-9]\d{0,8}\s*$/.test(text) ? Number(text) : 0;
  if (address === 0) throw new InputError(`${place}: ${quoted(text.trim())} is no address; give a number from 1 on`);
  return address;
}

function statementIn(line: string, place: string): Statement {
  const [, op = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
  const [to, ...operands] = rest.split(',');
  const counts = OPERANDS[op];
  if (counts === undefined || !counts.includes(operands.length)) {
    const known = Object.keys(OPERANDS).join(', ');
    throw new InputError(`${place}: ${quoted(line)} is no statement; give one of ${known} and its addresses`);
  }
  const address = addressIn(to, place);
  if (op === 'set') return { op, to: address, from: [] };
  const sources = operands.slice(0, 2).map((text) => addressIn(text, place));
  const isInPlace = operands.length === 1 && counts.length === 2;
  return { op, to: address, from: isInPlace ? [address, ...sources] : sources };
}
