import { describe } from './described-value.ts';
import type { ProgramRecorder } from './program-recorder.ts';

/** What an operation takes: a scalar of the traced program or a plain number, which is a constant: never read, never priced. */
export type Operand = Scalar | number;

const CONSTANT_CELL = -1;
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

let contentIn: (scalar: Scalar) => number;
let cellIn: (scalar: Scalar) => number;
let recorderIn: (scalar: Scalar) => ProgramRecorder | null;

/**
 * A number of a traced program: the content of one cell, or a constant, which has none. Operations read their tracked
 * operands in order, left to right, and create a new cell; an operation of constants alone is a constant and leaves no
 * event. Arithmetic is JavaScript's, in doubles: dividing by 0 gives Infinity and is an event.
 *
 * JavaScript cannot trap `if (a)`, `a && b`, `!a` and `a === b`: a scalar is an object, always true and equal to itself
 * only. Write `if (a.gt(b).truth())`. Everything that would turn a scalar into a primitive throws.
 */
export class Scalar {
  readonly #recorder: ProgramRecorder | null;
  readonly #cell: number;
  readonly #content: number;

  static {
    contentIn = (scalar) => scalar.#content;
    cellIn = (scalar) => scalar.#cell;
    recorderIn = (scalar) => scalar.#recorder;
  }

  constructor(recorder: ProgramRecorder | null, cell: number, content: number) {
    this.#recorder = recorder;
    this.#cell = cell;
    this.#content = content;
  }

  add(other: Operand): Scalar {
    return apply('add', (a, b) => a + b, this, other);
  }
  sub(other: Operand): Scalar {
    return apply('sub', (a, b) => a - b, this, other);
  }
  mul(other: Operand): Scalar {
    return apply('mul', (a, b) => a * b, this, other);
  }
  div(other: Operand): Scalar {
    return apply('div', (a, b) => a / b, this, other);
  }
  /** Remainder with the sign of the divisor, as Python's `%`. */
  mod(other: Operand): Scalar {
    return apply('mod', flooredRemainder, this, other);
  }
  pow(exponent: Operand): Scalar {
    return apply('pow', (a, b) => a ** b, this, exponent);
  }

  /** `left - this`, for a constant on the left, as the other `r` forms; the left operand is read first where tracked. */
  rsub(left: Operand): Scalar {
    return apply('sub', (a, b) => a - b, left, this);
  }
  rdiv(left: Operand): Scalar {
    return apply('div', (a, b) => a / b, left, this);
  }
  rmod(left: Operand): Scalar {
    return apply('mod', flooredRemainder, left, this);
  }
  rpow(base: Operand): Scalar {
    return apply('pow', (a, b) => a ** b, base, this);
  }

  neg(): Scalar {
    return apply('neg', (a) => -a, this);
  }
  abs(): Scalar {
    return apply('abs', Math.abs, this);
  }
  sqrt(): Scalar {
    return apply('sqrt', Math.sqrt, this);
  }
  exp(): Scalar {
    return apply('exp', Math.exp, this);
  }
  log(): Scalar {
    return apply('log', Math.log, this);
  }

  /** The whole quotient, rounded down, and the remainder, of the divisor's sign: one operation with two results. */
  divmod(other: Operand): [Scalar, Scalar] {
    const [a, b] = contentsOf('divmod', [this, other]);
    const rest = flooredRemainder(a, b);
    const [quotient, remainder] = emit('divmod', [this, other], [Math.round((a - rest) / b), rest]);
    return [quotient, remainder];
  }

  /** The larger of two, this one where they are equal: the other is compared, the answer read, and one handed on. */
  max(other: Operand): Scalar {
    const item = scalarOf('max', other);
    return item.gt(this).truth() ? item : this;
  }
  /** The smaller of two, this one where they are equal: the other is compared, the answer read, and one handed on. */
  min(other: Operand): Scalar {
    const item = scalarOf('min', other);
    return item.lt(this).truth() ? item : this;
  }

  /** The same number in a cell of its own: one read. Assigning a scalar moves a reference, which is free. */
  copy(): Scalar {
    return apply('copy', (a) => a, this);
  }

  /** 1 or 0, in a new cell that can be computed with, as the other comparisons. It has to be used. */
  gt(other: Operand): Scalar {
    return compare('gt', (a, b) => a > b, this, other);
  }
  ge(other: Operand): Scalar {
    return compare('ge', (a, b) => a >= b, this, other);
  }
  lt(other: Operand): Scalar {
    return compare('lt', (a, b) => a < b, this, other);
  }
  le(other: Operand): Scalar {
    return compare('le', (a, b) => a <= b, this, other);
  }
  eq(other: Operand): Scalar {
    return compare('eq', (a, b) => a === b, this, other);
  }
  ne(other: Operand): Scalar {
    return compare('ne', (a, b) => a !== b, this, other);
  }

