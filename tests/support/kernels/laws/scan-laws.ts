import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { CaseDraw, KernelLaw } from '../kernel-cases.ts';

/** Scans, and what rearranges elements by blocks, mirrors and diagonals. */
export const scanLaws: Record<string, KernelLaw> = {
  BatchToSpaceND: { draw: batchToSpace, cases: 100, instructions: ['y = copy x'] },
  BroadcastArgs: {
    draw: (draw) => {
      const shapes = draw.broadcastShapes().map((shape) => Int32Array.from(shape));
      const [s0, s1] = shapes.map((values) => ({ shape: [values.length], dtype: 'int32', values }) as const);
      return { inputs: { s0, s1 } };
    },
    hidden: ['output writes', 'temporary reads', 'temporary writes'],
    instructions: ['y = copy x', 'z = compare x y', 'z = copy y'],
  },
  Cumprod: { draw: scan, cases: 120, instructions: ['y = copy x', 'y = copy', 'y = mul x y'] },
  Cumsum: { draw: scan, cases: 120, instructions: ['y = copy x', 'y = copy', 'y = add x y'] },
  DepthToSpace: {
    draw: (draw) => {
      const blockSize = draw.integer(1, 3);
      const shape = [draw.extent(), draw.extent(), draw.extent(), blockSize ** 2 * draw.integer(0, 2)];
      const x = draw.tensor(shape, draw.dtype());
      return { inputs: { x }, attrs: { blockSize, dataFormat: 'NHWC' } };
    },
    hidden: ['output writes'],
    instructions: ['y = copy x'],
  },
  Diag: {
    draw: (draw) => ({ inputs: { x: draw.tensor(draw.shape(0, 2), draw.dtype()) } }),
    instructions: ['y = copy x'],
  },
  MirrorPad: { draw: mirrorPad, cases: 100, instructions: ['y = copy x'] },
  SpaceToBatchND: { draw: spaceToBatch, cases: 100, instructions: ['y = copy x'] },
};

function scan(draw: CaseDraw): KernelCase {
  const x = draw.tensor(draw.shape(1), draw.dtype());
  const axis = draw.integer(0, x.shape.length - 1);
  return { inputs: { x }, attrs: { axis, exclusive: draw.flag(), reverse: draw.flag() } };
}

function mirrorPad(draw: CaseDraw): KernelCase {
  const mode = draw.pick(['reflect', 'symmetric']);
  const x = draw.tensor(mode === 'reflect' ? draw.filledShape() : draw.shape(), draw.dtype());
  const most = (extent: number) => (mode === 'reflect' ? extent - 1 : extent);
  const paddings = x.shape.map((extent) => [draw.integer(0, most(extent)), draw.integer(0, most(extent))]);
  return { inputs: { x }, attrs: { paddings, mode } };
}

function batchToSpace(draw: CaseDraw): KernelCase {
  const blockShape = Array.from({ length: draw.integer(1, 2) }, () => draw.integer(1, 3));
  const spatial = blockShape.map(() => draw.integer(1, 3));
  const batch = blockShape.reduce((size, extent) => size * extent, draw.integer(0, 2));
  const crops = spatial.map((extent, axis) => {
    const before = draw.integer(0, extent * blockShape[axis]);
    return [before, draw.flag() ? 0 : draw.integer(0, extent * blockShape[axis] - before)];
  });
  const x = draw.tensor([batch, ...spatial, ...draw.shape(0, 2)], draw.dtype());
  return { inputs: { x }, attrs: { blockShape, crops } };
}

function spaceToBatch(draw: CaseDraw): KernelCase {
  const blockShape = Array.from({ length: draw.integer(1, 2) }, () => draw.integer(1, 3));
  const spatial = blockShape.map(() => draw.integer(0, 4));
  const paddings = spatial.map((extent, axis) => {
    const before = draw.integer(0, 2);
    return [before, (blockShape[axis] - ((extent + before) % blockShape[axis])) % blockShape[axis]];
  });
  const x = draw.tensor([draw.extent(), ...spatial, ...draw.shape(0, 2)], draw.dtype());
  return { inputs: { x }, attrs: { blockShape, paddings } };
}
