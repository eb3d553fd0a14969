import { Random } from '../../../core/numbers/random.ts';
import { type Arithmetic, at, executeSteps, type Index, type Step, type Term } from './kernel-machine.ts';

/** A random kernel: what it does, the shapes of its tensors, the first ones inputs, the others outputs. */
export interface RandomSteps {
  readonly steps: readonly Step[];
  readonly shapes: readonly (readonly number[])[];
  readonly inputs: number;
}

const INPUTS = 2;
const OUTPUTS = 2;

/**
 * Up to three statements under up to four loops, of constant, affine (triangular, some of them empty at first), downward,
 * strided and blocked ranges; elements at affine indices that meet or not; accumulation in locals and elements. Every
 * term reads an input, so that nothing is computed of constants alone.
 */
export function randomSteps(seed: number): RandomSteps {
  const maker = new StepMaker(new Random(seed));
  const steps = maker.steps();
  return { steps: withinBounds(steps), shapes: shapesOf(steps), inputs: INPUTS };
}

class StepMaker {
  private readonly random: Random;
  private locals = 0;

  constructor(random: Random) {
    this.random = random;
  }

  steps(): Step[] {
    return Array.from({ length: 1 + this.random.integer(2) }, () => this.loop(0, []));
  }

  private loop(depth: number, outer: readonly number[]): Step {
    const made = this.chance(0.4) ? [this.locals++] : [];
    const inside = [...outer, ...made];
    // Of the loops around, affine bounds take the last alone, so that few ranges never run.
    const own = { locals: made, body: this.body(depth + 1, inside) };
    const kind = this.random.integer(6);
    if (kind === 0) {
      const size = 1 + this.random.integer(6);
      return { size, width: 1 + this.random.integer(size), ...own };
    }
    if (kind === 1 && depth > 0) {
      const stop = this.affine(depth, 1, this.random.integer(3));
      return { start: { base: 0, strides: [] }, stop, step: 1, ...own };
    }
    if (kind === 2 && depth > 0) {
      return {
        start: this.affine(depth, 1, 0),
        stop: { base: 3 + this.random.integer(3), strides: [] },
        step: 1,
        ...own,
      };
    }
    const start = this.random.integer(3);
    const stop = start + 1 + this.random.integer(5);
    if (kind === 3) return { start: fixed(stop), stop: fixed(start), step: -1 - this.random.integer(2), ...own };
    return { start: fixed(start), stop: fixed(stop), step: 1 + this.random.integer(2), ...own };
  }

  private body(depth: number, locals: readonly number[]): Step[] {
    const body: Step[] = Array.from({ length: 1 + this.random.integer(2) }, () =>
      depth < 4 && this.chance(0.55) ? this.loop(depth, locals) : this.put(depth, locals),
    );
    if (this.chance(0.3)) body.push(this.put(depth, locals));
    return body;
  }

  private put(depth: number, locals: readonly number[]): Step {
    const to =
      locals.length > 0 && this.chance(0.4)
        ? { local: this.pick(locals) }
        : this.element(INPUTS + this.random.integer(OUTPUTS), depth);
    const input = this.element(this.random.integer(INPUTS), depth);
    const terms: Term[] = [input];
    if (this.chance(0.7)) terms.push(this.element(this.random.integer(INPUTS), depth));
    if (this.chance(0.2)) terms.push({ constant: 2 });
    if (locals.length > 0 && this.chance(0.6)) terms.push({ local: this.pick(locals) });
    if (this.chance(0.4)) terms.push(to);
    if (this.chance(0.2)) terms.push(this.element(INPUTS + this.random.integer(OUTPUTS), depth));
    const term = terms.reduce((left, right) => ({ operation: this.pick(['add', 'sub', 'mul'] as const), left, right }));
    return { to, term };
  }

  private element(tensor: number, depth: number): { tensor: number; index: Index[] } {
    const index = Array.from({ length: 2 }, () => this.affine(depth, 2, this.random.integer(3)));
    return { tensor, index };
  }

  /** Of at most `most` of the loops around, the innermost ones more often. */
  private affine(depth: number, most: number, base: number): Index {
    const strides = new Array<number>(depth).fill(0);
    for (let term = 0; term < most; term++) {
      if (this.chance(0.75)) strides[Math.max(0, depth - 1 - this.random.integer(2))] = this.pick([1, 1, 1, -1, 2]);
    }
    return { base, strides };
  }

  private chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[this.random.integer(items.length)];
  }
}

function fixed(base: number): Index {
  return { base, strides: [] };
}

/** The least and greatest index at each axis of each tensor, over all that is executed. */
function reachOf(steps: readonly Step[]): { low: number; high: number }[][] {
  const reach = Array.from({ length: INPUTS + OUTPUTS }, () =>
    Array.from({ length: 2 }, () => ({ low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY })),
  );
  const note = (tensor: number, index: readonly number[]): void => {
    index.forEach((i, axis) => {
      const { low, high } = reach[tensor][axis];
      reach[tensor][axis] = { low: Math.min(low, i), high: Math.max(high, i) };
    });
  };
  const noted: Arithmetic<null> = {
    get: (tensor, index) => {
      note(tensor, index);
      return null;
    },
    set: note,
    compute: () => null,
    constant: () => null,
    copy: () => null,
  };
  executeSteps(steps, noted);
  return reach;
}

function shapesOf(steps: readonly Step[]): number[][] {
  return reachOf(steps).map((axes) => axes.map(({ low, high }) => (high < low ? 1 : high - low + 1)));
}

/** The same steps, their elements moved so that the least index of every axis is 0. */
function withinBounds(steps: readonly Step[]): Step[] {
  const reach = reachOf(steps);
  const moved = ({ tensor, index }: { tensor: number; index: readonly Index[] }) => ({
    tensor,
    index: index.map(({ base, strides }, axis) => {
      const { low } = reach[tensor][axis];
      return { base: Number.isFinite(low) ? base - low : base, strides };
    }),
  });
  const term = (each: Term): Term => {
    if ('tensor' in each) return moved(each);
    return 'operation' in each ? { ...each, left: term(each.left), right: term(each.right) } : each;
  };
  return steps.map(function step(each): Step {
    if ('body' in each) return { ...each, body: each.body.map(step) };
    return { to: 'tensor' in each.to ? moved(each.to) : each.to, term: term(each.term) };
  });
}

/** Whether each loop runs at least once. */
export function everyLoopRuns(steps: readonly Step[]): boolean {
  const ran = new Set<Step>();
  const run = (body: readonly Step[], around: readonly number[]): void => {
    for (const each of body) {
      if (!('body' in each)) continue;
      const isBlocked = 'width' in each;
      const stop = isBlocked ? each.size : at(each.stop, around);
      const step = isBlocked ? 1 : each.step;
      for (let i = isBlocked ? 0 : at(each.start, around); step > 0 ? i < stop : i > stop; i += step) {
        ran.add(each);
        run(each.body, [...around, i]);
      }
    }
  };
  run(steps, []);
  const loops = (body: readonly Step[]): Step[] =>
    body.flatMap((each) => ('body' in each ? [each, ...loops(each.body)] : []));
  return loops(steps).every((loop) => ran.has(loop));
}

/** Numbers of the tensors that something is put into. */
export function writtenTensors(steps: readonly Step[]): Set<number> {
  const written = new Set<number>();
  for (const each of steps) {
    if ('body' in each) for (const tensor of writtenTensors(each.body)) written.add(tensor);
    else if ('tensor' in each.to) written.add(each.to.tensor);
  }
  return written;
}
