import { InputError } from '../../core/input-error.ts';
import { type NarrowArray, narrowArray } from '../../core/numbers/narrow-array.ts';
import { EventKinds } from '../../core/programs/event-kinds.ts';
import { eventSizes, IN_ARGUMENT, type Program } from '../../core/programs/program.ts';
import { LineRecorder } from './line-recorder.ts';
import { NumberPages } from './number-pages.ts';
import { OperandPages } from './operand-pages.ts';

/** Cells are numbered by 32-bit integers. */
const MOST_CELLS = 2 ** 31 - 1;

const integers = (length: number): Int32Array => new Int32Array(length);

/**
 * Takes down a scalar program while it runs. Cells are numbered in order of creation, arguments first, which is the
 * numbering of `Program`, so nothing is renumbered at the end. A byte an event, two where there are more than 256 kinds
 * of them, and one, two or five an operand (OperandPages).
 */
export class ProgramRecorder {
  readonly name: string;
  private readonly kinds = new EventKinds();
  private readonly events = new NumberPages<NarrowArray>(narrowArray, 2 ** 8 - 1);
  private readonly operands = new OperandPages();
  /** Cells that hold the answer of a comparison. */
  private readonly comparisons = new NumberPages<Int32Array>(integers, MOST_CELLS);
  /** By result, where it was put; as long as one was put. */
  private homes: NarrowArray;
  private readonly argNames: readonly string[];
  private readonly lines: LineRecorder | null;
  /** By operation, the kind of its events of one operand, and of two, and one result: found without making a key. */
  private readonly unaryKinds = new Map<string, number>();
  private readonly binaryKinds = new Map<string, number>();
  /** The latest operation of two operands, and the one before it. */
  private recentOp = '';
  private recentKind = -1;
  private earlierOp = '';
  private earlierKind = -1;
  private argCount = 0;
  private cellCount = 0;
  private isOpen = true;

  /** `recordsLines`: each event names the line of the user's source that it comes from. */
  constructor(name: string, argNames: readonly string[], recordsLines = false) {
    this.name = name;
    this.argNames = argNames;
    this.lines = recordsLines ? new LineRecorder() : null;
    this.homes = narrowArray(0, this.largestHome);
  }

  /** Bytes of all arrays that the program lies in while it is taken down. */
  get byteLength(): number {
    const { events, operands, comparisons, homes, lines } = this;
    return [events, operands, comparisons, homes, lines].reduce((sum, list) => sum + (list?.byteLength ?? 0), 0);
  }

  /** A new argument cell. Throws once an event has been recorded. */
  createArgument(): number {
    if (this.events.length > 0) throw new Error(`internal: ProgramRecorder: ${this.name} has begun already`);
    this.argCount++;
    return this.cellCount++;
  }

  /**
   * Records one operation that reads `cells` in this order and creates `results` new cells; returns the first of
   * these. Throws Error once the program has returned, InputError where it has too many cells.
   */
  record(op: string, cells: readonly number[], results: number): number {
    this.begin(op);
    const kind = this.kinds.numberOf(op, cells.length, results);
    this.events.push(kind);
    const first = this.cellCount;
    cells.forEach((cell, index) => {
      this.operands.push(cell, first, kind, index);
    });
    this.cellCount += results;
    return first;
  }

  /** As `record` of one operand and one result, without a list of cells: this is where time goes. */
  recordUnary(op: string, cell: number): number {
    this.begin(op);
    let kind = this.unaryKinds.get(op);
    if (kind === undefined) {
      kind = this.kinds.numberOf(op, 1, 1);
      this.unaryKinds.set(op, kind);
    }
    this.events.push(kind);
    this.operands.push(cell, this.cellCount, kind, 0);
    return this.cellCount++;
  }

  /** As `record` of two operands and one result, without a list of cells: this is where time goes. */
  recordBinary(op: string, left: number, right: number): number {
    this.begin(op);
    // Loops alternate between two operations mostly: both are known without a look into the map.
    if (op !== this.recentOp) this.turnTo(op);
    const kind = this.recentKind;
    this.events.push(kind);
    this.operands.push(left, this.cellCount, kind, 0);
    this.operands.push(right, this.cellCount, kind, 1);
    return this.cellCount++;
  }

