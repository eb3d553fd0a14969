import type { Access, Instruction, Node, Operand, Trip } from '../../core/trace/nest.ts';
import type { DrawnMap } from './access-draw.ts';
import { drawMap, drawTable, drawWhole } from './access-draw.ts';
import type { DrawnLoop, ProgramDraw } from './program-draw.ts';

/** Iterations of an innermost loop, at most, where no block is around. */
const MOST_ITERATIONS = 70;
/** What one slot of a call is bound to while its nest is drawn. */
export interface DrawnSlot {
  readonly size: number;
  /** Steps from row to row, from column to column. */
  readonly steps: readonly number[];
  readonly isOutput: boolean;
  /** Of a new output: whether what is not written is the constant 0. */
  readonly isZeroFilled: boolean;
  /** The maps that operands of the value have already. */
  readonly maps: DrawnMap[];
}

/** Draws the nest of one call: a tree of loops with instructions before, inside, between and after them. */
export class NestDraw {
  readonly slots: DrawnSlot[];
  readonly locals: number;
  private readonly draw: ProgramDraw;
  private readonly tables: number[][];
  private readonly trips: readonly number[];
  /** Whether operands are likely not to meet one another, so that runs do it all and loops are skipped. */
  private readonly isPlain: boolean;
  private outputs: number;

  /**
   * `slots`: what the call reads, and may write where it is an output; new outputs are added. `trips`: of the loops from
   * the outermost on, or none, where they are drawn.
   */
  constructor(draw: ProgramDraw, slots: readonly DrawnSlot[], tables: number[][], trips: readonly number[]) {
    this.draw = draw;
    this.trips = trips;
    this.isPlain = draw.chance(0.4);
    this.slots = [...slots];
    this.tables = tables;
    this.locals = draw.weighted([
      [3, 0],
      [3, 1],
      [2, 2],
      [1, 3],
    ]);
    this.outputs = draw.weighted([
      [1, 0],
      [6, 1],
      [2, 2],
    ]);
  }

  body(): Node[] {
    if (this.trips.length > 0) return this.nodes([], this.trips.length, 1);
    const depth = this.draw.weighted([
      [1, 0],
      [3, 1],
      [5, 2],
      [3, 3],
      [1, 4],
    ]);
    return this.nodes([], depth, 1);
  }

  private nodes(loops: readonly DrawnLoop[], depth: number, iterations: number): Node[] {
    const { draw } = this;
    if (depth === 0) return this.instructions(loops, draw.between(1, 3));
    const nodes: Node[] = draw.chance(0.3) ? this.instructions(loops, 1) : [];
    const siblings = draw.chance(0.15) ? 2 : 1;
    for (let sibling = 0; sibling < siblings; sibling++) {
      const loop = this.loop(loops, depth, iterations);
      const fresh = Array.from({ length: this.locals }, (_, local) => local).filter(() => draw.chance(0.4));
      // A block runs as often as all blocks together do, by iteration of the loop that counts them.
      const times = typeof loop.trip === 'number' ? iterations * loop.trip : iterations * loop.most;
      const body = this.nodes([...loops, loop], depth - 1, times);
      nodes.push({ trip: loop.trip, ...(fresh.length > 0 ? { fresh } : {}), body });
      if (draw.chance(0.35)) nodes.push(...this.instructions(loops, draw.between(1, 2)));
    }
    return nodes;
  }

  private loop(loops: readonly DrawnLoop[], depth: number, iterations: number): DrawnLoop {
    const { draw } = this;
    const given = this.trips[loops.length];
    if (given !== undefined) return { trip: given, most: given };
    const counters = loops.flatMap(({ trip }, block) =>
      typeof trip === 'number' && trip > 0 ? [{ trip, block }] : [],
    );
    if (counters.length > 0 && draw.chance(0.25)) {
      const { trip: blocks, block } = draw.pick(counters);
      const width = draw.between(1, 3);
      const trip: Trip = { size: blocks * width - draw.between(0, width - 1), width, block };
      return { trip, most: width };
    }
    if (loops.length > 0 && draw.chance(0.12)) return affineLoop(draw, loops);
    if (draw.chance(0.02)) return { trip: 0, most: 0 };
    const room = Math.max(1, Math.floor(MOST_ITERATIONS / iterations));
    const isLong = depth > 1 ? draw.chance(0.6) : draw.chance(0.3);
    const trip = isLong ? draw.sides.long : draw.chance(0.7) ? draw.pick(draw.sides.short) : draw.between(1, 4);
    return { trip: Math.min(trip, room), most: Math.min(trip, room) };
  }

