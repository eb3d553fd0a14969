import { describe, InputError, requireList } from '../input-error.ts';
import { type NarrowArray, narrowArray } from '../numbers/narrow-array.ts';
import { EventKinds } from './event-kinds.ts';
import { IN_ARGUMENT, IN_TENSOR, type Program, REGISTER, UNKNOWN_SOURCE } from './program.ts';

/** One operation of a scalar program: it reads its operands in order, repeats kept, and creates new cells. */
export interface ProgramEvent {
  readonly op: string;
  readonly in: readonly number[];
  readonly out: readonly number[];
  /** Where the user's source says it, an index into the program's `sources`. Missing: unknown. */
  readonly source?: number | undefined;
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
  /** What the program calls its arguments, one name a group. */
  readonly argNames?: readonly string[] | undefined;
  /** The results that were put into tensors, all others being registers. Missing: nobody noted it. */
  readonly stored?: readonly StoredResults[] | undefined;
  /** Places in the user's source, `file:line`; no price depends on them. */
  readonly sources?: readonly string[] | undefined;
}

/** Results that were put into the tensor that argument `arg` is, or, where it is null, into any made by the program. */
export interface StoredResults {
  readonly arg: number | null;
  readonly cells: readonly number[];
}

/**
 * Checks a program and numbers its cells densely. O(reads + cells). Throws InputError, starting with `place`, where an
 * event reads or the program returns a cell that does not exist, a cell is created twice, groups and arguments differ, or
 * names or stored results do not fit them.
 */
export function createProgram(source: ProgramSource, place = `program ${describe(source?.name)}`): Program {
  requireSource(source, place);
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

  const kinds = new EventKinds();
  const kindOf = source.events.map((event) => kinds.numberOf(event.op, event.in.length, event.out.length));
  const events = narrowArray(kindOf.length, kinds.list.length - 1);
  events.set(kindOf);
  const reads = new Int32Array(source.events.reduce((sum, event) => sum + event.in.length, 0));
  let readCount = 0;
  source.events.forEach((event, index) => {
    const where = `events[${index}] (${event.op})`;
    for (const cell of event.in) reads[readCount++] = lookUp(cell, where);
    for (const cell of event.out) create(cell, where);
  });

  return {
    name: source.name,
    cellCount: denseOf.size,
    argCount: source.args.length,
    argGroups,
    ...namesOf(source, place),
    kinds: kinds.list,
    events,
    reads,
    returns: Int32Array.from(source.returns, (cell, index) => lookUp(cell, `returns[${index}]`)),
    ...homesOf(source, denseOf, place),
    ...placesOf(source, place),
  };
}

/** What a program that is made in plain JavaScript may get wrong. */
function requireSource(source: ProgramSource, place: string): void {
  if (typeof source !== 'object' || source === null) fail(place, `must be an object, got ${describe(source)}`);
  for (const key of ['args', 'argGroups', 'events', 'returns'] as const) requireList(`${place}: ${key}`, source[key]);
  if (typeof source.name !== 'string') fail(place, `name must be a text, got ${describe(source.name)}`);
  source.argGroups.forEach((group, index) => {
    requireList(`${place}: argGroups[${index}]`, group);
  });
  source.events.forEach((event, index) => {
    const where = `events[${index}]`;
    if (typeof event?.op !== 'string') fail(place, `${where}: op must be a text, got ${describe(event?.op)}`);
    requireList(`${place}: ${where}.in`, event.in);
    requireList(`${place}: ${where}.out`, event.out);
  });
}

function namesOf({ argNames, argGroups }: ProgramSource, place: string): Pick<Program, 'argNames'> {
  if (argNames === undefined) return {};
  if (argNames.length === argGroups.length) return { argNames };
  fail(place, `names of arguments: ${argNames.length} for ${argGroups.length} argument groups; give each one`);
}

function homesOf(source: ProgramSource, denseOf: ReadonlyMap<number, number>, place: string): Pick<Program, 'homes'> {
  const { stored, args, argGroups } = source;
  if (stored === undefined) return {};
  const homes = narrowArray(denseOf.size - args.length, IN_ARGUMENT + argGroups.length - 1);
  stored.forEach(({ arg, cells }, index) => {
    if (arg !== null && !(arg in argGroups))
      fail(place, `stored[${index}]: there is no argument ${arg}; give null or one`);
    for (const cell of cells) {
      const result = (denseOf.get(cell) ?? -1) - args.length;
      const where = `stored[${index}]: cell ${cell}`;
      if (!(result >= 0)) fail(place, `${where} is no event's result; name results only`);
      if (homes[result] !== REGISTER) fail(place, `${where} is named twice; name each result once`);
      homes[result] = arg === null ? IN_TENSOR : IN_ARGUMENT + arg;
    }
  });
  return { homes };
}

/** The program written down: `createProgram` makes the same of it again. Takes hundreds of bytes an event. */
export function sourceOf(program: Program): ProgramSource {
  const { kinds, events, reads, argCount } = program;
  let read = 0;
  let cell = argCount;
  return {
    name: program.name,
    args: Array.from({ length: argCount }, (_, position) => position),
    argGroups: program.argGroups.map((group) => [...group]),
    events: Array.from(events, (kind, event) => {
      const { op, reads: operands, results } = kinds[kind];
      read += operands;
      cell += results;
      return {
        op,
        in: [...reads.subarray(read - operands, read)],
        out: Array.from({ length: results }, (_, result) => cell - results + result),
        ...sourceAt(program, event),
      };
    }),
    returns: [...program.returns],
    argNames: program.argNames,
    stored: program.homes && storedIn(program.homes, argCount),
    sources: program.sources,
  };
}

function sourceAt({ eventSources }: Program, event: number): Pick<ProgramEvent, 'source'> {
  const source = eventSources === undefined ? UNKNOWN_SOURCE : eventSources[event];
  return source === UNKNOWN_SOURCE ? {} : { source: source - 1 };
}

function placesOf({ sources, events }: ProgramSource, place: string): Pick<Program, 'sources' | 'eventSources'> {
  const eventSources = narrowArray(events.length, sources?.length ?? 0);
  events.forEach(({ op, source }, index) => {
    if (source === undefined) return;
    if (!(source in (sources ?? []))) {
      fail(place, `events[${index}] (${op}): there is no source ${source}; give the index of one of sources`);
    }
    eventSources[index] = 1 + source;
  });
  return sources === undefined ? {} : { sources, eventSources };
}

/** Results by home, in rising order; those in registers are not named. */
function storedIn(homes: NarrowArray, argCount: number): StoredResults[] {
  const stored = new Map<number, number[]>();
  homes.forEach((home, result) => {
    if (home === REGISTER) return;
    const cells = stored.get(home);
    if (cells === undefined) stored.set(home, [argCount + result]);
    else cells.push(argCount + result);
  });
  return [...stored].map(([home, cells]) => ({ arg: home === IN_TENSOR ? null : home - IN_ARGUMENT, cells }));
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
