import { MAX_LOOPS, type Trip } from '../../../core/trace/nest.ts';
import { withListener } from '../../labels/labels.ts';
import { userLine } from '../../sources/user-line.ts';
import type { LoopPosition } from '../body-source/source-positions.ts';
import { LoopSpace } from '../space/loop-space.ts';
import { faultHere } from './nest-fault.ts';
import { NestLabels } from './nest-labels.ts';
import type { OperationName } from './operations.ts';
import { type Home, type Place, type RecordedNode, type Scope, type Statement, touches } from './recorded-nodes.ts';
import type { LoopPass, Segment } from './recorded-scopes.ts';
import { ValueHomes } from './value-homes.ts';

/** The user's line is among the innermost frames; to name more of them costs as much as the rest of recording. */
const STATEMENT_FRAMES = 8;

let current: NestRecorder | null = null;

/** The recorder of the nest whose body is running. Throws InputError where none is. */
export function currentRecorder(what: string): NestRecorder {
  if (current !== null) {
    current.beginPhase();
    return current;
  }
  throw faultHere(`${what} is used outside the body of a nest; call it inside nest(tensors, body)`);
}

/** Whether the body of a nest is running. */
export function isRecording(): boolean {
  return current !== null;
}

/** Known by its name on the stack: what it calls is the body. */
export function runNestBody<Tensors>(body: (tensors: Tensors) => unknown, tensors: Tensors): unknown {
  return body(tensors);
}

/** Takes down a nest while its body runs: loops, statements, where values lie, and what has become of them. */
export class NestRecorder extends NestLabels {
  readonly segments: Segment[] = [];
  /** What each local holds where nothing was put into it. */
  readonly locals: number[] = [];
  /** Where loops are executed, as far as the engine tells. */
  readonly positions: LoopPosition[] = [];
  private readonly passes: LoopPass[] = [];
  private readonly homes = new ValueHomes();
  private nextLocal = 0;
  private fault: Error | null = null;

  /** Runs the body and returns what it returns. Throws what it throws, or the first fault where it has caught that. */
  run<Tensors>(body: (tensors: Tensors) => unknown, tensors: Tensors): unknown {
    const outer = current;
    current = this;
    let returned: unknown;
    try {
      returned = withListener(this, () => runNestBody(body, tensors));
    } finally {
      current = outer;
    }
    if (this.fault !== null) throw this.fault;
    const unended = this.passes.at(-1);
    if (unended !== undefined) throw faultHere('the loop has not been run to its end; run all of it', unended.source);
    return returned;
  }

  /** The error, after which this nest records nothing more. */
  override failed(fault: string): Error {
    this.fault ??= faultHere(fault);
    return this.fault;
  }

  /** The loops that are being recorded, outermost first. */
  get around(): readonly LoopPass[] {
    return this.passes;
  }

  get scope(): Scope {
    return this.passes.at(-1) ?? this.segment().scope;
  }

  protected override get isLooping(): boolean {
    return this.passes.length > 0;
  }

  /** Whether what is recorded now was recorded before. */
  get isRepeating(): boolean {
    return this.passes.some(({ isRepeat }) => isRepeat);
  }

  /** Ends the scope of the phase before, where another one has begun: what lives in it is of no use from here on. */
  beginPhase(): void {
    if (this.passes.length === 0) this.segment();
  }

  /** Begins to record a loop, or records it again where `first` is given. */
  enter(trip: Trip, first: LoopPass | null): LoopPass {
    this.requireOpen();
    this.beginPhase();
    if (this.passes.length === MAX_LOOPS) {
      throw this.failed(`loops lie more than ${MAX_LOOPS} deep; make one loop of some`);
    }
    if (first === null && new LoopSpace([...this.trips(), trip]).isEmpty()) {
      throw this.failed(
        'the range is empty, so that the loop never runs; give it bounds that hold an iteration, or leave it out',
      );
    }
    if (first !== null) this.nextLocal = first.firstLocal;
    const pass: LoopPass = {
      isOpen: true,
      kind: 'iteration',
      trip,
      body: [],
      fresh: [],
      isRepeat: first !== null,
      source: this.line(),
      firstLocal: this.nextLocal,
    };
    this.passes.push(pass);
    return pass;
  }

  leave(pass: LoopPass): void {
    this.requireOpen();
    if (this.passes.at(-1) !== pass) {
      throw this.failed('a loop goes on inside another one that has not ended; nest loops in one another');
    }
    this.passes.pop();
    pass.isOpen = false;
  }

  /** Adds a node to the innermost loop. */
  append(node: RecordedNode): void {
    this.requireOpen();
    (this.passes.at(-1)?.body ?? this.segment().body).push(node);
  }

  newLocal(initial: number): number {
    const local = this.nextLocal++;
    if (local < this.locals.length && !Object.is(this.locals[local], initial)) {
      throw this.failed(
        `a local starts from ${initial} in a second iteration and from ${this.locals[local]} in the first; ` +
          'let it start from one number',
      );
    }
    this.locals[local] = initial;
    return local;
  }

  /** A local that holds nothing at the start of the innermost loop's iterations. */
  freshLocal(initial: number): Home {
    const local = this.newLocal(initial);
    this.passes.at(-1)?.fresh.push(local);
    return this.newHome({ local });
  }

  /** What lies in a place now. */
  lookUp(place: Place): Home {
    return this.homes.lookUp(place, this.scope);
  }

  /** Records an operation; its result lies in a local of its own until it is put somewhere. */
  compute(operation: OperationName, reads: readonly (Home | number)[]): Home {
    const write = this.newHome({ local: this.newLocal(0) });
    const statement: Statement = { operation, reads, write, source: this.line() };
    write.maker = statement;
    this.append(statement);
    return write;
  }

  /**
   * Puts a value into a place. A result that lies in a local of its own is written there by the operation that made
   * it, unless it was made outside the innermost loop or something may have touched the place since; else it is copied.
   */
  put(place: Place, value: Home | number): void {
    const source = this.line();
    if (typeof value !== 'number' && this.canMove(value, place)) {
      this.homes.overwrite(place, this.trips(), source);
      this.homes.move(value, place);
      return;
    }
    this.append({ operation: 'copy', reads: [value], write: this.newHome(place), source });
    this.homes.overwrite(place, this.trips(), source);
  }

  /** Trips of the loops that are being recorded, outermost first. */
  trips(): readonly Trip[] {
    return this.passes.map(({ trip }) => trip);
  }

  private canMove(value: Home, place: Place): boolean {
    const { maker, scope } = value;
    if (maker === null || scope !== this.scope) return false;
    const { body } = this.passes.at(-1) ?? this.segment();
    return !touches(body.slice(body.indexOf(maker) + 1), place, this.trips());
  }

  private newHome(place: Place): Home {
    return { place, scope: this.scope, maker: null, overwrittenAt: null };
  }

  private segment(): Segment {
    const labels = this.labels();
    const last = this.segments.at(-1);
    if (last !== undefined && JSON.stringify(last.labels) === JSON.stringify(labels)) return last;
    if (last !== undefined) last.scope.isOpen = false;
    const begun: Segment = { labels, scope: { isOpen: true, kind: 'phase' }, body: [], source: this.line() };
    this.segments.push(begun);
    return begun;
  }

  /** The user's line; null where what is recorded is only held against what was recorded before. */
  private line(): string | null {
    return this.isRepeating ? null : userLine(STATEMENT_FRAMES);
  }

  private requireOpen(): void {
    if (this.fault !== null) throw this.fault;
  }
}
