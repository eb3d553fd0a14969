import type { Access, Instruction, Loop, Nest, Node, Operand } from '../../core/trace/nest.ts';
import { isAffine, isBlock, isLocal, isLoop } from '../../core/trace/nest.ts';
import { reachesOf } from '../../core/trace/nest-reach.ts';
import type { Trace } from '../../core/trace/trace.ts';

/**
 * Traces that are a little smaller than a given one, the largest steps first: without a call, a returned value, a node,
 * an operand; with fewer iterations, steps or elements. Some are not well formed.
 */
export function* smallerTraces(trace: Trace): Generator<Trace> {
  for (let call = 0; call < trace.calls.length; call++) {
    yield { ...trace, calls: trace.calls.toSpliced(call, 1) };
  }
  for (let r = 0; r < trace.returned.length; r++) yield { ...trace, returned: trace.returned.toSpliced(r, 1) };
  for (const { nest } of trace.calls) {
    for (const body of smallerNodes(trace.nests[nest].body, 0))
      yield withNest(trace, nest, { ...trace.nests[nest], body });
  }
  yield withTightValues(trace);
  yield withoutUnused(trace);
}

function withNest(trace: Trace, index: number, nest: Nest): Trace {
  return { ...trace, nests: trace.nests.with(index, nest) };
}

/** The nodes with one of them smaller, or left out. `depth`: of the loops among them. */
function* smallerNodes(nodes: readonly Node[], depth: number): Generator<readonly Node[]> {
  for (let n = 0; n < nodes.length; n++) yield nodes.toSpliced(n, 1);
  for (let n = 0; n < nodes.length; n++) {
    const node = nodes[n];
    if (!isLoop(node)) {
      for (const smaller of smallerInstructions(node)) yield nodes.with(n, smaller);
      continue;
    }
    yield nodes.toSpliced(n, 1, ...node.body.map((child) => withoutLoop(child, depth)));
    for (const smaller of smallerLoops(node, depth)) yield nodes.with(n, smaller);
    for (const body of smallerNodes(node.body, depth + 1)) yield nodes.with(n, { ...node, body });
  }
}

function* smallerLoops(loop: Loop, depth: number): Generator<Loop> {
  const { trip, fresh = [], body } = loop;
  if (typeof trip === 'number') {
    for (const fewer of new Set([1, 2, trip >> 1, trip - 1])) {
      if (fewer < 1 || fewer >= trip) continue;
      yield { ...loop, trip: fewer, body: body.map((node) => withFewerBlocks(node, depth, trip - fewer)) };
    }
  } else if (isBlock(trip)) {
    yield { ...loop, trip: trip.width };
    if (trip.width > 1) yield { ...loop, trip: 1 };
  } else {
    const { base, strides } = trip;
    yield { ...loop, trip: Math.max(0, base) };
    for (let k = 0; k < strides.length; k++) {
      if (strides[k] !== 0) yield { ...loop, trip: { base, strides: strides.with(k, 0) } };
    }
    if (base > 0) yield { ...loop, trip: { base: base - 1, strides } };
  }
  const { fresh: _, ...unfreshened } = loop;
  if (fresh.length > 0) yield unfreshened;
  for (let f = 0; f < fresh.length; f++) yield { ...loop, fresh: fresh.toSpliced(f, 1) };
}

/** A node whose blocks are counted by a loop that runs so many times less. */
function withFewerBlocks(node: Node, counter: number, less: number): Node {
  if (!isLoop(node)) return node;
  const body = node.body.map((child) => withFewerBlocks(child, counter, less));
  const { trip } = node;
  if (!isBlock(trip) || trip.block !== counter) return { ...node, body };
  return { ...node, trip: { ...trip, size: trip.size - less * trip.width }, body };
}

/** A node of a loop at `depth`, without this loop, as in its first iteration. */
function withoutLoop(node: Node, depth: number): Node {
  if (isLoop(node)) {
    const { trip } = node;
    const body = node.body.map((child) => withoutLoop(child, depth));
    if (isAffine(trip)) return { ...node, trip: { ...trip, strides: trip.strides.toSpliced(depth, 1) }, body };
    if (!isBlock(trip) || trip.block < depth) return { ...node, body };
    return { ...node, trip: trip.block === depth ? trip.width : { ...trip, block: trip.block - 1 }, body };
  }
  const operand = (each: Operand): Operand => {
    if (isLocal(each)) return each;
    const strides = each.strides.toSpliced(depth, 1);
    const { table } = each;
    return table === undefined
      ? { ...each, strides }
      : { ...each, strides, table: { ...table, strides: table.strides.toSpliced(depth, 1) } };
  };
  return { ...node, reads: node.reads.map(operand), write: node.write === null ? null : operand(node.write) };
}

