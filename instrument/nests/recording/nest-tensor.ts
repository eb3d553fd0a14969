import type { Affine } from '../space/affine.ts';
import { LoopSpace } from '../space/loop-space.ts';
import { affineOf, type IndexOperand } from './loop-index.ts';
import { faultHere } from './nest-fault.ts';
import { currentRecorder, type NestRecorder } from './nest-recorder.ts';
import { NestValue, readable, type ValueOperand } from './nest-value.ts';
import type { ElementPlace } from './recorded-nodes.ts';

/** A tensor of a nest whose elements are read. */
export interface ReadTensor {
  readonly shape: readonly number[];
  /** The element at one index per axis. Free: the operation that uses it is what reads. */
  get(...indices: IndexOperand[]): NestValue;
}

/** A tensor of a nest whose elements are read and written. */
export interface NestTensor extends ReadTensor {
  /**
   * Puts a value into the element at one index per axis, `set(i, j, value)`: a result is written there directly, what
   * lies elsewhere already is copied by one read, a number is stored.
   */
  set(...indicesAndValue: [...indices: IndexOperand[], value: ValueOperand]): void;
}

/** A tensor by its name and its number among those of a nest; one that is not writable has no use for `set`. */
export class RecordedTensor implements NestTensor {
  readonly shape: readonly number[];
  readonly #recorder: NestRecorder;
  readonly #name: string;
  readonly #number: number;
  readonly #isWritable: boolean;

  constructor(recorder: NestRecorder, name: string, number: number, shape: readonly number[], isWritable: boolean) {
    this.#recorder = recorder;
    this.#name = name;
    this.#number = number;
    this.shape = shape;
    this.#isWritable = isWritable;
  }

  get(...indices: IndexOperand[]): NestValue {
    this.#requireHere();
    if (indices.length !== this.shape.length) {
      throw faultHere(`${this.#called('get')}: takes ${this.#axes()}, got ${indices.length}`);
    }
    return new NestValue(this.#recorder, this.#recorder.lookUp(this.#place('get', indices)));
  }

  set(...indicesAndValue: [...indices: IndexOperand[], value: ValueOperand]): void {
    this.#requireHere();
    if (!this.#isWritable) {
      throw faultHere(`${this.#called('set')}: it is an input, which is only read; declare it by inout`);
    }
    if (indicesAndValue.length !== this.shape.length + 1) {
      throw faultHere(
        `${this.#called('set')}: takes ${this.#axes()} and a value, got ${indicesAndValue.length} in all`,
      );
    }
    const value = readable(this.#called('set'), indicesAndValue.at(-1));
    this.#recorder.put(this.#place('set', indicesAndValue.slice(0, -1)), value);
  }

  #place(method: string, indices: readonly unknown[]): ElementPlace {
    const affine = indices.map((index, axis) => affineOf(`${this.#called(method)}: index ${axis}`, index));
    // What was recorded before was found within bounds, or differs and is refused for that.
    if (!this.#recorder.isRepeating) {
      const space = new LoopSpace(this.#recorder.trips());
      affine.forEach((index, axis) => {
        this.#requireWithin(method, axis, index, space);
      });
    }
    return { tensor: this.#number, indices: affine };
  }

  #requireWithin(method: string, axis: number, index: Affine, space: LoopSpace): void {
    const extent = this.shape[axis];
    const beyond = space.rangeBeyond(index, extent);
    if (beyond === null) return;
    const reached = beyond.high >= extent ? beyond.high : beyond.low;
    throw faultHere(
      `${this.#called(method)}: index ${axis} reaches ${reached}, outside 0 .. ${extent - 1}; mend the bounds of the loops ` +
        'or the shape',
    );
  }

  #requireHere(): void {
    if (currentRecorder(`tensor ${this.#name}`) !== this.#recorder) {
      throw faultHere(`tensor ${this.#name} is of another nest; use the tensors that this nest's body is given`);
    }
  }

  #called(method: string): string {
    return `${this.#name}[${this.shape}].${method}`;
  }

  #axes(): string {
    return this.shape.length === 1 ? '1 index' : `${this.shape.length} indices`;
  }
}
