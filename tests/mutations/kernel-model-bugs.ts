import type { PlantedBug } from './planted-bug.ts';

const INSTRUCTIONS = 'tests/instrument/kernel-models/kernel-instructions.test.ts';
const DATA_FLOW = 'tests/instrument/kernel-models/kernel-data-flow.test.ts';
const FIDELITY = 'tests/instrument/kernel-models/kernel-fidelity.test.ts';

/** Bugs of the kernel models, and of the roles that scenarios give. */
export const KERNEL_MODEL_BUGS: readonly PlantedBug[] = [
  {
    what: 'a product reads the term before the sum',
    file: 'instrument/kernel-models/products/matmul.ts',
    text: "instruction('add', [local(SUM), local(TERM)], local(SUM))",
    replacement: "instruction('add', [local(TERM), local(SUM)], local(SUM))",
    test: { file: INSTRUCTIONS, name: 'BatchMatMul executes its own operations' },
  },
  {
    what: 'a product goes on with the sum of the element before',
    file: 'instrument/kernel-models/products/matmul.ts',
    text: ', store], [SUM]) };',
    replacement: ', store]) };',
    test: { file: DATA_FLOW, name: 'BatchMatMul' },
  },
  {
    what: 'the last block of a product is as wide as the others',
    file: 'instrument/kernel-models/products/matmul.ts',
    text: 'trip: { size, width, block: loops.length }',
    replacement: 'trip: { size: Math.ceil(size / width) * width, width, block: loops.length }',
    test: { file: FIDELITY, name: 'BatchMatMul' },
  },
  {
    what: 'the second operand of a product is not transposed',
    file: 'instrument/kernel-models/products/matmul.ts',
    text: 'b: transposeB ? columnsB : 1, out: 1',
    replacement: 'b: 1, out: 1',
    test: { file: FIDELITY, name: 'BatchMatMul' },
  },
  {
    what: 'a reduction reads the element before the accumulator',
    file: 'instrument/kernel-models/reductions/reduce.ts',
    text: '[local(0), at(0, x, 0, [length, 1])]',
    replacement: '[at(0, x, 0, [length, 1]), local(0)]',
    test: { file: INSTRUCTIONS, name: 'Sum executes its own operations' },
  },
  {
    what: 'a reduction goes on with the sum of the row before',
    file: 'instrument/kernel-models/reductions/reduce.ts',
    text: 'loop(sizeOf(outShape), body, [0])',
    replacement: 'loop(sizeOf(outShape), body)',
    test: { file: DATA_FLOW, name: 'Sum' },
  },
  {
    what: 'a root is booked as a multiplication',
    file: 'instrument/kernel-models/elementwise/unary.ts',
    text: "Sqrt: kernel(['sqrt'])",
    replacement: "Sqrt: kernel(['mul'])",
    test: { file: INSTRUCTIONS, name: 'Sqrt executes its own operations' },
  },
  {
    what: 'a division is booked as a multiplication',
    file: 'instrument/kernel-models/elementwise/binary.ts',
    text: "RealDiv: kernel(['div'])",
    replacement: "RealDiv: kernel(['mul'])",
    test: { file: INSTRUCTIONS, name: 'RealDiv executes its own operations' },
  },
  {
    what: 'an operand that is broadcast is read along',
    file: 'instrument/kernel-models/elementwise/binary.ts',
    text: 'tensor.shape[axis - missing] === 1 ? 0 :',
    replacement: 'tensor.shape[axis - missing] === -1 ? 0 :',
    test: { file: FIDELITY, name: 'Multiply' },
  },
  {
    what: 'a softmax sums before it raises',
    file: 'instrument/kernel-models/reductions/softmax.ts',
    text: 'sum(plan, powers, last, true)',
    replacement: 'sum(plan, shifted, last, true)',
    test: { file: FIDELITY, name: 'Softmax' },
  },
  {
    what: 'a gather reads its index once for all elements of a slice',
    file: 'instrument/kernel-models/movement/gather.ts',
    text: 'const slices = loop(perBatch, [loop(sliceSize, body)]);',
    replacement: 'const slices = loop(perBatch, [body[0], loop(sliceSize, [body[1]])]);',
    test: { file: FIDELITY, name: 'GatherV2' },
  },
  {
    what: 'a window of a pool goes on with the sum of the one before',
    file: 'instrument/kernel-models/windows/sweep.ts',
    text: 'return loop(trip, [...tapNodes(first, counts), ...end(place)], locals);',
    replacement: 'return loop(trip, [...tapNodes(first, counts), ...end(place)]);',
    test: {
      file: 'tests/instrument/kernel-models/pooling/pool.test.ts',
      name: 'begins every window with an empty sum',
    },
  },
  {
    what: 'neighbours under other windows are taken together',
    file: 'instrument/kernel-models/windows/sweep.ts',
    text: '(taps === 0 || last.inside.first === first)',
    replacement: '(taps === 0 || last.inside.first <= first)',
    test: { file: FIDELITY, name: 'AvgPoolGrad' },
  },
  {
    what: 'an exclusive scan reads the element of its own place',
    file: 'instrument/kernel-models/reductions/scan.ts',
    text: 'rest(0, x, isExclusive ? 0 : 1)',
    replacement: 'rest(0, x, 1)',
    test: { file: FIDELITY, name: 'Cumsum' },
  },
  {
    what: 'the last of equal maxima of an image gets the gradient',
    file: 'instrument/kernel-models/pooling/max-pool-grad.ts',
    text: "plan.indices(input), 'first')",
    replacement: "plan.indices(input), 'last')",
    test: { file: FIDELITY, name: 'MaxPoolGrad' },
  },
  {
    what: 'a mirror repeats its edge where it reflects',
    file: 'instrument/kernel-models/movement/mirror-pad.ts',
    text: "=== 'reflect' ? 0 : 1",
    replacement: "=== 'reflect' ? 1 : 1",
    test: { file: FIDELITY, name: 'MirrorPad' },
  },
  {
    what: 'a local response reads the element before the squares around it',
    file: 'instrument/kernel-models/normalisation/local-response.ts',
    text: `      loop(taps, square),
      instruction('copy', [at(0, x, start, [channels, 1])], local(ELEMENT)),`,
    replacement: `      instruction('copy', [at(0, x, start, [channels, 1])], local(ELEMENT)),
      loop(taps, square),`,
    test: { file: FIDELITY, name: 'LRN' },
  },
  {
    what: 'axes become one loop where one operand alone crosses them in one stride',
    file: 'instrument/kernel-models/model/element-loops.ts',
    text: 'if (last >= 0 && walks.every(',
    replacement: 'if (last >= 0 && walks.some(',
    test: { file: FIDELITY, name: 'Multiply' },
  },
  {
    what: 'a convolution reads the weight before what it adds to',
    file: 'instrument/kernel-models/convolutions/convolve.ts',
    text: '[result, local(PIXEL), accessAt(filter, W, w)]',
    replacement: '[local(PIXEL), accessAt(filter, W, w), result]',
    test: { file: FIDELITY, name: 'Conv3D' },
  },
  {
    what: "an image's gradient takes the taps of a window for those of the next",
    file: 'instrument/kernel-models/convolutions/image-gradient.ts',
    text: 'placeStep - firstStep * stride',
    replacement: 'placeStep',
    test: { file: FIDELITY, name: 'Conv2DBackpropInput' },
  },
  {
    what: 'a moment of the optimiser is booked as a weight',
    file: 'scenarios/dense/layers.ts',
    text: "shape: vector, dtype, role: 'optimiser state' },\n      { name: `vb",
    replacement: "shape: vector, dtype, role: 'weights' },\n      { name: `vb",
    test: {
      file: 'tests/scenarios/argument-roles.test.ts',
      name: 'ff takes inputs, then weights and moments',
    },
  },
];
