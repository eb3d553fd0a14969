import { type Cost, costOf } from '../cost/cost.ts';
import { DepthHistogram } from '../cost/depth-histogram.ts';
import { narrowArray } from '../numbers/narrow-array.ts';
import { eventSizes, IN_ARGUMENT, type Program, UNKNOWN_SOURCE } from '../programs/program.ts';
import { epilogueOf } from '../programs/semantics.ts';
import { EPILOGUE } from '../trace/phase-roles.ts';
import type { Semantics } from '../trace/trace.ts';

/** The operand that results are which were put into no argument: accumulators, temporaries, tensors of the program's own. */
const LOCAL = 'local';

/** A part of a scalar program: its reads, and their cost by bytes per element. */
export interface ProgramPart {
  readonly reads: number;
  readonly cost: Cost;
}

/** The reads of a scalar program, taken apart in three ways, each in order of the program and without what is never read. */
export interface ProgramBreakdown {
  /** What the returned values are read for at the end is the operation `epilogue`. */
  readonly ops: readonly (ProgramPart & { readonly op: string })[];
  /** By argument, as the program calls it, results that were put into its tensor among it; or `local`. */
  readonly operands: readonly (ProgramPart & { readonly operand: string })[];
  /** By `file:line` of the user's source, where the program has its lines; null: the epilogue, and what nobody knows of. */
  readonly lines?: readonly (ProgramPart & { readonly line: string | null })[];
}

/**
 * Takes the depths of all reads, as the semantics have them, apart. Throws an internal error where a breakdown does not
 * add up to all reads.
 */
export function programBreakdown(
  program: Program,
  semantics: Semantics,
  depths: Int32Array,
  bytes: readonly number[],
): ProgramBreakdown {
  const byOp = new DepthsByKey<string>();
  const byOperand = new DepthsByKey<string>();
  const byLine = new DepthsByKey<string | null>();
  const opOf = program.kinds.map(({ op }) => byOp.numberOf(op));
  const operands = new OperandNumbers(program, byOperand);
  const lineOf = [null, ...(program.sources ?? [])].map((line) => byLine.numberOf(line));
  const { events, reads, eventSources } = program;
  const sizes = eventSizes(program).reads;
  let read = 0;
  for (let event = 0; event < events.length; event++) {
    const kind = events[event];
    const op = opOf[kind];
    const line = lineOf[eventSources === undefined ? UNKNOWN_SOURCE : eventSources[event]];
    for (const end = read + sizes[kind]; read < end; read++) {
      const depth = depths[read];
      if (depth === 0) continue;
      byOp.add(op, depth);
      byOperand.add(operands.of(reads[read]), depth);
      byLine.add(line, depth);
    }
  }
  for (const cell of epilogueOf(program, semantics)) {
    const depth = depths[read++];
    if (depth === 0) continue;
    byOp.add(byOp.numberOf(EPILOGUE), depth);
    byOperand.add(operands.of(cell), depth);
    byLine.add(lineOf[UNKNOWN_SOURCE], depth);
  }
  const priced = depths.reduce((sum, depth) => (depth === 0 ? sum : sum + 1), 0);
  for (const [what, parts] of Object.entries({ operations: byOp, operands: byOperand, lines: byLine })) {
    if (parts.reads === priced) continue;
    throw new Error(`internal: the ${what} of ${program.name} add up to ${parts.reads} reads of ${priced}`);
  }
  return {
    ops: byOp.parts(bytes).map(([op, part]) => ({ op, ...part })),
    operands: byOperand.parts(bytes).map(([operand, part]) => ({ operand, ...part })),
    ...(program.sources === undefined ? {} : { lines: byLine.parts(bytes).map(([line, part]) => ({ line, ...part })) }),
  };
}

/** Reads by depth for each of a few keys, which are numbered so that reads can be counted by number. */
class DepthsByKey<Key> {
  private readonly numbers = new Map<Key, number>();
  private readonly histograms: DepthHistogram[] = [];

  numberOf(key: Key): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.histograms.length);
    return this.histograms.push(new DepthHistogram()) - 1;
  }

  add(number: number, depth: number): void {
    this.histograms[number].add(depth);
  }

  get reads(): number {
    return this.histograms.reduce((sum, { reads }) => sum + reads, 0);
  }

  parts(bytes: readonly number[]): [Key, ProgramPart][] {
    return [...this.numbers].flatMap(([key, number]): [Key, ProgramPart][] => {
      const histogram = this.histograms[number];
      return histogram.reads === 0 ? [] : [[key, { reads: histogram.reads, cost: costOf(histogram, bytes) }]];
    });
  }
}

/** Which operand a cell is, by number. */
class OperandNumbers {
  private readonly program: Program;
  /** By argument, and after the last for all else. */
  private readonly numbers: readonly number[];
  private readonly argumentOf: ReturnType<typeof narrowArray>;

  constructor(program: Program, operands: DepthsByKey<string>) {
    const { argGroups, argNames } = program;
    this.program = program;
    const names = argGroups.map((_, index) => argNames?.[index] ?? `argument ${index}`);
    this.numbers = [...names, LOCAL].map((name) => operands.numberOf(name));
    this.argumentOf = narrowArray(program.argCount, argGroups.length);
    // Backwards, so that of an argument that is given twice the first stays.
    for (let index = argGroups.length - 1; index >= 0; index--) {
      for (const cell of argGroups[index]) this.argumentOf[cell] = index;
    }
  }

  of(cell: number): number {
    const { argCount, homes } = this.program;
    if (cell < argCount) return this.numbers[this.argumentOf[cell]];
    const home = homes === undefined ? 0 : homes[cell - argCount];
    return this.numbers[home >= IN_ARGUMENT ? home - IN_ARGUMENT : this.numbers.length - 1];
  }
}
