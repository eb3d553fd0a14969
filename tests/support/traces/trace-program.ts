import { CONSTANT, singly } from '../../../core/element-engine/event-batch.ts';
import { expand } from '../../../core/element-engine/expansion.ts';
import type { Program } from '../../../core/programs/program.ts';
import type { ProgramEvent } from '../../../core/programs/program-source.ts';
import { createProgram } from '../../../core/programs/program-source.ts';
import { layOut, NOWHERE } from '../../../core/trace/address-space.ts';
import type { Granularity, Trace } from '../../../core/trace/trace.ts';

/** The scalar program that a trace stands for: every write is a new cell. What the reference would be given to price. */
export function programOf(trace: Trace, granularity: Granularity): Program {
  const space = layOut(trace);
  const cellAt = new Int32Array(space.size).fill(-1);
  let cells = 0;
  const groups = trace.arguments.map((value) =>
    Array.from({ length: trace.values[value].size }, (_, element) => {
      if (space.baseOf[value] !== NOWHERE) cellAt[space.baseOf[value] + element] = cells;
      return cells++;
    }),
  );
  const events: ProgramEvent[] = [];
  expand(
    trace,
    space,
    granularity,
    singly({
      beginCall(call) {
        for (const value of space.bornAt[call]) {
          cellAt.fill(-1, space.baseOf[value], space.baseOf[value] + trace.values[value].size);
        }
      },
      event(_site, count, addresses, written) {
        const reads = [...addresses.subarray(0, count)].filter((address) => address !== CONSTANT);
        const read = reads.map((address) => cellAt[address]);
        if (written !== CONSTANT) cellAt[written] = cells;
        events.push({ op: 'op', in: read, out: written === CONSTANT ? [] : [cells++] });
      },
      endCall() {},
    }),
  );
  const returns = trace.returned.flatMap((value) =>
    [...cellAt.subarray(space.baseOf[value], space.baseOf[value] + trace.values[value].size)].filter(
      (cell) => cell !== -1,
    ),
  );
  return createProgram({ name: trace.name, args: groups.flat(), argGroups: groups, events, returns });
}
