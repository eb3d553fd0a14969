import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { UpdateResult } from '../results/result.ts';

/** What stands in a cell: exact numbers, text, or nothing. */
export type Cell = string | number | bigint | null | undefined;

/** One CSV file of rows about one update each; the columns that say which update come before these. */
export interface UpdateTable {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: (update: UpdateResult) => Cell[][];
}

interface Part {
  readonly reads: number;
  readonly instructions: number;
  readonly cost: Readonly<Record<1 | typeof ELEMENT_BYTES, number | bigint>>;
}

const PART_COLUMNS = ['reads', 'instructions', 'cost_1_byte_bytedmd', 'cost_4_bytes_bytedmd'];

function partRows<P extends Part>(parts: readonly P[], name: (part: P) => Cell): Cell[][] {
  return parts.map((part) => [name(part), part.reads, part.instructions, part.cost[1], part.cost[ELEMENT_BYTES]]);
}

/** The breakdowns and curves of updates, in the order in which they are written. */
export const UPDATE_TABLES: readonly UpdateTable[] = [
  {
    file: 'phases.csv',
    columns: ['phase', ...PART_COLUMNS],
    rows: ({ phases }) => partRows(phases, ({ phase }) => phase),
  },
  {
    file: 'layers.csv',
    columns: ['layer_from_0', ...PART_COLUMNS],
    rows: ({ layers }) => partRows(layers, ({ layer }) => layer),
  },
  {
    file: 'iterations.csv',
    columns: ['iteration_from_1', 'layer_from_0', ...PART_COLUMNS],
    rows: ({ iterations = [] }) =>
      iterations.map((part) => [part.iteration, ...partRows([part], ({ layer }) => layer)[0]]),
  },
  {
    file: 'roles.csv',
    columns: ['role', ...PART_COLUMNS.filter((column) => column !== 'instructions')],
    rows: ({ roles }) => roles.map(({ role, reads, cost }) => [role, reads, cost[1], cost[ELEMENT_BYTES]]),
  },
  {
    file: 'kernels.csv',
    columns: ['kernel', ...PART_COLUMNS],
    rows: ({ kernels }) => partRows(kernels, ({ kernel }) => kernel),
  },
  {
    file: 'places.csv',
    columns: ['phase', 'layer_from_0', 'kernel', 'line', 'reads', 'cost_4_bytes_bytedmd'],
    rows: ({ places = [] }) =>
      places.map(({ phase, layer, kernel, line, reads, cost }) => [
        phase,
        layer,
        kernel,
        line,
        reads,
        cost[ELEMENT_BYTES],
      ]),
  },
  {
    file: 'histogram.csv',
    columns: ['depth_from_elements', 'depth_to_elements', 'reads', 'cost_4_bytes_bytedmd'],
    rows: ({ histogram }) => histogram.map(({ from, to, reads, cost }) => [from, to, reads, cost[ELEMENT_BYTES]]),
  },
  {
    file: 'miss-ratio.csv',
    columns: ['capacity_elements', 'capacity_bytes', 'miss_ratio'],
    rows: ({ missRatio }) =>
      missRatio.map((point) => [point.capacity, ELEMENT_BYTES * point.capacity, point.missRatio]),
  },
  {
    file: 'floors.csv',
    columns: ['capacity_elements', 'capacity_bytes', 'reads_beyond_at_least'],
    rows: ({ floor }) =>
      (floor?.beyond ?? []).map(({ capacity, reads }) => [capacity, ELEMENT_BYTES * capacity, reads]),
  },
  {
    file: 'course.csv',
    columns: ['instructions', 'cost_4_bytes_bytedmd', 'peak_live_bytes_since_last', 'phase', 'layer_from_0'],
    rows: ({ course }) =>
      course.map((point) => [point.instructions, point.cost, ELEMENT_BYTES * point.live, point.phase, point.layer]),
  },
  {
    file: 'waits.csv',
    columns: ['layer_from_0', 'first_instruction', 'updated_after_instructions'],
    rows: ({ waits }) => waits.map((wait) => [wait.layer, wait.firstInstruction, wait.updatedAfter]),
  },
];
