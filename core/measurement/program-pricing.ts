import { DepthHistogram } from '../cost/depth-histogram.ts';
import { choiceOf } from '../input-error.ts';
import { cellLives } from '../programs/cell-lives.ts';
import { CellStack } from '../programs/cell-stack.ts';
import { DepthList, type DepthListener } from '../programs/depth-pieces.ts';
import type { Program } from '../programs/program.ts';
import { epilogueOf, livesUnder, tellDepths } from '../programs/semantics.ts';
import { ListStack } from '../stack/depth-stack.ts';
import { LruStack } from '../stack/lru-stack.ts';
import type { Granularity, Semantics } from '../trace/trace.ts';
import { GRANULARITIES, SEMANTICS } from '../trace/trace.ts';

/** How scalar programs can be priced: in O(log n) a read, or with a plain list. They have no loops to take as runs. */
export const PROGRAM_ENGINES = ['element', 'oracle'] as const;
export type ProgramEngine = (typeof PROGRAM_ENGINES)[number];

/** Bytes of the widest element that programs are priced at: depths reach 2^31 and depth times bytes has to stay below 2^52. */
export const MAX_BYTES = 2 ** 20;

/** How a scalar program is priced. */
export interface ProgramPricing {
  readonly semantics: Semantics;
  readonly engine: ProgramEngine;
  readonly granularity: Granularity;
}

/** A scalar program priced under one of the semantics. */
export interface PricedProgram {
  /** Without those that are free. */
  readonly reads: number;
  /** `two-stack` only: how many of the reads, the last ones, are those of the returned cells. */
  readonly epilogueReads?: number;
  /** Most cells that live at once, before the first operation or after any, whatever the semantics leave on their stack. */
  readonly peakLiveCells: number;
}

/**
 * Prices every read of a program; `listener` hears their depths (1 = top) in read order, 0: of a register, which is free.
 * Throws InputError, naming the choices, on other semantics, another engine or granularity, and where registers are asked
 * for and the program does not tell them.
 */
export function tellReads(program: Program, pricing: ProgramPricing, listener: DepthListener): PricedProgram {
  const semantics = choiceOf('semantics', pricing.semantics, SEMANTICS);
  const engine = choiceOf('engine', pricing.engine, PROGRAM_ENGINES);
  const granularity = choiceOf('granularity', pricing.granularity, GRANULARITIES);
  const lives = livesUnder(program, semantics, granularity);
  const peakLiveCells = semantics === 'ir-classic' ? cellLives(program, granularity).peak : lives.peak;
  const stack = engine === 'oracle' ? new ListStack() : new LruStack(lives.peak);
  let heard = 0;
  let free = 0;
  let epilogueReads = 0;
  tellDepths(program, semantics, new CellStack(program, lives, stack), (depths) => {
    // Nothing but registers is free, so that nobody has to look for it among cells.
    if (granularity === 'register') for (let r = 0; r < depths.length; r++) if (depths[r] === 0) free++;
    for (let r = Math.max(0, program.reads.length - heard); r < depths.length; r++)
      if (depths[r] !== 0) epilogueReads++;
    heard += depths.length;
    listener(depths);
  });
  return { reads: heard - free, ...(semantics === 'two-stack' ? { epilogueReads } : {}), peakLiveCells };
}

/** As `tellReads`, with all depths in one array, and counted. */
export function priceReads(
  program: Program,
  semantics: Semantics,
  engine: ProgramEngine,
  granularity: Granularity = 'scalar',
): PricedProgram & { readonly depths: Int32Array; readonly histogram: DepthHistogram } {
  const list = new DepthList(program.reads.length + epilogueOf(program, semantics).length);
  const histogram = new DepthHistogram();
  const priced = tellReads(program, { semantics, engine, granularity }, (depths) => {
    list.add(depths);
    for (let r = 0; r < depths.length; r++) if (depths[r] !== 0) histogram.add(depths[r]);
  });
  return { ...priced, depths: list.depths, histogram };
}

/** Whether the semantics are defined for elements of one byte alone: those that price loads one after the other. */
export function isOfOneByte(semantics: Semantics): boolean {
  return semantics === 'ir-live' || semantics === 'ir-classic';
}
