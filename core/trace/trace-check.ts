import { InputError, withPlace } from '../input-error.ts';
import { layOut } from './address-space.ts';
import { executionCounts } from './iteration-shapes.ts';
import type { Nest } from './nest.ts';
import { instructionsOf } from './nest.ts';
import { reachesOf } from './nest-reach.ts';
import type { Trace } from './trace.ts';

/**
 * Checks that a trace is well formed, so that every engine may trust it: every index inside what it points into, every
 * address inside its value, no constant written, arguments distinct, fewer than 2^53 reads and instructions,
 * room for all that is alive at once. Throws InputError, starting with `file`, at the
 * first fault. O(nodes * loops + operands * calls) and the entries of tables.
 */
export function checkTrace(trace: Trace, file: string): void {
  checkArguments(trace, file);
  checkRows(trace, file);
  const reaches = trace.nests.map((nest, index) => reachesOf(nest, trace.tables, file, `nests.${index}`));
  trace.calls.forEach((call, index) => {
    const place = `call ${index} (${call.kernel})`;
    const nest = trace.nests[call.nest];
    if (nest === undefined) fail(file, place, `there is no nest ${call.nest}`);
    if (call.values.length !== nest.slots) {
      fail(file, place, `nest ${call.nest} has ${nest.slots} slots, got ${call.values.length} values`);
    }
    for (const value of call.values) {
      if (value >= trace.values.length) fail(file, place, `there is no value ${value}`);
    }
    for (const reach of reaches[call.nest]) {
      const { slot, low, high } = reach;
      const { kind, size } = trace.values[call.values[slot]];
      const where = `${place}: ${reach.place}`;
      if (reach.isWrite && kind === 'constant') fail(file, where, `slot ${slot} is written but holds a constant`);
      if (low < 0 || high >= size) {
        fail(file, where, `slot ${slot} has ${size} elements, got accesses to ${low} .. ${high}`);
      }
    }
  });
  checkReturned(trace, file);
  checkSources(trace, file);
  checkLocalBytes(trace, file);
  checkSize(trace, file);
}

function checkArguments({ values, arguments: args, batchArguments }: Trace, file: string): void {
  for (const value of args) {
    if (values[value]?.kind !== 'argument') fail(file, 'arguments', `value ${value} is no argument`);
  }
  const distinct = new Set(args).size;
  const declared = values.filter(({ kind }) => kind === 'argument').length;
  if (distinct !== args.length || declared !== args.length) {
    fail(file, 'arguments', `${declared} values are arguments, each to be named once, got ${args.length}`);
  }
  if (batchArguments > args.length) {
    fail(file, 'batchArguments', `there are ${args.length} arguments, got ${batchArguments}`);
  }
}

function checkRows({ values }: Trace, file: string): void {
  values.forEach(({ size, row }, value) => {
    if (row === undefined || size % row === 0) return;
    fail(file, `values.${value}`, `rows of ${row} do not make ${size} elements`);
  });
}

function checkReturned({ values, calls, returned, results = 0 }: Trace, file: string): void {
  if (results > returned.length) fail(file, 'results', `there are ${returned.length} returned values, got ${results}`);
  const touched = new Set(calls.flatMap((call) => call.values));
  for (const value of returned) {
    const kind = values[value]?.kind;
    if (kind === undefined || kind === 'constant') {
      fail(file, 'returned', `value ${value} is a constant or does not exist`);
    }
    if (kind === 'computed' && !touched.has(value)) fail(file, 'returned', `value ${value} is made by no call`);
  }
}

function checkLocalBytes({ nests }: Trace, file: string): void {
  nests.forEach(({ locals, localBytes }, index) => {
    if (localBytes === undefined || localBytes.length === locals) return;
    fail(file, `nests.${index}.localBytes`, `there are ${locals} locals, got ${localBytes.length} sizes`);
  });
}

function checkSources({ nests, calls, sources = [] }: Trace, file: string): void {
  const check = (source: number | undefined, place: string): void => {
    if (source !== undefined && source >= sources.length) fail(file, place, `there is no source ${source}`);
  };
  nests.forEach((nest, index) => {
    instructionsOf(nest).forEach(({ source }, i) => {
      check(source, `nests.${index}: instruction ${i}`);
    });
  });
  calls.forEach(({ kernel, source }, index) => {
    check(source, `call ${index} (${kernel})`);
  });
}

/** Throws InputError where counts would not be exact, or addresses not fit. */
function checkSize(trace: Trace, file: string): void {
  const sizes = trace.nests.map((nest, index) => withPlace(`${file}: nests.${index}`, () => sizeOf(nest)));
  let reads = 0;
  let instructions = 0;
  trace.calls.forEach((call, index) => {
    reads += sizes[call.nest].reads;
    instructions += sizes[call.nest].instructions;
    if (Number.isSafeInteger(reads) && Number.isSafeInteger(instructions)) return;
    throw new InputError(`${file}: call ${index} (${call.kernel}): takes the trace past 2^53; trace a smaller batch`);
  });
  withPlace(file, () => layOut(trace));
}

function sizeOf(nest: Nest): { reads: number; instructions: number } {
  const counts = executionCounts(nest);
  return {
    reads: instructionsOf(nest).reduce((sum, { reads }, i) => sum + reads.length * counts[i], 0),
    instructions: counts.reduce((sum, count) => sum + count, 0),
  };
}

function fail(file: string, place: string, fault: string): never {
  throw new InputError(`${file}: ${place}: ${fault}; save the trace again`);
}
