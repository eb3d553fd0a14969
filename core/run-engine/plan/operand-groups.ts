import type { ExpansionContext } from '../../element-engine/expansion.ts';
import { greatestDivisor } from '../../numbers/greatest-divisor.ts';
import type { AccessSite } from '../../trace/access-map.ts';
import { dimensionsOf, isInjective, rangeOf } from '../../trace/access-map.ts';
import type { Access, Loop, Operand } from '../../trace/nest.ts';
import { isAffine, isBlock, isLocal } from '../../trace/nest.ts';
import type { KernelCall } from '../../trace/trace.ts';

/** A read that leaves the stack alone: of a constant, or of a local that is a register. */
export const UNTRACKED = -1;

/** All operands of a call with one address map. */
export interface OperandGroup {
  readonly id: number;
  /** -1: a local. */
  readonly value: number;
  /** Address where all loops stand at 0. */
  readonly base: number;
  /** By loop, outermost first. Of a local there are none. */
  readonly strides: readonly number[];
  /** The range of its addresses. */
  readonly low: number;
  readonly high: number;
  /** The same for all operands of the group and no others. */
  readonly signature: string;
}

/**
 * The operands of a call, grouped by their address maps (D18). Operands of one group meet in every element they have.
 */
export class OperandGroups {
  readonly all: OperandGroup[] = [];
  /**
   * Values of which an element may be touched by different iterations of the loops that move an operand, or by
   * different groups.
   */
  readonly overlapping = new Set<number>();
  private readonly groupOfLocal = new Map<number, number>();
  private readonly context: ExpansionContext;
  private readonly call: KernelCall;

  constructor(context: ExpansionContext, call: KernelCall) {
    this.context = context;
    this.call = call;
  }

  /** Puts an operand of a value into its group. */
  enter(access: Access, loops: readonly Loop[]): void {
    const { trace, space } = this.context;
    const value = this.call.values[access.slot];
    if (trace.values[value].kind === 'constant') return;
    const signature = signatureOf(value, access, loops);
    if (this.all.some((group) => group.signature === signature)) return;
    const base = space.baseOf[value] + access.base;
    const { dimensions } = dimensionsOf(loops, access.strides);
    const { low, high } = rangeOf(base, dimensions);
    // Steps along loops that are not around this operand, or run once, mean nothing to the others of its group.
    const strides = loops.map(({ trip }, depth) => (trip === 1 ? 0 : (access.strides[depth] ?? 0)));
    const group = { id: this.all.length, value, base, strides, low, high, signature };
    const meets = this.all.some((other) => other.value === value && mayMeet(group, other));
    if (meets || !isInjective(dimensions) || !blocksAreWhole(loops, access.strides)) this.overlapping.add(value);
    this.all.push(group);
  }

  /**
   * Values under loops of affine lengths, whose accesses need not touch what those before them did, are taken to overlap:
   * the plan's last runs are found by executing the loops. Not where a value is touched under one and the same loops alone,
   * each of which moves it in the same steps: then nothing is touched again.
   */
  enterUneven(accesses: readonly AccessSite[]): void {
    const { trace } = this.context;
    for (const { access, loops } of accesses) {
      const value = this.call.values[access.slot];
      if (trace.values[value].kind === 'constant' || !loops.some(({ trip }) => isAffine(trip))) continue;
      const signature = signatureOf(value, access, loops);
      const isTouchedOnce =
        loops.every(({ trip }, depth) => trip === 1 || (access.strides[depth] ?? 0) !== 0) &&
        accesses.every((other) => {
          if (this.call.values[other.access.slot] !== value) return true;
          return other.loops === loops && signatureOf(value, other.access, loops) === signature;
        });
      if (!isTouchedOnce) this.overlapping.add(value);
    }
  }

  /** The group of an operand that was entered, or UNTRACKED. */
  of(operand: Operand, loops: readonly Loop[]): number {
    if (isLocal(operand)) return this.context.granularity === 'register' ? UNTRACKED : this.ofLocal(operand.local);
    const value = this.call.values[operand.slot];
    if (this.context.trace.values[value].kind === 'constant') return UNTRACKED;
    const signature = signatureOf(value, operand, loops);
    const group = this.all.find((each) => each.signature === signature);
    if (group === undefined) throw new Error(`internal: ${this.call.kernel} has an operand in no group`);
    return group.id;
  }

  ofLocal(local: number): number {
    let id = this.groupOfLocal.get(local);
    if (id === undefined) {
      id = this.all.length;
      this.groupOfLocal.set(local, id);
      const address = this.context.space.localBase + local;
      this.all.push({
        id,
        value: -1,
        base: address,
        strides: [],
        low: address,
        high: address,
        signature: `local ${local}`,
      });
    }
    return id;
  }
}

/**
 * Whether two maps may have an address in common, by a sufficient test that they have none: their ranges are apart, or their
 * bases differ by what no sum of steps makes up for, as those of an element's cells do (D43).
 */
function mayMeet(a: OperandGroup, b: OperandGroup): boolean {
  if (a.high < b.low || b.high < a.low) return false;
  const step = [...a.strides, ...b.strides].reduce((x, y) => greatestDivisor(x, Math.abs(y)), 0);
  return step === 0 || (a.base - b.base) % step === 0;
}

/** An address map, equal for operands that meet in every element they have. */
function signatureOf(value: number, access: Access, loops: readonly Loop[]): string {
  const moves = loops.flatMap(({ trip }, depth) => {
    const step = access.strides[depth] ?? 0;
    return step === 0 || trip === 1 ? [] : [`${depth}:${step}:${JSON.stringify(trip)}`];
  });
  return `${value}@${access.base} ${moves.join(' ')}`;
}

/** Whether no block that moves the access is counted by a loop that does not, unless all blocks are equally long. */
function blocksAreWhole(loops: readonly Loop[], strides: readonly number[]): boolean {
  return loops.every(({ trip }, depth) => {
    if (!isBlock(trip) || (strides[depth] ?? 0) === 0) return true;
    return (strides[trip.block] ?? 0) !== 0 || trip.size % trip.width === 0;
  });
}
