import { lastUseOf, type Program, UNUSED } from '../../core/programs/program.ts';

/**
 * Takes down a scalar program while it runs. Cells are numbered in order of creation, arguments first, which is the
 * numbering of `Program`, so nothing is renumbered at the end. About 40 bytes an event.
 */
export class ProgramRecorder {
  readonly name: string;
  private readonly ops: string[] = [];
  private readonly reads: number[] = [];
  private readonly readStart: number[] = [0];
  private readonly outStart: number[] = [];
  /** By cell that holds the answer of a comparison: which one. */
  private readonly comparisons = new Map<number, string>();
  private argCount = 0;
  private cellCount = 0;
  private isOpen = true;

  constructor(name: string) {
    this.name = name;
  }

  /** A new argument cell. Throws once an event has been recorded. */
  createArgument(): number {
    if (this.ops.length > 0) throw new Error(`internal: ProgramRecorder: ${this.name} has begun already`);
    this.argCount++;
    return this.cellCount++;
  }

  /**
   * Records one operation that reads `cells` in this order and creates `results` new cells; returns the first of
   * these. Throws Error once the program has returned.
   */
  record(op: string, cells: readonly number[], results: number): number {
    if (!this.isOpen) {
      throw new Error(`Scalar.${op}: the trace of ${this.name} has ended; use its values inside the traced function`);
    }
    this.ops.push(op);
    for (const cell of cells) this.reads.push(cell);
    this.readStart.push(this.reads.length);
    this.outStart.push(this.cellCount);
    const first = this.cellCount;
    this.cellCount += results;
    return first;
  }

  /** Marks a cell as the answer of a comparison, which the program has to use. */
  markComparison(cell: number, op: string): void {
    this.comparisons.set(cell, op);
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
    const program: Program = {
      name: this.name,
      cellCount: this.cellCount,
      argCount: this.argCount,
      argGroups: argGroups.map((group) => Int32Array.from(group)),
      ops: this.ops,
      reads: Int32Array.from(this.reads),
      readStart: Int32Array.from(this.readStart),
      outStart: Int32Array.from([...this.outStart, this.cellCount]),
      returns: Int32Array.from(returns),
    };
    this.requireComparisonsUsed(program);
    return program;
  }

  private requireComparisonsUsed(program: Program): void {
    if (this.comparisons.size === 0) return;
    const lastUse = lastUseOf(program);
    for (const [cell, op] of this.comparisons) {
      if (lastUse[cell] !== UNUSED) continue;
      throw new TypeError(
        `traceScalars: ${this.name}: the answer of .${op}() (cell ${cell}) is never used; ` +
          `a condition has to read it: if (a.${op}(b).truth())`,
      );
    }
  }
}
