import { describe } from '../../../core/input-error.ts';
import type { Trip } from '../../../core/trace/nest.ts';
import { loopPosition } from '../body-source/source-positions.ts';
import { type Affine, fixed, isFixed, sumOf } from '../space/affine.ts';
import { affineOf, type IndexOperand, indexOf, type LoopIndex } from './loop-index.ts';
import { faultHere } from './nest-fault.ts';
import { currentRecorder, type NestRecorder, runNestBody } from './nest-recorder.ts';
import { firstDifference } from './recorded-nodes.ts';
import type { LoopPass } from './recorded-scopes.ts';
import { requireOpen } from './value-homes.ts';

/**
 * A loop of a nest, `for (const i of range(n))`: over 0 .. n - 1, over `start` up to but not including `stop`, or in
 * steps of `step`, which may be negative. Bounds are whole numbers or indices of loops around. The body runs twice,
 * for all iterations: the second time it has to record what it recorded the first time. Throws InputError where there
 * is no iteration, where the number of iterations is not affine in the loops around, and where the loop is left early.
 */
export function range(stop: IndexOperand): Iterable<LoopIndex>;
export function range(start: IndexOperand, stop: IndexOperand, step?: number): Iterable<LoopIndex>;
export function range(...bounds: readonly [IndexOperand, IndexOperand?, number?]): Iterable<LoopIndex> {
  const recorder = currentRecorder('range()');
  const [first, second, step = 1] = bounds;
  if (!(Number.isSafeInteger(step) && step !== 0)) {
    throw faultHere(`range: the step must be a whole number other than 0, got ${describe(step)}`);
  }
  return new LoopRange(recorder, () => {
    const start = affineOf('range: start', second === undefined ? 0 : first);
    const stop = affineOf('range: stop', second === undefined ? first : second);
    const trip = tripOf(start, stop, step);
    return { trip, item: () => indexOf(recorder, sumOf(start, innermost(recorder), step)) };
  });
}

/**
 * The blocks of `width` of 0 .. size - 1, the last one cut where `width` does not divide `size`:
 * `for (const block of blocks(n, 8)) for (const i of block)`. Both are whole numbers, at least 1.
 */
export function blocks(size: number, width: number): Iterable<LoopBlock> {
  const recorder = currentRecorder('blocks()');
  for (const [name, value] of Object.entries({ size, width })) {
    if (!(Number.isSafeInteger(value) && value >= 1)) {
      throw faultHere(`blocks: the ${name} must be a whole number, at least 1, got ${describe(value)}`);
    }
  }
  return new LoopRange(recorder, () => ({
    trip: Math.ceil(size / width),
    item: (pass) => new LoopBlock(recorder, pass, size, width),
  }));
}

/** One block of `blocks`, to be looped over: its indices are those of the whole. */
export class LoopBlock implements Iterable<LoopIndex> {
  /** The first index of the block. */
  readonly start: LoopIndex;
  /** The place of the block among all: 0, 1, ... */
  readonly number: LoopIndex;
  readonly #recorder: NestRecorder;
  readonly #pass: LoopPass;
  readonly #size: number;
  readonly #width: number;

  constructor(recorder: NestRecorder, pass: LoopPass, size: number, width: number) {
    this.#recorder = recorder;
    this.#pass = pass;
    this.#size = size;
    this.#width = width;
    const block = innermost(recorder);
    this.number = indexOf(recorder, block);
    this.start = indexOf(recorder, sumOf(fixed(0), block, width));
  }

