import { type Cost, costOf } from '../cost/cost.ts';
import { DepthHistogram } from '../cost/depth-histogram.ts';
import type { NarrowArray } from '../numbers/narrow-array.ts';
import { eventSizes, IN_ARGUMENT, type Program, UNKNOWN_SOURCE } from '../programs/program.ts';
import { epilogueOf } from '../programs/semantics.ts';
import { EPILOGUE } from '../trace/phase-roles.ts';
import type { Semantics } from '../trace/trace.ts';
import { ReadCounts } from './read-counts.ts';

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

/** In place of a part's number: none of its reads was met. */
const UNMET = -1;
/** In place of a cell's home: nobody noted any. */
const NO_HOMES: NarrowArray = new Uint8Array(0);

/**
 * Takes the reads of a program apart while their depths are told. What is counted is how many reads of one operation, operand
 * and line go to each depth, so that each is counted once; all else is added up from that.
 */
export class ProgramParts {
  private readonly program: Program;
  private readonly counts = new ReadCounts();
  private readonly sizes: Int32Array;
  private readonly operands: Operands;
  private readonly epilogue: readonly number[];
  /** By row, the kind of events and their source, which is one of them; that of the epilogue is a kind of its own. */
  private readonly rows: { readonly kind: number; readonly source: number }[] = [];
  private readonly rowOf = new Map<number, number>();
  /**
   * By kind, where the row begins that its latest event was counted in, and that event's source: without sources, and where
   * a kind comes from the same line again, nothing is looked up.
   */
  private readonly latestRow: Int32Array;
  private readonly latestSource: Int32Array;
  /** By row, and in it by operand: the number of the part, or UNMET. */
  private parts = new Int32Array(0);
  /** Where the row of the event begins whose operands are being told, and up to which read they reach. */
  private event = -1;
  private row = 0;
  private end = 0;
  private read = 0;

  constructor(program: Program, semantics: Semantics) {
    this.program = program;
    this.sizes = eventSizes(program).reads;
    this.operands = operandsOf(program);
    this.epilogue = epilogueOf(program, semantics);
    this.latestRow = new Int32Array(program.kinds.length);
    this.latestSource = new Int32Array(program.kinds.length).fill(UNMET);
  }

  /** The next reads: those of all events, and then those of the epilogue. 0: a free one, which is in no part. */
  add(depths: Int32Array): void {
    const { epilogue, counts } = this;
    const { reads, argCount, homes = NO_HOMES } = this.program;
    const { ofArgument, ofHome, local } = this.operands;
    let { read } = this;
    for (let i = 0; i < depths.length; i++, read++) {
      if (read === this.end) this.advance();
      const depth = depths[i];
      if (depth === 0) continue;
      const cell = read < reads.length ? reads[read] : epilogue[read - reads.length];
      const result = cell - argCount;
      const operand = result < 0 ? ofArgument[cell] : result < homes.length ? ofHome[homes[result]] : local;
      let part = this.parts[this.row + operand];
      if (part === UNMET) {
        part = counts.addPart();
        this.parts[this.row + operand] = part;
      }
      counts.add(part, depth);
    }
    this.read = read;
  }

  /** Reads by depth, of all parts together. */
  histogram(): DepthHistogram {
    const all = new DepthHistogram();
    for (const part of this.parts) if (part !== UNMET) this.counts.addTo(all, part);
    return all;
  }

  /** All that was told. Throws an internal error where a breakdown does not add up to so many reads. */
  breakdown(reads: number, bytes: readonly number[]): ProgramBreakdown {
    const { program, operands } = this;
    const { kinds, sources } = program;
    const ops = new DepthsByKey<string>([...kinds.map(({ op }) => op), EPILOGUE]);
    const byOperand = new DepthsByKey<string>(operands.names);
    const lines = new DepthsByKey<string | null>([null, ...(sources ?? [])]);
    this.rows.forEach(({ kind, source }, row) => {
      operands.names.forEach((name, operand) => {
        const part = this.parts[row * operands.names.length + operand];
        if (part === UNMET) return;
        this.counts.addTo(ops.of(kinds[kind]?.op ?? EPILOGUE), part);
        this.counts.addTo(byOperand.of(name), part);
        this.counts.addTo(lines.of(source === UNKNOWN_SOURCE ? null : (sources?.[source - 1] ?? null)), part);
      });
    });
    for (const [what, parts] of Object.entries({ operations: ops, operands: byOperand, lines })) {
      if (parts.reads === reads) continue;
      throw new Error(`internal: the ${what} of ${program.name} add up to ${parts.reads} reads of ${reads}`);
    }
    return {
      ops: ops.parts(bytes).map(([op, part]) => ({ op, ...part })),
      operands: byOperand.parts(bytes).map(([operand, part]) => ({ operand, ...part })),
      ...(sources === undefined ? {} : { lines: lines.parts(bytes).map(([line, part]) => ({ line, ...part })) }),
    };
  }

