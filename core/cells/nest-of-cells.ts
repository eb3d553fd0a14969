import type { Instruction, Nest, Node, Operand } from '../trace/nest.ts';
import { isLocal, isLoop } from '../trace/nest.ts';

/** A nest whose elements were taken apart into cells, and what of it stands for what of the nest before. */
export interface NestOfCells {
  readonly nest: Nest;
  /** Instructions that each one before has become. */
  readonly perInstruction: number;
  /** By site before: how many cells its element is, whose sites follow one another in the order of the sites before. */
  readonly cellsOfSite: readonly number[];
}

/**
 * Takes the elements of a nest apart into cells next to one another, of which slots and locals have so many an element
 * each. Cells of an operand are read together, by the instruction that read the element, and written one after the other:
 * by it and by as many instructions without operands as the widest result of the nest needs, after every instruction, so
 * that a slice of them is as many times as long.
 */
export function nestOfCells(nest: Nest, ofSlot: readonly number[], ofLocal: readonly number[]): NestOfCells {
  const cellsOfSite: number[] = [];
  const firstOfLocal: number[] = [];
  let locals = 0;
  for (let local = 0; local < nest.locals; local++) {
    firstOfLocal.push(locals);
    locals += ofLocal[local] ?? 1;
  }
  const widthOf = (operand: Operand): number => (isLocal(operand) ? ofLocal[operand.local] : ofSlot[operand.slot]) ?? 1;
  const cellsOf = (operand: Operand): Operand[] =>
    Array.from({ length: widthOf(operand) }, (_, cell) =>
      isLocal(operand) ? { local: firstOfLocal[operand.local] + cell } : cellOf(operand, widthOf(operand), cell),
    );
  const perInstruction = widestWrite(nest.body, widthOf);
  const instructions = ({ op, reads, write }: Instruction): Instruction[] => {
    const written = write === null ? [] : cellsOf(write);
    cellsOfSite.push(...reads.map(widthOf));
    return Array.from({ length: perInstruction }, (_, cell) => ({
      op,
      reads: cell === 0 ? reads.flatMap(cellsOf) : [],
      write: written[cell] ?? null,
    }));
  };
  const nodes = (before: readonly Node[]): Node[] =>
    before.flatMap((node): Node[] => {
      if (!isLoop(node)) return instructions(node);
      const fresh = (node.fresh ?? []).flatMap((local) => cellsOf({ local })).flatMap((cell) => localOf(cell));
      return [{ trip: node.trip, fresh, body: nodes(node.body) }];
    });
  return { nest: { slots: nest.slots, locals, body: nodes(nest.body) }, perInstruction, cellsOfSite };
}

function localOf(operand: Operand): number[] {
  return isLocal(operand) ? [operand.local] : [];
}

function cellOf(access: Exclude<Operand, { local: number }>, width: number, cell: number): Operand {
  const { slot, base, strides, table } = access;
  const moved = { slot, base: base * width + cell, strides: strides.map((step) => step * width) };
  return table === undefined ? moved : { ...moved, table: { ...table, scale: table.scale * width } };
}

function widestWrite(nodes: readonly Node[], widthOf: (operand: Operand) => number): number {
  return nodes.reduce((widest, node) => {
    if (isLoop(node)) return Math.max(widest, widestWrite(node.body, widthOf));
    return node.write === null ? widest : Math.max(widest, widthOf(node.write));
  }, 1);
}
