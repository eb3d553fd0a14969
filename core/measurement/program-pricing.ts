import { DepthHistogram } from '../cost/depth-histogram.ts';
import { choiceOf } from '../input-error.ts';
import type { Program } from '../programs/program.ts';
import { eagerTrace, irClassic, irLive, twoStackTrace } from '../programs/semantics.ts';
import { ListStack } from '../stack/depth-stack.ts';
import type { Granularity, Semantics } from '../trace/trace.ts';
import { GRANULARITIES, SEMANTICS } from '../trace/trace.ts';

/** How scalar programs can be priced: in O(log n) a read, or with a plain list. They have no loops to take as runs. */
export const PROGRAM_ENGINES = ['element', 'oracle'] as const;
export type ProgramEngine = (typeof PROGRAM_ENGINES)[number];

/** Bytes of the widest element that programs are priced at: depths reach 2^31 and depth times bytes has to stay below 2^52. */
export const MAX_BYTES = 2 ** 20;

/** A scalar program priced under one of the semantics. */
export interface PricedProgram {
  /** The LRU stack depth (1 = top) of every read, in read order; 0: of a register, which is free. */
  readonly depths: Int32Array;
  readonly histogram: DepthHistogram;
  /** `two-stack` only: how many of the reads, the last ones, are those of the returned cells. */
  readonly epilogueReads?: number;
}

/**
 * Prices every read of a program. Throws InputError, naming the choices, on other semantics, another engine or
 * granularity, and where registers are asked for and the program does not tell them.
 */
export function priceReads(
  program: Program,
  semantics: Semantics,
  engine: ProgramEngine,
  granularity: Granularity = 'scalar',
): PricedProgram {
  choiceOf('engine', engine, PROGRAM_ENGINES);
  choiceOf('granularity', granularity, GRANULARITIES);
  // Undefined: each of the semantics makes a stack of as many keys as it needs.
  const stack = engine === 'oracle' ? new ListStack() : undefined;
  switch (choiceOf('semantics', semantics, SEMANTICS)) {
    case 'eager':
      return counted(eagerTrace(program, stack, granularity));
    case 'two-stack': {
      const { depths, epilogueReads } = twoStackTrace(program, stack, granularity);
      const free = depths.subarray(depths.length - epilogueReads).filter((depth) => depth === 0).length;
      return { ...counted(depths), epilogueReads: epilogueReads - free };
    }
    case 'ir-live':
      return counted(irLive(program, stack, granularity));
    case 'ir-classic':
      return counted(irClassic(program, stack, granularity));
  }
}

function counted(depths: Int32Array): PricedProgram {
  const histogram = new DepthHistogram();
  for (const depth of depths) if (depth !== 0) histogram.add(depth);
  return { depths, histogram };
}

/** Whether the semantics are defined for elements of one byte alone: those that price loads one after the other. */
export function isOfOneByte(semantics: Semantics): boolean {
  return semantics === 'ir-live' || semantics === 'ir-classic';
}
