import { Random } from '../../../core/numbers/random.ts';
import type { Access, Instruction, Node, Trip } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder } from './kernel-trace-builder.ts';

const TRIPS = [1, 2, 5, 6, 7, 9];
const STEPS = [0, 0, 1, 1, 2, 3, 5];
const ROOM = 400;

/**
 * One kernel that adds up windows in random loops beside and inside one another, some in blocks, some of lengths that
 * depend on the loops around: two values are moved through, at several places each.
 */
export function windowNest(seed: number): Trace {
  const random = new Random(seed, 6);
  const pick = (of: readonly number[]): number => of[random.integer(of.length)];
  const builder = new KernelTraceBuilder();
  const source = builder.argument(1, ROOM);
  const out = builder.computed(1, ROOM, true);
  const depths = 2 + random.integer(3);
  const steps = [0, 1].map(() => Array.from({ length: depths }, () => pick(STEPS)));

  const access = (slot: number, depth: number): Access => {
    // Most move alike along all loops, as windows do.
    const strides = steps[slot].slice(0, depth).map((step) => (random.uniform() < 0.1 ? 0 : step));
    return { slot, base: pick([0, 0, 0, 1, 4]), strides };
  };
  const instruction = (depth: number): Instruction => {
    const target = access(1, depth);
    const reads = [access(0, depth)];
    if (random.uniform() < 0.2) reads.push(access(0, depth));
    if (random.uniform() < 0.9) reads.unshift(target);
    return { op: 'add', reads, write: target };
  };
  const trip = (around: readonly Trip[]): Trip => {
    const block = around.findLastIndex((each) => typeof each === 'number' && each > 1);
    const counter = block === -1 ? 0 : Number(around[block]);
    if (counter > 0 && random.uniform() < 0.25) {
      const width = 2 + random.integer(3);
      return { block, width, size: width * (counter - 1) + 1 + random.integer(width) };
    }
    if (counter > 0 && counter < 8 && random.uniform() < 0.15) {
      return { base: random.integer(3), strides: around.map((_, depth) => (depth === block ? 1 : 0)) };
    }
    return pick(TRIPS);
  };
  const nodes = (around: readonly Trip[]): Node[] => {
    if (around.length === depths) return [instruction(depths)];
    const found: Node[] = [];
    for (let loops = random.uniform() < 0.3 ? 2 : 1; loops > 0; loops--) {
      const own = trip(around);
      found.push({ trip: own, body: nodes([...around, own]) });
    }
    if (around.length > 0 && random.uniform() < 0.2) found.push(instruction(around.length));
    return found;
  };

  builder.call('Windows', [source, out], nodes([]));
  return builder.finish(`windows in random loops ${seed}`, [out]);
}
