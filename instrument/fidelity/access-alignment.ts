import type { Trace } from '../../core/trace/trace.ts';
import type { ModelAccess } from './model-accesses.ts';
import { modelAccesses } from './model-accesses.ts';
import type { StockAccess, StockRun } from './stock-kernel.ts';

/** Accesses of a model that cannot be seen in its kernel, whose arrays are not all allocated through the library. */
export const UNSEEN = [
  'output reads',
  'output writes',
  'temporary reads',
  'temporary writes',
  'constant reads',
  'constant writes',
] as const;
export type Unseen = (typeof UNSEEN)[number];

/** Both logs, in step. */
export interface AlignedAccesses {
  /** Which array of the kernel each value of the model is. */
  readonly arrayOf: ReadonlyMap<number, number>;
  /** What of the model the kernel does not show. */
  readonly unseen: ReadonlySet<Unseen>;
  /** How many accesses of the two are the same. */
  readonly compared: number;
}

/** There are up to 2 ** values ways in which they may be seen. */
const MOST_TRIES = 100_000;

/**
 * Walks the log of a model and that of its kernel side by side. A value stands for one array from the first access on that
 * they have in common; `known` has those of the inputs. All reads of a value are seen or none is, and so are its writes;
 * which are not is found by trying, among the hidden kinds. Where they differ the
 * first difference is returned.
 */
export class AccessAlignment {
  private readonly trace: Trace;
  private readonly model: readonly ModelAccess[];
  private readonly stock: StockRun;
  private readonly known: ReadonlyMap<number, number>;

  constructor(trace: Trace, stock: StockRun, known: ReadonlyMap<number, number>) {
    this.trace = trace;
    this.model = modelAccesses(trace);
    this.stock = stock;
    this.known = known;
  }

  find(hidden: readonly Unseen[]): AlignedAccesses | string {
    const hideable = new Map<string, Unseen>();
    for (const { kind, value } of this.model) {
      const name = this.unseenName(kind, value);
      if (name !== null && hidden.includes(name)) hideable.set(`${kind} ${value}`, name);
    }
    const isSeen = new Map<string, boolean>();
    let first = '';
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const result = this.walk(hideable, isSeen);
      if (typeof result !== 'string') {
        const unseen = [...hideable].filter(([key]) => isSeen.get(key) === false).map(([, name]) => name);
        return { ...result, unseen: new Set(unseen) };
      }
      if (first === '') first = result;
      if (!tookBack(isSeen)) break;
    }
    return first;
  }

  /** What the model's value is called in messages: an input by its name. */
  nameOfValue(value: number): string {
    const array = this.known.get(value);
    if (array !== undefined) return this.nameOfArray(array);
    const output = this.trace.returned.indexOf(value);
    if (output >= 0) return outputName(output, this.stock.outputs.length);
    return this.trace.values[value].kind === 'constant' ? 'constant' : 'temporary';
  }

  nameOfArray(array: number): string {
    const input = Object.entries(this.stock.inputs).find(([, arrays]) => arrays.includes(array));
    if (input !== undefined) return input[0];
    const output = this.stock.outputs.findIndex(({ arrays }) => arrays.includes(array));
    return output >= 0 ? outputName(output, this.stock.outputs.length) : 'another array';
  }

  /** The arrays of the values, or the first difference. What is not tried yet is taken for seen. */
  private walk(
    hideable: ReadonlyMap<string, Unseen>,
    isSeen: Map<string, boolean>,
  ): Pick<AlignedAccesses, 'arrayOf' | 'compared'> | string {
    const { accesses } = this.stock;
    const arrayOf = new Map(this.known);
    const taken = new Set(arrayOf.values());
    let at = 0;
    for (const access of this.model) {
      const { kind, value, element } = access;
      const key = `${kind} ${value}`;
      if (hideable.has(key) && !isSeen.has(key)) isSeen.set(key, true);
      if (isSeen.get(key) === false) continue;
      const next = accesses[at];
      if (next?.kind !== kind || next.element !== element) return this.difference(at, access, next);
      const bound = arrayOf.get(value);
      if (bound === undefined ? taken.has(next.array) : bound !== next.array) return this.difference(at, access, next);
      arrayOf.set(value, next.array);
      taken.add(next.array);
      at++;
    }
    return at < accesses.length ? this.difference(at, undefined, accesses[at]) : { arrayOf, compared: at };
  }

  private difference(at: number, model: ModelAccess | undefined, stock: StockAccess | undefined): string {
    const modelText = model && `${model.kind}s ${this.nameOfValue(model.value)}[${model.element}]`;
    const stockText = stock && `${stock.kind}s ${this.nameOfArray(stock.array)}[${stock.element}]`;
    return `at access ${at} the model ${modelText ?? 'ends'}, the kernel ${stockText ?? 'ends'}`;
  }

  private unseenName(kind: 'read' | 'write', value: number): Unseen | null {
    if (this.trace.arguments.includes(value)) return null;
    if (this.trace.values[value].kind === 'constant') return `constant ${kind}s`;
    return this.trace.returned.includes(value) ? `output ${kind}s` : `temporary ${kind}s`;
  }
}

/** Of what was taken for seen the last is not; what was tried after it is open again. False where nothing is left to try. */
function tookBack(isSeen: Map<string, boolean>): boolean {
  for (const [key, seen] of [...isSeen].reverse()) {
    isSeen.delete(key);
    if (!seen) continue;
    isSeen.set(key, false);
    return true;
  }
  return false;
}

function outputName(index: number, outputs: number): string {
  return outputs === 1 ? 'output' : `output ${index}`;
}
