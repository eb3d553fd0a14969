/** What the report's words mean, for its readers, and how its sentences and tables have them. */
export const DEFINITIONS: readonly (readonly [term: string, meaning: string, words: readonly string[]])[] = [
  [
    'ByteDMD cost',
    'Everything that will be used again lies on one stack, the most recently touched data on top. Reading the byte at ' +
      'depth j costs the square root of j, rounded up: the way to it in a memory laid out in a plane. An element of four ' +
      'bytes costs the sum over its bytes, and the cost of an update is the sum over all of its reads, an exact integer. ' +
      'Writes cost nothing; data that nothing reads any more leaves the stack.',
    ['ByteDMD'],
  ],
  [
    'LRU stack depth',
    'The place of an element on that stack, 1 on top: the number of distinct live elements touched since it was last ' +
      'touched, itself included. In bytes, four times as much; a KB is 1,024 bytes.',
    ['depth'],
  ],
  [
    'Cold and steady',
    'Cold: the update starts with its batch on top of the stack, then weights, biases and optimiser state, layer by ' +
      'layer. Steady: it starts from the stack that the update before it left, with a new batch on top. Cold is the headline.',
    ['cold', 'steady'],
  ],
  [
    'Granularity',
    'Scalar: accumulators and temporaries of kernels are on the stack, too, so that a multiply-accumulate makes four ' +
      'reads. Register: they cost nothing, and it makes two.',
    ['granularity', 'scalar', 'register'],
  ],
  [
    'Commute and compute, commute-to-compute',
    'The energy spent on moving operands, the energy spent on arithmetic, and the first divided by the second. A house ' +
      'term of this field, not of textbooks. The cost is exact; an energy is as good as the figures listed below.',
    ['Commute-to-compute', 'commute-to-compute', 'Commute energy', 'Compute energy'],
  ],
  [
    'Live set',
    'The elements that are on the stack: what still has a use. Its peak is the memory that an update needs at least.',
    ['live set'],
  ],
  [
    'Second-pass penalty',
    'What the second pass costs over what the first costs: the backward pass over the forward pass, or, of a rule with ' +
      'two forward passes, that over negatives over that over positives.',
    ['Second-pass penalty', 'second-pass penalty'],
  ],
  [
    'Total to the criterion, at least and at most',
    'The median over the seeds of the updates to the criterion, times the cost of one, and the fitting of a readout once; ' +
      'evaluation is not counted. Where the criterion was met at the first evaluation that counts, fewer updates may do: ' +
      'such a total is at most what it says (≤), and a ratio over it at least (≥).',
    ['criterion'],
  ],
  ['Update', 'One step of the optimiser on one batch: everything from the images to the new weights.', []],
  [
    'Eager',
    'How TensorFlow.js executes: every kernel at once, in the order of the program. A value leaves the stack as soon as ' +
      'nothing will read it any more.',
    ['eager'],
  ],
  [
    'Re-forward',
    'The forward pass that a rule of layers makes once more: a layer that has its new weights computes what the next layer ' +
      'is trained on.',
    ['re-forward'],
  ],
  [
    'Least in any order',
    'A floor under the cost of an update: no order of the same instructions costs less, of those that keep each product ' +
      'together and add every term to its sum at once. Proved, not found by trying; how much of it an order can reach is open.',
    ['least in any order', 'in any order'],
  ],
];
