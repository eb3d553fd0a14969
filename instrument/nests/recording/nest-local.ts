import { describe, requireOptions } from '../../../core/input-error.ts';
import type { Local } from '../../../core/trace/nest.ts';
import { local as operandOf } from '../../kernel-models/model/element-loops.ts';
import { faultHere, withUserLine } from './nest-fault.ts';
import { currentRecorder, isRecording, type NestRecorder } from './nest-recorder.ts';
import { NestValue, readable, type ValueOperand } from './nest-value.ts';
import type { Home } from './recorded-nodes.ts';
import { requireOpen } from './value-homes.ts';

/** A scalar of a nest: an accumulator, a running maximum. */
export interface NestLocal {
  /** What it holds now: its initial number, which is a constant, until something was set. */
  get(): NestValue;
  /** Puts a value into it: a result is written directly, what lies elsewhere already is copied by one read. */
  set(value: ValueOperand): void;
}

export interface LocalOptions {
  /** What it holds at the start of each iteration of the loop in which it is made: a constant. Default: 0. */
  readonly initial?: number;
}

/**
 * In the body of a nest: a new scalar, which holds `initial` at the start of each iteration of the loop in which it is
 * made. On the stack at `scalar`, free at `register`. Throws InputError outside of the body of a nest, and on an option
 * that it does not have.
 */
export function local(options?: LocalOptions): NestLocal;
/** In a kernel model: the operand that is the local of this number. Throws InputError in the body of a nest. */
export function local(index: number): Local;
export function local(given: LocalOptions | number = {}): NestLocal | Local {
  if (typeof given === 'number') {
    if (!isRecording()) return operandOf(given);
    throw faultHere(
      `local(${given}) is an operand of a kernel model; use local({ initial: ${given} }) to start from it`,
    );
  }
  const recorder = currentRecorder('local()');
  withUserLine(() => requireOptions('local', given, ['initial']));
  const { initial = 0 } = given;
  if (typeof initial !== 'number') {
    throw faultHere(`local: must start from a number, got ${describe(initial)}; set a value after that`);
  }
  return new LocalCell(recorder, recorder.freshLocal(initial));
}

class LocalCell implements NestLocal {
  readonly #recorder: NestRecorder;
  readonly #home: Home;

  constructor(recorder: NestRecorder, home: Home) {
    this.#recorder = recorder;
    this.#home = home;
  }

  get(): NestValue {
    this.#requireHere();
    return new NestValue(this.#recorder, this.#recorder.lookUp(this.#home.place));
  }

  set(value: ValueOperand): void {
    this.#requireHere();
    this.#recorder.put(this.#home.place, readable('local.set', value));
  }

  #requireHere(): void {
    if (currentRecorder('a local') !== this.#recorder) {
      throw faultHere('a local of another nest is used; make it inside the nest');
    }
    requireOpen('a local', this.#home.scope);
  }
}
