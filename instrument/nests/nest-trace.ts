import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { Instruction, Nest, Node, Operand } from '../../core/trace/nest.ts';
import { type KernelCall, TRACE_SCHEMA, type Trace, type TraceValue } from '../../core/trace/trace.ts';
import { rowMajor } from '../kernel-models/model/element-loops.ts';
import { rowsOf, sizeOf } from '../kernel-models/model/kernel-model.ts';
import { NO_PHASE } from './recording/nest-labels.ts';
import type { NestRecorder } from './recording/nest-recorder.ts';
import { OPERATIONS } from './recording/operations.ts';
import type { Home, Place, RecordedNode, Statement } from './recording/recorded-nodes.ts';
import { isElement, isRecordedLoop, statementsOf } from './recording/recorded-nodes.ts';
import type { Segment } from './recording/recorded-scopes.ts';
import { type Affine, fixed, sumOf } from './space/affine.ts';
import type { TensorDeclaration } from './tensor-declaration.ts';

/** Elements of a tensor in row-major order: the place of one among them. */
export function elementOf(shape: readonly number[], indices: readonly Affine[]): Affine {
  const steps = rowMajor(shape);
  return indices.reduce((sum, index, axis) => sumOf(sum, index, steps[axis]), fixed(0));
}

/** The trace of a recorded nest: a call for each phase and layer in a row, tensors as values in their order. */
export function nestTrace(
  recorder: NestRecorder,
  tensors: Readonly<Record<string, TensorDeclaration>>,
  name: string,
): Trace {
  const declarations = Object.entries(tensors);
  const idsOf = (...uses: readonly string[]): number[] =>
    declarations.flatMap(([, { use }], id) => (uses.includes(use) ? [id] : []));
  const maker = new CallMaker(
    declarations.map(([, declaration]) => declaration),
    name,
  );
  const made = recorder.segments.filter(({ body }) => body.length > 0).map((segment) => maker.make(segment));
  const args = idsOf('input', 'inout');
  return {
    schema: TRACE_SCHEMA,
    name,
    about: Object.fromEntries(declarations.map(([tensor, { shape }]) => [tensor, shape])),
    values: declarations.map(([tensor, declaration]) => traceValue(tensor, declaration)),
    nests: made.map(({ nest }) => nest),
    tables: [],
    calls: made.map(({ call }, index) => ({ ...call, nest: index })),
    arguments: args,
    batchArguments: args.length,
    returned: idsOf('inout', 'output'),
    ...recorder.givenPhaseRoles(),
    sources: maker.sources,
  };
}

function traceValue(name: string, { use, shape, bytes, role }: TensorDeclaration): TraceValue {
  const size = sizeOf(shape);
  const isArgument = use === 'input' || use === 'inout';
  return {
    size,
    kind: isArgument ? 'argument' : 'computed',
    role,
    ...(isArgument ? {} : { zeroFilled: true }),
    name,
    ...(bytes === ELEMENT_BYTES ? {} : { bytes }),
    ...rowsOf(shape),
  };
}

class CallMaker {
  readonly sources: string[] = [];
  private readonly tensors: readonly TensorDeclaration[];
  private readonly name: string;
  private slots = new Map<number, number>();
  private locals = new Map<number, number>();
  private multiplications: ReadonlySet<Statement> = new Set();

  constructor(tensors: readonly TensorDeclaration[], name: string) {
    this.tensors = tensors;
    this.name = name;
  }

  make({ labels, body, source }: Segment): { nest: Nest; call: Omit<KernelCall, 'nest'> } {
    this.slots = new Map();
    this.locals = new Map();
    this.multiplications = accumulated(body);
    const nodes = body.map((node) => this.node(node, 0));
    const phase = labels.phase === NO_PHASE ? this.name : labels.phase;
    const nest = { slots: this.slots.size, locals: this.locals.size, ...this.localBytes(), body: nodes };
    return { nest, call: { kernel: phase, values: [...this.slots.keys()], ...labels, phase, ...this.source(source) } };
  }

  private node(node: RecordedNode, depth: number): Node {
    if (!isRecordedLoop(node)) return this.instruction(node, depth);
    const { trip, fresh, body } = node;
    const nodes = body.map((child) => this.node(child, depth + 1));
    // Locals that nothing uses are none of the call's.
    const used = fresh.flatMap((local) => this.locals.get(local) ?? []);
    return used.length === 0 ? { trip, body: nodes } : { trip, fresh: used, body: nodes };
  }

  private instruction(statement: Statement, depth: number): Instruction {
    const { operation, reads, write, source } = statement;
    const values = reads.filter((read): read is Home => typeof read !== 'number');
    return {
      op: OPERATIONS[operation].op,
      reads: values.map(({ place }) => this.operand(place, depth)),
      write: this.operand(write.place, depth),
      ...(this.multiplications.has(statement) ? { mac: true } : {}),
      ...this.source(source),
    };
  }

  private operand(place: Place, depth: number): Operand {
    if (!isElement(place)) return { local: numberIn(this.locals, place.local) };
    const { base, strides } = elementOf(this.tensors[place.tensor].shape, place.indices);
    return {
      slot: numberIn(this.slots, place.tensor),
      base,
      strides: Array.from({ length: depth }, (_, k) => strides[k] ?? 0),
    };
  }

  private source(place: string | null): { source?: number } {
    if (place === null) return {};
    const known = this.sources.indexOf(place);
    return { source: known === -1 ? this.sources.push(place) - 1 : known };
  }

  /** Locals are as wide as the widest tensor. */
  private localBytes(): { localBytes?: readonly number[] } {
    const widest = Math.max(...this.tensors.map(({ bytes }) => bytes));
    return widest === ELEMENT_BYTES ? {} : { localBytes: new Array(this.locals.size).fill(widest) };
  }
}

function numberIn(numbers: Map<number, number>, key: number): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}

/** Multiplications whose result one addition or subtraction in the same iteration takes in, and nothing else: one for each. */
function accumulated(body: readonly RecordedNode[]): Set<Statement> {
  const uses = new Map<Home, number>();
  const statements = [...statementsOf(body)].map(({ statement }) => statement);
  for (const { reads } of statements) {
    for (const read of reads) if (typeof read !== 'number') uses.set(read, (uses.get(read) ?? 0) + 1);
  }
  const found = new Set<Statement>();
  for (const { operation, reads, write } of statements) {
    if (operation !== 'add' && operation !== 'sub') continue;
    const product = reads.find(
      (read): read is Home =>
        typeof read !== 'number' &&
        read.maker?.operation === 'mul' &&
        read.scope === write.scope &&
        uses.get(read) === 1,
    );
    if (product?.maker) found.add(product.maker);
  }
  return found;
}