  /** To the next event that reads, or to the epilogue. */
  private advance(): void {
    const { events, eventSources, reads, kinds } = this.program;
    const start = this.end;
    while (this.end === start) {
      this.event++;
      if (this.event >= events.length) {
        this.row = this.rowFor(kinds.length, UNKNOWN_SOURCE);
        this.end = reads.length + this.epilogue.length;
        return;
      }
      this.end += this.sizes[events[this.event]];
    }
    const kind = events[this.event];
    const source = eventSources === undefined ? UNKNOWN_SOURCE : eventSources[this.event];
    if (this.latestSource[kind] !== source) {
      this.latestRow[kind] = this.rowFor(kind, source);
      this.latestSource[kind] = source;
    }
    this.row = this.latestRow[kind];
  }

  /** Where the row of a kind and a source begins. */
  private rowFor(kind: number, source: number): number {
    const { length } = this.operands.names;
    const key = source * (this.program.kinds.length + 1) + kind;
    let row = this.rowOf.get(key);
    if (row === undefined) {
      row = this.rows.push({ kind, source }) - 1;
      this.rowOf.set(key, row);
      const grown = new Int32Array((row + 1) * length).fill(UNMET);
      grown.set(this.parts);
      this.parts = grown;
    }
    return row * length;
  }
}

/** Reads by depth for each of a few keys. */
class DepthsByKey<Key> {
  private readonly histograms = new Map<Key, DepthHistogram>();

  /** `keys`: in the order in which they are listed, some of them twice. */
  constructor(keys: readonly Key[]) {
    for (const key of keys) if (!this.histograms.has(key)) this.histograms.set(key, new DepthHistogram());
  }

  of(key: Key): DepthHistogram {
    const histogram = this.histograms.get(key);
    if (histogram === undefined) throw new Error(`internal: ${key} is no part of the program`);
    return histogram;
  }

  get reads(): number {
    return [...this.histograms.values()].reduce((sum, { reads }) => sum + reads, 0);
  }

  parts(bytes: readonly number[]): [Key, ProgramPart][] {
    return [...this.histograms].flatMap(([key, histogram]): [Key, ProgramPart][] =>
      histogram.reads === 0 ? [] : [[key, { reads: histogram.reads, cost: costOf(histogram, bytes) }]],
    );
  }
}

/** Which operand a cell is, by number. */
interface Operands {
  /** By number, each once. */
  readonly names: readonly string[];
  /** By argument cell, and by home of a result. */
  readonly ofArgument: Int32Array;
  readonly ofHome: Int32Array;
  /** Of a result whose home nobody noted. */
  readonly local: number;
}

function operandsOf({ argCount, argGroups, argNames }: Program): Operands {
  const given = argGroups.map((_, index) => argNames?.[index] ?? `argument ${index}`);
  const names = [...new Set([...given, LOCAL])];
  const ofArgument = new Int32Array(argCount);
  // Backwards, so that of an argument that is given twice the first stays.
  for (let index = argGroups.length - 1; index >= 0; index--) {
    for (const cell of argGroups[index]) ofArgument[cell] = names.indexOf(given[index]);
  }
  const local = names.indexOf(LOCAL);
  const ofHome = new Int32Array(IN_ARGUMENT + given.length).fill(local);
  given.forEach((name, index) => {
    ofHome[IN_ARGUMENT + index] = names.indexOf(name);
  });
  return { names, ofArgument, ofHome, local };
}