  /** Notes that a cell was put into a tensor: of several, the first that is an argument, or else any. */
  putIn(home: number, cell: number): void {
    const result = cell - this.argCount;
    if (result < 0) return;
    if (result >= this.homes.length) this.homes = this.homesFor(Math.max(result + 1, this.homes.length * 1.5));
    if (this.homes[result] < IN_ARGUMENT) this.homes[result] = home;
  }

  /** Marks a cell as the answer of a comparison, which the program has to use. */
  markComparison(cell: number): void {
    this.comparisons.push(cell);
  }

  /** Throws TypeError where an operand belongs to another trace than the one before it. */
  requireSame(op: string, other: ProgramRecorder): void {
    if (other === this) return;
    throw new TypeError(`Scalar.${op}: operands belong to two traces, ${this.name} and ${other.name}`);
  }

  /** Ends the program: from here on nothing can be recorded. */
  close(): void {
    this.isOpen = false;
  }

  /**
   * What was recorded. Throws TypeError where the answer of a comparison was
   * neither read nor returned: an `if` that tests a traced value without reading it always takes the same branch.
   */
  finish(argGroups: readonly (readonly number[])[], returns: readonly number[]): Program {
    const { argCount } = this;
    const kinds = this.kinds.list;
    const events = this.events.join(kinds.length - 1);
    const program: Program = {
      name: this.name,
      cellCount: this.cellCount,
      argCount,
      argGroups: argGroups.map((group) => Int32Array.from(group)),
      argNames: this.argNames,
      kinds,
      events,
      reads: this.operands.join({ kinds, events, argCount }),
      returns: Int32Array.from(returns),
      homes: this.homesOfAll(this.cellCount - argCount),
      ...this.lines?.finish(),
    };
    this.requireComparisonsUsed(program);
    return program;
  }

  private get largestHome(): number {
    return IN_ARGUMENT + this.argNames.length - 1;
  }

  /** The homes of all results: not copied where there are so many, since what was never written takes no memory. */
  private homesOfAll(results: number): NarrowArray {
    return results <= this.homes.length ? this.homes.subarray(0, results) : this.homesFor(results);
  }

  /** The homes of so many results, in an array of its own. */
  private homesFor(results: number): NarrowArray {
    const homes = narrowArray(Math.floor(results), this.largestHome);
    homes.set(this.homes.subarray(0, homes.length));
    return homes;
  }

  /** Makes an operation of two operands the recent one. */
  private turnTo(op: string): void {
    const { recentOp, recentKind } = this;
    this.recentKind = op === this.earlierOp ? this.earlierKind : this.binaryKindOf(op);
    this.recentOp = op;
    this.earlierOp = recentOp;
    this.earlierKind = recentKind;
  }

  private binaryKindOf(op: string): number {
    let kind = this.binaryKinds.get(op);
    if (kind === undefined) {
      kind = this.kinds.numberOf(op, 2, 1);
      this.binaryKinds.set(op, kind);
    }
    return kind;
  }

  private begin(op: string): void {
    if (!this.isOpen) {
      throw new Error(`Scalar.${op}: the trace of ${this.name} has ended; use its values inside the traced function`);
    }
    if (this.cellCount >= MOST_CELLS) {
      throw new InputError(`traceScalars: ${this.name} has more than 2^31 - 1 results; trace a smaller size`);
    }
    if (this.lines !== null) this.lines.note();
  }

  private requireComparisonsUsed(program: Program): void {
    if (this.comparisons.length === 0) return;
    const isUsed = new Uint8Array(program.cellCount);
    for (const cell of program.reads) isUsed[cell] = 1;
    for (const cell of program.returns) isUsed[cell] = 1;
    const unused = this.comparisons.join(MOST_CELLS).find((cell) => isUsed[cell] === 0);
    if (unused === undefined) return;
    const op = makerOf(program, unused);
    throw new TypeError(
      `traceScalars: ${this.name}: the answer of .${op}() (cell ${unused}) is never used; ` +
        `a condition has to read it: if (a.${op}(b).truth())`,
    );
  }
}

/** The operation whose result a cell is. */
function makerOf(program: Program, cell: number): string {
  const { kinds, events, argCount } = program;
  const { results } = eventSizes(program);
  let next = argCount;
  const event = events.findIndex((kind) => {
    next += results[kind];
    return cell < next;
  });
  return kinds[events[event]].op;
}
