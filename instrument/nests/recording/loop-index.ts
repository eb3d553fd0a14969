import { describe } from '../../../core/input-error.ts';
import { type Affine, fixed, isExact, sumOf } from '../space/affine.ts';
import { faultHere } from './nest-fault.ts';
import { currentRecorder, type NestRecorder } from './nest-recorder.ts';
import type { LoopPass } from './recorded-scopes.ts';
import { requireOpen } from './value-homes.ts';

/** What indices are computed from, and bounds of ranges: an index of a loop around, or a whole number. */
export type IndexOperand = LoopIndex | number;

const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

let affineIn: (index: LoopIndex) => Affine;
let recorderIn: (index: LoopIndex) => NestRecorder;
let passesIn: (index: LoopIndex) => readonly LoopPass[];

/**
 * A loop variable of a nest, or an affine function of some. It stands for all iterations at once, so that it is no
 * number: whatever would turn it into one, or into text, throws InputError. JavaScript cannot trap `if (i)`,
 * `i === 0`, `!i` and `i && x`; the body's source is searched for these.
 */
export class LoopIndex {
  readonly #recorder: NestRecorder;
  readonly #affine: Affine;
  /** The iterations that it belongs to: it is of no use after them. */
  readonly #passes: readonly LoopPass[];

  static {
    affineIn = (index) => index.#affine;
    recorderIn = (index) => index.#recorder;
    passesIn = (index) => index.#passes;
  }

  constructor(recorder: NestRecorder, affine: Affine, passes: readonly LoopPass[]) {
    this.#recorder = recorder;
    this.#affine = affine;
    this.#passes = passes;
  }

  plus(other: IndexOperand): LoopIndex {
    return combined('plus', this, other, 1);
  }

  minus(other: IndexOperand): LoopIndex {
    return combined('minus', this, other, -1);
  }

  /** Times a whole number. */
  times(factor: number): LoopIndex {
    if (!Number.isSafeInteger(factor)) {
      throw faultHere(`LoopIndex.times: takes a whole number, got ${describe(factor)}; indices are affine`);
    }
    return new LoopIndex(this.#recorder, checked('times', sumOf(fixed(0), this.#affine, factor)), this.#passes);
  }

  /** Text for people who look at it: `2 * v0 + 1`, where v0 is the outermost loop's count of iterations. */
  [INSPECT](): string {
    const { base, strides } = this.#affine;
    const terms = strides.flatMap((stride, k) => (stride === 0 ? [] : [stride === 1 ? `v${k}` : `${stride} * v${k}`]));
    return `LoopIndex(${[...terms, ...(base === 0 && terms.length > 0 ? [] : [base])].join(' + ')})`;
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
      'a loop index is used as a number or text, but stands for all iterations at once; compute with .plus(), .minus() ' +
        'and .times(), or write plain loops over TensorProxy',
    );
  }
}

/** What an index or a number means in the loops that are being recorded. Throws InputError for anything else. */
export function affineOf(what: string, operand: unknown): Affine {
  if (typeof operand === 'number') {
    if (Number.isSafeInteger(operand)) return fixed(operand);
    throw faultHere(`${what}: must be a whole number, got ${operand}`);
  }
  if (!(operand instanceof LoopIndex)) {
    throw faultHere(
      `${what}: must be a loop index or a whole number, got ${describe(operand)}; for addresses that depend on ` +
        'values write plain loops over TensorProxy',
    );
  }
  if (recorderIn(operand) !== currentRecorder('a loop index')) {
    throw faultHere(`${what}: is a loop index of another nest; use indices inside the nest that they are of`);
  }
  for (const pass of passesIn(operand)) requireOpen('a loop index', pass);
  return affineIn(operand);
}

/** An index that is affine in the loops that are being recorded. */
export function indexOf(recorder: NestRecorder, affine: Affine): LoopIndex {
  return new LoopIndex(
    recorder,
    affine,
    recorder.around.filter((_, k) => (affine.strides[k] ?? 0) !== 0),
  );
}

function combined(method: string, index: LoopIndex, other: IndexOperand, factor: number): LoopIndex {
  const [a, b] = [index, other].map((operand) => affineOf(`LoopIndex.${method}`, operand));
  return indexOf(recorderIn(index), checked(method, sumOf(a, b, factor)));
}

function checked(method: string, affine: Affine): Affine {
  if (isExact(affine)) return affine;
  throw faultHere(`LoopIndex.${method}: goes past 2^53; use smaller numbers`);
}
