import { describe, InputError } from '../../core/input-error.ts';
import { flooredDivision, flooredRemainder } from './floored-division.ts';
import type { ProgramRecorder } from './program-recorder.ts';

/** What an operation takes: a scalar of the traced program or a plain number, which is a constant: never read, never priced. */
export type Operand = Scalar | number;

const CONSTANT_CELL = -1;
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

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

  constructor(recorder: ProgramRecorder | null, cell: number, content: number) {
    this.#recorder = recorder;
    this.#cell = cell;
    this.#content = content;
  }

  add(other: Operand): Scalar {
    return Scalar.#binary('add', this, other, this.#content + numberIn('add', other));
  }
  sub(other: Operand): Scalar {
    return Scalar.#binary('sub', this, other, this.#content - numberIn('sub', other));
  }
  mul(other: Operand): Scalar {
    return Scalar.#binary('mul', this, other, this.#content * numberIn('mul', other));
  }
  div(other: Operand): Scalar {
    return Scalar.#binary('div', this, other, this.#content / numberIn('div', other));
  }
  /** Remainder with the sign of the divisor, as Python's `%`. */
  mod(other: Operand): Scalar {
    return Scalar.#binary('mod', this, other, flooredRemainder(this.#content, numberIn('mod', other)));
  }
  pow(exponent: Operand): Scalar {
    return Scalar.#binary('pow', this, exponent, this.#content ** numberIn('pow', exponent));
  }

  /** `left - this`, for a constant on the left, as the other `r` forms; the left operand is read first where tracked. */
  rsub(left: Operand): Scalar {
    return Scalar.#binary('sub', left, this, numberIn('sub', left) - this.#content);
  }
  rdiv(left: Operand): Scalar {
    return Scalar.#binary('div', left, this, numberIn('div', left) / this.#content);
  }
  rmod(left: Operand): Scalar {
    return Scalar.#binary('mod', left, this, flooredRemainder(numberIn('mod', left), this.#content));
  }
  rpow(base: Operand): Scalar {
    return Scalar.#binary('pow', base, this, numberIn('pow', base) ** this.#content);
  }

  neg(): Scalar {
    return Scalar.#unary('neg', this, -this.#content);
  }
  abs(): Scalar {
    return Scalar.#unary('abs', this, Math.abs(this.#content));
  }
  sqrt(): Scalar {
    return Scalar.#unary('sqrt', this, Math.sqrt(this.#content));
  }
  exp(): Scalar {
    return Scalar.#unary('exp', this, Math.exp(this.#content));
  }
  log(): Scalar {
    return Scalar.#unary('log', this, Math.log(this.#content));
  }

  /** The whole quotient, rounded down, and the remainder, of the divisor's sign: one operation with two results. */
  divmod(other: Operand): [Scalar, Scalar] {
    const contents = flooredDivision(this.#content, numberIn('divmod', other));
    const [quotient, remainder] = Scalar.emit('divmod', [this, other], contents);
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
    return Scalar.#unary('copy', this, this.#content);
  }

  /** 1 or 0, in a new cell that can be computed with, as the other comparisons. It has to be used. */
  gt(other: Operand): Scalar {
    return Scalar.#compare('gt', this, other, this.#content > numberIn('gt', other));
  }
  ge(other: Operand): Scalar {
    return Scalar.#compare('ge', this, other, this.#content >= numberIn('ge', other));
  }
  lt(other: Operand): Scalar {
    return Scalar.#compare('lt', this, other, this.#content < numberIn('lt', other));
  }
  le(other: Operand): Scalar {
    return Scalar.#compare('le', this, other, this.#content <= numberIn('le', other));
  }
  eq(other: Operand): Scalar {
    return Scalar.#compare('eq', this, other, this.#content === numberIn('eq', other));
  }
  ne(other: Operand): Scalar {
    return Scalar.#compare('ne', this, other, this.#content !== numberIn('ne', other));
  }

  /** Leaves the trace into control flow: one read, no result. False for 0 and NaN. */
  truth(): boolean {
    this.#recorder?.record('bool', [this.#cell], 0);
    return Boolean(this.#content);
  }

  /** Leaves the trace as a plain number: one read, no result. What is computed from it is not seen. */
  value(): number {
    this.#recorder?.record('value', [this.#cell], 0);
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

  /** The number in a scalar, without a read. For tracers and containers; a traced program has `value()`. */
  static contentOf(scalar: Scalar): number {
    return scalar.#content;
  }

  /** The same cell with another number in it: what a container that rounds keeps. */
  static withContent(scalar: Scalar, content: number): Scalar {
    return Object.is(scalar.#content, content) ? scalar : new Scalar(scalar.#recorder, scalar.#cell, content);
  }

  /** Notes that a scalar was put into a tensor, whose home this is. */
  static putIn(home: number, scalar: Scalar): void {
    scalar.#recorder?.putIn(home, scalar.#cell);
  }

  /** The cell of a scalar that `recorder` records, or null for a constant. Throws TypeError, naming `what`, for another trace's. */
  static cellOf(what: string, scalar: Scalar, recorder: ProgramRecorder): number | null {
    const owner = scalar.#recorder;
    if (owner === null) return null;
    if (owner !== recorder) {
      throw new TypeError(`traceScalars: ${what} of ${recorder.name} holds a scalar of another trace, ${owner.name}`);
    }
    return scalar.#cell;
  }

  /** Records one operation and wraps its results; results of constants alone are constants. */
  static emit(op: string, operands: readonly Operand[], contents: readonly number[]): Scalar[] {
    let recorder: ProgramRecorder | null = null;
    const cells: number[] = [];
    for (const operand of operands) {
      if (typeof operand === 'number' || operand.#recorder === null) continue;
      recorder?.requireSame(op, operand.#recorder);
      recorder = operand.#recorder;
      cells.push(operand.#cell);
    }
    if (recorder === null) return contents.map(constant);
    const first = recorder.record(op, cells, contents.length);
    return contents.map((content, index) => new Scalar(recorder, first + index, content));
  }

  static #unary(op: string, operand: Scalar, content: number): Scalar {
    const recorder = operand.#recorder;
    return recorder === null
      ? constant(content)
      : new Scalar(recorder, recorder.recordUnary(op, operand.#cell), content);
  }

  /** As `emit` of two operands and one result, without lists: loops are made of these. */
  static #binary(op: string, left: Operand, right: Operand, content: number): Scalar {
    if (typeof left === 'number' || left.#recorder === null) {
      return typeof right === 'number' ? constant(content) : Scalar.#unary(op, right, content);
    }
    if (typeof right === 'number' || right.#recorder === null) return Scalar.#unary(op, left, content);
    const recorder = left.#recorder;
    recorder.requireSame(op, right.#recorder);
    return new Scalar(recorder, recorder.recordBinary(op, left.#cell, right.#cell), content);
  }

  static #compare(op: string, left: Scalar, right: Operand, holds: boolean): Scalar {
    const answer = Scalar.#binary(op, left, right, holds ? 1 : 0);
    answer.#recorder?.markComparison(answer.#cell);
    return answer;
  }
}

/**
 * One operation of any name: reads the tracked operands in order, repeats kept, and puts `compute` of all operands
 * into a new cell. Where `compute` throws, nothing is recorded. Throws TypeError where an operand or the result is not
 * a number or a scalar, or where operands belong to different traces.
 */
export function apply(op: string, compute: (...values: number[]) => number, ...operands: readonly Operand[]): Scalar {
  if (typeof op !== 'string' || op === '') throw new InputError(`apply: op must be a text, got ${describe(op)}`);
  if (typeof compute !== 'function')
    throw new InputError(`apply: compute must be a function, got ${describe(compute)}`);
  const content = compute(...operands.map((operand) => numberIn(op, operand)));
  if (typeof content !== 'number') throw new TypeError(`Scalar.${op}: must compute a number, got ${describe(content)}`);
  return Scalar.emit(op, operands, [content])[0];
}

/** A number that costs nothing to read. Throws TypeError where it is none. */
export function constant(content: number): Scalar {
  if (typeof content !== 'number') throw new TypeError(`constant: must be a number, got ${describe(content)}`);
  return new Scalar(null, CONSTANT_CELL, content);
}

/** A scalar as it is, a number as a constant; throws TypeError, naming `what`, for anything else. */
export function scalarOf(what: string, operand: Operand): Scalar {
  if (operand instanceof Scalar) return operand;
  if (typeof operand === 'number') return constant(operand);
  throw new TypeError(`Scalar.${what}: must be given a number or a traced scalar, got ${describe(operand)}`);
}

/** The number in an operand; throws TypeError, naming the operation, for anything else. */
function numberIn(op: string, operand: Operand): number {
  return typeof operand === 'number' ? operand : Scalar.contentOf(scalarOf(op, operand));
}
