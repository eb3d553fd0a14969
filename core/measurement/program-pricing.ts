import { DepthHistogram } from '../cost/depth-histogram.ts';
import { choiceOf } from '../input-error.ts';
import { cellLives } from '../programs/cell-lives.ts';
import { CellStack } from '../programs/cell-stack.ts';
import type { Program } from '../programs/program.ts';
import { depthsOf, livesUnder } from '../programs/semantics.ts';
import { ListStack } from '../stack/depth-stack.ts';
import { LruStack } from '../stack/lru-stack.ts';
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
  /** Most cells that live at once, before the first operation or after any, whatever the semantics leave on their stack. */
  readonly peakLiveCells: number;
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
  choiceOf('semantics', semantics, SEMANTICS);
  choiceOf('engine', engine, PROGRAM_ENGINES);
  choiceOf('granularity', granularity, GRANULARITIES);
  const lives = livesUnder(program, semantics, granularity);
  const peakLiveCells = semantics === 'ir-classic' ? cellLives(program, granularity).peak : lives.peak;
  const stack = engine === 'oracle' ? new ListStack() : new LruStack(lives.peak);
  const depths = depthsOf(program, semantics, new CellStack(program, lives, stack));
  const histogram = new DepthHistogram();
  for (const depth of depths) if (depth !== 0) histogram.add(depth);
  if (semantics !== 'two-stack') return { depths, histogram, peakLiveCells };
  const epilogueReads = depths.subarray(program.reads.length).filter((depth) => depth !== 0).length;
  return { depths, histogram, epilogueReads, peakLiveCells };
}

/** Whether the semantics are defined for elements of one byte alone: those that price loads one after the other. */
export function isOfOneByte(semantics: Semantics): boolean {
  return semantics === 'ir-live' || semantics === 'ir-classic';
}