function* smallerInstructions(node: Instruction): Generator<Instruction> {
  const { reads, write } = node;
  for (let r = 0; r < reads.length; r++) yield { ...node, reads: reads.toSpliced(r, 1) };
  if (write !== null) yield { ...node, write: null };
  for (let r = 0; r < reads.length; r++) {
    for (const smaller of smallerOperands(reads[r])) yield { ...node, reads: reads.with(r, smaller) };
  }
  if (write !== null) for (const smaller of smallerOperands(write)) yield { ...node, write: smaller };
}

function* smallerOperands(operand: Operand): Generator<Operand> {
  if (isLocal(operand)) return;
  const { base, strides, table, ...others } = operand;
  if (table !== undefined) yield { ...others, base, strides };
  const place: Access = operand;
  for (let k = 0; k < strides.length; k++) {
    if (strides[k] !== 0) yield { ...place, strides: strides.with(k, 0) };
    if (Math.abs(strides[k]) > 1) yield { ...place, strides: strides.with(k, (strides[k] / 2) | 0) };
  }
  if (strides.at(-1) === 0) yield { ...place, strides: strides.slice(0, -1) };
  if (base > 0) yield { ...place, base: 0 };
  if (base > 1) yield { ...place, base: base - 1 };
}

/** Values no larger than what their operands reach. */
function withTightValues(trace: Trace): Trace {
  const sizes = trace.values.map(() => 1);
  trace.calls.forEach(({ nest, values }) => {
    for (const { slot, high } of reachesOf(trace.nests[nest], trace.tables, trace.name, '')) {
      sizes[values[slot]] = Math.max(sizes[values[slot]], high + 1);
    }
  });
  const values = trace.values.map((value, id) => ({ ...value, size: Math.min(value.size, sizes[id]) }));
  return { ...trace, values };
}

/** Without values, slots, locals and nests that nothing needs. */
function withoutUnused(trace: Trace): Trace {
  const nests = trace.calls.map(({ nest }) => trace.nests[nest]);
  const slots = nests.map((nest) => [
    ...new Set(reachesOf(nest, trace.tables, trace.name, '').map(({ slot }) => slot)),
  ]);
  const calls = trace.calls.map((call, c) => ({ ...call, nest: c, values: slots[c].map((slot) => call.values[slot]) }));
  const used = new Set([...calls.flatMap(({ values }) => values), ...trace.returned]);
  const kept = trace.values.flatMap((_, id) => (used.has(id) ? [id] : []));
  const renumbered = (ids: readonly number[]): number[] =>
    ids.filter((id) => used.has(id)).map((id) => kept.indexOf(id));
  return {
    ...trace,
    values: kept.map((id) => trace.values[id]),
    nests: nests.map((nest, c) => {
      const body = nest.body.map((node) => withSlots(node, slots[c]));
      return { slots: slots[c].length, locals: localsIn(body), body };
    }),
    calls: calls.map((call) => ({ ...call, values: renumbered(call.values) })),
    arguments: renumbered(trace.arguments),
    batchArguments: renumbered(trace.arguments.slice(0, trace.batchArguments)).length,
    returned: renumbered(trace.returned),
  };
}

function withSlots(node: Node, slots: readonly number[]): Node {
  if (isLoop(node)) return { ...node, body: node.body.map((child) => withSlots(child, slots)) };
  const operand = (each: Operand): Operand => (isLocal(each) ? each : { ...each, slot: slots.indexOf(each.slot) });
  return { ...node, reads: node.reads.map(operand), write: node.write === null ? null : operand(node.write) };
}

function localsIn(nodes: readonly Node[]): number {
  let most = 0;
  for (const node of nodes) {
    if (isLoop(node)) most = Math.max(most, localsIn(node.body), ...(node.fresh ?? []).map((local) => local + 1));
    else
      for (const each of [...node.reads, node.write])
        if (each !== null && isLocal(each)) most = Math.max(most, each.local + 1);
  }
  return most;
}
