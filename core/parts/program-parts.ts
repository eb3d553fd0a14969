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

/** Takes the reads of a program apart while their depths are told. */
export class ProgramParts {
  private readonly program: Program;
  private readonly byOp = new DepthsByKey<string>();
  private readonly byOperand = new DepthsByKey<string>();
  private readonly byLine = new DepthsByKey<string | null>();
  private readonly sizes: Int32Array;
  /** By kind of event, and by source. */
  private readonly opOf: readonly number[];
  private readonly lineOf: readonly number[];
  private readonly operands: OperandNumbers;
  private readonly epilogue: readonly number[];
  private readonly epilogueOp: number;
  /** The event whose operands are being told, its operation and line, and up to which read its operands reach. */
  private event = -1;
  private op = 0;
  private line = 0;
  private end = 0;
  private read = 0;

  constructor(program: Program, semantics: Semantics) {
    this.program = program;
    this.sizes = eventSizes(program).reads;
    this.opOf = program.kinds.map(({ op }) => this.byOp.numberOf(op));
    this.epilogueOp = this.byOp.numberOf(EPILOGUE);
    this.lineOf = [null, ...(program.sources ?? [])].map((line) => this.byLine.numberOf(line));
    this.operands = new OperandNumbers(program, this.byOperand);
    this.epilogue = epilogueOf(program, semantics);
  }

  /** The next reads: those of all events, and then those of the epilogue. 0: a free one, which is in no part. */
  add(depths: Int32Array): void {
    const { reads } = this.program;
    for (let i = 0; i < depths.length; i++) {
      const read = this.read++;
      if (read === this.end) this.advance();
      const depth = depths[i];
      if (depth === 0) continue;
      this.byOp.add(this.op, depth);
      this.byOperand.add(
        this.operands.of(read < reads.length ? reads[read] : this.epilogue[read - reads.length]),
        depth,
      );
      this.byLine.add(this.line, depth);
    }
  }

  /** All that was told. Throws an internal error where a breakdown does not add up to so many reads. */
  breakdown(reads: number, bytes: readonly number[]): ProgramBreakdown {
    const { program, byOp, byOperand, byLine } = this;
    for (const [what, parts] of Object.entries({ operations: byOp, operands: byOperand, lines: byLine })) {
      if (parts.reads === reads) continue;
      throw new Error(`internal: the ${what} of ${program.name} add up to ${parts.reads} reads of ${reads}`);
    }
    return {
      ops: byOp.parts(bytes).map(([op, part]) => ({ op, ...part })),
      operands: byOperand.parts(bytes).map(([operand, part]) => ({ operand, ...part })),
      ...(program.sources === undefined
        ? {}
        : { lines: byLine.parts(bytes).map(([line, part]) => ({ line, ...part })) }),
    };
  }

  /** To the next event that reads, or to the epilogue. */
  private advance(): void {
    const { events, eventSources, reads } = this.program;
    const start = this.end;
    while (this.end === start) {
      this.event++;
      if (this.event >= events.length) {
        this.op = this.epilogueOp;
        this.line = this.lineOf[UNKNOWN_SOURCE];
        this.end = reads.length + this.epilogue.length;
        return;
      }
      this.end += this.sizes[events[this.event]];
    }
    this.op = this.opOf[events[this.event]];
    this.line = this.lineOf[eventSources === undefined ? UNKNOWN_SOURCE : eventSources[this.event]];
  }
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
