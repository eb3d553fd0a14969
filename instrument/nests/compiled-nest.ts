import type { Trip } from '../../core/trace/nest.ts';
import { elementOf } from './nest-trace.ts';
import type { NestRecorder } from './recording/nest-recorder.ts';
import { OPERATIONS } from './recording/operations.ts';
import type { Home, Place, RecordedNode } from './recording/recorded-nodes.ts';
import { isElement, isRecordedLoop, statementsOf } from './recording/recorded-nodes.ts';
import type { Affine } from './space/affine.ts';
import type { TensorDeclaration } from './tensor-declaration.ts';

/** A tensor's elements in row-major order. */
export type Elements = number[] | Float32Array | Float64Array | ArrayLike<number>;

/** Runs a nest on the elements of its tensors, in the order of these, changing those that it writes. */
export type CompiledNest = (...tensors: readonly ArrayLike<number>[]) => void;

/** A nest as JavaScript: plain loops over arrays named t0, t1, ..., locals named x0, x1, ... */
export function compileNest(recorder: NestRecorder, tensors: readonly TensorDeclaration[]): CompiledNest {
  const script = new NestScript(recorder, tensors);
  const names = tensors.map((_, tensor) => `t${tensor}`);
  return new Function(...names, script.text()) as CompiledNest;
}

class NestScript {
  private readonly lines: string[] = [];
  private readonly recorder: NestRecorder;
  private readonly tensors: readonly TensorDeclaration[];

  constructor(recorder: NestRecorder, tensors: readonly TensorDeclaration[]) {
    this.recorder = recorder;
    this.tensors = tensors;
  }

  text(): string {
    const { locals, segments } = this.recorder;
    this.lines.push("'use strict';", ...locals.map((initial, local) => `let x${local} = ${literal(initial)};`));
    for (const { body } of segments) for (const node of body) this.node(node, 0);
    return this.lines.join('\n');
  }

  private node(node: RecordedNode, depth: number): void {
    if (!isRecordedLoop(node)) {
      const { operation, reads, write } = node;
      const script: (...operands: string[]) => string = OPERATIONS[operation].script;
      this.lines.push(`${this.place(write.place)} = ${script(...reads.map((read) => this.read(read)))};`);
      return;
    }
    const v = `v${depth}`;
    this.lines.push(`for (let ${v} = 0, n${depth} = ${tripScript(node.trip)}; ${v} < n${depth}; ${v}++) {`);
    for (const local of node.fresh) this.lines.push(`x${local} = ${literal(this.recorder.locals[local])};`);
    for (const child of node.body) this.node(child, depth + 1);
    this.lines.push('}');
  }

  private read(read: Home | number): string {
    return typeof read === 'number' ? literal(read) : this.place(read.place);
  }

  private place(place: Place): string {
    if (!isElement(place)) return `x${place.local}`;
    return `t${place.tensor}[${affineScript(elementOf(this.tensors[place.tensor].shape, place.indices))}]`;
  }
}

/** In brackets, since `-2 ** x` is none. */
function literal(number: number): string {
  return Object.is(number, -0) ? '(-0)' : `(${number})`;
}

function tripScript(trip: Trip): string {
  if (typeof trip === 'number') return String(trip);
  if ('strides' in trip) return affineScript(trip);
  return `Math.min(${trip.width}, ${trip.size} - ${trip.width} * v${trip.block})`;
}

function affineScript({ base, strides }: Affine): string {
  const terms = strides.flatMap((stride, k) => (stride === 0 ? [] : [stride === 1 ? `v${k}` : `${stride} * v${k}`]));
  if (base !== 0 || terms.length === 0) terms.push(String(base));
  return terms.join(' + ');
}

/** Whether a tensor is written anywhere. */
export function isWritten(recorder: NestRecorder, tensor: number): boolean {
  return recorder.segments.some(({ body }) =>
    [...statementsOf(body)].some(({ statement: { write } }) => isElement(write.place) && write.place.tensor === tensor),
  );
}