  /** One past the last index of the block. Throws InputError where the last block is cut: it is not affine then. */
  get stop(): LoopIndex {
    if (this.#size % this.#width === 0) return this.start.plus(this.#width);
    throw faultHere(
      `LoopBlock.stop: the last block of ${this.#width} out of ${this.#size} is cut, so that its end is not affine; ` +
        'take a width that divides the size, or loop over the block itself',
    );
  }

  [Symbol.iterator](): Iterator<LoopIndex> {
    const [recorder, pass, size, width] = [this.#recorder, this.#pass, this.#size, this.#width];
    requireOpen('a block', pass);
    const block = recorder.around.indexOf(pass);
    const trip = size % width === 0 ? width : { size, width, block };
    const start = affineOf('block', this.start);
    const item = (): LoopIndex => indexOf(recorder, sumOf(start, innermost(recorder), 1));
    return new LoopRange(recorder, () => ({ trip, item }))[Symbol.iterator]();
  }
}

/** How often a loop runs, and what stands for its iterations. */
interface LoopPlan<Item> {
  readonly trip: Trip;
  readonly item: (pass: LoopPass) => Item;
}

class LoopRange<Item> implements Iterable<Item> {
  readonly #recorder: NestRecorder;
  readonly #plan: () => LoopPlan<Item>;

  constructor(recorder: NestRecorder, plan: () => LoopPlan<Item>) {
    this.#recorder = recorder;
    this.#plan = plan;
  }

  [Symbol.iterator](): Iterator<Item> {
    if (currentRecorder('range()') !== this.#recorder) {
      throw faultHere('a range of another nest is looped over; make it inside the nest');
    }
    return new LoopIterator(this.#recorder, this.#plan());
  }
}

/** Runs a body twice, or once where it only has to repeat itself, and hands the recorded loop on. */
class LoopIterator<Item> implements Iterator<Item> {
  readonly #recorder: NestRecorder;
  readonly #plan: LoopPlan<Item>;
  #first: LoopPass | null = null;
  #running: LoopPass | null = null;

  constructor(recorder: NestRecorder, plan: LoopPlan<Item>) {
    this.#recorder = recorder;
    this.#plan = plan;
  }

  next(): IteratorResult<Item> {
    const recorder = this.#recorder;
    const ended = this.#running;
    if (ended !== null) recorder.leave(ended);
    if (ended !== null && (this.#first !== null || recorder.isRepeating)) return this.#finish(this.#first, ended);
    if (ended === null) this.#notePosition();
    this.#first = ended;
    this.#running = recorder.enter(this.#plan.trip, ended);
    return { done: false, value: this.#plan.item(this.#running) };
  }

  /** Called by a loop that is left before its end: by `break`, `return`, or an error, which then goes on as it is. */
  return(): never {
    throw this.#recorder.failed(
      'a loop of a nest is left early; all iterations have to run: for control flow that depends on values write plain ' +
        'loops over TensorProxy',
    );
  }

  #notePosition(): void {
    const position = loopPosition(this.next, runNestBody.name);
    if (position !== null) this.#recorder.positions.push(position);
  }

  #finish(first: LoopPass | null, last: LoopPass): IteratorResult<Item> {
    const { trip, fresh, body, source } = first ?? last;
    const different = first === null ? null : firstDifference(first.body, last.body);
    if (different !== null) {
      throw this.#recorder.failed(
        `a loop records something else in its second iteration than in its first (at ${different.source ?? 'a line that is not known'}); ` +
          'what its body does must not depend on JavaScript variables that change',
      );
    }
    if (body.length > 0) this.#recorder.append({ trip, fresh, body, source });
    this.#running = null;
    return { done: true, value: undefined };
  }
}

/** The variable of the innermost loop. */
function innermost({ around }: NestRecorder): Affine {
  return { base: 0, strides: around.map((_, k) => (k === around.length - 1 ? 1 : 0)) };
}

function tripOf(start: Affine, stop: Affine, step: number): Trip {
  const length = sumOf(stop, start, -1);
  if (isFixed(length)) return Math.max(0, Math.ceil(length.base / step));
  const isDivisible = [length.base, ...length.strides].every((number) => number % step === 0);
  if (!isDivisible) {
    throw faultHere(
      `range: the number of iterations in steps of ${step} is not affine in the loops around; take bounds that differ ` +
        `by a multiple of ${step}, or a step of 1`,
    );
  }
  // Adding 0 makes 0 of -0.
  return { base: length.base / step + 0, strides: length.strides.map((stride) => stride / step + 0) };
}