  private instructions(loops: readonly DrawnLoop[], count: number): Instruction[] {
    return Array.from({ length: count }, () => this.instruction(loops));
  }

  private instruction(loops: readonly DrawnLoop[]): Instruction {
    const { draw } = this;
    const count = draw.weighted([
      [0.3, 0],
      [4, 1],
      [4, 2],
      [1, 3],
    ]);
    const reads = Array.from({ length: count }, () => this.read(loops));
    if (count > 0 && draw.chance(0.08)) reads.push(reads[0]);
    const write = this.write(loops, reads);
    return { op: 'add', reads, write };
  }

  private read(loops: readonly DrawnLoop[]): Operand {
    const { draw } = this;
    if (this.locals > 0 && draw.chance(0.3)) return this.local();
    const slot = draw.between(0, this.slots.length - 1);
    if (draw.chance(0.04)) {
      const { table, term } = drawTable(draw, this.tables.length, this.slots[slot].size, loops);
      this.tables.push(table);
      return { slot, base: 0, strides: [], table: term };
    }
    return this.access(slot, drawMap(draw, this.slots[slot], loops, this.isPlain));
  }

  private write(loops: readonly DrawnLoop[], reads: Operand[]): Operand | null {
    const { draw } = this;
    if (this.outputs > 0 && draw.chance(0.7)) {
      this.outputs--;
      return this.output(loops, reads);
    }
    const written = this.slots.flatMap(({ isOutput }, slot) => (isOutput ? [slot] : []));
    if (written.length > 0 && draw.chance(0.4)) {
      const slot = draw.pick(written);
      return this.access(slot, drawMap(draw, this.slots[slot], loops, this.isPlain));
    }
    return this.locals > 0 && draw.chance(0.8) ? this.local() : null;
  }

  /** A new output: written whole, or all but its first elements, or summed into anywhere. */
  private output(loops: readonly DrawnLoop[], reads: Operand[]): Operand {
    const { draw } = this;
    const kind = draw.weighted([
      [6, 'whole'],
      [3, 'part'],
      [3, 'sum'],
    ] as const);
    const map =
      kind === 'sum'
        ? { ...drawMap(draw, { size: 16, steps: [], maps: [] }, loops, false), size: 16 }
        : drawWhole(draw, loops);
    // As many as one iteration of some loop writes, so that it is a whole iteration that finds nothing there.
    const steps = map.strides.filter((step) => step !== 0).map(Math.abs);
    const left = kind === 'part' ? (steps.length > 0 ? draw.pick(steps) : 1) : 0;
    const isZeroFilled = kind !== 'whole' || draw.chance(0.2);
    this.slots.push({ size: map.size + left, steps: [...new Set(steps)], isOutput: true, isZeroFilled, maps: [] });
    const access = this.access(this.slots.length - 1, { ...map, base: map.base + left });
    if (kind === 'sum' && draw.chance(0.7)) reads.unshift(access);
    return access;
  }

  private access(slot: number, map: DrawnMap): Access {
    this.slots[slot].maps.push(map);
    return { slot, base: map.base, strides: map.strides };
  }

  private local(): Operand {
    return { local: this.draw.between(0, this.locals - 1) };
  }
}

/** A loop that is longer or shorter from iteration to iteration of those around, a triangle mostly; it may not run at all. */
function affineLoop(draw: ProgramDraw, loops: readonly DrawnLoop[]): DrawnLoop {
  const deciding = draw.between(0, loops.length - 1);
  const strides = loops.map((_, k) => (k === deciding ? draw.pick([1, 1, -1, 2]) : draw.chance(0.15) ? 1 : 0));
  const reach = strides.reduce((sum, step, k) => sum + step * Math.max(0, loops[k].most - 1), 0);
  const base = draw.between(0, 2) - Math.min(0, reach);
  const most = strides.reduce((sum, step, k) => sum + Math.max(0, step) * Math.max(0, loops[k].most - 1), base);
  return { trip: { base, strides }, most };
}
