import { InputError } from '../input-error.ts';

/** One operation of a scalar program: it reads its operands in order, repeats kept, and creates new cells. */
export interface ProgramEvent {
  readonly op: string;
  readonly in: readonly number[];
  readonly out: readonly number[];
}

/** A scalar program as it is written down; cells are opaque integers. */
export interface ProgramSource {
  readonly name: string;
  /** The distinct argument cells in argument order: in `two-stack`, the cell at index i has depth i + 1. */
  readonly args: readonly number[];
  /** The same cells by top-level argument, each in row-major order; an argument passed twice repeats its group. */
  readonly argGroups: readonly (readonly number[])[];
  readonly events: readonly ProgramEvent[];
  /** Returned cells in order, duplicates kept. */
  readonly returns: readonly number[];
}

/**
 * A scalar program ready for pricing. Cells are numbered 0 .. cellCount-1 in order of creation: first the arguments,
 * so the argument at position p is cell p, then each event's outputs.
 */
export interface Program {
  readonly name: string;
  readonly cellCount: number;
  readonly argCount: number;
  readonly argGroups: readonly Int32Array[];
  /** By event. */
  readonly ops: readonly string[];
  /** The operands of all events; event i reads `reads[readStart[i]]` up to, but not including, `readStart[i + 1]`. */
  readonly reads: Int32Array;
  readonly readStart: Int32Array;
  /** Event i creates the cells `outStart[i]` up to, but not including, `outStart[i + 1]`. */
  readonly outStart: Int32Array;
  readonly returns: Int32Array;
}

/** `lastUseOf` of a returned cell: it outlives every event. */
export const RETURNED = 2 ** 31 - 1;
/** `lastUseOf` of a cell that is neither read nor returned: it never enters a stack. */
export const UNUSED = -1;

/**
 * Checks a program and numbers its cells densely. O(reads + cells). Throws InputError, starting with `place`, where an
 * event reads or the program returns a cell that does not exist, a cell is created twice, or groups and arguments differ.
 */
export function createProgram(source: ProgramSource, place = `program "${source.name}"`): Program {
  const denseOf = new Map<number, number>();
  const create = (cell: number, where: string): void => {
    if (denseOf.has(cell)) fail(place, `${where}: cell ${cell} is created twice; give each result a cell of its own`);
    denseOf.set(cell, denseOf.size);
  };
  const lookUp = (cell: number, where: string): number => {
    const dense = denseOf.get(cell);
    if (dense === undefined) fail(place, `${where}: cell ${cell} is neither an argument nor an earlier event's result`);
    return dense;
  };

  source.args.forEach((cell, index) => {
    create(cell, `args[${index}]`);
  });
  const argGroups = numberGroups(source, lookUp, place);

  const readStart = new Int32Array(source.events.length + 1);
  const outStart = new Int32Array(source.events.length + 1);
  outStart[0] = denseOf.size;
  const reads = new Int32Array(source.events.reduce((sum, event) => sum + event.in.length, 0));
  let readCount = 0;
  source.events.forEach((event, index) => {
    const where = `events[${index}] (${event.op})`;
    for (const cell of event.in) reads[readCount++] = lookUp(cell, where);
    for (const cell of event.out) create(cell, where);
    readStart[index + 1] = readCount;
    outStart[index + 1] = denseOf.size;
  });

  return {
    name: source.name,
    cellCount: denseOf.size,
    argCount: source.args.length,
    argGroups,
    ops: source.events.map((event) => event.op),
    reads,
    readStart,
    outStart,
    returns: Int32Array.from(source.returns, (cell, index) => lookUp(cell, `returns[${index}]`)),
  };
}

/** By cell: the index of the last event that reads it, RETURNED, or UNUSED. After event i, a cell lives iff this > i. */
export function lastUseOf(program: Program): Int32Array {
  const { reads, readStart } = program;
  const lastUse = new Int32Array(program.cellCount).fill(UNUSED);
  for (let event = 0; event < program.ops.length; event++) {
    for (let r = readStart[event]; r < readStart[event + 1]; r++) lastUse[reads[r]] = event;
  }
  for (const cell of program.returns) lastUse[cell] = RETURNED;
  return lastUse;
}

/** The groups in dense cells. Read in order and without repeats they have to be exactly the arguments. */
function numberGroups(
  source: ProgramSource,
  lookUp: (cell: number, where: string) => number,
  place: string,
): Int32Array[] {
  let seen = 0;
  const groups = source.argGroups.map((group, g) =>
    Int32Array.from(group, (cell, index) => {
      const where = `argument group ${g}, cell ${index}`;
      const position = lookUp(cell, where);
      if (position > seen) fail(place, `${where}: cell ${cell} is out of order; list groups in the order of args`);
      if (position === seen) seen++;
      return position;
    }),
  );
  if (seen < source.args.length) {
    fail(place, `args[${seen}]: cell ${source.args[seen]} is in no argument group; list every argument in a group`);
  }
  return groups;
}

function fail(place: string, message: string): never {
  throw new InputError(`${place}: ${message}`);
}
