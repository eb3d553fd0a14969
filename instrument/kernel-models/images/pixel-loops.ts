import type { Access, Node } from '../../../core/trace/nest.ts';
import { loop, rowMajor } from '../model/element-loops.ts';
import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';
import type { AxisSegment, AxisStep, AxisWalk } from './axis-segments.ts';
import { axisLoops, axisSegments, bodiesOf } from './axis-segments.ts';

/** Images of one batch, rows of channels last, and what the pixels of one have to do with those of the other. */
export interface ImagePair {
  /** What the slots of the nest are bound to. */
  readonly tensors: readonly [PlanTensor, PlanTensor];
  /** The slot of the image whose pixels are walked through in order; the other one's are reached through taps. */
  readonly placed: 0 | 1;
  /** The taps of its rows and columns. */
  readonly rows: readonly AxisStep[];
  readonly columns: readonly AxisStep[];
}

/** One channel of a pixel, inside all loops. */
export interface Pixel {
  readonly placed: Access;
  readonly rowKind: number;
  readonly columnKind: number;
  /** The pixel at a tap of the row and one of the column; `inside`: what further loops around add to it. */
  tap(row: number, column: number, inside?: readonly number[]): Access;
}

/** Columns are loops where a row of them has at most so many bodies, else one loop and a table for each tap. */
const MOST_COLUMN_BODIES = 8;
/** Bodies in one call: a nest has a few nodes for each, and nests are compared as wholes. */
const MOST_BODIES = 1024;

/** Executes `body` for every channel of every pixel, in order. `fresh`: locals that it begins without. */
export function callByPixel(
  plan: KernelPlan,
  pair: ImagePair,
  locals: number,
  body: (pixel: Pixel) => Node[],
  fresh?: readonly number[],
): void {
  const { tensors, placed, rows, columns } = pair;
  if (sizeOf(tensors[placed].shape) === 0) {
    plan.call({ slots: 2, locals, body: [] }, ...tensors);
    return;
  }
  const [batch] = tensors[placed].shape;
  const pieces = inPieces(axisSegments(rows), bodiesInRow(columns));
  const isWhole = pieces.length === 1;
  const columnsWalked = walkedColumns(plan, columns);
  for (let image = 0; image < (isWhole ? 1 : batch); image++) {
    for (const piece of pieces) {
      const trip = isWhole ? batch : 1;
      const inside = axisLoops(piece, (row) =>
        columnsWalked((column) => channels(pair, { image, trip }, row, column, body, fresh)),
      );
      plan.call({ slots: 2, locals, body: trip === 1 ? inside : [loop(trip, inside)] }, ...tensors);
    }
  }
}

/** The columns of a row: their taps are loops, or entries of tables. */
type ColumnWalk = AxisWalk & { readonly tables?: readonly number[] };

function areLoops(columns: readonly AxisStep[], segments: readonly AxisSegment[]): boolean {
  return bodiesOf(segments) <= MOST_COLUMN_BODIES || columns.some(({ kind }) => kind !== columns[0].kind);
}

function bodiesInRow(columns: readonly AxisStep[]): number {
  const segments = axisSegments(columns);
  return areLoops(columns, segments) ? bodiesOf(segments) : 1;
}

function walkedColumns(
  plan: KernelPlan,
  columns: readonly AxisStep[],
): (body: (column: ColumnWalk) => readonly Node[]) => Node[] {
  const segments = axisSegments(columns);
  if (areLoops(columns, segments)) return (body) => axisLoops(segments, body);
  const [{ taps, kind }] = columns;
  const tables = taps.map((_, tap) => plan.table(columns.map((column) => column.taps[tap])));
  const walk = { taps: taps.map(() => 0), kind, position: 0, positionSteps: [1], tapSteps: [0], tables };
  return (body) => [loop(columns.length, body(walk))];
}

/** Segments of rows in pieces for a call each. */
function inPieces(segments: readonly AxisSegment[], bodiesInEach: number): AxisSegment[][] {
  const pieces: AxisSegment[][] = [];
  let bodies = MOST_BODIES;
  for (const segment of segments) {
    const more = segment.runs.length * bodiesInEach;
    bodies += more;
    if (bodies > MOST_BODIES) {
      pieces.push([]);
      bodies = more;
    }
    pieces[pieces.length - 1].push(segment);
  }
  return pieces;
}

function channels(
  { tensors, placed }: ImagePair,
  { image, trip }: { readonly image: number; readonly trip: number },
  row: AxisWalk,
  column: ColumnWalk,
  body: (pixel: Pixel) => Node[],
  fresh: readonly number[] | undefined,
): Node[] {
  const depth = tensors[placed].shape[3];
  const isLoop = depth > 1 || fresh !== undefined;
  const access = (slot: number, y: number, x: number, ySteps: readonly number[], xSteps: readonly number[]): Access => {
    const tensor = tensors[slot];
    const [imageStride, rowStride, pixelStride] = rowMajor(tensor.shape);
    return at(slot, tensor, image * imageStride + y * rowStride + x * pixelStride, [
      ...(trip === 1 ? [] : [imageStride]),
      ...ySteps.map((step) => step * rowStride),
      ...xSteps.map((step) => step * pixelStride),
      ...(isLoop ? [1] : []),
    ]);
  };
  const tap = (r: number, c: number, inside: readonly number[] = []): Access => {
    const affine = access(1 - placed, row.taps[r], column.taps[c], row.tapSteps, column.tapSteps);
    const found = { ...affine, strides: [...affine.strides, ...inside] };
    if (column.tables === undefined) return found;
    const above = (trip === 1 ? 0 : 1) + row.tapSteps.length;
    const strides = [...new Array<number>(above).fill(0), 1];
    return { ...found, table: { id: column.tables[c], base: 0, strides, scale: depth } };
  };
  const nodes = body({
    placed: access(placed, row.position, column.position, row.positionSteps, column.positionSteps),
    rowKind: row.kind,
    columnKind: column.kind,
    tap,
  });
  return isLoop ? [loop(depth, nodes, fresh)] : nodes;
}
