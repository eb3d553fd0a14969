import { argumentPositions } from '../../element-engine/argument-positions.ts';
import type { AddressSpace } from '../../trace/address-space.ts';
import type { Semantics, Trace } from '../../trace/trace.ts';

/**
 * Where arguments are that nothing has read yet: under `eager` on the stack, else apart from it. 4 bytes an address.
 */
export class UnreadArguments {
  readonly areOnStack: boolean;
  private readonly positions: Int32Array;

  constructor(trace: Trace, space: AddressSpace, semantics: Semantics) {
    this.areOnStack = semantics === 'eager';
    this.positions = this.areOnStack ? new Int32Array(0) : argumentPositions(trace, space);
  }

  /** The depth of an argument element that nothing has read and that is not on the stack. */
  depthOf(address: number): number {
    if (this.areOnStack) throw new Error(`internal: argument address ${address} is not on the stack`);
    return this.positions[address];
  }
}
