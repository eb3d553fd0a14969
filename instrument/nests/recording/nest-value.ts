import { describe } from '../../../core/input-error.ts';
import { LoopIndex } from './loop-index.ts';
import { faultHere } from './nest-fault.ts';
import { currentRecorder, type NestRecorder } from './nest-recorder.ts';
import type { OperationName } from './operations.ts';
import type { Home } from './recorded-nodes.ts';
import { requireUsable } from './value-homes.ts';

/** What an operation takes: a value of the nest, or a plain number, which is a constant: never read, never priced. */
export type ValueOperand = NestValue | number;

const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

let homeIn: (value: NestValue) => Home;
let recorderIn: (value: NestValue) => NestRecorder;

/**
 * A number of a nest, in all iterations at once: an element of a tensor, what is in a local, or the result of an
 * operation. Operations read their operands in order, left to right. A result is put into an element or a local by
 * `set`, and is written there directly; used again, it is read from there. What is not put anywhere lies in a local of
 * its own: on the stack at `scalar`, free at `register`.
 *
 * It lives within the iteration of the loop in which it was made. Whatever would turn it into a plain number throws.
 */
export class NestValue {
  readonly #recorder: NestRecorder;
  readonly #home: Home;

  static {
    homeIn = (value) => value.#home;
    recorderIn = (value) => value.#recorder;
  }

  constructor(recorder: NestRecorder, home: Home) {
    this.#recorder = recorder;
    this.#home = home;
  }

  add(other: ValueOperand): NestValue {
    return compute('add', this, other);
  }
  sub(other: ValueOperand): NestValue {
    return compute('sub', this, other);
  }
  mul(other: ValueOperand): NestValue {
    return compute('mul', this, other);
  }
  div(other: ValueOperand): NestValue {
    return compute('div', this, other);
  }
  /** Remainder with the sign of the divisor, as Python's `%`. */
  mod(other: ValueOperand): NestValue {
    return compute('mod', this, other);
  }
  pow(exponent: ValueOperand): NestValue {
    return compute('pow', this, exponent);
  }

  /** `left - this`, for a constant on the left, as the other `r` forms; the left operand is read first where it is a value. */
  rsub(left: ValueOperand): NestValue {
    return compute('sub', left, this);
  }
  rdiv(left: ValueOperand): NestValue {
    return compute('div', left, this);
  }
  rmod(left: ValueOperand): NestValue {
    return compute('mod', left, this);
  }
  rpow(base: ValueOperand): NestValue {
    return compute('pow', base, this);
  }

  neg(): NestValue {
    return compute('neg', this);
  }
  abs(): NestValue {
    return compute('abs', this);
  }
  sqrt(): NestValue {
    return compute('sqrt', this);
  }
  /** One over the square root. */
  rsqrt(): NestValue {
    return compute('rsqrt', this);
  }
  exp(): NestValue {
    return compute('exp', this);
  }
  log(): NestValue {
    return compute('log', this);
  }
  sin(): NestValue {
    return compute('sin', this);
  }
  cos(): NestValue {
    return compute('cos', this);
  }
  tanh(): NestValue {
    return compute('tanh', this);
  }
  /** `1 / (1 + exp(-x))` */
  sigmoid(): NestValue {
    return compute('sigmoid', this);
  }
  /** `log(1 + exp(x))` */
  softplus(): NestValue {
    return compute('softplus', this);
  }
  floor(): NestValue {
    return compute('floor', this);
  }
  ceil(): NestValue {
    return compute('ceil', this);
  }
  /** To the nearest whole number, halves upwards, as `Math.round`. */
  round(): NestValue {
    return compute('round', this);
  }

  /** The larger of two, this one where they are equal: both are compared, then the answer, the other and this are read. */
  max(other: ValueOperand): NestValue {
    return compute('select', compute('gt', other, this), other, this);
  }
  /** The smaller of two, this one where they are equal: both are compared, then the answer, the other and this are read. */
  min(other: ValueOperand): NestValue {
    return compute('select', compute('lt', other, this), other, this);
  }

  /** 1 or 0, to be computed with or selected by, as the other comparisons. It is always true as a JavaScript condition. */
  gt(other: ValueOperand): NestValue {
    return compute('gt', this, other);
  }
  ge(other: ValueOperand): NestValue {
    return compute('ge', this, other);
  }
  lt(other: ValueOperand): NestValue {
    return compute('lt', this, other);
  }
  le(other: ValueOperand): NestValue {
    return compute('le', this, other);
  }
  eq(other: ValueOperand): NestValue {
    return compute('eq', this, other);
  }
  ne(other: ValueOperand): NestValue {
    return compute('ne', this, other);
  }
  /** 1 where both are other than 0, else 0, as the other connectives. */
  and(other: ValueOperand): NestValue {
    return compute('and', this, other);
  }
  or(other: ValueOperand): NestValue {
    return compute('or', this, other);
  }
  not(): NestValue {
    return compute('not', this);
  }

  /** `whereTrue` where this is other than 0, else `whereFalse`: all three are read, whatever this is. */
  select(whereTrue: ValueOperand, whereFalse: ValueOperand): NestValue {
    return compute('select', this, whereTrue, whereFalse);
  }

  /** The same number in a place of its own: one read. */
  copy(): NestValue {
    return compute('copy', this);
  }

  [INSPECT](): string {
    return 'NestValue';
  }

  valueOf(): never {
    throw this.#noPrimitive();
  }

  toString(): never {
    throw this.#noPrimitive();
  }

  toJSON(): never {
    throw this.#noPrimitive();
  }

  [Symbol.toPrimitive](): never {
    throw this.#noPrimitive();
  }

  #noPrimitive(): Error {
    return faultHere(
      'a value of a nest is used as a plain number, which it has not while it is recorded; compute with .add(), .lt(), ' +
        '.select() ..., or write plain loops over TensorProxy',
    );
  }
}

/** Where an operand lies, or the number that it is. Throws InputError where it is neither or cannot be used here. */
export function readable(what: string, operand: unknown): Home | number {
  if (typeof operand === 'number') return operand;
  if (operand instanceof LoopIndex) {
    throw faultHere(`${what}: got a loop index, which is no number; compute with values and constants`);
  }
  if (!(operand instanceof NestValue)) {
    throw faultHere(`${what}: must be given a value of the nest or a number, got ${describe(operand)}`);
  }
  if (recorderIn(operand) !== currentRecorder('a value of a nest')) {
    throw faultHere(`${what}: got a value of another nest; use values inside the nest that they are of`);
  }
  requireUsable(homeIn(operand));
  return homeIn(operand);
}

function compute(operation: OperationName, ...operands: readonly ValueOperand[]): NestValue {
  const recorder = currentRecorder('a value of a nest');
  const reads = operands.map((operand) => readable(`.${operation}()`, operand));
  return new NestValue(recorder, recorder.compute(operation, reads));
}
