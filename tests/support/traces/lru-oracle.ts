/**
 * The four semantics once more, from their definition and as plainly as possible: lists, indexOf, opaque cells, no
 * code shared with core. Quadratic; the measure of the fast versions.
 */

import type { ProgramSource } from '../../../core/programs/program-source.ts';

type List = number[];

function depth(stack: List, cell: number): number {
  return stack.indexOf(cell) + 1;
}

function drop(stack: List, cell: number): void {
  if (stack.includes(cell)) stack.splice(stack.indexOf(cell), 1);
}

function bump(stack: List, cell: number): void {
  drop(stack, cell);
  stack.unshift(cell);
}

/** Index of the last event that reads the cell, Infinity where it is returned, -1 where neither. */
function lastUse(source: ProgramSource, cell: number): number {
  return source.returns.includes(cell) ? Infinity : source.events.findLastIndex((event) => event.in.includes(cell));
}

export function oracleEager(source: ProgramSource): number[] {
  const stack: List = [];
  const trace: number[] = [];
  for (const group of [...source.argGroups].reverse()) {
    for (const cell of group) if (lastUse(source, cell) >= 0 && !stack.includes(cell)) stack.unshift(cell);
  }
  source.events.forEach((event, i) => {
    trace.push(...event.in.map((cell) => depth(stack, cell)));
    for (const cell of new Set(event.in)) bump(stack, cell);
    for (const cell of [...stack]) if (lastUse(source, cell) <= i) drop(stack, cell);
    for (const cell of event.out) if (lastUse(source, cell) >= 0) stack.unshift(cell);
  });
  return trace;
}

export function oracleTwoStack(source: ProgramSource): number[] {
  const geometric: List = [];
  const promoted = new Set<number>();
  const trace: number[] = [];
  const price = (cell: number): number =>
    source.args.includes(cell) && !promoted.has(cell) ? source.args.indexOf(cell) + 1 : depth(geometric, cell);
  source.events.forEach((event, i) => {
    trace.push(...event.in.map(price));
    for (const cell of new Set(event.in)) {
      promoted.add(cell);
      bump(geometric, cell);
    }
    for (const cell of [...geometric]) if (lastUse(source, cell) <= i) drop(geometric, cell);
    for (const cell of event.out) if (lastUse(source, cell) >= 0) geometric.unshift(cell);
  });
  trace.push(...[...new Set(source.returns)].map(price));
  return trace;
}

export function oracleIr(source: ProgramSource, isLive: boolean): number[] {
  const loads = [...source.events.flatMap((event) => event.in), ...source.returns];
  const loaded = new Set<number>();
  const stack: List = [];
  const trace: number[] = [];
  const load = (cell: number): void => {
    const isFirstOfInput = source.args.includes(cell) && !loaded.has(cell);
    trace.push(isFirstOfInput ? source.args.indexOf(cell) + 1 : depth(stack, cell));
    loaded.add(cell);
    bump(stack, cell);
    if (isLive && !loads.slice(trace.length).includes(cell)) drop(stack, cell);
  };
  for (const event of source.events) {
    for (const cell of event.in) load(cell);
    for (const cell of event.out) if (!isLive || loads.includes(cell)) stack.unshift(cell);
  }
  for (const cell of source.returns) load(cell);
  return trace;
}
