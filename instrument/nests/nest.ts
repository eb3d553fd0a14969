import { describe, InputError } from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { sizeOf } from '../kernel-models/model/kernel-model.ts';
import { refusePromise } from '../scalars/abandoned-promise.ts';
import { textOption } from '../tensors/trace-options.ts';
import { refuseConditions } from './body-source/body-conditions.ts';
import { type CompiledNest, compileNest, isWritten } from './compiled-nest.ts';
import { nestTrace } from './nest-trace.ts';
import { faultHere } from './recording/nest-fault.ts';
import { NestRecorder } from './recording/nest-recorder.ts';
import { type NestTensor, type ReadTensor, RecordedTensor } from './recording/nest-tensor.ts';
import { isDeclaration, type TensorDeclaration } from './tensor-declaration.ts';

/** The tensors of a nest by name, as `input`, `output`, `inout` and `scratch` declare them. */
export type NestTensors = Readonly<Record<string, TensorDeclaration>>;

/** What the body of a nest is given: its tensors by name. */
export type BodyTensors<Tensors extends NestTensors> = {
  readonly [Name in keyof Tensors]: Tensors[Name]['use'] extends 'input' ? ReadTensor : NestTensor;
};

/** The elements of inputs and inouts by name, each in row-major order. */
export type NestArrays<Tensors extends NestTensors> = {
  readonly [Name in keyof Tensors as Tensors[Name]['use'] extends 'input' | 'inout' ? Name : never]: ArrayLike<number>;
};

/** The elements of outputs and inouts by name, each in row-major order: float32 where an element has 4 bytes, else doubles. */
export type NestResults<Tensors extends NestTensors> = {
  readonly [Name in keyof Tensors as Tensors[Name]['use'] extends 'output' | 'inout' ? Name : never]:
    | Float32Array
    | Float64Array;
};

/**
 * Records ordinary-looking loops over symbolic tensors: the body runs once, each loop in it twice, and what it does is
 * kept as a nest of loops, whatever the sizes. Statements of one `phase` and `layer` in a row are one kernel call.
 *
 * Throws InputError, with the line of the user's source, on what loops that stand for all iterations cannot mean: an
 * index as a number or condition, a value used after its iteration, a loop left early, an access out of bounds, a body
 * that does something else each time; and on a tensor that is an output and never set.
 */
export function nest<const Tensors extends NestTensors>(
  tensors: Tensors,
  body: (tensors: BodyTensors<Tensors>) => void,
): KernelNest<Tensors> {
  if (typeof body !== 'function') throw faultHere(`nest: must be given a function that loops, got ${describe(body)}`);
  requireDeclarations(tensors);
  const recorder = new NestRecorder();
  const given = Object.entries(tensors).map(([name, { shape, use }], number) => [
    name,
    new RecordedTensor(recorder, name, number, shape, use !== 'input'),
  ]);
  try {
    refusePromise('nest', recorder.run(body, Object.fromEntries(given)));
  } finally {
    // Before what else is wrong: it may be wrong because of that.
    refuseConditions(body.toString(), recorder.positions);
  }
  return new KernelNest(recorder, tensors);
}

function requireDeclarations(tensors: unknown): void {
  if (typeof tensors !== 'object' || tensors === null || Array.isArray(tensors)) {
    throw faultHere(`nest: must be given tensors by name, as { a: input([8]) }, got ${describe(tensors)}`);
  }
  for (const [name, declaration] of Object.entries(tensors)) {
    if (isDeclaration(declaration)) continue;
    throw faultHere(
      `nest: tensor ${name} must be declared by input, output, inout or scratch, got ${describe(declaration)}`,
    );
  }
}

/** Loops over tensors that were recorded by `nest`. */
export class KernelNest<Tensors extends NestTensors = NestTensors> {
  readonly tensors: Tensors;
  readonly #recorder: NestRecorder;
  #compiled: CompiledNest | null = null;

  constructor(recorder: NestRecorder, tensors: Tensors) {
    this.#recorder = recorder;
    this.tensors = tensors;
    if (recorder.segments.every(({ body }) => body.length === 0)) {
      throw faultHere('the body of the nest does nothing; set elements of an output in it');
    }
    Object.entries(tensors).forEach(([name, { use }], number) => {
      if (use !== 'output' || isWritten(recorder, number)) return;
      throw faultHere(`output ${name} is never set; set its elements, or leave it out`);
    });
  }

  /**
   * The trace: inputs and inouts are its arguments, the first on top of the stack, outputs and inouts are returned. Calls
   * outside every phase have this name as kernel and phase.
   */
  trace(name = 'nest'): Trace {
    return nestTrace(this.#recorder, this.tensors, textOption('KernelNest.trace', 'name', name));
  }

  /**
   * Runs the loops on numbers, compiled to plain JavaScript. Inputs are read as they are given; what is written is
   * rounded to float32 where an element has 4 bytes, else kept as a double, as what lies in locals. Throws InputError
   * where an array is missing, is not asked for, or has another number of elements.
   */
  run(arrays: NestArrays<Tensors>): NestResults<Tensors> {
    if (typeof arrays !== 'object' || arrays === null) {
      throw new InputError(`run: must be given arrays by name, as { a: new Float32Array(8) }, got ${describe(arrays)}`);
    }
    const byName: Readonly<Record<string, ArrayLike<number>>> = arrays;
    const declared = Object.entries(this.tensors);
    for (const name of Object.keys(byName)) {
      const use = this.tensors[name]?.use;
      if (use !== 'input' && use !== 'inout')
        throw new InputError(`run: there is no input ${name}; give those that there are`);
    }
    const elements = declared.map(([name, declaration]) => elementsOf(name, declaration, byName[name]));
    this.#compiled ??= compileNest(this.#recorder, Object.values(this.tensors));
    this.#compiled(...elements);
    const results = declared.flatMap(([name, { use }], number) =>
      use === 'output' || use === 'inout' ? [[name, elements[number]]] : [],
    );
    return Object.fromEntries(results);
  }
}

function elementsOf(
  name: string,
  { use, shape, bytes }: TensorDeclaration,
  given: ArrayLike<number> | undefined,
): ArrayLike<number> {
  const size = sizeOf(shape);
  const Elements = bytes === 4 ? Float32Array : Float64Array;
  if (use === 'output' || use === 'scratch') return new Elements(size);
  if (given?.length !== size) {
    const got = given === undefined ? 'nothing' : `${given.length}`;
    throw new InputError(
      `run: ${use} ${name}[${shape}] needs ${size} elements, got ${got}; give all in row-major order`,
    );
  }
  return use === 'inout' ? Elements.from(given) : given;
}
