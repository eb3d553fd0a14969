import type { Access, Instruction, Node } from '../../../core/trace/nest.ts';
import { branchRuns } from '../model/branch-runs.ts';
import { instruction, local, loop, rowMajor } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at } from '../model/kernel-model.ts';
import { blended } from './blended-pixels.ts';
import type { Crop } from './crop-boxes.ts';
import { branchesOf, cropsOf } from './crop-boxes.ts';

export const cropAndResizeModels: KernelModels = { CropAndResize: cropAndResize };

/**
 * Reads a box and the number of its image, then walks its crop in order. Boxes in a row of which the same positions lie
 * inside are a loop; which pixels they take is a table. What lies outside is filled with a host number.
 */
function cropAndResize(plan: KernelPlan, inputs: PlanInputs, attrs: Attributes): PlanTensor {
  const { image, boxes, boxInd } = inputs;
  const [batch, , , channels] = image.shape;
  const [height, width] = attrs.numbers('cropSize');
  const crops = cropsOf(plan, inputs, height, width);
  const skipsSome = crops.some((crop) => crop.image === batch);
  const out = plan.make([crops.length, height, width, channels], 'float32', skipsSome ? 'zero-filled' : undefined);
  const loops = new CropLoops(plan, image, out, crops, attrs.text('method') === 'bilinear');
  const branches = branchesOf(crops, batch);
  const pieces = branchRuns(crops.length, (box) => branches[box]);
  for (const runs of crops.length === 0 ? [[]] : pieces) {
    const body = runs.map(({ start, length }) => {
      const reads = [
        loop(4, [instruction('copy', [at(1, boxes, 4 * start, [4, 1])], null)]),
        instruction('copy', [at(2, boxInd, start, [1])], null),
      ];
      return loop(length, crops[start].image === batch ? reads : [...reads, ...loops.crop(start)]);
    });
    plan.call({ slots: 4, locals: loops.locals, body }, image, boxes, boxInd, out);
  }
  return out;
}

/** Loops over a crop, and those after it of which the same positions lie inside, in a loop over boxes. */
class CropLoops {
  readonly locals: number;
  private readonly image: PlanTensor;
  private readonly out: PlanTensor;
  private readonly crops: readonly Crop[];
  /** By tap, and by box where its entries begin. */
  private readonly tables: number[] = [];
  private readonly entries: number[] = [];

  constructor(plan: KernelPlan, image: PlanTensor, out: PlanTensor, crops: readonly Crop[], isBilinear: boolean) {
    this.image = image;
    this.out = out;
    this.crops = crops;
    this.locals = isBilinear ? 4 : 0;
    let count = 0;
    for (const { rows, columns } of crops) {
      this.entries.push(count);
      count += rows.places.length * columns.places.length;
    }
    const taps = isBilinear
      ? [Math.floor, Math.ceil].flatMap((row) => [Math.floor, Math.ceil].map((column) => [row, column]))
      : [[Math.round, Math.round]];
    for (const [row, column] of count === 0 ? [] : taps) this.tables.push(plan.table(this.pixels(row, column)));
  }

  crop(box: number): Node[] {
    const [, height, width] = this.out.shape;
    const { rows, columns } = this.crops[box];
    const afterRows = rows.first + rows.places.length;
    const afterColumns = columns.first + columns.places.length;
    const inside = [
      ...this.filled(box, rows.first, 0, columns.first),
      ...this.sampled(box),
      ...this.filled(box, rows.first, afterColumns, width - afterColumns),
    ];
    return [
      ...repeated(rows.first, this.filled(box, 0, 0, width)),
      ...repeated(rows.places.length, inside),
      ...repeated(height - afterRows, this.filled(box, afterRows, 0, width)),
    ];
  }

  /** Columns of a row that are a host number. */
  private filled(box: number, row: number, column: number, columns: number): Node[] {
    const fill = instruction('copy', [], this.written(box, row, column));
    return repeated(columns, [loop(this.out.shape[3], [fill])]);
  }

  private sampled(box: number): Node[] {
    const { rows, columns } = this.crops[box];
    if (rows.places.length * columns.places.length === 0) return [];
    const result = this.written(box, rows.first, columns.first);
    const reads = this.tables.map((_, tap) => this.read(box, tap));
    return [loop(columns.places.length, [loop(this.out.shape[3], sample(reads, result))])];
  }

  private written(box: number, row: number, column: number): Access {
    const strides = rowMajor(this.out.shape);
    return at(3, this.out, box * strides[0] + row * strides[1] + column * strides[2], strides);
  }

  private read(box: number, tap: number): Access {
    const { rows, columns } = this.crops[box];
    const width = columns.places.length;
    const strides = [rows.places.length * width, width, 1];
    const table = { id: this.tables[tap], base: this.entries[box], strides, scale: this.out.shape[3] };
    return { ...at(0, this.image, 0, [0, 0, 0, 1]), table };
  }

  /** The pixel at a tap of each position inside, counted through all images. */
  private pixels(row: (place: number) => number, column: (place: number) => number): number[] {
    const [batch, height, width] = this.image.shape;
    return this.crops.flatMap(({ image, rows, columns }) =>
      rows.places.flatMap((y) =>
        columns.places.map((x) => (image === batch ? 0 : (image * height + row(y)) * width + column(x))),
      ),
    );
  }
}

function repeated(times: number, body: readonly Node[]): Node[] {
  return times === 0 || body.length === 0 ? [] : [loop(times, body)];
}

function sample(reads: readonly Access[], result: Access): Instruction[] {
  if (reads.length === 1) return [instruction('copy', [reads[0]], result)];
  const [topLeft, topRight, bottomLeft, bottomRight] = [0, 1, 2, 3].map(local);
  return [
    ...reads.map((read, corner) => instruction('copy', [read], local(corner))),
    ...blended({ topLeft, topRight, bottomLeft, bottomRight }, result),
  ];
}