  /** Leaves the trace into control flow: one read, no result. False for 0 and NaN. */
  truth(): boolean {
    emit('bool', [this], []);
    return Boolean(this.#content);
  }

  /** Leaves the trace as a plain number: one read, no result. What is computed from it is not seen. */
  value(): number {
    emit('value', [this], []);
    return this.#content;
  }

  /** Text for people; free, as formatting is in ByteDMD. */
  toString(): string {
    return `Scalar(${this.#content})`;
  }

  [INSPECT](): string {
    return this.toString();
  }

  valueOf(): never {
    throw new TypeError(
      'Scalar: a traced value is not a plain number; compute with .add(), .mul(), .lt() ..., leave the trace with .value()',
    );
  }

  [Symbol.toPrimitive](): never {
    return this.valueOf();
  }
}

/**
 * One operation of any name: reads the tracked operands in order, repeats kept, and puts `compute` of all operands
 * into a new cell. Where `compute` throws, nothing is recorded. Throws TypeError where an operand or the result is not
 * a number or a scalar, or where operands belong to different traces.
 */
export function apply(op: string, compute: (...values: number[]) => number, ...operands: readonly Operand[]): Scalar {
  const content = compute(...contentsOf(op, operands));
  if (typeof content !== 'number') throw new TypeError(`Scalar.${op}: must compute a number, got ${describe(content)}`);
  return emit(op, operands, [content])[0];
}

export function constant(content: number): Scalar {
  return new Scalar(null, CONSTANT_CELL, content);
}

/** A scalar as it is, a number as a constant; throws TypeError, naming `what`, for anything else. */
export function scalarOf(what: string, operand: Operand): Scalar {
  if (operand instanceof Scalar) return operand;
  if (typeof operand === 'number') return constant(operand);
  throw new TypeError(`Scalar.${what}: must be given a number or a traced scalar, got ${describe(operand)}`);
}

/** The number in a scalar, without a read. For tracers and containers; a traced program has `value()`. */
export function contentOf(scalar: Scalar): number {
  return contentIn(scalar);
}

/** The same cell with another number in it: what a container that rounds keeps. */
export function withContent(scalar: Scalar, content: number): Scalar {
  return Object.is(contentIn(scalar), content) ? scalar : new Scalar(recorderIn(scalar), cellIn(scalar), content);
}

/** The cell of a scalar that `recorder` records, or null for a constant. Throws TypeError, naming `what`, for another trace's. */
export function cellOf(what: string, scalar: Scalar, recorder: ProgramRecorder): number | null {
  const owner = recorderIn(scalar);
  if (owner === null) return null;
  if (owner !== recorder) {
    throw new TypeError(`traceScalars: ${what} of ${recorder.name} holds a scalar of another trace, ${owner.name}`);
  }
  return cellIn(scalar);
}

function compare(op: string, holds: (a: number, b: number) => boolean, left: Scalar, right: Operand): Scalar {
  const answer = apply(op, (a, b) => Number(holds(a, b)), left, right);
  recorderIn(answer)?.markComparison(cellIn(answer), op);
  return answer;
}

function contentsOf(op: string, operands: readonly Operand[]): number[] {
  return operands.map((operand) => (typeof operand === 'number' ? operand : contentIn(scalarOf(op, operand))));
}

/** Records one operation and wraps its results; results of constants alone are constants. */
function emit(op: string, operands: readonly Operand[], contents: readonly number[]): Scalar[] {
  let recorder: ProgramRecorder | null = null;
  const cells: number[] = [];
  for (const operand of operands) {
    if (typeof operand === 'number') continue;
    const owner = recorderIn(operand);
    if (owner === null) continue;
    if (recorder !== null && owner !== recorder) throw mixed(op, recorder, owner);
    recorder = owner;
    cells.push(cellIn(operand));
  }
  if (recorder === null) return contents.map(constant);
  const first = recorder.record(op, cells, contents.length);
  return contents.map((content, index) => new Scalar(recorder, first + index, content));
}

function mixed(op: string, one: ProgramRecorder, other: ProgramRecorder): TypeError {
  return new TypeError(`Scalar.${op}: operands belong to two traces, ${one.name} and ${other.name}`);
}

function flooredRemainder(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder;
}
